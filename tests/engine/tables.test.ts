import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Declared, failures, printed, type Row, type Stage, startStage } from "./stage";

type Args = NonNullable<Declared["args"]>;

/** A table as a program declares it, then declares it otherwise, and as somebody changes it by hand. */
interface Case {
  readonly a: Args;
  readonly b: Args;
  /** What the change takes, behind `ALTER TABLE …`, in this order; `replace` where Snowflake cannot alter. */
  readonly takes: readonly string[] | "replace";
  /** The properties that the preview names. @defaultValue columns */
  readonly named?: readonly string[];
  /** Clauses of ALTER TABLE that somebody types afterwards; and the properties that a refresh names. @defaultValue none */
  readonly byHand?: readonly string[];
  readonly shown?: readonly string[];
}

const id = { name: "id", type: "int" };
const v = { name: "v", type: "varchar(10)" };
const n = { name: "n", type: "number(5,2)" };
const key = { columns: ["id"] };
const toParent = { columns: ["id"], references: { table: { ref: "parent" } } };

const CASES: Readonly<Record<string, Case>> = {
  column_added: {
    a: { columns: [id] },
    b: { columns: [id, { ...v, comment: "it's", nullable: false, default: "'none'" }, { ...n, collate: undefined }] },
    takes: ["ADD COLUMN V VARCHAR(10) NOT NULL DEFAULT 'none' COMMENT 'it''s', N NUMBER(5,2)"],
    byHand: ["DROP COLUMN V"],
    shown: ["columns"],
  },
  column_dropped: {
    a: { columns: [id, v, n] },
    b: { columns: [n] },
    takes: ["DROP COLUMN ID, V"],
    byHand: ["ADD COLUMN BY_HAND VARIANT"],
    shown: ["columns"],
  },
  column_renamed: {
    a: { columns: [id, v] },
    b: { columns: [id, { ...v, name: "w", renamedFrom: "v" }] },
    takes: ["RENAME COLUMN V TO W"],
  },
  column_names_handed_on: {
    a: { columns: [id, v, n] },
    b: { columns: [{ ...id, name: "v", renamedFrom: "id" }, { ...v, name: "w", renamedFrom: "v" }, n] },
    takes: ["RENAME COLUMN V TO W", "RENAME COLUMN ID TO V"],
  },
  columns_widened: {
    a: { columns: [id, v, n] },
    b: { columns: [id, { ...v, type: "string" }, { ...n, type: "number(9,2)" }] },
    takes: ["ALTER COLUMN V SET DATA TYPE VARCHAR(16777216), COLUMN N SET DATA TYPE NUMBER(9,2)"],
    byHand: ["ALTER COLUMN N SET DATA TYPE NUMBER(12,2)"],
    shown: ["columns"],
  },
  number_narrowed: {
    a: { columns: [n] },
    b: { columns: [{ ...n, type: "number(4,2)" }] },
    takes: ["ALTER COLUMN N SET DATA TYPE NUMBER(4,2)"],
    byHand: ["RENAME COLUMN N TO BY_HAND"],
    shown: ["columns"],
  },
  nullability: {
    a: { columns: [id, { ...v, nullable: false }, { ...n, nullable: false }] },
    b: { columns: [{ ...id, nullable: false }, v, { ...n, nullable: true }] },
    takes: ["ALTER COLUMN ID SET NOT NULL, COLUMN V DROP NOT NULL, COLUMN N DROP NOT NULL"],
    byHand: ["ALTER COLUMN ID DROP NOT NULL, COLUMN N SET NOT NULL"],
    shown: ["columns"],
  },
  comments: {
    a: { columns: [id, { ...v, comment: "old" }, { ...n, comment: "gone" }], comment: "old" },
    b: { columns: [{ ...id, comment: "\\ 'new'\n--" }, { ...v, comment: "new" }, n], comment: "new" },
    takes: [
      "SET COMMENT = 'new'",
      "ALTER COLUMN ID COMMENT '\\\\ ''new''\n--', COLUMN V COMMENT 'new', COLUMN N UNSET COMMENT",
    ],
    named: ["columns", "comment"],
    byHand: ["ALTER COLUMN V COMMENT 'by hand'", "SET COMMENT = 'by hand'"],
    shown: ["columns", "comment"],
  },
  defaults: {
    a: {
      columns: [
        { ...id, default: 5 },
        { ...n, default: "theirs.public.one.nextval" },
      ],
    },
    b: { columns: [id, { ...n, default: "THEIRS.PUBLIC.TWO.NEXTVAL" }] },
    takes: ["ALTER COLUMN ID DROP DEFAULT, COLUMN N SET DEFAULT THEIRS.PUBLIC.TWO.NEXTVAL"],
    byHand: ["ALTER COLUMN N SET DEFAULT THEIRS.PUBLIC.ONE.NEXTVAL"],
    shown: ["columns"],
  },
  everything_of_one_column: {
    a: { columns: [id, { ...v, default: "'x'", comment: "old" }] },
    b: {
      columns: [
        { ...v, name: "w", renamedFrom: "v", type: "varchar(20)", nullable: false, comment: "new" },
        { name: "more", type: "int" },
      ],
    },
    takes: [
      "RENAME COLUMN V TO W",
      "ADD COLUMN MORE NUMBER(38,0)",
      "ALTER COLUMN W SET DATA TYPE VARCHAR(20)",
      "ALTER COLUMN W SET NOT NULL",
      "ALTER COLUMN W DROP DEFAULT",
      "ALTER COLUMN W COMMENT 'new'",
      "DROP COLUMN ID",
    ],
  },
  said_otherwise: {
    a: { columns: [id, v, { name: "t", type: "datetime" }], primaryKey: ["id"], clusterBy: ["to_date(t)"] },
    b: {
      columns: [{ name: "T", type: "TIMESTAMP_NTZ(9)" }, { ...v, type: "CHAR VARYING(10)" }, id],
      primaryKey: { columns: ["ID"] },
      clusterBy: ["TO_DATE( t )"],
    },
    takes: [],
    named: [],
  },
  key_of_columns: {
    a: { columns: [id, v], primaryKey: ["id"], uniqueKeys: [["v"]] },
    b: { columns: [id, v], primaryKey: ["id", "v"], uniqueKeys: [["v", "id"], ["id"]] },
    takes: ["DROP UNIQUE (V)", "DROP PRIMARY KEY", "ADD PRIMARY KEY (ID, V)", "ADD UNIQUE (V, ID)", "ADD UNIQUE (ID)"],
    named: ["primaryKey", "uniqueKeys"],
    byHand: ["DROP PRIMARY KEY", "DROP UNIQUE (ID)", "ADD UNIQUE (V)"],
    shown: ["primaryKey", "uniqueKeys"],
  },
  key_of_words: {
    a: { columns: [id, v], primaryKey: { ...key, name: "one", rely: false }, uniqueKeys: [{ columns: ["v"] }] },
    b: {
      columns: [id, v],
      primaryKey: { ...key, name: "two", rely: true },
      uniqueKeys: [{ columns: ["v"], rely: true }],
    },
    takes: ["RENAME CONSTRAINT ONE TO TWO", "MODIFY CONSTRAINT TWO RELY", "MODIFY UNIQUE (V) RELY"],
    named: ["primaryKey", "uniqueKeys"],
    byHand: ["RENAME CONSTRAINT TWO TO BY_HAND", "MODIFY UNIQUE (V) NORELY"],
    shown: ["primaryKey", "uniqueKeys"],
  },
  key_of_a_renamed_column: {
    a: { columns: [id, v], primaryKey: ["id"], clusterBy: ["id"] },
    b: { columns: [{ ...id, name: "key", renamedFrom: "id" }, v], primaryKey: ["key"], clusterBy: ["key"] },
    takes: ["DROP CLUSTERING KEY", "RENAME COLUMN ID TO KEY", "CLUSTER BY (KEY)"],
    named: ["clusterBy", "columns", "primaryKey"],
    byHand: ["DROP CLUSTERING KEY"],
    shown: ["clusterBy"],
  },
  keys_taken_out: {
    a: { columns: [id, v], primaryKey: ["id"], uniqueKeys: [["v"]], foreignKeys: [toParent], clusterBy: ["v"] },
    b: { columns: [id, v] },
    takes: ["DROP CLUSTERING KEY", "DROP FOREIGN KEY (ID)", "DROP UNIQUE (V)", "DROP PRIMARY KEY"],
    named: ["clusterBy", "foreignKeys", "primaryKey", "uniqueKeys"],
  },
  key_to_another_table: {
    a: { columns: [id, v], foreignKeys: [{ ...toParent, name: "up" }] },
    b: {
      columns: [id, v],
      foreignKeys: [
        { columns: ["id"], name: "up", references: { table: "THEIRS.PUBLIC.PARENT" }, onDelete: "cascade" },
        { columns: ["v"], references: { table: "THEIRS.PUBLIC.PARENT", columns: ["code"] } },
      ],
    },
    takes: [
      "DROP CONSTRAINT UP",
      "ADD CONSTRAINT UP FOREIGN KEY (ID) REFERENCES THEIRS.PUBLIC.PARENT ON DELETE CASCADE",
      "ADD FOREIGN KEY (V) REFERENCES THEIRS.PUBLIC.PARENT (CODE)",
    ],
    named: ["foreignKeys"],
    byHand: ["DROP FOREIGN KEY (V)"],
    shown: ["foreignKeys"],
  },
  conditions: {
    a: { columns: [id, v], checks: [{ name: "positive", expression: "id > 0" }] },
    b: { columns: [id, v], checks: [{ name: "negative", expression: "id < 0" }] },
    takes: ["DROP CONSTRAINT POSITIVE", expect.stringMatching(/^ADD CONSTRAINT NEGATIVE CHECK \(ID < 0\)/)],
    named: ["checks"],
  },
  settings: {
    a: { columns: [id], changeTracking: true, dataRetentionTimeInDays: 2 },
    b: { columns: [id], changeTracking: true, dataRetentionTimeInDays: 3, enableSchemaEvolution: true },
    takes: ["SET DATA_RETENTION_TIME_IN_DAYS = 3 ENABLE_SCHEMA_EVOLUTION = TRUE"],
    named: ["dataRetentionTimeInDays", "enableSchemaEvolution"],
    byHand: ["UNSET DATA_RETENTION_TIME_IN_DAYS", "SET CHANGE_TRACKING = FALSE", "ADD COLUMN EVOLVED INT"],
    shown: ["changeTracking", "dataRetentionTimeInDays"],
  },
  text_narrowed: { a: { columns: [v] }, b: { columns: [{ ...v, type: "varchar(5)" }] }, takes: "replace" },
  scaled: { a: { columns: [n] }, b: { columns: [{ ...n, type: "number(5,1)" }] }, takes: "replace" },
  of_another_type: { a: { columns: [id] }, b: { columns: [{ ...id, type: "date" }] }, takes: "replace" },
  given_a_default: { a: { columns: [id] }, b: { columns: [{ ...id, default: 1 }] }, takes: "replace" },
  numbered: { a: { columns: [id] }, b: { columns: [{ ...id, autoincrement: true }] }, takes: "replace" },
  collated: { a: { columns: [v] }, b: { columns: [{ ...v, collate: "en-ci" }] }, takes: "replace" },
  computed: {
    a: { columns: [id, { ...n, as: "id * 2" }] },
    b: { columns: [id, { ...n, as: "id * 3" }] },
    takes: "replace",
  },
  moved: {
    a: { columns: [id, v], uniqueKeys: [["v"]] },
    b: { columns: [id, v], uniqueKeys: [["v"]], schema: { ref: "marts" } },
    takes: ["RENAME TO SHOP.MARTS.MOVED"],
    named: ["schema"],
  },
  parent: {
    a: { columns: [id], primaryKey: ["id"], name: "parent" },
    b: { columns: [id], primaryKey: ["id"], name: "older" },
    takes: ["RENAME TO SHOP.RAW.OLDER"],
    named: ["name"],
  },
  child: {
    a: { columns: [id, v], foreignKeys: [toParent] },
    b: { columns: [id, v], foreignKeys: [toParent] },
    takes: [],
    named: ["foreignKeys"],
  },
};

