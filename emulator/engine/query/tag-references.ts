import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { invalidPropertyValue } from "../sql-error";
import type { Context } from "../statements/context";
import { partsOf } from "../statements/create";
import { pathOf, requireObject } from "../statements/resolve";
import { parseName } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import { unknownIdentifier } from "../table/refusals";
import type { TableColumn } from "./table-data";
import { columnsOf } from "./table-data";

/** What has tags: an object, or a column of it. */
export interface Tagged {
  object: CatalogObject;
  column?: TableColumn;
}

/** A tag that an object or column has, by itself or from what contains it. */
export interface TagReference {
  /** Names from the database down. */
  tag: string[];
  value: string;
  /** The kind of what the tag was set on: `COLUMN`, `TABLE` … */
  level: string;
  inherited: boolean;
}

/** What the arguments of a tag function mean. */
export function taggedObject(context: Context, name: string, domain: string): Tagged {
  const word = domain.toUpperCase();
  if (word === "ACCOUNT") return { object: context.catalog.account };
  if (word === "COLUMN") return taggedColumn(context, name);
  const kind = context.kinds.all.find((candidate) => candidate.kind === word && candidate.taggable);
  if (!kind) throw invalidPropertyValue(domain, "OBJECT_DOMAIN");
  return { object: requireObject(context, kind, parseName(name, partsOf(kind)), "TAG_REFERENCES") };
}

/** The tags of an object or column; the nearest value of each counts. */
export function tagsOf(context: Context, { object, column }: Tagged): TagReference[] {
  const { catalog } = context;
  const found = new Map<string, TagReference>();
  const take = (tags: Record<string, string>, level: string, inherited: boolean) => {
    for (const [id, value] of Object.entries(tags)) {
      const tag = catalog.lookup(Number(id));
      if (!tag || tag.droppedOn !== null || found.has(id)) continue;
      found.set(id, { tag: pathOf(context, tag), value, level, inherited });
    }
  };
  if (column) take(column.tags ?? {}, "COLUMN", false);
  for (let holder: CatalogObject | undefined = object; holder; holder = catalog.lookup(holder.parent)) {
    take(holder.tags, holder.kind, column !== undefined || holder !== object);
    if (holder.id === accountId) break;
  }
  return [...found.values()];
}

function taggedColumn(context: Context, name: string): Tagged {
  const { parts } = parseName(name, 4);
  const path = parts.slice(0, -1);
  const table = context.kinds.get("TABLE");
  const object = requireObject(context, table, { parts: path, text: qualifiedText(path) }, "TAG_REFERENCES");
  const column = columnsOf(object).find((one) => one.name === parts.at(-1));
  if (!column) throw unknownIdentifier(qualifiedText(parts.slice(-1)));
  return { object, column };
}
