import { reservedWords } from "./reserved-words";
import { Sql } from "./sql";

declare const stored: unique symbol;

/** A name as Snowflake keeps it, without quotes: `MY_DB`, or `My db` if it was created as `"My db"`. */
export type StoredName = string & { readonly [stored]: true };

/** A text that is not an identifier. The message says what would be. */
export class IdentifierError extends Error {
  override readonly name = "IdentifierError";
}

const plain = /^[A-Za-z_][A-Za-z0-9_$]*$/;
const maximumLength = 255;

/**
 * Reads an identifier as Snowflake does: `my_db` is `MY_DB`, `"My db"` (quotes inside the text) stays as written.
 *
 * @throws {@link IdentifierError} if the text is neither.
 * @see https://docs.snowflake.com/en/sql-reference/identifiers-syntax
 */
export function parseIdentifier(text: string): StoredName {
  const parts = parseQualified(text);
  if (parts.length !== 1) {
    throw new IdentifierError(
      `${show(text)} has ${parts.length} parts; one name is expected. If the dots belong to the name, write ${show(quote(text))}`,
    );
  }
  return parts[0] as StoredName;
}

/**
 * Reads a name of one to three parts, `db.schema.name`; dots inside quotes belong to the name.
 *
 * @throws {@link IdentifierError} if a part is not an identifier.
 */
export function parseQualified(text: string): readonly StoredName[] {
  const parts: StoredName[] = [];
  let rest = text;
  for (;;) {
    const part = /^(?:"((?:[^"]|"")*)"|([^".]*))(\.|$)/.exec(rest);
    if (part === null) throw new IdentifierError(notAnIdentifier(text));
    parts.push(part[1] === undefined ? unquoted(part[2] ?? "", text) : storedName(part[1].replaceAll('""', '"')));
    rest = rest.slice(part[0].length);
    if (part[3] === "") return parts;
  }
}

/** Takes a name that Snowflake reported (a SHOW cell) or that was read from quotes. */
export function storedName(name: string): StoredName {
  const length = [...name].length;
  if (length === 0) throw new IdentifierError("a name cannot be empty");
  if (length > maximumLength) {
    throw new IdentifierError(
      `${show(`${[...name].slice(0, 20).join("")}…`)} has ${length} characters; a name has at most ${maximumLength}`,
    );
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const control = /[\u0000-\u001f\u007f]|\p{Surrogate}/u.exec(name);
  if (control !== null) {
    const code = name.charCodeAt(control.index).toString(16).toUpperCase().padStart(4, "0");
    throw new IdentifierError(
      `${JSON.stringify(name)} holds the control character U+${code}; names are printable text`,
    );
  }
  return name as StoredName;
}

/** The one spelling of a name: without quotes where Snowflake needs none. Reading it again gives the same name. */
export function canonicalName(name: StoredName): string {
  const [own = "", types = ""] = name.split(beforeTypes);
  return `${/^[A-Z_][A-Z0-9_$]*$/.test(own) && !reservedWords.has(own) ? own : quote(own)}${types}`;
}

/** Cannot stand in a name. */
const beforeTypes = "\u0000";

/**
 * The name of one of several objects that differ only by the types of their arguments: `LOAD` and `(VARCHAR, NUMBER)`. It is written
 * `LOAD(VARCHAR, NUMBER)`, as statements about one of them want it.
 *
 * @param types - Canonical types in parentheses; `()` for none.
 */
export function overloaded(name: StoredName, types: string): StoredName {
  return `${withoutTypes(name)}${beforeTypes}${types}` as StoredName;
}

/** The name alone, which objects may share. */
export function withoutTypes(name: StoredName): StoredName {
  return (name.split(beforeTypes)[0] ?? "") as StoredName;
}

/** Takes a text apart that ends in the types of arguments: `DB.S.LOAD(VARCHAR)`. Absent if it does not. */
export function splitTypes(text: string): { readonly name: string; readonly types: string } | undefined {
  const [, name, types] = /^((?:"(?:[^"]|"")*"|[^"(])*)(\(.*\))\s*$/s.exec(text) ?? [];
  return name === undefined || types === undefined ? undefined : { name: name.trim(), types };
}

/** The one spelling of a qualified name: `DB.SCHEMA."my table"`. */
export function canonicalQualified(parts: readonly StoredName[]): string {
  return parts.map(canonicalName).join(".");
}

/** A name in a statement. */
export function quoted(...parts: readonly StoredName[]): Sql {
  return new Sql(canonicalQualified(parts));
}

function unquoted(text: string, whole: string): StoredName {
  if (!plain.test(text)) throw new IdentifierError(notAnIdentifier(whole));
  return storedName(text.toUpperCase());
}

function notAnIdentifier(text: string): string {
  if (text === "") return "a name cannot be empty";
  const asIdentifier = text.replaceAll(/[^A-Za-z0-9_$]+/g, "_").replace(/^(?=[0-9$])/, "_");
  return (
    `${show(text)} is not an identifier: without quotes a name starts with a letter or _ and goes on with letters, digits, _ and $. ` +
    `Write ${show(asIdentifier.toUpperCase())}, or ${show(quote(text))} to keep it exactly as it is`
  );
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as it would be written in TypeScript. */
function show(text: string): string {
  return text.includes('"') && !/['\\\n]/.test(text) ? `'${text}'` : JSON.stringify(text);
}
