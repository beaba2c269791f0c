import type { z } from "zod";
import { same } from "../resource/equal";
import { clause } from "../resource/forms";
import type { Property, Reading } from "../resource/property";
import { canonicalQualified, IdentifierError, join, parseQualified, raw, sql } from "../sql";
import { sameBody } from "../sql/body";
import { dollarQuoted } from "../sql/dollar-quoted";
import { described, listed } from "./procedure-described";
import { codeFields, languages, type ProcedureLanguage } from "./procedure-language";

/** A property that DESCRIBE tells, under a name of its own; what the language does not show is taken to stand. */
function fromDescribe<Out>(row: string, parse: (text: string) => Out | undefined) {
  return {
    from: "statements" as const,
    read: async (reading: Reading): Promise<unknown> => {
      const shown = await described(reading);
      const text = shown[row];
      if (text !== undefined) return parse(text);
      const isTold = row === "null handling" ? shown["language"] !== "SQL" : !hidesCode(reading, shown);
      return isTold ? undefined : reading.managed;
    },
  };
}

/** Whether a secure procedure keeps its code from this role: what is always there is not told. */
function hidesCode({ row }: Reading, shown: Readonly<Record<string, string>>): boolean {
  return row["is_secure"] === "Y" && shown[shown["language"] === "PYTHON" ? "packages" : "body"] === undefined;
}

/** The same property, read from DESCRIBE. */
export function describedAs<In, Out>(row: string, property: Property<In, Out>): Property<In, Out> {
  return { ...property, source: fromDescribe(row, (text) => property.parse(text, {})) };
}

/** The language that the body is written in. */
export const language: Property<string, ProcedureLanguage> = {
  ...clause<string, ProcedureLanguage>(
    codeFields.language as z.ZodType<ProcedureLanguage, string>,
    (value) => raw(value.toUpperCase()),
    { place: "head", clause: (value) => sql`LANGUAGE ${raw(value.toUpperCase())}` },
  ),
  source: fromDescribe("language", (text) => languages.find((one) => one === text.toLowerCase())),
};

/** The code. */
export const body: Property<string, string> = {
  ...clause<string, string>(codeFields.body as unknown as z.ZodType<string, string>, dollarQuoted, {
    place: "tail",
    clause: (value) => sql`AS ${dollarQuoted(value)}`,
    difference: () => "another text",
    // In JavaScript and Python, blanks can mean something.
    equal: (left, right, { after }) => left === right || (after["language"] === "sql" && sameBody(left, right)),
    asWritten: true,
  }),
  source: fromDescribe("body", (text) => text),
};

/** The version of Python. */
export const runtimeVersion = asText("runtime_version", codeFields.runtimeVersion);

/** The function to run. */
export const handler = asText("handler", codeFields.handler);

/** Packages of Python; their order and the case of their letters mean nothing. */
export const packages = list("packages", codeFields.packages, (item) => item.toLowerCase());

/** Files on stages; a name has several spellings. */
export const imports = list("imports", codeFields.imports, stagePath);

function asText(row: string, schema: unknown): Property<string, string> {
  return {
    ...clause<string, string>(schema as z.ZodType<string, string>, (value) => sql`${value}`),
    source: fromDescribe(row, (text) => text),
  };
}

function list(
  row: string,
  schema: unknown,
  spelling: (item: string) => string,
): Property<readonly string[], readonly string[]> {
  const spelled = (items: readonly string[]) => items.map(spelling).toSorted();
  return {
    ...clause<readonly string[], readonly string[]>(
      schema as z.ZodType<readonly string[], readonly string[]>,
      (items) =>
        sql`(${join(
          items.map((item) => sql`${item}`),
          ", ",
        )})`,
      { equal: (left, right) => same(spelled(left), spelled(right)), asWritten: true },
    ),
    source: fromDescribe(row, (text) => {
      const items = listed(text).toSorted();
      return items.length === 0 ? undefined : items;
    }),
  };
}

/** `@"DB"."S".stage/dir/f.py` as `@DB.S.STAGE/dir/f.py`. */
function stagePath(path: string): string {
  const [, name, file = ""] = /^@((?:"(?:[^"]|"")*"|[^"/])+)(\/[\s\S]*)?$/.exec(path) ?? [];
  if (name === undefined) return path;
  try {
    return `@${canonicalQualified(parseQualified(name))}${file}`;
  } catch (error) {
    if (error instanceof IdentifierError) return path;
    throw error;
  }
}
