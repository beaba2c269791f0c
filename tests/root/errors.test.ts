import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator } from "../../emulator";
import {
  ConnectionError,
  connect,
  InvalidArgumentError,
  NotAuthorizedError,
  ObjectExistsError,
  ObjectMissingError,
  type Root,
  SnowflakeError,
  SqlError,
  sql,
  TimeoutError,
} from "../../sdk/root";
import { type Stage, settingsFor, startRoot } from "./stage";

let stage: Stage;
beforeEach(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE D", "CREATE TABLE D.PUBLIC.T (A INT)", "CREATE TABLE D.PUBLIC.U (A INT)");
  await stage.root.identity();
  stage.sent();
});
afterEach(() => stage.close());

const db = () => stage.root.database("D");
const schema = (root: Root = stage.root) => root.database("D").schema("PUBLIC");

async function failure(work: Promise<unknown>): Promise<SnowflakeError> {
  const error = await work.then(
    () => new Error("did not fail"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SnowflakeError);
  const text = `${(error as Error).message} ${JSON.stringify(error)}`;
  expect(text).not.toContain("secret");
  expect((error as Error).message).not.toMatch(/pulumi|\bstack\b|snowflake:/i);
  return error as SnowflakeError;
}

describe("what is missing", () => {
  const object = { kind: "ObjectMissing", objectKind: "Table", objectName: "D.PUBLIC.NO" };
  test.each<[string, () => Promise<unknown>]>([
    ["fetch", () => schema().table("no").fetch()],
    ["drop", () => schema().table("no").drop()],
    ["undrop", () => schema().table("no").undrop()],
    ["rename", () => schema().table("no").rename("other")],
    ["a verb", () => schema().table("no").suspendRecluster()],
  ])("%s", async (_, call) => {
    const error = await failure(call());
    expect(error).toBeInstanceOf(ObjectMissingError);
    expect(error).toMatchObject(object);
  });

  test("is no error where that is asked for", async () => {
    expect(await schema().table("no").tryFetch()).toBeUndefined();
    expect(await schema().table("no").exists()).toBe(false);
    await schema().table("no").drop({ ifExists: true });
    await schema().table("no").suspendRecluster({ ifExists: true });
    await stage.root.database("NO").schema("S").table("T").drop({ ifExists: true });
    expect(await stage.root.database("NO").schema("S").table("T").tryFetch()).toBeUndefined();
  });

  test("of what contains it", async () => {
    const columns = [{ name: "A", type: "int" }];
    const tables = stage.root.database("NO").schema("S").tables;
    expect(await failure(tables.create({ name: "T", columns }))).toBeInstanceOf(ObjectMissingError);
    expect(await failure(tables.list().toArray())).toBeInstanceOf(ObjectMissingError);
    expect(await failure(db().schema("NO").table("T").createOrAlter({ columns }))).toBeInstanceOf(ObjectMissingError);
  });
});

describe("what is there already", () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ["create", () => schema().tables.create({ name: "T", columns: [{ name: "A", type: "int" }] }), "D.PUBLIC.T"],
    ["rename", () => schema().table("T").rename("U"), "D.PUBLIC.U"],
    [
      "undrop",
      async () => {
        await schema().table("T").drop();
        await schema().tables.create({ name: "T", columns: [{ name: "A", type: "int" }] });
        await schema().table("T").undrop();
      },
      "D.PUBLIC.T",
    ],
  ])("%s", async (_, call) => {
    const error = await failure(call());
    expect(error).toBeInstanceOf(ObjectExistsError);
    expect(error).toMatchObject({ kind: "ObjectExists", code: "002002", objectKind: "Table" });
  });

  test("is left, or replaced, as the mode says", async () => {
    const columns = [{ name: "B", type: "int" }];
    await schema().tables.create({ name: "T", columns }, { mode: "ifNotExists" });
    expect((await schema().table("T").fetch()).columns?.[0]?.name).toBe("A");
    await schema().tables.create({ name: "T", columns }, { mode: "orReplace" });
    expect((await schema().table("T").fetch()).columns?.[0]?.name).toBe("B");
  });
});

