import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type SchemaReference, TimeoutError } from "../../sdk/root";
import { nightly, runningGraph } from "./accident-deeds";
import { type Deed, Scene } from "./accident-scene";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
beforeEach(async () => {
  stage = await startRoot();
});
afterEach(() => stage.close());

const tasks = [
  "CREATE DATABASE D",
  "CREATE TASK D.PUBLIC.R SCHEDULE = '10 MINUTES' AS SELECT 1",
  "CREATE TASK D.PUBLIC.A AFTER D.PUBLIC.R AS SELECT 2",
  "CREATE TASK D.PUBLIC.B AFTER D.PUBLIC.R AS SELECT 3",
  ...["B", "A", "R"].map((task) => `ALTER TASK D.PUBLIC.${task} RESUME`),
];

/** A script in a process of its own that changes a task. */
function script(): ChildProcess {
  const text = `
    import model from ${JSON.stringify(path.resolve(__dirname, "../../sdk/root/index.ts"))};
    const root = await model.connect({ accessUrl: ${JSON.stringify(stage.emulator.url)}, account: "EMULATOR", user: "ME", password: "x" });
    await root.database("D").schema("PUBLIC").task("A").createOrAlter({ comment: "new" });
    await root.close();`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", text], { stdio: "inherit" });
}

async function states(schema: SchemaReference): Promise<Readonly<Record<string, unknown>>> {
  return Object.fromEntries((await schema.tasks.list().toArray()).map(({ name, state }) => [name, state]));
}

async function struck(): Promise<void> {
  await vi.waitFor(() => expect(stage.emulator.faults().map(({ fired }) => fired)).toEqual([1]), 50_000);
}

test("a root that a killed script has left suspended runs again with what the next script does to a task", async () => {
  await stage.sql(...tasks);
  stage.emulator.setFaults([{ match: "SET COMMENT", do: "hang" }]);
  const killed = script();
  await struck();
  killed.kill("SIGKILL");
  await once(killed, "exit");
  stage.emulator.setFaults([]);

  const schema = stage.root.database("D").schema("PUBLIC");
  expect(await states(schema)).toEqual({ R: "suspended", A: "started", B: "started" });
  expect((await schema.task("B").createOrAlter({ definition: "SELECT 3" })).action).toBe("unchanged");
  expect(await states(schema)).toEqual({ R: "started", A: "started", B: "started" });
});

test("a root that a killed script has left suspended is not touched by a dry run, and stays so once somebody says so", async () => {
  await stage.sql(...tasks);
  stage.emulator.setFaults([{ match: "SET COMMENT", do: "hang" }]);
  const killed = script();
  await struck();
  killed.kill("SIGKILL");
  await once(killed, "exit");
  stage.emulator.setFaults([]);

  const schema = stage.root.database("D").schema("PUBLIC");
  await schema.task("B").createOrAlter({ comment: "c" }, { dryRun: true });
  expect(await states(schema)).toMatchObject({ R: "suspended" });
  await schema.task("R").suspend();
  await schema.task("B").createOrAlter({ comment: "c" });
  expect(await states(schema)).toEqual({ R: "suspended", A: "started", B: "started" });
});

test("a deployment of a graph that is aborted at any of its statements leaves the root running, and is gone on from", async () => {
  const aborts = new Map<string, AbortController>();
  const deed: Deed = {
    before: runningGraph,
    work: (database) =>
      database
        .schema("PUBLIC")
        .taskGraphs.deploy(nightly("new"), { mode: "orReplace", signal: aborts.get(database.name)?.signal }),
    shows: ["SHOW TASKS IN SCHEMA {D}.PUBLIC"],
  };
  const scene = new Scene(stage, deed);
  const first = await scene.victim();
  stage.sent();
  await scene.act(first);
  const sent = stage.sent().filter((sql) => sql.includes(first.database.storedName));
  const expected = scene.standing(first);
  const victims = await Promise.all(sent.map(() => scene.victim()));
  for (const { database } of victims) aborts.set(database.name, new AbortController());
  stage.emulator.setFaults(
    victims.map(({ database }, index) => ({ match: `\\b${database.name}`, nth: index + 1, do: "delay", ms: 2000 })),
  );
  const works = victims.map((victim) => scene.act(victim).catch((error: unknown) => error));
  await vi.waitFor(() => {
    const fired = stage.emulator.faults().map((fault) => fault.fired);
    for (const [index, { database }] of victims.entries()) if (fired[index] === 1) aborts.get(database.name)?.abort();
    expect(fired).toEqual(sent.map(() => 1));
  }, 50_000);
  const ends = await Promise.all(works);
  stage.emulator.setFaults([]);
  expect(ends.filter((end) => end instanceof TimeoutError).length).toBeGreaterThan(sent.length / 2);
  for (const [index, victim] of victims.entries()) {
    const end = ends[index];
    const label = `${index + 1}. ${sent[index]}: ${end instanceof Error ? end.message : "done"}`;
    expect(scene.states(victim), label).toMatchObject({ NIGHTLY: "started" });
    aborts.delete(victim.database.name);
  }
  await Promise.all(victims.map((victim) => scene.act(victim)));
  for (const [index, victim] of victims.entries()) expect(scene.standing(victim), sent[index]).toEqual(expected);
});
