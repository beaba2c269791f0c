import { describe, expect, test } from "vitest";
import { kinds } from "../../../emulator/engine/kinds/index";
import { Account } from "./account";

const day = 86_400_000;

const creation: Record<string, string> = {
  DATABASE: "",
  SCHEMA: "",
  TABLE: "(A INT)",
  VIEW: "AS SELECT 1",
  SEQUENCE: "",
  WAREHOUSE: "",
  ROLE: "",
  USER: "",
  TAG: "",
  "RESOURCE MONITOR": "",
  SECRET: "TYPE = GENERIC_STRING SECRET_STRING = 'a'",
  STAGE: "",
  "FILE FORMAT": "",
  TASK: "AS SELECT 1",
  "NETWORK RULE": "TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('a.com')",
};

describe.each(Object.entries(creation))("SHOW of %s", (kind, clauses) => {
  const plural = kinds.get(kind).plural.join(" ");
  const start = () => {
    const account = new Account();
    account.run("CREATE DATABASE PLACE");
    for (const name of ["ZED_1", '"zed_2"', "ZEDX1", "OTHER"]) {
      account.run(`CREATE ${kind} ${name} ${clauses}`, "USE DATABASE PLACE");
    }
    return account;
  };

  test.each([
    ["LIKE 'zed%'", ["ZEDX1", "ZED_1", "zed_2"]],
    ["LIKE 'ZED\\\\_%'", ["ZED_1", "zed_2"]],
    ["LIKE 'zed'", []],
  ])("%s in any case", (like, names) => {
    expect(start().names(`SHOW ${plural} ${like}`)).toEqual(names);
  });

  test.each([
    ["STARTS WITH 'ZED'", ["ZEDX1", "ZED_1"]],
    ["STARTS WITH 'zed'", ["zed_2"]],
    ["LIKE '%1' STARTS WITH 'Z' LIMIT 1 FROM 'ZEDX'", ["ZED_1"]],
  ])("%s in this case alone", (startsWith, names) => {
    expect(start().names(`SHOW ${plural} ${startsWith}`)).toEqual(names);
  });
});

describe.each(["DATABASE", "SCHEMA", "TABLE"])("SHOW … HISTORY of %s", (kind) => {
  /** T1 dropped twice and alive, T2 dropped, T3 alive. */
  const start = () => {
    const clock = { time: Date.UTC(2026, 0, 1) };
    const account = new Account({ now: () => new Date(clock.time) });
    account.run("CREATE DATABASE PLACE");
    const create = (name: string) =>
      account.run(`CREATE ${kind} ${name} ${kind === "TABLE" ? "(A INT)" : ""}`, "USE DATABASE PLACE");
    for (const name of ["T1", "T1", "T2"]) {
      create(name);
      account.run(`DROP ${kind} ${name}`, "USE DATABASE PLACE");
    }
    create("T1");
    create("T3");
    return { account, clock };
  };
  const rows = (account: Account, clauses: string) =>
    account
      .rows(`SHOW ${clauses.startsWith("TERSE ") ? "TERSE " : ""}${kind}S HISTORY ${clauses.replace("TERSE ", "")}`)
      .map((row) => `${row["name"]} ${row["dropped_on"] === null ? "alive" : "dropped"}`);

  test.each([
    ["LIKE 't1'", ["T1 dropped", "T1 dropped", "T1 alive"]],
    ["LIKE 't_' STARTS WITH 'T2'", ["T2 dropped"]],
    ["LIKE 'T%' LIMIT 2", ["T1 dropped", "T1 dropped"]],
    ["LIKE 'T%' LIMIT 5 FROM 'T2'", ["T3 alive"]],
    ["TERSE LIKE 't2'", ["T2 dropped"]],
  ])("%s", (clauses, shown) => {
    expect(rows(start().account, clauses)).toEqual(shown);
  });

  test("orders the versions of a name by when they were dropped, and forgets them after their retention", () => {
    const { account, clock } = start();
    const versions = account.rows(`SHOW ${kind}S HISTORY LIKE 'T1'`);
    expect(versions.map((row) => Number(row["created_on"]))).toEqual(
      versions.map((row) => Number(row["created_on"])).sort((a, b) => a - b),
    );
    clock.time += 1.5 * day;
    expect(rows(account, "LIKE 'T%'")).toEqual(["T1 alive", "T3 alive"]);
    expect(account.error(`UNDROP ${kind} T2`).code).toBe("002003");
  });

  test("and UNDROP: each version comes back in its turn, once the name is free", () => {
    const { account } = start();
    const created = account.rows(`SHOW ${kind}S HISTORY LIKE 'T1'`).map((row) => row["created_on"]);
    expect(account.error(`UNDROP ${kind} T1`).code).toBe("002002");
    account.run(`ALTER ${kind} T1 RENAME TO NEWEST`, `UNDROP ${kind} T1`);
    expect(account.row(`SHOW ${kind}S LIKE 'T1'`)["created_on"]).toBe(created[1]);
    account.run(`ALTER ${kind} T1 RENAME TO NEWER`, `UNDROP ${kind} T1`);
    expect(account.row(`SHOW ${kind}S LIKE 'T1'`)["created_on"]).toBe(created[0]);
    expect(account.error(`UNDROP ${kind} T1`).code).toBe("002002");
    expect(rows(account, "LIKE 'T1'")).toEqual(["T1 alive"]);
  });
});
