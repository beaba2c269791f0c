import type { CatalogObject } from "../catalog/object";
import { retentionDays } from "../catalog/parameters";
import { readType, textType } from "../query/data-type";
import { rowStatements } from "../query/row-statements";
import type { TableColumn } from "../query/table-data";
import { columnsOf, rowsOf, toJson } from "../query/table-data";
import { cast, numberLiteral, textLiteral } from "../query/value";
import { fixed, statementTypes, text } from "../result";
import { compilationError } from "../sql-error";
import { booleanForm } from "../statements/forms";
import type { Kind } from "../statements/kind";
import { comment, parameterOptions } from "../statements/options";
import * as show from "../statements/show-columns";
import type { Cursor } from "../syntax/cursor";
import { quoteString } from "../syntax/string-literal";
import { checkRetention } from "./retention";

const flagOption = { form: booleanForm(), kept: "property", initial: false } as const;
const onOff = (property: string) => (object: CatalogObject) => (object.properties[property] === true ? "ON" : "OFF");

/** TABLE: https://docs.snowflake.com/en/sql-reference/sql/create-table (columns, rows, parameters; no constraints yet) */
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
    "INSERT",
    "UPDATE",
    "DELETE",
    "TRUNCATE",
    "REFERENCES",
    "REBUILD",
    "EVOLVE SCHEMA",
    "APPLYBUDGET",
  ],
  taggable: true,
  undroppable: true,
  swappable: true,
  options: {
    ...parameterOptions("TABLE"),
    COMMENT: comment,
    CHANGE_TRACKING: flagOption,
    ENABLE_SCHEMA_EVOLUTION: flagOption,
  },

  clause(cursor, draft) {
    if (draft.clauses["columns"] !== undefined || !cursor.atSymbol("(")) return false;
    const columns = cursor.list(() => readColumn(cursor));
    refuseDuplicates(columns);
    draft.clauses["columns"] = toJson(columns);
    return true;
  },

  finish(cursor, draft) {
    if (draft.clauses["columns"] === undefined) cursor.unexpected();
  },

  settle(context, change) {
    const { draft, properties, container } = change;
    if (draft) {
      properties["columns"] = draft.clauses["columns"] ?? [];
      properties["rows"] = [];
      if (draft.modifiers.has("TRANSIENT") || container.properties["transient"] === true)
        properties["transient"] = true;
    }
    checkRetention(context, change);
  },

  show: {
    history: true,
    cap: "error",
    columns: [
      show.createdOn,
      show.name,
      show.databaseName,
      show.schemaName,
      show.textColumn("kind", (object) => (object.properties["transient"] === true ? "TRANSIENT" : "TABLE")),
      show.commentColumn,
      show.constant("cluster_by", ""),
      { column: fixed("rows"), cell: (object) => String(rowsOf(object).length) },
      { column: fixed("bytes"), cell: (object) => String(rowsOf(object).length * 1024) },
      show.owner,
      show.textColumn("retention_time", (object, { catalog }) => String(retentionDays(catalog, object))),
      show.droppedOn,
      show.constant("automatic_clustering", "OFF"),
      show.textColumn("change_tracking", onOff("CHANGE_TRACKING")),
      show.constant("search_optimization", "OFF"),
      show.constant("search_optimization_progress", null),
      show.constant("search_optimization_bytes", null),
      show.constant("is_external", "N"),
      show.textColumn("enable_schema_evolution", (object) =>
        show.flag(object.properties["ENABLE_SCHEMA_EVOLUTION"] === true),
      ),
      show.ownerRoleType,
      show.constant("is_event", "N"),
      show.constant("budget", null),
      ...["is_hybrid", "is_iceberg", "is_dynamic", "is_immutable"].map((name) => show.constant(name, "N")),
    ],
    terse: [
      show.createdOn,
      show.name,
      show.constant("kind", "TABLE"),
      show.databaseName,
      show.schemaName,
      show.droppedOn,
    ],
  },

  describe: (_context, object) => ({
    columns: `name type kind null? default primary_key unique_key check expression comment policy_name privacy_domain`
      .split(" ")
      .map((name) => text(name.replace(/_/g, " "))),
    rows: columnsOf(object).map((column) => [
      column.name,
      column.type.shown,
      "COLUMN",
      show.flag(column.nullable),
      column.default?.text ?? null,
      "N",
      "N",
      null,
      null,
      column.comment,
      null,
      null,
    ]),
    statementTypeId: statementTypes.describe,
  }),

  statements: rowStatements,
};

function readColumn(cursor: Cursor): TableColumn {
  const name = cursor.identifier();
  const column: TableColumn = { name, type: readType(cursor), nullable: true, default: null, comment: null };
  for (;;) {
    if (cursor.accept("NOT", "NULL")) column.nullable = false;
    else if (cursor.accept("NULL")) column.nullable = true;
    else if (column.default === null && cursor.accept("DEFAULT")) column.default = readDefault(cursor, column);
    else if (column.comment === null && cursor.accept("COMMENT")) column.comment = cursor.string();
    else return column;
  }
}

/** Only literals for now. */
function readDefault(cursor: Cursor, { type }: TableColumn): TableColumn["default"] {
  if (cursor.token.kind === "string") {
    const value = cursor.next().value;
    return { text: quoteString(value), cell: cast(textLiteral(value), type).cell };
  }
  if (cursor.accept("NULL")) return null;
  const word = ["TRUE", "FALSE"].find((candidate) => cursor.accept(candidate));
  if (word) return { text: word, cell: cast({ type: textType, cell: word }, type).cell };
  const sign = cursor.acceptSymbol("-") ? "-" : "";
  if (cursor.token.kind !== "number") cursor.unexpected();
  const written = sign + cursor.next().value;
  return { text: written, cell: cast({ ...numberLiteral(written), cell: written }, type).cell };
}

function refuseDuplicates(columns: readonly TableColumn[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) throw compilationError("002025", "42S21", `duplicate column name '${name}'`);
    seen.add(name);
  }
}
