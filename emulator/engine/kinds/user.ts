import type { Json } from "../catalog/object";
import { executed, status } from "../result";
import { booleanForm, identifierForm, integerForm, nullable, textForm, wordForm } from "../statements/forms";
import type { Kind } from "../statements/kind";
import { comment, parameterOptions } from "../statements/options";
import * as show from "../statements/show-columns";
import type { Cursor } from "../syntax/cursor";

const property = { kept: "property" } as const;

/** USER: https://docs.snowflake.com/en/sql-reference/sql/create-user */
export const user: Kind = {
  kind: "USER",
  words: ["USER"],
  plural: ["USERS"],
  noun: "User",
  space: "USER",
  container: "ACCOUNT",
  createPrivilege: "CREATE USER",
  privileges: ["MONITOR", "IMPERSONATE", "MODIFY PROGRAMMATIC AUTHENTICATION METHODS"],
  taggable: true,
  options: {
    ...parameterOptions("USER"),
    COMMENT: comment,
    PASSWORD: { ...property, form: textForm() },
    LOGIN_NAME: { ...property, form: identifierForm() },
    DISPLAY_NAME: { ...property, form: identifierForm() },
    FIRST_NAME: { ...property, form: identifierForm() },
    LAST_NAME: { ...property, form: identifierForm() },
    EMAIL: { ...property, form: textForm() },
    TYPE: { ...property, form: wordForm("PERSON", "SERVICE", "LEGACY_SERVICE") },
    MUST_CHANGE_PASSWORD: { ...property, form: booleanForm(), initial: false },
    DISABLED: { ...property, form: booleanForm(), initial: false },
    DAYS_TO_EXPIRY: { ...property, form: nullable(integerForm(0)) },
    MINS_TO_UNLOCK: { ...property, form: nullable(integerForm(0)) },
    DEFAULT_WAREHOUSE: { ...property, form: identifierForm() },
    DEFAULT_NAMESPACE: { ...property, form: identifierForm() },
    DEFAULT_ROLE: { ...property, form: identifierForm() },
    RSA_PUBLIC_KEY: { ...property, form: textForm() },
    RSA_PUBLIC_KEY_2: { ...property, form: textForm() },
  },

  clause(cursor, draft) {
    const roles = readSecondaryRoles(cursor);
    if (roles === undefined) return false;
    draft.clauses["DEFAULT_SECONDARY_ROLES"] = roles;
    return true;
  },

  alter(cursor) {
    const back = cursor.mark();
    const roles = cursor.accept("SET") ? readSecondaryRoles(cursor) : undefined;
    if (roles === undefined) {
      back();
      return undefined;
    }
    return (context, object) => {
      context.access.requireOwnership(object);
      object.properties["DEFAULT_SECONDARY_ROLES"] = roles;
      return status(executed);
    };
  },

  settle(_context, { draft, properties, name }) {
    if (draft) properties["DEFAULT_SECONDARY_ROLES"] = draft.clauses["DEFAULT_SECONDARY_ROLES"] ?? [];
    properties["LOGIN_NAME"] ??= name;
    properties["LOGIN_NAME"] = String(properties["LOGIN_NAME"]).toUpperCase();
    properties["DISPLAY_NAME"] ??= name;
  },

  show: {
    cap: "cut",
    columns: [
      show.name,
      show.createdOn,
      ...["LOGIN_NAME", "DISPLAY_NAME", "FIRST_NAME", "LAST_NAME", "EMAIL"].map(propertyColumn),
      show.constant("mins_to_unlock", ""),
      show.constant("days_to_expiry", ""),
      show.commentColumn,
      show.textColumn("disabled", (object) => String(object.properties["DISABLED"] ?? false)),
      show.textColumn("must_change_password", (object) => String(object.properties["MUST_CHANGE_PASSWORD"] ?? false)),
      show.constant("snowflake_lock", "false"),
      ...["DEFAULT_WAREHOUSE", "DEFAULT_NAMESPACE", "DEFAULT_ROLE"].map(propertyColumn),
      show.textColumn("default_secondary_roles", (object) =>
        JSON.stringify(object.properties["DEFAULT_SECONDARY_ROLES"] ?? []),
      ),
      show.constant("ext_authn_duo", "false"),
      show.constant("ext_authn_uid", ""),
      show.constant("mins_to_bypass_mfa", ""),
      show.owner,
      show.constant("last_success_login", null),
      show.constant("expires_at_time", null),
      show.constant("locked_until_time", null),
      show.textColumn("has_password", (object) => String(typeof object.properties["PASSWORD"] === "string")),
      show.textColumn("has_rsa_public_key", (object) =>
        String(typeof object.properties["RSA_PUBLIC_KEY"] === "string"),
      ),
      show.textColumn("type", (object) => String(object.properties["TYPE"] ?? "")),
    ],
    terse: [
      show.name,
      show.createdOn,
      show.constant("kind", null),
      show.constant("database_name", null),
      show.constant("schema_name", null),
    ],
  },
};

function propertyColumn(property: string) {
  return show.textColumn(property.toLowerCase(), (object) => String(object.properties[property] ?? ""));
}

function readSecondaryRoles(cursor: Cursor): Json | undefined {
  if (!cursor.accept("DEFAULT_SECONDARY_ROLES")) return undefined;
  cursor.expectSymbol("=");
  if (cursor.atSymbol("(") && cursor.ahead(1).value === ")") {
    cursor.next();
    cursor.next();
    return [];
  }
  return cursor.list(() => (cursor.string() === "ALL" ? "ALL" : cursor.unexpected()));
}
