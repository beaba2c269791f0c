import { connect as connectSocket } from "node:net";
import { gzipSync } from "node:zlib";
import type { Connection, QueryStatus } from "snowflake-sdk";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RunningEmulator } from "../../../emulator/http/serve";
import { holdBack } from "../../hold-back";
import { codeOf, connect, execute, start } from "./driver";
import type { FakeEngine } from "./fake-engine";
import { call, logIn, startFake } from "./harness";

const submit = (requestId: string) => `/queries/v1/query-request?requestId=${requestId}`;

describe("Statements through the Node driver", () => {
  let emulator: RunningEmulator<FakeEngine>;
  let connection: Connection;
  beforeAll(async () => {
    emulator = await startFake({ inProgressAfterMs: 200 });
    connection = await connect(emulator.url);
  });
  afterAll(() => emulator.close());
  beforeEach(() => {
    emulator.resetLog();
    emulator.engine.executed.length = 0;
  });
  afterEach(() => emulator.setFaults([]));

  test("give back each type as the driver knows it", async () => {
    const [row] = (await execute(connection, "SAMPLES")).rows;
    const newYear = Date.UTC(2024, 0, 1);
    expect(Object.values(row ?? {}).map(plain)).toEqual([
      42,
      1.5,
      1.5,
      "it's",
      true,
      false,
      newYear,
      newYear,
      newYear,
      newYear,
      newYear + 500,
      newYear + 500,
      "00ff",
      { a: 1 },
      null,
    ]);
  });

  test("carry Snowflake's error, and are not sent a second time", async () => {
    const error = await execute(connection, "FAIL").catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "002003",
      sqlState: "02000",
      message: "SQL compilation error:\nDatabase 'X' does not exist.",
      data: { line: 1, pos: 5 },
    });
    expect(emulator.counts().requests["query"]).toBe(1);
    expect(emulator.statements()).toMatchObject([{ sql: "FAIL", error: "002003", rows: 0 }]);
  });

  test("carry bindings", async () => {
    const { rows } = await execute(connection, "BINDS", { binds: [1, "x", true] });
    expect(JSON.parse(String(rows[0]?.["binds"]))).toEqual({
      1: { type: "FIXED", value: "1" },
      2: { type: "TEXT", value: "x" },
      3: { type: "BOOLEAN", value: "true" },
    });
  });

  test("count the rows of DML", async () => {
    expect((await execute(connection, "INSERT")).statement.getNumUpdatedRows()).toBe(3);
  });

  test("run in parallel in one session", async () => {
    emulator.setFaults([{ do: "delay", ms: 100, every: true }]);
    const words = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const results = await Promise.all(words.map((word) => execute(connection, `ECHO ${word}`)));
    expect(results.map(({ rows }) => rows[0]?.["echo"])).toEqual(words);
    expect(new Set(emulator.statements().map(({ session }) => session)).size).toBe(1);
  });

  test("are described without being executed", async () => {
    const { statement, rows } = await execute(connection, "ECHO x", { describeOnly: true });
    expect(statement.getColumns()?.map((column) => column.getName())).toEqual(["echo"]);
    expect(rows).toEqual([]);
    expect(emulator.engine.executed).toEqual([]);
  });

  test("that take long are answered as in progress, then with their result", async () => {
    const held = holdBack(emulator.engine, /slow/);
    const answer = execute(connection, "ECHO slow");
    await expect.poll(() => emulator.counts().requests["result"] ?? 0).toBeGreaterThan(1);
    held.release();
    expect((await answer).rows).toEqual([{ echo: "slow" }]);
    expect(emulator.engine.executed).toEqual(["ECHO slow"]);
  });

  test("run by themselves when asked to, and are fetched later", async () => {
    const held = holdBack(emulator.engine, /later/);
    const { statement } = await execute(connection, "ECHO later", { asyncExec: true });
    const queryId = statement.getQueryId();
    expect(connection.isStillRunning((await connection.getQueryStatus(queryId)) as QueryStatus)).toBe(true);
    held.release();
    await connection.getResultsFromQueryId({ sqlText: "", queryId });
    expect(await connection.getQueryStatus(queryId)).toBe("SUCCESS");
  });

  test("report a failure to who asks for their status", async () => {
    const { statement } = await execute(connection, "FAIL", { asyncExec: true });
    const queryId = statement.getQueryId();
    expect(await connection.getQueryStatus(queryId)).toBe("FAILED_WITH_ERROR");
  });

  test.each([
    // The driver knows the query id once it has been told that the statement is in progress.
    ["by request id", () => emulator.faults()[0]?.fired === 1],
    ["by query id", () => (emulator.counts().requests["result"] ?? 0) > 0],
  ])("end with 000604 when cancelled %s", async (_, isTime) => {
    emulator.setFaults([{ do: "hang" }]);
    const { statement, done } = start(connection, "CREATE x");
    const ended = codeOf(done);
    await expect.poll(isTime).toBe(true);
    await new Promise<void>((resolve, reject) => statement.cancel((error) => (error ? reject(error) : resolve())));
    expect(await ended).toBe("000604");
    expect(emulator.engine.executed).toEqual([]);
    expect(emulator.statements()).toMatchObject([{ sql: "CREATE x", error: "000604" }]);
  });

  test("end with 000630 at their time limit", async () => {
    emulator.setFaults([{ do: "hang" }]);
    const limited = execute(connection, "CREATE x", { parameters: { STATEMENT_TIMEOUT_IN_SECONDS: 1 } });
    expect(await codeOf(limited)).toBe("000630");
  });

  test("run one after another when several are allowed", async () => {
    const results: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      connection.execute({
        sqlText: "ECHO a; CREATE b; ECHO c",
        parameters: { MULTI_STATEMENT_COUNT: 3 },
        complete: (error, statement, rows) => {
          if (error) return reject(error);
          results.push(rows?.[0]);
          const several = statement as unknown as { hasNext(): boolean; NextResult(): void };
          if (several.hasNext()) several.NextResult();
          else resolve();
        },
      });
    });
    expect(results).toEqual([{ echo: "a" }, { status: "Created." }, { echo: "c" }]);
    expect(emulator.statements().map(({ sql }) => sql)).toEqual(["ECHO a", "CREATE b", "ECHO c"]);
  });

  test("are refused when there are more or fewer than announced", async () => {
    const parameters = { MULTI_STATEMENT_COUNT: 3 };
    expect(await codeOf(execute(connection, "ECHO a; ECHO b", { parameters }))).toBe("000008");
    expect(emulator.engine.executed).toEqual([]);
  });

  test("stop at the first of several that fails", async () => {
    const parameters = { MULTI_STATEMENT_COUNT: 0 };
    expect(await codeOf(execute(connection, "ECHO a; FAIL; ECHO b", { parameters }))).toBe("002003");
    expect(emulator.engine.executed).toEqual(["ECHO a", "FAIL"]);
  });

  test("tell the driver the session's role and parameters", async () => {
    await execute(connection, "USE ROLE ANALYST");
    const { token } = (await logIn(emulator.url)).data;
    const { data } = await call(emulator.url, submit("r1"), token, { sqlText: "USE ROLE ANALYST" });
    expect(data).toMatchObject({ finalRoleName: "ANALYST", total: 1, returned: 1, version: 1 });
    expect(data["parameters"]).toContainEqual({ name: "BINARY_OUTPUT_FORMAT", value: "HEX" });
    expect("chunks" in data).toBe(false);
  });
});

