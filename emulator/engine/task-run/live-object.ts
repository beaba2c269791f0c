import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";

/** An object by id, unless it or what contains it was dropped. */
export function liveObject(catalog: Catalog, id: number): CatalogObject | undefined {
  const object = catalog.lookup(id);
  for (let at = object; at; at = catalog.lookup(at.parent)) if (at.droppedOn !== null) return undefined;
  return object;
}
