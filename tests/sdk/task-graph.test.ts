import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { beforeEach, describe, expect, test } from "vitest";
import { getTask, getTaskGraph, listTasks, TaskGraph, type TaskGraphArgs } from "../../sdk";

declare const snowflake: { execute(statement: { readonly sqlText: string }): unknown };

let registered: MockResourceArgs[];
beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args);
        return { id: args.id ?? args.name, state: args.inputs };
      },
      call: ({ token, inputs }) => ({ token, ...inputs }),
    },
    "shop",
    "dev",
  );
});

const args: TaskGraphArgs = {
  name: "nightly",
  schema: "DB.ETL",
  started: true,
  tasks: {
    load: { definition: "SELECT 1" },
    check: { definition: "SELECT 2", after: "load", branches: ["publish"] },
    publish: { definition: "SELECT 3", after: ["check"], started: false },
  },
  finalizer: { definition: "SELECT 4" },
};

function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

async function inputsOf(resource: pulumi.CustomResource): Promise<Record<string, unknown>> {
  const urn = await known(resource.urn);
  return registered.find(({ name }) => urn.endsWith(`::${name}`))?.inputs;
}

const picture = [
  "flowchart LR",
  'root["nightly"]',
  't0{"check"}',
  't1["load"]',
  't2["publish"]',
  'finalizer(["finalizer"])',
  "t1 --> t0",
  "root --> t1",
  't0 -->|"= publish"| t2',
  "root -.-> finalizer",
  "classDef suspended stroke-dasharray:4",
  "class t2 suspended",
].join("\n");

describe("the outputs of a TaskGraph with mocks", () => {
  test("are the names and states of its tasks, and its picture", async () => {
    const graph = new TaskGraph("graph", args);
    expect(await known(graph.qualifiedName)).toBe("DB.ETL.NIGHTLY");
    expect(await known(graph.taskNames)).toEqual({
      load: "DB.ETL.NIGHTLY$LOAD",
      check: "DB.ETL.NIGHTLY$CHECK",
      publish: "DB.ETL.NIGHTLY$PUBLISH",
      finalizer: "DB.ETL.NIGHTLY$FINALIZER",
    });
    expect(await known(graph.states)).toEqual({
      nightly: "started",
      load: "started",
      check: "started",
      publish: "suspended",
      finalizer: "started",
    });
    expect(await known(graph.mermaid)).toBe(picture);
  });
});

test("a graph without tasks has outputs too", async () => {
  const graph = new TaskGraph("empty", { name: "alone", schema: "DB.ETL" });
  expect(await known(graph.taskNames)).toEqual({});
  expect(await known(graph.states)).toEqual({ alone: "suspended" });
  expect(await known(graph.mermaid)).toContain('root["alone"]');
});

describe("a JavaScript function in a TaskGraph", () => {
  test("becomes the text of its code, in tasks, the finalizer and the root", async () => {
    const run = () => snowflake.execute({ sqlText: "CALL LOAD()" });
    const definition = { procedure: { body: run } };
    const graph = new TaskGraph("graph", {
      ...args,
      definition,
      tasks: { load: { definition } },
      finalizer: { definition },
    });
    const procedure = { language: "javascript", body: expect.stringContaining("snowflake.execute") };
    expect(await inputsOf(graph)).toMatchObject({
      definition: { procedure },
      tasks: { load: { definition: { procedure } } },
      finalizer: { definition: { procedure } },
    });
  });

  test("that uses what Snowflake would not have is refused, with the task's name and its own", () => {
    const limit = 10;
    const definition = { procedure: { body: () => limit } };
    expect(() => new TaskGraph("graph", { ...args, tasks: { load: { definition } } })).toThrow(
      /TaskGraph graph: tasks\.load\.definition .*limit/,
    );
    expect(() => new TaskGraph("graph", { ...args, finalizer: { definition } })).toThrow(
      /TaskGraph graph: finalizer\.definition .*limit/,
    );
  });
});

test("TaskGraph.get reads one by its qualified name, and does not make it", async () => {
  const graph = TaskGraph.get("there", "DB.ETL.NIGHTLY", { role: "READER" });
  expect(await known(graph.id)).toBe("DB.ETL.NIGHTLY");
  expect(TaskGraph.isInstance(graph)).toBe(true);
});

test("look-ups of tasks and graphs are answered by a unit test's own mocks", async () => {
  const asked = { name: "nightly", schema: "DB.ETL" };
  expect(await known(getTask(asked))).toMatchObject({ token: "snowflake:index:getTask", ...asked });
  expect(await known(getTaskGraph(asked))).toMatchObject({ token: "snowflake:index:getTaskGraph", ...asked });
  expect(await known(listTasks({ schema: "DB.ETL" }))).toMatchObject({ token: "snowflake:index:listTasks" });
});