describe("A request id", () => {
  let emulator: RunningEmulator<FakeEngine>;
  beforeAll(async () => {
    emulator = await startFake();
  });
  afterAll(() => emulator.close());

  test.each(["CREATE x", "FAIL"])("runs %s once, and gets the same answer again", async (sqlText) => {
    emulator.resetLog();
    const { token } = (await logIn(emulator.url)).data;
    const first = await call(emulator.url, submit("same"), token, { sqlText });
    const second = await call(emulator.url, submit("same"), token, { sqlText });
    expect(second).toEqual(first);
    expect(emulator.statements()).toHaveLength(1);
  });

  test("waits for the statement that is still running", async () => {
    emulator.resetLog();
    emulator.setFaults([{ do: "delay", ms: 200 }]);
    const { token } = (await logIn(emulator.url)).data;
    const both = [1, 2].map(() => call(emulator.url, submit("running"), token, { sqlText: "CREATE x" }));
    const [first, second] = await Promise.all(both);
    expect(second).toEqual(first);
    expect(emulator.statements()).toHaveLength(1);
  });

  test("means nothing in another session", async () => {
    emulator.resetLog();
    for (let session = 0; session < 2; session++) {
      const { token } = (await logIn(emulator.url)).data;
      await call(emulator.url, submit("shared"), token, { sqlText: "CREATE x" });
    }
    expect(emulator.statements()).toHaveLength(2);
  });
});

describe("HTTP", () => {
  let emulator: RunningEmulator<FakeEngine>;
  beforeAll(async () => {
    emulator = await startFake();
  });
  afterAll(() => emulator.close());

  test("requests may be gzip-compressed", async () => {
    const body = gzipSync(JSON.stringify({ data: { LOGIN_NAME: "ada", PASSWORD: "secret" } }));
    const headers = { "Content-Encoding": "gzip" };
    const response = await fetch(`${emulator.url}/session/v1/login-request`, { method: "POST", headers, body });
    expect(await response.json()).toMatchObject({ success: true });
  });

  test("requests that are too large are refused", async () => {
    const body = Buffer.alloc(65 * 1024 * 1024, " ");
    const response = await fetch(`${emulator.url}/session/v1/login-request`, { method: "POST", body });
    expect(response.status).toBe(413);
  });

  test("requests that break off do no harm", async () => {
    const socket = connectSocket(emulator.port, emulator.host);
    socket.write("POST /session/v1/login-request HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
    await new Promise<void>((resolve) => setTimeout(() => socket.destroy().once("close", () => resolve()), 50));
    expect((await logIn(emulator.url)).success).toBe(true);
  });

  test("bombs are refused", async () => {
    const body = gzipSync(Buffer.alloc(65 * 1024 * 1024));
    const headers = { "Content-Encoding": "gzip" };
    const response = await fetch(`${emulator.url}/session/v1/login-request`, { method: "POST", headers, body });
    expect(response.status).toBe(413);
  });

  test("addresses that do not exist get 404 in JSON", async () => {
    const response = await fetch(`${emulator.url}/nowhere`);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toHaveProperty("error");
  });

  test("doubled and trailing slashes do not matter", async () => {
    const data = { LOGIN_NAME: "ada", PASSWORD: "secret" };
    expect(await call(emulator.url, "//session//v1/login-request/", undefined, { data })).toMatchObject({
      success: true,
    });
  });

  test("what is no JSON gets 400", async () => {
    const response = await fetch(`${emulator.url}/session/v1/login-request`, { method: "POST", body: "{" });
    expect(response.status).toBe(400);
  });
});

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  return Buffer.isBuffer(value) ? value.toString("hex") : value;
}
