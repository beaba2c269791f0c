import { describe, expect, test } from "vitest";
import { changesOf } from "../../provider/resource";
import { database } from "../../provider/resources";
import { canonical, created, edited, planned, problemsOf } from "./plans";

describe("a database is created by", () => {
  test.each([
    [{}, "CREATE DATABASE LOADING"],
    [{ transient: true }, "CREATE TRANSIENT DATABASE LOADING"],
    [{ transient: false }, "CREATE DATABASE LOADING"],
    [{ clone: { source: "prod" } }, "CREATE DATABASE LOADING CLONE PROD"],
    [{ clone: { source: "prod", at: { offset: 3600 } } }, "CREATE DATABASE LOADING CLONE PROD AT (OFFSET => -3600)"],
    [
      { clone: { source: "prod", before: { statement: "01b2c3d4-0606-6d6e-0000-0001dd1e2f3a" } } },
      "CREATE DATABASE LOADING CLONE PROD BEFORE (STATEMENT => '01b2c3d4-0606-6d6e-0000-0001dd1e2f3a')",
    ],
    [
      { clone: { source: "prod", at: { timestamp: "2026-01-31T12:00:00+01:00" } } },
      "CREATE DATABASE LOADING CLONE PROD AT (TIMESTAMP => '2026-01-31T12:00:00+01:00'::TIMESTAMP_TZ)",
    ],
    [{ fromShare: "acme.sales" }, "CREATE DATABASE LOADING FROM SHARE ACME.SALES"],
    [{ fromListing: "GZ1" }, "CREATE DATABASE LOADING FROM LISTING 'GZ1'"],
    [{ asReplicaOf: "org.acme.db" }, "CREATE DATABASE LOADING AS REPLICA OF ORG.ACME.DB"],
    [
      { fromBackupSet: { set: "a.b.c", identifier: "x" } },
      "CREATE DATABASE LOADING FROM BACKUP SET A.B.C IDENTIFIER 'x'",
    ],
    [
      { dataRetentionTimeInDays: 0, defaultDdlCollation: "", comment: "a\\b" },
      "CREATE DATABASE LOADING DATA_RETENTION_TIME_IN_DAYS = 0 DEFAULT_DDL_COLLATION = '' COMMENT = 'a\\\\b'",
    ],
    [
      { externalVolume: '"my lake"', catalog: "glue" },
      'CREATE DATABASE LOADING EXTERNAL_VOLUME = "my lake" CATALOG = GLUE',
    ],
    [{ objectVisibility: "Privileged" }, "CREATE DATABASE LOADING OBJECT_VISIBILITY = PRIVILEGED"],
    [{ objectVisibility: "a: b" }, "CREATE DATABASE LOADING OBJECT_VISIBILITY = 'a: b'"],
    [
      { contacts: { steward: "g.p.ada" }, tags: { "a.b.c": "1" }, comment: "c" },
      "CREATE DATABASE LOADING COMMENT = 'c' WITH TAG (A.B.C = '1') WITH CONTACT (STEWARD = G.P.ADA)",
    ],
  ])("%o", (written, statement) => {
    expect(created(database, written)).toEqual([statement]);
  });

  test("a second statement for what only ALTER knows", () => {
    expect(
      created(database, { eventTable: "o.p.e", replicableWithFailoverGroups: "no", replicationToAccounts: ["o.a"] }),
    ).toEqual([
      "CREATE DATABASE LOADING",
      "ALTER DATABASE LOADING SET EVENT_TABLE = O.P.E REPLICABLE_WITH_FAILOVER_GROUPS = 'NO'",
      "ALTER DATABASE LOADING ENABLE REPLICATION TO ACCOUNTS O.A",
    ]);
  });
});

