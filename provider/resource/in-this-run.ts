import type { StoredName } from "../sql";
import type { Claims } from "./claims";
import type { Definition } from "./definition";
import { same } from "./equal";
import type { Values } from "./property";

/** The values of an object after what it names has been replaced in this run. */
export function whatSurvives(
  definition: Definition,
  claims: Claims,
  values: Values,
  name: readonly StoredName[],
): Values {
  const isReplaced = (one: readonly StoredName[]) => claims.isReplaced(definition.kind, one);
  const entries = Object.entries(values).map(([key, value]) => {
    const survive = definition.properties[key]?.survive;
    return [key, survive === undefined ? value : survive(value, isReplaced, name)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * The values of an object after what it names has been renamed in this run, the object itself included: that needs no statement of
 * its own.
 */
export function whatFollows(
  definition: Definition,
  claims: Claims,
  values: Values,
  from: readonly StoredName[],
  to: readonly StoredName[],
): Values {
  const renamed = (one: readonly StoredName[]) => (same(one, from) ? to : claims.renamed(definition.kind, one));
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    definition.properties[key]?.follow?.(value, renamed, from) ?? value,
  ]);
  return Object.fromEntries(entries);
}
