import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import { leastProcedure as python } from "../../resources/procedure-examples";
import { failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage;
const database = freshName();
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(`CREATE DATABASE ${database}`, `CREATE SCHEMA ${database}.S`, `CREATE SCHEMA ${database}.OTHER`);
});
afterAll(() => stage.close());

const at = { database, schema: "S" };
const inSql = { ...at, language: "sql", returns: "NUMBER", body: "BEGIN\n  RETURN 1;\nEND" };

function writes(): readonly string[] {
  return stage.sent().filter((sql) => !/^(?:SHOW|DESCRIBE|SELECT)/.test(sql));
}

async function described(id: string): Promise<Readonly<Record<string, string | null>>> {
  const rows = await stage.sql(`DESCRIBE PROCEDURE ${id}`);
  return Object.fromEntries(rows.map((row) => [row["property"], row["value"] ?? null]));
}

const createdOn = (outputs: Props) => (outputs["identity"] as { readonly createdOn: string }).createdOn;

async function levelOf(id: string): Promise<readonly (string | null | undefined)[]> {
  const rows = await stage.sql(`SHOW PARAMETERS LIKE 'LOG_LEVEL' IN PROCEDURE ${id}`);
  return [rows[0]?.["value"], rows[0]?.["level"]];
}

async function grantees(id: string): Promise<readonly (string | null | undefined)[]> {
  const rows = await stage.sql(`SHOW GRANTS ON PROCEDURE ${id}`);
  return rows.filter((row) => row["privilege"] === "USAGE").map((row) => row["grantee_name"]);
}

describe("a change of the code", () => {
  test("keeps the procedure, its grants, and what nobody manages", async () => {
    const args = { ...inSql, name: freshName() };
    const entry = await stage.run().up("procedure", args);
    await stage.sql(
      `GRANT USAGE ON PROCEDURE ${entry.id} TO ROLE PUBLIC`,
      `ALTER PROCEDURE ${entry.id} SET COMMENT = 'by hand' LOG_LEVEL = 'WARN'`,
      `ALTER PROCEDURE ${entry.id} SET AUTO_EVENT_LOGGING = 'ALL'`,
      `ALTER PROCEDURE ${entry.id} EXECUTE AS CALLER`,
    );
    stage.sent();
    const changed = await stage.run().up("procedure", { ...args, body: "RETURN 2" }, entry);
    expect(writes()).toEqual([
      `CREATE OR ALTER PROCEDURE ${database}.S.${args.name} () RETURNS NUMBER LANGUAGE SQL COMMENT = 'by hand' EXECUTE AS CALLER LOG_LEVEL = 'WARN' AS $$RETURN 2$$`,
      `ALTER PROCEDURE ${entry.id} SET AUTO_EVENT_LOGGING = 'ALL'`,
    ]);
    expect(changed.outputs).toEqual({ ...entry.outputs, body: "RETURN 2" });
    expect(await described(entry.id)).toMatchObject({ body: "RETURN 2", "execute as": "CALLER" });
    expect(await levelOf(entry.id)).toEqual(["WARN", "PROCEDURE"]);
    expect(await grantees(entry.id)).toEqual(["PUBLIC"]);
  });

  test("takes out in the same statement what the program takes out", async () => {
    const args = { ...inSql, name: freshName() };
    const entry = await stage.run().up("procedure", { ...args, comment: "c", logLevel: "WARN", executeAs: "CALLER" });
    await stage.run().up("procedure", { ...args, body: "RETURN 2" }, entry);
    expect(await described(entry.id)).toMatchObject({ body: "RETURN 2", "execute as": "OWNER" });
    expect((await levelOf(entry.id))[1]).not.toBe("PROCEDURE");
    const rows = await stage.sql(`SHOW USER PROCEDURES LIKE '${args.name}' IN SCHEMA ${database}.S`);
    expect(rows[0]?.["description"]).toBe("user-defined procedure");
  });

  test("by hand is seen, and mended", async () => {
    const args = { ...inSql, name: freshName() };
    const entry = await stage.run().up("procedure", args);
    const alter = (body: string) => `CREATE OR ALTER PROCEDURE ${entry.id} RETURNS NUMBER LANGUAGE SQL AS $$${body}$$`;
    await stage.sql(alter("BEGIN RETURN 1; END;"));
    expect((await stage.run().refresh("procedure", entry))?.inputs).toEqual(entry.inputs);
    await stage.sql(alter("BEGIN RETURN 3; END"));
    const seen = await stage.run().refresh("procedure", entry);
    expect(seen?.inputs["body"]).toBe("BEGIN RETURN 3; END");
    await stage.run().up("procedure", args, seen);
    expect((await described(entry.id))["body"]).toBe(args.body);
  });
});

