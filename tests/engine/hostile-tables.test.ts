import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Declared, failures, printed, type Stage, startStage } from "./stage";

/** Names that are code to somebody, and belong nowhere but into quotes. */
const NAMES = [
  "it's",
  'quo"te',
  '"',
  "back\\slash",
  "end of line \\",
  "semi; DROP DATABASE SAFE; --",
  "/* comment */ -- dash",
  "// slashes",
  "$$dollar$$",
  "dot.dot",
  '"a"."b"',
  "100%_like",
  " spaces ",
  "`$(exit 1)` {{x}}",
  "?, :1, %s",
  "04da6b54",
  "😀 żółć",
  "select",
  "$1",
  "ID) REFERENCES SAFE.PUBLIC.T (ID",
  "N".repeat(255),
];
const TEXTS = [...NAMES, "two\nlines\r\n\tand a tab", "'; DROP TABLE SAFE; --", "\\' || '", "\\n", "x".repeat(2000)];
/** Names that no object can have, and what is said of them. */
const REFUSED: readonly (readonly [name: string, told: RegExp])[] = [
  ["", /a name cannot be empty/],
  ["x".repeat(256), /has 256 characters; a name has at most 255/],
  ["a\u0007b", /control character U\+0007/],
];

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** A schema, two tables, their columns, comments and defaults, and their keys, all of one name; `more` changes the comments. */
function named(name: string, index: number, more = ""): Record<string, Declared> {
  const column = {
    name: quoted(name),
    type: "text",
    default: literal(name),
    comment: `${name}${more}`,
    nullable: false,
  };
  const added = more === "" ? [] : [{ name: quoted(`${name.slice(0, 250)}${more}`), type: "int" }];
  return {
    [`s${index}`]: {
      kind: "Schema",
      args: { database: { ref: "shop" }, name: quoted(name), comment: `${name}${more}` },
    },
    [`t${index}`]: {
      kind: "Table",
      args: {
        schema: { ref: `s${index}` },
        name: quoted(name),
        comment: `${name}${more}`,
        columns: [column, { name: "second", type: "text" }, ...added],
        primaryKey: { columns: [quoted(name)], name: quoted(name), comment: name },
        uniqueKeys: [["second", quoted(name)]],
        clusterBy: [quoted(name)],
      },
    },
    [`f${index}`]: {
      kind: "Table",
      args: {
        schema: { ref: `s${index}` },
        columns: [column],
        foreignKeys: [
          { columns: [quoted(name)], references: { table: { ref: `t${index}` }, columns: [quoted(name)] } },
        ],
      },
    },
  };
}

const program = (more = ""): Record<string, Declared> => ({
  shop: { kind: "Database" },
  ...Object.assign({}, ...NAMES.map((name, index) => named(name, index, more))),
  texts: {
    kind: "Table",
    args: {
      schema: "PUBLIC",
      database: { ref: "shop" },
      columns: TEXTS.map((text, index) => ({ name: `c${index}`, type: "text", comment: text, default: literal(text) })),
    },
  },
});

