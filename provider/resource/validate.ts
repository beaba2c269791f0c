import { distance } from "fastest-levenshtein";
import type { z } from "zod";
import { type Definition, propertiesOf } from "./definition";
import { nameOf } from "./forms";
import { identityKeys, namesOf } from "./names";
import { options } from "./options";
import { placed } from "./place";
import type { Values } from "./property";
import { holdsUnknown, isUnknown } from "./unknown";

/** Something wrong with what the user wrote. */
export interface Problem {
  /** Where: `columns[2].type`; empty if it concerns the whole. */
  readonly path: string;
  /** What is wrong, what is allowed, what to do; never the value of a secret. */
  readonly message: string;
}

/** What the user wrote, in canonical form, and everything that is wrong with it. */
export interface Validated {
  readonly values: Values;
  readonly problems: readonly Problem[];
}

/**
 * Checks and normalises what a user wrote for an object: identity, properties and options. Values that are not known yet are
 * passed over. Validating the result again changes nothing.
 */
export function validate(definition: Definition, given: Readonly<Record<string, unknown>>): Validated {
  const schemas = schemasOf(definition);
  const values: Record<string, unknown> = {};
  const { written, problems: misplaced } = placed(definition, given);
  const problems: Problem[] = [...misplaced];
  for (const [key, item] of Object.entries(written)) {
    const value = withoutNulls(item);
    if (value === undefined) continue;
    const schema = schemas.get(key);
    if (schema === undefined)
      problems.push({ path: key, message: unknownProperty(definition, key, [...schemas.keys()]) });
    else values[key] = canonical(key, schema, value, definition.properties[key]?.secret === true, problems);
  }
  for (const [key, property] of propertiesOf(definition)) {
    if (key in values && (values[key] === undefined || property.isUnset?.(values[key]) === true)) delete values[key];
  }
  for (const key of identityKeys(definition)) {
    if (written[key] !== undefined && written[key] !== null) continue;
    // A schema may name its database, a stage its schema too.
    if (identityKeys(definition).slice(0, -2).includes(key)) continue;
    problems.push({ path: key, message: `is missing: a ${definition.kind} needs a ${key}` });
  }
  if (definition.replaces === false && values["createMode"] === "orReplace") {
    problems.push({
      path: "createMode",
      message: `"orReplace" is not for a ${definition.kind}: there is no CREATE OR REPLACE ${definition.noun}. Use "createOrAlter" to take up and alter what exists, or drop it first`,
    });
  }
  if (problems.length === 0) relate(definition, values);
  for (const { of, problem } of problems.length > 0 ? rulesWithout(definition, problems) : definition.rules) {
    const wrong = problem(values) ?? [];
    problems.push(...(typeof wrong === "string" ? [{ path: of[0] ?? "", message: wrong }] : wrong));
  }
  return { values, problems };
}

/** What a value names may be said relative to the object itself, whose name is known now. */
function relate(definition: Definition, values: Record<string, unknown>): void {
  if (identityKeys(definition).some((key) => isUnknown(values[key]))) return;
  for (const [key, property] of propertiesOf(definition)) {
    if (property.relate === undefined || values[key] === undefined || holdsUnknown(values[key])) continue;
    values[key] = property.relate(values[key], namesOf(definition, values));
  }
}

