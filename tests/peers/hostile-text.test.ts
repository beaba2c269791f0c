import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { namesOf } from "../../provider/resource/names";
import { createStatements, dropStatement, renameStatement, updateStatements } from "../../provider/resource/statements";
import { definitions } from "../../provider/resources";
import { canonicalName, storedName } from "../../provider/sql";
import { literalsOf, type Parsed, parse, quotedNamesOf } from "./parse";
import { expectOneStatement } from "./statement-forms";

type Kind = keyof typeof definitions;
const kinds = ["database", "warehouse"] as const satisfies readonly Kind[];

const sinister = [
  "'",
  "''",
  '"',
  "\\",
  "\\\\'",
  "; DROP DATABASE PROD; --",
  "'; DROP DATABASE PROD; --",
  "\\'; DROP DATABASE PROD; --",
  '"; DROP DATABASE PROD; --',
  "-- comment",
  "// comment",
  "/* comment */",
  "$$",
  "$$ body $$",
  "a.b.c",
  "{{ template }} {% if %}",
  "&variable :1 ? %s",
  "  blanks  ",
  "SELECT",
  "lower",
  "😀 … é 漢字",
  "x".repeat(255),
];
const pieces = [..."'\"\\;$-/*nt0 .é", "--", "/*", "$$", "\\u0041", "\\x41", "\\047", "😀"];
const random = (more: readonly string[]) =>
  fc
    .sample(fc.array(fc.constantFrom(...pieces, ...more), { minLength: 1, maxLength: 20 }), { seed: 3, numRuns: 60 })
    .map((some) => some.join(""))
    .filter((text) => !/^[nt]+$/.test(text));
const texts: readonly (readonly string[])[] = [
  ...[...sinister, "two\nlines", "\r\n\t\b", "\\n\\t\\0"].map((text) => [text]),
  random(["\n", "\t"]),
];
const names: readonly (readonly string[])[] = [...sinister.map((text) => [text]), random([])];

const ofText = (kind: Kind, text: string) => {
  const tags = { 'A.B."t ""1"""': text };
  const [definition, full] = [definitions[kind], { name: "X", comment: text, tags }];
  const change = updateStatements(definition, namesOf(definition, full), { name: "X" }, full);
  return [...createStatements(definition, full), ...change].map(({ statement }) => statement.text);
};
const ofName = (kind: Kind, text: string) => {
  const definition = definitions[kind];
  const named = { name: canonicalName(storedName(text)) };
  const [from, to] = [namesOf(definition, named), namesOf(definition, { name: "OTHER" })];
  return {
    create: createStatements(definition, named, { orReplace: true }).map(({ statement }) => statement.text),
    alter: updateStatements(definition, from, named, { ...named, comment: "x" }).map(({ statement }) => statement.text),
    drop: [dropStatement(definition, from).text],
    rename: [
      renameStatement(definition, from, to).statement.text,
      renameStatement(definition, to, from).statement.text,
    ],
  };
};

describe("To an SQL parser that others wrote", () => {
  let parsed: ReadonlyMap<string, Parsed>;
  const read = (text: string): Parsed => {
    const found = parsed.get(text);
    if (found === undefined) throw new Error(`Not parsed: ${text}`);
    return found;
  };
  beforeAll(async () => {
    parsed = await parse(
      kinds.flatMap((kind) => [
        ...texts.flat().flatMap((text) => ofText(kind, text)),
        ...names.flat().flatMap((text) => Object.values(ofName(kind, text)).flat()),
      ]),
    );
  }, 900_000);

  test("each is one statement, of the kind that it begins with", () => {
    for (const [text, found] of parsed) expectOneStatement(text, found);
  });

  describe.each(kinds)("of a %s", (kind) => {
    test.each(texts)("a text like %j is what was given", (...some) => {
      for (const text of some) {
        const [create = "", ...alter] = ofText(kind, text);
        expect(read(create).statements[0]?.properties).toMatchObject({ COMMENT: { text } });
        expect(literalsOf(read(create))).toEqual([text, text]);
        expect(alter.flatMap((one) => literalsOf(read(one)))).toEqual([text, text]);
        expect(quotedNamesOf(read(create))).toEqual(['t "1"']);
      }
    });

    test.each(names)("a name like %j is what was given", (...some) => {
      for (const text of some) {
        const { create, alter, drop, rename } = ofName(kind, text);
        for (const one of [...create, ...alter, ...drop, ...rename]) expect(quotedNamesOf(read(one))).toEqual([text]);
        expect(read(create[0] ?? "").statements[0]).toMatchObject({ name: [text], replaces: true });
        expect(read(drop[0] ?? "").statements[0]).toMatchObject({ name: [text] });
      }
    });
  });
});
