import { describe, expect, test } from "vitest";
import { kindHandlers } from "../../provider/dynamic/kind-handlers";
import { providerProcess } from "../../provider/dynamic/provider-process";
import { unknownValue } from "../../provider/resource";
import { database, warehouse } from "../../provider/resources";

/** A process without configuration or network: what check and diff need. */
const offline = providerProcess(() => undefined, { XDG_CACHE_HOME: "/nonexistent" });
const warehouses = kindHandlers(warehouse, () => offline);
const databases = kindHandlers(database, () => offline);
const identity = { account: "O.A", role: "R", createdOn: "2026-01-01T00:00:00.000Z", version: 1 };

describe("check", () => {
  test("gives inputs in canonical form, without what is only for us", () => {
    const { inputs, problems } = warehouses.check(
      {},
      { __provider: "text", name: "load_wh", warehouseSize: "2X-Large", comment: null, autoSuspend: undefined },
    );
    expect(problems).toEqual([]);
    expect(inputs).toEqual({ name: "LOAD_WH", warehouseSize: "X2LARGE" });
  });

  test("fixes a derived name at creation: a renamed variable renames nothing", () => {
    const derived = { name: "newName", derivedName: true };
    expect(warehouses.check({}, derived).inputs).toEqual({ name: "NEWNAME" });
    expect(warehouses.check({ name: "OLD_NAME" }, derived).inputs).toEqual({ name: "OLD_NAME" });
    expect(warehouses.check({ name: "OLD_NAME" }, { name: "newName" }).inputs).toEqual({ name: "NEWNAME" });
  });

  test("asks for a name where the derived one does not do", () => {
    expect(warehouses.check({}, { name: "load-wh", derivedName: true }).problems).toEqual([
      {
        path: "name",
        message: expect.stringMatching(/^is not given, and the resource's own name does not do: .*Set name$/),
      },
    ]);
  });

  test("passes over what is not known yet, at any depth", () => {
    const args = {
      name: unknownValue,
      comment: unknownValue,
      clone: { source: "prod", at: { timestamp: unknownValue } },
      tags: { "A.B.C": unknownValue },
      replicationToAccounts: ["o.a", unknownValue],
      timeouts: { create: unknownValue },
    };
    const { problems, inputs } = databases.check({}, args);
    expect(problems).toEqual([]);
    expect(inputs).toMatchObject({ name: unknownValue, tags: { "A.B.C": unknownValue } });
  });

  test("still reports what is wrong beside it", () => {
    expect(databases.check({}, { name: unknownValue, replicationToAccounts: ["bad", unknownValue] }).problems).toEqual([
      expect.objectContaining({ path: "replicationToAccounts[0]" }),
    ]);
  });
});

describe("diff", () => {
  const outputs = { name: "W", warehouseSize: "SMALL", identity };

  test("finds no change in what an earlier release spelled otherwise", () => {
    expect(warehouses.diff("W", { ...outputs, warehouseSize: "Small" }, { name: "W", warehouseSize: "SMALL" })).toEqual(
      {
        changes: [],
        replaces: [],
        deleteBeforeReplace: false,
      },
    );
  });

  test("replaces where a name is not known yet, and alters where anything else is not", () => {
    expect(warehouses.diff("W", outputs, { name: unknownValue, warehouseSize: "SMALL" }).replaces).toEqual(["name"]);
    expect(warehouses.diff("W", outputs, { name: "W", warehouseSize: unknownValue })).toMatchObject({
      changes: [{ key: "warehouseSize", effect: "alter" }],
      replaces: [],
    });
  });

  test("deletes before it replaces, unless the name changes as well", () => {
    const interactive = { warehouseType: "INTERACTIVE" };
    expect(warehouses.diff("W", outputs, { name: "W", ...interactive, warehouseSize: "SMALL" })).toMatchObject({
      replaces: ["warehouseType"],
      deleteBeforeReplace: true,
    });
    expect(warehouses.diff("W", outputs, { name: "V", ...interactive, warehouseSize: "SMALL" })).toMatchObject({
      deleteBeforeReplace: false,
    });
  });

  test("refuses to replace what was taken up", () => {
    const adopted = { ...outputs, identity: { ...identity, adopted: true } };
    const after = { name: "W", warehouseType: "INTERACTIVE", warehouseSize: "SMALL" };
    expect(() => warehouses.diff("W", adopted, after)).toThrow("was taken up, not created, by this stack");
    expect(warehouses.diff("W", adopted, { ...after, dataLoss: "allow" }).replaces).toEqual(["warehouseType"]);
  });

  test("refuses state of a newer release", () => {
    expect(() => warehouses.diff("W", { ...outputs, identity: { ...identity, version: 2 } }, { name: "W" })).toThrow(
      "written by a newer pulumi-dynamic-snowflake",
    );
  });
});

test.each(["create", "update"] as const)(
  "%s refuses a value that is still not known, and sends nothing",
  async (handler) => {
    const inputs = { name: "W", comment: unknownValue };
    const work =
      handler === "create" ? warehouses.create(inputs) : warehouses.update("W", { name: "W", identity }, inputs);
    await expect(work).rejects.toThrow("Warehouse: comment is not known yet. Nothing was sent.");
  },
);
