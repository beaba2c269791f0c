import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { database, warehouse } from "../../provider/dynamic/runtime";
import { stateText } from "../../provider/dynamic/state-text";
import { configFor, failure, freshName, type Stage, startStage } from "../resource/lifecycle/stage";

type Failure = Error & { id?: string; properties?: Record<string, unknown>; reasons?: string[] };

const __provider = stateText("Warehouse");

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  vi.stubEnv("XDG_CACHE_HOME", stage.cache);
  const config = configFor(stage.emulator);
  // The engine calls other handlers before this promise is settled.
  void warehouse.configure({ config: { get: (key) => config[key] } });
  void database.configure({ config: { get: (key) => config[key] } });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stage.close();
});

test("a resource lives from check to delete", async () => {
  const name = freshName();
  const checked = await warehouse.check({}, { name, comment: "a", __provider });
  expect(checked).toEqual({ inputs: { name, comment: "a" }, failures: [] });
  const { id, outs } = await warehouse.create({ ...checked.inputs, __provider });
  expect(id).toBe(name);
  expect(outs).toEqual({
    name,
    comment: "a",
    identity: { account: "LOCAL.EMULATOR", role: "ACCOUNTADMIN", createdOn: expect.any(String), version: 1 },
  });
  expect(await warehouse.diff(id, { ...outs, __provider }, { name, comment: "a", __provider })).toEqual({
    changes: false,
    replaces: [],
    deleteBeforeReplace: false,
  });
  const news = { name, comment: "b", __provider };
  expect(await warehouse.diff(id, outs, news)).toMatchObject({ changes: true, replaces: [] });
  const updated = await warehouse.update(id, outs, news);
  expect(await warehouse.read(id, { ...updated.outs, __provider })).toEqual({
    id,
    props: updated.outs,
    inputs: { name, comment: "b" },
  });
  await stage.sql(`DROP WAREHOUSE ${name}`);
  await warehouse.delete(id, updated.outs);
  expect(await warehouse.read(id, updated.outs)).toEqual({});
});

test("check names no property, because the CLI would print its value", async () => {
  const { failures } = await warehouse.check({}, { name: "a-b", warehouseSize: "HUGE" });
  expect(failures).toEqual([
    { property: "", reason: expect.stringMatching(/^name: "a-b" is not an identifier/) },
    { property: "", reason: expect.stringMatching(/^warehouseSize: "HUGE" is not one of/) },
  ]);
});

describe("get", () => {
  test("answers everything that Snowflake tells", async () => {
    const name = freshName();
    await stage.sql(`CREATE WAREHOUSE ${name} WAREHOUSE_SIZE = 'LARGE' STATEMENT_TIMEOUT_IN_SECONDS = 5`);
    const { id, props } = await warehouse.read(name.toLowerCase(), { __provider });
    expect(id).toBe(name.toLowerCase());
    expect(props).toMatchObject({ name, warehouseSize: "LARGE", autoSuspend: 600, statementTimeoutInSeconds: 5 });
  });

  test.each([
    ["NO_SUCH_THING", "There is no Warehouse NO_SUCH_THING in LOCAL.EMULATOR, or role ACCOUNTADMIN may not see it"],
    ["a-b", "is not an identifier"],
    ["A.B", "A.B is not the id of a Warehouse"],
  ])("of %s is an error in plain words", async (id, words) => {
    const error = await failure(warehouse.read(id, { __provider }));
    expect(error.message).toContain(words);
    expect(`${error}: ${error.stack}`).not.toMatch(/\bat .*:\d+/);
  });
});

describe("an error", () => {
  test("has Snowflake's code and the query id, and no stack trace", async () => {
    const name = freshName();
    stage.emulator.setFaults([
      { match: `^CREATE WAREHOUSE ${name}`, do: "error", code: "000603", sqlState: "XX000", message: "oops" },
    ]);
    const error = await failure(warehouse.create({ name, __provider }));
    stage.emulator.setFaults([]);
    expect(error.message).toMatch(/oops.*000603.*query [0-9a-f-]{36}/s);
    expect(`${error}`).toBe(`create of Warehouse ${name} failed`);
    expect(error.stack).not.toContain(".ts:");
  });

  test("after the object was made has id, properties and reasons, so that Pulumi keeps it", async () => {
    const name = freshName();
    await stage.sql("CREATE WAREHOUSE IF NOT EXISTS GENERAL_WH");
    stage.emulator.setFaults([
      { match: "FALLBACK_WAREHOUSE", do: "error", code: "003001", sqlState: "42501", message: "no" },
    ]);
    const inputs = { name, warehouseType: "INTERACTIVE", fallbackWarehouse: "GENERAL_WH", __provider };
    const error: Failure = await failure(warehouse.create(inputs));
    stage.emulator.setFaults([]);
    expect(error.id).toBe(name);
    expect(error.properties).toEqual({
      name,
      warehouseType: "INTERACTIVE",
      identity: { account: "LOCAL.EMULATOR", role: "ACCOUNTADMIN", createdOn: expect.any(String), version: 1 },
      __provider,
    });
    expect(error.reasons).toEqual([
      expect.stringContaining("was created, but not finished; the next pulumi up goes on"),
    ]);
    const { outs } = await warehouse.update(name, error.properties ?? {}, inputs);
    expect(outs).toMatchObject({ fallbackWarehouse: "GENERAL_WH" });
  });

  test.each(["read", "update", "delete"] as const)(
    "of %s says that the state comes from a newer release",
    async (handler) => {
      const olds = { name: "W", identity: { account: "", role: "", version: 99 } };
      const work = handler === "update" ? warehouse.update("W", olds, { name: "W" }) : warehouse[handler]("W", olds);
      expect((await failure(work)).message).toContain("state version 99; this release knows 1");
    },
  );
});