test("what the role may not do", async () => {
  await stage.sql("CREATE ROLE NOBODY", "GRANT ROLE NOBODY TO USER ME", "GRANT USAGE ON DATABASE D TO ROLE NOBODY");
  const nobody = stage.root.withRole("nobody");
  const error = await failure(nobody.databases.create({ name: "X" }));
  expect(error).toBeInstanceOf(NotAuthorizedError);
  expect(error).toMatchObject({ kind: "NotAuthorized", code: "003001" });
  expect(await failure(nobody.warehouses.create({ name: "X" }))).toBeInstanceOf(NotAuthorizedError);
  // What a role may not see is the same as missing.
  expect(await schema(nobody).table("T").tryFetch()).toBeUndefined();
  expect(await failure(schema(nobody).table("T").fetch())).toBeInstanceOf(ObjectMissingError);
  expect(await failure(schema(nobody).table("T").drop())).toMatchObject({ kind: /ObjectMissing|NotAuthorized/ });
  expect(await schema().table("T").exists()).toBe(true);
});

test("what Snowflake refuses for reasons of its own", async () => {
  const error = await failure(stage.root.query(sql`SELEKT 1`));
  expect(error).toBeInstanceOf(SqlError);
  expect(error).toMatchObject({ kind: "Sql", code: "001003", sqlState: "42000" });
});

describe("the session", () => {
  test("that has expired is renewed, and what reads is repeated", async () => {
    stage.emulator.setFaults([{ do: "expire-session", match: "^SHOW TABLES" }]);
    expect((await schema().table("T").fetch()).name).toBe("T");
    stage.emulator.setFaults([{ do: "kill-session", match: "^SHOW TABLES" }]);
    expect((await schema().table("U").fetch()).name).toBe("U");
  });

  test("that breaks in the midst of a write does not send it twice", async () => {
    for (const fault of ["drop-after", "kill-session"] as const) {
      stage.emulator.setFaults([{ do: fault, match: "SET COMMENT" }]);
      stage.sent();
      const done = await schema()
        .table("T")
        .createOrAlter({ comment: fault })
        .catch((error: Error) => error);
      stage.emulator.setFaults([]);
      const sent = stage.sent().filter((statement) => statement.includes("SET COMMENT"));
      expect(sent.length, fault).toBeLessThanOrEqual(1);
      if (done instanceof Error) expect(done).toBeInstanceOf(ConnectionError);
      else expect((await schema().table("T").fetch()).comment).toBe(fault);
    }
  });

  test("that is closed sends nothing more", async () => {
    const other = await stage.connect();
    await other.identity();
    await other.close();
    stage.sent();
    const columns = [{ name: "A", type: "int" }];
    const calls = [
      () => schema(other).table("T").fetch(),
      () => schema(other).table("T").exists(),
      () => schema(other).tables.list().toArray(),
      () => schema(other).tables.create({ name: "V", columns }),
      () => schema(other).table("T").createOrAlter({ comment: "c" }),
      () => schema(other).table("T").drop(),
      () => other.query(sql`SELECT 1`),
      async () => schema(other.withRole("PUBLIC")).table("T").fetch(),
    ];
    for (const call of calls) {
      const error = await failure(call());
      expect(error, String(call)).toBeInstanceOf(ConnectionError);
      expect(error.message).toMatch(/closed/);
    }
    expect(stage.sent()).toEqual([]);
    await other.close();
  });
});

test("a server that is not there", async () => {
  const emulator = await startEmulator();
  const settings = settingsFor(emulator);
  await emulator.close();
  const root = await connect(settings);
  const error = await failure(root.database("D").fetch({ timeoutMs: 2000 }));
  expect(error).toMatchObject({ kind: /Connection|Timeout/ });
  await root.close();
});

test("a call that takes too long", async () => {
  stage.emulator.setFaults([{ do: "delay", ms: 60_000, match: "^ALTER TABLE|^SHOW TABLES|^SELECT", every: true }]);
  const calls = [
    () => schema().table("T").fetch({ timeoutMs: 50 }),
    () => schema().table("T").suspendRecluster({ timeoutMs: 50 }),
    () => stage.root.query(sql`SELECT 1`, {}, { timeoutMs: 50 }),
    () =>
      schema()
        .table("T")
        .fetch({ signal: AbortSignal.timeout(50) }),
  ];
  for (const call of calls) {
    const error = await failure(call());
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.kind).toBe("Timeout");
  }
});

test("a specification that is wrong tells all that is wrong at once", async () => {
  const wrong = { name: "a-b", columns: [{ name: "A", type: "nonsense" }], coment: "c", schema: "X" };
  const error = await failure(schema().tables.create(wrong as never));
  expect(error).toBeInstanceOf(InvalidArgumentError);
  for (const path of ["name:", "columns[0].type:", "coment:", "schema:"]) expect(error.message).toContain(path);
  expect(error.message).toContain("did you mean comment?");
  expect(stage.sent()).toEqual([]);
});