describe("hostile texts in schemas and tables", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    stage.sql("CREATE WAREHOUSE BY_HAND", "CREATE DATABASE SAFE", "CREATE TABLE SAFE.PUBLIC.T (ID INT PRIMARY KEY)");
    stage.declare(program());
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const withoutChanges = async () => {
    const again = await stage.project.preview({ args: ["--expect-no-changes"] });
    expect(failures(again)).toEqual([]);
    const refreshed = await stage.project.refresh({ args: ["--expect-no-changes"] });
    expect(failures(refreshed)).toEqual([]);
  };

  test("arrive as they are written", async () => {
    expect(failures(await stage.project.up())).toEqual([]);
    expect(stage.sql("SHOW SCHEMAS IN DATABASE SHOP").map(({ name }) => name)).toEqual(expect.arrayContaining(NAMES));
    for (const name of NAMES) {
      const place = `SHOP.${quoted(name)}.${quoted(name)}`;
      const [column] = stage.sql(`DESCRIBE TABLE ${place}`);
      expect.soft(column, name).toMatchObject({ name, comment: name, "null?": "N" });
      stage.sql(`INSERT INTO ${place} (SECOND) VALUES ('x')`);
      expect.soft(stage.sql(`SELECT ${quoted(name)} AS V FROM ${place}`), name).toEqual([{ V: name }]);
      expect
        .soft(stage.sql(`SHOW PRIMARY KEYS IN TABLE ${place}`), name)
        .toMatchObject([
          { schema_name: name, table_name: name, column_name: name, constraint_name: name, comment: name },
        ]);
      expect
        .soft(stage.sql(`SHOW IMPORTED KEYS IN SCHEMA SHOP.${quoted(name)}`), name)
        .toMatchObject([{ pk_schema_name: name, pk_table_name: name, pk_column_name: name, fk_column_name: name }]);
    }
    const rows = stage.sql("DESCRIBE TABLE SHOP.PUBLIC.TEXTS");
    expect(rows.map(({ comment }) => comment)).toEqual(TEXTS);
  });

  test("are unchanged in the second up and in refresh", withoutChanges);

  test("are altered, and are then unchanged", async () => {
    stage.declare(program("!"));
    const changed = await stage.project.up();
    expect(failures(changed)).toEqual([]);
    expect(changed.changes).toMatchObject({ update: 3 * NAMES.length, replace: 0, create: 0 });
    for (const name of NAMES) {
      const [column] = stage.sql(`DESCRIBE TABLE SHOP.${quoted(name)}.${quoted(name)}`);
      expect.soft(column, name).toMatchObject({ name, comment: `${name}!` });
    }
    await withoutChanges();
  });

  test("that no name can be are refused with the reason, at preview", async () => {
    stage.declare({
      ...Object.fromEntries(
        REFUSED.flatMap(([name], index): [string, Declared][] => [
          [`s${index}`, { kind: "Schema", args: { database: "SHOP", name: quoted(name) } }],
          [
            `t${index}`,
            { kind: "Table", args: { schema: "SHOP.PUBLIC", columns: [{ name: quoted(name), type: "int" }] } },
          ],
          [
            `k${index}`,
            {
              kind: "Table",
              args: {
                schema: "SHOP.PUBLIC",
                columns: [{ name: "id", type: "int" }],
                primaryKey: { columns: ["id"], name: quoted(name) },
              },
            },
          ],
        ]),
      ),
      ended: {
        kind: "Table",
        args: { schema: "SHOP.PUBLIC", columns: [{ name: "id", type: "int); DROP DATABASE SAFE; --" }] },
      },
    });
    const preview = await stage.project.preview();
    const said = preview.diagnostics.map(({ message }) => message);
    for (const [index, [, told]] of REFUSED.entries()) {
      for (const where of [
        `Schema s${index}: name`,
        `Table t${index}: columns[0].name`,
        `Table k${index}: primaryKey.name`,
      ])
        expect
          .soft(
            said.filter((one) => one.startsWith(`${where}: `)),
            where,
          )
          .toEqual([expect.stringMatching(told)]);
    }
    expect(said.filter((one) => one.startsWith("Table ended: columns[0].type: "))).toHaveLength(1);
  });

  test("leave nothing behind, and have dropped nothing else", async () => {
    const destroyed = await stage.project.destroy({ env: { PULUMI_SNOWFLAKE_DATA_LOSS: "Table:SHOP.*=allow" } });
    expect(failures(destroyed)).toEqual([]);
    expect(printed(destroyed)).not.toContain("SAFE was dropped");
    expect(stage.names("DATABASES")).toEqual(["SAFE"]);
    expect(stage.names("TABLES")).toEqual(["T"]);
  });
});
