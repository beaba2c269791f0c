import type { CatalogObject } from "../catalog/object";
import type { Context } from "../statements/context";
import { constraintsOf, setConstraints } from "./constraint";
import type { ForeignKey } from "./references";
import { dropReferences, foreignKeysOf, foreignKeysTo, noteReferences } from "./references";

/** Why RESTRICT does not drop a schema or database: a foreign key from outside. */
export function foreignKeyFromOutside(context: Context, container: CatalogObject): string | undefined {
  const key = fromOutside(context, container)[0];
  return key && `table '${key.table.name}' has foreign key '${key.constraint.name}' to a table in it`;
}

/** Before a schema or database is dropped: the foreign keys from outside go. */
export function dropForeignKeysFromOutside(context: Context, container: CatalogObject): void {
  for (const { constraint } of fromOutside(context, container)) {
    const target = context.catalog.lookup(constraint.references.table);
    if (target) dropReferences(context, target, constraint.references.columns);
  }
}

function fromOutside(context: Context, container: CatalogObject): ForeignKey[] {
  return tablesIn(context, container)
    .flatMap((table) => foreignKeysTo(context, table))
    .filter(({ table }) => !pathBelow(context, table.id, container));
}

function tablesIn({ catalog }: Context, container: CatalogObject): CatalogObject[] {
  const schemas = container.kind === "SCHEMA" ? [container] : catalog.children(container.id, "SCHEMA");
  return schemas.flatMap(({ id }) => catalog.children(id, "TABLE"));
}

/** In a clone of a container, a foreign key between two tables joins their copies. */
export function relocateReferences(context: Context, source: CatalogObject, copy: CatalogObject): void {
  for (const table of tablesIn(context, copy)) {
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
  context: Context,
  id: number,
  source: CatalogObject,
  copy: CatalogObject,
): CatalogObject | undefined {
  return pathBelow(context, id, source)?.reduce<CatalogObject | undefined>(
    (container, { space, name }) => container && context.catalog.find(container.id, space, name),
    copy,
  );
}

/** What leads from a container down to an object; undefined when the object is not in it. */
function pathBelow({ catalog }: Context, id: number, container: CatalogObject): CatalogObject[] | undefined {
  const path: CatalogObject[] = [];
  let at = catalog.lookup(id);
  while (at && at.id !== container.id) {
    path.unshift(at);
    at = catalog.lookup(at.parent);
  }
  return at && path;
}
