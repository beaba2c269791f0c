import { defineResource } from "../resource/definition";
import { boolean, clause, integer, nameOf, text } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { tags } from "../resource/tags";
import { canonicalQualified, parseQualified, quoted, raw, sql } from "../sql";
import { clone, copyAt, howOriginChanges } from "./clone";
import { clusterBy } from "./clustering";
import { rememberDefaults } from "./column-limits";
import { columns } from "./columns";
import { contacts } from "./contacts";
import { collation, days, retention, transientOption } from "./container-parameters";
import { restored } from "./origin";
import { searchOptimization } from "./search-optimization";
import { checks, foreignKeys, primaryKey, uniqueKeys } from "./table-keys";
import { aggregationPolicy, joinPolicy, rowAccessPolicy, storageLifecyclePolicy } from "./table-policies";
import { rowsOf } from "./table-rows";
import { tableRules } from "./table-rules";

const cell = { source: "parameter" } as const;

/** A switch of which SHOW TABLES tells ON or OFF, Y or N; off is what holds without it. */
const shownSwitch = {
  parse: (shown: string | null) => (shown === null ? undefined : /^(on|y|true)$/i.test(shown)),
  fallback: { set: false },
} as const;

/** A table. */
export const table = defineResource({
  kind: "Table",
  noun: "TABLE",
  plural: "TABLES",
  scope: "schema",
  // SHOW TABLES also lists tables that are created and altered by statements of their own.
  lists: (row) =>
    ["is_external", "is_event", "is_hybrid", "is_iceberg", "is_dynamic"].every((flag) => row[flag] !== "Y"),
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-table",
  properties: {
    /** Whether it has no Fail-safe and at most one day of Time Travel. A change is a replacement. @defaultValue false; in a transient schema always true */
    transient: {
      ...transientOption,
      source: { from: "column", column: "kind" },
    },
    /**
     * Its columns. They are described, not listed: their order counts at creation only, and only what is said of a column is
     * managed. Left out beside `clone`, `like` or `fromBackupSet`, they are whatever the source has.
     *
     * @defaultValue those of the source
     */
    columns,
    /** Its primary key: the columns, or an object with a name too. @defaultValue none */
    primaryKey,
    /** Its other keys, in any order; compared by their columns. @defaultValue none */
    uniqueKeys,
    /** Its references to keys of other tables, in any order; compared by columns and target. @defaultValue none */
    foreignKeys,
    /** Conditions that each row must meet, as SQL. Snowflake is asked for them only with a warehouse, so they are taken to stand. @defaultValue none */
    checks,
    /** Table whose columns and keys it takes, without rows; at creation only: another one later is a replacement, and taken out it is forgotten. @defaultValue none */
    like: clause<string, string>(nameOf(3), (value) => sql`LIKE ${quoted(...parseQualified(value))}`, {
      place: "head",
      clause: (value) => sql`LIKE ${quoted(...parseQualified(value))}`,
      change: howOriginChanges,
      follow: (value, renamed) => canonicalQualified(renamed(parseQualified(value))),
    }),
    /** Table to copy, and from when; at creation only: another one later is a replacement, and taken out it is forgotten. @defaultValue none */
    clone: clone(3),
    /** Backup it is restored from. A change is a replacement. @defaultValue none */
    fromBackupSet: restored,
    /** Columns or expressions by which its rows are kept together. @defaultValue none */
    clusterBy,
    /** Whether Snowflake keeps the rows sorted by {@link clusterBy}, which costs credits. @defaultValue true if it is clustered */
    automaticClustering: boolean({
      place: "after",
      ...shownSwitch,
      fallback: "nothing",
      standard: ({ clusterBy: keys }) => keys !== undefined,
      onChange: ({ alter, after, reason }) => [
        {
          ...safe(sql`${alter} ${raw(after === false ? "SUSPEND" : "RESUME")} RECLUSTER`, reason, [
            "automaticClustering",
          ]),
          phase: "last",
        },
      ],
    }),
    /** Days for which dropped and changed data can be brought back: 0 or 1 on Standard edition and for transient tables, else up to 90. @defaultValue inherited from the schema */
    dataRetentionTimeInDays: retention,
    /** Days by which Snowflake may extend the retention so that streams do not go stale. @defaultValue inherited, 14 */
    maxDataExtensionTimeInDays: integer(days, cell),
    /** Whether streams and CHANGES can see what is changed. Switching it off ends that history. @defaultValue false */
    changeTracking: boolean({
      ...shownSwitch,
      loss: ({ before, after }) =>
        before === true && after !== true ? "stop the change tracking, which makes streams stale, of" : undefined,
    }),
    /** Whether loading files may add columns and drop NOT NULL; columns that appear by themselves are then left alone. @defaultValue false */
    enableSchemaEvolution: boolean(shownSwitch),
    /** Whether rows that cannot be loaded are logged. Snowflake does not show it. @defaultValue false */
    errorLogging: boolean({ source: "nowhere" }),
    /** Whether rows carry the time of their last change. Switching it off deletes those times for good. Snowflake does not show it. @defaultValue false */
    rowTimestamp: boolean({
      source: "nowhere",
      loss: ({ before, after }) =>
        before === true && after !== true
          ? "delete the times of the last change of the rows (rowTimestamp) of"
          : undefined,
    }),
    /** Collation of columns added later; `""` for none whatever is inherited. @defaultValue inherited, none */
    defaultDdlCollation: collation,
    /** The same for Iceberg tables. @defaultValue inherited, none */
    icebergDefaultDdlCollation: collation,
    /** Whether grants of what it replaces, or of its source, are copied; at creation only. @defaultValue false */
    copyGrants: keyword("COPY GRANTS"),
    /** Whether tags of what it replaces, or of its source, are copied; at creation only. @defaultValue false */
    copyTags: keyword("COPY TAGS"),
    /** What speeds up selective queries: `true` for the whole table, or methods with their targets, such as `"EQUALITY(ID)"`. Snowflake shows whether, not which. @defaultValue none */
    searchOptimization,
    /** @defaultValue none */
    comment: text(),
    /** Policy that says which rows a role sees. Snowflake is not asked for it again. @defaultValue none */
    rowAccessPolicy,
    /** Policy that lets queries see groups of rows only. Snowflake is not asked for it again. @defaultValue none */
    aggregationPolicy,
    /** Policy that says which joins queries must make. Snowflake is not asked for it again. @defaultValue none */
    joinPolicy,
    /** Policy that says when rows are archived or deleted. Snowflake is not asked for it again. @defaultValue none */
    storageLifecyclePolicy,
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags,
    /** Contacts by purpose: `{ STEWARD: "DB.SCHEMA.CONTACT" }`. @defaultValue none */
    contacts,
  },
  rules: tableRules,
  remember: rememberDefaults,
  data: {
    contents: async (_client, _name, row) => rowsOf(row),
    hides: false,
    retentionDays: (row) => Number(row["retention_time"] ?? 0),
    undrop: (name) => sql`UNDROP TABLE ${quoted(...name)}`,
    copyAt: (name, moment) => copyAt("TABLE", name, moment),
  },
});

/** Words that only CREATE takes. */
function keyword(words: string): Property<boolean, boolean> {
  return boolean({
    place: "head",
    clause: (value) => raw(value ? words : ""),
    source: "nowhere",
    change: "creation",
  });
}
