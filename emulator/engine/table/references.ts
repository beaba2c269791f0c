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

/** In what a container is a clone of, a foreign key between two tables joins their copies in the clone. */
export function relocateReferences(context: Context, source: CatalogObject, copy: CatalogObject): void {
  for (const child of context.catalog.allChildren(copy.id)) {
    if (child.kind === "SCHEMA") relocateIn(context, child, source, copy);
  }
  relocateIn(context, copy, source, copy);
}

function relocateIn(context: Context, schema: CatalogObject, source: CatalogObject, copy: CatalogObject): void {
  for (const table of context.catalog.children(schema.id, "TABLE")) {
    if (foreignKeysOf(table).length === 0) continue;
    setConstraints(
      table,
      constraintsOf(table).map((constraint) => {
        const { references } = constraint;
        const target = references && counterpart(context, references.table, source, copy);
        return target ? { ...constraint, references: { ...references, table: target.id } } : constraint;
      }),
    );
    noteReferences(context, table);
  }
}

/** The object of the copy that stands where an object stands in the source. */
function counterpart(
  { catalog }: Context,
  id: number,
  source: CatalogObject,
  copy: CatalogObject,
): CatalogObject | undefined {
  const path: CatalogObject[] = [];
  for (let at = catalog.lookup(id); at && at.id !== source.id; at = catalog.lookup(at.parent)) path.unshift(at);
  if (path[0]?.parent !== source.id) return undefined;
  return path.reduce<CatalogObject | undefined>(
    (container, { space, name }) => container && catalog.find(container.id, space, name),
    copy,
  );
}

function referencing(table: CatalogObject): number[] {
  return (table.properties["referencedBy"] ?? []) as number[];
}