describe("what takes a new procedure in the place of the old", () => {
  const args = { ...at, ...python, name: freshName(), logLevel: "INFO" };

  test("keeps grants and what nobody manages, and the state follows", async () => {
    const entry = await stage.run().up("procedure", args);
    await stage.sql(
      `GRANT USAGE ON PROCEDURE ${entry.id} TO ROLE PUBLIC`,
      `ALTER PROCEDURE ${entry.id} SET COMMENT = 'by hand' TRACE_LEVEL = 'ALWAYS'`,
    );
    stage.sent();
    const changed = await stage.run().up("procedure", { ...args, handler: "start" }, entry);
    expect(writes()).toEqual([
      expect.stringMatching(/^CREATE OR REPLACE PROCEDURE .* COPY GRANTS .* HANDLER = 'start' .*COMMENT = 'by hand'/),
      `ALTER PROCEDURE ${entry.id} SET LOG_LEVEL = 'INFO' TRACE_LEVEL = 'ALWAYS'`,
    ]);
    expect(createdOn(changed.outputs)).not.toBe(createdOn(entry.outputs));
    expect(await levelOf(entry.id)).toEqual(["INFO", "PROCEDURE"]);
    expect(await grantees(entry.id)).toEqual(["PUBLIC"]);

    const again = await stage.run().up("procedure", { ...args, handler: "again" }, changed);
    expect((await stage.run().refresh("procedure", again))?.outputs).toEqual(again.outputs);
    await stage.run().destroy("procedure", again);
    expect(await stage.run().refresh("procedure", again)).toBeUndefined();
  });

  test("is ours also if the run ends before the state is saved", async () => {
    const one = { ...args, name: freshName() };
    const entry = await stage.run().up("procedure", one);
    await stage.run().up("procedure", { ...one, handler: "start" }, entry);
    const run = stage.run();
    const seen = await run.refresh("procedure", entry);
    expect(run.said).toEqual([]);
    expect(seen?.inputs["handler"]).toBe("start");
    const changed = await stage.run().up("procedure", { ...one, handler: "again" }, entry);
    expect((await stage.run().refresh("procedure", changed))?.outputs).toEqual(changed.outputs);
    await stage.run().destroy("procedure", entry);
    expect(await stage.run().refresh("procedure", changed)).toBeUndefined();
  });

  test("is one statement of one run with another name", async () => {
    const name = freshName();
    const entry = await stage.run().up("procedure", { ...args, name });
    const moved = { ...args, name: `${name}_2`, schema: "OTHER", handler: "start" };
    stage.sent();
    const changed = await stage.run().up("procedure", moved, entry);
    expect(writes().slice(0, 2)).toEqual([
      `ALTER PROCEDURE ${database}.S.${name}() RENAME TO ${database}.OTHER.${name}_2`,
      expect.stringMatching(`^CREATE OR REPLACE PROCEDURE ${database}.OTHER.${name}_2 \\(`),
    ]);
    expect(changed.id).toBe(entry.id);
    expect((await stage.run().refresh("procedure", changed))?.outputs).toEqual(changed.outputs);
  });
});

