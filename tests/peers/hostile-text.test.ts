import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { namesOf } from "../../provider/resource/names";
import type { Values } from "../../provider/resource/property";
import { createStatements, dropStatement, renameStatement, updateStatements } from "../../provider/resource/statements";
import { validate } from "../../provider/resource/validate";
import { definitions, table } from "../../provider/resources";
import { canonicalName, storedName } from "../../provider/sql";
import { least } from "../resources/examples";
import { literalsOf, type Parsed, parse, quotedNamesOf } from "./parse";
import { inTicks } from "./shown";
import { expectOneStatement, expectOneTableStatement } from "./statement-forms";

type Kind = keyof typeof definitions;
const kinds = ["database", "schema", "table", "warehouse"] as const satisfies readonly Kind[];

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

/** Canonical values of the least that a program declares, beside what it declares here. */
const canonical = (kind: Kind, written: Values): Values => {
  const { values, problems } = validate(definitions[kind], { ...least(definitions[kind]), ...written });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return values;
};
const ofText = (kind: Kind, text: string) => {
  const tags = { 'A.B."t ""1"""': text };
  const [definition, bare] = [definitions[kind], canonical(kind, { name: "X" })];
  const full = { ...bare, comment: text, tags };
  const change = updateStatements(definition, namesOf(definition, full), bare, full);
  return [...createStatements(definition, full), ...change].map(({ statement }) => statement.text);
};
const ofName = (kind: Kind, text: string) => {
  const definition = definitions[kind];
  const named = canonical(kind, { name: canonicalName(storedName(text)) });
  const [from, to] = [namesOf(definition, named), namesOf(definition, { ...named, name: "OTHER" })];
  return {
    create: createStatements(definition, named, { or: "REPLACE" }).map(({ statement }) => statement.text),
    alter: updateStatements(definition, from, named, { ...named, comment: "x" }).map(({ statement }) => statement.text),
    drop: [dropStatement(definition, from).text],
    rename: [
      renameStatement(definition, from, to).statement.text,
      renameStatement(definition, to, from).statement.text,
    ],
  };
};

/** A column that has the name, with a key of that name on it; and one that has the text as its comment and default. */
const ofColumn = (text: string, name: string) => {
  const column = { name: canonicalName(storedName(name)), type: "text", comment: text, default: inTicks(text) };
  const other = { name: "other", type: "int" };
  const plan = (before: Values, after: Values) => {
    const [from, to] = [canonical("table", { name: "X", ...before }), canonical("table", { name: "X", ...after })];
    return updateStatements(table, namesOf(table, to), from, to).map(({ statement }) => statement.text);
  };
  const keyed = { columns: [other, column], primaryKey: { columns: [column.name], name: column.name } };
  return {
    create: createStatements(table, canonical("table", { name: "X", ...keyed })).map(({ statement }) => statement.text),
    add: plan({ columns: [other] }, keyed),
    comment: plan({ columns: [{ ...column, comment: "old" }] }, { columns: [column] }),
    rename: plan({ columns: [{ ...column, name: "old" }] }, { columns: [{ ...column, renamedFrom: "old" }] }),
    drop: plan(keyed, { columns: [other] }),
  };
};
/** Each text with a name. */
const pairs = texts.flat().map((text, index) => [text, names.flat()[index % names.flat().length] ?? text] as const);

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
        ...pairs.flatMap(([text, name]) => Object.values(ofColumn(text, name)).flat()),
      ]),
    );
  }, 900_000);

  test("each is one statement, of the kind that it begins with", () => {
    for (const [text, found] of parsed) {
      if (!/^(CREATE( OR REPLACE)?|ALTER|DROP) TABLE /.test(text)) expectOneStatement(text, found);
      else expectOneTableStatement(text, found);
    }
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
        const place = kind === "table" ? ["PUBLIC", "SCRATCH"] : kind === "schema" ? ["SCRATCH"] : [];
        expect(read(create[0] ?? "").statements[0]?.replaces).toBe(true);
        for (const one of [create[0], drop[0]])
          expect(read(one ?? "").statements[0]?.name.slice(0, 1 + place.length)).toEqual([text, ...place]);
      }
    });
  });

  test.each(pairs)("a column's text %j and name %j are what was given", (text, name) => {
    const { create, add, comment, rename, drop } = ofColumn(text, name);
    const [literals, quotedNames] = [
      (statements: readonly string[]) => statements.flatMap((one) => literalsOf(read(one))),
      (statements: readonly string[]) => statements.flatMap((one) => quotedNamesOf(read(one))),
    ];
    expect(literals(create)).toEqual([text, text]);
    expect(quotedNames(create)).toEqual([name, name, name]);
    expect(read(create[0] ?? "").statements[0]?.columns[1]?.name).toBe(name);
    expect([literals(add), quotedNames(add)]).toEqual([
      [text, text],
      [name, name, name],
    ]);
    expect([literals(comment), quotedNames(comment)]).toEqual([[text], [name]]);
    expect([literals(rename), quotedNames(rename)]).toEqual([[], [name]]);
    expect([literals(drop), quotedNames(drop)]).toEqual([[], [name, name]]);
  });
});
