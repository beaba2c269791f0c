import { beforeAll, describe, expect, test } from "vitest";
import { namesOf } from "../../provider/resource/names";
import type { Values } from "../../provider/resource/property";
import { dropStatement, renameStatement } from "../../provider/resource/statements";
import { changeSteps, creationSteps } from "../../provider/resource/steps";
import { validate } from "../../provider/resource/validate";
import { definitions } from "../../provider/resources";
import { declared, type Example, examples, least } from "../resources/examples";
import { commandForms, misreadForms, procedureForms, stageForms, taskForms } from "./code-forms";
import { literalsOf, type Parsed, parse, quotedNamesOf, skeletonOf } from "./parse";

type Kind = "procedure" | "stage" | "stageFile" | "task" | "taskGraph";
const forms: Readonly<Record<Kind, RegExp>> = {
  procedure: procedureForms,
  stage: stageForms,
  stageFile: stageForms,
  task: taskForms,
  taskGraph: taskForms,
};
const kinds = Object.keys(forms) as Kind[];

const plans = kinds.flatMap((kind) =>
  Object.entries<Example>(examples[kind]).map(([key, example]) => {
    const [a, b, without] = (["a", "b", "without"] as const).map((which) =>
      canonical(kind, declared(example, key, which)),
    ) as [Values, Values, Values];
    const created = [a, b].map((values) => ({ texts: creation(kind, values), known: [values] }));
    const changed = { texts: change(kind, a, b), known: [a, b] };
    const takenOut = { texts: change(kind, b, without), known: [b, without] };
    return {
      kind,
      key,
      example,
      values: [a, b] as const,
      created,
      changed,
      takenOut,
      all: [...created, changed, takenOut],
    };
  }),
);
const drops = (["procedure", "stage", "task"] as const).map(
  (kind) => [kind, dropStatement(definitions[kind], namesOf(definitions[kind], canonical(kind, {}))).text] as const,
);
const renames = (["procedure", "stage"] as const).map((kind) => {
  const [from, to] = ["X", '"another one"'].map((name) => namesOf(definitions[kind], canonical(kind, { name })));
  return [kind, renameStatement(definitions[kind], from ?? [], to ?? []).statement.text] as const;
});

/** Texts that would end a literal, or a body, if they were not written as one. */
const hostile = [
  "'",
  "\\",
  "\\'; DROP DATABASE PROD; --",
  "$$",
  "$$; DROP DATABASE PROD; --",
  "'$$\\",
  "/* */ -- //",
  "😀\n\r\t",
];
/** Paths have no backslashes and no empty parts. */
const folders = ["it's", "a b", "$$", "; DROP DATABASE PROD; --", "'; REMOVE @~; --", "😀"];

describe("To an SQL parser that others wrote", () => {
  let parsed: ReadonlyMap<string, Parsed>;
  const read = (text: string): Parsed => {
    const found = parsed.get(text);
    if (found === undefined) throw new Error(`Not parsed: ${text}`);
    return found;
  };
  const everything: readonly (readonly [Kind, string])[] = [
    ...plans.flatMap(({ kind, all }) => all.flatMap(({ texts }) => texts.map((text) => [kind, text] as const))),
    ...drops,
    ...renames,
  ];
  beforeAll(async () => {
    parsed = await parse([
      ...everything.map(([, text]) => text),
      ...hostile.flatMap((text) => Object.values(ofText(text))),
      ...folders.map(fileIn),
    ]);
  }, 900_000);

  test("each is one statement without comments, in a form that Snowflake's manual has", () => {
    for (const [kind, text] of everything) {
      const found = read(text);
      const skeleton = skeletonOf(found);
      expect(skeleton).toMatch(forms[kind]);
      expect({ text, comments: found.comments }).toEqual({ text, comments: [] });
      if (misreadForms.some((misread) => misread.test(skeleton)) && text.startsWith("CREATE")) continue;
      expect({ text, error: found.error, statements: found.statements.length }).toEqual({
        text,
        error: null,
        statements: 1,
      });
      const [verb] = text.split(" ");
      const known = commandForms.some((command) => command.test(skeleton)) ? "COMMAND" : verb;
      expect([text, found.statements[0]?.verb.toUpperCase()]).toEqual([text, known]);
    }
  });

  test.each([...commandForms, ...misreadForms])("%s is a form that we use", (known) => {
    expect([...parsed.values()].some((found) => known.test(skeletonOf(found)))).toBe(true);
  });

  test.each(plans.map((plan) => [plan.kind, plan.key, plan] as const))(
    "%s.%s is changed by statements, and nothing stands in any that nobody declared",
    (_, __, { example, changed, all }) => {
      expect(changed.texts.length > 0).toBe(example.change === "alter");
      for (const { texts, known } of all) {
        const there = JSON.stringify(known);
        for (const literal of texts.flatMap((text) => literalsOf(read(text))))
          expect(isDeclared(literal, there), literal).toBe(true);
      }
    },
  );

  test.each(
    plans
      .filter(({ kind }) => kind === "stage" || kind === "procedure")
      .map((plan) => [plan.kind, plan.key, plan] as const),
  )("%s.%s is created by its name, with its comment and code as they are", (_, __, { created, values }) => {
    for (const [index, { texts }] of created.entries()) {
      const [statement] = read(texts[0] ?? "").statements;
      if (statement === undefined) continue;
      expect(statement.name.slice(0, 3)).toEqual(["X", "PUBLIC", "SCRATCH"]);
      const { comment, body } = values[index] ?? {};
      if (comment !== undefined) expect(statement.properties).toMatchObject({ COMMENT: { text: comment } });
      if (body !== undefined) expect(literalsOf(read(texts[0] ?? "")).at(-1)).toBe(body);
    }
  });

  test.each(hostile)("the text %j is what was given", (text) => {
    const { task, stage, procedure, own } = ofText(text);
    expect(literalsOf(read(task))).toEqual([text, text]);
    expect(literalsOf(read(stage))).toEqual([text, text]);
    expect(literalsOf(read(procedure))).toEqual([text, text]);
    expect(literalsOf(read(own))).toEqual([`\n${text}\n`, text]);
    expect(read(own)).toMatchObject({ comments: [], error: null, statements: [{ verb: "Command" }] });
    for (const one of [task, stage, procedure, own]) expect(quotedNamesOf(read(one))).toEqual([nameLike(text)]);
  });

  test.each(folders)("a file in the folder %j goes there", (folder) => {
    expect(literalsOf(read(fileIn(folder)))[1]).toBe(`@SCRATCH.PUBLIC.FILES/${folder}`);
  });
});