describe("a database is changed by", () => {
  test.each<[Record<string, unknown>, Record<string, unknown>, string[]]>([
    [
      { logLevel: "INFO", traceLevel: "OFF", comment: "a" },
      { logLevel: "WARN", comment: "b" },
      ["SET LOG_LEVEL = 'WARN' COMMENT = 'b'", "UNSET TRACE_LEVEL"],
    ],
    // An empty collation is a value of its own.
    [{ defaultDdlCollation: "en" }, { defaultDdlCollation: "" }, ["SET DEFAULT_DDL_COLLATION = ''"]],
    [{ defaultDdlCollation: "" }, {}, ["UNSET DEFAULT_DDL_COLLATION"]],
    [{ replicableWithFailoverGroups: "YES" }, {}, ["UNSET REPLICABLE_WITH_FAILOVER_GROUPS"]],
    // Contacts go alone.
    [
      { comment: "a", contacts: { STEWARD: "G.P.ADA", SUPPORT: "G.P.BOB" } },
      { contacts: { STEWARD: "G.P.EVE" } },
      ["UNSET COMMENT", "SET CONTACT STEWARD = G.P.EVE", "UNSET CONTACT SUPPORT"],
    ],
    [
      { failoverToAccounts: ["O.A", "O.B"] },
      { failoverToAccounts: ["O.B", "O.C"] },
      ["ENABLE FAILOVER TO ACCOUNTS O.C", "DISABLE FAILOVER TO ACCOUNTS O.A"],
    ],
  ])("%o → %o", (before, after, clauses) => {
    expect(edited(database, before, after)).toEqual(clauses.map((clause) => `ALTER DATABASE LOADING ${clause}`));
  });

  test.each([
    [{ transient: true }, {}, "transient"],
    [{}, { clone: { source: "prod" } }, "clone"],
    [{ fromShare: "a.b" }, { fromShare: "a.c" }, "fromShare"],
    [{ catalogSyncNamespaceMode: "FLATTEN" }, {}, "catalogSyncNamespaceMode"],
  ])("a replacement for %o → %o", (before, after, key) => {
    expect(changesOf(database, canonical(database, before), canonical(database, after))).toEqual([
      { key, effect: "replace" },
    ]);
    expect(edited(database, before, after)).toEqual([]);
  });

  test.each([
    [{ dataRetentionTimeInDays: 7 }, { dataRetentionTimeInDays: 1 }, "from 7 to 1 days"],
    [{ dataRetentionTimeInDays: 7 }, {}, "from 7 to 1 days"],
    [{}, { dataRetentionTimeInDays: 0 }, "from 1 to 0 days"],
  ])("a statement that loses data for %o → %o", (before, after, words) => {
    expect(planned(database, before, after)).toMatchObject([
      { class: "loses data", loses: expect.stringContaining(words), reason: expect.stringContaining("dataRetention") },
    ]);
  });

  test("a safe statement where retention grows", () => {
    expect(planned(database, { dataRetentionTimeInDays: 1 }, { dataRetentionTimeInDays: 7 })).toMatchObject([
      { class: "safe" },
    ]);
  });
});

describe("a database is refused with", () => {
  test.each<[Record<string, unknown>, string, string]>([
    [{ dataRetentionTimeInDays: 91 }, "dataRetentionTimeInDays", "at most 90"],
    [{ transient: true, dataRetentionTimeInDays: 2 }, "dataRetentionTimeInDays", "the most for a transient database"],
    [{ clone: { source: "a" }, fromListing: "b" }, "fromShare", "one origin"],
    [{ clone: { source: "a", at: { offset: 1 }, before: { offset: 1 } } }, "clone", "cannot both be given"],
    [{ clone: { source: "a", at: { statement: "x" } } }, "clone.at.statement", '"x" is not a query id'],
    [
      { clone: { source: "a", at: { offset: 1, timestamp: "2026-01-31T12:00:00Z" } } },
      "clone.at",
      "exactly one of timestamp, offset and statement",
    ],
    [{ clone: { source: "a", at: { timestamp: "yesterday" } } }, "clone.at.timestamp", "is not a timestamp"],
    [{ clone: { source: "a", at: {} } }, "clone.at", "exactly one of timestamp, offset and statement"],
    [{ clone: { source: "a", when: 1 } }, "clone", 'has no property "when"'],
    [{ fromShare: "a" }, "fromShare", "2 to 3 parts"],
    [{ fromShare: "a.b", transient: true }, "fromShare", "neither transient nor dataRetentionTimeInDays"],
    [{ asReplicaOf: "o.a.d", tags: { "A.B.C": "1" } }, "asReplicaOf", "takes no tags"],
    [{ catalogSyncNamespaceFlattenDelimiter: "_" }, "catalogSyncNamespaceFlattenDelimiter", 'Mode: "FLATTEN"'],
    [{ logLevel: "LOUD" }, "logLevel", "TRACE, DEBUG, INFO"],
    [{ eventTable: "t" }, "eventTable", "has 1 of the 3 parts"],
    [{ contacts: { "a b": "a.b.c" } }, "contacts.a b", "is not a purpose"],
    [{ replicationToAccounts: ["a"] }, "replicationToAccounts[0]", "2 parts"],
  ])("%o", (written, path, words) => {
    const problems = problemsOf(database, written);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(words);
  });
});
