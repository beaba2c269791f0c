import { z } from "zod";
import { clause, type Facets } from "../resource/forms";
import type { Property } from "../resource/property";
import { raw } from "../sql";

/** Any values by name; what they are has no meaning, only that they change. */
export type Triggers = Readonly<Record<string, string>>;

/** The same as a program may write it: a value that is absent is no trigger. */
export type WrittenTriggers = Readonly<Record<string, string | undefined>>;

/** Values that make something happen again whenever one of them changes. They are never sent. */
export function triggers(facets: Facets<WrittenTriggers, Triggers>): Property<WrittenTriggers, Triggers> {
  const schema = z.record(z.string(), z.string()) as unknown as z.ZodType<Triggers, WrittenTriggers>;
  return clause<WrittenTriggers, Triggers>(schema, () => raw(""), {
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
