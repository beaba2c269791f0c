import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import type { Entry } from "./stage";
import { type Accident, ended, type GraphStage, settled, startGraphStage } from "./task-graph-stage";

let stage: GraphStage;
beforeAll(async () => {
  stage = await startGraphStage();
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const before = {
  schedule: { hours: 1 },
  warehouse: "wh",
  started: true,
  userTaskTimeoutMs: 60_000,
  tasks: {
    load: { definition: "SELECT 1", userTaskTimeoutMs: 10_000, comment: "loads" },
    clean: { definition: "SELECT 2", after: "load" },
    gone: { definition: "SELECT 3", after: "clean", when: "1 = 1" },
    last: { definition: "SELECT 4", after: ["gone", "clean"], started: false },
  },
  finalizer: { definition: "SELECT 'done'" },
} satisfies Props;

/** Adds, drops, other relations, a finalizer of another name, a branch, another schedule, other states, parameters, comments. */
const after = {
  schedule: { minutes: 30 },
  warehouse: "wh",
  started: true,
  comment: "changed",
  tasks: {
    load: { definition: "CALL SYSTEM$SET_RETURN_VALUE('clean')", branches: ["clean", "other"], started: false },
    clean: { definition: "SELECT 20", after: "load", userTaskTimeoutMs: 20_000 },
    other: { definition: "SELECT 5", after: "load" },
    last: { definition: "SELECT 4", after: ["other", "clean"] },
  },
  finalizer: { name: "end", definition: "SELECT 'over'" },
} satisfies Props;

/** A graph in a schema of its own, and somebody else's task that hangs in it. */
async function made(): Promise<{ readonly schema: string; readonly entry: Entry }> {
  const { schema } = await stage.schema();
  const args = { ...before, schema, name: "G" };
  const entry = await stage.run().up("taskGraph", args);
  await stage.sql(
    `ALTER TASK ${schema}.G SUSPEND`,
    `CREATE TASK ${schema}.FOREIGN AFTER ${schema}.G$GONE, ${schema}.G$LOAD AS SELECT 'foreign'`,
    `ALTER TASK ${schema}.FOREIGN RESUME`,
    `ALTER TASK ${schema}.G RESUME`,
  );
  return { schema, entry };
}

/** Statements about the tasks of a schema that a piece of work sends. */
async function statements(schema: string, work: () => Promise<unknown>): Promise<readonly string[]> {
  stage.sent();
  await work();
  return stage.sent().filter((sql) => new RegExp(`TASK.*${schema}\\b`).test(sql));
}

const creation = (schema: string): Props => ({ ...before, schema, name: "G" });
const change = (schema: string): Props => ({ ...after, schema, name: "G" });
const accidents: readonly Accident[] = ["error", "drop-before", "drop-after"];

describe("a creation of which a statement fails", () => {
  test.each(accidents)("by %s leaves nothing behind, or what the next up goes on from", async (accident) => {
    const { schema: other } = await stage.schema();
    const all = await statements(other, () => stage.run().up("taskGraph", creation(other)));
    const expected = stage.facts(other);
    const schemas = await Promise.all(all.map(async () => (await stage.schema()).schema));
    stage.strike(accident, schemas, (index) => index + 1);
    const ends = await Promise.all(
      schemas.map((schema) => ended(stage.run().up("taskGraph", creation(schema)), creation(schema))),
    );
    stage.emulator.setFaults([]);
    for (const [index, end] of ends.entries()) {
      const schema = schemas[index] ?? "";
      const label = `${index + 1}. ${all[index]}`;
      // With the last ones, the graph stands: the root is started, and read back.
      if (accident !== "error") expect(end.error, label).toBeUndefined();
      else if (index < all.length - 2) expect(stage.facts(schema), label).toEqual({});
    }
    await Promise.all(schemas.map((schema, index) => settled(stage.run(), creation(schema), ends[index])));
    for (const schema of schemas) expect(stage.facts(schema)).toEqual(expected);
  });
});

describe("a change of which a statement fails", () => {
  test.each(accidents)("by %s leaves the graph as it was, or arrives, and the next up goes on", async (accident) => {
    const other = await made();
    const former = stage.facts(other.schema);
    const all = await statements(other.schema, () => stage.run().up("taskGraph", change(other.schema), other.entry));
    const expected = stage.facts(other.schema);
    expect(all.length).toBeGreaterThan(15);
    const graphs = await Promise.all(all.map(made));
    const schemas = graphs.map(({ schema }) => schema);
    stage.strike(accident, schemas, (index) => index + 1);
    const ends = await Promise.all(
      graphs.map(({ schema, entry }) =>
        ended(stage.run().up("taskGraph", change(schema), entry), change(schema), entry),
      ),
    );
    stage.emulator.setFaults([]);
    for (const [index, { schema, entry }] of graphs.entries()) {
      const label = `${index + 1}. ${all[index]}`;
      const isDone = index === all.length - 1;
      if (accident !== "error") expect(ends[index]?.error, label).toBeUndefined();
      else {
        expect(ends[index]?.error?.message, label).toContain("internal error");
        if (!isDone) expect(stage.facts(schema), label).toEqual(former);
        if (!isDone) expect(ends[index]?.entry, label).toBe(entry);
      }
    }
    await Promise.all(schemas.map((schema, index) => settled(stage.run(), change(schema), ends[index])));
    for (const schema of schemas) expect(stage.facts(schema)).toEqual(expected);
  });

  test("and of which nothing can be taken back says what was done, and the next up goes on", async () => {
    const other = await made();
    const all = await statements(other.schema, () => stage.run().up("taskGraph", change(other.schema), other.entry));
    const expected = stage.facts(other.schema);
    const graphs = await Promise.all(all.map(made));
    const schemas = graphs.map(({ schema }) => schema);
    stage.strike("error", schemas, (index) => index + 1, 1_000);
    const ends = await Promise.all(
      graphs.map(({ schema, entry }) =>
        ended(stage.run().up("taskGraph", change(schema), entry), change(schema), entry),
      ),
    );
    stage.emulator.setFaults([]);
    const half = ends[8];
    expect(half?.error?.message).toMatch(
      /internal error.* could not be taken back either: .*internal error.*\nDone:\n {2}ALTER TASK .*\nTaken back:\n {2}nothing/s,
    );
    stage.kill();
    await Promise.all(schemas.map((schema, index) => settled(stage.run(), change(schema), ends[index])));
    for (const schema of schemas) expect(stage.facts(schema)).toEqual(expected);
  });
});

describe("a run that is killed", () => {
  test("at any statement of a creation: the next up goes on", async () => {
    const { schema: other } = await stage.schema();
    const all = await statements(other, () => stage.run().up("taskGraph", creation(other)));
    const expected = stage.facts(other);
    const schemas = await Promise.all(all.map(async () => (await stage.schema()).schema));
    await struckDead(schemas, (schema) => stage.run().up("taskGraph", creation(schema)));
    await Promise.all(schemas.map((schema) => settled(stage.run(), creation(schema))));
    for (const schema of schemas) expect(stage.facts(schema)).toEqual(expected);
  });

  test("at any statement of a change: the next up goes on", async () => {
    const other = await made();
    const all = await statements(other.schema, () => stage.run().up("taskGraph", change(other.schema), other.entry));
    const expected = stage.facts(other.schema);
    const graphs = await Promise.all(all.map(made));
    const schemas = graphs.map(({ schema }) => schema);
    await struckDead(schemas, (schema, index) => stage.run().up("taskGraph", change(schema), graphs[index]?.entry));
    await Promise.all(graphs.map(({ schema, entry }) => settled(stage.run(), change(schema), { entry })));
    for (const schema of schemas) expect(stage.facts(schema)).toEqual(expected);
  });

  test("at any statement of a deletion: the next destroy goes on", async () => {
    const other = await made();
    const all = await statements(other.schema, () => stage.run().destroy("taskGraph", other.entry));
    const expected = stage.facts(other.schema);
    const graphs = await Promise.all(all.map(made));
    const schemas = graphs.map(({ schema }) => schema);
    await struckDead(schemas, (_, index) => stage.run().destroy("taskGraph", graphs[index]?.entry as Entry));
    await Promise.all(graphs.map(({ entry }) => stage.run().destroy("taskGraph", entry)));
    for (const schema of schemas) expect(stage.facts(schema)).toEqual(expected);
  });
});

/** Starts work in each schema that hangs for ever at the nth of its statements: nothing of it comes after that. */
async function struckDead(
  schemas: readonly string[],
  work: (schema: string, index: number) => Promise<unknown>,
): Promise<void> {
  stage.strike("hang", schemas, (index) => index + 1, 1_000);
  for (const [index, schema] of schemas.entries()) work(schema, index).catch(() => {});
  await vi.waitFor(() => expect(stage.emulator.faults().every(({ fired }) => fired > 0)).toBe(true), 30_000);
  stage.emulator.setFaults([]);
  stage.kill();
}

describe("a deletion of which a statement fails", () => {
  test.each(accidents)(
    "by %s leaves the graph as it was, or arrives, and the next destroy goes on",
    async (accident) => {
      const other = await made();
      const former = stage.facts(other.schema);
      const all = await statements(other.schema, () => stage.run().destroy("taskGraph", other.entry));
      const expected = stage.facts(other.schema);
      expect(Object.keys(expected)).toEqual(["FOREIGN"]);
      const graphs = await Promise.all(all.map(made));
      stage.strike(
        accident,
        graphs.map(({ schema }) => schema),
        (index) => index + 1,
      );
      const errors = await Promise.all(
        graphs.map(({ entry }) =>
          stage
            .run()
            .destroy("taskGraph", entry)
            .catch((failed: Error) => failed),
        ),
      );
      stage.emulator.setFaults([]);
      for (const [index, { schema }] of graphs.entries()) {
        const label = `${index + 1}. ${all[index]}`;
        if (accident !== "error") expect(errors[index], label).toBeUndefined();
        else {
          expect(errors[index]?.message, label).toContain("internal error");
          expect(stage.facts(schema), label).toEqual(former);
        }
      }
      await Promise.all(
        graphs.flatMap(({ entry }, index) => (errors[index] ? [stage.run().destroy("taskGraph", entry)] : [])),
      );
      for (const { schema } of graphs) expect(stage.facts(schema)).toEqual(expected);
    },
  );
});
