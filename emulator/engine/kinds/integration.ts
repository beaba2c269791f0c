import type { CatalogObject, Json } from "../catalog/object";
import type { Cell, StatementResult } from "../result";
import { statementTypes, text } from "../result";
import { compilationError, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import { booleanForm } from "../statements/forms";
import type { Change, Kind } from "../statements/kind";
import { comment } from "../statements/options";
import { pathOf, requireObject } from "../statements/resolve";
import * as show from "../statements/show-columns";
import { qualifiedText } from "../syntax/name";
import { nameList } from "./option-lists";

const required = ["ALLOWED_NETWORK_RULES", "ENABLED"];

/** EXTERNAL ACCESS INTEGRATION: https://docs.snowflake.com/en/sql-reference/sql/create-external-access-integration */
export const integration: Kind = {
  kind: "INTEGRATION",
  words: ["EXTERNAL", "ACCESS", "INTEGRATION"],
  otherWords: ["INTEGRATION"],
  plural: ["EXTERNAL", "ACCESS", "INTEGRATIONS"],
  otherPlural: ["INTEGRATIONS"],
  noun: "Integration",
  space: "INTEGRATION",
  container: "ACCOUNT",
  createPrivilege: "CREATE EXTERNAL ACCESS INTEGRATION",
  widerCreatePrivilege: "CREATE INTEGRATION",
  privileges: ["USAGE"],
  renamable: false,
  taggable: true,
  options: {
    ALLOWED_NETWORK_RULES: nameList(3, []),
    ALLOWED_API_AUTHENTICATION_INTEGRATIONS: nameList(1, ["NONE"]),
    ALLOWED_AUTHENTICATION_SECRETS: nameList(3, ["ALL", "NONE"]),
    ENABLED: { form: booleanForm(), kept: "property", in: ["create", "set"] },
    COMMENT: comment,
  },

  settle(context, change) {
    const absent = change.draft ? required.filter((key) => !change.given.has(key)) : [];
    if (absent.length > 0) throw compilationError("002029", "42601", `Missing option(s): [${absent.join(", ")}]`);
    resolveNames(change, "ALLOWED_NETWORK_RULES", (parts) => egressRule(context, parts));
    resolveNames(change, "ALLOWED_AUTHENTICATION_SECRETS", (parts) => usableSecret(context, parts));
    // The emulator has no security integrations: nobody checks that there is one of that name.
    resolveNames(change, "ALLOWED_API_AUTHENTICATION_INTEGRATIONS", qualifiedText);
  },

  show: {
    cap: "cut",
    columns: [
      show.name,
      show.constant("type", "EXTERNAL_ACCESS"),
      show.constant("category", "EXTERNAL_ACCESS"),
      show.textColumn("enabled", ({ properties }) => String(properties["ENABLED"])),
      show.textColumn("comment", (object) => object.comment || null),
      show.createdOn,
    ],
  },

  describe,
};

/** Puts, in place of the names that a statement has just given, what says which objects they are. */
function resolveNames({ given, properties }: Change, key: string, resolve: (parts: string[]) => Json): void {
  const names = properties[key];
  if (given.has(key) && Array.isArray(names)) {
    properties[key] = names.map((parts) => resolve((parts as Json[]).map(String)));
  }
}

function egressRule(context: Context, parts: string[]): number {
  const kind = context.kinds.get("NETWORK RULE");
  const rule = requireObject(context, kind, { parts, text: "" }, "CREATE INTEGRATION");
  if (rule.properties["MODE"] !== "EGRESS") {
    throw unsupported(`network rule ${rule.name} of mode ${rule.properties["MODE"]} in an external access integration`);
  }
  return rule.id;
}

function usableSecret(context: Context, parts: string[]): number {
  const kind = context.kinds.get("SECRET");
  const secret = requireObject(context, kind, { parts, text: "" }, "CREATE INTEGRATION");
  context.access.require(secret, "USAGE");
  return secret.id;
}

function describe(context: Context, object: CatalogObject): StatementResult {
  const { properties } = object;
  const lists = ["NETWORK_RULES", "API_AUTHENTICATION_INTEGRATIONS", "AUTHENTICATION_SECRETS"].map((rest): Cell[] => {
    return [`ALLOWED_${rest}`, "List", shownList(context, properties[`ALLOWED_${rest}`]), "[]"];
  });
  return {
    columns: ["property", "property_type", "property_value", "property_default"].map((name) => text(name)),
    rows: [
      ["ENABLED", "Boolean", String(properties["ENABLED"]), "false"],
      ...lists,
      ["COMMENT", "String", object.comment, ""],
    ],
    statementTypeId: statementTypes.describe,
  };
}

/** Objects stand there by their present names; those that were dropped are left out. */
function shownList({ catalog }: Context, value: Json | undefined): string {
  if (typeof value === "string") return value === "NONE" ? "[]" : value.toLowerCase();
  const items = Array.isArray(value) ? value : [];
  const names = items.flatMap((item) => {
    if (typeof item !== "number") return [String(item)];
    const object = catalog.lookup(item);
    return object && object.droppedOn === null ? [qualifiedText(pathOf({ catalog }, object))] : [];
  });
  return `[${names.join(",")}]`;
}
