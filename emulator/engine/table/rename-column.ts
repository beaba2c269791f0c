import type { CatalogObject } from "../catalog/object";
import type { TableColumn } from "../query/table-data";
import { columnsOf, setTableData } from "../query/table-data";
import { executed, status } from "../result";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { identifierText } from "../syntax/name";
import { requireUnclustered } from "./clustering";
import { renamed } from "./column-mentions";
import type { Constraint } from "./constraint";
import { constraintsOf, setConstraints } from "./constraint";
import { foreignKeysTo } from "./references";
import { columnExists, unknownIdentifier } from "./refusals";

/** Reads `RENAME COLUMN a TO b`. */
export function readRenameColumn(cursor: Cursor): ObjectAction | undefined {
  if (!cursor.accept("RENAME", "COLUMN")) return undefined;
  const from = cursor.identifier();
  cursor.expect("TO");
  const to = cursor.identifier();
  return (context, table) => rename(context, table, from, to);
}

function rename(context: Context, table: CatalogObject, from: string, to: string) {
  context.access.requireOwnership(table);
  const before = columnsOf(table);
  if (!before.some(({ name }) => name === from)) throw unknownIdentifier(identifierText(from));
  if (before.some(({ name }) => name === to)) throw columnExists(to);
  requireUnclustered(table, from, "rename");
  const name = (column: string) => (column === from ? to : column);
  for (const { table: other } of foreignKeysTo(context, table)) {
    setConstraints(
      other,
      constraintsOf(other).map((constraint) => withReference(constraint, table.id, name)),
    );
  }
  setConstraints(
    table,
    constraintsOf(table).map((constraint) => ({
      ...constraint,
      columns: constraint.columns.map(name),
      ...(constraint.condition !== undefined && { condition: renamed(constraint.condition, from, to) }),
    })),
  );
  setTableData(context, table, { columns: before.map((column) => renameIn(column, from, to)) });
  return status(executed);
}

function withReference(constraint: Constraint, target: number, name: (column: string) => string): Constraint {
  const { references } = constraint;
  if (references?.table !== target) return constraint;
  return { ...constraint, references: { ...references, columns: references.columns.map(name) } };
}

/** The column, and what it says about the renamed one. */
function renameIn(column: TableColumn, from: string, to: string): TableColumn {
  return {
    ...column,
    name: column.name === from ? to : column.name,
    default:
      column.default?.from === "expression"
        ? { ...column.default, text: renamed(column.default.text, from, to) }
        : column.default,
    ...(column.expression !== undefined && { expression: renamed(column.expression, from, to) }),
  };
}
