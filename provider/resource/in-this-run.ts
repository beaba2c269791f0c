import type { StoredName } from "../sql";
import type { Claims } from "./claims";
import type { Definition } from "./definition";
import type { Values } from "./property";

/** The values of an object after what it names has been replaced in this run. */
export function whatSurvives(
  definition: Definition,
  claims: Claims,
  values: Values,
  name: readonly StoredName[],
): Values {
  const entries = Object.entries(values).map(([key, value]) => {
    const survive = definition.properties[key]?.survive;
    return [key, survive === undefined ? value : survive(value, (one) => claims.isReplaced(one), name)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The values of an object after what it names has been renamed in this run: that needs no statement of its own. */
export function whatFollows(
  definition: Definition,
  claims: Claims,
  values: Values,
  name: readonly StoredName[],
): Values {
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    definition.properties[key]?.follow?.(value, (one) => claims.renamed(one), name) ?? value,
  ]);
  return Object.fromEntries(entries);
}
