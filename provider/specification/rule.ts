import { isDeepStrictEqual } from "node:util";
import { isUnknown } from "../resource/unknown";

/** Brings one value into its canonical form; undefined where it says nothing. What is not known yet never reaches a rule. */
export type Rule = (value: unknown) => unknown;

/** The value as it is. */
export const asIs: Rule = (value) => value;

/** Applies a rule, unless the value is not known yet. */
export function apply(rule: Rule, value: unknown): unknown {
  return value === undefined || value === null || isUnknown(value) ? (value ?? undefined) : rule(value);
}

/** An object: fields in this order, others left out, nothing if none is left. */
export function fields(rules: Readonly<Record<string, Rule>>): Rule {
  return (value) => {
    if (!isObject(value)) return value;
    const entries = Object.entries(rules).map(([key, rule]) => [key, apply(rule, value[key])] as const);
    return unlessEmpty(entries);
  };
}

/** A map of names to values, by name. */
export function mapOf(rule: Rule): Rule {
  return (value) => {
    if (!isObject(value)) return value;
    return unlessEmpty(
      Object.entries(value)
        .map(([key, item]) => [key, apply(rule, item)] as const)
        .toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
  };
}

/** A list whose order has a meaning. */
export function listOf(rule: Rule): Rule {
  return (value) => {
    if (!Array.isArray(value)) return value;
    const items = value.map((item) => apply(rule, item) ?? (isObject(item) ? {} : item));
    return items.length === 0 ? undefined : items;
  };
}

/** A list whose order has no meaning: sorted by what `key` gives, and each text once. */
export function setOf(rule: Rule, key: (item: unknown) => string = (item) => JSON.stringify(item)): Rule {
  return (value) => {
    const items = listOf(rule)(value);
    if (!Array.isArray(items)) return items;
    return items
      .filter((item, index) => typeof item !== "string" || items.indexOf(item) === index)
      .map((item) => ({ item, by: key(item) }))
      .toSorted((left, right) => (left.by < right.by ? -1 : left.by > right.by ? 1 : 0))
      .map(({ item }) => item);
  };
}

/** A value that means nothing when it is the default. */
export function unless(fallback: unknown, rule: Rule = asIs): Rule {
  return (value) => {
    const canonical = apply(rule, value);
    return isDeepStrictEqual(canonical, fallback) ? undefined : canonical;
  };
}

/** A word, in the letter case that Snowflake's page has. */
export const upperCase: Rule = (value) => (typeof value === "string" ? value.toUpperCase() : value);

function unlessEmpty(entries: readonly (readonly [string, unknown])[]): unknown {
  const present = entries.filter(([, item]) => item !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