/** Canonical values again, of a state that an older release wrote; what cannot be read is left as it is. */
export function canonicalAgain(definition: Definition, values: Values): Values {
  const entries = Object.entries(values).map(([key, value]) => {
    const read =
      value === null || value === undefined || holdsUnknown(value)
        ? undefined
        : definition.properties[key]?.schema.safeParse(value);
    return [key, read?.success ? read.data : value] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
}

/** Rules that look at a property with a problem would only repeat it. */
function rulesWithout(definition: Definition, problems: readonly Problem[]): Definition["rules"] {
  const wrong = new Set(problems.map(({ path }) => /^[^.[]*/.exec(path)?.[0]));
  return definition.rules.filter(({ of }) => !of.some((key) => wrong.has(key)));
}

/** `null` means the same as absent, at any depth; items of a list keep their places. */
function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map((item) => (item === null ? item : withoutNulls(item)));
  if (typeof value !== "object") return value;
  const entries = Object.entries(value ?? {}).map(([key, item]) => [key, withoutNulls(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

function canonical(key: string, schema: z.ZodType, value: unknown, secret: boolean, problems: Problem[]): unknown {
  if (isUnknown(value)) return value;
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issues = read.error.issues
    .flatMap(unfolded)
    .filter(({ path }) => !isUnknown(at(value, path)) && !path.some(isUnknown));
  for (const issue of issues) {
    const given = at(value, issue.path);
    const message =
      issue.code === "custom" || issue.message.startsWith("is ") ? issue.message : generic(issue, given, secret);
    problems.push({
      path: pathOf([key, ...issue.path]),
      message: secret ? message.replaceAll(JSON.stringify(given) ?? "", "this value") : message,
    });
  }
  return issues.length === 0 ? value : undefined;
}

/** Of a value that may have several forms, what is wrong with it in the form that it has. */
function unfolded(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const isOfAnother = (inner: z.core.$ZodIssue) => inner.code === "invalid_type" && inner.path.length === 0;
  const [form, ...others] = issue.errors.filter((one) => !one.some(isOfAnother));
  if (form === undefined || others.length > 0) return [issue];
  return form.flatMap((inner) => unfolded({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Issues whose text comes from zod: say what was given, and what is allowed. */
function generic(issue: z.core.$ZodIssue, given: unknown, secret: boolean): string {
  const what = secret ? "the value given" : (JSON.stringify(given) ?? "undefined");
  if (issue.code === "invalid_type")
    return `${what} is ${nounOf(given)}; ${issue.expected === "int" ? "a whole number" : articled(issue.expected)} is expected`;
  if (issue.code === "too_small") return `${what} is too small; at least ${issue.minimum} is allowed`;
  if (issue.code === "too_big") return `${what} is too big; at most ${issue.maximum} is allowed`;
  if (issue.code === "invalid_key")
    return `${JSON.stringify(issue.path.at(-1))} ${issue.issues.map(({ message }) => message).join("; ")}`;
  if (issue.code === "unrecognized_keys")
    return `has no property ${issue.keys.map((one) => JSON.stringify(one)).join(", ")}`;
  return issue.message.startsWith(what) ? issue.message : `${what}: ${issue.message}`;
}

function unknownProperty(definition: Definition, key: string, known: readonly string[]): string {
  const near = known
    .map((one) => ({ one, far: distance(one.toLowerCase(), key.toLowerCase()) }))
    .filter(({ one, far }) => far <= Math.max(2, Math.floor(one.length / 3)))
    .sort((left, right) => left.far - right.far)[0];
  return `is not a property of ${definition.kind}${near === undefined ? `; it has ${known.join(", ")}` : `; did you mean ${near.one}?`}`;
}

const schemaCache = new WeakMap<Definition, ReadonlyMap<string, z.ZodType>>();

function schemasOf(definition: Definition): ReadonlyMap<string, z.ZodType> {
  const known = schemaCache.get(definition);
  if (known !== undefined) return known;
  const made = new Map<string, z.ZodType>([
    ...identityKeys(definition).map((key) => [key, nameOf(1)] as const),
    ...propertiesOf(definition).map(([key, property]) => [key, property.schema] as const),
    ...Object.entries(options),
  ]);
  schemaCache.set(definition, made);
  return made;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`))
    .join("");
}

function nounOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "number" && !Number.isInteger(value)) return "not a whole number";
  return articled(typeof value);
}

function articled(type: string): string {
  const words: Record<string, string> = {
    string: "text",
    number: "a number",
    boolean: "true or false",
    object: "an object",
    array: "a list",
    record: "an object",
    int: "a whole number",
  };
  return words[type] ?? type;
}
