import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changesOf, type Definition, unknownValue, validate } from "../../provider/resource";
import { namesOf } from "../../provider/resource/names";
import { changeSteps, creationSteps } from "../../provider/resource/steps";
import { definitions } from "../../provider/resources";
import { declared, type Example, examples, least, placeOf } from "./examples";
import { canonical, checked, created, edited } from "./plans";

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
    const changes = changesOf(definition, a, b);
    const own = example.withB === undefined ? changes : changes.filter((change) => change.key === key);
    expect(own).toEqual([{ key, effect: example.change }]);
    const steps = changeSteps(definition, namesOf(definition, a), a, b);
    expect(steps.length > 0).toBe(example.change === "alter");
    // What stands for several objects may change one for the sake of another.
    if (definition.lifecycle !== undefined) return;
    for (const step of steps)
      expect(step).toMatchObject({ properties: [key], reason: expect.stringMatching(`^${key}: `) });
  });

  test("is passed over while it is not known, and shown in its place", () => {
    const { values, problems } = checked(definition, { ...(example.with ?? {}), [key]: unknownValue });
    expect(problems).toEqual([]);
    expect(values[key]).toBe(unknownValue);
    const [first] = creationSteps(definition, values);
    expect(first?.statement.text).not.toContain(unknownValue);
    for (const { statement } of changeSteps(definition, namesOf(definition, a), a, values)) {
      expect(statement.text).not.toContain(unknownValue);
    }
  });

  test.each([{ a: 1 }, ["x", 1], 1e9 + 0.5, [[]]])("refuses %j, or keeps it", (wrong) => {
    const { values, problems } = checked(definition, { ...(example.with ?? {}), [key]: wrong });
    for (const { path, message } of problems) {
      expect(path).toMatch(/^[a-zA-Z]/);
      expect(message).not.toBe("");
    }
    if (problems.length === 0) expect(validate(definition, values)).toEqual({ values, problems: [] });
  });
});

const folder = join(__dirname, "..", "..", "provider", "resources");
const sources = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), "utf8"))
  .join("\n");

describe.each(kinds)("%s", (kind) => {
  const definition: Definition = definitions[kind];
  const bare = canonical(definition, { name: "x", ...least(definition) });
  // Files have neither comments nor tags.
  const hasComment = "comment" in definition.properties;

  test("documents every property: what it does, and what holds without it", () => {
    const undocumented = Object.keys(definition.properties).filter((key) => {
      const doc = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s+${key}\\b`).exec(sources)?.[1] ?? "";
      return !/@defaultValue \S/.test(doc);
    });
    expect(undocumented).toEqual([]);
  });

  test("reports every bad input at once, each by its path", () => {
    const { problems } = validate(definition, {
      ...least(definition),
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
        hasComment ? "tags.COST" : "tags",
        "timeouts",
        "timeouts.create",
      ].toSorted(),
    );
    if (hasComment) expect(problems.find(({ path }) => path === "coment")?.message).toContain("did you mean comment?");
    expect(problems.find(({ path }) => path === "dataLoss")?.message).toContain("refuse, ifEmpty, recoverable, allow");
    expect(problems.find(({ path }) => path === "timeouts.create")?.message).toContain('write it like "90s"');
  });

  test("takes null and undefined for absent, at any depth", () => {
    expect(validate(definition, { ...bare, comment: null, tags: undefined, role: null })).toEqual({
      values: bare,
      problems: [],
    });
    expect(validate(definition, { ...bare, timeouts: { create: null, update: "5m" } })).toEqual({
      values: { ...bare, timeouts: { update: "5m" } },
      problems: [],
    });
  });

  test("is refused without a name, or a place where it needs one", () => {
    const place = Object.keys(placeOf(definition).args);
    for (const key of ["name", ...place]) {
      const { [key]: _, ...without }: Record<string, unknown> = { name: "x", ...least(definition) };
      expect(validate(definition, without).problems).toEqual([
        { path: key, message: expect.stringContaining("is missing") },
      ]);
    }
  });

  const drawn = Object.entries<Example>(examples[kind]);
  const declaration = fc
    .subarray(drawn, { maxLength: Math.min(8, drawn.length) })
    .chain((chosen) =>
      fc.record({
        chosen: fc.constant(chosen),
        sides: fc.array(fc.constantFrom("a", "b"), { minLength: 8, maxLength: 8 }),
      }),
    )
    .map(({ chosen, sides }) =>
      Object.assign(
        { name: "loading", ...least(definition) },
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
        const name = namesOf(definition, right.values);
        const steps = changeSteps(definition, name, left.values, right.values);
        const changed = new Set(changesOf(definition, left.values, right.values).map(({ key }) => key));
        if (definition.lifecycle === undefined)
          for (const step of steps) for (const key of step.properties) expect(changed).toContain(key);
        expect(changeSteps(definition, name, right.values, right.values)).toEqual([]);
      }),
    );
  });

  if (hasComment) {
    test("keeps hostile text inside its literal", () => {
      const hostile = "'; DROP DATABASE PROD; -- \\' $$ \n/*";
      const [statement = ""] = created(definition, { ...least(definition), comment: hostile });
      const [plain = ""] = created(definition, least(definition));
      const clause = " COMMENT = '''; DROP DATABASE PROD; -- \\\\'' $$ \n/*'";
      expect(statement).toContain(clause);
      expect(statement.replace(clause, () => "")).toBe(plain);
      // What cannot be altered is recorded, and said by the next statement that says it all.
      if (definition.properties["comment"]?.change !== "alter") return;
      const [changed] = edited(definition, least(definition), { ...least(definition), comment: hostile });
      expect(changed).toContain("COMMENT = '''; DROP");
    });
  }
});
