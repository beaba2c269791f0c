import type { CatalogObject } from "../catalog/object";
import type { StatementResult } from "../result";
import { fixed, statementTypes } from "../result";
import type { Context } from "../statements/context";
import { wordForm } from "../statements/forms";
import type { Kind, ShowColumn } from "../statements/kind";
import { comment } from "../statements/options";
import * as show from "../statements/show-columns";
import { modes, settleNetworkRule, types } from "./network-rule-rules";
import { textList } from "./option-lists";

const common: readonly ShowColumn[] = [
  show.createdOn,
  show.name,
  show.databaseName,
  show.schemaName,
  show.owner,
  show.commentColumn,
  show.textColumn("type", ({ properties }) => String(properties["TYPE"])),
  show.textColumn("mode", ({ properties }) => String(properties["MODE"])),
];

/** NETWORK RULE: https://docs.snowflake.com/en/sql-reference/sql/create-network-rule */
export const networkRule: Kind = {
  kind: "NETWORK RULE",
  words: ["NETWORK", "RULE"],
  plural: ["NETWORK", "RULES"],
  noun: "Network rule",
  createdAs: "Network rule",
  space: "NETWORK RULE",
  container: "SCHEMA",
  createPrivilege: "CREATE NETWORK RULE",
  privileges: [],
  orAlter: true,
  renamable: false,
  options: {
    TYPE: { form: wordForm(...types), kept: "property", in: ["create"] },
    MODE: { form: wordForm(...modes), kept: "property", initial: "INGRESS", in: ["create"] },
    VALUE_LIST: textList({ initial: [] }),
    COMMENT: comment,
  },

  settle: settleNetworkRule,

  show: {
    cap: "cut",
    columns: [
      ...common,
      { column: fixed("entries_in_valuelist"), cell: (object) => String(valuesOf(object).length) },
      show.ownerRoleType,
    ],
  },

  describe(context: Context, rule: CatalogObject): StatementResult {
    context.access.requireOwnership(rule);
    const columns = [...common, show.textColumn("value_list", (object) => valuesOf(object).join(","))];
    return {
      columns: columns.map(({ column }) => column),
      rows: [columns.map(({ cell }) => cell(rule, context))],
      statementTypeId: statementTypes.describe,
    };
  },
};

function valuesOf({ properties }: CatalogObject): string[] {
  const values = properties["VALUE_LIST"];
  return Array.isArray(values) ? values.map(String) : [];
}
