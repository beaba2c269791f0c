import type { Connection, ConnectionOptions, StatementOption } from "snowflake-sdk";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type AdoptOptions, adopt, type OpenConnection } from "../../provider/client/adopt";
import { bounded } from "../../provider/client/bounded";
import type { Client, Clients } from "../../provider/client/client";
import { loadDriver } from "../../provider/client/driver";
import { ConnectionError, InvalidArgumentError, type SnowflakeError } from "../../provider/client/errors";
import { recording } from "../../provider/client/recording";
import { raw } from "../../provider/sql/sql";
import { clientsWith, configFor, PASSWORD, type Server, startServer } from "./scripted-server";

const READ = { writes: false };
const WRITE = { writes: true };
const LISTING = { container: "C", statement: raw("SHOW THINGS") };

let server: Server;
const opened: Connection[] = [];
beforeEach(async () => {
  server = await startServer();
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(opened.splice(0).map(destroyed));
  await server.close();
});

function destroyed(connection: Connection): Promise<void> {
  return new Promise((resolve) => connection.destroy(() => resolve()));
}

/** A connection as a program makes it, with the driver's own defaults. */
async function created(more: Partial<ConnectionOptions> = {}): Promise<Connection> {
  const { createConnection } = await loadDriver();
  const connection = createConnection({
    account: "ACME-DEV",
    username: "DEPLOYER",
    password: PASSWORD,
    accessUrl: server.url,
    ...more,
  });
  opened.push(connection);
  return connection;
}

async function connected(more: Partial<ConnectionOptions> = {}): Promise<Connection> {
  const connection = await created(more);
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  return connection;
}

function adopted(connection: OpenConnection, more: Partial<AdoptOptions> = {}): Client {
  return adopt(connection, { version: "1.2.3", ...more });
}

async function failure(work: Promise<unknown>): Promise<SnowflakeError> {
  return work.then(
    () => Promise.reject(new Error("did not fail")),
    (error: SnowflakeError) => error,
  );
}

describe("rows are the same as in a session of ours", { timeout: 20_000 }, () => {
  let clients: Clients;
  let ours: Client;
  beforeEach(() => {
    ({ clients, client: ours } = clientsWith(configFor(server)));
  });
  afterEach(() => clients.closeAll());

  test.each<[string, object]>([
    ["the driver's defaults", {}],
    ["NULL as text", { representNullAsStringNull: true }],
    ["NULL as null", { representNullAsStringNull: false }],
    ["everything as text", { fetchAsString: ["Number", "Boolean", "Date", "JSON", "Buffer"] }],
    ["big integers", { jsTreatIntegerAsBigInt: true }],
    [
      "rows as objects with other names, in a stream",
      { rowMode: "object_with_renamed_duplicated_columns", streamResult: true },
    ],
  ])("with %s", async (_what, options) => {
    const theirs = adopted(await connected(options as Partial<ConnectionOptions>));
    const { rows } = await theirs.execute(raw("SAMPLES"), READ);
    expect(rows[0]).toMatchObject({
      whole: "90071992547409931",
      bytes: "00FF",
      nothing: null,
      "no number": null,
      text: "NULL",
      created_on: "2024-01-01T00:00:00.123456789Z",
    });
    expect((await ours.execute(raw("SAMPLES"), READ)).rows).toEqual(rows);
    expect((await theirs.execute(raw("SAMPLES"), READ)).rows).toEqual(rows);
  });
});

