import { defineResource, rule } from "../resource/definition";
import { boolean, reference, text } from "../resource/forms";
import { safe } from "../resource/plan";
import { tags } from "../resource/tags";
import { quoted, raw, sql } from "../sql";
import { clone, copyAt } from "./clone";
import { contacts } from "./contacts";
import { schemaContents } from "./container-contents";
import { alteredParameters, containerParameters, retention, transientOption, visibility } from "./container-parameters";
import { restored } from "./origin";

const cell = { source: "parameter" } as const;

/** A schema of a database. */
export const schema = defineResource({
  kind: "Schema",
  noun: "SCHEMA",
  plural: "SCHEMAS",
  scope: "database",
  container: true,
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-schema",
  properties: {
    /** Whether it, and all in it, has no Fail-safe and at most one day of Time Travel. A change is a replacement. @defaultValue false; in a transient database always true */
    transient: transientOption,
    /** Schema to copy, `DB.SCHEMA`, and from when; at creation only: another one later is a replacement, and taken out it is forgotten. @defaultValue none */
    clone: clone(2),
    /** Backup it is restored from. A change is a replacement. @defaultValue none */
    fromBackupSet: restored,
    /** Whether its owner alone, not the owners of the objects in it, may grant privileges on them. @defaultValue false */
    managedAccess: boolean({
      place: "head",
      clause: (value) => raw(value ? "WITH MANAGED ACCESS" : ""),
      source: { column: "options" },
      parse: (options) => /\bMANAGED ACCESS\b/.test(options ?? ""),
      standard: false,
      onChange: ({ alter, after = false, reason }) => [
        safe(sql`${alter} ${raw(after ? "ENABLE" : "DISABLE")} MANAGED ACCESS`, reason, ["managedAccess"]),
      ],
    }),
    /** Days for which dropped and changed data can be brought back: 0 or 1 on Standard edition and for transient schemas, else up to 90. @defaultValue inherited from the database */
    dataRetentionTimeInDays: retention,
    ...containerParameters,
    /** Whether its pipes are paused. @defaultValue inherited, false */
    pipeExecutionPaused: boolean(cell),
    /** Who finds its objects in searches: `"PRIVILEGED"`, or the specification as YAML text. @defaultValue none */
    objectVisibility: visibility,
    /** Classification profile, `DB.SCHEMA.PROFILE`. @defaultValue none */
    classificationProfile: reference({ source: "nowhere", parts: 3, literal: true }),
    /** @defaultValue none */
    comment: text(),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags,
    /** Contacts by purpose: `{ STEWARD: "DB.SCHEMA.CONTACT" }`. @defaultValue none */
    contacts,
    ...alteredParameters,
    /** Integration that authorises OAuth clients. @defaultValue inherited, none */
    oauthAuthorizationServer: text({ ...cell, place: "after" }),
    /** Scopes, separated by commas, that OAuth clients may ask for. @defaultValue inherited, none */
    oauthScopesSupported: text({ ...cell, place: "after" }),
  },
  rules: [
    rule(["dataRetentionTimeInDays", "transient"], ({ dataRetentionTimeInDays: kept, transient }) =>
      transient === true && Number(kept ?? 0) > 1
        ? `${kept} is above 1 day, the most for a transient schema`
        : undefined,
    ),
    rule(["name"], ({ name }) =>
      name === "INFORMATION_SCHEMA" ? "INFORMATION_SCHEMA is Snowflake's own; choose another name" : undefined,
    ),
    rule(["fromBackupSet", "clone"], ({ fromBackupSet, clone: source }) =>
      fromBackupSet !== undefined && source !== undefined
        ? "cannot go together with clone: a schema has one origin"
        : undefined,
    ),
  ],
  data: {
    contents: (client, name) => schemaContents(client, name),
    hides: true,
    retentionDays: (row) => Number(row["retention_time"] ?? 0),
    undrop: (name) => sql`UNDROP SCHEMA ${quoted(...name)}`,
    copyAt: (name, moment) => copyAt("SCHEMA", name, moment),
  },
});
