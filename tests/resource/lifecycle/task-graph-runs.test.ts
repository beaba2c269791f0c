import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import { type GraphStage, settled, startGraphStage } from "./task-graph-stage";

let stage: GraphStage;
beforeAll(async () => {
  stage = await startGraphStage();
  await stage.sql("USE WAREHOUSE WH");
});
afterAll(() => stage.close());

/** A graph whose tasks write down that they ran; CHOOSE picks one of two by a return value. */
function graph(schema: string, choice: string, more: Props = {}): Props {
  const logs = (what: string) => ({ definition: `INSERT INTO ${schema}.LOG VALUES ('${what}')` });
  return {
    name: "G",
    schema,
    warehouse: "WH",
    schedule: "1 day",
    started: true,
    tasks: {
      load: logs("load"),
      choose: {
        definition: `CALL SYSTEM$SET_RETURN_VALUE('${choice}')`,
        after: "load",
        branches: ["big", '"very small"'],
      },
      big: { ...logs("big"), after: "choose" },
      '"very small"': { ...logs("very small"), after: "choose" },
      report: { ...logs("report"), after: "big" },
    },
    finalizer: logs("done"),
    ...more,
  };
}

/** What a run of the graph writes down, in order. */
async function logOf(schema: string): Promise<readonly (string | null | undefined)[]> {
  await stage.sql(`EXECUTE TASK ${schema}.G`);
  stage.emulator.advance(60_000);
  const rows = await stage.sql(`SELECT WHAT FROM ${schema}.LOG`);
  return rows.map((row) => row["WHAT"]);
}

describe("a run of a graph", () => {
  test.each([
    ["big", ["load", "big", "report", "done"]],
    ["very small", ["load", "very small", "done"]],
    ["neither", ["load", "done"]],
  ])("in which %s is chosen goes that way only, and the finalizer is the last", async (choice, log) => {
    const { schema } = await stage.schema("CREATE TABLE {S}.LOG (WHAT VARCHAR)");
    await settled(stage.run(), graph(schema, choice));
    expect(await logOf(schema)).toEqual(log);
  });

  test("in which a task fails skips what comes after it, and the finalizer runs", async () => {
    const { schema } = await stage.schema("CREATE TABLE {S}.LOG (WHAT VARCHAR)");
    const { tasks, ...others } = graph(schema, "big");
    const failing = { ...(tasks as Props), load: { definition: "SELECT * FROM NOWHERE.AT.ALL" } };
    await settled(stage.run(), { ...others, tasks: failing });
    expect(await logOf(schema)).toEqual(["done"]);
  });

  test("follows what the last up has made of it", async () => {
    const { schema } = await stage.schema("CREATE TABLE {S}.LOG (WHAT VARCHAR)");
    const entry = await settled(stage.run(), graph(schema, "big"));
    await settled(stage.run(), graph(schema, "very small"), { entry });
    expect(await logOf(schema)).toEqual(["load", "very small", "done"]);
  });
});
