import { describe, expect, test } from "vitest";
import { outputsOf, stateOf, stateVersion } from "../../provider/resource";
import { warehouse } from "../../provider/resources";

const identity = { account: "O.A", role: "R", createdOn: "2026-01-01T00:00:00.000Z", version: stateVersion };

describe("outputs", () => {
  test("hold values, options and facts, and give them back", () => {
    const outputs = { name: "W", autoSuspend: 60, dataLoss: "allow", identity };
    const state = stateOf(warehouse, { ...outputs, __provider: "text" });
    expect(state).toEqual({ values: { name: "W", autoSuspend: 60 }, options: { dataLoss: "allow" }, facts: identity });
    expect(outputsOf(state)).toEqual(outputs);
  });

  test("of an older release are read in today's canonical form", () => {
    expect(stateOf(warehouse, { name: "W", warehouseSize: "X-Large", identity }).values).toEqual({
      name: "W",
      warehouseSize: "XLARGE",
    });
  });

  test("of a newer release are refused by name", () => {
    const newer = { name: "W", identity: { ...identity, version: stateVersion + 1 } };
    expect(() => stateOf(warehouse, newer)).toThrow(
      `The state of Warehouse W was written by a newer pulumi-dynamic-snowflake (state version ${stateVersion + 1}; this release knows ${stateVersion}). Upgrade`,
    );
  });
});
