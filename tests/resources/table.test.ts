import { describe, expect, test } from "vitest";
import { changesOf, createStatements, unknownValue, validate } from "../../provider/resource";
import { table } from "../../provider/resources";
import { canonical, created, edited, planned, problemsOf } from "./plans";

type Written = Record<string, unknown>;

const id = { name: "id", type: "int" };
const code = { name: "code", type: "varchar(10)" };
const columns = [id, code];
const listed = "ID NUMBER(38,0), CODE VARCHAR(10)";

describe("a column is created by", () => {
  test.each<[Written, string]>([
    [{ name: "id", type: "int" }, "ID NUMBER(38,0)"],
    [{ name: '"my col"', type: "string" }, '"my col" VARCHAR(16777216)'],
    [{ name: '"select"', type: "boolean" }, '"select" BOOLEAN'],
    [{ name: "a", type: "int", nullable: false }, "A NUMBER(38,0) NOT NULL"],
    [{ name: "a", type: "int", nullable: true }, "A NUMBER(38,0)"],
    [{ name: "a", type: "varchar(5)", collate: "EN-ci" }, "A VARCHAR(5) COLLATE 'en-ci'"],
    [{ name: "a", type: "int", default: 5 }, "A NUMBER(38,0) DEFAULT 5"],
    [{ name: "a", type: "boolean", default: false }, "A BOOLEAN DEFAULT FALSE"],
    [{ name: "a", type: "string", default: "'it''s'" }, "A VARCHAR(16777216) DEFAULT 'it''s'"],
    [
      { name: "a", type: "timestamp_ltz", default: "current_timestamp" },
      "A TIMESTAMP_LTZ(9) DEFAULT CURRENT_TIMESTAMP()",
    ],
    [{ name: "a", type: "int", default: "seq.nextval" }, "A NUMBER(38,0) DEFAULT SCRATCH.PUBLIC.SEQ.NEXTVAL"],
    [{ name: "a", type: "int", default: "other.seq.nextval" }, "A NUMBER(38,0) DEFAULT SCRATCH.OTHER.SEQ.NEXTVAL"],
    [{ name: "a", type: "int", default: "d.s.seq.nextval" }, "A NUMBER(38,0) DEFAULT D.S.SEQ.NEXTVAL"],
    [{ name: "a", type: "int", autoincrement: true }, "A NUMBER(38,0) AUTOINCREMENT START 1 INCREMENT 1"],
    [
      { name: "a", type: "int", autoincrement: { start: 10, increment: -5, order: true } },
      "A NUMBER(38,0) AUTOINCREMENT START 10 INCREMENT -5 ORDER",
    ],
    [
      { name: "a", type: "int", autoincrement: { order: false } },
      "A NUMBER(38,0) AUTOINCREMENT START 1 INCREMENT 1 NOORDER",
    ],
    [{ name: "a", type: "int", as: "id * 2" }, "A NUMBER(38,0) AS (ID * 2)"],
    [{ name: "a", type: "int", comment: "it's" }, "A NUMBER(38,0) COMMENT 'it''s'"],
    [{ name: "a", type: "int", comment: "" }, "A NUMBER(38,0)"],
    [{ name: "a", type: "int", maskingPolicy: "g.p.mask" }, "A NUMBER(38,0) WITH MASKING POLICY G.P.MASK"],
    [
      { name: "a", type: "int", maskingPolicy: { policy: "g.p.mask", using: ["a", '"b c"'] } },
      'A NUMBER(38,0) WITH MASKING POLICY G.P.MASK USING (A, "b c")',
    ],
    [
      { name: "a", type: "int", projectionPolicy: "g.p.project", tags: { "g.p.t": "v" }, comment: "c" },
      "A NUMBER(38,0) WITH PROJECTION POLICY G.P.PROJECT WITH TAG (G.P.T = 'v') COMMENT 'c'",
    ],
    [{ name: "a", type: "int", renamedFrom: "b" }, "A NUMBER(38,0)"],
  ])("%o", (column, clause) => {
    expect(created(table, { columns: [column] })).toEqual([`CREATE TABLE SCRATCH.PUBLIC.LOADING (${clause})`]);
  });
});

