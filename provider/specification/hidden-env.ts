/** What stands in place of the value of an environment variable. */
export const hidden = "a value";

/** A specification, or a part of one, without the values of its environment variables, which may be secret. */
export function withHiddenEnv<T>(part: T): T {
  return hide(part) as T;
}

function hide(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hide);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isEnvironment = key === "env" && typeof item === "object" && item !== null;
      return [key, isEnvironment ? Object.fromEntries(Object.keys(item).map((name) => [name, hidden])) : hide(item)];
    }),
  );
}
