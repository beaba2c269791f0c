import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changesOf,
  createStatements,
  type Definition,
  unknownValue,
  updateStatements,
  validate,
} from "../../provider/resource";
import { definitions } from "../../provider/resources";
import { parseIdentifier } from "../../provider/sql";
import { declared, type Example, examples } from "./examples";
import { canonical, created, edited } from "./plans";

type Kind = keyof typeof definitions;

const kinds = Object.keys(definitions) as Kind[];
const cases = kinds.flatMap((kind) =>
  Object.entries<Example>(examples[kind]).map(([key, example]) => [kind, key, example] as const),
);

describe.each(cases)("%s.%s", (kind, key, example) => {
  const definition: Definition = definitions[kind];
  const a = canonical(definition, declared(example, key, "a"));
  const b = canonical(definition, declared(example, key, "b"));

  test("has one canonical form, which is a fixed point", () => {
    if (example.canonicalA !== undefined) expect(a[key]).toEqual(example.canonicalA);
    expect(validate(definition, a)).toEqual({ values: a, problems: [] });
    expect(validate(definition, b)).toEqual({ values: b, problems: [] });
    expect(changesOf(definition, a, validate(definition, a).values)).toEqual([]);
  });

  test("changes as Snowflake lets it", () => {
    expect(changesOf(definition, a, b)).toEqual([{ key, effect: example.change }]);
    const steps = updateStatements(definition, [parseIdentifier("loading")], a, b);
    expect(steps.length > 0).toBe(example.change === "alter");
    for (const step of steps)
      expect(step).toMatchObject({ properties: [key], reason: expect.stringMatching(`^${key}: `) });
  });

  test("is passed over while it is not known, and shown in its place", () => {
    const unknown = { name: "loading", ...(example.with ?? {}), [key]: unknownValue };
    const { values, problems } = validate(definition, unknown);
    expect(problems).toEqual([]);
    expect(values[key]).toBe(unknownValue);
    const [first] = createStatements(definition, values);
    expect(first?.statement.text).not.toContain(unknownValue);
    for (const { statement } of updateStatements(definition, [parseIdentifier("loading")], a, values)) {
      expect(statement.text).not.toContain(unknownValue);
    }
  });

  test.each([{ a: 1 }, ["x", 1], 1e9 + 0.5, [[]]])("refuses %j, or keeps it", (wrong) => {
    const { values, problems } = validate(definition, { name: "loading", ...(example.with ?? {}), [key]: wrong });
    for (const { path, message } of problems) {
      expect(path).toMatch(/^[a-zA-Z]/);
      expect(message).not.toBe("");
    }
    if (problems.length === 0) expect(validate(definition, values)).toEqual({ values, problems: [] });
  });
});

describe.each(kinds)("%s", (kind) => {
  const definition: Definition = definitions[kind];

  test("documents every property: what it does, and what holds without it", () => {
    const file = readFileSync(join(__dirname, "..", "..", "provider", "resources", `${kind}.ts`), "utf8");
    const more = readFileSync(join(__dirname, "..", "..", "provider", "resources", "origin.ts"), "utf8");
    const undocumented = Object.keys(definition.properties).filter((key) => {
      const doc = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s+${key}\\b`).exec(`${file}\n${more}`)?.[1] ?? "";
      return !/@defaultValue \S/.test(doc);
    });
    expect(undocumented).toEqual([]);
  });

  test("reports every bad input at once, each by its path", () => {
    const { problems } = validate(definition, {
      name: "my-db",
      coment: "c",
      comment: 1,
      tags: { COST: "1" },
      dataLoss: "maybe",
      createMode: "replace",
      timeouts: { create: "soon", remove: "5m" },
      role: "a b",
      nonsense: unknownValue,
    });
    expect(problems.map(({ path }) => path).toSorted()).toEqual(
      [
        "coment",
        "comment",
        "createMode",
        "dataLoss",
        "name",
        "nonsense",
        "role",
        "tags.COST",
        "timeouts",
        "timeouts.create",
      ].toSorted(),
    );
    expect(problems.find(({ path }) => path === "coment")?.message).toContain("did you mean comment?");
    expect(problems.find(({ path }) => path === "dataLoss")?.message).toContain("refuse, ifEmpty, recoverable, allow");
    expect(problems.find(({ path }) => path === "timeouts.create")?.message).toContain('write it like "90s"');
  });

  test("takes null and undefined for absent, at any depth", () => {
    expect(validate(definition, { name: "x", comment: null, tags: undefined, role: null })).toEqual({
      values: { name: "X" },
      problems: [],
    });
    expect(validate(definition, { name: "x", timeouts: { create: null, update: "5m" } })).toEqual({
      values: { name: "X", timeouts: { update: "5m" } },
      problems: [],
    });
  });

  test("is refused without a name", () => {
    expect(validate(definition, {}).problems).toEqual([
      { path: "name", message: expect.stringContaining("is missing") },
    ]);
  });

  const declaration = fc
    .subarray(Object.entries<Example>(examples[kind]), { maxLength: 8 })
    .chain((chosen) =>
      fc.record({
        chosen: fc.constant(chosen),
        sides: fc.array(fc.constantFrom("a", "b"), { minLength: 8, maxLength: 8 }),
      }),
    )
    .map(({ chosen, sides }) =>
      Object.assign(
        { name: "loading" },
        ...chosen.map(([key, example], index) => declared(example, key, sides[index] === "a" ? "a" : "b")),
      ),
    );

  test("is canonical after one validation, whatever is declared together", () => {
    fc.assert(
      fc.property(declaration, (written) => {
        const { values } = validate(definition, written);
        const again = validate(definition, values);
        expect(again.values).toEqual(values);
        expect(changesOf(definition, values, again.values)).toEqual([]);
      }),
    );
  });

  test("is created and changed by statements that hold nothing but what was declared", () => {
    fc.assert(
      fc.property(declaration, declaration, (before, after) => {
        const left = validate(definition, before);
        const right = validate(definition, after);
        fc.pre(left.problems.length === 0 && right.problems.length === 0);
        const steps = updateStatements(definition, [parseIdentifier("loading")], left.values, right.values);
        const changed = new Set(changesOf(definition, left.values, right.values).map(({ key }) => key));
        for (const step of steps) for (const key of step.properties) expect(changed).toContain(key);
        expect(updateStatements(definition, [parseIdentifier("loading")], right.values, right.values)).toEqual([]);
      }),
    );
  });

  test("keeps hostile text inside its literal", () => {
    const hostile = "'; DROP DATABASE PROD; -- \\' $$ \n/*";
    const [statement = ""] = created(definition, { comment: hostile });
    expect(statement).toBe(`CREATE ${definition.noun} LOADING COMMENT = '''; DROP DATABASE PROD; -- \\\\'' $$ \n/*'`);
    expect(edited(definition, {}, { comment: hostile })[0]).toContain("COMMENT = '''; DROP");
  });
});
