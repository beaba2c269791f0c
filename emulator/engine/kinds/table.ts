import { rowStatements } from "../query/row-statements";
import { readClone } from "../statements/clone";
import { booleanForm } from "../statements/forms";
import type { CreateDraft, Kind } from "../statements/kind";
import { comment, parameterOptions } from "../statements/options";
import type { Cursor } from "../syntax/cursor";
import { readTableAction } from "../table/alter-table";
import { completeTable, settleTable } from "../table/create-table";
import { readTableClause, tableDraft } from "../table/definition";
import { describeColumns, readDescribe } from "../table/describe-table";
import { readPolicyClause } from "../table/policies";
import { dropReferences, foreignKeysTo } from "../table/references";
import { showTables } from "../table/show-table";
import { readContact } from "./database-clauses";
import { checkRetention } from "./retention";

const flag = { form: booleanForm(), kept: "property", initial: false } as const;

/** TABLE: https://docs.snowflake.com/en/sql-reference/sql/create-table (no temporary tables) */
export const table: Kind = {
  kind: "TABLE",
  words: ["TABLE"],
  plural: ["TABLES"],
  noun: "Table",
  space: "TABLE",
  container: "SCHEMA",
  modifiers: ["TRANSIENT"],
  createPrivilege: "CREATE TABLE",
  privileges: [
    "SELECT",
    "SELECT ERROR TABLE",
    "INSERT",
    "UPDATE",
    "DELETE",
    "TRUNCATE",
    "REFERENCES",
    "REBUILD",
    "EVOLVE SCHEMA",
    "APPLYBUDGET",
  ],
  orAlter: true,
  taggable: true,
  undroppable: true,
  swappable: true,
  options: {
    ...parameterOptions("TABLE", { alterOnly: ["DATA_METRIC_SCHEDULE"] }),
    COMMENT: comment,
    CHANGE_TRACKING: flag,
    ENABLE_SCHEMA_EVOLUTION: flag,
    ERROR_LOGGING: flag,
    ROW_TIMESTAMP: flag,
  },

  clause: (cursor, draft) =>
    readTableClause(cursor, draft) ||
    readClone(cursor, draft) ||
    readCopies(cursor, draft) ||
    readPolicyClause(cursor, draft) ||
    readContact(cursor, draft),

  finish(cursor, draft) {
    const { definition, names, like, query } = tableDraft(draft);
    const origins = [query ?? definition, like, draft.clauses["clone"]].filter((origin) => origin !== undefined);
    if (origins.length !== 1 || (names && !query)) cursor.unexpected();
  },

  settle(context, change) {
    settleTable(context, table, change);
    const { draft, properties } = change;
    if (draft?.clauses["contacts"] !== undefined) properties["contacts"] = draft.clauses["contacts"];
    if (draft?.clauses["policies"] !== undefined) properties["policies"] = draft.clauses["policies"];
    checkRetention(context, change);
  },

  created: completeTable,
  alter: readTableAction,
  dropping: (context, object) => dropReferences(context, object),

  blocksRestrict(context, object) {
    const keys = foreignKeysTo(context, object).filter((key) => key.table !== object);
    return keys[0] && `it is referenced by foreign key '${keys[0].constraint.name}' of table '${keys[0].table.name}'`;
  },

  show: showTables,
  describe: describeColumns,
  describeClause: readDescribe,
  statements: rowStatements,
};

/** Reads COPY GRANTS and COPY TAGS. */
function readCopies(cursor: Cursor, draft: CreateDraft): boolean {
  if (cursor.accept("COPY", "GRANTS")) draft.clauses["copyGrants"] = true;
  else if (cursor.accept("COPY", "TAGS")) draft.clauses["copyTags"] = true;
  else return false;
  return true;
}
