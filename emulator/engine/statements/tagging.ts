import type { CatalogObject } from "../catalog/object";
import { compilationError, insufficientPrivileges } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import type { Context } from "./context";
import type { TagValue } from "./kind";
import { requireObject } from "./resolve";

const longestValue = 256;

/** Reads `[WITH] TAG (t = 'v', …)`. */
export function readTagClause(cursor: Cursor, into: TagValue[]): boolean {
  if (!cursor.accept("WITH", "TAG") && !cursor.accept("TAG")) return false;
  into.push(...cursor.list(() => readTagValue(cursor)));
  return true;
}

/** Reads `t = 'v'`. */
export function readTagValue(cursor: Cursor): TagValue {
  const tag = cursor.name(3);
  cursor.expectSymbol("=");
  return { tag, value: cursor.string() };
}

/** Checks tags and values; answers what an object keeps: values by the id of the tag. */
export function applyTags(context: Context, tags: readonly TagValue[]): Record<string, string> {
  return Object.fromEntries(
    tags.map(({ tag, value }) => {
      const object = requireTag(context, tag);
      if ([...value].length > longestValue) {
        throw compilationError("391803", "22023", `Tag value exceeds maximum length of ${longestValue} characters.`);
      }
      const allowed = object.properties["ALLOWED_VALUES"];
      if (Array.isArray(allowed) && !allowed.includes(value)) {
        throw compilationError("391817", "22023", `Tag value ${value} is not allowed by tag '${object.name}'.`);
      }
      return [String(object.id), value];
    }),
  );
}

/** The tag that a name means, if the role may put it on objects. */
export function requireTag(context: Context, name: QualifiedName): CatalogObject {
  const tag = requireObject(context, context.kinds.get("TAG"), name, "SET TAG");
  const { access, catalog } = context;
  if (!access.holds(tag, "APPLY") && !access.holds(catalog.account, "APPLY TAG")) {
    throw insufficientPrivileges("TAG", tag.name);
  }
  return tag;
}