describe("procedures of one name", () => {
  const one = (type: string) => ({ arguments: [{ name: "A", type }] });

  test("are told apart by the types of their arguments", async () => {
    const args = { ...inSql, name: freshName() };
    const run = stage.run();
    const none = await run.up("procedure", args);
    const number = await run.up("procedure", { ...args, ...one("int"), comment: "n" });
    const text = await run.up("procedure", { ...args, ...one("text") });
    expect([none, number, text].map(({ id }) => id.replace(/^.*\(/, "("))).toEqual(["()", "(NUMBER)", "(VARCHAR)"]);
    await stage.run().destroy("procedure", text);
    expect((await stage.run().refresh("procedure", number))?.outputs).toEqual(number.outputs);
    expect((await stage.run().refresh("procedure", none))?.outputs).toEqual(none.outputs);
    expect(await stage.run().refresh("procedure", text)).toBeUndefined();
  });

  test("follow one another without a gap when the types change", async () => {
    const args = { ...inSql, name: freshName() };
    const entry = await stage.run().up("procedure", { ...args, ...one("int") });
    stage.sent();
    const changed = await stage.run().up("procedure", { ...args, ...one("text") }, entry);
    expect(writes().map((sql) => sql.slice(0, 6))).toEqual(["CREATE", "DROP P"]);
    expect(changed.effect).toBe("replace");
    expect(changed.id).toBe(`${database}.S.${args.name}(VARCHAR)`);
  });

  test("make way first where a call could mean either", async () => {
    const args = { ...inSql, name: freshName() };
    const optional = { arguments: [{ name: "A", type: "int", default: 1 }] };
    const entry = await stage.run().up("procedure", { ...args, ...optional });
    stage.sent();
    const changed = await stage.run().up("procedure", args, entry);
    expect(writes().map((sql) => sql.slice(0, 6))).toEqual(["DROP P", "CREATE"]);
    expect((await stage.run().refresh("procedure", changed))?.outputs).toEqual(changed.outputs);
  });
});

describe("arguments", () => {
  test("are read as far as they are shown", async () => {
    const args = {
      ...inSql,
      name: freshName(),
      arguments: [
        { name: "A", type: "number(10,2)", mode: "OUT" },
        { name: '"b, c"', type: "varchar(5)", default: "'x'" },
      ],
    };
    const entry = await stage.run().up("procedure", args);
    expect((await stage.run().refresh("procedure", entry))?.outputs).toEqual(entry.outputs);
    const looked = await stage.run().handlers.procedure.read(entry.id, {});
    expect(looked?.outputs).toMatchObject({
      language: "sql",
      body: args.body,
      returns: "NUMBER",
      arguments: [
        { name: "A", type: "NUMBER", mode: "OUT" },
        { name: '"b, c"', type: "VARCHAR" },
      ],
    });
  });

  test("whose default is gone, or whose name is another, are drift", async () => {
    const name = freshName();
    const args = { ...inSql, name, arguments: [{ name: "A", type: "int", default: 1 }] };
    const entry = await stage.run().up("procedure", args);
    const replace = (list: string) =>
      `CREATE OR REPLACE PROCEDURE ${database}.S.${name}(${list}) RETURNS INT AS 'RETURN 1'`;
    await stage.sql(replace("B INT"));
    const seen = await stage.run().refresh("procedure", entry);
    expect(seen?.inputs["arguments"]).toEqual([{ name: "B", type: "NUMBER" }]);
    const mended = await stage.run().up("procedure", args, seen);
    expect((await stage.run().refresh("procedure", mended))?.inputs).toEqual(mended.inputs);
  });
});

describe("a procedure that exists", () => {
  test("is taken up and redefined, and the state has its new time of creation", async () => {
    const name = freshName();
    const args = { ...inSql, name, createMode: "createOrAlter" };
    await stage.sql(
      `CREATE PROCEDURE ${database}.S.${name}() RETURNS FLOAT LANGUAGE JAVASCRIPT COMMENT = 'kept' AS 'return 1'`,
      `GRANT USAGE ON PROCEDURE ${database}.S.${name}() TO ROLE PUBLIC`,
    );
    const entry = await stage.run().up("procedure", args);
    expect((await stage.run().refresh("procedure", entry))?.outputs).toEqual(entry.outputs);
    expect(await described(entry.id)).toMatchObject({ language: "SQL", body: args.body });
    expect(await grantees(entry.id)).toEqual(["PUBLIC"]);
    const run = stage.run();
    await run.destroy("procedure", entry);
    expect(run.said.join()).toContain("released, not dropped");
  });

  test("is still not ours if the run that makes it anew ends before the state is saved", async () => {
    const name = freshName();
    const args = { ...inSql, name, createMode: "createOrAlter" };
    await stage.sql(`CREATE PROCEDURE ${database}.S.${name}() RETURNS FLOAT LANGUAGE JAVASCRIPT AS 'return 1'`);
    await stage.run().up("procedure", args);
    const entry = await stage.run().up("procedure", args);
    expect(entry.outputs["identity"]).toMatchObject({ adopted: true });
  });

  test("is not touched without being told, and what differs is said", async () => {
    const name = freshName();
    await stage.sql(`CREATE PROCEDURE ${database}.S.${name}() RETURNS FLOAT AS 'RETURN 1'`);
    const error = await failure(stage.run().up("procedure", { ...inSql, name }));
    expect(error.message).toContain(`Procedure ${database}.S.${name}() exists already.`);
    expect(error.message).toContain('returns: "FLOAT" → "NUMBER"');
    expect(error.message).toContain("body: another text");
  });
});

describe("a procedure is found again", () => {
  test("whatever its name and those of its arguments hold", async () => {
    for (const name of ['"a(b) c"', '"x.y""()"', '"(NUMBER)"', '"it\'s; --"', '"$$ \\\\ é🎉"']) {
      const args = {
        ...inSql,
        name,
        arguments: [
          { name: '"p, (q"', type: "text" },
          { name, type: "int" },
        ],
      };
      const entry = await stage.run().up("procedure", args);
      expect((await stage.run().refresh("procedure", entry))?.outputs).toEqual(entry.outputs);
      expect((await stage.run().handlers.procedure.read(entry.id, {}))?.outputs["name"]).toBe(entry.outputs["name"]);
      const changed = await stage.run().up("procedure", { ...args, comment: "c", body: "RETURN 2" }, entry);
      expect((await stage.run().refresh("procedure", changed))?.outputs).toEqual(changed.outputs);
      await stage.run().destroy("procedure", changed);
      expect(await stage.run().refresh("procedure", changed)).toBeUndefined();
    }
  });

  test("where a rename of its schema has taken it", async () => {
    const [schema, renamed] = [freshName(), freshName()];
    await stage.sql(`CREATE SCHEMA ${database}.${schema}`);
    const args = { ...inSql, schema, name: freshName(), arguments: [{ name: "A", type: "text" }] };
    const entry = await stage.run().up("procedure", args);
    await stage.sql(`ALTER SCHEMA ${database}.${schema} RENAME TO ${database}.${renamed}`);
    const seen = await stage.run().refresh("procedure", entry);
    expect(seen?.inputs["schema"]).toBe(renamed);
    stage.sent();
    await stage.run().up("procedure", { ...args, schema: renamed, comment: "c" }, entry);
    expect(writes()).toEqual([`ALTER PROCEDURE ${database}.${renamed}.${args.name}(VARCHAR) SET COMMENT = 'c'`]);
  });
});

test("procedures are refreshed with one listing", async () => {
  const run = stage.run();
  const names = Array.from({ length: 20 }, freshName);
  const entries = await Promise.all(names.map((name) => run.up("procedure", { ...inSql, name })));
  stage.sent();
  const later = stage.run();
  await Promise.all(entries.map((entry) => later.refresh("procedure", entry)));
  const sent = stage.sent();
  expect(sent.filter((sql) => sql.startsWith("SHOW"))).toHaveLength(1);
  expect(sent.filter((sql) => sql.startsWith("DESCRIBE"))).toHaveLength(20);
});