describe("a table is created by", () => {
  test.each<[Written, string]>([
    [{ columns }, `(${listed})`],
    [{ columns, primaryKey: ["id"] }, `(${listed}, PRIMARY KEY (ID))`],
    [
      { columns, primaryKey: { columns: ["code", "id"], name: "pk", rely: true, comment: "it's" } },
      `(${listed}, CONSTRAINT PK PRIMARY KEY (CODE, ID) RELY COMMENT 'it''s')`,
    ],
    [
      { columns, primaryKey: ["id"], uniqueKeys: [["code"], { columns: ["id", "code"], rely: false }] },
      `(${listed}, PRIMARY KEY (ID), UNIQUE (CODE), UNIQUE (ID, CODE) NORELY)`,
    ],
    [
      { columns, foreignKeys: [{ columns: ["id"], references: { table: "parent" } }] },
      `(${listed}, FOREIGN KEY (ID) REFERENCES SCRATCH.PUBLIC.PARENT)`,
    ],
    [
      {
        columns,
        foreignKeys: [
          {
            columns: ["id"],
            name: "fk",
            references: { table: "other.parent", columns: ['"key"'] },
            match: "simple",
            onUpdate: "set null",
            onDelete: "CASCADE",
            rely: true,
            comment: "c",
          },
        ],
      },
      `(${listed}, CONSTRAINT FK FOREIGN KEY (ID) REFERENCES SCRATCH.OTHER.PARENT ("key") MATCH SIMPLE ON UPDATE SET NULL ON DELETE CASCADE RELY COMMENT 'c')`,
    ],
    [
      { columns, checks: ["id>0", { name: "short", expression: "length(code) < 5" }] },
      `(${listed}, CHECK (ID > 0), CONSTRAINT SHORT CHECK (LENGTH(CODE) < 5))`,
    ],
    [{ columns, uniqueKeys: [], foreignKeys: [], checks: [], clusterBy: [], searchOptimization: [] }, `(${listed})`],
    [{ columns, clusterBy: ["code", "abs(id)"] }, `(${listed}) CLUSTER BY (CODE, ABS(ID))`],
    [{ like: "d.s.model", clusterBy: ["id"], copyGrants: true }, "LIKE D.S.MODEL CLUSTER BY (ID) COPY GRANTS"],
    [
      { clone: { source: "d.s.t", before: { offset: 60 } }, copyGrants: true, copyTags: false },
      "CLONE D.S.T BEFORE (OFFSET => -60) COPY GRANTS",
    ],
    [{ fromBackupSet: { set: "a.b.c", identifier: "x" } }, "FROM BACKUP SET A.B.C IDENTIFIER 'x'"],
    [
      {
        columns,
        dataRetentionTimeInDays: 0,
        maxDataExtensionTimeInDays: 3,
        changeTracking: true,
        enableSchemaEvolution: true,
        errorLogging: true,
        rowTimestamp: true,
        defaultDdlCollation: "en",
        comment: "it's",
      },
      `(${listed}) DATA_RETENTION_TIME_IN_DAYS = 0 MAX_DATA_EXTENSION_TIME_IN_DAYS = 3 CHANGE_TRACKING = TRUE ENABLE_SCHEMA_EVOLUTION = TRUE ERROR_LOGGING = TRUE ROW_TIMESTAMP = TRUE DEFAULT_DDL_COLLATION = 'en' COMMENT = 'it''s'`,
    ],
    [
      {
        columns,
        rowAccessPolicy: { policy: "g.p.r", on: ["id", "code"] },
        aggregationPolicy: { policy: "g.p.a", keys: ["id"] },
        joinPolicy: "g.p.j",
        storageLifecyclePolicy: { policy: "g.p.l", on: ["id"] },
        tags: { "g.p.t": "v" },
        contacts: { steward: "g.p.ada" },
        comment: "c",
      },
      `(${listed}) COMMENT = 'c' WITH TAG (G.P.T = 'v') WITH ROW ACCESS POLICY G.P.R ON (ID, CODE) WITH AGGREGATION POLICY G.P.A ENTITY KEY (ID) WITH JOIN POLICY G.P.J WITH STORAGE LIFECYCLE POLICY G.P.L ON (ID) WITH CONTACT (STEWARD = G.P.ADA)`,
    ],
  ])("%o", (written, clauses) => {
    expect(created(table, written)).toEqual([`CREATE TABLE SCRATCH.PUBLIC.LOADING ${clauses}`]);
  });

  test("its own word where it is transient", () => {
    expect(created(table, { columns, transient: true })).toEqual([
      `CREATE TRANSIENT TABLE SCRATCH.PUBLIC.LOADING (${listed})`,
    ]);
  });

  test("further statements for what only ALTER knows", () => {
    const written = { columns, clusterBy: ["id"], automaticClustering: false, searchOptimization: ["equality(id)"] };
    expect(created(table, written)).toEqual([
      `CREATE TABLE SCRATCH.PUBLIC.LOADING (${listed}) CLUSTER BY (ID)`,
      "ALTER TABLE SCRATCH.PUBLIC.LOADING ADD SEARCH OPTIMIZATION ON EQUALITY(ID)",
      "ALTER TABLE SCRATCH.PUBLIC.LOADING SUSPEND RECLUSTER",
    ]);
  });

  test("a statement with placeholders while its place or a column is not known", () => {
    const { values, problems } = validate(table, {
      name: "t",
      schema: unknownValue,
      columns: [{ name: "a", type: unknownValue }],
    });
    expect(problems).toEqual([]);
    expect(createStatements(table, values).map(({ statement }) => statement.text)).toEqual([
      "CREATE TABLE <database>.<schema>.T <columns>",
    ]);
  });
});

