import { expect, inject, test } from "vitest";
import { printed } from "./program";

const layouts = inject("layouts");

/** Mocks that keep what was registered, and resources of the package, in any layout. */
const WITH_MOCKS = `
const pulumi = require("@pulumi/pulumi");
const registered = {};
const mocks = pulumi.runtime.setMocks({
  newResource: ({ name, inputs }) => { registered[name] = inputs; return { id: inputs.name, state: inputs }; },
  call: () => ({}),
});
const value = (output) => new Promise((resolve) => output.apply(resolve));
`;

test("resources of two copies know each other, and stand for their names in each other's arguments", async () => {
  const seen = await printed(
    layouts.npm,
    "program.cjs",
    `${WITH_MOCKS}
     const mine = require("pulumi-dynamic-snowflake");
     const theirs = require(${JSON.stringify(`${layouts.linked}/node_modules/pulumi-dynamic-snowflake/dist/sdk/index.js`)});
     mocks.then(async () => {
       const source = new theirs.Database("source");
       const bucket = new pulumi.CustomResource("aws:s3:Bucket", "bucket");
       const copy = new mine.Database("copy", { clone: { source }, comment: source.qualifiedName });
       await value(copy.id);
       const is = (resource) => [mine.SnowflakeResource, mine.Database, mine.Warehouse].map((type) => type.isInstance(resource));
       print({ same: mine === theirs, source: is(source), bucket: is(bucket), nothing: is(undefined), clone: registered.copy.clone, comment: registered.copy.comment });
     });`,
  );
  expect(seen).toEqual({
    same: false,
    source: [true, true, false],
    bucket: [false, false, false],
    nothing: [false, false, false],
    clone: { source: "SOURCE" },
    comment: "SOURCE",
  });
});

test("it works with the oldest Pulumi SDK that it accepts", async () => {
  const seen = await printed(
    layouts.oldest,
    "program.cjs",
    `${WITH_MOCKS}
     const { Warehouse } = require("pulumi-dynamic-snowflake");
     mocks.then(async () => {
       const loading = new Warehouse("loading", { warehouseSize: "SMALL" });
       print([await value(loading.qualifiedName), await value(loading.warehouseSize)]);
     });`,
  );
  expect(seen).toEqual(["LOADING", "SMALL"]);
});
