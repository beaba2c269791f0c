/**
 * What handlers return, made fit for the engine: a value that it cannot encode would fail the call after the SQL has run, and
 * leave an orphan. Absent values are left out; dates, big integers and bytes become text; numbers that a double cannot hold
 * become text too.
 */
export function sanitise(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return clean(values) as Record<string, unknown>;
}

function clean(value: unknown): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number")
    return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : String(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Map) return clean(Object.fromEntries(value));
  if (value instanceof Set) return clean([...value]);
  if (Array.isArray(value)) return value.filter(isEncodable).map(clean);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => isEncodable(item))
        .map(([key, item]) => [key, clean(item)]),
    );
  }
  return undefined;
}

function isEncodable(value: unknown): boolean {
  return value !== undefined && typeof value !== "function" && typeof value !== "symbol";
}
