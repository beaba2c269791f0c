import type { CatalogObject, Json } from "../catalog/object";
import type { TableColumn } from "../query/table-data";
import { columnsOf, rowsOf, setTableData } from "../query/table-data";
import type { Cell } from "../result";
import { unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { Change, Kind } from "../statements/kind";
import { checkForRows } from "./add-columns";
import { requireUnclustered, settleClustering } from "./clustering";
import { settleColumns } from "./column";
import type { ColumnDraft } from "./column-draft";
import { constraintsOf, setConstraints } from "./constraint";
import type { ConstraintDraft } from "./constraint-draft";
import { reconcileConstraints } from "./constraint-reconciliation";
import type { TableDraft } from "./definition";
import { requireNoNulls } from "./nullability";
import { noteReferences } from "./references";
import { refused } from "./refusals";
import { changedType } from "./type-change";

/** Options that CREATE OR ALTER leaves as they are when it does not name them. */
const lasting = ["CHANGE_TRACKING", "ROW_TIMESTAMP"];

/** Makes a table that exists match the statement of a CREATE OR ALTER. */
export function alterTableTo(
  context: Context,
  kind: Kind,
  change: Change,
  { definition, clusterBy }: TableDraft,
): void {
  const table = change.before as CatalogObject;
  const { columns: drafts = [], constraints: listed = [] } = definition ?? {};
  const wanted = [...drafts.flatMap(({ constraints }) => constraints), ...listed];
  const columns = settledColumns(context, change, drafts, wanted);
  const holder = { ...table, container: change.container, columns, constraints: constraintsOf(table) };
  const keys = reconcileConstraints(context, holder, wanted);
  const clustering = clusterBy ? settleClustering(clusterBy, columns) : null;
  keys.drop(context, table);
  setTableData(context, table, { columns, rows: movedRows(table, columns) });
  setConstraints(table, keys.constraints);
  noteReferences(context, table);
  change.properties = { ...table.properties, ...optionsOf(kind, change, table), clusterBy: clustering };
}

function settledColumns(
  context: Context,
  { before, container, parameters }: Change,
  drafts: readonly ColumnDraft[],
  constraints: readonly ConstraintDraft[],
): TableColumn[] {
  const table = before as CatalogObject;
  const names = new Set(columnsOf(table).map(({ name }) => name));
  const kept = drafts.filter(({ name }) => names.has(name));
  checkOrder(columnsOf(table), drafts, kept.length);
  for (const name of names) {
    if (!drafts.some((draft) => draft.name === name)) requireUnclustered(table, name, "drop");
  }
  const place = { table: table.name, container, parameters };
  const settled = settleColumns(context, kept, { ...place, columns: [], added: false });
  const added = settleColumns(context, drafts.slice(kept.length), { ...place, columns: settled, added: true });
  const primary = constraints.filter(({ kind }) => kind === "PRIMARY KEY").flatMap(({ columns }) => columns);
  const all = [...settled, ...added].map((column) =>
    primary.includes(column.name) ? { ...column, nullable: false } : column,
  );
  return all.map((column) => {
    if (names.has(column.name)) return reconciled(column, table);
    if (rowsOf(table).length > 0) checkForRows(column, table.name);
    return column;
  });
}

/** The rows with a cell for each of the columns: their own, or the default of a column that is new. */
function movedRows(table: CatalogObject, columns: readonly TableColumn[]): Cell[][] {
  const places = new Map(columnsOf(table).map(({ name }, i) => [name, i]));
  return rowsOf(table).map((row) =>
    columns.map((column) => {
      const place = places.get(column.name);
      return place === undefined ? (column.default?.cell ?? null) : (row[place] ?? null);
    }),
  );
}

/** Columns that stay keep their order, and new ones come last. */
function checkOrder(before: readonly TableColumn[], drafts: readonly { name: string }[], kept: number): void {
  const order = before.map(({ name }) => name).filter((name) => drafts.some((draft) => draft.name === name));
  if (order.every((name, i) => drafts[i]?.name === name) && order.length === kept) return;
  throw refused("CREATE OR ALTER TABLE adds columns at the end only, and keeps the order of the others.");
}

function reconciled(wanted: TableColumn, table: CatalogObject): TableColumn {
  const index = columnsOf(table).findIndex(({ name }) => name === wanted.name);
  const before = columnsOf(table)[index] as TableColumn;
  if (before.expression !== undefined) throw unsupported("CREATE OR ALTER with a virtual column");
  if (JSON.stringify(before.identity) !== JSON.stringify(wanted.identity))
    throw unsupported("Alter Column Set Identity");
  if (before.nullable && !wanted.nullable) {
    requireNoNulls(
      before,
      rowsOf(table).map((row) => row[index] ?? null),
    );
  }
  const column = changedType(before, wanted.type, wanted.collation ?? "", table);
  return { ...column, nullable: wanted.nullable, default: reconciledDefault(before, wanted), comment: wanted.comment };
}

function reconciledDefault(before: TableColumn, wanted: TableColumn): TableColumn["default"] {
  if (before.default?.text === wanted.default?.text) return before.default;
  if (before.default?.from === "sequence" && wanted.default?.from === "sequence") return wanted.default;
  throw unsupported("Alter Column Set Default");
}

function optionsOf(kind: Kind, { properties, given }: Change, before: CatalogObject): Record<string, Json> {
  const options = Object.keys(kind.options).filter((key) => properties[key] !== undefined);
  return Object.fromEntries(
    options.map((key): [string, Json] => {
      const source = lasting.includes(key) && !given.has(key) ? before.properties : properties;
      return [key, source[key] ?? null];
    }),
  );
}
