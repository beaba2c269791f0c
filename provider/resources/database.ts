import { z } from "zod";
import { defineResource, rule } from "../resource/definition";
import { boolean, clause, integer, reference, text, word } from "../resource/forms";
import { tags } from "../resource/tags";
import { quoted, raw, sql } from "../sql";
import { clone } from "./clone";
import { contacts } from "./contacts";
import { databaseContents } from "./database-contents";
import { accounts, origins } from "./origin";
import { sizeSpelling, sizes } from "./sizes";

const severities = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"] as const;
const days = z.int().min(0).max(90);
const whole = z.int().min(0).max(2_147_483_647);
const cell = { source: "parameter" } as const;
/** Collations may be set to nothing, which is not the same as not being set. */
const collation = text({ ...cell, isUnset: () => false, parse: (value) => value ?? undefined });

/** A database. */
export const database = defineResource({
  kind: "Database",
  noun: "DATABASE",
  plural: "DATABASES",
  scope: "account",
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-database",
  properties: {
    /** Whether it, and all in it, has no Fail-safe and at most one day of Time Travel. A change is a replacement. @defaultValue false */
    transient: boolean({
      place: "modifier",
      clause: () => raw("TRANSIENT"),
      source: { column: "options" },
      parse: (options) => /\bTRANSIENT\b/.test(options ?? "") || undefined,
      isUnset: (value) => !value,
      change: "replace",
    }),
    /** Database to copy, and from when; at creation only: a later change is a replacement. @defaultValue none */
    clone: clone(1),
    ...origins,
    /** Days for which dropped and changed data can be brought back: 0 or 1 on Standard edition and for transient databases, else up to 90. @defaultValue inherited from the account, 1 */
    dataRetentionTimeInDays: integer(days, {
      ...cell,
      loss: ({ before = 1, after = 1, row }) => {
        const inUse = Number(row?.["retention_time"] ?? before);
        return after < inUse
          ? `lower the Time Travel retention from ${inUse} to ${after} days, which ends the older history, of`
          : undefined;
      },
    }),
    /** Days by which Snowflake may extend the retention so that streams do not go stale. @defaultValue inherited, 14 */
    maxDataExtensionTimeInDays: integer(days, cell),
    /** External volume of new Iceberg tables. @defaultValue inherited, none */
    externalVolume: reference(cell),
    /** Catalog integration of new Iceberg tables. @defaultValue inherited, none */
    catalog: reference(cell),
    /** Collation of columns added later; `""` for none whatever is inherited. @defaultValue inherited, none */
    defaultDdlCollation: collation,
    /** The same for Iceberg tables. @defaultValue inherited, none */
    icebergDefaultDdlCollation: collation,
    /** Format version of new Iceberg tables, 2 or 3. @defaultValue inherited, 2 */
    icebergVersionDefault: integer(z.int().min(2).max(3), cell),
    /** How rows of Iceberg tables are updated. @defaultValue inherited, `"AUTO"` */
    icebergMergeOnReadBehavior: word(["AUTO", "ENABLED", "DISABLED"], { ...cell, quoted: true }),
    /** Format of the metadata of new tables. @defaultValue inherited, `"SNOWFLAKE"` */
    defaultMetadataWriteFormat: word(["SNOWFLAKE", "ICEBERG"], cell),
    /** Whether invalid UTF-8 in results of Iceberg tables is replaced. @defaultValue inherited, false */
    replaceInvalidCharacters: boolean(cell),
    /** Encoding of Iceberg tables' storage. @defaultValue inherited, `"OPTIMIZED"` */
    storageSerializationPolicy: word(["COMPATIBLE", "OPTIMIZED"], cell),
    /** Least severity of log messages that are kept. @defaultValue inherited, `"OFF"` */
    logLevel: word(severities, { ...cell, quoted: true }),
    /** Least severity of log events that are kept. @defaultValue inherited, `"OFF"` */
    logEventLevel: word(severities, { ...cell, quoted: true }),
    /** Which trace events are kept. @defaultValue inherited, `"OFF"` */
    traceLevel: word(["ALWAYS", "ON_EVENT", "PROPAGATE", "OFF"], { ...cell, quoted: true }),
    /** Which metrics are kept. @defaultValue inherited, `"NONE"` */
    metricLevel: word(["ALL", "NONE"], { ...cell, quoted: true }),
    /** Failures in a row after which a task is suspended; 0 for never. @defaultValue inherited, 10 */
    suspendTaskAfterNumFailures: integer(whole, cell),
    /** Automatic retries of a failed task graph. @defaultValue inherited, 0 */
    taskAutoRetryAttempts: integer(whole, cell),
    /** Size of the compute for the first runs of a serverless task. @defaultValue inherited, `"MEDIUM"` */
    userTaskManagedInitialWarehouseSize: word(sizes, { ...cell, spellings: sizeSpelling, quoted: true }),
    /** Milliseconds a task may run. @defaultValue inherited, 3600000 */
    userTaskTimeoutMs: integer(whole, cell),
    /** Least seconds between two runs of a triggered task. @defaultValue inherited, 30 */
    userTaskMinimumTriggerIntervalInSeconds: integer(whole, cell),
    /** Whether quoted names in it ignore letter case; this library's own names then must be upper case. @defaultValue inherited, false */
    quotedIdentifiersIgnoreCase: boolean(cell),
    /** Whether the output of procedures is kept as log messages. @defaultValue inherited, false */
    enableConsoleOutput: boolean(cell),
    /** Compute pool of notebooks on CPUs. @defaultValue inherited, `SYSTEM_COMPUTE_POOL_CPU` */
    defaultNotebookComputePoolCpu: reference({ ...cell, literal: true }),
    /** Compute pool of notebooks on GPUs. @defaultValue inherited, `SYSTEM_COMPUTE_POOL_GPU` */
    defaultNotebookComputePoolGpu: reference({ ...cell, literal: true }),
    /** Whether Iceberg tables are compacted automatically. @defaultValue inherited, true */
    enableDataCompaction: boolean(cell),
    /** Open Catalog integration that Iceberg tables are synchronised with. @defaultValue none */
    catalogSync: text(cell),
    /** How schemas become namespaces there; at creation only: a change is a replacement. @defaultValue `"NEST"` */
    catalogSyncNamespaceMode: word(["NEST", "FLATTEN"], { source: "nowhere", change: "replace" }),
    /** What stands between database and schema in a flattened namespace; at creation only: a change is a replacement. @defaultValue none */
    catalogSyncNamespaceFlattenDelimiter: text({ source: "nowhere", change: "replace" }),
    /** Who finds its objects in searches: `"PRIVILEGED"`, or the specification as YAML text. @defaultValue none */
    objectVisibility: clause<string, string>(
      z
        .string()
        .min(1)
        .transform((written) => (/^privileged$/i.test(written) ? "PRIVILEGED" : written)),
      (value) => (value === "PRIVILEGED" ? raw(value) : sql`${value}`),
      { source: { column: "" }, parse: (value) => value || undefined },
    ),
    /** Integration that authorises OAuth clients. @defaultValue none */
    oauthAuthorizationServer: text(cell),
    /** Scopes, separated by commas, that OAuth clients may ask for. @defaultValue none */
    oauthScopesSupported: text(cell),
    /** @defaultValue none */
    comment: text(),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags,
    /** Contacts by purpose: `{ STEWARD: "DB.SCHEMA.CONTACT" }`. @defaultValue none */
    contacts,
    /** Event table that its log messages go to, `DB.SCHEMA.TABLE`. @defaultValue inherited, none */
    eventTable: reference({ ...cell, parts: 3, place: "after" }),
    /** Folder, in the external volume, of new Iceberg tables. @defaultValue inherited, none */
    baseLocationPrefix: text({ ...cell, place: "after" }),
    /** Warehouse of Streamlit apps and notebooks. @defaultValue inherited, none */
    defaultStreamlitNotebookWarehouse: reference({ ...cell, place: "after", refersTo: "Warehouse" }),
    /** Classification profile of its schemas, `DB.SCHEMA.PROFILE`. @defaultValue none */
    classificationProfile: reference({ source: "nowhere", parts: 3, literal: true, place: "after" }),
    /** Settings of data quality monitoring, as YAML text. @defaultValue none */
    dataQualityMonitoringSettings: text({ place: "after", fallback: "unset" }),
    /** Whether failover groups may replicate it. @defaultValue not said */
    replicableWithFailoverGroups: word(["YES", "NO"], { ...cell, quoted: true, place: "after" }),
    /** Accounts that may hold a replica, `ORG.ACCOUNT`. @defaultValue none */
    replicationToAccounts: accounts("REPLICATION", "replicationToAccounts"),
    /** Accounts whose replica may become the primary, `ORG.ACCOUNT`. @defaultValue none */
    failoverToAccounts: accounts("FAILOVER", "failoverToAccounts"),
  },
  rules: [
    rule(["dataRetentionTimeInDays", "transient"], ({ dataRetentionTimeInDays: kept, transient }) =>
      transient === true && Number(kept ?? 0) > 1
        ? `${kept} is above 1 day, the most for a transient database`
        : undefined,
    ),
    rule([...Object.keys(origins), "clone"], (values) => {
      const given = [...Object.keys(origins), "clone"].filter((key) => values[key] !== undefined);
      return given.length > 1 ? `${given.join(" and ")} cannot go together: a database has one origin` : undefined;
    }),
    rule(
      ["fromShare", "transient", "dataRetentionTimeInDays"],
      ({ fromShare, transient, dataRetentionTimeInDays: kept }) =>
        fromShare !== undefined && (transient !== undefined || kept !== undefined)
          ? "a database from a share has neither transient nor dataRetentionTimeInDays"
          : undefined,
    ),
    rule(["asReplicaOf", "tags"], ({ asReplicaOf, tags: given }) =>
      asReplicaOf !== undefined && given !== undefined ? "a replica takes no tags; set them on its primary" : undefined,
    ),
    rule(["catalogSyncNamespaceFlattenDelimiter", "catalogSyncNamespaceMode"], (values) =>
      values["catalogSyncNamespaceFlattenDelimiter"] !== undefined && values["catalogSyncNamespaceMode"] !== "FLATTEN"
        ? 'needs catalogSyncNamespaceMode: "FLATTEN"'
        : undefined,
    ),
  ],
  data: {
    contents: databaseContents,
    retentionDays: (row) => Number(row["retention_time"] ?? 0),
    undrop: (name) => sql`UNDROP DATABASE ${quoted(...name)}`,
  },
});
