import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import { type PeerResult, type PeerStatement, talk } from "./talk";

const setUpMs = 900_000;

describe.each([
  ["The Python connector", pythonPeer],
  ["The Go driver", goPeer],
])("%s", (name, setUp) => {
  let peer: PeerOrReason;
  let emulator: Emulator;
  beforeAll(async () => {
    peer = await setUp();
  }, setUpMs);
  beforeEach(async (context) => {
    if ("missing" in peer) context.skip(`${name} is not tested: ${peer.missing}.`);
    const users = [{ name: "ADA", password: "secret", roles: ["ACCOUNTADMIN", "LEAD"] }];
    emulator = await startEmulator({ account: "ACME-DEV", users });
  });
  afterEach(() => emulator?.close());

  /** Results of the last statements; the first ones, which have to succeed, are left out. */
  async function run(before: PeerStatement[], ...statements: PeerStatement[]) {
    if ("missing" in peer) throw new Error(peer.missing);
    const login = { url: emulator.url, account: "acme-dev", user: "ada", password: "secret" };
    const { results } = await talk(peer, login, [...before, ...statements]);
    expect(results.slice(0, before.length).map(({ error }) => error)).toEqual(before.map(() => null));
    return results.slice(before.length);
  }

  test("grants on what is to come, and to roles of a database", async () => {
    const [future, roles, grants] = await run(
      [
        "CREATE DATABASE D",
        "CREATE DATABASE ROLE D.READER COMMENT = 'reads'",
        "GRANT SELECT ON FUTURE TABLES IN SCHEMA D.PUBLIC TO DATABASE ROLE D.READER WITH GRANT OPTION",
        "GRANT DATABASE ROLE D.READER TO ROLE LEAD",
        "CREATE TABLE D.PUBLIC.T (A INT)",
      ],
      "SHOW FUTURE GRANTS IN SCHEMA D.PUBLIC",
      "SHOW DATABASE ROLES IN DATABASE D",
      "SHOW GRANTS ON TABLE D.PUBLIC.T",
    );
    const reader = { privilege: "SELECT", grantee_name: "READER", grant_option: "true" };
    expect(rows(future)).toMatchObject([{ ...reader, name: "D.PUBLIC.<TABLE>", grant_to: "DATABASE_ROLE" }]);
    expect(rows(roles)).toMatchObject([{ name: "READER", comment: "reads", owner: "ACCOUNTADMIN" }]);
    expect(Number(rows(roles)[0]?.["granted_to_roles"])).toBe(1);
    expect(rows(grants)).toMatchObject([{ privilege: "OWNERSHIP" }, { ...reader, granted_to: "DATABASE_ROLE" }]);
  });

  test("is told why a grant cannot be taken back, or an owner changed", async () => {
    const [revoked, owned, cascade] = await run(
      [
        "CREATE WAREHOUSE W",
        "CREATE ROLE GUEST",
        "GRANT USAGE ON WAREHOUSE W TO ROLE LEAD WITH GRANT OPTION",
        "USE ROLE LEAD",
        "GRANT USAGE ON WAREHOUSE W TO ROLE GUEST",
        "USE ROLE ACCOUNTADMIN",
      ],
      "REVOKE USAGE ON WAREHOUSE W FROM ROLE LEAD",
      "GRANT OWNERSHIP ON WAREHOUSE W TO ROLE LEAD",
      "REVOKE USAGE ON WAREHOUSE W FROM ROLE LEAD CASCADE",
    );
    expect(revoked?.error).toMatchObject({ code: "003935", sqlState: "23001" });
    expect(owned?.error).toMatchObject({ code: "003036", sqlState: "23001" });
    expect(cascade?.error).toBeNull();
  });

  test("sees when a database was dropped, and brings it back", async () => {
    const [history, restored, alive] = await run(
      ["CREATE DATABASE D", "DROP DATABASE D"],
      "SHOW DATABASES HISTORY LIKE 'd' STARTS WITH 'D' LIMIT 1",
      "UNDROP DATABASE D",
      "SHOW DATABASES HISTORY LIKE 'D'",
    );
    const [dropped] = rows(history);
    expect(new Date(String(dropped?.["dropped_on"])).getTime()).toBeGreaterThan(
      new Date(String(dropped?.["created_on"])).getTime(),
    );
    expect(restored?.rows).toEqual([["Database D successfully restored."]]);
    expect(rows(alive)).toMatchObject([{ name: "D", dropped_on: null }]);
  });
});

function rows(result: PeerResult | undefined): Record<string, unknown>[] {
  return (result?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((cell, index) => [result?.columns[index] ?? "", cell])),
  );
}
