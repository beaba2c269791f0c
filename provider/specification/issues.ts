import type { z } from "zod";
import { isUnknown } from "../resource/unknown";
import { show } from "./fields";
import type { Path } from "./place";

/** Something wrong with a specification, and where. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

/** What a schema found, in words; what is not known yet is passed over. */
export function findingsOf(issues: readonly z.core.$ZodIssue[], value: unknown): readonly Finding[] {
  return issues
    .flatMap((issue) => unfolded(issue, value))
    .filter(({ path }) => !isUnknown(at(value, path)) && !path.some(isUnknown));
}

/** Fields that may hold secrets: what stands in them is not shown. */
const hidden: ReadonlySet<unknown> = new Set(["env", "command", "args"]);

function unfolded(issue: z.core.$ZodIssue, value: unknown): readonly Finding[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code === "unrecognized_keys") {
    const messages = issue.message.split("\n");
    return issue.keys.map((key, index) => ({ path: [...path, key], message: messages[index] ?? "is not a field" }));
  }
  if (issue.code === "invalid_union") {
    // Of a value that may be text or an object, what is wrong with it in the form that it has.
    const form = issue.errors.find(
      (one) => !one.some(({ code, path: inner }) => code === "invalid_type" && inner.length === 0),
    );
    if (form !== undefined)
      return form.flatMap((inner) => unfolded({ ...inner, path: [...issue.path, ...inner.path] }, value));
  }
  return [{ path, message: messageOf(issue, at(value, path), path) }];
}

function messageOf(issue: z.core.$ZodIssue, given: unknown, path: Path): string {
  const own =
    given === undefined &&
    (issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union");
  if (own || (given === undefined && issue.code === "custom" && !path.includes("env"))) return "is missing";
  const shown = path.some((step) => hidden.has(step)) ? "the value" : show(given);
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    const quotes = issue.expected === "string" && (typeof given === "number" || typeof given === "boolean");
    const wanted = `${expected[issue.expected] ?? issue.expected} is expected${quotes ? ": put it in quotes" : ""}`;
    return typeof given === "object" ? `is ${nounOf(given)}; ${wanted}` : `${shown} is ${nounOf(given)}; ${wanted}`;
  }
  if (issue.code === "too_small" && issue.origin !== "array")
    return `${shown} is too small; at least ${issue.minimum} is allowed`;
  if (issue.code === "too_big" && issue.origin !== "array")
    return `${shown} is too big; at most ${issue.maximum} is allowed`;
  if (issue.code === "invalid_union") return `${shown} is ${nounOf(given)}; text or an object is expected`;
  return issue.message;
}

const expected: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  record: "an object",
  int: "a whole number",
};

function nounOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "nothing";
  if (typeof value === "number") return Number.isInteger(value) ? "a number" : "not a whole number";
  return expected[typeof value] ?? `a ${typeof value}`;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  );
}
