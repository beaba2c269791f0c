import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Client, Clients, StatementEvent } from "../../provider/client/client";
import { ConnectionError, type SnowflakeError, TimeoutError } from "../../provider/client/errors";
import { raw, secret, sql } from "../../provider/sql/sql";
import { clientsWith, configFor, PASSWORD, type Server, startServer } from "./scripted-server";

const READ = { writes: false };
const WRITE = { writes: true };

let server: Server;
let clients: Clients;
let client: Client;
let events: StatementEvent[];
let lines: string[];
beforeEach(async () => {
  server = await startServer();
  ({ clients, client, events, lines } = clientsWith(configFor(server), { project: "shop", stack: "dev" }));
});
afterEach(async () => {
  await clients.closeAll();
  await server.close();
});

/** Statements that took effect, without the one that each session begins with. */
function executed(): string[] {
  return server.executed.filter((text) => !text.startsWith("ALTER SESSION"));
}

async function failure(work: Promise<unknown>): Promise<SnowflakeError> {
  return work.then(
    () => Promise.reject(new Error("did not fail")),
    (error: SnowflakeError) => error,
  );
}

describe("a result", () => {
  test("has its cells as text, exactly as Snowflake has them", async () => {
    const { rows } = await client.execute(raw("SAMPLES"), READ);
    expect(rows).toEqual([
      {
        whole: "90071992547409931",
        fraction: "1.50",
        flag: "true",
        day: "2024-01-01",
        created_on: "2024-01-01T00:00:00.123456789Z",
        local: "2024-01-01T00:00:00.000000001",
        zoned: "2024-01-01T00:00:00.500Z",
        before: "1969-12-31T23:59:59.500Z",
        data: '{"a": 1}',
        bytes: "00FF",
        nothing: null,
        "no number": null,
        text: "NULL",
      },
    ]);
    expect(server.counts().requests).not.toHaveProperty("telemetry");
  });

  test("of 50 statements at once comes through one session", async () => {
    const texts = Array.from({ length: 50 }, (_, i) => `STATEMENT ${i}`);
    const results = await Promise.all(texts.map((text) => client.execute(raw(text), READ)));
    expect(results.map(({ rows }) => rows[0]?.["status"])).toEqual(texts.map((text) => `ran ${text}`));
    expect(new Set(results.map(({ queryId }) => queryId)).size).toBe(50);
    expect(server.counts().logins).toBe(1);
  });

  test("that takes long is waited for", async () => {
    const slow = await startServer({ inProgressAfterMs: 50, latencyMs: 300 });
    const { clients: others, client: other } = clientsWith(configFor(slow));
    await expect(other.execute(raw("SLOW"), READ)).resolves.toMatchObject({ rows: [{ status: "ran SLOW" }] });
    await others.closeAll();
    await slow.close();
  });
});

test("the identity is asked once, and knows how far the clocks are apart", async () => {
  const [identity] = await Promise.all([client.identity(), client.identity(), client.identity()]);
  expect(identity).toMatchObject({ organization: "ACME", account: "DEV", role: "DEPLOY", user: "DEPLOYER" });
  expect(Math.round(identity.clockOffsetMs / 60_000)).toBe(60);
  expect(executed()).toHaveLength(1);
});

test("quoted names keep their case and listings are whole, whatever the account says", async () => {
  await client.execute(raw("ONE"), READ);
  expect(server.executed[0]).toContain("QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE, ROWS_PER_RESULTSET = 0");
});

