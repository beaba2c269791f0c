import type { CatalogObject, Json } from "../catalog/object";
import type { TableColumn } from "../query/table-data";
import { columnsOf, rowsOf, setTableData } from "../query/table-data";
import { unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { Change, Kind } from "../statements/kind";
import { checkForRows } from "./add-columns";
import { requireUnclustered, settleClustering } from "./clustering";
import { settleColumns } from "./column";
import { constraintsOf, setConstraints } from "./constraint";
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
  const { columns: drafts = [], constraints = [] } = definition ?? {};
  const before = columnsOf(table);
  const isThere = ({ name }: { name: string }) => before.some((column) => column.name === name);
  const kept = drafts.filter(isThere);
  checkOrder(before, drafts, kept.length);
  for (const { name } of before) {
    if (!drafts.some((draft) => draft.name === name)) requireUnclustered(table, name, "drop");
  }
  const place = { table: table.name, container: change.container, parameters: change.parameters };
  const settled = settleColumns(context, kept, { ...place, columns: [], added: false });
  const added = settleColumns(context, drafts.slice(kept.length), { ...place, columns: settled, added: true });
  const primary = [...drafts.flatMap((draft) => draft.constraints), ...constraints]
    .filter((constraint) => constraint.kind === "PRIMARY KEY")
    .flatMap(({ columns }) => columns);
  const columns = [...settled.map((column) => reconciled(column, primary, table)), ...added];
  const rows = rowsOf(table);
  if (rows.length > 0) for (const column of added) checkForRows(column, table.name);
  const keys = reconcileConstraints(
    context,
    { ...table, container: change.container, columns, constraints: constraintsOf(table) },
    [...drafts.flatMap((draft) => draft.constraints), ...constraints],
  );
  const clustering = clusterBy ? settleClustering(clusterBy, columns) : null;
  keys.drop(context, table);
  const from = columns.map(({ name }) => before.findIndex((column) => column.name === name));
  setTableData(context, table, {
    columns,
    rows: rows.map((row) =>
      columns.map((column, i) => (from[i] === -1 ? (column.default?.cell ?? null) : (row[from[i] as number] ?? null))),
    ),
  });
  setConstraints(table, keys.constraints);
  noteReferences(context, table);
  change.properties = { ...table.properties, ...optionsOf(kind, change, table), clusterBy: clustering };
}

/** Columns that stay keep their order, and new ones come last. */
function checkOrder(before: readonly TableColumn[], drafts: readonly { name: string }[], kept: number): void {
  const order = before.map(({ name }) => name).filter((name) => drafts.some((draft) => draft.name === name));
  if (order.every((name, i) => drafts[i]?.name === name) && order.length === kept) return;
  throw refused("CREATE OR ALTER TABLE adds columns at the end only, and keeps the order of the others.");
}

function reconciled(wanted: TableColumn, primary: readonly string[], table: CatalogObject): TableColumn {
  const index = columnsOf(table).findIndex(({ name }) => name === wanted.name);
  const before = columnsOf(table)[index] as TableColumn;
  if (before.expression !== undefined) throw unsupported("CREATE OR ALTER with a virtual column");
  if (JSON.stringify(before.identity) !== JSON.stringify(wanted.identity))
    throw unsupported("Alter Column Set Identity");
  const nullable = wanted.nullable && !primary.includes(wanted.name);
  if (before.nullable && !nullable) {
    requireNoNulls(
      before,
      rowsOf(table).map((row) => row[index] ?? null),
    );
  }
  const column = changedType(before, wanted.type, wanted.collation ?? "", table);
  return { ...column, nullable, default: reconciledDefault(before, wanted), comment: wanted.comment };
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