/** Every spelling of a data type that Snowflake's pages have. */
const TYPES = [
  ...["NUMBER", "DECIMAL", "DEC", "NUMERIC"].flatMap((word) => [
    word,
    `${word}(11)`,
    `${word.toLowerCase()}( 12 , 4 )`,
  ]),
  ...["INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT"],
  ...["FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "DOUBLE PRECISION", "REAL", "DECFLOAT"],
  ...["VARCHAR", "STRING", "TEXT", "VARCHAR2", "NVARCHAR", "NVARCHAR2", "CHAR VARYING", "NCHAR VARYING"],
  ...["VARCHAR(20)", "string(20)", "Text (20)", "char varying(20)", "VARCHAR(134217728)"],
  ...["CHAR", "CHARACTER", "NCHAR", "CHAR(3)", "NCHAR(3)"],
  ...["BINARY", "VARBINARY", "BINARY(16)", "VARBINARY(67108864)"],
  ...["BOOLEAN", "DATE", "TIME", "TIME(3)", "TIME(0)"],
  ...["DATETIME", "DATETIME(3)", "TIMESTAMP_NTZ", "TIMESTAMPNTZ(0)", "TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP_NTZ(6)"],
  ...["TIMESTAMP_LTZ", "TIMESTAMPLTZ(3)", "TIMESTAMP WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ(6)"],
  ...["TIMESTAMP_TZ", "TIMESTAMPTZ(3)", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_TZ(6)"],
  ...["VARIANT", "OBJECT", "ARRAY", "ARRAY(INT)", "array(varchar not null)", "OBJECT(str VARCHAR NOT NULL, num INT)"],
  ...["MAP(VARCHAR, VARCHAR)", "map(number(10,0), array(date))", "VECTOR(FLOAT, 3)", "vector(int, 4096)"],
  ...["GEOGRAPHY", "GEOMETRY", "FILE", "UUID"],
];

const places: Record<string, Declared> = {
  shop: { kind: "Database" },
  raw: { kind: "Schema", args: { database: { ref: "shop" } } },
  marts: { kind: "Schema", args: { database: { ref: "shop" } } },
};
const table = (args: Args): Declared => ({ kind: "Table", args: { schema: { ref: "raw" }, ...args } });
const names = ["parent", ...Object.keys(CASES).filter((name) => name !== "parent")];
const caseOf = (name: string) => CASES[name] as Case;
const program = (which: "a" | "b", instead: Readonly<Record<string, Args>> = {}): Record<string, Declared> => ({
  ...places,
  ...Object.fromEntries(
    names.map((name) => {
      const { takes, [which]: args } = caseOf(name);
      return [name, table({ ...(takes === "replace" ? { dataLoss: "recoverable" } : {}), ...args, ...instead[name] })];
    }),
  ),
  types: table({ columns: TYPES.map((type, index) => ({ name: `c${index}`, type })) }),
});
const altered = names.filter((name) => caseOf(name).takes !== "replace");
const replaced = names.filter((name) => caseOf(name).takes === "replace");
const count = names.length + 4;

describe("tables", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ config: { "snowflake:warehouse": "QUERIES" } });
    stage.sql(
      "CREATE WAREHOUSE QUERIES",
      "CREATE DATABASE THEIRS",
      "CREATE SEQUENCE THEIRS.PUBLIC.ONE",
      "CREATE SEQUENCE THEIRS.PUBLIC.TWO",
      "CREATE TABLE THEIRS.PUBLIC.PARENT (ID INT PRIMARY KEY, CODE VARCHAR UNIQUE)",
    );
    stage.declare(program("a"));
    expect(failures(await stage.project.up())).toEqual([]);
    for (const name of ["COLUMN_RENAMED", "COLUMN_NAMES_HANDED_ON", "EVERYTHING_OF_ONE_COLUMN", "MOVED", "PARENT"])
      stage.sql(`INSERT INTO SHOP.RAW.${name} (ID) VALUES (1), (2)`);
    stage.sql(
      "UPDATE SHOP.RAW.EVERYTHING_OF_ONE_COLUMN SET ID = NULL",
      "UPDATE SHOP.RAW.COLUMN_RENAMED SET V = 'kept'",
    );
    stage.sent();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const standing: Record<string, string> = { parent: "SHOP.RAW.OLDER", moved: "SHOP.MARTS.MOVED" };
  const placeOf = (name: string) => standing[name] ?? `SHOP.RAW.${name.toUpperCase()}`;
  const writes = () => stage.sent().filter((sql) => /^(CREATE|ALTER|DROP|UNDROP)/.test(sql));
  const withoutChanges = async () => {
    const again = await stage.project.up();
    expect(failures(again)).toEqual([]);
    expect(again.changes).toMatchObject({ same: count, create: 0, update: 0, delete: 0, replace: 0 });
    expect(stage.sent()).toEqual([]);
  };
  const facts = (name: string) => factsOf(stage, placeOf(name));

  test("are unchanged in the second up and in refresh, in each spelling of each data type", async () => {
    await withoutChanges();
    expect(stage.sql("DESCRIBE TABLE SHOP.RAW.TYPES")).toHaveLength(TYPES.length);
    const refreshed = await stage.project.refresh();
    expect(failures(refreshed)).toEqual([]);
    expect(refreshed.changes).toMatchObject({ same: count, update: 0, delete: 0 });
    expect(writes()).toEqual([]);
  });

  test("are shown by the properties that change: update, or replace where Snowflake cannot alter", async () => {
    stage.declare(program("b"));
    const preview = await stage.project.preview();
    expect(failures(preview)).toEqual([]);
    for (const name of names) {
      const { takes, named = ["columns"] } = caseOf(name);
      const steps = preview.steps.filter((step) => step.name === name && ["update", "replace"].includes(step.op));
      const expected = named.length === 0 ? [] : [{ op: takes === "replace" ? "replace" : "update", diff: named }];
      expect
        .soft(
          steps.map(({ op, diff }) => ({ op, diff })),
          name,
        )
        .toEqual(expected);
    }
    expect(stage.sent()).toEqual([]);
  });

  test("are altered with the fewest statements, and keep their rows", async () => {
    expect(failures(await stage.project.up())).toEqual([]);
    const sent = writes();
    for (const name of altered) {
      const before = `ALTER TABLE SHOP.RAW.${name.toUpperCase()} `;
      const clauses = sent.filter((sql) => sql.startsWith(before)).map((sql) => sql.slice(before.length));
      expect.soft(clauses, name).toEqual(caseOf(name).takes);
    }
    const verbs = sent.filter((sql) => !sql.startsWith("ALTER")).map((sql) => sql.split(" ").slice(0, 3).join(" "));
    const both = replaced.flatMap((name) => [`CREATE TABLE ${placeOf(name)}`, `DROP TABLE ${placeOf(name)}`]);
    expect(verbs.sort()).toEqual(both.sort());
    expect(stage.sql("SELECT W FROM SHOP.RAW.COLUMN_RENAMED")).toEqual([{ W: "kept" }, { W: "kept" }]);
    expect(stage.sql("SELECT V FROM SHOP.RAW.COLUMN_NAMES_HANDED_ON ORDER BY V")).toEqual([{ V: "1" }, { V: "2" }]);
    expect(stage.sql("SELECT W FROM SHOP.RAW.EVERYTHING_OF_ONE_COLUMN")).toEqual([{ W: "x" }, { W: "x" }]);
    expect(stage.sql("SELECT ID FROM SHOP.MARTS.MOVED ORDER BY ID")).toEqual([{ ID: "1" }, { ID: "2" }]);
    expect(stage.sql("SHOW IMPORTED KEYS IN TABLE SHOP.RAW.CHILD")).toMatchObject([{ pk_table_name: "OLDER" }]);
  });

  test("are then unchanged", withoutChanges);

  test("are shown by property when somebody changes them by hand, and repaired", async () => {
    const drifting = names.filter((name) => caseOf(name).byHand !== undefined);
    const before = new Map(drifting.map((name) => [name, facts(name)]));
    for (const name of drifting)
      for (const clause of caseOf(name).byHand ?? []) stage.sql(`ALTER TABLE ${placeOf(name)} ${clause}`);
    const refreshed = await stage.project.refresh();
    expect(failures(refreshed)).toEqual([]);
    expect(refreshed.diffs).toEqual(Object.fromEntries(drifting.map((name) => [name, caseOf(name).shown])));
    stage.sql("INSERT INTO SHOP.RAW.COLUMN_ADDED (ID) VALUES (1)");
    const repaired = await stage.project.up();
    expect(failures(repaired)).toEqual([]);
    expect(repaired.diffs).toEqual(refreshed.diffs);
    stage.sql("ALTER TABLE SHOP.RAW.SETTINGS DROP COLUMN EVOLVED");
    for (const name of drifting) expect.soft(facts(name), name).toEqual(before.get(name));
    stage.sent();
    await withoutChanges();
  });

  test("are created again, with the keys that lead to them, when somebody drops them by hand", async () => {
    const dropped = ["parent", "key_of_words", "moved", "types", "computed"];
    for (const name of dropped) stage.sql(`DROP TABLE ${placeOf(name)}`);
    const refreshed = await stage.project.refresh();
    expect(refreshed.changes).toMatchObject({ delete: dropped.length, update: 1 });
    expect(refreshed.diffs).toEqual({ child: ["foreignKeys"] });
    const repaired = await stage.project.up();
    expect(failures(repaired)).toEqual([]);
    expect(repaired.changes).toMatchObject({ create: dropped.length, update: 1, same: count - dropped.length - 1 });
    expect(stage.sql("SHOW IMPORTED KEYS IN TABLE SHOP.RAW.CHILD")).toMatchObject([{ pk_table_name: "OLDER" }]);
  });

  test("get their foreign keys back when the table that these refer to is replaced", async () => {
    stage.declare(program("b", { parent: { dataLoss: "allow", transient: true } }));
    stage.sent();
    const result = await stage.project.up();
    expect(failures(result)).toEqual([]);
    expect(result.diffs["parent"]).toEqual(["dataLoss", "transient"]);
    expect(writes()).toEqual([
      "DROP TABLE SHOP.RAW.OLDER",
      "CREATE TRANSIENT TABLE SHOP.RAW.OLDER (ID NUMBER(38,0), PRIMARY KEY (ID))",
      "ALTER TABLE SHOP.RAW.CHILD ADD FOREIGN KEY (ID) REFERENCES SHOP.RAW.OLDER",
    ]);
    expect(stage.sql("SHOW IMPORTED KEYS IN TABLE SHOP.RAW.CHILD")).toMatchObject([{ pk_table_name: "OLDER" }]);
    await withoutChanges();
  });

  test("whose text somebody made longer are not replaced: the program takes that over, or says so", async () => {
    stage.sql("ALTER TABLE SHOP.RAW.TEXT_NARROWED ALTER COLUMN V SET DATA TYPE VARCHAR(50)");
    const b = program("b", {
      parent: { dataLoss: "allow", transient: true },
      text_narrowed: { columns: [{ ...v, type: "varchar(5)" }], dataLoss: "ifEmpty" },
    });
    stage.declare(b);
    expect((await stage.project.refresh()).diffs).toEqual({ text_narrowed: ["columns"] });
    const refused = await stage.project.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/Refused to replace \(because of column V: VARCHAR\(50\) cannot be made shorter/);
    stage.declare({ ...b, text_narrowed: table({ columns: [{ ...v, type: "varchar(50)" }] }) });
    expect(failures(await stage.project.preview())).toEqual([]);
  });

  test("leave nothing behind when all is destroyed", async () => {
    expect(failures(await stage.project.destroy({ env: { PULUMI_SNOWFLAKE_DATA_LOSS: "Table:*=allow" } }))).toEqual([]);
    expect(stage.names("DATABASES")).toEqual(["THEIRS"]);
  });
});

/** All that Snowflake shows of the columns and keys of a table; the order of columns, and names that it makes up, aside. */
function factsOf(stage: Stage, place: string): unknown {
  const told = (row: Row) =>
    Object.entries(row)
      .filter(([column]) => !/created_on|database_name|^rows$|^bytes$|automatic_clustering/.test(column))
      .map(([, cell]) => (cell?.startsWith("SYS_CONSTRAINT_") ? "" : cell))
      .join(" | ");
  const [schema, name] = place.split(".").slice(1);
  const listed = stage.sql(`SHOW TABLES LIKE '${name?.replaceAll("_", "\\\\_")}' IN SCHEMA SHOP.${schema}`);
  const keys = ["PRIMARY KEYS", "UNIQUE KEYS", "IMPORTED KEYS"].map((what) =>
    stage.sql(`SHOW ${what} IN TABLE ${place}`).map(told).sort(),
  );
  return [listed.map(told), stage.sql(`DESCRIBE TABLE ${place}`).map(told).sort(), ...keys];
}
