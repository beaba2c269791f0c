import { isUnknown } from "../resource/unknown";
import { type Finding, findingsOf } from "./issues";
import { type Path, placeOf } from "./place";
import { relations } from "./rules";
import { specificationSchema } from "./schema";
import type { ServiceSpecification } from "./specification";
import { readYaml } from "./yaml-text";

/** Something wrong with a specification: can be handed on as a problem of the property that holds it. */
export interface SpecificationProblem {
  /** Where: `spec.containers[0].image`; empty if it concerns the whole. */
  readonly path: string;
  /** What is wrong, what is allowed, what to do; for text with the line. Never the value of an environment variable. */
  readonly message: string;
  /** The line of the text, from 1. */
  readonly line?: number;
}

/** A specification, or what is wrong with it. */
export interface ParsedSpecification {
  /** As it was written, without what was left empty; absent if something is wrong, or if it is not known yet. */
  readonly specification?: ServiceSpecification;
  readonly problems: readonly SpecificationProblem[];
}

/** How a specification is read. */
export interface ParseOptions {
  /**
   * What a whole number as the value of an environment variable is: a problem, since quotes were forgotten; or the text of its
   * digits, as Snowflake takes it, for text that was rendered from a template.
   */
  readonly numbersInEnv?: "problem" | "text";
}

/**
 * Reads and checks a specification: text in YAML or JSON, or an object of the same shape. All problems are found at once. What is
 * not known yet is passed over, and stays in the specification as it is.
 */
export function parseSpecification(written: unknown, options: ParseOptions = {}): ParsedSpecification {
  if (isUnknown(written)) return { problems: [] };
  if (typeof written === "string") return parseText(written, options);
  const value = withoutNothing(written, []);
  const findings = check(value);
  if (findings.length > 0) return { problems: findings.map(({ path, message }) => ({ path: placeOf(path), message })) };
  return { specification: value as ServiceSpecification, problems: [] };
}

function parseText(text: string, { numbersInEnv = "problem" }: ParseOptions): ParsedSpecification {
  const read = readYaml(text, numbersInEnv === "text" ? { exactNumbers: isEnvironmentValue } : {});
  if ("problems" in read) return { problems: read.problems.map((one) => ({ path: "", ...one })) };
  if (read.value === null) return { problems: [{ path: "", message: "is empty; write spec with containers" }] };
  const value = withoutNothing(read.value, []);
  const problems = check(value)
    .map(({ path, message }) => ({ path: placeOf(path), message, line: read.lineOf(path) }))
    .map(({ path, message, line }) =>
      line === undefined ? { path, message } : { path, message: `${message} (line ${line})`, line },
    )
    .toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0));
  return problems.length > 0 ? { problems } : { specification: value as ServiceSpecification, problems };
}

/** Whether a place is the value of an environment variable of a container. */
export function isEnvironmentValue(path: Path): boolean {
  return path.length === 5 && path[0] === "spec" && path[1] === "containers" && path[3] === "env";
}

function check(value: unknown): readonly Finding[] {
  const read = specificationSchema.safeParse(value);
  const findings = read.success ? [] : findingsOf(read.error.issues, value);
  return [...findings, ...relations(value), ...unprintable(value, [])];
}

/** `null` and `undefined` mean the same as absent, except as the value of an environment variable and in lists. */
function withoutNothing(value: unknown, path: Path): unknown {
  if (path.length > 30) return value;
  if (Array.isArray(value)) return value.map((item, index) => withoutNothing(item, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, withoutNothing(item, [...path, key])] as const)
      .filter(([key, item]) => item !== undefined && (item !== null || isEnvironmentValue([...path, key]))),
  );
}

/** Text that JSON can hold but Snowflake cannot keep. */
function unprintable(value: unknown, path: Path): readonly Finding[] {
  if (path.length > 30) return [{ path: path.slice(0, 5), message: "is nested too deeply" }];
  if (typeof value === "string") {
    if (value.includes("\u0000")) return [{ path, message: "holds a NUL character, which Snowflake cannot keep" }];
    return /\p{Surrogate}/u.test(value) ? [{ path, message: "holds half of a surrogate pair, which is not text" }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    return [...unprintable(key, place), ...unprintable(item, place)];
  });
}
