import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Definition, validate } from "../../provider/resource";
import { creationSteps } from "../../provider/resource/steps";
import { definitions } from "../../provider/resources";
import { declared, type Example, examples, needsOf, placeOf } from "../resources/examples";
import { dropsOf, factsOf, namesInSql } from "./object-facts";
import { type Declared, failures, type Stage, startStage } from "./stage";

/** What a change of this property leaves behind in others, because Snowflake decides it when the object is created. */
const LEFT_BEHIND: Readonly<Record<string, readonly string[]>> = {
  generation: ["enable_query_acceleration", "query_acceleration_max_scale_factor"],
  warehouseType: ["size", "enable_query_acceleration", "query_acceleration_max_scale_factor"],
  defaultDdlCollation: ["COLUMNS"],
};
/** Of which Snowflake shows whether it is on, but not which of its values it has. */
const SHOWN_IN_PART = new Set(["searchOptimization"]);

const FIXTURES = "tests/resources/fixtures";

interface Case {
  readonly kind: Declared["kind"];
  readonly definition: Definition;
  readonly key: string;
  readonly example: Example;
  /** Logical name, and name of the object. */
  readonly name: string;
}

const CASES: readonly Case[] = (Object.keys(definitions) as (keyof typeof definitions)[]).flatMap((kind) =>
  Object.entries<Example>(examples[kind])
    .filter(([, { notEmulated }]) => notEmulated !== true)
    .map(([key, example]) => ({
      kind: definitions[kind].kind as Declared["kind"],
      definition: definitions[kind],
      key,
      example,
      name: `${kind}_${key}`.toUpperCase(),
    })),
);
const drifting = CASES.filter(({ example }) => example.drift !== undefined);
const count = CASES.length;

const program = (argsOf: (one: Case) => Readonly<Record<string, unknown>>): Record<string, Declared> =>
  Object.fromEntries(
    CASES.map((one) => {
      // Programs say the content of a file, not its hash.
      const { hash: _, ...written } = argsOf(one);
      const args = { ...placeOf(one.definition).args, dataLoss: "allow", ...written };
      return [one.name, { kind: one.kind, args }];
    }),
  );
const a = program(({ example, key }) => declared(example, key, "a"));
const b = program(({ example, key }) => declared(example, key, "b"));
const without = program(({ example, key }) => declared(example, key, "without"));
/** The fixtures that files are made of, in the program's folder. */
const files = Object.fromEntries(
  readdirSync(FIXTURES).map((file) => [`${FIXTURES}/${file}`, readFileSync(`${FIXTURES}/${file}`, "utf8")]),
);

