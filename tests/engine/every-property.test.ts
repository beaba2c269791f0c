import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStatements, type Definition, validate } from "../../provider/resource";
import { definitions } from "../../provider/resources";
import { declared, type Example, examples, needsOf, placeOf } from "../resources/examples";
import { type Declared, failures, type Row, type Stage, startStage } from "./stage";

/** What SHOW tells of the moment rather than of the object. */
const VOLATILE = new Set([
  ...["name", "created_on", "resumed_on", "updated_on", "is_current", "uuid"],
  ...["state", "available", "provisioning", "quiescing", "other", "started_clusters", "suspended"],
]);
/** What a change of this property leaves behind in others, because Snowflake decides it when the object is created. */
const LEFT_BEHIND: Readonly<Record<string, readonly string[]>> = {
  generation: ["enable_query_acceleration", "query_acceleration_max_scale_factor"],
  warehouseType: ["size", "enable_query_acceleration", "query_acceleration_max_scale_factor"],
  defaultDdlCollation: ["COLUMNS"],
};
/** Of which Snowflake shows whether it is on, but not which of its values it has. */
const SHOWN_IN_PART = new Set(["searchOptimization"]);

interface Case {
  readonly kind: Declared["kind"];
  readonly definition: Definition;
  readonly key: string;
  readonly example: Example;
  /** Logical name, and name of the object. */
  readonly name: string;
}

/** Where objects of each scope stand in the examples: what their names start with, and how SHOW is asked for them. */
const PLACES = {
  account: { prefix: "", shown: "" },
  database: { prefix: "SCRATCH.", shown: " IN DATABASE SCRATCH" },
  schema: { prefix: "SCRATCH.PUBLIC.", shown: " IN SCHEMA SCRATCH.PUBLIC" },
  stage: { prefix: "SCRATCH.PUBLIC.FILES.", shown: "" },
} as const;

/** Kinds that are objects of a listing; files and whole graphs have tests of their own. */
const KINDS = (Object.keys(definitions) as (keyof typeof definitions)[]).filter(
  (kind) => (definitions[kind] as Definition).lifecycle === undefined,
);
const CASES: readonly Case[] = KINDS.flatMap((kind) =>
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
      const args = { ...placeOf(one.definition).args, dataLoss: "allow", ...argsOf(one) };
      return [one.name, { kind: one.kind, args }];
    }),
  );
const a = program(({ example, key }) => declared(example, key, "a"));
const b = program(({ example, key }) => declared(example, key, "b"));
const without = program(({ example, key }) => declared(example, key, "without"));
const placed = ({ definition, name }: Pick<Case, "definition" | "name">) => `${PLACES[definition.scope].prefix}${name}`;

describe("each property of each kind, in one stack", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
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
    const expected = CASES.filter(
      ({ example: { change, with: beside, withB = beside } }) => change && beside === withB,
    );
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
    for (const one of drifting) stage.sql(`ALTER ${one.kind} ${placed(one)} ${one.example.drift}`);
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
    for (const one of dropped) stage.sql(`DROP ${one.kind} ${placed(one)}`);
    expect((await stage.project.refresh()).changes).toMatchObject({ delete: dropped.length, update: 0 });
    const repaired = await stage.project.up();
    expect(failures(repaired)).toEqual([]);
    expect(repaired.changes).toMatchObject({ create: dropped.length, same: count - dropped.length });
  });

  test("goes back to Snowflake's default when it is taken out", async () => {
    stage.declare(without);
    expect(failures(await stage.project.up())).toEqual([]);
    for (const one of CASES) expect.soft(facts(stage, one), one.name).toEqual(factsOfBare(stage, one));
    stage.sent();
    expect((await stage.project.preview()).changes).toMatchObject({ same: count });
    expect(stage.sent()).toEqual([]);
  });

  test("leaves nothing behind when all is destroyed", async () => {
    const destroyed = await stage.project.destroy();
    expect(failures(destroyed)).toEqual([]);
    const left = (["DATABASES", "SCHEMAS", "TABLES", "WAREHOUSES"] as const).flatMap(stage.names);
    expect(CASES.filter(({ name }) => left.includes(name))).toEqual([]);
  });
});

