import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { DataLossError } from "../../../provider/client/errors";
import { unknownValue } from "../../../provider/resource";
import { type ServiceStage, startServiceStage } from "./service-stage";
import { failure, freshName, kept } from "./stage";
import { passes } from "./still-clock";

vi.mock("node:timers/promises", async () => {
  const { sleepAtOnce } = await import("./still-clock.js");
  return { setTimeout: sleepAtOnce };
});

let stage: ServiceStage;

beforeAll(async () => {
  stage = await startServiceStage();
  stage.emulator.pushImage({ repository: "D.S.R", image: "quick", behaviour: { outcome: "exits", afterSeconds: 5 } });
});
afterAll(() => stage.close());
// No two services are created at the same moment.
beforeEach(() => passes(5000));

/** Arguments of a service, or a job, of one container. */
function one(image: string, more: object = {}): Record<string, unknown> {
  const spec = { containers: [{ name: "main", image: `/d/s/r/${image}` }] };
  return { schema: "D.S", computePool: "p", name: freshName(), spec, ...more };
}

describe('dataLoss "refuse"', () => {
  test("lets a service go that holds no data, as the preview says", async () => {
    await stage.sql("CREATE COMPUTE POOL OTHER MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS");
    const args = one("web", { dataLoss: "refuse", allowDowntime: true });
    const entry = await stage.run().up("service", args);
    const moved = await stage.run().up("service", { ...args, computePool: "other" }, entry);
    expect(moved.effect).toBe("replace");
    await stage.run().destroy("service", moved);
    expect(await stage.sql(`SHOW SERVICES LIKE '${args["name"]}' IN SCHEMA D.S`)).toEqual([]);
  });

  test("lets a job run again that holds no data", async () => {
    const args = one("quick", { dataLoss: "refuse" });
    const entry = await stage.run().up("jobService", { ...args, triggers: { day: "1" } });
    const again = await stage.run().up("jobService", { ...args, triggers: { day: "2" } }, entry);
    expect(again).toMatchObject({ effect: "replace", outputs: { status: "DONE" } });
  });
});

test("a service goes before its pool, where that is dropped and made again", async () => {
  const pool = { name: "AGAIN", minNodes: 1, maxNodes: 1, instanceFamily: "CPU_X64_XS", allowDowntime: true };
  const old = await stage.run().up("computePool", pool);
  const entry = await stage.run().up("service", { ...one("web"), computePool: "again" });
  const ask = (more: object) => {
    const { computePool, service } = stage.run().handlers;
    const wanted = computePool.check(old.inputs, { ...pool, ...more }).inputs;
    computePool.diff(old.id, old.outputs, wanted);
    // So does the engine ask about what depends on it.
    return (consent: object) =>
      service.diff(entry.id, entry.outputs, { ...entry.inputs, ...consent, computePool: unknownValue });
  };
  expect(ask({ maxNodes: 2 })({}).replaces).toEqual([]);
  const others = ask({ forApplication: "APP" });
  expect(() => others({})).toThrow(/this would stop it.*allowDowntime: true/);
  expect(others({ allowDowntime: true })).toMatchObject({ replaces: ["computePool"], deleteBeforeReplace: true });
});

test("a service is stopped with a schema that is replaced only with its own consent", async () => {
  await stage.sql("CREATE SCHEMA IF NOT EXISTS D.GOES", "CREATE IMAGE REPOSITORY IF NOT EXISTS D.GOES.R");
  const args = { database: "D", name: "goes", createMode: "createOrAlter", dataLoss: "allow" };
  const schema = await stage.run().up("schema", args);
  const entry = await stage.run().up("service", one("web", { schema: "D.GOES" }));
  const { schema: schemas, service } = stage.run().handlers;
  const transient = schemas.check(schema.inputs, { ...args, transient: true }).inputs;
  expect(schemas.diff(schema.id, schema.outputs, transient).replaces).toEqual(["transient"]);
  const asked = (consent: object) =>
    service.diff(entry.id, entry.outputs, { ...entry.inputs, ...consent, schema: unknownValue });
  expect(() => asked({})).toThrow(/this would stop it.*allowDowntime: true/);
  expect(asked({ allowDowntime: true }).replaces).toEqual(["schema"]);
});

test("a repository is not replaced at preview under recoverable: nothing brings it back", async () => {
  const args = { schema: "D.S", name: freshName(), dataLoss: "recoverable" };
  const entry = await stage.run().up("imageRepository", args);
  const { imageRepository } = stage.run().handlers;
  const other = imageRepository.check(entry.inputs, { ...args, encryption: "SNOWFLAKE_SSE" }).inputs;
  expect(() => imageRepository.diff(entry.id, entry.outputs, other)).toThrow(/Refused to replace/);
});

test("a refusal offers no Time Travel for what has none", async () => {
  const spec = {
    containers: [{ name: "main", image: "/d/s/r/web", volumeMounts: [{ name: "data", mountPath: "/data" }] }],
    volumes: [{ name: "data", source: "block", size: "10Gi" }],
  };
  const entry = await stage.run().up("service", { ...one("web"), spec });
  const error = await failure(stage.run().destroy("service", entry));
  expect(error).toBeInstanceOf(DataLossError);
  expect(error.message).toContain("block volume data");
  expect(error.message).not.toMatch(/Time Travel/);
});

test("outputs that cannot be read after an upgrade that fails stay as they were", async () => {
  const args = one("web");
  const spec = (image: string) => ({
    containers: [{ name: "main", image: `/d/s/r/${image}` }],
    endpoints: [{ name: "api", port: 80 }],
  });
  const entry = await stage.run().up("service", { ...args, spec: spec("web") });
  const fails = { do: "error", code: "000603", sqlState: "XX000", message: "not now" } as const;
  stage.emulator.setFaults([{ match: "SHOW ENDPOINTS", every: true, ...fails }]);
  const broken = { ...args, spec: spec("broken") };
  const left = kept(await failure(stage.run().up("service", broken, entry)), broken);
  stage.emulator.setFaults([]);
  expect(left.outputs).toMatchObject({ endpoints: { api: { port: 80 } }, dnsName: entry.outputs["dnsName"] });
});