describe("an open connection of the program", { timeout: 20_000 }, () => {
  test("is used as it is: no log-in, nothing set in its session", async () => {
    const client = adopted(await connected());
    const results = await Promise.all([1, 2, 3].map((i) => client.execute(raw(`CREATE ${i}`), WRITE)));
    expect(results.map(({ rows }) => rows[0]?.["status"])).toEqual(["ran CREATE 1", "ran CREATE 2", "ran CREATE 3"]);
    expect(await client.identity()).toMatchObject({ account: "DEV", role: "DEPLOY", user: "DEPLOYER" });
    expect(server.counts().logins).toBe(1);
    expect(server.executed.join("\n")).not.toMatch(/ALTER SESSION|USE /);
  });

  test("takes with each statement what our own sessions begin with", async () => {
    const connection = await connected();
    const sent: StatementOption[] = [];
    const client = adopted(
      {
        isUp: () => connection.isUp(),
        isValidAsync: () => connection.isValidAsync(),
        execute: (options) => {
          sent.push(options as StatementOption);
          return connection.execute(options);
        },
      },
      { queryTag: { team: "data" } },
    );
    await client.execute(raw("ONE"), READ);
    const { QUERY_TAG, ...parameters } = (sent[0] as { parameters?: Record<string, unknown> }).parameters ?? {};
    expect(parameters).toEqual({
      QUOTED_IDENTIFIERS_IGNORE_CASE: false,
      ROWS_PER_RESULTSET: 0,
      MULTI_STATEMENT_COUNT: 1,
    });
    expect(JSON.parse(String(QUERY_TAG))).toMatchObject({ team: "data", app: "pulumi-dynamic-snowflake" });
  });

  test("keeps the tag that it was opened with", async () => {
    const client = adopted(await connected({ queryTag: "of the program" }));
    await client.execute(raw("ONE"), READ);
    expect(server.statements().map(({ queryTag }) => queryTag)).toEqual(["of the program"]);
  });

  test("says that it is adopted, also through what is put around it", async () => {
    const client = adopted(await connected());
    const { clients, client: ours } = clientsWith(configFor(server));
    const around = (inner: Client) => recording(bounded(inner, { timeoutMs: 1_000 }), { send: true, note() {} });
    expect([client, around(client), ours, around(ours)].map(({ isAdopted }) => isAdopted)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    await clients.closeAll();
  });

  test("goes on when the client is closed, which then fails", async () => {
    const connection = await connected();
    const client = adopted(connection);
    await client.listing(LISTING, "shared");
    await client.close();
    for (const work of [client.execute(raw("ONE"), READ), client.listing(LISTING, "shared"), client.identity()]) {
      expect(await failure(work)).toMatchObject({
        kind: "Connection",
        message: expect.stringContaining("been closed"),
      });
    }
    await adopted(connection).execute(raw("TWO"), READ);
    expect(server.executed).toContain("TWO");
    expect(server.counts().requests).not.toHaveProperty("logout");
  });

  test("is renewed by the driver when its token expires, and nothing is sent twice", async () => {
    const client = adopted(await connected());
    await client.execute(raw("ONE"), READ);
    server.expireSessions();
    await Promise.all([client.execute(raw("CREATE 1"), WRITE), client.execute(raw("SHOW 1"), READ)]);
    expect(server.executed.toSorted()).toEqual(["CREATE 1", "ONE", "SHOW 1"]);
    expect(server.counts()).toMatchObject({ logins: 1, renewals: expect.any(Number) });
  });

  test("that was never opened, or is closed, fails with what to do", async () => {
    const never = await failure(adopted(await created()).execute(raw("ONE"), READ));
    const connection = await connected();
    const client = adopted(connection);
    await client.execute(raw("ONE"), READ);
    await destroyed(connection);
    for (const error of [
      never,
      await failure(client.execute(raw("CREATE W"), WRITE)),
      await failure(client.identity()),
    ]) {
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({
        outcomeUnknown: false,
        message: expect.stringMatching(/has been closed, or was never/),
      });
    }
    expect(server.counts().logins).toBe(1);
  });

  test("whose session has ended fails, with what Snowflake said, and logs nobody in", async () => {
    const client = adopted(await connected());
    await client.execute(raw("ONE"), READ);
    server.killSessions();
    const read = await failure(client.execute(raw("SHOW 1"), READ));
    expect(read).toBeInstanceOf(ConnectionError);
    expect(read.message).toMatch(/has ended \(\d+\), and only the program can log in again: open another connection/);
    expect(await failure(client.execute(raw("CREATE W"), WRITE))).toMatchObject({
      code: read.code,
      outcomeUnknown: false,
    });
    expect(server.counts().logins).toBe(1);
    expect(server.executed).toEqual(["ONE"]);
  });

  test("whose session has ended leaves open what became of a write", async () => {
    const client = adopted(await connected());
    server.killSessions();
    expect(await failure(client.execute(raw("CREATE W"), WRITE))).toMatchObject({
      kind: "Connection",
      outcomeUnknown: true,
    });
  });

  test("that was idle for long is tried before a write depends on it", async () => {
    const client = adopted(await connected());
    server.killSessions();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    expect(await failure(client.execute(raw("CREATE W"), WRITE))).toMatchObject({ outcomeUnknown: false });
  });

  test("cancels what takes too long", async () => {
    const client = adopted(await connected());
    server.setLatency(60_000);
    const error = await failure(client.execute(raw("CREATE W"), { ...WRITE, timeoutMs: 200 }));
    expect(error).toMatchObject({ kind: "Timeout", outcomeUnknown: false });
    expect(server.executed).toEqual([]);
  });

  test("that is given another role is looked at anew", async () => {
    const connection = await connected();
    const client = adopted(connection);
    expect((await client.identity()).role).toBe("DEPLOY");
    await client.listing(LISTING, "shared");
    const [session] = server.sessions;
    if (session !== undefined) session.role = "OTHER";
    await client.execute(raw("ONE"), READ);
    expect((await client.identity()).role).toBe("OTHER");
    await client.listing(LISTING, "shared");
    expect(server.executed.filter((text) => text === "SHOW THINGS")).toHaveLength(2);
  });

  test.each([undefined, null, {}, { execute() {} }, "dev"])("is not %o", (value) => {
    expect(() => adopted(value as never)).toThrow(InvalidArgumentError);
  });
});
