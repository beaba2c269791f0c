import type { CatalogObject } from "../catalog/object";
import type { Context } from "../statements/context";
import type { Constraint } from "./constraint";
import { constraintsOf, setConstraints } from "./constraint";
import { newTable, sameColumns } from "./keys";

/** A foreign key and the table that has it. */
export interface ForeignKey {
  table: CatalogObject;
  constraint: Constraint & { references: NonNullable<Constraint["references"]> };
}

/** The foreign keys of a table. */
export function foreignKeysOf(table: CatalogObject): ForeignKey[] {
  return constraintsOf(table).flatMap((constraint) => {
    const { references } = constraint;
    return references ? [{ table, constraint: { ...constraint, references } }] : [];
  });
}

/**
 * The foreign keys that point to a table. Its `referencedBy` says where to look, so that nobody looks into every table;
 * what it names may have lost its key since.
 */
export function foreignKeysTo({ catalog }: Context, target: CatalogObject): ForeignKey[] {
  return referencing(target)
    .map((id) => catalog.lookup(id))
    .filter((table) => table !== undefined && table.droppedOn === null)
    .flatMap((table) => foreignKeysOf(table as CatalogObject))
    .filter(({ constraint }) => constraint.references.table === target.id);
}

/** After a table got foreign keys: the tables that they point to are told. */
export function noteReferences({ catalog }: Context, table: CatalogObject): void {
  setConstraints(
    table,
    constraintsOf(table).map((constraint) =>
      constraint.references?.table === newTable
        ? { ...constraint, references: { ...constraint.references, table: table.id } }
        : constraint,
    ),
  );
  for (const { constraint } of foreignKeysOf(table)) {
    const target = catalog.lookup(constraint.references.table);
    if (target && !referencing(target).includes(table.id)) {
      target.properties["referencedBy"] = [...referencing(target), table.id];
    }
  }
}

/** Drops the foreign keys that point to a table, or to one key of it. */
export function dropReferences(context: Context, target: CatalogObject, columns?: readonly string[]): void {
  for (const { table, constraint } of foreignKeysTo(context, target)) {
    if (columns && !sameColumns(constraint.references.columns, columns)) continue;
    setConstraints(
      table,
      constraintsOf(table).filter(({ name }) => name !== constraint.name),
    );
  }
}

function referencing(table: CatalogObject): number[] {
  return (table.properties["referencedBy"] ?? []) as number[];
}
