import { executed, status } from "../result";
import { insufficientPrivileges, invalidPropertyValue } from "../sql-error";
import { cloneContents, readClone, settleClone } from "../statements/clone";
import { listing } from "../statements/describe";
import { textForm } from "../statements/forms";
import type { Kind, ObjectAction } from "../statements/kind";
import { parameterOptions } from "../statements/options";
import * as show from "../statements/show-columns";
import { dropForeignKeysFromOutside, foreignKeyFromOutside, relocateReferences } from "../table/container-references";
import { alterOnly, containerProperties, settleTransient } from "./database";
import { readContact, readContactChange } from "./database-clauses";
import { checkRetention } from "./retention";
import { schemaPrivileges } from "./schema-privileges";

/** SCHEMA: https://docs.snowflake.com/en/sql-reference/sql/create-schema */
export const schema: Kind = {
  kind: "SCHEMA",
  words: ["SCHEMA"],
  plural: ["SCHEMAS"],
  noun: "Schema",
  space: "SCHEMA",
  container: "DATABASE",
  modifiers: ["TRANSIENT"],
  createPrivilege: "CREATE SCHEMA",
  privileges: schemaPrivileges,
  alterPrivileges: ["OWNERSHIP", "MODIFY"],
  orAlter: true,
  taggable: true,
  undroppable: true,
  swappable: true,
  options: {
    ...parameterOptions("SCHEMA", {
      alterOnly: [...alterOnly, "OAUTH_AUTHORIZATION_SERVER", "OAUTH_SCOPES_SUPPORTED"],
    }),
    ...containerProperties,
    CLASSIFICATION_PROFILE: { form: textForm(), kept: "property" },
  },

  clause(cursor, draft) {
    if (!cursor.accept("WITH", "MANAGED", "ACCESS")) return readClone(cursor, draft) || readContact(cursor, draft);
    draft.clauses["managedAccess"] = true;
    return true;
  },

  settle(context, change) {
    if (change.name === "INFORMATION_SCHEMA") throw invalidPropertyValue(change.name, "NAME");
    settleTransient(change);
    if (change.draft) change.properties["managedAccess"] = change.draft.clauses["managedAccess"] ?? false;
    settleClone(context, schema, change);
    if (change.container.properties["transient"] === true) change.properties["transient"] = true;
    checkRetention(context, change);
  },

  created(context, object, draft) {
    if (cloneContents(context, object, draft)) {
      relocateReferences(context, context.catalog.get(Number(draft.clauses["cloneSource"])), object);
    }
    context.session.database = context.catalog.get(object.parent).name;
    context.session.schema = object.name;
  },

  alter(cursor) {
    if (cursor.accept("ENABLE", "MANAGED", "ACCESS")) return manageAccess(true);
    if (cursor.accept("DISABLE", "MANAGED", "ACCESS")) return manageAccess(false);
    return readContactChange(cursor);
  },

  dropping(context, object) {
    if (object.owner === null) throw insufficientPrivileges("SCHEMA", object.name);
    dropForeignKeysFromOutside(context, object);
  },

  blocksRestrict: foreignKeyFromOutside,

  show: {
    history: true,
    withPrivileges: true,
    cap: "error",
    columns: [
      show.createdOn,
      show.name,
      show.isDefault("DEFAULT_NAMESPACE"),
      show.textColumn("is_current", (object, { session, catalog }) =>
        show.flag(
          object.droppedOn === null &&
            session.schema === object.name &&
            session.database === catalog.get(object.parent).name,
        ),
      ),
      show.databaseName,
      show.owner,
      show.commentColumn,
      show.textColumn("options", (object) =>
        [object.properties["transient"] && "TRANSIENT", object.properties["managedAccess"] && "MANAGED ACCESS"]
          .filter(Boolean)
          .join(", "),
      ),
      show.retentionTime,
      show.droppedOn,
      show.ownerRoleType,
      show.constant("budget", null),
      show.textColumn("object_visibility", ({ properties }) =>
        properties["OBJECT_VISIBILITY"] ? String(properties["OBJECT_VISIBILITY"]) : null,
      ),
      show.constant("is_nested", "N"),
    ],
    terse: [
      show.createdOn,
      show.name,
      show.constant("kind", null),
      show.databaseName,
      show.constant("schema_name", null),
      show.droppedOn,
    ],
  },

  describe: (context, object) =>
    listing(
      context.catalog
        .allChildren(object.id)
        .filter((child) => context.access.sees(child))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    ),
};

function manageAccess(managed: boolean): ObjectAction {
  return (context, object) => {
    context.access.requireOwnership(object);
    object.properties["managedAccess"] = managed;
    object.updatedOn = context.catalog.stamp();
    return status(executed);
  };
}
