import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { declared, type Example, examples } from "../resources/examples";
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
};
const KINDS = { database: "Database", warehouse: "Warehouse" } as const;

interface Case {
  readonly kind: "Database" | "Warehouse";
  readonly key: string;
  readonly example: Example;
  /** Logical name, and name of the object. */
  readonly name: string;
}

const CASES: readonly Case[] = (["database", "warehouse"] as const).flatMap((kind) =>
  Object.entries<Example>(examples[kind]).map(([key, example]) => ({
    kind: KINDS[kind],
    key,
    example,
    name: `${kind}_${key}`.toUpperCase(),
  })),
);
const drifting = CASES.filter(({ example }) => example.drift !== undefined);
const count = CASES.length;

const program = (argsOf: (one: Case) => Readonly<Record<string, unknown>>): Record<string, Declared> =>
  Object.fromEntries(CASES.map((one) => [one.name, { kind: one.kind, args: { dataLoss: "allow", ...argsOf(one) } }]));
const a = program(({ example, key }) => declared(example, key, "a"));
const b = program(({ example, key }) => declared(example, key, "b"));
const without = program(({ example }) => example.with ?? {});

describe("each property of each kind, in one stack", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    stage.sql(...new Set(CASES.flatMap(({ example }) => example.needs ?? [])));
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
    for (const { name, key, example } of expected) {
      expect(effects).toContainEqual([name, example.change === "replace" ? "replace" : "update", [key]]);
    }
    expect(preview.changes.same).toBe(0);
    expect(stage.sent()).toEqual([]);
  });

  test("arrives when it changes, and is then unchanged", async () => {
    const before = new Map(CASES.map((one) => [one.name, facts(stage, one)]));
    expect(failures(await stage.project.up())).toEqual([]);
    for (const one of drifting) expect(facts(stage, one), one.name).not.toEqual(before.get(one.name));
    expect((await stage.project.preview()).changes).toMatchObject({ same: count });
  });

  test("is shown by its name when somebody changes it by hand, and repaired", async () => {
    const before = new Map(CASES.map((one) => [one.name, facts(stage, one)]));
    for (const { kind, name, example } of drifting) stage.sql(`ALTER ${kind} ${name} ${example.drift}`);
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
    for (const { kind, name } of dropped) stage.sql(`DROP ${kind} ${name}`);
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
    const left = [...stage.names("DATABASES"), ...stage.names("WAREHOUSES")];
    expect(CASES.filter(({ name }) => left.includes(name))).toEqual([]);
  });
});

/** Everything that Snowflake shows of an object. */
function facts(stage: Stage, { kind, name, key }: Pick<Case, "kind" | "name" | "key">): Record<string, unknown> {
  const ignored = new Set([...VOLATILE, ...(LEFT_BEHIND[key] ?? [])]);
  const [shown] = stage.sql(`SHOW ${kind}S LIKE '${name.replaceAll("_", "\\\\_")}'`);
  const parameters = stage.sql(`SHOW PARAMETERS IN ${kind} ${name}`);
  return {
    ...Object.fromEntries(
      Object.entries(shown ?? {}).flatMap(([column, cell]) => (ignored.has(column) ? [] : [[column, cell ?? ""]])),
    ),
    ...Object.fromEntries(parameters.map((row: Row) => [row["key"], `${row["value"]} (${row["level"]})`])),
  };
}

/** What Snowflake shows of such an object that was created by hand with nothing but what stands beside the property. */
function factsOfBare(stage: Stage, { kind, key, example: { with: beside = {} } }: Case): Record<string, unknown> {
  const { warehouseType, ...options } = beside;
  const interactive = warehouseType === "INTERACTIVE";
  const written = interactive || warehouseType === undefined ? options : { warehouseType, ...options };
  const clauses = Object.entries(written).map(
    ([key, value]) => `${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()} = '${value}'`,
  );
  stage.sql(`CREATE OR REPLACE ${interactive ? "INTERACTIVE " : ""}${kind} BARE ${clauses.join(" ")}`);
  const bare = facts(stage, { kind, key, name: "BARE" });
  stage.sql(`DROP ${kind} BARE`);
  return bare;
}
