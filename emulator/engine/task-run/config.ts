import { SqlError } from "../sql-error";

type JsonObject = Record<string, unknown>;

/** A configuration as an object. @throws SqlError if the text is something else. */
export function parseConfig(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw new SqlError("000002", "0A000", "Invalid config. Must be a string representation of a valid JSON Object.");
}

/** The configuration of one run: the task's own, with the fields that were given for the run. */
export function mergedConfig(own: string | null, given: string | null): string | null {
  if (given === null || own === null) return given ?? own;
  return JSON.stringify(merged(parseConfig(own), parseConfig(given)));
}

/** The value at a path like `a.b[0]['c d']`, as text; null if there is none. @throws SqlError for what is no path. */
export function configValue(config: string | null, path: string | null): string | null {
  if (config === null) return null;
  if (path === null) return config;
  let value: unknown = parseConfig(config);
  for (const step of stepsOf(path)) {
    const holder = typeof step === "number" ? Array.isArray(value) : isObject(value);
    value = holder && Object.hasOwn(value as object, step) ? (value as JsonObject)[step] : undefined;
  }
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function merged(own: JsonObject, given: JsonObject): JsonObject {
  const entries = Object.entries(given).map(([key, value]) => {
    const before = Object.hasOwn(own, key) ? own[key] : undefined;
    return [key, isObject(value) && isObject(before) ? merged(before, value) : value] as const;
  });
  return Object.fromEntries([...Object.entries(own), ...entries]);
}

const step = /\.?(?:([A-Za-z_][\w$]*)|"((?:[^"]|"")+)")|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]/y;

function stepsOf(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  step.lastIndex = 0;
  for (let end = 0; end < path.length; end = step.lastIndex) {
    const match = step.exec(path);
    if (!match) throw new SqlError("000002", "0A000", `Invalid path '${path}' of a configuration.`);
    const [, word, quoted, index, key] = match;
    steps.push(word ?? quoted?.replaceAll('""', '"') ?? key?.replace(/\\(.)/g, "$1") ?? Number(index));
  }
  return steps;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
