import type { CatalogObject } from "../catalog/object";
import { invalidCombination, unsupported } from "../sql-error";
import { cloneContents, readClone, settleClone } from "../statements/clone";
import type { Context } from "../statements/context";
import { listing } from "../statements/describe";
import { textForm, wordForm } from "../statements/forms";
import type { Change, CreateDraft, Kind } from "../statements/kind";
import type { Options } from "../statements/options";
import { comment, parameterOptions } from "../statements/options";
import * as show from "../statements/show-columns";
import { parseShowReplication } from "../statements/show-replication";
import { dropForeignKeysFromOutside, foreignKeyFromOutside, relocateReferences } from "../table/container-references";
import { readContact, readContactChange, readOrigin } from "./database-clauses";
import { readReplication } from "./replication";
import { checkRetention } from "./retention";

/** The row that every database has for its INFORMATION_SCHEMA. */
export const informationSchemaComment = "Views describing the contents of schemas in this database";

/** Properties that databases and schemas share, beside the parameters. */
export const containerProperties: Options = {
  COMMENT: comment,
  OBJECT_VISIBILITY: { form: textOrWord(), kept: "property" },
  CLASSIFICATION_PROFILE: { form: textForm(), kept: "property", in: ["set", "unset"] },
  DATA_QUALITY_MONITORING_SETTINGS: { form: textForm(), kept: "property", in: ["set", "unset"] },
};

/** Parameters that only ALTER sets. */
export const alterOnly = [
  "BASE_LOCATION_PREFIX",
  "DEFAULT_STREAMLIT_NOTEBOOK_WAREHOUSE",
  "EVENT_TABLE",
  "REPLICABLE_WITH_FAILOVER_GROUPS",
];

/** IMPORTED PRIVILEGES are for databases that were made from a share. */
const databasePrivileges = [
  "USAGE",
  "MODIFY",
  "MONITOR",
  "CREATE SCHEMA",
  "CREATE DATABASE ROLE",
  "IMPORTED PRIVILEGES",
  "APPLYBUDGET",
];

/** DATABASE: https://docs.snowflake.com/en/sql-reference/sql/create-database */
export const database: Kind = {
  kind: "DATABASE",
  words: ["DATABASE"],
  plural: ["DATABASES"],
  noun: "Database",
  space: "DATABASE",
  container: "ACCOUNT",
  modifiers: ["TRANSIENT"],
  createPrivilege: "CREATE DATABASE",
  privileges: databasePrivileges,
  grantable: ({ properties }) =>
    databasePrivileges.filter((privilege) => properties["imported"] === true || privilege !== "IMPORTED PRIVILEGES"),
  alterPrivileges: ["OWNERSHIP", "MODIFY"],
  orAlter: true,
  taggable: true,
  undroppable: true,
  swappable: true,
  options: {
    ...parameterOptions("DATABASE", { alterOnly }),
    ...containerProperties,
    CATALOG_SYNC_NAMESPACE_MODE: { form: wordForm("NEST", "FLATTEN"), kept: "property", in: ["create"] },
    CATALOG_SYNC_NAMESPACE_FLATTEN_DELIMITER: { form: textForm(), kept: "property", in: ["create"] },
  },

  clause: (cursor, draft) => readOrigin(cursor, draft) || readClone(cursor, draft) || readContact(cursor, draft),

  settle(context, change) {
    settleTransient(change);
    settleClone(context, database, change);
    checkRetention(context, change);
    if (change.draft) settleOrigin(change, change.draft);
  },

  created(context, object, draft) {
    const { catalog, session } = context;
    if (cloneContents(context, object, draft)) {
      relocateReferences(context, catalog.get(Number(draft.clauses["cloneSource"])), object);
    } else addSchemas(context, object);
    session.database = object.name;
    session.schema = catalog.find(object.id, "SCHEMA", "PUBLIC") ? "PUBLIC" : null;
  },

  alter: (cursor) => readReplication(cursor) ?? readContactChange(cursor),
  dropping: dropForeignKeysFromOutside,
  blocksRestrict: foreignKeyFromOutside,

  show: {
    history: true,
    withPrivileges: true,
    cap: "error",
    columns: [
      show.createdOn,
      show.name,
      show.isDefault("DEFAULT_NAMESPACE"),
      show.textColumn("is_current", (object, { session }) =>
        show.flag(object.droppedOn === null && session.database === object.name),
      ),
      show.textColumn("origin", (object) => String(object.properties["origin"] ?? "")),
      show.owner,
      show.commentColumn,
      show.textColumn("options", (object) => (object.properties["transient"] ? "TRANSIENT" : "")),
      show.retentionTime,
      show.droppedOn,
      show.textColumn("kind", databaseKind),
      show.constant("budget", null),
      show.ownerRoleType,
      show.textColumn("object_visibility", (object) => textOrNull(object.properties["OBJECT_VISIBILITY"])),
      show.textColumn("data_quality_monitoring_settings", (object) =>
        textOrNull(object.properties["DATA_QUALITY_MONITORING_SETTINGS"]),
      ),
    ],
    terse: [
      show.createdOn,
      show.name,
      show.textColumn("kind", databaseKind),
      show.constant("database_name", null),
      show.constant("schema_name", null),
      show.droppedOn,
    ],
  },

  reading: [{ words: ["SHOW", "REPLICATION", "DATABASES"], parse: parseShowReplication }],

  describe: (context, object) =>
    listing(
      context.catalog
        .children(object.id, "SCHEMA")
        .filter((schema) => context.access.sees(schema))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    ),
};

