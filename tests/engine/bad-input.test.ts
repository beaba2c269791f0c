import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PulumiProject, pulumiProject, type UpdateResult } from "./pulumi";
import { type Declared, printed } from "./stage";

const columns = [
  { name: "id", type: "int" },
  { name: "code", type: "varchar(10)" },
];

/** What a program gets wrong, and what it is told: the resource, its arguments, and a piece of each message. */
const MISTAKES: Readonly<Record<string, readonly [kind: Declared["kind"], args: object, ...told: readonly RegExp[]]>> =
  {
    type_number: ["Warehouse", { autoSuspend: "soon" }, /autoSuspend: "soon" is text; a number is expected/],
    type_text: ["Warehouse", { comment: 7 }, /comment: 7 is a number; text is expected/],
    type_boolean: ["Warehouse", { autoResume: "yes" }, /autoResume: "yes" is text; true or false is expected/],
    type_object: ["Database", { tags: "costs" }, /tags: "costs" is text; an object is expected/],
    fraction: [
      "Database",
      { dataRetentionTimeInDays: 1.5 },
      /dataRetentionTimeInDays: 1\.5 .*whole number is expected/,
    ],
    misspelt: [
      "Warehouse",
      { warehosueSize: "SMALL" },
      /warehosueSize: is not a property of Warehouse; did you mean warehouseSize\?/,
    ],
    unheard_of: ["Database", { colour: "red" }, /colour: is not a property of Database; it has .*\bcomment\b/],
    size: ["Warehouse", { warehouseSize: "HUGE" }, /warehouseSize: "HUGE" is not one of XSMALL, .*X6LARGE/],
    clusters: [
      "Warehouse",
      { minClusterCount: 3, maxClusterCount: 2 },
      /minClusterCount: 3 is above maxClusterCount 2/,
    ],
    clusters_default: [
      "Warehouse",
      { minClusterCount: 2 },
      /minClusterCount: 2 is above maxClusterCount 1, its default/,
    ],
    retention: ["Database", { dataRetentionTimeInDays: 91 }, /dataRetentionTimeInDays: 91 is too big; at most 90/],
    retention_negative: ["Database", { dataRetentionTimeInDays: -1 }, /-1 is too small; at least 0/],
    hyphen: ["Database", { name: "my-db" }, /name: "my-db" is not an identifier: .*Write "MY_DB", or '"my-db"'/],
    dots: ["Database", { name: "a.b" }, /name: "a\.b" has 2 parts; one name is expected/],
    empty: ["Database", { name: "" }, /name: a name cannot be empty/],
    long: ["Database", { name: "N".repeat(256) }, /name: .* has 256 characters; a name has at most 255/],
    control: ["Database", { name: '"a\u0007b"' }, /name: .*control character U\+0007/],
    "logical-name": [
      "Warehouse",
      {},
      /name: is not given, and the resource's own name does not do: "logical-name" .*Set name/,
    ],
    mode: ["Warehouse", { createMode: "replace" }, /createMode: "replace" is not one of errorIfExists, ifNotExists/],
    loss: ["Database", { dataLoss: "maybe" }, /dataLoss: "maybe" is not one of refuse, ifEmpty, recoverable, allow/],
    patience: ["Warehouse", { timeouts: { create: "soon" } }, /timeouts\.create: "soon" is not a duration/],
    nested: [
      "Database",
      { clone: { source: "PROD", at: { offset: 1, statement: "x" } } },
      /clone\.at\.statement: "x" is not a query id/,
      /clone\.at: needs exactly one of timestamp, offset and statement/,
    ],
    schema_homeless: ["Schema", {}, /database: is missing: a Schema needs a database/],
    schema_reserved: [
      "Schema",
      { database: "D", name: "information_schema" },
      /name: INFORMATION_SCHEMA is Snowflake's/,
    ],
    schema_transient: [
      "Schema",
      { database: "D", transient: true, dataRetentionTimeInDays: 2 },
      /dataRetentionTimeInDays: 2 is above 1 day, the most for a transient schema/,
    ],
    table_homeless: ["Table", { columns }, /schema: is missing: a Table needs a schema/],
    table_somewhere: ["Table", { schema: "RAW", columns }, /schema: "RAW" names no database/],
    table_torn: [
      "Table",
      { schema: "D.RAW", database: "E", columns },
      /schema: .*stands in database D, but database says E/,
    ],
    table_bare: ["Table", { schema: "D.RAW" }, /columns: is missing: a table needs columns, or like, clone/],
    table_columns: [
      "Table",
      {
        schema: "D.RAW",
        columns: [
          { name: "a b", type: "intt" },
          { name: "c", type: "int", default: "'x'", collate: "en" },
          { name: "d", type: "varchar(0)", coment: "" },
          { name: "e", type: "text", autoincrement: { step: 2 } },
          { name: "f", type: "int", as: "1; DROP TABLE x" },
        ],
      },
      /columns\[0\]\.name: "a b" is not an identifier/,
      /columns\[0\]\.type: .*did you mean INT\?/,
      /columns\[1\]\.default: 'x' is text, but the type is NUMBER\(38,0\)/,
      /columns\[1\]\.collate: is for text/,
      /columns\[2\]\.type: .*the length of VARCHAR/,
      /columns\[2\]: has no property "coment"/,
      /columns\[3\]\.autoincrement: has no property "step"/,
      /columns\[3\]\.autoincrement: numbers rows, but VARCHAR\(16777216\) is no numeric type/,
      /columns\[4\]\.as: "1; DROP TABLE x"/,
    ],
    table_keys: [
      "Table",
      {
        schema: "D.RAW",
        columns,
        primaryKey: ["idd"],
        uniqueKeys: [["code"], { columns: ["CODE"] }],
        foreignKeys: [{ columns: ["gone"], references: { table: "PARENT" } }],
        clusterBy: ["nope"],
      },
      /primaryKey: names IDD, which is not among the columns \(ID, CODE\)/,
      /uniqueKeys: has the key \(CODE\) twice/,
      /foreignKeys: names GONE, which is not among the columns/,
      /clusterBy: names NOPE, which is not among the columns/,
    ],
    table_references: [
      "Table",
      {
        schema: "D.RAW",
        columns,
        foreignKeys: [{ columns: ["id"], references: { table: "a.b.c.d", columns: ["a", "b"] }, onDelete: "explode" }],
      },
      /foreignKeys\[0\]\.references\.table: "a\.b\.c\.d" has 4 parts/,
      /foreignKeys\[0\]\.onDelete: "explode" is not one of CASCADE/,
    ],
    several: [
      "Warehouse",
      { warehouseSize: "TINY", autoSuspend: -1, comment: false, nmae: "X" },
      /warehouseSize: "TINY"/,
      /autoSuspend: -1 is too small/,
      /comment: false is true or false; text/,
      /nmae: is not a property of Warehouse; did you mean name\?/,
    ],
  };

