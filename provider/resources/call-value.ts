import { z } from "zod";
import { isUnknown } from "../resource/unknown";
import { expressionProblem, isNumeric, isText } from "../sql";
import { type CallValue, isExpression, type JsonValue } from "../sql/call";

/** Something to pass to a procedure: JSON, or an expression that cannot end the statement that it stands in. */
export const callValue: z.ZodType<CallValue, CallValue> = z.unknown().transform((written, context): CallValue => {
  if (!isExpression(written)) return canonicalJson(written, [], context);
  const problem = isUnknown(written.sql) ? undefined : expressionProblem(written.sql);
  if (problem === undefined) return { sql: written.sql.trim() };
  context.addIssue({ code: "custom", path: ["sql"], message: `${JSON.stringify(written.sql)}: ${problem}` });
  return z.NEVER;
}) as never;

/** What is wrong with a value for a canonical type, as far as both are known; Snowflake would tell only when the task runs. */
export function valueProblem(type: string, value: CallValue | undefined): string | undefined {
  if (value == null || isUnknown(type) || isUnknown(value) || isExpression(value)) return undefined;
  const [isRight, expected] = expectation(type);
  if (isRight(value)) return undefined;
  const given = JSON.stringify(value);
  return `${given} does not fit the type ${type}; give ${expected}, or an expression as { sql: "…" }`;
}

type Test = (value: CallValue) => boolean;

function expectation(type: string): readonly [Test, string] {
  const isString: Test = (value) => typeof value === "string";
  if (isText(type)) return [isString, "text"];
  if (isNumeric(type)) return [isNumber, "a number"];
  if (type === "BOOLEAN") return [(value) => typeof value === "boolean", "true or false"];
  if (/^ARRAY\b/.test(type)) return [Array.isArray, "a list"];
  if (/^(?:OBJECT|MAP)\b/.test(type))
    return [(value) => typeof value === "object" && !Array.isArray(value), "an object"];
  if (type === "VARIANT") return [() => true, "a value of JSON"];
  return [isString, "text that Snowflake can read as one"];
}

/** Text holds numbers that JavaScript cannot. */
function isNumber(value: CallValue): boolean {
  return (
    typeof value === "number" || (typeof value === "string" && /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(value))
  );
}

function canonicalJson(written: unknown, path: PropertyKey[], context: z.core.$RefinementCtx): JsonValue {
  if (written === null || typeof written === "string" || typeof written === "boolean") return written;
  if (typeof written === "number" && Number.isFinite(written)) return written;
  if (Array.isArray(written)) return written.map((item, index) => canonicalJson(item, [...path, index], context));
  if (typeof written === "object") {
    const entries = Object.entries(written).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, canonicalJson(item, [...path, key], context)]));
  }
  const what = typeof written === "number" ? String(written) : `a value of the type ${typeof written}`;
  context.addIssue({
    code: "custom",
    path,
    message: `${what} cannot be passed; give text, a number, true or false, null, JSON, or { sql: "…" }`,
  });
  return null;
}
