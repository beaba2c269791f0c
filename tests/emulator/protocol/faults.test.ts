import type { Connection } from "snowflake-sdk";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FaultRule, parseFaultRules } from "../../../emulator/http/fault-rules";
import type { RunningEmulator } from "../../../emulator/http/serve";
import { codeOf, connect, execute } from "./driver";
import type { FakeEngine } from "./fake-engine";
import { startFake } from "./harness";

describe("A fault", () => {
  let emulator: RunningEmulator<FakeEngine>;
  let connection: Connection;
  beforeAll(async () => {
    emulator = await startFake();
  });
  afterAll(() => emulator.close());
  beforeEach(async () => {
    connection = await connect(emulator.url);
    emulator.resetLog();
  });
  afterEach(() => emulator.setFaults([]));

  test.each<[FaultRule, number]>([
    [{ do: "drop-before" }, 2],
    [{ do: "drop-after" }, 2],
    [{ do: "status", status: 503 }, 2],
    [{ do: "status", status: 429 }, 2],
    [{ do: "status", status: 400 }, 2],
    [{ do: "expire-session" }, 2],
    [{ do: "delay", ms: 20 }, 1],
  ])("%o lets the statement run exactly once", async (rule, requests) => {
    emulator.setFaults([rule]);
    expect((await execute(connection, "CREATE x")).rows).toEqual([{ status: "Created." }]);
    expect(emulator.statements()).toHaveLength(1);
    expect(emulator.counts().requests["query"]).toBe(requests);
  });

  test("drop-after keeps the error for the repeat", async () => {
    emulator.setFaults([{ do: "drop-after" }]);
    expect(await codeOf(execute(connection, "FAIL"))).toBe("002003");
    expect(emulator.statements()).toHaveLength(1);
  });

  test("kill-session ends the connection", async () => {
    emulator.setFaults([{ do: "kill-session" }]);
    expect(await codeOf(execute(connection, "CREATE x"))).toBe(407002);
    expect(emulator.statements()).toEqual([]);
  });

  test("error answers as Snowflake would, and runs nothing", async () => {
    emulator.setFaults([{ do: "error", code: "000603", sqlState: "XX000", message: "Sorry." }]);
    const error = await execute(connection, "CREATE x").catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "000603", sqlState: "XX000", message: "Sorry." });
    expect(emulator.statements()).toMatchObject([{ sql: "CREATE x", error: "000603" }]);
    expect((await execute(connection, "CREATE x")).rows).toEqual([{ status: "Created." }]);
  });

  test("strikes the statements that match, from the nth on, so many times", async () => {
    const error = { do: "error", code: "000603", sqlState: "XX000", message: "Sorry." } as const;
    emulator.setFaults([{ ...error, match: "^echo", nth: 2, times: 2 }]);
    const codes: unknown[] = [];
    for (const sql of ["ECHO 1", "CREATE x", "ECHO 2", "ECHO 3", "ECHO 4"]) {
      codes.push(await execute(connection, sql).then(() => "fine", codeFrom));
    }
    expect(codes).toEqual(["fine", "fine", "000603", "000603", "fine"]);
    expect(emulator.faults()).toMatchObject([{ matched: 4, fired: 2 }]);
  });

  test("strikes every match when told to", async () => {
    emulator.setFaults([{ do: "error", code: "000603", sqlState: "XX000", message: "Sorry.", every: true }]);
    for (let run = 0; run < 3; run++) expect(await codeOf(execute(connection, "CREATE x"))).toBe("000603");
  });

  test("at the login is retried by the driver", async () => {
    emulator.setFaults([{ endpoint: "login", do: "status", status: 503 }]);
    await connect(emulator.url);
    expect(emulator.counts()).toMatchObject({ logins: 1, requests: { login: 2 } });
  });

  test("refuses a login with any code", async () => {
    emulator.setFaults([
      { endpoint: "login", do: "error", code: "390422", sqlState: "08004", message: "Not from here." },
    ]);
    expect(await codeOf(connect(emulator.url))).toBe("390422");
  });

  test("expire-session at the renewal ends the session for good", async () => {
    emulator.expireSessions();
    emulator.setFaults([{ endpoint: "renew", do: "expire-session" }]);
    expect(await codeOf(execute(connection, "CREATE x"))).toBe(407002);
  });

  test("drop-after at the renewal does not hurt", async () => {
    emulator.expireSessions();
    emulator.setFaults([{ endpoint: "renew", do: "drop-after" }]);
    expect((await execute(connection, "CREATE x")).rows).toEqual([{ status: "Created." }]);
  });
});

test.each<[unknown, string]>([
  [{}, "expected array"],
  [[{ do: "explode" }], "[0].do"],
  [[{ do: "hang" }, { do: "status" }], "[1].status"],
  [[{ do: "hang", match: "(" }], "regular expression"],
  [[{ do: "hang", nth: 0 }], "[0].nth"],
  [[{ do: "hang", nth: 1, every: true }], "exclude each other"],
  [[{ do: "hang", endpoint: "login", match: "x" }], "endpoint query"],
  [[{ do: "hang", color: "red" }], "color"],
])("The rules %j are refused with a reason", (rules, reason) => {
  expect(() => parseFaultRules(rules)).toThrow(reason);
});

function codeFrom(error: { code?: unknown }): unknown {
  return error.code;
}