const PROGRAM = `
import * as snowflake from "pulumi-dynamic-snowflake";
const mistakes: Record<string, [string, any]> = ${JSON.stringify(MISTAKES)};
for (const [name, [kind, args]] of Object.entries(mistakes)) new (snowflake as any)[kind](name, args);
new snowflake.Database("good", { comment: "nothing wrong here" });
for (const opts of [{ import: "LOADING" }, { replaceOnChanges: ["comment"] }]) {
  try {
    new snowflake.Warehouse("loading", {}, opts);
  } catch (error) {
    console.log(String((error as Error).message));
  }
}
`;

describe("bad input, without credentials and without network", () => {
  let project: PulumiProject;
  let preview: UpdateResult;
  beforeAll(async () => {
    project = await pulumiProject({ program: PROGRAM });
    preview = await project.preview();
  });
  afterAll(() => project.remove());

  test("fails the preview", () => {
    expect(preview.exitCode).not.toBe(0);
  });

  test.each(Object.entries(MISTAKES))("is told in the one preview: %s", (name, [kind, , ...told]) => {
    const messages = preview.diagnostics.filter(({ urn, message }) => !urn && message.startsWith(`${kind} ${name}: `));
    for (const one of told) expect(messages.map(({ message }) => message).join("\n")).toMatch(one);
    expect(messages).toHaveLength(told.length);
  });

  test("does not touch what is right, and says nothing of connections", () => {
    expect(preview.diagnostics.filter(({ message }) => message.includes("good"))).toEqual([]);
    expect(printed(preview)).not.toMatch(/log in|credential/);
  });

  test("includes options that the engine would not carry out, with what to do instead", () => {
    expect(printed(preview)).toMatch(
      /Warehouse loading: the option import does not reach dynamic resources.*PULUMI_SNOWFLAKE_ADOPT='Warehouse:LOADING' pulumi up/,
    );
    expect(printed(preview)).toMatch(/Warehouse loading: the option replaceOnChanges has no effect/);
  });

  test("includes a secret that stands in the configuration in clear, with the command that mends it", async () => {
    await project.configure({ "snowflake:password": "hunter2-in-clear" });
    const refused = await project.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(
      /snowflake:password stands in the configuration in clear.*pulumi config set --secret snowflake:password/,
    );
    expect(printed(refused)).not.toContain("hunter2-in-clear");
  });

  test("is no reason to stop a preview that has none", async () => {
    await project.run(["config", "rm", "snowflake:password"]);
    project.write('import * as snowflake from "pulumi-dynamic-snowflake"; new snowflake.Database("good");');
    expect(await project.preview()).toMatchObject({ exitCode: 0, changes: { create: 1 } });
  });
});