describe("a table stands where", () => {
  test.each([
    [{ schema: "d.s" }, "D.S.LOADING"],
    [{ schema: '"my db"."my schema"' }, '"my db"."my schema".LOADING'],
    [{ schema: "s", database: "d" }, "D.S.LOADING"],
    [{ schema: "d.s", database: "D" }, "D.S.LOADING"],
  ])("%o says", (place, name) => {
    expect(created(table, { ...place, columns: [id] })).toEqual([`CREATE TABLE ${name} (ID NUMBER(38,0))`]);
  });

  test.each([
    [{ schema: "s" }, "schema", 'names no database: give the Schema itself, "DATABASE.s", or database beside it'],
    [{ schema: "a.b.c" }, "schema", "has 3 parts"],
    [{ schema: "d.s", database: "e" }, "schema", "stands in database D, but database says E"],
    [{ schema: "my-schema" }, "schema", "my-schema"],
    [{}, "schema", "is missing: a Table needs a schema"],
  ])("%o does not say", (place, path, words) => {
    const { problems } = validate(table, { name: "t", columns: [id], ...place });
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(words);
  });
});

describe("a table is changed by", () => {
  test.each<[Written, Written, string[]]>([
    [
      { comment: "a", changeTracking: false },
      { comment: "b", changeTracking: true, enableSchemaEvolution: true },
      ["SET CHANGE_TRACKING = TRUE ENABLE_SCHEMA_EVOLUTION = TRUE COMMENT = 'b'"],
    ],
    // UNSET is for parameters and comments; a switch goes back to off.
    [
      { comment: "a", enableSchemaEvolution: true, maxDataExtensionTimeInDays: 3 },
      {},
      ["SET ENABLE_SCHEMA_EVOLUTION = FALSE", "UNSET MAX_DATA_EXTENSION_TIME_IN_DAYS, COMMENT"],
    ],
    [{}, { clusterBy: ["id"] }, ["CLUSTER BY (ID)"]],
    [{ clusterBy: ["id"] }, { clusterBy: ["code", "id"] }, ["CLUSTER BY (CODE, ID)"]],
    [{ clusterBy: ["id"] }, {}, ["DROP CLUSTERING KEY"]],
    [{ clusterBy: ["id"] }, { clusterBy: ["id"], automaticClustering: false }, ["SUSPEND RECLUSTER"]],
    [
      { clusterBy: ["id"], automaticClustering: false },
      { clusterBy: ["id"], automaticClustering: true },
      ["RESUME RECLUSTER"],
    ],
    [{ clusterBy: ["id"], automaticClustering: false }, { clusterBy: ["id"] }, ["RESUME RECLUSTER"]],
    [{}, { searchOptimization: true }, ["ADD SEARCH OPTIMIZATION"]],
    [
      {},
      { searchOptimization: ["equality(id)", "substring(code)"] },
      ["ADD SEARCH OPTIMIZATION ON EQUALITY(ID), SUBSTRING(CODE)"],
    ],
    [
      { searchOptimization: ["equality(id)", "substring(code)"] },
      { searchOptimization: ["equality(code)", "substring(code)"] },
      ["DROP SEARCH OPTIMIZATION ON EQUALITY(ID)", "ADD SEARCH OPTIMIZATION ON EQUALITY(CODE)"],
    ],
    [
      { searchOptimization: true },
      { searchOptimization: ["equality(id)"] },
      ["DROP SEARCH OPTIMIZATION", "ADD SEARCH OPTIMIZATION ON EQUALITY(ID)"],
    ],
    [
      { searchOptimization: ["equality(id)"] },
      { searchOptimization: true },
      ["DROP SEARCH OPTIMIZATION", "ADD SEARCH OPTIMIZATION"],
    ],
    [{ searchOptimization: ["equality(id)"] }, { searchOptimization: false }, ["DROP SEARCH OPTIMIZATION"]],
    [{}, { rowAccessPolicy: { policy: "a.b.r", on: ["id"] } }, ["ADD ROW ACCESS POLICY A.B.R ON (ID)"]],
    [
      { rowAccessPolicy: { policy: "a.b.r", on: ["id"] } },
      { rowAccessPolicy: { policy: "a.b.q", on: ["code"] } },
      ["DROP ROW ACCESS POLICY A.B.R, ADD ROW ACCESS POLICY A.B.Q ON (CODE)"],
    ],
    [{ rowAccessPolicy: { policy: "a.b.r", on: ["id"] } }, {}, ["DROP ROW ACCESS POLICY A.B.R"]],
    [{}, { aggregationPolicy: "a.b.a" }, ["SET AGGREGATION POLICY A.B.A FORCE"]],
    [
      { aggregationPolicy: "a.b.a" },
      { aggregationPolicy: { policy: "a.b.a", keys: ["id"] } },
      ["SET AGGREGATION POLICY A.B.A ENTITY KEY (ID) FORCE"],
    ],
    [{ aggregationPolicy: "a.b.a" }, {}, ["UNSET AGGREGATION POLICY"]],
    [{ joinPolicy: "a.b.j" }, { joinPolicy: "a.b.k" }, ["SET JOIN POLICY A.B.K FORCE"]],
    [{ joinPolicy: "a.b.j" }, {}, ["UNSET JOIN POLICY"]],
    [
      { storageLifecyclePolicy: { policy: "a.b.l", on: ["id"] } },
      { storageLifecyclePolicy: { policy: "a.b.m", on: ["id"] } },
      ["DROP STORAGE LIFECYCLE POLICY", "ADD STORAGE LIFECYCLE POLICY A.B.M ON (ID)"],
    ],
    [{}, { copyGrants: true }, []],
    [
      { tags: { "a.b.c": "1", "a.b.d": "2" }, contacts: { steward: "g.p.ada" } },
      { tags: { "a.b.c": "3" } },
      ["SET TAG A.B.C = '3'", "UNSET TAG A.B.D", "UNSET CONTACT STEWARD"],
    ],
  ])("%o → %o", (before, after, clauses) => {
    expect(edited(table, { columns, ...before }, { columns, ...after })).toEqual(
      clauses.map((clause) => `ALTER TABLE SCRATCH.PUBLIC.LOADING ${clause}`),
    );
  });

  test.each<[string, Written, Written, string[]]>([
    [
      "a new column of the clustering key is there first",
      { columns: [id], clusterBy: ["id"] },
      { columns: [id, code], clusterBy: ["code"] },
      ["ADD COLUMN CODE VARCHAR(10)", "CLUSTER BY (CODE)"],
    ],
    [
      "a column of the clustering key is dropped or renamed once the key is gone",
      { columns: [id, code], clusterBy: ["code"] },
      { columns: [id], clusterBy: ["id"] },
      ["DROP CLUSTERING KEY", "DROP COLUMN CODE", "CLUSTER BY (ID)"],
    ],
    [
      "an expression may use any column",
      { columns: [id, code], clusterBy: ["upper(code)"] },
      { columns: [id, { ...code, name: "kode", renamedFrom: "code" }], clusterBy: ["upper(kode)"] },
      ["DROP CLUSTERING KEY", "RENAME COLUMN CODE TO KODE", "CLUSTER BY (UPPER(KODE))"],
    ],
    [
      "a key that is taken out goes first too",
      { columns: [id, code], clusterBy: ["code"] },
      { columns: [id] },
      ["DROP CLUSTERING KEY", "DROP COLUMN CODE"],
    ],
    [
      "a key keeps sorting while another column goes",
      { columns: [id, code], clusterBy: ["id"] },
      { columns: [id], clusterBy: ["id"] },
      ["DROP COLUMN CODE"],
    ],
  ])("%s", (_, before, after, clauses) => {
    expect(edited(table, before, after)).toEqual(
      clauses.map((clause) => `ALTER TABLE SCRATCH.PUBLIC.LOADING ${clause}`),
    );
  });

  test.each<[Written, Written, string]>([
    [{ columns, transient: true }, { columns }, "transient"],
    [{ like: "a.b.c" }, { like: "a.b.d" }, "like"],
    [{ clone: { source: "a.b.c" } }, { clone: { source: "a.b.c", at: { offset: 1 } } }, "clone"],
  ])("a replacement for %o → %o", (before, after, key) => {
    expect(changesOf(table, canonical(table, before), canonical(table, after))).toEqual([{ key, effect: "replace" }]);
  });

  test.each<[Written, Written, string]>([
    [{ changeTracking: true }, {}, "stop the change tracking, which makes streams stale, of"],
    [{ changeTracking: true }, { changeTracking: false }, "stop the change tracking"],
    [{ dataRetentionTimeInDays: 7 }, { dataRetentionTimeInDays: 1 }, "from 7 to 1 days"],
  ])("a statement that loses data for %o → %o", (before, after, words) => {
    expect(planned(table, { columns, ...before }, { columns, ...after })).toMatchObject([
      { class: "loses data", loses: expect.stringContaining(words) },
    ]);
  });

  test("nothing where change tracking was never on", () => {
    expect(planned(table, { columns, changeTracking: false }, { columns, changeTracking: true })).toMatchObject([
      { class: "safe" },
    ]);
  });
});

