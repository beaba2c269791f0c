import { afterAll, beforeAll, expect, test } from "vitest";
import { leastProcedure as python } from "../../resources/procedure-examples";
import { failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage;
const database = freshName();
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(`CREATE DATABASE ${database}`, `CREATE SCHEMA ${database}.S`);
});
afterAll(() => stage.close());

const at = { database, schema: "S" };
const inSql = { ...at, language: "sql", returns: "NUMBER", body: "BEGIN\n  RETURN 1;\nEND" };

async function lesser(id: string): Promise<string> {
  const role = freshName();
  await stage.sql(
    `CREATE ROLE ${role}`,
    `GRANT ROLE ${role} TO USER DEPLOYER`,
    `GRANT USAGE ON DATABASE ${database} TO ROLE ${role}`,
    `GRANT USAGE ON SCHEMA ${database}.S TO ROLE ${role}`,
    `GRANT USAGE ON PROCEDURE ${id} TO ROLE ${role}`,
  );
  return role;
}

test("secure code that another role may not see is no drift", async () => {
  for (const args of [
    { ...inSql, secure: true, name: freshName() },
    { ...at, ...python, secure: true, name: freshName() },
  ]) {
    const entry = await stage.run().up("procedure", args);
    const role = await lesser(entry.id);
    const config = { "snowflake:role": role };
    const refreshed = await stage.run({ config }).refresh("procedure", entry);
    expect(refreshed?.inputs).toEqual(entry.inputs);
    expect((await stage.run({ config }).up("procedure", args, refreshed)).effect).toBe("same");
  }
});

test("ten overloads and names that are made, changed, refreshed and dropped at once end as declared", async () => {
  const name = freshName();
  const types = ["varchar", "number", "float", "boolean", "date", "variant", "array", "object", "binary", "time"];
  const all = types.map((type, index) => ({
    ...inSql,
    name: index % 2 === 0 ? name : freshName(),
    arguments: [{ name: "a", type }],
  }));
  const run = stage.run();
  const made = await Promise.all(all.map((args) => run.up("procedure", args)));
  const later = stage.run();
  const changed = await Promise.all(
    all.map((args, index) => later.up("procedure", { ...args, body: `RETURN ${index}`, comment: "c" }, made[index])),
  );
  const third = stage.run();
  const read = await Promise.all(changed.map((entry) => third.refresh("procedure", entry)));
  expect(read.map((entry) => entry?.outputs)).toEqual(changed.map(({ outputs }) => outputs));
  await Promise.all(changed.map((entry) => third.destroy("procedure", entry)));
  const names = new Set(all.map((args) => args.name));
  const left = await stage.sql(`SHOW USER PROCEDURES IN SCHEMA ${database}.S`);
  expect(left.filter((row) => names.has(row["name"] ?? ""))).toEqual([]);
});

test("a procedure that was renamed by a run that was killed before its code was changed is gone on from", async () => {
  const args = { ...inSql, name: freshName(), arguments: [{ name: "a", type: "int", default: 1 }] };
  const entry = await stage.run().up("procedure", args);
  const next = { ...args, name: freshName(), body: "RETURN 2" };
  await stage.run().up("procedure", { ...args, name: next.name }, entry);
  const refreshed = await stage.run().refresh("procedure", entry);
  const done = await stage.run().up("procedure", next, refreshed);
  expect(done.effect).toBe("update");
  expect((await stage.run().up("procedure", next, await stage.run().refresh("procedure", done))).effect).toBe("same");
  await stage.run().destroy("procedure", done);
});

test("a change in a renamed schema, without a state of the rename, lands in the new one", async () => {
  const schema = freshName();
  await stage.sql(`CREATE SCHEMA ${database}.${schema}`);
  const args = { ...inSql, schema, name: "P", arguments: [{ name: "a", type: "int" }] };
  const entry = await stage.run().up("procedure", args);
  const name = freshName();
  await stage.sql(`ALTER SCHEMA ${database}.${schema} RENAME TO ${database}.${name}`);
  const done = await stage
    .run()
    .up("procedure", { ...args, schema: name, body: "RETURN 2", nullHandling: "strict" }, entry);
  expect((await stage.run().refresh("procedure", done))?.outputs).toEqual(done.outputs);
});

test("another account's procedure of the same name is left alone", async () => {
  const args = { ...inSql, name: freshName() };
  const entry = await stage.run().up("procedure", args);
  const outputs = {
    ...entry.outputs,
    identity: { ...(entry.outputs["identity"] as object), account: "OTHER.ACCOUNT" },
  };
  const run = stage.run();
  for (const work of [
    run.destroy("procedure", { ...entry, outputs }),
    run.refresh("procedure", { ...entry, outputs }),
    run.up("procedure", { ...args, body: "RETURN 2" }, { ...entry, outputs }),
  ])
    expect((await failure(work)).message).toContain("lives in OTHER.ACCOUNT");
});
