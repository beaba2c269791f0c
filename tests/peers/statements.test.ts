import { beforeAll, describe, expect, test } from "vitest";
import { namesOf } from "../../provider/resource/names";
import type { Values } from "../../provider/resource/property";
import { createStatements, updateStatements } from "../../provider/resource/statements";
import { validate } from "../../provider/resource/validate";
import { definitions } from "../../provider/resources";
import { declared, type Example, examples, placeOf } from "../resources/examples";
import { literalsOf, type Parsed, parse, skeletonOf } from "./parse";
import { expectOneStatement, unknownForms } from "./statement-forms";

type Kind = keyof typeof definitions;
/** Tables have a file of their own. */
const kinds = ["database", "schema", "warehouse"] as const satisfies readonly Kind[];
/** What says where an object stands. */
const identity = new Set(["database", "name"]);

/** Everything that a property makes us say. */
interface Plan {
  readonly kind: Kind;
  readonly key: string;
  readonly example: Example;
  readonly created: readonly Statements[];
  readonly changed: Statements;
  readonly takenOut: Statements;
}

/** Statements, and the values that have to stand in them. */
interface Statements {
  readonly texts: readonly string[];
  readonly values: Values;
  readonly before: Values;
  readonly inCreate: readonly string[];
}

const plans = kinds.flatMap((kind) =>
  Object.entries<Example>(examples[kind]).map(([key, example]): Plan => {
    const a = canonical(kind, declared(example, key, "a"));
    const b = canonical(kind, declared(example, key, "b"));
    const without = canonical(kind, example.with ?? {});
    return {
      kind,
      key,
      example,
      created: [creation(kind, a), creation(kind, b)],
      changed: change(kind, a, b),
      takenOut: change(kind, a, without),
    };
  }),
);

describe("To an SQL parser that others wrote", () => {
  let parsed: ReadonlyMap<string, Parsed>;
  const read = (text: string): Parsed => {
    const found = parsed.get(text);
    if (found === undefined) throw new Error(`Not parsed: ${text}`);
    return found;
  };
  beforeAll(async () => {
    parsed = await parse(
      plans.flatMap(({ created, changed, takenOut }) =>
        [...created, changed, takenOut].flatMap((statements) => statements.texts),
      ),
    );
  }, 900_000);

  test("each is one statement, of the kind that it begins with", () => {
    for (const [text, found] of parsed) expectOneStatement(text, found);
  });

  test.each(unknownForms)("%s is a form that we use", (form) => {
    expect([...parsed.values()].some((found) => form.test(skeletonOf(found)))).toBe(true);
  });

  test.each(plans.map((plan) => [plan.kind, plan.key, plan] as const))(
    "%s.%s is written as declared",
    (kind, key, { example, created, changed, takenOut }) => {
      for (const creation of created) {
        expectWritten(creation, { except: key === "waitForCompletion" ? [key] : [] });
        const [statement] = read(creation.texts[0] ?? "").statements;
        if (statement?.verb === "Create" && !statement.isQuery) {
          expect(statement.name).toEqual(namesOf(definitions[kind], creation.values).toReversed());
          expect(plainly(statement.properties)).toEqual(propertiesIn(creation));
        }
      }
      if (example.change === "alter") {
        expect(changed.texts).not.toEqual([]);
        expectWritten(changed, { except: [] });
        expect(takenOut.texts, `${kind} has a way back`).not.toEqual([]);
      } else if (example.change === "record") expect([changed.texts, takenOut.texts]).toEqual([[], []]);
    },
  );

  /** Every new value stands in the statements, and no literal is there that nobody declared. */
  function expectWritten({ texts, values, before }: Statements, { except }: { except: readonly string[] }): void {
    const said = texts.map(read);
    const there = new Set([...said.flatMap(literalsOf), ...said.flatMap(wordsOf)]);
    const leaves = Object.entries(values)
      .filter(([key]) => !identity.has(key) && !except.includes(key))
      .flatMap(([key, value]) => leavesOf(key, value));
    const known = new Set(Object.entries(before).flatMap(([key, value]) => leavesOf(key, value)));
    expect([...there]).toEqual(expect.arrayContaining(leaves.filter((leaf) => !known.has(leaf))));
    expect([...leaves, ...known]).toEqual(expect.arrayContaining(said.flatMap(literalsOf)));
  }
});

function canonical(kind: Kind, written: Readonly<Record<string, unknown>>): Values {
  const { values, problems } = validate(definitions[kind], {
    name: "X",
    ...placeOf(definitions[kind]).args,
    ...written,
  });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return values;
}

function creation(kind: Kind, values: Values): Statements {
  const steps = createStatements(definitions[kind], values);
  const texts = steps.map(({ statement }) => statement.text);
  return { texts, values, before: {}, inCreate: steps[0]?.properties ?? [] };
}

function change(kind: Kind, before: Values, after: Values): Statements {
  const definition = definitions[kind];
  const steps = updateStatements(definition, namesOf(definition, after), before, after);
  return { texts: steps.map(({ statement }) => statement.text), values: after, before, inCreate: [] };
}

/** What stands in a statement for a value: keys of tags and contacts are names, those of other objects are not. */
function leavesOf(key: string, value: unknown): readonly string[] {
  if (key === "transient") return ["TRANSIENT"];
  if (key === "managedAccess") return value === true ? ["MANAGED"] : [];
  if (typeof value === "boolean") return [String(value).toUpperCase()];
  if (typeof value !== "object" || value === null) return [String(value)];
  const inside = Object.values(value).flatMap((one) => leavesOf("", one));
  return key === "tags" || key === "contacts" ? [...Object.keys(value), ...inside] : inside;
}

/** Names and words, with the dots and quotes that they have in a program. */
function wordsOf({ tokens }: Parsed): readonly string[] {
  return tokens
    .map(([type, text]) => {
      if (type === "IDENTIFIER") return `"${text.replaceAll('"', '""')}"`;
      return /STRING/.test(type) ? "," : text;
    })
    .join(" ")
    .replaceAll(" . ", ".")
    .split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/);
}

/** What the properties of a CREATE have to be: each keyword is the name of its property. */
function propertiesIn({ values, inCreate }: Statements): Readonly<Record<string, unknown>> {
  const entries = inCreate.flatMap((key): (readonly [string, unknown])[] => {
    const value = values[key];
    if (key === "clone" || key === "waitForCompletion" || key === "managedAccess") return [];
    if (key === "transient") return [["TransientProperty", true]];
    if (value === "INTERACTIVE") return [["InteractiveProperty", true]];
    if (key === "tags") return Object.entries(value as object).map(([tag, text]) => [`TAG ${tag}`, text]);
    return [[key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), value]];
  });
  return Object.fromEntries(entries);
}

/** Values as a program writes them: the parser tells a literal from a word, and takes a word's quotes off. */
function plainly(properties: Parsed["statements"][number]["properties"]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => {
      if (typeof value !== "object") return [key, value];
      if ("text" in value) return [key, value.text];
      return [key, /^\w+$/.test(value.word) ? value.word : `"${value.word}"`];
    }),
  );
}