describe("an error of Snowflake", () => {
  test.each([
    ["DROP WAREHOUSE NOPE", "ObjectMissing", "002003"],
    ["CREATE WAREHOUSE TAKEN", "ObjectExists", "002002"],
    ["DROP WAREHOUSE THEIRS", "NotAuthorized", "003001"],
  ])("from %s is of kind %s, and is not tried again", async (text, kind, code) => {
    const error = await failure(client.execute(raw(text), WRITE));
    expect(error).toMatchObject({
      kind,
      code,
      statement: text,
      queryId: expect.any(String),
      sqlState: expect.any(String),
    });
    expect(events.filter(({ statement }) => statement.text === text)).toMatchObject([{ error, writes: true }]);
  });

  test("shows no secret, wherever one may stand", async () => {
    const statement = sql`CREATE USER ${raw("U")} PASSWORD = ${secret("hunter's 22")}`;
    const message = "syntax error: unexpected 'hunter''s 22' and hunter's 22";
    await client.execute(raw("ONE"), READ);
    server.setFaults([{ do: "error", code: "001003", sqlState: "42000", message }]);
    const error = await failure(client.execute(statement, WRITE));
    expect(error.message).toContain("syntax error");
    const all = [error, events, lines, client, clients].map((thing) => inspect(thing, { depth: 9, showHidden: true }));
    expect(all.join("\n").replaceAll(statement.text, "")).not.toMatch(/hunter/);
    expect(all.join("\n")).not.toContain(PASSWORD);
    expect(JSON.stringify([error, client, clients])).not.toContain(PASSWORD);
  });
});

describe("a fault on the way", { timeout: 30_000 }, () => {
  beforeEach(async () => {
    await client.execute(raw("FIRST"), READ);
    server.executed.length = 0;
  });

  test.each(["drop-before", "drop-after"] as const)("%s does not double a write", async (fault) => {
    server.setFaults([{ match: "CREATE", do: fault }]);
    await client.execute(raw("CREATE WAREHOUSE W"), WRITE);
    expect(executed()).toEqual(["CREATE WAREHOUSE W"]);
  });

  test("a 503 is ridden out", async () => {
    server.setFaults([{ match: "CREATE", do: "status", status: 503, times: 2 }]);
    await client.execute(raw("CREATE WAREHOUSE W"), WRITE);
    expect(executed()).toEqual(["CREATE WAREHOUSE W"]);
  });

  test("an expired session is renewed, without a log-in", async () => {
    server.expireSessions();
    await Promise.all([1, 2, 3, 4].map((i) => client.execute(raw(`CREATE ${i}`), WRITE)));
    expect(executed()).toHaveLength(4);
    expect(server.counts().logins).toBe(1);
    expect(server.counts().renewals).toBeGreaterThan(0);
  });

  test("reads that find their session gone log in again, once, and are sent again", async () => {
    server.killSessions();
    await Promise.all([1, 2, 3, 4].map((i) => client.execute(raw(`SHOW ${i}`), READ)));
    expect(executed().sort()).toEqual(["SHOW 1", "SHOW 2", "SHOW 3", "SHOW 4"]);
    expect(server.counts().logins).toBe(2);
    expect(lines.join("\n")).toContain("the session ended (407002); logging in again for: SHOW 1");
  });

  test("a write that finds its session gone is not sent again: its effect has to be read", async () => {
    server.killSessions();
    const error = await failure(client.execute(raw("CREATE WAREHOUSE W"), WRITE));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ outcomeUnknown: true, message: expect.stringContaining("may have run") });
    await client.execute(raw("SHOW WAREHOUSES"), READ);
    expect(executed()).toEqual(["SHOW WAREHOUSES"]);
  });

  test("a write after a session that is known to be gone is sent in a new one", async () => {
    server.killSessions();
    await failure(client.execute(raw("CREATE A"), WRITE));
    await client.execute(raw("CREATE B"), WRITE);
    expect(executed()).toEqual(["CREATE B"]);
  });

  test("a session that was idle for long is tried before a write depends on it", async () => {
    server.killSessions();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    await client.execute(raw("CREATE WAREHOUSE W"), WRITE);
    vi.useRealTimers();
    expect(executed()).toEqual(["CREATE WAREHOUSE W"]);
    expect(server.counts().logins).toBe(2);
  });

  test("identity is asked again in a new session", async () => {
    await client.identity();
    server.killSessions();
    await client.execute(raw("SHOW 1"), READ);
    await client.identity();
    expect(executed().filter((text) => text.startsWith("SELECT"))).toHaveLength(2);
  });
});

