import { isDeepStrictEqual } from "node:util";
import { holdsUnknown, isUnknown } from "../resource/unknown";
import { withoutAdded } from "./added";
import { canonicalSpecification, identityOf } from "./canonical";
import { hidden, withHiddenEnv } from "./hidden-env";
import { named, within } from "./place";
import { fieldsOf, itemsOf } from "./reading";
import type { ServiceSpecification } from "./specification";

/** Something in which a service is not what was declared. Values of environment variables are hidden: they may be secret. */
export interface Difference {
  /** Where: `spec.containers["echo"].image`; items by name, since their order has no meaning. */
  readonly path: string;
  /** What was declared; absent if nothing was. */
  readonly declared?: unknown;
  /** What the service has; absent if it has nothing there. */
  readonly reported?: unknown;
}

/**
 * Compares what was declared with what DESCRIBE SERVICE reports. What Snowflake adds by itself is no difference: digests of images,
 * defaults, amounts of resources that it filled in. Containers, endpoints, volumes, variables and secrets that were not declared
 * are. What is not known yet is passed over.
 */
export function differences(declared: ServiceSpecification, reported: ServiceSpecification): readonly Difference[] {
  const found = compare(canonicalSpecification(declared), withoutAdded(reported, declared), { place: "", key: "" });
  return found.map(({ path, declared: own, reported: theirs }) => ({
    path,
    ...(own === undefined ? {} : { declared: withHiddenEnv(own) }),
    ...(theirs === undefined ? {} : { reported: withHiddenEnv(theirs) }),
  }));
}

/** Where a value stands, and under which key; items of lists have the key of their list. */
interface Place {
  readonly place: string;
  readonly key: string;
}

function compare(declared: unknown, reported: unknown, { place, key }: Place): readonly Difference[] {
  if (isUnknown(declared) || isDeepStrictEqual(declared, reported)) return [];
  if (Array.isArray(declared) && Array.isArray(reported) && isOfNamed(key, [...declared, ...reported])) {
    return compareItems(declared, reported, { place, key });
  }
  // Nobody can say yet which item is which.
  if (Array.isArray(declared) && holdsUnknown(declared)) return [];
  const bothObjects = isObject(declared) && isObject(reported);
  // Variables one by one, also when there were none before: a value must not get out with the whole.
  if (bothObjects || (key === "env" && (isObject(declared) || isObject(reported)))) {
    const [ours, theirs] = [fieldsOf(declared), fieldsOf(reported)];
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].filter((one) => !isUnknown(one));
    if (key === "env") return keys.flatMap((one) => compareVariable(ours, theirs, one, within(place, one)));
    return keys.flatMap((one) => compare(own(ours, one), own(theirs, one), { place: within(place, one), key: one }));
  }
  return [difference(place, declared, reported)];
}

/** Lists whose items have names that differ; two secrets may go to one directory. */
function isOfNamed(list: string, items: readonly unknown[]): boolean {
  return items.every((item) => identityOf(list, item) !== undefined);
}

function compareItems(
  declared: readonly unknown[],
  reported: readonly unknown[],
  { place, key }: Place,
): readonly Difference[] {
  const names = [...new Set([...declared, ...reported].map((item) => identityOf(key, item) ?? ""))];
  return names.flatMap((name) => {
    const [ours, theirs] = [declared, reported].map((list) =>
      itemsOf(list).filter((item) => identityOf(key, item) === name),
    );
    const at = named(place, name);
    if (ours?.length === 1 && theirs?.length === 1) return compare(ours[0], theirs[0], { place: at, key: "" });
    if (isDeepStrictEqual(ours, theirs) || (theirs?.length !== 0 && holdsUnknown(ours))) return [];
    return [difference(at, oneOrAll(ours), oneOrAll(theirs))];
  });
}

function compareVariable(declared: object, reported: object, name: string, path: string): readonly Difference[] {
  const [ours, theirs] = [own(declared, name), own(reported, name)];
  if (isUnknown(ours) || ours === theirs) return [];
  const another = ours === undefined ? hidden : "another value";
  return [difference(path, ours === undefined ? undefined : hidden, theirs === undefined ? undefined : another)];
}

function difference(path: string, declared: unknown, reported: unknown): Difference {
  return { path, declared, reported };
}

function oneOrAll(items: readonly unknown[] = []): unknown {
  return items.length > 1 ? items : items[0];
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? fieldsOf(value)[key] : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
