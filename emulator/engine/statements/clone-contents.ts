import type { CatalogObject, Json } from "../catalog/object";
import type { TableColumn, TableData } from "../query/table-data";
import { columnsOf, rowsOf, toJson } from "../query/table-data";
import { dataAt, noTimeTravel, rowsAt } from "../query/time-travel";
import type { Context } from "./context";
import type { CopyOptions } from "./kind";
import { pathOf } from "./resolve";

/** Copies what is in a container, or was at a time, into another; tables whose past cannot be read are left out. */
export function copyContents(
  context: Context,
  source: CatalogObject,
  target: CatalogObject,
  options: CopyOptions,
): void {
  const copies = new Map<number, CatalogObject>();
  copyInto(context, source, target, { ...options, copies });
  for (const copy of copies.values()) {
    if (copy.kind === "TABLE") relocateSequences(context, copy, copies);
    context.kinds.get(copy.kind).copied?.(context, copy, copies);
  }
}

/** 000707 unless every table in a container can be read as it was at a time. */
export function checkContents(context: Context, source: CatalogObject, time: number): void {
  for (const child of childrenAt(context, source, time)) {
    if (!context.access.sees(child)) continue;
    if (child.kind === "TABLE" && !dataAt(context, child, time)) noTimeTravel(child);
    checkContents(context, child, time);
  }
}

interface Copying extends CopyOptions {
  /** Copies by the id of their originals. */
  copies: Map<number, CatalogObject>;
}

function copyInto(context: Context, source: CatalogObject, target: CatalogObject, copying: Copying): void {
  const { copies } = copying;
  for (const child of childrenAt(context, source, copying.time)) {
    const properties = context.access.sees(child) ? propertiesAt(context, child, copying) : undefined;
    if (!properties) continue;
    const { kind, space, name, signature, comment } = child;
    const copy = context.catalog.add({
      kind,
      space,
      name,
      ...(signature !== undefined && { signature }),
      comment,
      properties,
      parameters: { ...child.parameters },
      tags: { ...child.tags },
      parent: target.id,
      owner: child.owner === null ? null : target.owner,
    });
    for (const grant of context.catalog.grants.on(child.id)) context.catalog.grants.add({ ...grant, on: copy.id });
    copies.set(child.id, copy);
    copyInto(context, child, copy, copying);
  }
}

/** A default that takes its numbers from a sequence which was copied too takes them from the copy. */
function relocateSequences(context: Context, table: CatalogObject, copies: ReadonlyMap<number, CatalogObject>): void {
  const columns = columnsOf(table).map((column): TableColumn => {
    const sequence = copies.get(column.default?.sequence ?? -1);
    if (!column.default || !sequence) return column;
    const text = `${pathOf(context, sequence).join(".")}.NEXTVAL`;
    return { ...column, default: { ...column.default, text, sequence: sequence.id } };
  });
  table.properties["columns"] = toJson(columns);
}

/** What is in a container, or was at a time: without what came later, with what has been dropped since. */
function childrenAt({ catalog, kinds }: Context, container: CatalogObject, time: number | undefined): CatalogObject[] {
  const children = catalog.allChildren(container.id);
  if (time === undefined) return children;
  const spaces = [...new Set(kinds.all.map(({ space }) => space))];
  const dropped = spaces.flatMap((space) => catalog.droppedChildren(container.id, space));
  const former = dropped.filter(({ droppedOn }) => droppedOn !== null && droppedOn > time);
  const names = new Set<string>();
  // Under one name only one object lived at the time.
  return [...children, ...former].filter(({ createdOn, space, name, signature = "" }) => {
    const key = `${space} ${name}${signature}`;
    if (createdOn > time || names.has(key)) return false;
    names.add(key);
    return true;
  });
}

/** A child keeps the structure that it has now, whatever the time of its rows; undefined when those cannot be read. */
function propertiesAt(
  context: Context,
  object: CatalogObject,
  { time, internalStages }: CopyOptions,
): Record<string, Json> | undefined {
  const kind = context.kinds.get(object.kind);
  if (kind.copying) return kind.copying(object, { time, internalStages });
  if (object.kind !== "TABLE" || time === undefined) return copiedProperties(object);
  const data = rowsAt(context, object, time);
  return data && copiedProperties(object, data);
}

/** A copy of an object's properties; a table gets columns and rows of its own, which have no past. */
export function copiedProperties(object: CatalogObject, data?: TableData): Record<string, Json> {
  if (object.kind !== "TABLE") return structuredClone(object.properties);
  const { columns, rows } = data ?? { columns: columnsOf(object), rows: rowsOf(object) };
  const { columns: _columns, rows: _rows, changedOn: _changedOn, ...rest } = object.properties;
  return { ...structuredClone(rest), columns: structuredClone(toJson(columns)), rows: toJson([...rows]) };
}
