import type { Binding } from "../session";

/** Stands for every bind mark, where only the shape of a statement counts. */
export const anyBinding: Record<string, Binding> = new Proxy(
  {},
  { get: (_target, key) => (typeof key === "string" ? { type: "TEXT", value: null } : undefined) },
);

/** One set of single values for each row that the bindings stand for. */
export function bindingsPerRow(bindings: Record<string, Binding>): Record<string, Binding>[] {
  const lists = Object.values(bindings).filter(({ value }) => Array.isArray(value));
  const rows = Math.max(0, ...lists.map(({ value }) => value?.length ?? 0));
  if (lists.length === 0 || rows === 0) return [bindings];
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      Object.entries(bindings).map(([key, { type, value }]) => [
        key,
        { type, value: Array.isArray(value) ? (value[row] ?? null) : value },
      ]),
    ),
  );
}
