import { z } from "zod";
import { clause, word } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { holdsUnknown, isUnknown } from "../resource/unknown";
import { join, raw, type Sql, sql } from "../sql";
import { sizeSpelling, sizes } from "./sizes";

/** A value of a session parameter. */
export type ParameterValue = string | number | boolean;
/** Values of session parameters by name. */
export type SessionParameters = Readonly<Record<string, ParameterValue>>;
/** A configuration that the tasks of a graph read: a JSON object. */
export type TaskConfig = Readonly<Record<string, unknown>>;

/** Parameters that have a property of their own. */
const ownProperties: Readonly<Record<string, string>> = {
  USER_TASK_TIMEOUT_MS: "userTaskTimeoutMs",
  SUSPEND_TASK_AFTER_NUM_FAILURES: "suspendTaskAfterNumFailures",
  TASK_AUTO_RETRY_ATTEMPTS: "taskAutoRetryAttempts",
  USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS: "userTaskMinimumTriggerIntervalInSeconds",
  USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE: "userTaskManagedInitialWarehouseSize",
  SERVERLESS_TASK_MIN_STATEMENT_SIZE: "serverlessTaskMinStatementSize",
  SERVERLESS_TASK_MAX_STATEMENT_SIZE: "serverlessTaskMaxStatementSize",
  LOG_LEVEL: "logLevel",
};

/** Sizes that serverless compute can have. */
export const serverlessSizes = sizes.slice(0, sizes.indexOf("X2LARGE") + 1) as unknown as readonly [
  "XSMALL",
  "SMALL",
  "MEDIUM",
  "LARGE",
  "XLARGE",
  "X2LARGE",
];

/** A size of serverless compute, in any spelling. */
export const serverlessSize = word(serverlessSizes, { source: "parameter", spellings: sizeSpelling, quoted: true });

/** What the tasks of a graph are given: an object, or the text of one. */
export const config: Property<TaskConfig | string, TaskConfig> = clause<TaskConfig | string, TaskConfig>(
  z.unknown().transform((written, context) => {
    if (isUnknown(written)) return written as TaskConfig;
    const read = typeof written === "string" ? parsed(written) : written;
    const isObject = typeof read === "object" && read !== null && !Array.isArray(read);
    const inexact = inexactNumber(read);
    if (isObject && inexact === undefined) return withoutNulls(read) as TaskConfig;
    const message = isObject
      ? `holds the number ${inexact}, which is too large to be kept exactly; write it as text`
      : `${shown(written)} is not a JSON object; write one like { table: "EVENTS", limit: 10 }`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }) as unknown as z.ZodType<TaskConfig, TaskConfig | string>,
  (value) => sql`${JSON.stringify(value)}`,
  {
    source: { column: "config" },
    parse: (cell) => {
      const read = cell === null || cell === "" || cell === "null" ? undefined : parsed(cell);
      return typeof read === "object" && read !== null ? (withoutNulls(read) as TaskConfig) : undefined;
    },
  },
);

/** Parameters of the sessions in which a task runs; only those that are named are managed. */
export const sessionParameters: Property<SessionParameters, SessionParameters> = clause<
  SessionParameters,
  SessionParameters
>(
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).transform((written, context) => {
    const entries = Object.entries(written).map(([key, value]) => [key.toUpperCase(), value] as const);
    for (const [key, value] of entries) {
      const message = parameterProblem(key, value);
      if (message !== undefined) context.addIssue({ code: "custom", path: [key], message });
    }
    return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
  }),
  (value) => settings(Object.entries(value)),
  {
    place: "option",
    clause: (value) => settings(Object.entries(value)),
    isUnset: (value) => Object.keys(value).length === 0,
    equal: (left, right) => {
      const keys = Object.keys(left);
      return keys.length === Object.keys(right).length && keys.every((key) => asText(left[key]) === asText(right[key]));
    },
    onChange: ({ alter, before = {}, after = {}, reason }) => {
      const set = Object.entries(after).filter(([key, value]) => asText(before[key]) !== asText(value));
      const unset = Object.keys(before).filter((key) => !(key in after));
      return [
        ...(unset.length === 0
          ? []
          : [{ ...safe(sql`${alter} UNSET ${raw(unset.join(", "))}`, reason, ["sessionParameters"]), undoes: true }]),
        ...(set.length === 0 ? [] : [safe(sql`${alter} SET ${settings(set)}`, reason, ["sessionParameters"])]),
      ];
    },
  },
);

/** The parameters that are set on a task itself, as far as they are managed. */
export function ownParameters(own: ReadonlyMap<string, string>, managed: unknown): SessionParameters | undefined {
  const known = managed as SessionParameters | undefined;
  const found = [...own].filter(([key]) => !(key in ownProperties) && (known === undefined || key in known));
  // What is shown is text: what was written stands while it is the same.
  const entries = found.map(([key, text]) => {
    const value = known?.[key];
    return [key, value !== undefined && asText(value) === asText(text) ? value : text] as const;
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function parameterProblem(key: string, value: ParameterValue): string | undefined {
  if (isUnknown(key)) return undefined;
  if (!/^[A-Z_][A-Z0-9_]*$/.test(key)) return "is not the name of a parameter, such as TIMEZONE or JSON_INDENT";
  const property = ownProperties[key];
  if (property !== undefined) return `has a property of its own; set ${property}`;
  if (key === "SEARCH_PATH") return "cannot be set for a task; qualify the names in its definition instead";
  if (key === "AUTOCOMMIT" && /^(false|off|0)$/i.test(String(value)))
    return "cannot be false for a task; put the statements into a block with BEGIN TRANSACTION and COMMIT";
  return undefined;
}

function settings(entries: readonly (readonly [string, ParameterValue])[]): Sql {
  return join(
    entries.map(([key, value]) => sql`${raw(key)} = ${holdsUnknown(value) ? raw(`<${key}>`) : value}`),
    ", ",
  );
}

/** Booleans are shown in lower case, and may be written in any. */
function asText(value: ParameterValue | undefined): string | undefined {
  const text = value === undefined ? undefined : String(value);
  return text !== undefined && /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A key with nothing behind it reads like one that is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

/** A number that would lose digits on its way. */
function inexactNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Math.abs(value) > Number.MAX_SAFE_INTEGER ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  return Object.values(value)
    .map(inexactNumber)
    .find((one) => one !== undefined);
}
