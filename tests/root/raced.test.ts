import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Altered, connect } from "../../sdk/root";
import { type Stage, settingsFor, startRoot } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE WAREHOUSE W");
});
afterAll(() => stage.close());

const schema = () => stage.root.database("D").schema("S");

describe("what many make at once is made by one, and is then as all of them want it:", () => {
  test.each<[string, (comment: string) => Promise<Altered>]>([
    ["a warehouse", (comment) => stage.root.warehouse("RACED").createOrAlter({ comment })],
    ["a database", (comment) => stage.root.database("RACED").createOrAlter({ comment })],
    [
      "a table",
      (comment) =>
        schema()
          .table("T")
          .createOrAlter({ columns: [{ name: "A", type: "int" }], comment }),
    ],
    ["a stage", (comment) => schema().stage("G").createOrAlter({ comment })],
    ["a task", (comment) => schema().task("K").createOrAlter({ definition: "SELECT 1", warehouse: "W", comment })],
    ["a role", (comment) => stage.root.role("RACED").createOrAlter({ comment })],
  ])("%s", async (_, bring) => {
    const all = await Promise.all(Array.from({ length: 20 }, () => bring("it is mine")));
    expect(all.filter(({ action }) => action === "created")).toHaveLength(1);
    expect(all.filter(({ action }) => action === "unchanged")).toHaveLength(19);
    expect(await bring("it is yours")).toMatchObject({ action: "altered" });
  });

  test("a task graph", async () => {
    const tasks = { a: { definition: "SELECT 1" }, b: { definition: "SELECT 2", after: ["a"] } };
    const graph = { name: "MANY", warehouse: "W", schedule: { hours: 1 }, started: true, tasks };
    const all = await Promise.all(Array.from({ length: 10 }, () => schema().taskGraphs.deploy(graph)));
    expect(all.filter(({ action }) => action === "created")).toHaveLength(1);
    expect(await schema().taskGraphs.deploy(graph)).toMatchObject({ action: "unchanged" });
    const { states } = await schema().taskGraph("MANY").fetch();
    expect(states).toEqual({ MANY: "started", A: "started", B: "started" });
  });

  test("unless it is of another kind: then the name is taken", async () => {
    await stage.sql("CREATE VIEW D.S.V AS SELECT 1 AS A");
    const made = schema()
      .table("V")
      .createOrAlter({ columns: [{ name: "A", type: "int" }] });
    await expect(made).rejects.toMatchObject({ name: "ObjectExistsError", objectName: "D.S.V" });
  });
});

test("a call that is given up says what was done, and not that nothing was", async () => {
  await stage.sql("CREATE TABLE D.S.GIVEN_UP (A INT)");
  const spec = { columns: [{ name: "A", type: "int" }], comment: "new", clusterBy: ["A"] };
  const { statements } = await schema().table("GIVEN_UP").createOrAlter(spec, { dryRun: true });
  const controller = new AbortController();
  const root = await connect(settingsFor(stage.emulator), {
    onStatement: ({ statement }) => {
      if (statement === statements[0]) controller.abort();
    },
  });
  const table = root.database("D").schema("S").table("GIVEN_UP");
  await expect(table.createOrAlter(spec, { signal: controller.signal })).rejects.toMatchObject({
    name: "TimeoutError",
    message: expect.stringMatching(/was changed in part; .* Cancelled: the statement was not sent\.$/),
  });
  expect((await table.createOrAlter(spec)).statements).toEqual(statements.slice(1));
  await root.close();
});
