import { beforeAll, describe, expect, test } from "vitest";
import { namesOf } from "../../provider/resource/names";
import type { Values } from "../../provider/resource/property";
import { dropStatement } from "../../provider/resource/statements";
import { changeSteps, creationSteps } from "../../provider/resource/steps";
import { validate } from "../../provider/resource/validate";
import { service } from "../../provider/resources";
import { declared, type Example, examples, least } from "../resources/examples";
import { literalsOf, type Parsed, parse, skeletonOf } from "./parse";
import { list, name, one, tag } from "./statement-forms";

const options = [
  "AUTO_SUSPEND_SECS = \\d+",
  `EXTERNAL_ACCESS_INTEGRATIONS = \\( ${list(one)} \\)`,
  "AUTO_RESUME = (?:TRUE|FALSE)",
  "MIN_INSTANCES = \\d+",
  "MIN_READY_INSTANCES = \\d+",
  "MAX_INSTANCES = \\d+",
  "LOG_LEVEL = '…'",
  `QUERY_WAREHOUSE = ${one}`,
];
const last = [`WITH TAG \\( ${list(tag)} \\)`, "COMMENT = '…'"];
const stage = `@ ?${name}`;
const using = `USING \\( ${list(`${one} => (?:'…'|(?:- )?[\\d.]+|TRUE|FALSE)`)} \\)`;
const specification = `FROM (?:SPECIFICATION '…'|${stage} SPECIFICATION_FILE = '…'|SPECIFICATION_TEMPLATE '…' ${using}|${stage} SPECIFICATION_TEMPLATE_FILE = '…' ${using})`;

/** The statements about services in Snowflake's manual, as skeletons. */
const forms = new RegExp(
  `^(?:${[
    `CREATE SERVICE ${name} IN COMPUTE POOL ${one} ${specification}${[...options, ...last].map((part) => `(?: ${part})?`).join("")}`,
    `ALTER SERVICE ${name} ${specification}`,
    `ALTER SERVICE ${name} SET(?: (?:${[...options, "COMMENT = '…'"].join("|")}))+`,
    `ALTER SERVICE ${name} UNSET ${list("\\w+")}`,
    `ALTER SERVICE ${name} (?:SET TAG ${list(tag)}|UNSET TAG ${list(name)})`,
    `DROP SERVICE ${name}(?: FORCE)?`,
  ].join("|")})$`,
  "s",
);

/** Texts that would end a literal, or be taken for a template, if they were not written as one. */
const hostile = [
  "'",
  "\\",
  "\\'; DROP DATABASE PROD; --",
  "$$",
  "$$; DROP DATABASE PROD; --",
  "/* */ -- //",
  "{{ x }}",
  "😀\n\r\t",
];

const image = "/db/s/images/web:1";
const examplesOfSpec: readonly unknown[] = [
  { stage: 'a.b."my files"', file: "it's.yaml" },
  { template: { stage: "a.b.c", file: "t.yaml" }, values: { TAG: "1.0", n: -1.5, on: true, args: ["it's"] } },
];

const plans = [
  ...Object.entries<Example>(examples.service).map(([key, example]) =>
    (["a", "b", "without"] as const).map((which) => canonical(declared(example, key, which))),
  ),
  examplesOfSpec.map((spec) => canonical({ spec })),
];
const everything = [
  ...plans.flatMap((values) => values.flatMap(creation)),
  ...plans.flatMap(([a, b, without]) => [...change(a, b), ...change(b, without ?? a)]),
  ...(["allow", "ifEmpty"] as const).map(
    (dataLoss) => dropStatement(service, namesOf(service, canonical({})), dataLoss).text,
  ),
];

describe("To an SQL parser that others wrote, what we say about services", () => {
  let parsed: ReadonlyMap<string, Parsed>;
  const read = (text: string): Parsed => {
    const found = parsed.get(text);
    if (found === undefined) throw new Error(`Not parsed: ${text}`);
    return found;
  };
  beforeAll(async () => {
    parsed = await parse([...everything, ...hostile.flatMap((text) => [inline(text), templated(text)])]);
  }, 900_000);

  test("is one statement each, without comments, in a form that Snowflake's manual has", () => {
    for (const text of everything) {
      const found = read(text);
      expect(skeletonOf(found)).toMatch(forms);
      expect({ text, comments: found.comments }).toEqual({ text, comments: [] });
    }
  });

  test.each(hostile)("holds the text %j as it was given, wherever it stands", (text) => {
    const [said = "", comment] = literalsOf(read(inline(text)));
    expect(said).not.toMatch(/\$|\{[{%#]/);
    expect(JSON.parse(said)).toEqual({
      spec: { containers: [{ name: "web", image, args: [text], env: { [text]: text } }] },
    });
    expect(comment).toBe(text);
    const [template, value] = literalsOf(read(templated(text)));
    expect(template).toContain(`# ${inLine(text)}`);
    expect(JSON.parse(value ?? "")).toBe(`-${text}`);
    for (const one of [inline(text), templated(text)]) expect(read(one).comments).toEqual([]);
  });
});

function inline(text: string): string {
  const spec = { containers: [{ name: "web", image, args: [text], env: { [text]: text } }] };
  return creation(canonical({ spec, comment: text }))[0] ?? "";
}

/** A template that only Snowflake understands is sent as it is. */
function templated(text: string): string {
  const template = `spec: { containers: [ { name: web, image: ${image}, args: [ {{ arg | tojson }} ] } ] } # ${inLine(text)}`;
  return creation(canonical({ spec: { template, values: { arg: `-${text}` } } }))[0] ?? "";
}

function inLine(text: string): string {
  return text.replaceAll(/[\n\r]/g, "");
}

function canonical(written: Readonly<Record<string, unknown>>): Values {
  const { values, problems } = validate(service, { name: "X", ...least(service), ...written });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return values;
}

function creation(values: Values): readonly string[] {
  return creationSteps(service, values).map(({ statement }) => statement.text);
}

function change(before: Values | undefined, after: Values | undefined): readonly string[] {
  if (before === undefined || after === undefined) return [];
  return changeSteps(service, namesOf(service, after), before, after).map(({ statement }) => statement.text);
}
