import type { Row } from "../../provider/client/client";

/** How a column of SHOW is read: absent where Snowflake says nothing, or something that it is not. */
export interface Fact<T> {
  /** Its name; by default that of the fact in snake case. */
  readonly column?: string | undefined;
  readonly read: (cell: string) => T | undefined;
}

/** Facts of a kind by name. */
export type Facts = Readonly<Record<string, Fact<unknown>>>;

/** What is read by facts. */
export type FactsOf<F extends Facts> = {
  readonly [K in keyof F]?: F[K] extends Fact<infer T> ? T : never;
};

/** Text; an empty one is absent. */
export function text(column?: string): Fact<string> {
  return { column, read: (cell) => (cell === "" || cell === "null" ? undefined : cell) };
}

/** One of a few words, or another text that Snowflake has come up with since. */
export function oneOf<const W extends string>(
  words: readonly W[],
  column?: string,
): Fact<W | (string & Record<never, never>)> {
  const known = new Map(words.map((word) => [word.toUpperCase(), word]));
  return { column, read: (cell) => (cell === "" ? undefined : (known.get(cell.toUpperCase()) ?? cell)) };
}

/** A number. */
export function number(column?: string): Fact<number> {
  return { column, read: (cell) => (/^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : undefined) };
}

/** Yes or no, in any of Snowflake's words for them. */
export function flag(column?: string): Fact<boolean> {
  const read = (cell: string): boolean | undefined => {
    if (/^(y|yes|true|on|enabled)$/i.test(cell)) return true;
    return /^(n|no|false|off|disabled)$/i.test(cell) ? false : undefined;
  };
  return { column, read };
}

/** A moment. The row has it with its full fraction. */
export function moment(column?: string): Fact<Date> {
  const read = (cell: string): Date | undefined => (Number.isNaN(Date.parse(cell)) ? undefined : new Date(cell));
  return { column, read };
}

/** What a row tells by facts. */
export function readFacts<F extends Facts>(facts: F, row: Row): FactsOf<F> {
  const read = Object.entries(facts).flatMap(([key, fact]) => {
    const cell = row[fact.column ?? columnOf(key)];
    const value = cell === undefined || cell === null ? undefined : fact.read(cell);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(read) as FactsOf<F>;
}

/** What was read of a row, and the row: beside the data, so that neither a print nor JSON is full of it. */
export function withRow<T extends object>(told: T, row: Row): T & { readonly raw: Row } {
  return Object.defineProperty(told, "raw", { value: row, enumerable: false, configurable: true }) as T & {
    readonly raw: Row;
  };
}

/** `ownerRoleType` → `owner_role_type`. */
function columnOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
