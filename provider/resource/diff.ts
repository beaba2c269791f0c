import { type Definition, propertiesOf } from "./definition";
import { same } from "./equal";
import { identityKeys } from "./names";
import { options } from "./options";
import type { AnyProperty, Values } from "./property";
import { isUnknown } from "./unknown";

/** How one property differs, and what that takes. */
export interface PropertyChange {
  readonly key: string;
  /** `rename` and `alter` in place, `replace` the object, `record`: only the state changes, nothing is sent. */
  readonly effect: "rename" | "alter" | "replace" | "record";
}

/** Compares canonical forms, property by property. Pure. */
export function changesOf(definition: Definition, before: Values, after: Values): readonly PropertyChange[] {
  const identity = identityKeys(definition)
    .filter((key) => !same(before[key], after[key]))
    // The engine asks with the sentinel about children of a parent that is replaced.
    .map((key) => ({ key, effect: isUnknown(after[key]) ? ("replace" as const) : ("rename" as const) }));
  const properties = propertiesOf(definition)
    .filter(([key]) => !same(before[key], after[key]))
    .map(([key, property]) => ({ key, effect: effectOf(property, before[key], after[key]) }));
  const recorded = Object.keys(options)
    .filter((key) => !same(before[key], after[key]))
    .map((key) => ({ key, effect: "record" as const }));
  return [...identity, ...properties, ...recorded];
}

function effectOf({ change }: AnyProperty, before: unknown, after: unknown): PropertyChange["effect"] {
  const how = typeof change === "function" ? change(before, after) : change;
  return how === "creation" ? "record" : how;
}
