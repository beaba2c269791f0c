import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Database, SnowflakeResource, Warehouse } from "../../sdk";

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
afterEach(() => pulumi.runtime.setAllConfig({}));

/** The value of an output, once everything is registered. */
function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

async function inputsOf(resource: pulumi.CustomResource): Promise<Record<string, unknown>> {
  const urn = await known(resource.urn);
  return registered.find(({ name }) => urn.endsWith(`::${name}`))?.inputs;
}

describe("a resource is registered", () => {
  test("under its type, with the text that finds its handlers", async () => {
    const warehouse = new Warehouse("load_wh", { warehouseSize: "SMALL", autoSuspend: 60 });
    const database = new Database("analytics");
    expect(await inputsOf(warehouse)).toEqual({
      __provider: 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").warehouse',
      name: "load_wh",
      derivedName: true,
      warehouseSize: "SMALL",
      autoSuspend: 60,
    });
    await known(database.urn);
    expect(registered.map(({ type }) => type).toSorted()).toEqual([
      "pulumi-nodejs:dynamic/snowflake:Database",
      "pulumi-nodejs:dynamic/snowflake:Warehouse",
    ]);
  });

  test("with a name that is written, and not called derived then", async () => {
    const inputs = await inputsOf(new Warehouse("load", { name: "LOADING" }));
    expect(inputs).toMatchObject({ name: "LOADING" });
    expect(inputs).not.toHaveProperty("derivedName");
  });

  test("twice from the same arguments, which stay as they were", async () => {
    const args = Object.freeze({ comment: "c" });
    await Promise.all([inputsOf(new Warehouse("a", args)), inputsOf(new Warehouse("b", args))]);
    expect(args).toEqual({ comment: "c" });
  });

  test("with the names of resources that are given for names, at any depth", async () => {
    const warehouse = new Warehouse("general", { name: '"my wh"' });
    const source = new Database("prod");
    const inputs = await inputsOf(
      new Database("dev", { defaultStreamlitNotebookWarehouse: warehouse, clone: { source } }),
    );
    expect(inputs).toMatchObject({ defaultStreamlitNotebookWarehouse: '"my wh"', clone: { source: "PROD" } });
  });

  test("with Pulumi's customTimeouts as its own, unless it has its own", async () => {
    const customTimeouts = { create: "5m", delete: "1m" };
    expect(await inputsOf(new Warehouse("a", {}, { customTimeouts }))).toMatchObject({ timeouts: customTimeouts });
    expect(await inputsOf(new Warehouse("b", { timeouts: { create: "1h" } }, { customTimeouts }))).toMatchObject({
      timeouts: { create: "1h" },
    });
  });
});

describe("a resource has", () => {
  test("its qualified name in canonical spelling", async () => {
    expect(await known(new Warehouse("load_wh").qualifiedName)).toBe("LOAD_WH");
    expect(await known(new Database("a", { name: '"My db"' }).qualifiedName)).toBe('"My db"');
  });

  test("an output for each property: undefined where the program sets none", async () => {
    const warehouse = new Warehouse("w", { comment: "c" });
    expect(await known(warehouse.comment)).toBe("c");
    expect(await known(warehouse.autoSuspend)).toBeUndefined();
    expect(await known(pulumi.output({ size: warehouse.warehouseSize }))).toEqual({});
  });

  test("a type that can be asked for", () => {
    const warehouse = new Warehouse("w");
    expect(Warehouse.isInstance(warehouse)).toBe(true);
    expect(Database.isInstance(warehouse)).toBe(false);
    expect(SnowflakeResource.isInstance(warehouse)).toBe(true);
    expect(pulumi.CustomResource.isInstance(warehouse)).toBe(true);
    for (const other of [undefined, null, {}, "Warehouse"]) expect(Warehouse.isInstance(other)).toBe(false);
  });
});

test("get reads what is managed elsewhere", async () => {
  const found = Warehouse.get("shared", "SHARED_WH", { role: "READER" });
  expect(await known(found.id)).toBe("SHARED_WH");
  expect(registered).toMatchObject([{ id: "SHARED_WH", inputs: { role: "READER" } }]);
  expect(registered[0]?.inputs).not.toHaveProperty("name");
});

describe("what the engine cannot do is refused with what to do instead:", () => {
  test("import", () => {
    expect(() => new Warehouse("w", {}, { import: "LOAD_WH" })).toThrow(
      /createMode: "ifNotExists".*PULUMI_SNOWFLAKE_ADOPT='Warehouse:LOAD_WH' pulumi up/s,
    );
  });

  test("replaceOnChanges", () => {
    expect(() => new Warehouse("w", {}, { replaceOnChanges: ["comment"] })).toThrow(
      "deleteBeforeReplace: true and run",
    );
  });
});

describe("a secret in the configuration", () => {
  test.each(["password", "privateKey", "privateKeyPassphrase", "token"])(
    "%s in clear is refused, and not repeated",
    (key) => {
      pulumi.runtime.setAllConfig({ [`snowflake:${key}`]: "hunter2" });
      const make = () => new Warehouse("w");
      expect(make).toThrow(`pulumi config set --secret snowflake:${key}`);
      expect(make).not.toThrow("hunter2");
    },
  );

  test("in clear inside the connections is refused", () => {
    pulumi.runtime.setAllConfig({ "pulumi-dynamic-snowflake:connections": '{"dev":{"password":"hunter2"}}' });
    expect(() => new Warehouse("w")).toThrow("pulumi config set --secret --path 'pulumi-dynamic-snowflake:connections");
  });

  test("that is encrypted is taken", () => {
    pulumi.runtime.setAllConfig({ "snowflake:password": "hunter2" }, ["snowflake:password"]);
    expect(() => new Warehouse("w")).not.toThrow();
  });
});
