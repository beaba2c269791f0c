import { describe, expect, test } from "vitest";
import { changesOf, unknownValue, validate } from "../../provider/resource";
import { schema } from "../../provider/resources";
import { canonical, created, edited, planned, problemsOf } from "./plans";

describe("a schema is created by", () => {
  test.each([
    [{}, "CREATE SCHEMA SCRATCH.LOADING"],
    [{ database: '"my db"', name: '"my schema"' }, 'CREATE SCHEMA "my db"."my schema"'],
    [{ transient: true }, "CREATE TRANSIENT SCHEMA SCRATCH.LOADING"],
    [{ transient: false }, "CREATE SCHEMA SCRATCH.LOADING"],
    [{ managedAccess: true }, "CREATE SCHEMA SCRATCH.LOADING WITH MANAGED ACCESS"],
    [{ managedAccess: false }, "CREATE SCHEMA SCRATCH.LOADING"],
    [{ clone: { source: "prod.raw" } }, "CREATE SCHEMA SCRATCH.LOADING CLONE PROD.RAW"],
    [
      { clone: { source: "prod.raw", at: { offset: 3600 } }, managedAccess: true, comment: "c" },
      "CREATE SCHEMA SCRATCH.LOADING CLONE PROD.RAW AT (OFFSET => -3600) WITH MANAGED ACCESS COMMENT = 'c'",
    ],
    [
      { fromBackupSet: { set: "a.b.c", identifier: "x" } },
      "CREATE SCHEMA SCRATCH.LOADING FROM BACKUP SET A.B.C IDENTIFIER 'x'",
    ],
    [
      { dataRetentionTimeInDays: 0, pipeExecutionPaused: true, defaultDdlCollation: "", comment: "it's" },
      "CREATE SCHEMA SCRATCH.LOADING DATA_RETENTION_TIME_IN_DAYS = 0 DEFAULT_DDL_COLLATION = '' PIPE_EXECUTION_PAUSED = TRUE COMMENT = 'it''s'",
    ],
    [
      { classificationProfile: "a.b.profile", externalVolume: '"my lake"' },
      `CREATE SCHEMA SCRATCH.LOADING EXTERNAL_VOLUME = "my lake" CLASSIFICATION_PROFILE = 'A.B.PROFILE'`,
    ],
    [
      { contacts: { steward: "g.p.ada" }, tags: { "a.b.c": "1" }, comment: "c" },
      "CREATE SCHEMA SCRATCH.LOADING COMMENT = 'c' WITH TAG (A.B.C = '1') WITH CONTACT (STEWARD = G.P.ADA)",
    ],
  ])("%o", (written, statement) => {
    expect(created(schema, written)).toEqual([statement]);
  });

  test("a second statement for what only ALTER knows", () => {
    expect(created(schema, { baseLocationPrefix: "raw", oauthScopesSupported: "a,b" })).toEqual([
      "CREATE SCHEMA SCRATCH.LOADING",
      "ALTER SCHEMA SCRATCH.LOADING SET BASE_LOCATION_PREFIX = 'raw' OAUTH_SCOPES_SUPPORTED = 'a,b'",
    ]);
  });
});

describe("a schema is changed by", () => {
  test.each<[Record<string, unknown>, Record<string, unknown>, string[]]>([
    [
      { logLevel: "INFO", traceLevel: "OFF", comment: "a" },
      { logLevel: "WARN", comment: "b" },
      ["SET LOG_LEVEL = 'WARN' COMMENT = 'b'", "UNSET TRACE_LEVEL"],
    ],
    [{}, { managedAccess: true }, ["ENABLE MANAGED ACCESS"]],
    [{ managedAccess: true }, { managedAccess: false }, ["DISABLE MANAGED ACCESS"]],
    [{ managedAccess: true }, {}, ["DISABLE MANAGED ACCESS"]],
    [{ pipeExecutionPaused: true }, {}, ["UNSET PIPE_EXECUTION_PAUSED"]],
    [{ managedAccess: true, comment: "a" }, { comment: "b" }, ["SET COMMENT = 'b'", "DISABLE MANAGED ACCESS"]],
  ])("%o → %o", (before, after, clauses) => {
    expect(edited(schema, before, after)).toEqual(clauses.map((clause) => `ALTER SCHEMA SCRATCH.LOADING ${clause}`));
  });

  test.each([
    [{ transient: true }, {}, "transient"],
    [{}, { clone: { source: "prod.raw" } }, "clone"],
    [{ clone: { source: "prod.raw" } }, { clone: { source: "prod.other" } }, "clone"],
  ])("a replacement for %o → %o", (before, after, key) => {
    expect(changesOf(schema, canonical(schema, before), canonical(schema, after))).toEqual([
      { key, effect: "replace" },
    ]);
  });

  test.each([
    [{ clone: { source: "prod.raw" } }, "clone"],
    [{ fromBackupSet: { set: "a.b.c", identifier: "x" } }, "fromBackupSet"],
  ])("nothing, if it only forgets %o", (before, key) => {
    expect(changesOf(schema, canonical(schema, before), canonical(schema, {}))).toEqual([{ key, effect: "record" }]);
    expect(edited(schema, before, {})).toEqual([]);
  });

  test.each([
    [{ name: "other" }, [{ key: "name", effect: "rename" }]],
    [{ database: "elsewhere" }, [{ key: "database", effect: "rename" }]],
    // The engine asks about what stands in a database that is replaced.
    [{ database: unknownValue }, [{ key: "database", effect: "replace" }]],
  ])("a rename for %o, a replacement where its database is one", (after, changes) => {
    expect(changesOf(schema, canonical(schema, {}), canonical(schema, after))).toEqual(changes);
  });

  test("a statement that loses data where retention shrinks", () => {
    expect(planned(schema, { dataRetentionTimeInDays: 7 }, { dataRetentionTimeInDays: 1 })).toMatchObject([
      { class: "loses data", loses: expect.stringContaining("from 7 to 1 days") },
    ]);
  });
});

describe("a schema is refused with", () => {
  test.each<[Record<string, unknown>, string, string]>([
    [{ name: "information_schema" }, "name", "INFORMATION_SCHEMA is Snowflake's own"],
    [{ name: "a.b" }, "name", "a.b"],
    [{ database: "a.b" }, "database", "a.b"],
    [{ dataRetentionTimeInDays: 91 }, "dataRetentionTimeInDays", "at most 90"],
    [{ transient: true, dataRetentionTimeInDays: 2 }, "dataRetentionTimeInDays", "the most for a transient schema"],
    [{ clone: { source: "raw" } }, "clone.source", "has 1 of the 2 parts of a qualified name (DATABASE.NAME)"],
    [
      { clone: { source: "a.b" }, fromBackupSet: { set: "a.b.c", identifier: "x" } },
      "fromBackupSet",
      "a schema has one origin",
    ],
    [{ fromBackupSet: { set: "a.b.c" } }, "fromBackupSet.identifier", "text is expected"],
    [{ managedAccess: "yes" }, "managedAccess", "true or false is expected"],
    [{ eventTable: "a.b.c" }, "eventTable", "is not a property of Schema"],
    [{ schema: "raw" }, "schema", "is not a property of Schema"],
    [{ metricLevel: "SOME" }, "metricLevel", "ALL, NONE"],
  ])("%o", (written, path, words) => {
    const problems = problemsOf(schema, written);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(words);
  });

  test("no database", () => {
    expect(validate(schema, { name: "raw" }).problems).toEqual([
      { path: "database", message: "is missing: a Schema needs a database" },
    ]);
  });
});
