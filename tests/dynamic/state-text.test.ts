import { describe, expect, test } from "vitest";
import * as runtime from "../../provider/dynamic/runtime";
import { runtimeName, stateText, typeToken } from "../../provider/dynamic/state-text";
import { definitions } from "../../provider/resources";

// It stands in everybody's state for years: these lines may be added to, never changed.
test.each([
  ["Warehouse", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").warehouse'],
  ["Database", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").database'],
  ["ComputePool", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").computePool'],
  ["ImageRepository", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").imageRepository'],
  ["JobService", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").jobService'],
  ["Schema", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").schema'],
  ["Procedure", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").procedure'],
  ["Service", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").service'],
  ["Stage", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").stage'],
  ["StageFile", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").stageFile'],
  ["Table", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").table'],
  ["Task", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").task'],
  ["TaskGraph", 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").taskGraph'],
])("the text in the state of a %s is pinned", (kind, text) => {
  expect(stateText(kind)).toBe(text);
  expect(text.length).toBeLessThan(100);
});

test("type tokens are pinned", () => {
  expect(["Warehouse", "Database", "Schema", "Table"].map((kind) => typeToken(kind))).toEqual([
    "pulumi-nodejs:dynamic/snowflake:Warehouse",
    "pulumi-nodejs:dynamic/snowflake:Database",
    "pulumi-nodejs:dynamic/snowflake:Schema",
    "pulumi-nodejs:dynamic/snowflake:Table",
  ]);
});

describe.each(Object.entries(definitions))("what the text of %s calls", (key, { kind }) => {
  test("is there, with every handler", () => {
    expect(runtimeName(kind)).toBe(key);
    const provider = (runtime as Readonly<Record<string, unknown>>)[key];
    for (const handler of ["configure", "check", "diff", "create", "read", "update", "delete"]) {
      expect(provider).toHaveProperty(handler, expect.any(Function));
    }
  });
});