describe("a deadline", { timeout: 20_000 }, () => {
  beforeEach(async () => {
    await client.execute(raw("FIRST"), READ);
    server.executed.length = 0;
  });

  test("cancels the statement, and then its outcome is known", async () => {
    server.setLatency(60_000);
    const error = await failure(client.execute(raw("CREATE WAREHOUSE W"), { ...WRITE, timeoutMs: 200 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ outcomeUnknown: false, message: expect.stringContaining("No answer within 0.2 s") });
    expect(executed()).toEqual([]);
  });

  test("leaves the outcome of a write open if Snowflake does not answer at all", async () => {
    server.setFaults([
      { match: "CREATE", do: "hang" },
      { endpoint: "abort", do: "hang" },
    ]);
    const error = await failure(client.execute(raw("CREATE WAREHOUSE W"), { ...WRITE, timeoutMs: 200 }));
    expect(error).toMatchObject({ kind: "Timeout", outcomeUnknown: true });
  });

  test("is the caller's signal too", async () => {
    server.setLatency(60_000);
    const controller = new AbortController();
    const work = failure(client.execute(raw("SHOW WAREHOUSES"), { ...READ, signal: controller.signal }));
    setTimeout(() => controller.abort(), 100);
    expect(await work).toMatchObject({ kind: "Timeout", outcomeUnknown: false });
  });

  test("counts while logging in, when nothing has been sent", async () => {
    server.setFaults([{ endpoint: "login", do: "delay", ms: 1_000 }]);
    const other = clients.for({ role: "SLOW" });
    const error = await failure(other.execute(raw("CREATE W"), { ...WRITE, timeoutMs: 100 }));
    expect(error).toMatchObject({ kind: "Timeout", outcomeUnknown: false });
    await other.execute(raw("CREATE V"), WRITE);
    expect(executed()).toEqual(["CREATE V"]);
  });
});

describe("when Pulumi stops", () => {
  test("nothing new is sent but what must be", async () => {
    const running = client.execute(raw("RUNNING"), WRITE);
    clients.stopAccepting();
    expect(await failure(client.execute(raw("NEW"), WRITE))).toMatchObject({
      kind: "Connection",
      outcomeUnknown: false,
    });
    await failure(client.listing({ container: "c", statement: raw("SHOW") }, "fresh"));
    await client.execute(raw("RESUME"), { ...WRITE, evenWhenStopping: true });
    await running;
    expect(executed().sort()).toEqual(["RESUME", "RUNNING"]);
  });

  test("closing ends the session", async () => {
    await client.execute(raw("ONE"), READ);
    await clients.closeAll();
    expect(server.counts().requests["logout"]).toBe(1);
    expect((await failure(client.execute(raw("TWO"), READ))).message).toContain("has been closed");
  });

  test("every call fails after closing, also that of a client made later", async () => {
    const listing = { container: "C", statement: raw("SHOW THINGS") };
    await client.listing(listing, "shared");
    await client.identity();
    await clients.closeAll();
    const urgent = { evenWhenStopping: true };
    const calls = [
      client.execute(raw("TWO"), { ...READ, ...urgent }),
      client.identity(urgent),
      client.listing({ ...listing, ...urgent }, "shared"),
      client.writing("C", async () => "begun"),
      clients.for({ role: "OTHER" }).execute(raw("THREE"), WRITE),
    ];
    for (const call of calls) {
      expect(await failure(call)).toMatchObject({
        kind: "Connection",
        message: expect.stringContaining("been closed"),
      });
    }
    expect(server.counts().logins).toBe(1);
  });
});
