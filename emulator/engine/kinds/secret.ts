import type { CatalogObject } from "../catalog/object";
import type { StatementResult } from "../result";
import { statementTypes } from "../result";
import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import { identifierForm, nullable, textForm, wordForm } from "../statements/forms";
import type { Kind } from "../statements/kind";
import type { Option } from "../statements/options";
import * as show from "../statements/show-columns";

/** What each type of secret cannot do without. */
const required: Record<string, readonly string[]> = {
  PASSWORD: ["USERNAME", "PASSWORD"],
  GENERIC_STRING: ["SECRET_STRING"],
  OAUTH2: ["API_AUTHENTICATION"],
  CLOUD_PROVIDER_TOKEN: ["API_AUTHENTICATION"],
  SYMMETRIC_KEY: ["ALGORITHM"],
  WORKLOAD_IDENTITY_FEDERATION: [],
};

/** Values of secrets are understood and forgotten: nothing shows them. */
const hidden: Option = { form: textForm(), kept: "nowhere" };

/** SECRET: https://docs.snowflake.com/en/sql-reference/sql/create-secret */
export const secret: Kind = {
  kind: "SECRET",
  words: ["SECRET"],
  plural: ["SECRETS"],
  noun: "Secret",
  space: "SECRET",
  container: "SCHEMA",
  createPrivilege: "CREATE SECRET",
  privileges: ["USAGE", "READ"],
  taggable: true,
  options: {
    TYPE: { form: wordForm(...Object.keys(required)), kept: "property", in: ["create"] },
    USERNAME: { form: textForm(), kept: "property", in: ["create", "set"] },
    PASSWORD: hidden,
    SECRET_STRING: hidden,
    OAUTH_REFRESH_TOKEN: hidden,
    OAUTH_REFRESH_TOKEN_EXPIRY_TIME: { form: textForm(), kept: "property", in: ["create", "set"] },
    API_AUTHENTICATION: { form: identifierForm(), kept: "property", in: ["create", "set"] },
    ALGORITHM: { form: wordForm("GENERIC"), kept: "nowhere", in: ["create"] },
    ENABLED: { form: wordForm("TRUE", "FALSE"), kept: "nowhere", in: ["create", "set"] },
    COMMENT: { form: nullable(textForm()), kept: "comment" },
  },

  clause(cursor, draft) {
    if (draft.clauses["scopes"] !== undefined || !cursor.accept("OAUTH_SCOPES")) return false;
    cursor.expectSymbol("=");
    draft.clauses["scopes"] = cursor.list(() => cursor.string());
    return true;
  },

  settle(_context, { draft, properties, given }) {
    if (!draft) return;
    const absent = (required[String(properties["TYPE"])] ?? ["TYPE"]).filter((option) => !given.has(option));
    if (absent.length > 0) throw compilationError("002029", "42601", `Missing option(s): [${absent.join(", ")}]`);
    properties["scopes"] = draft.clauses["scopes"] ?? null;
  },

  show: {
    cap: "error",
    columns: [
      show.createdOn,
      show.name,
      show.schemaName,
      show.databaseName,
      show.owner,
      show.commentColumn,
      show.textColumn("secret_type", ({ properties }) => String(properties["TYPE"])),
      show.textColumn("oauth_scopes", scopesOf),
      show.ownerRoleType,
    ],
  },

  describe,
};

const described = [
  show.createdOn,
  show.name,
  show.schemaName,
  show.databaseName,
  show.owner,
  show.commentColumn,
  show.textColumn("secret_type", ({ properties }) => String(properties["TYPE"])),
  property("username", "USERNAME"),
  show.constant("oauth_access_token_expiry_time", null),
  property("oauth_refresh_token_expiry_time", "OAUTH_REFRESH_TOKEN_EXPIRY_TIME"),
  show.textColumn("oauth_scopes", scopesOf),
  property("integration_name", "API_AUTHENTICATION"),
];

function describe(context: Context, object: CatalogObject): StatementResult {
  return {
    columns: described.map(({ column }) => column),
    rows: [described.map(({ cell }) => cell(object, context))],
    statementTypeId: statementTypes.describe,
  };
}

function property(column: string, key: string) {
  return show.textColumn(column, ({ properties }) => (properties[key] ? String(properties[key]) : null));
}

function scopesOf({ properties }: CatalogObject): string | null {
  const { scopes } = properties;
  return Array.isArray(scopes) ? `[${scopes.join(", ")}]` : null;
}
