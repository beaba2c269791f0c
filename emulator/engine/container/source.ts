import type { Json } from "../catalog/object";
import { missing, unsupported } from "../sql-error";
import { contentOf } from "../stage/files";
import type { Location } from "../stage/location";
import { readLocation, requireStage } from "../stage/location";
import type { Context } from "../statements/context";
import { Cursor } from "../syntax/cursor";
import { tokenize } from "../syntax/lexer";
import { cannotRender } from "./errors";
import { renderTemplate } from "./specification/template";

/** Where a statement has its specification. */
export interface Source {
  /** The specification itself, or undefined when it is in a file. */
  text?: string;
  location?: Location;
  file?: string;
  /** Values of a template's variables, in the form that goes into the text; undefined when it is no template. */
  using?: Record<string, string>;
}

/** Reads `SPECIFICATION …`, `@stage SPECIFICATION_FILE = …` and the like, after FROM. */
export function readSource(cursor: Cursor): Source {
  const source = readPlace(cursor);
  const token = cursor.token;
  if (!cursor.accept("USING")) return source.isTemplate ? cursor.unexpected(token) : source.source;
  return { ...source.source, using: readVariables(cursor) };
}

/** The text of a specification, with the values of its variables. */
export function sourceText(context: Context, source: Source, doing: string): string {
  const text = source.text ?? fileText(context, source, doing);
  return source.using ? renderTemplate(text, new Map(Object.entries(source.using))) : text;
}

/** A source as a clause of a CREATE keeps it. */
export function sourceJson(source: Source): Json {
  return source as unknown as Json;
}

export function sourceOf(json: Json | undefined): Source {
  return json as unknown as Source;
}

function readPlace(cursor: Cursor): { source: Source; isTemplate: boolean } {
  for (const [word, isTemplate] of [
    ["SPECIFICATION", false],
    ["SPECIFICATION_TEMPLATE", true],
  ] as const) {
    if (cursor.accept(word)) return { source: { text: cursor.string() }, isTemplate };
  }
  const isStaged = cursor.token.kind === "location" || cursor.token.kind === "string";
  const location = isStaged ? { location: readLocation(cursor) } : {};
  const isTemplate =
    cursor.oneOf("SPECIFICATION_FILE", "SPECIFICATION_TEMPLATE_FILE") === "SPECIFICATION_TEMPLATE_FILE";
  cursor.expectSymbol("=");
  return { source: { ...location, file: cursor.string() }, isTemplate };
}

function readVariables(cursor: Cursor): Record<string, string> {
  const entries = cursor.list((): [string, string] => {
    if (!cursor.atIdentifier()) cursor.unexpected();
    const token = cursor.next();
    // Names of variables keep their case, with quotes or without.
    const name = token.kind === "name" ? token.value : token.text;
    cursor.expectSymbol("=>");
    return [name, readVariable(cursor, name)];
  });
  return Object.fromEntries(entries);
}

/** A value as it goes into the text: numbers, words, and JSON; a text in JSON goes in without its quotes. */
function readVariable(cursor: Cursor, name: string): string {
  if (cursor.accept("TRUE")) return "true";
  if (cursor.accept("FALSE")) return "false";
  const sign = cursor.acceptSymbol("-") ? "-" : "";
  if (cursor.token.kind === "number") return `${sign}${cursor.next().value}`;
  if (sign !== "") cursor.unexpected();
  const text = cursor.string();
  if (/^[\w.-]*$/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    // The value may be a secret.
    throw cannotRender(`the value of '${name}' is neither alphanumeric nor valid JSON`);
  }
}

function fileText(context: Context, { location, file = "" }: Source, doing: string): string {
  const place = location ?? locationIn(file);
  const stage = requireStage(context, place, { doing, privilege: "READ" });
  const path = [place.path, location ? file : ""]
    .join("/")
    .split("/")
    .filter((part) => part !== "")
    .join("/");
  const content = contentOf(stage, path);
  if (!content) throw missing("File", path);
  return content.toString("utf8");
}

/** A file that is named with its stage. */
function locationIn(file: string): Location {
  if (!file.startsWith("@")) throw unsupported("SPECIFICATION_FILE without a stage, outside of applications");
  const [token, ...others] = tokenize("''");
  return readLocation(new Cursor([{ ...token, value: file } as never, ...others]));
}
