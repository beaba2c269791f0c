import { z } from "zod";
import {
  canonicalName,
  canonicalQualified,
  IdentifierError,
  parseIdentifier,
  parseQualified,
  raw,
  type Sql,
  sql,
} from "../sql";
import type { Property } from "./property";
import { isUnknown } from "./unknown";

/** What a definition may say about a property; the rest follows from its form. */
export type Facets<In, Out> = Partial<Omit<Property<In, Out>, "schema" | "write" | "source">> & {
  /** The column of SHOW, where it is not the keyword in lower case; `parameter` for SHOW PARAMETERS; `nowhere` if not readable. */
  readonly source?: "parameter" | "nowhere" | { readonly column: string } | { readonly parameterShownAs: string };
};

type ReferenceFacets = Facets<string, string> & { readonly parts?: 1 | 2 | 3; readonly literal?: boolean };

/** Text, written as a literal. */
export function text(
  facets: Facets<string, string> = {},
  schema: z.ZodType<string, string> = printable,
): Property<string, string> {
  return property(
    schema,
    (value) => sql`${value}`,
    (cell) => (cell === "" || cell === null ? undefined : cell),
    { isUnset: (value) => value === "", ...facets },
  );
}

/** A whole number. */
export function integer(
  schema: z.ZodType<number, number>,
  facets: Facets<number, number> = {},
): Property<number, number> {
  return property(
    schema,
    (value) => sql`${value}`,
    (cell) => (cell !== null && /^-?\d+$/.test(cell) ? Number(cell) : undefined),
    facets,
  );
}

/** TRUE or FALSE; read from every way in which Snowflake prints one. */
export function boolean(facets: Facets<boolean, boolean> = {}): Property<boolean, boolean> {
  return property(z.boolean(), (value) => sql`${value}`, parseBoolean, facets);
}

/** One of a few words. Any letter case is taken; `spellings` maps other spellings to the canonical word. */
export function word<const W extends string>(
  words: readonly W[],
  facets: Facets<Word<W>, W> & { spellings?: (written: string) => string; quoted?: boolean } = {},
): Property<Word<W>, W> {
  const { spellings = (written: string) => written.toUpperCase(), quoted: inQuotes = false, ...rest } = facets;
  const schema = z.string({ error: `is not a word; use ${listed(words)}` }).transform((written, context) => {
    const found = words.find((one) => one.toUpperCase() === spellings(written));
    if (found !== undefined) return found;
    context.addIssue({ code: "custom", message: `${JSON.stringify(written)} is not one of ${listed(words)}` });
    return z.NEVER;
  });
  const parse = (cell: string | null) =>
    cell === null ? undefined : words.find((one) => one.toUpperCase() === spellings(cell));
  return property<Word<W>, W>(schema as never, (value) => (inQuotes ? sql`${value}` : raw(value)), parse, {
    words,
    ...rest,
  });
}

/**
 * The name of another object, qualified where its kind needs it. `refersTo` lets the resource itself be given; `literal` is for
 * names that Snowflake takes as a string.
 */
export function reference(
  facets: ReferenceFacets & { readonly refersTo: string },
): Property<string, string> & { readonly refersTo: string };
export function reference(facets?: ReferenceFacets): Property<string, string>;
export function reference(facets: ReferenceFacets = {}): Property<string, string> {
  const { parts = 1, literal = false, ...rest } = facets;
  const parse = (cell: string | null) =>
    cell === null || cell === "" || cell === "null" ? undefined : (literal ? fromText : fromCell)(cell, parts);
  return property(nameOf(parts), (value) => (literal ? sql`${value}` : raw(value)), parse, rest);
}

/** Syntax of its own: the definition writes it. */
export function clause<In, Out>(
  schema: z.ZodType<Out, In>,
  write: (value: Out) => Sql,
  facets: Facets<In, Out> = {},
): Property<In, Out> {
  return property(schema, write, () => undefined, { source: "nowhere", ...facets });
}

/** A word in the editor's list, or any spelling of one. */
export type Word<W extends string> = W | (string & {});

/** Text that Snowflake can keep: no NUL, no half of a surrogate pair. */
const printable: z.ZodType<string, string> = z
  .string()
  .refine((value) => !value.includes("\u0000"), { error: "holds a NUL character, which Snowflake cannot keep" })
  .refine((value) => !/\p{Surrogate}/u.test(value), { error: "holds half of a surrogate pair, which is not text" });

/** The canonical name of an object, read from any spelling. */
export function nameOf(parts: 1 | 2 | 3): z.ZodType<string, string> {
  return z.string().transform((written, context) => {
    if (isUnknown(written)) return written;
    try {
      if (parts === 1) return canonicalName(parseIdentifier(written));
      const names = parseQualified(written);
      if (names.length === parts) return canonicalQualified(names);
      context.addIssue({
        code: "custom",
        message: `${JSON.stringify(written)} has ${names.length} of the ${parts} parts of a qualified name (${parts === 2 ? "DATABASE.NAME" : "DATABASE.SCHEMA.NAME"})`,
      });
    } catch (error) {
      if (!(error instanceof IdentifierError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
    return z.NEVER;
  });
}

/** The canonical name of an object of a schema, qualified as far as it was written: what is left out depends on who names it. */
export function nameWithin(noun: string): z.ZodType<string, string> {
  return z.string().transform((written, context) => {
    if (isUnknown(written)) return written;
    try {
      const parts = parseQualified(written);
      if (parts.length <= 3) return canonicalQualified(parts);
      context.addIssue({
        code: "custom",
        message: `${JSON.stringify(written)} has ${parts.length} parts; a ${noun}'s name has 3`,
      });
    } catch (error) {
      if (!(error instanceof IdentifierError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
    return z.NEVER;
  });
}

function property<In, Out>(
  schema: z.ZodType<Out, In>,
  write: (value: Out) => Sql,
  parse: Property<In, Out>["parse"],
  facets: Facets<In, Out>,
): Property<In, Out> {
  const { source, ...rest } = facets;
  return {
    schema,
    write,
    parse,
    place: "option",
    change: "alter",
    fallback: "unset",
    ...rest,
    source: sourceOf(source),
  };
}

function sourceOf(source: Facets<never, never>["source"]): Property["source"] {
  if (source === "nowhere") return { from: "nowhere" };
  if (source === "parameter") return { from: "parameter", key: "" };
  if (source !== undefined && "parameterShownAs" in source)
    return { from: "parameter", key: "", shownAs: source.parameterShownAs };
  return { from: "column", column: source?.column ?? "" };
}

function parseBoolean(cell: string | null): boolean | undefined {
  if (cell === null) return undefined;
  if (/^(true|y|yes|on|1)$/i.test(cell)) return true;
  return /^(false|n|no|off|0)$/i.test(cell) ? false : undefined;
}

/** What was written as a string literal is shown as it was written, quotes included. */
function fromText(cell: string, parts: 1 | 2 | 3): string {
  const read = nameOf(parts).safeParse(cell);
  return read.success ? read.data : cell;
}

/** SHOW prints stored names bare, so a cell that is not an identifier is a name that needs quotes. */
function fromCell(cell: string, parts: 1 | 2 | 3): string {
  const read = nameOf(parts).safeParse(cell);
  const same = read.success && (parts > 1 || cell === cell.toUpperCase());
  return same ? read.data : `"${cell.replaceAll('"', '""')}"`;
}

function listed(words: readonly string[]): string {
  return words.join(", ");
}