type Named = Pick<Case, "kind" | "definition" | "name" | "key">;

/** Everything that Snowflake shows of an object. */
function facts(stage: Stage, one: Named): Record<string, unknown> {
  const { kind, definition, name, key } = one;
  const ignored = new Set([...VOLATILE, ...(LEFT_BEHIND[key] ?? [])]);
  const [shown] = stage.sql(`SHOW ${kind}S LIKE '${name.replaceAll("_", "\\\\_")}'${PLACES[definition.scope].shown}`);
  // Stages have none.
  const parameters = kind === "Stage" ? [] : stage.sql(`SHOW PARAMETERS IN ${kind} ${placed(one)}`);
  const all = {
    ...Object.fromEntries(Object.entries(shown ?? {}).map(([column, cell]) => [column, cell ?? ""])),
    ...Object.fromEntries(parameters.map((row: Row) => [row["key"], `${row["value"]} (${row["level"]})`])),
    ...(kind === "Table" ? partsOf(stage, placed(one)) : {}),
    ...(kind === "Stage" ? describedOf(stage, placed(one)) : {}),
  };
  return Object.fromEntries(Object.entries(all).filter(([what]) => !ignored.has(what)));
}

/** What a stage's listing does not tell. */
function describedOf(stage: Stage, place: string): Record<string, unknown> {
  const rows = stage.sql(`DESCRIBE STAGE ${place}`);
  return Object.fromEntries(rows.map((row) => [`${row["parent_property"]}.${row["property"]}`, row["property_value"]]));
}

/** The columns and keys of a table, in any order; names that Snowflake has made up say nothing. */
function partsOf(stage: Stage, place: string): Record<string, readonly string[]> {
  const told = (row: Row) =>
    Object.entries(row)
      .filter(([column]) => !/created_on|(^|[pf]k_)table_name/.test(column))
      .map(([, cell]) => (cell?.startsWith("SYS_CONSTRAINT_") ? "" : cell))
      .join(" | ");
  const keys = ["PRIMARY KEYS", "UNIQUE KEYS", "IMPORTED KEYS"] as const;
  const statements = {
    COLUMNS: `DESCRIBE TABLE ${place}`,
    ...Object.fromEntries(keys.map((what) => [what, `SHOW ${what} IN TABLE ${place}`])),
  };
  return Object.fromEntries(
    Object.entries(statements).map(([what, statement]) => [what, stage.sql(statement).map(told).sort()]),
  );
}

/** What Snowflake shows of such an object that was created with nothing but what stands beside the property. */
function factsOfBare(stage: Stage, one: Case): Record<string, unknown> {
  const bare = { ...one, name: "BARE" };
  const isPlain = ["Database", "Schema", "Warehouse"].includes(one.kind);
  stage.sql(...(isPlain ? [optionsStatement(one)] : bareStatements(one)));
  const found = facts(stage, bare);
  stage.sql(`DROP ${one.kind} ${placed(bare)}`);
  return found;
}

function bareStatements({ definition, example, key }: Case): readonly string[] {
  const args = { name: "BARE", ...placeOf(definition).args, ...declared(example, key, "without") };
  return createStatements(definition, validate(definition, args).values).map(({ statement }) => statement.text);
}

function optionsStatement({ kind, definition, example: { with: beside = {} } }: Case): string {
  const { warehouseType, ...options } = beside;
  const interactive = warehouseType === "INTERACTIVE";
  const written = interactive || warehouseType === undefined ? options : { warehouseType, ...options };
  const clauses = Object.entries(written).map(
    ([key, value]) => `${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()} = '${value}'`,
  );
  const name = placed({ definition, name: "BARE" });
  return `CREATE OR REPLACE ${interactive ? "INTERACTIVE " : ""}${kind} ${name} ${clauses.join(" ")}`;
}
