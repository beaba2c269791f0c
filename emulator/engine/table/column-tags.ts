import { applyTags, readTagValue, requireTag } from "../statements/tagging";
import type { Cursor } from "../syntax/cursor";
import type { ColumnChange } from "./alter-columns";

/** Reads `SET TAG t = 'v', …` and `UNSET TAG t, …` of a column; after a comma another column may follow instead. */
export function readColumnTags(cursor: Cursor): ColumnChange | undefined {
  if (cursor.accept("SET", "TAG")) {
    const tags = readList(cursor, () => readTagValue(cursor), "=");
    return (column, context) => ({ ...column, tags: { ...column.tags, ...applyTags(context, tags) } });
  }
  if (!cursor.accept("UNSET", "TAG")) return undefined;
  const names = readList(cursor, () => cursor.name(3));
  return (column, context) => {
    const gone = names.map((name) => String(requireTag(context, name).id));
    const tags = Object.entries(column.tags ?? {}).filter(([id]) => !gone.includes(id));
    return { ...column, tags: Object.fromEntries(tags) };
  };
}

function readList<T>(cursor: Cursor, item: () => T, follows?: string): T[] {
  const items = [item()];
  while (cursor.atSymbol(",") && continues(cursor, follows)) {
    cursor.expectSymbol(",");
    items.push(item());
  }
  return items;
}

/** Whether a tag stands behind the comma: with the sign that follows its name, or at the end of the list. */
function continues(cursor: Cursor, follows: string | undefined): boolean {
  const back = cursor.mark();
  cursor.expectSymbol(",");
  const isColumn = cursor.at("COLUMN");
  if (!isColumn) cursor.name(3);
  const fits = follows ? cursor.atSymbol(follows) : cursor.atEnd() || cursor.atSymbol(",") || cursor.atSymbol(")");
  back();
  return !isColumn && fits;
}