describe("a table is refused with", () => {
  const withColumn = (more: Written) => ({ columns: [{ ...id, ...more }] });
  const nest = (type: string, depth: number): string => (depth === 0 ? type : `ARRAY(${nest(type, depth - 1)})`);

  test.each<[Written, string, string]>([
    [{}, "columns", "is missing: a table needs columns, or like, clone or fromBackupSet to take them from"],
    [{ columns: [] }, "columns", "is empty; a table has at least one column"],
    [{ columns: "id int" }, "columns", "a list is expected"],
    [{ columns: [{ type: "int" }] }, "columns[0].name", "text is expected"],
    [{ columns: [{ name: "a" }] }, "columns[0].type", "text is expected"],
    [{ columns: [{ name: "a b", type: "int" }] }, "columns[0].name", "a b"],
    [{ columns: [id, { name: '"ID"', type: "text" }] }, "columns[1].name", "ID is there twice"],
    [{ columns: [{ ...id, kind: "x" }] }, "columns[0]", 'has no property "kind"'],
    [withColumn({ type: "intt" }), "columns[0].type", "did you mean INT?"],
    [withColumn({ type: "varchar(0)" }), "columns[0].type", "the length of VARCHAR"],
    [withColumn({ type: "number(39)" }), "columns[0].type", "the precision of NUMBER"],
    [withColumn({ type: "int not null" }), "columns[0].type", "NOT does not belong to the type"],
    [withColumn({ type: nest("INT", 60) }), "columns[0].type", "at most 50 deep"],
    [withColumn({ default: 1, autoincrement: true }), "columns[0].autoincrement", "cannot go together with default"],
    [withColumn({ type: "text", autoincrement: true }), "columns[0].autoincrement", "is no numeric type"],
    [withColumn({ autoincrement: { step: 1 } }), "columns[0].autoincrement", 'has no property "step"'],
    [withColumn({ autoincrement: 1 }), "columns[0].autoincrement", "an object of start, increment and order"],
    [withColumn({ autoincrement: { start: 0.5 } }), "columns[0].autoincrement.start", "a whole number is expected"],
    [withColumn({ collate: "en" }), "columns[0].collate", "is for text, but the type is NUMBER(38,0)"],
    [withColumn({ default: "'x'" }), "columns[0].default", "'x' is text, but the type is NUMBER(38,0)"],
    [withColumn({ type: "text", default: 5 }), "columns[0].default", `write "'5'"`],
    [withColumn({ type: "date", default: "'2026-01-31'" }), "columns[0].default", "write '2026-01-31'::DATE"],
    [withColumn({ type: "boolean", default: 1 }), "columns[0].default", "1 is a number, but the type is BOOLEAN"],
    [withColumn({ default: "1; DROP TABLE x" }), "columns[0].default", "1; DROP TABLE x"],
    [withColumn({ default: "(1" }), "columns[0].default", "(1"],
    [withColumn({ default: {} }), "columns[0].default", "is not a default: give a number, true or false, or an SQL"],
    [withColumn({ as: "1", default: 2 }), "columns[0].default", "cannot go together with as"],
    [withColumn({ as: "1", autoincrement: true }), "columns[0].autoincrement", "cannot go together with as"],
    [withColumn({ as: "1", nullable: false }), "columns[0].nullable", "cannot be false beside as"],
    [withColumn({ as: "1 --" }), "columns[0].as", "1 --"],
    [withColumn({ maskingPolicy: "mask" }), "columns[0].maskingPolicy", "of the 3 parts of a qualified name"],
    [withColumn({ maskingPolicy: { policy: "a.b.c", using: ["x y"] } }), "columns[0].maskingPolicy.using[0]", "x y"],
    [withColumn({ renamedFrom: "x y" }), "columns[0].renamedFrom", '"x y"'],
    [withColumn({ renamedFrom: ["x y"] }), "columns[0].renamedFrom[0]", '"x y"'],
    [withColumn({ tags: { cost: "1" } }), "columns[0].tags.cost", "needs its database and schema"],
    [withColumn({ renamedFrom: "id" }), "columns[0].renamedFrom", "is the column's own name"],
    [withColumn({ renamedFrom: 1 }), "columns[0].renamedFrom", "is not a name, or a list of names"],
    [
      {
        columns: [
          { ...id, renamedFrom: "x" },
          { ...code, renamedFrom: ["x"] },
        ],
      },
      "columns[1].renamedFrom",
      "X cannot become two columns",
    ],
    [
      { columns: [id, { ...code, renamedFrom: "x" }, { name: "x", type: "int", renamedFrom: ["y", "code"] }] },
      "columns[1].renamedFrom",
      "CODE cannot take the name of a column that takes its own",
    ],
    [
      { like: "a.b.c", clone: { source: "a.b.c" } },
      "columns",
      "like and clone cannot go together: a table has one origin",
    ],
    [{ like: "c" }, "like", "has 1 of the 3 parts"],
    [{ like: "a.b.c", primaryKey: ["id"] }, "primaryKey", "needs columns: with like alone"],
    [{ clone: { source: "a.b.c" }, uniqueKeys: [["id"]] }, "uniqueKeys", "needs columns: with clone alone"],
    [{ like: "a.b.c", checks: ["a > 1"] }, "checks", "needs columns: with like alone"],
    [{ columns, primaryKey: [] }, "primaryKey", "is empty; a key has at least one column"],
    [{ columns, primaryKey: ["id", "ID"] }, "primaryKey", "names a column twice"],
    [{ columns, primaryKey: ["id", "my-id"] }, "primaryKey[1]", "my-id"],
    [{ columns, primaryKey: { columns: ["id"], rely: "yes" } }, "primaryKey.rely", "true or false is expected"],
    [
      { columns, primaryKey: { columns: ["id"], name: "sys_constraint_1" } },
      "primaryKey.name",
      "starts with SYS_CONSTRAINT_, as the names do that Snowflake makes up",
    ],
    [{ columns, primaryKey: "id" }, "primaryKey", "is not a list of columns, or an object with columns"],
    [{ columns, primaryKey: ["nope"] }, "primaryKey", "names NOPE, which is not among the columns (ID, CODE)"],
    [
      { columns: [{ ...id, nullable: true }], primaryKey: ["id"] },
      "primaryKey",
      "holds ID, which is nullable: true; a primary key holds no NULL",
    ],
    [{ columns, uniqueKeys: [["id"], ["nope"]] }, "uniqueKeys", "names NOPE"],
    [{ columns, uniqueKeys: [["id"], { columns: ["ID"], name: "u" }] }, "uniqueKeys", "has the key (ID) twice"],
    [{ columns, foreignKeys: [{ columns: ["nope"], references: { table: "p" } }] }, "foreignKeys", "names NOPE"],
    [
      { columns, foreignKeys: [{ columns: ["id"], references: { table: "p", columns: ["a", "b"] } }] },
      "foreignKeys[0].references.columns",
      "has 2 columns, but the key has 1",
    ],
    [
      { columns, foreignKeys: [{ columns: ["id"], references: { table: "a.b.c.d" } }] },
      "foreignKeys[0].references.table",
      "has 4 parts; a table's name has 3",
    ],
    [
      { columns, foreignKeys: [{ columns: ["id"], references: { table: "p" }, onDelete: "explode" }] },
      "foreignKeys[0].onDelete",
      "is not one of CASCADE, SET NULL, SET DEFAULT, RESTRICT, NO ACTION",
    ],
    [
      { columns, foreignKeys: [{ columns: ["id"], references: { table: "p" }, match: "half" }] },
      "foreignKeys[0].match",
      "is not one of FULL, SIMPLE, PARTIAL",
    ],
    [
      {
        columns,
        foreignKeys: [
          { columns: ["id"], references: { table: "p" }, name: "to_p" },
          { columns: ["id"], references: { table: "q" } },
        ],
      },
      "foreignKeys",
      "has several keys (ID); give each a name",
    ],
    [{ columns, checks: ["id > 0)"] }, "checks[0]", "id > 0)"],
    [{ columns, checks: [{ name: "c", expression: "id > 0)" }] }, "checks[0].expression", "id > 0)"],
    [{ columns, clusterBy: ["nope"] }, "clusterBy", "names NOPE, which is not among the columns"],
    [{ columns, clusterBy: ["id;"] }, "clusterBy[0]", "id;"],
    [{ columns, automaticClustering: true }, "automaticClustering", "is for tables with clusterBy"],
    [{ columns, searchOptimization: "all" }, "searchOptimization", 'is not true, or a list such as ["EQUALITY(ID)"]'],
    [{ columns, transient: true, dataRetentionTimeInDays: 2 }, "dataRetentionTimeInDays", "for a transient table"],
    [{ columns, rowAccessPolicy: { policy: "a.b.c", on: [] } }, "rowAccessPolicy.on", "at least 1"],
    [{ columns, aggregationPolicy: "a.b" }, "aggregationPolicy", "has 2 of the 3 parts"],
    [{ columns, aggregationPolicy: 5 }, "aggregationPolicy", "is not a name, or an object of policy and keys"],
  ])("%o", (written, path, words) => {
    const problems = problemsOf(table, written);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(words);
  });

  test("every problem of every column at once", () => {
    const problems = problemsOf(table, {
      columns: [
        { name: "a b", type: "intt" },
        { name: "c", type: "int", default: "'x'", collate: "en" },
      ],
    });
    expect(problems.map(({ path }) => path)).toEqual([
      "columns[0].name",
      "columns[0].type",
      "columns[1].collate",
      "columns[1].default",
    ]);
  });
});

test.each([
  [{ columns, primaryKey: ["loaded_from"], enableSchemaEvolution: true }],
  [{ columns, clusterBy: ["loaded_from"], enableSchemaEvolution: true }],
])("a key may name a column that appears by itself where the schema evolves: %o", (written) => {
  expect(problemsOf(table, written)).toEqual([]);
});