describe("each property of each kind, in one stack", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ files });
    stage.sql(...new Set(CASES.flatMap(({ definition, example }) => needsOf(definition, example))));
    stage.declare(a);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test("is created", async () => {
    expect(failures(await stage.project.up())).toEqual([]);
    expect(stage.project.state()).toHaveLength(count);
    stage.sent();
  });

  test("is unchanged in the second up, which sends nothing and logs in nowhere", async () => {
    stage.logins();
    const { exitCode, changes } = await stage.project.up();
    expect({ exitCode, changes }).toMatchObject({ exitCode: 0, changes: { same: count } });
    expect(stage.sent()).toEqual([]);
    expect(stage.logins()).toBe(0);
  });

  test("is shown by its name when it changes: update, or replace where Snowflake cannot alter", async () => {
    stage.declare(b);
    const preview = await stage.project.preview();
    const effects = preview.steps.map(({ name, op, diff }) => [name, op, diff]);
    const expected = CASES.filter(({ example: { with: beside, withB = beside } }) => isDeepStrictEqual(beside, withB));
    for (const { name, definition, key, example } of expected) {
      // The engine shows no difference between two secrets.
      const shown = definition.properties[key]?.secret === true ? [] : [key];
      expect(effects).toContainEqual([name, example.change === "replace" ? "replace" : "update", shown]);
    }
    expect(preview.changes.same).toBe(0);
    expect(stage.sent()).toEqual([]);
  });

  test("arrives when it changes, and is then unchanged", async () => {
    const before = new Map(CASES.map((one) => [one.name, facts(stage, one)]));
    expect(failures(await stage.project.up())).toEqual([]);
    for (const one of drifting.filter(({ key, example }) => !SHOWN_IN_PART.has(key) && example.change !== "record"))
      expect(facts(stage, one), one.name).not.toEqual(before.get(one.name));
    expect((await stage.project.preview()).changes).toMatchObject({ same: count });
  });

  test("is shown by its name when somebody changes it by hand, and repaired", async () => {
    const before = new Map(CASES.map((one) => [one.name, facts(stage, one)]));
    for (const one of drifting) {
      const [name = ""] = namesInSql(stage, one).toReversed();
      stage.sql(`ALTER ${one.definition.noun} ${name} ${one.example.drift}`);
    }
    stage.sent();
    const refreshed = await stage.project.refresh();
    expect(refreshed.diffs).toEqual(Object.fromEntries(drifting.map(({ name, key }) => [name, [key]])));
    const repaired = await stage.project.up();
    expect(failures(repaired)).toEqual([]);
    expect(repaired.diffs).toEqual(refreshed.diffs);
    expect(new Map(CASES.map((one) => [one.name, facts(stage, one)]))).toEqual(before);
  });

  test("is created again when somebody drops its object by hand", async () => {
    const dropped = CASES.filter((_, index) => index % 3 === 0);
    for (const one of dropped) stage.sql(...dropsOf(stage, one));
    expect((await stage.project.refresh()).changes).toMatchObject({ delete: dropped.length, update: 0 });
    const repaired = await stage.project.up();
    expect(failures(repaired)).toEqual([]);
    expect(repaired.changes).toMatchObject({ create: dropped.length, same: count - dropped.length });
  });

  test("goes back to Snowflake's default when it is taken out", async () => {
    stage.declare(without);
    expect(failures(await stage.project.up())).toEqual([]);
    // A file is what its content is; what a job's run does not depend on stands on its next run.
    const stays = ({ kind, example }: Case) => kind === "JobService" && example.change === "record";
    for (const one of CASES.filter((one) => one.kind !== "StageFile" && !stays(one)))
      expect.soft(facts(stage, one), one.name).toEqual(factsOfBare(stage, one));
    stage.sent();
    expect((await stage.project.preview()).changes).toMatchObject({ same: count });
    expect(stage.sent()).toEqual([]);
  });

  test("leaves nothing behind when all is destroyed", async () => {
    const destroyed = await stage.project.destroy();
    expect(failures(destroyed)).toEqual([]);
    const plurals = [...new Set(CASES.map(({ definition }) => definition.plural))];
    const left = plurals.filter((plural) => plural !== "FILES").flatMap(stage.names);
    expect(CASES.filter(({ name }) => left.some((one) => one.split("$")[0] === name))).toEqual([]);
    expect(stage.sql("LIST @SCRATCH.PUBLIC.FILES")).toEqual([]);
  });
});

/** What Snowflake shows of the object, but what a change of the property leaves behind in others. */
function facts(stage: Stage, one: Case): Record<string, unknown> {
  const ignored = new Set(LEFT_BEHIND[one.key] ?? []);
  return Object.fromEntries(Object.entries(factsOf(stage, one)).filter(([what]) => !ignored.has(what)));
}

/** What Snowflake shows of such an object that was created with nothing but what stands beside the property. */
function factsOfBare(stage: Stage, one: Case): Record<string, unknown> {
  const bare = { ...one, name: "BARE" };
  stage.sql(...(hasOnlyOptions(one) ? [optionsStatement(one)] : creationStatements(one)));
  const found = facts(stage, bare);
  stage.sql(...dropsOf(stage, bare));
  return found;
}

/** Whether what can stand beside a property is written as `KEYWORD = 'text'`: then we say it without the provider. */
function hasOnlyOptions({ kind, example }: Case): boolean {
  const isOption = Object.values(example.with ?? {}).every((value) => typeof value !== "object");
  return isOption && (kind === "Database" || kind === "Schema" || kind === "Warehouse");
}

function creationStatements({ definition, example, key }: Case): readonly string[] {
  const args = { name: "BARE", ...placeOf(definition).args, ...declared(example, key, "without") };
  return creationSteps(definition, validate(definition, args).values).map(({ statement }) => statement.text);
}

function optionsStatement({ kind, definition, example: { with: beside = {} } }: Case): string {
  const { warehouseType, ...options } = beside;
  const interactive = warehouseType === "INTERACTIVE";
  const written = interactive || warehouseType === undefined ? options : { warehouseType, ...options };
  const clauses = Object.entries(written).map(
    ([key, value]) => `${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()} = '${value}'`,
  );
  const name = definition.scope === "database" ? "SCRATCH.BARE" : "BARE";
  return `CREATE OR REPLACE ${interactive ? "INTERACTIVE " : ""}${kind} ${name} ${clauses.join(" ")}`;
}
