import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ProcedureSpec, quoted, type SchemaReference } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
let schema: SchemaReference;
beforeAll(async () => {
  stage = await startRoot();
}, 60_000);
afterAll(() => stage.close());
beforeEach(async () => {
  const database = await stage.root.databases.create({ name: "DB" }, { mode: "orReplace" });
  schema = await database.schemas.create({ name: "S" });
  stage.sent();
});

const one = { returns: "NUMBER", body: "BEGIN RETURN 1; END" };
const writes = () => stage.sent().filter((sql) => /^(CREATE|ALTER|DROP|CALL)/.test(sql));

describe("procedures", () => {
  test.each(["my proc", "lower", "a.b", "$x", 'q"q', "Ünï", "--", "a;b", "f(x)"])(
    "of the name %j are created, listed, fetched, altered, called and dropped",
    async (name) => {
      const created = await schema.procedures.create({ ...one, name: quoted(name), comment: "before" });
      expect(created.storedName).toBe(name);
      const [listed] = await schema.procedures.list().toArray();
      expect(listed).toMatchObject({ storedName: name, argumentTypes: [], comment: "before" });
      expect(listed?.signature).toBe(created.signature);
      const reference = schema.procedure(quoted(name), []);
      expect(await reference.fetch()).toMatchObject({ storedName: name, returns: "NUMBER", language: "sql" });
      expect((await reference.createOrAlter({ comment: "after" })).action).toBe("altered");
      expect((await reference.createOrAlter({ comment: "after" })).action).toBe("unchanged");
      expect(await reference.call()).toBe(1);
      await reference.drop();
      expect(await reference.exists()).toBe(false);
    },
  );

  test("of one name are told apart by the types of their arguments", async () => {
    const args = (type: string) => [{ name: "X", type }];
    for (const type of ["int", "string", "float"])
      await schema.procedures.create({
        ...one,
        name: "F",
        arguments: args(type),
        returns: "VARCHAR",
        body: `BEGIN RETURN '${type}'; END`,
      });
    expect(
      (await schema.procedures.list({ like: "f" }).toArray()).map(({ argumentTypes }) => argumentTypes[0]).toSorted(),
    ).toEqual(["FLOAT", "NUMBER", "VARCHAR"]);
    expect(await schema.procedure("F", ["integer"]).call([1])).toBe("int");
    expect(await schema.procedure("F(double)").call([1])).toBe("float");
    expect(await schema.procedure("f ( text )").call(["1"])).toBe("string");
    expect(await schema.procedure("F(FLOAT)").call([null])).toBe("float");
    expect(await schema.procedures.exists("F")).toBe(true);
    expect(await schema.procedures.exists("F(VARCHAR(10))")).toBe(true);
    expect(await schema.procedures.exists("F(DATE)")).toBe(false);
    expect(await schema.procedures.exists("G")).toBe(false);
    await schema.procedure("F", ["FLOAT"]).drop();
    expect(await schema.procedures.list().toArray()).toHaveLength(2);
    await expect(schema.procedure("F", ["FLOAT"]).drop()).rejects.toMatchObject({ kind: "ObjectMissing" });
    await schema.procedure("F", ["FLOAT"]).drop({ ifExists: true });
  });

  test("are not referred to without their types", () => {
    expect(() => schema.procedure("F")).toThrow(/procedure\("F", \["VARCHAR", "NUMBER"\]\).*\[\] for none/);
    expect(() => schema.procedure("F()", [])).toThrow(/says the types of its arguments already/);
    expect(() => schema.procedure("F(nonsense)")).toThrow(/nonsense/);
    expect(() => schema.procedure("F", ["nonsense"])).toThrow(/nonsense/);
    expect(String(schema.procedure("f", ["text", "decimal(3,2)"]))).toBe("DB.S.F(VARCHAR, NUMBER)");
  });

  test("are renamed, and keep the types of their arguments", async () => {
    const before = await schema.procedures.create({ ...one, name: "F", arguments: [{ name: "X", type: "text" }] });
    const after = await before.rename('"new f"');
    expect(after.signature).toBe('DB.S."new f"(VARCHAR)');
    expect(await after.call(["x"])).toBe(1);
    expect(await before.exists()).toBe(false);
  });

  const snowpark = "snowflake-snowpark-python";
  const python: Omit<ProcedureSpec, "name"> = {
    language: "python",
    runtimeVersion: "3.12",
    handler: "run",
    packages: [snowpark],
  };
  const changes: readonly (readonly [Omit<ProcedureSpec, "name">, Omit<ProcedureSpec, "name">, RegExp])[] = [
    [one, { body: "BEGIN RETURN 2; END" }, /^CREATE OR ALTER/],
    [one, { ...one, comment: "c", secure: true }, /^CREATE OR ALTER/],
    [one, { comment: "c" }, /^ALTER/],
    [{ ...one, comment: "c" }, { comment: "" }, /^ALTER/],
    [{ ...one, executeAs: "CALLER" }, { executeAs: null }, /^ALTER/],
    [{ ...one, logLevel: "INFO", traceLevel: "ALWAYS" }, { logLevel: "ERROR", traceLevel: "OFF" }, /ERROR/],
    [
      { returns: "VARCHAR(10)", language: "javascript", body: "return 1", nullHandling: "CALLED ON NULL INPUT" },
      { body: "return 2" },
      /^CREATE OR ALTER/,
    ],
    [
      { returns: { table: [{ name: "ID", type: "int" }] }, body: "BEGIN RETURN TABLE(SELECT 1); END" },
      { secure: true },
      /^CREATE OR ALTER/,
    ],
    [
      { ...python, returns: { type: "float", notNull: true }, body: "def run(s):\n  return 1\n" },
      { ...python, packages: [snowpark, "numpy==1.26.4"] },
      /^CREATE OR ALTER/,
    ],
    [
      { ...python, returns: "variant", handler: "m.run", imports: ["@DB.S.FILES/m.py"] },
      { imports: ["@DB.S.FILES/m.py", "@DB.S.FILES/n.py"] },
      /^CREATE OR ALTER/,
    ],
    [one, { language: "javascript", returns: "FLOAT", body: "return 1" }, /^CREATE OR REPLACE/],
  ];
  test.each(changes)("created as %j, changed by %j", async (before, after, statement) => {
    await schema.stages.create({ name: "FILES" });
    for (const name of ["m.py", "n.py"])
      await schema.stage("FILES").put({ text: "x" }, "", { name, autoCompress: false });
    const reference = schema.procedure("P", []);
    expect((await reference.createOrAlter(before)).action).toBe("created");
    stage.sent();
    expect(await reference.createOrAlter(before)).toMatchObject({ action: "unchanged", statements: [] });
    expect(await reference.createOrAlter((await reference.fetch()).toSpec())).toMatchObject({ action: "unchanged" });
    const dry = await reference.createOrAlter(after, { dryRun: true });
    expect(writes()).toEqual([]);
    const done = await reference.createOrAlter(after);
    expect(done).toMatchObject({ action: "altered", statements: dry.statements });
    expect(writes()).toEqual(done.statements);
    expect(done.statements.join("\n")).toMatch(statement);
    expect(await reference.createOrAlter(after)).toMatchObject({ action: "unchanged" });
    expect(await reference.createOrAlter((await reference.fetch()).toSpec())).toMatchObject({ action: "unchanged" });
  });

  test("keep defaults that Snowflake does not show, and are not changed where those would be lost", async () => {
    const args = [
      { name: "A", type: "int" },
      { name: "B", type: "varchar", default: "'b'" },
    ];
    const spec = { arguments: args, returns: "VARCHAR", body: "BEGIN RETURN B; END" };
    const reference = await schema.procedures.create({ name: "D", ...spec });
    expect(await reference.call([1])).toBe("b");
    expect((await reference.fetch()).arguments).toEqual([
      { name: "A", type: "NUMBER" },
      { name: "B", type: "VARCHAR", default: "(not shown)" },
    ]);
    expect(await reference.createOrAlter(spec)).toMatchObject({ action: "unchanged" });
    expect(await reference.createOrAlter((await reference.fetch()).toSpec())).toMatchObject({ action: "unchanged" });
    expect((await reference.createOrAlter({ comment: "c" })).action).toBe("altered");
    stage.sent();
    await expect(reference.createOrAlter({ body: "BEGIN RETURN A; END" })).rejects.toThrow(
      /lose the defaults.*Say all arguments/,
    );
    expect(writes()).toEqual([]);
    await expect(reference.createOrAlter({ body: "BEGIN RETURN A; END" }, { dryRun: true })).rejects.toThrow(
      /defaults/,
    );
    await expect(schema.procedures.create({ ...(await reference.fetch()).toSpec(), name: "E" })).rejects.toThrow(
      /not shown.*Say what it shall be/,
    );
    await reference.createOrAlter({ ...spec, body: "BEGIN RETURN 'x' || B; END" });
    expect(await reference.call([1])).toBe("xb");
  });

  test("take a function for code, and refuse what it has not", async () => {
    const reference = await schema.procedures.create({
      name: "ADD",
      arguments: [
        { name: "left_one", type: "float" },
        { name: "right_one", type: "float" },
      ],
      returns: "float",
      body: (left_one: number, right_one: number) => left_one + right_one,
    });
    expect(await reference.call({ right_one: 1, left_one: 2.5 })).toBe(3.5);
    const outside = 1;
    await expect(schema.procedures.create({ name: "X", returns: "float", body: () => outside })).rejects.toMatchObject({
      kind: "InvalidArgument",
      message: expect.stringContaining("outside"),
    });
    await expect(
      schema.procedures.create({ name: "X", returns: "float", language: "sql", body: () => 1 }),
    ).rejects.toThrow(/JavaScript function/);
  });

  test("are of the types that their reference says", async () => {
    await expect(schema.procedure("P", ["VARCHAR"]).createOrAlter(one)).rejects.toThrow(/names for \(VARCHAR\)/);
    await expect(
      schema.procedure("P", ["VARCHAR"]).createOrAlter({ ...one, arguments: [{ name: "X", type: "int" }] }),
    ).rejects.toThrow(/another procedure/);
    expect(writes()).toEqual([]);
    expect((await schema.procedure("P", []).createOrAlter({ name: "p", ...one })).action).toBe("created");
    await expect(schema.procedure("P", []).createOrAlter({ ...one, name: "Q" })).rejects.toThrow(/another Procedure/);
  });

  test("tell what SHOW tells of them", async () => {
    const [found] = await schema.procedures
      .create({ ...one, name: "P", arguments: [{ name: "X", type: "int", default: 1 }], secure: true })
      .then(() => schema.procedures.list({ like: "P" }).toArray());
    expect(found).toMatchObject({
      signature: "DB.S.P(NUMBER)",
      argumentTypes: ["NUMBER"],
      isBuiltin: false,
      minNumArguments: 0,
      maxNumArguments: 1,
      isTableFunction: false,
      secure: true,
      database: "DB",
      schema: "S",
    });
    expect(found?.createdOn).toBeInstanceOf(Date);
    expect(JSON.parse(JSON.stringify(found))).toMatchObject({ signature: "DB.S.P(NUMBER)" });
  });
});
