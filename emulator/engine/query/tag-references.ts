import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { invalidPropertyValue } from "../sql-error";
import type { Context } from "../statements/context";
import { partsOf } from "../statements/create";
import { pathOf, requireObject } from "../statements/resolve";
import { parseName } from "../syntax/cursor";

/** A tag that an object has, by itself or from what contains it. */
export interface TagReference {
  /** Names from the database down. */
  tag: string[];
  value: string;
  /** The object on which the tag was set. */
  holder: CatalogObject;
}

/** The object that the arguments of a tag function mean. */
export function taggedObject(context: Context, name: string, domain: string): CatalogObject {
  const word = domain.toUpperCase();
  if (word === "ACCOUNT") return context.catalog.account;
  const kind = context.kinds.all.find((candidate) => candidate.kind === word && candidate.taggable);
  if (!kind) throw invalidPropertyValue(domain, "OBJECT_DOMAIN");
  return requireObject(context, kind, parseName(name, partsOf(kind)), "TAG_REFERENCES");
}

/** The tags of an object; the nearest value of each counts. */
export function tagsOf(context: Context, object: CatalogObject): TagReference[] {
  const { catalog } = context;
  const found = new Map<string, TagReference>();
  for (let holder: CatalogObject | undefined = object; holder; holder = catalog.lookup(holder.parent)) {
    for (const [id, value] of Object.entries(holder.tags)) {
      const tag = catalog.lookup(Number(id));
      if (!tag || tag.droppedOn !== null || found.has(id)) continue;
      found.set(id, { tag: pathOf(context, tag), value, holder });
    }
    if (holder.id === accountId) break;
  }
  return [...found.values()];
}
