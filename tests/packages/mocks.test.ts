import { expect, inject, test } from "vitest";
import { node, writeProgram } from "./program";

const { npm } = inject("layouts");

const STACK = `
import * as snowflake from "pulumi-dynamic-snowflake";
export const analytics = new snowflake.Database("analytics", { comment: "Owned by the platform team" });
export const loading = new snowflake.Warehouse("load_wh", { warehouseSize: "SMALL" });
export const raw = new snowflake.Schema("raw", { database: analytics });
const columns = [{ name: "ID", type: "int" }];
export const tables = [
  new snowflake.Table("in_resource", { schema: raw, columns }),
  new snowflake.Table("in_output", { schema: raw.qualifiedName, columns }),
  new snowflake.Table("in_text", { schema: 'LAKE."my raw"', columns }),
  new snowflake.Table("beside_text", { schema: "raw", database: "lake", name: '"my table"', columns }),
  new snowflake.Table("beside_resource", { schema: "RAW", database: analytics, columns }),
];
`;
const SET_MOCKS = `
import * as pulumi from "@pulumi/pulumi";
const registered = [];
await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    registered.push(type + " " + name);
    return { id: name.toUpperCase() + "_ID", state: { ...inputs, identity: { createdOn: "2026-01-01" } } };
  },
  call: ({ token, inputs }) => ({ name: inputs.name, told: token }),
});
const value = (output) => new Promise((resolve) => output.apply(resolve));
`;
const EXPECTED = [
  "ANALYTICS",
  "Owned by the platform team",
  "LOAD_WH",
  "SMALL",
  "ANALYTICS_ID",
  "ANALYTICS.RAW",
  [
    "ANALYTICS.RAW.IN_RESOURCE",
    "ANALYTICS.RAW.IN_OUTPUT",
    'LAKE."my raw".IN_TEXT',
    'LAKE.RAW."my table"',
    "ANALYTICS.RAW.BESIDE_RESOURCE",
  ],
  ["pulumi-nodejs:dynamic/snowflake:Database analytics", "pulumi-nodejs:dynamic/snowflake:Warehouse load_wh"],
];
const SEEN = `[await value(analytics.qualifiedName), await value(analytics.comment), await value(loading.qualifiedName),
  await value(loading.warehouseSize), await value(analytics.id), await value(raw.qualifiedName),
  await Promise.all(tables.map((table) => value(table.qualifiedName))),
  registered.filter((one) => !/Schema|Table/.test(one))]`;

test("a program is tested by vitest with Pulumi's mocks", async () => {
  const folder = writeProgram(npm, {
    "stack.ts": STACK,
    "stack.test.ts": `import { expect, test } from "vitest";
${SET_MOCKS.replace("registered = []", "registered: string[] = []").replace("(output)", "(output: pulumi.Output<unknown>)")}
test("stack", async () => {
  const { analytics, loading, raw, tables } = await import("./stack");
  expect(${SEEN}).toEqual(${JSON.stringify(EXPECTED)});
});`,
  });
  const { exitCode, stdout, stderr } = await node(folder, [
    "../node_modules/vitest/vitest.mjs",
    "run",
    "--root",
    folder,
  ]);
  expect({ exitCode, stdout, stderr }).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/Tests\s.*1 passed/),
  });
});

test("a program is tested by Node's own runner with Pulumi's mocks", async () => {
  const folder = writeProgram(npm, {
    "stack.mjs": STACK,
    "stack.test.mjs": `import assert from "node:assert"; import { test } from "node:test";
${SET_MOCKS}
test("stack", async () => {
  const { analytics, loading, raw, tables } = await import("./stack.mjs");
  assert.deepEqual(${SEEN}, ${JSON.stringify(EXPECTED)});
});`,
  });
  const { exitCode, stdout, stderr } = await node(folder, ["--test", "stack.test.mjs"]);
  expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("# pass 1\n") });
});

test("a look-up is answered by the mocks, without a connection", async () => {
  const folder = writeProgram(npm, {
    "stack.mjs": `${SET_MOCKS}
const { getWarehouse } = await import("pulumi-dynamic-snowflake");
console.log(JSON.stringify(await value(getWarehouse({ name: "LOADING" }))));`,
  });
  const { exitCode, stdout, stderr } = await node(folder, ["stack.mjs"]);
  expect({ exitCode, stdout, stderr }).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('"name":"LOADING"'),
  });
});
