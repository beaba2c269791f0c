import type { CatalogObject } from "../catalog/object";
import { missing } from "../sql-error";
import type { Context } from "../statements/context";
import { resolvePlace } from "../statements/resolve";
import { qualifiedText } from "../syntax/name";
import type { Value } from "./value";
import { integerValue } from "./value";

/** The next number of the sequence that a name means. */
export function nextValue(context: Context, parts: string[]): Value {
  const kind = context.kinds.get("SEQUENCE");
  const place = resolvePlace(context, kind, { parts, text: qualifiedText(parts) }, "SELECT");
  const sequence = context.catalog.find(place.container.id, kind.space, place.name);
  if (sequence?.kind !== "SEQUENCE" || !context.access.sees(sequence)) throw missing("Sequence", place.text);
  context.access.require(sequence, "USAGE");
  return integerValue(takeNumber(sequence));
}

/** Takes the next number out of a sequence. */
export function takeNumber(sequence: CatalogObject): number {
  const next = Number(sequence.properties["next"]);
  sequence.properties["next"] = next + Number(sequence.properties["increment"]);
  return next;
}