/** A comment and another text of each kind, in objects of such a name. */
function ofText(text: string): Record<"task" | "stage" | "procedure" | "own", string> {
  const name = `"${nameLike(text).replaceAll('"', '""')}"`;
  const one = (kind: Kind, written: Values) => creation(kind, canonical(kind, { name, ...written }))[0] ?? "";
  const literal = text.replaceAll("\\", "\\\\").replaceAll("'", "''");
  return {
    task: one("task", { comment: text, definition: `SELECT '${literal}'` }),
    stage: one("stage", { comment: text, url: undefined, fileFormat: { type: "CSV", recordDelimiter: text } }),
    own: one("task", {
      definition: {
        procedure: { language: "javascript", body: text, args: [{ name: "a", type: "varchar", value: text }] },
      },
    }),
    procedure: one("procedure", {
      comment: text,
      body: text,
      language: "javascript",
      runtimeVersion: undefined,
      packages: undefined,
      handler: undefined,
    }),
  };
}

/** The statement that puts a file into a folder of the stage. */
function fileIn(folder: string): string {
  return creation("stageFile", canonical("stageFile", { name: `"${folder}/a.py"` }))[0] ?? "";
}

/** Names have no control characters. */
function nameLike(text: string): string {
  return `it's ${text.replaceAll(/[\n\r\t]/g, "")}`;
}

function canonical(kind: Kind, written: Readonly<Record<string, unknown>>): Values {
  const definition = definitions[kind];
  const { values, problems } = validate(definition, { name: "X", ...least(definition), ...written });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return values;
}

function creation(kind: Kind, values: Values): readonly string[] {
  return creationSteps(definitions[kind], values).map(({ statement }) => statement.text);
}

function change(kind: Kind, before: Values, after: Values): readonly string[] {
  const steps = changeSteps(definitions[kind], namesOf(definitions[kind], after), before, after);
  return steps.map(({ statement }) => statement.text);
}

/** What we say ourselves: a root's body, names of tasks and files, and what takes an encryption away. */
const ownWords = [
  /^The tasks of X run after this$/,
  /^(SCRATCH\.PUBLIC\.)?X(\$LOAD)?$/,
  /^file:\/\/tests\//,
  /^@SCRATCH\.PUBLIC\.FILES(\/X(\.gz)?)?$/,
  /^'@SCRATCH\.PUBLIC\.FILES\/X\.gz' PATTERN = '\(\.\*\/\)\?X\\\\\.gz'$/,
  /^NONE$/,
];

/** Whether a literal says what stands in the values: as it is, as JSON, or as a moment in Snowflake's words. */
function isDeclared(literal: string, there: string): boolean {
  const inside = JSON.stringify(literal).slice(1, -1);
  const moment = /^USING CRON (.*) (\S+)$/.exec(literal);
  if (moment !== null) return [moment[1], moment[2]].every((part) => there.includes(part ?? ""));
  if (ownWords.some((own) => own.test(literal))) return true;
  return there.includes(inside) || there.includes(literal) || there.includes(inside.replaceAll("'", "''"));
}
