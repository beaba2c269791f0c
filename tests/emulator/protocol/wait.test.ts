import type { Connection } from "snowflake-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { codeOf, connect, disconnect, execute, start } from "./driver";

let emulator: Emulator;
let connection: Connection;

beforeEach(async () => {
  emulator = await startEmulator({ now: () => new Date("2030-01-01T00:00:00.000Z") });
  connection = await connect(emulator.url);
});

afterEach(async () => {
  await disconnect(connection);
  await emulator.close();
});

async function rows(text: string) {
  return (await execute(connection, text)).rows;
}

function waiting(is = true) {
  return expect.poll(() => emulator.engine.isWaiting()).toBe(is);
}

describe("SYSTEM$WAIT", () => {
  test.each([
    ["CALL SYSTEM$WAIT(10)", 10_000, [{ SYSTEM$WAIT: "waited 10 seconds" }]],
    ["CALL SYSTEM$WAIT(2, 'minutes')", 120_000, [{ SYSTEM$WAIT: "waited 2 minutes" }]],
    ["SELECT SYSTEM$WAIT(1.5) AS X", 1500, [{ X: "waited 1.5 seconds" }]],
  ])("answers once the account's clock has gone on so far: %s", async (text, ms, answer) => {
    const done = rows(text);
    await waiting();
    emulator.advance(ms - 100);
    expect(emulator.engine.isWaiting()).toBe(true);
    emulator.advance(200);
    expect(await done).toEqual(answer);
  });

  test("keeps nobody else waiting, not even its own session", async () => {
    const done = rows("CALL SYSTEM$WAIT(1, 'HOURS')");
    await waiting();
    expect(await rows("SELECT 1 AS X")).toEqual([{ X: 1 }]);
    emulator.advance(3_601_000);
    expect(await done).toHaveLength(1);
  });

  test("changes what it is part of only once", async () => {
    await rows("CREATE DATABASE D");
    await rows("CREATE WAREHOUSE W");
    const made = rows("CREATE TABLE T AS SELECT SYSTEM$WAIT(1) AS X");
    await waiting();
    emulator.advance(2000);
    await made;
    const inserted = rows("INSERT INTO T SELECT SYSTEM$WAIT(1)");
    await waiting();
    emulator.advance(2000);
    await inserted;
    expect(await rows("SELECT COUNT(*) AS N FROM T")).toEqual([{ N: 2 }]);
  });

  test("ends when the driver cancels the statement", async () => {
    const { statement, done } = start(connection, "CALL SYSTEM$WAIT(1, 'DAYS')");
    const code = codeOf(done);
    await waiting();
    statement.cancel(() => {});
    expect(await code).toBe("000604");
    await waiting(false);
  });

  test.each(["-1", "'long'", "NULL", "1, 'FORTNIGHTS'"])("is refused with %s", async (args) => {
    expect(await codeOf(execute(connection, `CALL SYSTEM$WAIT(${args})`))).toMatch(/^\d{6}$/);
  });

  test("is refused in a procedure, whose statements take no time", async () => {
    await rows("CREATE DATABASE D");
    await rows("CREATE PROCEDURE P() RETURNS VARCHAR LANGUAGE SQL AS 'BEGIN CALL SYSTEM$WAIT(1); RETURN 1; END'");
    await expect(rows("CALL P()")).rejects.toThrow(/SYSTEM\$WAIT in the body of a procedure/);
  });
});

describe("SYSTEM$CANCEL_QUERY", () => {
  /** Starts a statement that waits, and answers its query id. */
  async function startWaiting() {
    const { statement } = await execute(connection, "CALL SYSTEM$WAIT(1, 'DAYS')", { asyncExec: true });
    const id = statement.getQueryId();
    await waiting();
    return id;
  }

  test("ends a statement that waits", async () => {
    const id = await startWaiting();
    expect(await rows(`SELECT SYSTEM$CANCEL_QUERY('${id}') AS X`)).toEqual([{ X: `query [${id}] terminated.` }]);
    expect(await connection.getQueryStatus(id)).toBe("ABORTED");
    expect(await codeOf(execute(connection, `SELECT SYSTEM$CANCEL_QUERY('${id}')`))).toBe("000605");
  });

  test("is for the user's own statements, and for ACCOUNTADMIN", async () => {
    const id = await startWaiting();
    const other = await connect(emulator.url, { username: "bob" });
    await execute(other, "CREATE ROLE DEV");
    await execute(other, "GRANT ROLE DEV TO USER BOB");
    await execute(other, "USE SECONDARY ROLES NONE");
    await execute(other, "USE ROLE DEV");
    expect(await codeOf(execute(other, `SELECT SYSTEM$CANCEL_QUERY('${id}')`))).toBe("003001");
    await execute(other, "USE ROLE ACCOUNTADMIN");
    await execute(other, `SELECT SYSTEM$CANCEL_QUERY('${id}')`);
    expect(await connection.getQueryStatus(id)).toBe("ABORTED");
    await disconnect(other);
  });
});
