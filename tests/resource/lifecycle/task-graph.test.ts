import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Entry, failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage;
let schema: string;

beforeAll(async () => {
  stage = await startStage();
  const database = freshName();
  schema = `${database}.S`;
  await stage.sql(`CREATE DATABASE ${database}`, `CREATE SCHEMA ${schema}`, "CREATE WAREHOUSE IF NOT EXISTS WH");
  stage.sent();
});
afterAll(() => stage.close());

/** States of the tasks of a graph by name. */
async function states(graph: string): Promise<Record<string, string>> {
  const rows = await stage.sql(`SHOW TASKS LIKE '${graph}%' IN SCHEMA ${schema}`);
  return Object.fromEntries(rows.map((row) => [row["name"] ?? "", row["state"] ?? ""]));
}

function graphOf(name: string, more: object = {}) {
  return {
    name,
    schema,
    schedule: { hours: 1 },
    warehouse: "wh",
    started: true,
    tasks: {
      load: { definition: "SELECT 1" },
      choose: { definition: "CALL SYSTEM$SET_RETURN_VALUE('big')", after: "load", branches: ["big", "small"] },
      big: { definition: "SELECT 'big'", after: ["choose"] },
      small: { definition: "SELECT 'small'", after: ["choose"], when: "1 = 1" },
    },
    finalizer: { definition: "SELECT 'done'" },
    ...more,
  };
}

describe("TaskGraph", () => {
  test("is created whole, read in one statement, and unchanged in the second up", async () => {
    const name = freshName();
    const made = await stage.run().up("taskGraph", graphOf(name));
    expect(await states(name)).toEqual({
      [name]: "started",
      [`${name}$LOAD`]: "started",
      [`${name}$CHOOSE`]: "started",
      [`${name}$BIG`]: "started",
      [`${name}$SMALL`]: "started",
      [`${name}$FINALIZER`]: "started",
    });
    const [small] = await stage.sql(`SHOW TASKS LIKE '${name}$SMALL' IN SCHEMA ${schema}`);
    expect(small).toMatchObject({
      warehouse: "WH",
      condition: `SYSTEM$GET_PREDECESSOR_RETURN_VALUE('${name}$CHOOSE') = 'small' AND (1 = 1)`,
    });
    stage.sent();
    const read = await stage.run().refresh("taskGraph", made);
    expect(stage.sent().length).toBeLessThanOrEqual(2);
    expect(read?.outputs).toEqual(made.outputs);
    expect((await stage.run().up("taskGraph", graphOf(name), read)).effect).toBe("same");
    expect(stage.sent()).toEqual([]);
    await stage.run().destroy("taskGraph", read as Entry);
    expect(await states(name)).toEqual({});
  });

  test("is changed by the difference", async () => {
    const name = freshName();
    const made = await stage.run().up("taskGraph", graphOf(name));
    stage.sent();
    const { load, ...others } = graphOf(name).tasks;
    const changed = graphOf(name, { tasks: { ...others, load: { ...load, definition: "SELECT 2" } } });
    const next = await stage.run().up("taskGraph", changed, made);
    const sent = stage.sent();
    expect(sent.length).toBeLessThanOrEqual(6);
    expect(sent.filter((sql) => sql.startsWith("ALTER"))).toEqual([
      expect.stringMatching(/SUSPEND$/),
      expect.stringMatching(/MODIFY AS SELECT 2$/),
      expect.stringMatching(/RESUME$/),
    ]);
    const { small: _, ...fewer } = changed.tasks;
    const other = graphOf(name, {
      tasks: {
        ...fewer,
        choose: { definition: "SELECT 1", after: "load" },
        '"new one"': { definition: "SELECT 3", after: ["big", "choose"] },
      },
      finalizer: { name: "last", definition: "SELECT 'done'", started: false },
      started: false,
    });
    const last = await stage.run().up("taskGraph", other, next);
    expect(await states(name)).toEqual({
      [name]: "suspended",
      [`${name}$LOAD`]: "started",
      [`${name}$CHOOSE`]: "started",
      [`${name}$BIG`]: "started",
      [`${name}$new one`]: "started",
      [`${name}$LAST`]: "suspended",
    });
    expect((await stage.run().refresh("taskGraph", last))?.outputs).toEqual(last.outputs);
    expect((await stage.run().up("taskGraph", other, last)).effect).toBe("same");
  });

  test("is not dropped by name alone: a state that cannot prove which graph it is has to be refreshed first", async () => {
    const name = freshName();
    const made = await stage.run().up("taskGraph", graphOf(name));
    const { createdOn: _, ...identity } = made.outputs["identity"] as Readonly<Record<string, unknown>>;
    const unproven: Entry = { ...made, outputs: { ...made.outputs, identity } };
    stage.sent();
    const error = await failure(stage.run().destroy("taskGraph", unproven));
    expect(error.message).toContain("Nothing was dropped. Run pulumi refresh");
    expect(stage.sent().filter((sql) => !sql.startsWith("SHOW"))).toEqual([]);
    expect(Object.keys(await states(name))).toHaveLength(6);
    const refreshed = await stage.run().refresh("taskGraph", unproven);
    await stage.run().destroy("taskGraph", refreshed as Entry);
    expect(await states(name)).toEqual({});
  });
});