/** TRANSIENT is decided by the words of CREATE and never changes afterwards. */
export function settleTransient(change: Change): void {
  if (!change.draft) return;
  const transient = change.draft.modifiers.has("TRANSIENT");
  if (change.before && Boolean(change.before.properties["transient"]) !== transient) {
    throw unsupported("CREATE OR ALTER with another TRANSIENT");
  }
  if (transient) change.properties["transient"] = true;
}

function settleOrigin(change: Change, draft: CreateDraft): void {
  for (const key of ["origin", "imported", "contacts"]) {
    const value = draft.clauses[key];
    if (value !== undefined) change.properties[key] = value;
  }
  const origin = draft.clauses["origin"];
  if (draft.clauses["backup"] !== undefined && (draft.orReplace || draft.orAlter)) {
    throw unsupported("OR REPLACE or OR ALTER with FROM BACKUP SET");
  }
  if (draft.orAlter && (origin !== undefined || draft.clauses["clone"] !== undefined)) {
    throw unsupported("CREATE OR ALTER with CLONE or FROM");
  }
  if (
    draft.clauses["imported"] === true &&
    (draft.modifiers.size > 0 || draft.values.has("DATA_RETENTION_TIME_IN_DAYS"))
  ) {
    throw unsupported("TRANSIENT or DATA_RETENTION_TIME_IN_DAYS on a shared database");
  }
  if (origin !== undefined && draft.clauses["imported"] !== true && draft.tags.length > 0) {
    throw unsupported("TAG on a replica");
  }
  const mode = draft.values.get("CATALOG_SYNC_NAMESPACE_MODE");
  const delimiter = draft.values.get("CATALOG_SYNC_NAMESPACE_FLATTEN_DELIMITER");
  if (delimiter !== undefined && mode !== "FLATTEN") {
    throw invalidCombination(
      ["CATALOG_SYNC_NAMESPACE_FLATTEN_DELIMITER", String(delimiter)],
      ["CATALOG_SYNC_NAMESPACE_MODE", String(mode ?? "NEST")],
    );
  }
}

function addSchemas({ catalog }: Context, object: CatalogObject): void {
  const schema = { kind: "SCHEMA", space: "SCHEMA", parent: object.id };
  const transient = object.properties["transient"] === true ? { transient: true } : {};
  catalog.add({ ...schema, name: "INFORMATION_SCHEMA", owner: null, comment: informationSchemaComment });
  if (object.properties["origin"] !== undefined) return;
  catalog.add({ ...schema, name: "PUBLIC", owner: object.owner, properties: transient });
}

function databaseKind(object: CatalogObject): string {
  return object.properties["imported"] ? "IMPORTED DATABASE" : "STANDARD";
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function textOrWord() {
  const word = wordForm("PRIVILEGED");
  return (written: Parameters<typeof word>[0]) => word(written) ?? textForm()(written);
}
