import { defineResource, rule } from "../resource/definition";
import { reference, text, word } from "../resource/forms";
import { tags } from "../resource/tags";
import { quoted, sql } from "../sql";
import { clone, copyAt } from "./clone";
import { contacts } from "./contacts";
import { databaseContents } from "./container-contents";
import { alteredParameters, containerParameters, retention, transientOption, visibility } from "./container-parameters";
import { accounts, origins } from "./origin";

const cell = { source: "parameter" } as const;

/** A database. */
export const database = defineResource({
  kind: "Database",
  noun: "DATABASE",
  plural: "DATABASES",
  scope: "account",
  container: true,
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-database",
  properties: {
    /** Whether it, and all in it, has no Fail-safe and at most one day of Time Travel. A change is a replacement. @defaultValue false */
    transient: transientOption,
    /** Database to copy, and from when; at creation only: another one later is a replacement, and taken out it is forgotten. @defaultValue none */
    clone: clone(1),
    ...origins,
    /** Days for which dropped and changed data can be brought back: 0 or 1 on Standard edition and for transient databases, else up to 90. @defaultValue inherited from the account, 1 */
    dataRetentionTimeInDays: retention,
    ...containerParameters,
    /** How schemas become namespaces there; at creation only: a change is a replacement. @defaultValue `"NEST"` */
    catalogSyncNamespaceMode: word(["NEST", "FLATTEN"], { source: "nowhere", change: "replace" }),
    /** What stands between database and schema in a flattened namespace; at creation only: a change is a replacement. @defaultValue none */
    catalogSyncNamespaceFlattenDelimiter: text({ source: "nowhere", change: "replace" }),
    /** Who finds its objects in searches: `"PRIVILEGED"`, or the specification as YAML text. @defaultValue none */
    objectVisibility: visibility,
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
    ...alteredParameters,
    /** Settings of data quality monitoring, as YAML text. @defaultValue none */
    dataQualityMonitoringSettings: text({ place: "after", fallback: "unset" }),
    /** Classification profile of its schemas, `DB.SCHEMA.PROFILE`. @defaultValue none */
    classificationProfile: reference({ source: "nowhere", parts: 3, literal: true, place: "after" }),
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
    hides: true,
    retentionDays: (row) => Number(row["retention_time"] ?? 0),
    undrop: (name) => sql`UNDROP DATABASE ${quoted(...name)}`,
    copyAt: (name, moment) => copyAt("DATABASE", name, moment),
  },
});
