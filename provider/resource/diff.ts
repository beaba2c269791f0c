import { type Definition, propertiesOf } from "./definition";
import { same } from "./equal";
import { identityKeys } from "./names";
import { options } from "./options";
import type { AnyProperty, Circumstances, HowItChanges, Memory, Values } from "./property";
import { holdsUnknown, isUnknown } from "./unknown";

/** How one property differs, and what that takes. */
export interface PropertyChange {
  readonly key: string;
  /** `rename` and `alter` in place, `replace` the object, `record`: only the state changes, nothing is sent. */
  readonly effect: "rename" | "alter" | "replace" | "record";
  /** Why nothing less than a replacement will do. */
  readonly why?: string;
}

/** Compares canonical forms, property by property. Pure. */
export function changesOf(
  definition: Definition,
  before: Values,
  after: Values,
  memory: Memory = {},
): readonly PropertyChange[] {
  const identity = identityKeys(definition)
    .filter((key) => !same(before[key], after[key]))
    // The engine asks with the sentinel about children of a parent that is replaced.
    .map((key) => ({ key, effect: isUnknown(after[key]) ? ("replace" as const) : ("rename" as const) }));
  const all = { before, after, memory };
  const properties = propertiesOf(definition)
    .filter(([key, property]) => !means(property, before[key], after[key], all))
    .map(([key, property]) => ({ key, ...effectOf(property, before[key], after[key], all) }));
  const recorded = Object.keys(options)
    .filter((key) => !same(before[key], after[key]))
    .map((key) => ({ key, effect: "record" as const }));
  return [...identity, ...properties, ...recorded];
}

/** Whether two canonical values of a property mean the same. */
export function means({ equal }: AnyProperty, left: unknown, right: unknown, all: Circumstances): boolean {
  if (equal === undefined || left === undefined || right === undefined || holdsUnknown(left) || holdsUnknown(right))
    return same(left, right);
  return equal(left, right, all);
}

function effectOf(
  { change }: AnyProperty,
  before: unknown,
  after: unknown,
  circumstances: Circumstances,
): Pick<PropertyChange, "effect" | "why"> {
  const how: HowItChanges = typeof change === "function" ? change(before, after, circumstances) : change;
  // The engine puts what is not known in place of a name whose object is replaced: that is no reason to replace this one too.
  if (how === "replace" && holdsUnknown(after)) return { effect: "record" };
  if (typeof how === "object") return { effect: "replace", why: how.replaceBecause };
  return { effect: how === "creation" ? "record" : how };
}
