import { z } from "zod";
import { clause, type Facets } from "../resource/forms";
import type { Property } from "../resource/property";
import { raw } from "../sql";

/** Any values by name; what they are has no meaning, only that they change. */
export type Triggers = Readonly<Record<string, string>>;

/** Values that make something happen again whenever one of them changes. They are never sent. */
export function triggers(facets: Facets<Triggers, Triggers>): Property<Triggers, Triggers> {
  return clause<Triggers, Triggers>(z.record(z.string(), z.string()), () => raw(""), {
    clause: () => raw(""),
    isUnset: (value) => Object.keys(value).length === 0,
    difference: namesThatDiffer,
    ...facets,
  });
}

/** Values of triggers are shown nowhere: they may be secret. */
function namesThatDiffer(before: Triggers = {}, after: Triggers = {}): string {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => before[name] !== after[name])
    .toSorted()
    .join(", ");
}
