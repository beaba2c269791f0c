import { describe, expect, inject, test } from "vitest";
import { printed } from "./program";

const layouts = inject("layouts");
const MANAGED = ["Database", "Schema", "Table", "Warehouse"];

describe.each(["npm", "pnpm", "linked"] as const)("in a layout by %s", (layout) => {
  test("a CommonJS program requires it", async () => {
    const names = await printed(
      layouts[layout],
      "program.cjs",
      `const { Database, Schema, Table, Warehouse } = require("pulumi-dynamic-snowflake");
       const { startEmulator } = require("pulumi-dynamic-snowflake/emulator");
       print([Database.name, Schema.name, Table.name, Warehouse.name, typeof startEmulator, typeof require("pulumi-dynamic-snowflake/runtime").database.check]);`,
    );
    expect(names).toEqual([...MANAGED, "function", "function"]);
  });

  test("an ES module imports it whole and by name", async () => {
    const names = await printed(
      layouts[layout],
      "program.mjs",
      `import * as snowflake from "pulumi-dynamic-snowflake";
       import { Database, ObjectMissingError, Schema, SnowflakeResource, Table, Warehouse, getWarehouse } from "pulumi-dynamic-snowflake";
       import { startEmulator } from "pulumi-dynamic-snowflake/emulator";
       import { database, warehouse } from "pulumi-dynamic-snowflake/runtime";
       const named = [Database, Schema, Table, Warehouse, SnowflakeResource, ObjectMissingError, getWarehouse, startEmulator];
       print([...named.map((one) => one.name), typeof database.check, typeof warehouse.check, snowflake.Database === Database]);`,
    );
    const others = ["SnowflakeResource", "ObjectMissingError", "getWarehouse", "startEmulator"];
    expect(names).toEqual([...MANAGED, ...others, "function", "function", true]);
  });
});

describe("importing it", () => {
  test("loads neither the driver nor the parser", async () => {
    const loaded = await printed(
      layouts.npm,
      "program.cjs",
      `require("pulumi-dynamic-snowflake");
       require("pulumi-dynamic-snowflake/runtime");
       print([...new Set(Object.keys(require.cache).map((file) => file.split("node_modules/").pop().split("/")[0]))]);`,
    );
    expect(loaded).toContain("pulumi-dynamic-snowflake");
    expect(loaded).not.toContain("snowflake-sdk");
    expect(loaded).not.toContain("chevrotain");
  });

  test("the object model loads no Pulumi, and the driver with its first statement", async () => {
    const loaded = await printed(
      layouts.npm,
      "program.cjs",
      `const { connect, SnowflakeError } = require("pulumi-dynamic-snowflake/root");
       const { startEmulator } = require("pulumi-dynamic-snowflake/emulator");
       const packages = () => new Set(Object.keys(require.cache).map((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)\\/(?!.*node_modules)/.exec(file)?.[1]));
       const has = () => ["@pulumi/pulumi", "snowflake-sdk"].filter((name) => packages().has(name));
       (async () => {
         const emulator = await startEmulator();
         const root = await connect({ accessUrl: emulator.url, account: "EMULATOR", user: "ME", password: "x" });
         const schema = root.database("D").schema("S");
         const listing = schema.tables.list();
         const before = has();
         const missing = await listing.first().catch((error) => [error instanceof SnowflakeError, error.kind]);
         print([before, missing, has()]);
         await root.close();
         await emulator.close();
       })();`,
    );
    expect(loaded).toEqual([[], [true, "ObjectMissing"], ["snowflake-sdk"]]);
  });

  test("connects to nothing, asks for no variable, and touches no file but code", async () => {
    const done = await printed(
      layouts.npm,
      "program.cjs",
      `require("@pulumi/pulumi"); require("zod"); require("smol-toml"); require("fastest-levenshtein");
       const done = [];
       const watch = (name, names) => {
         const module = require(name);
         for (const method of names) {
           const real = module[method];
           module[method] = (...args) => {
             const file = String(args[0]);
             if (!/node_modules.*(\\.js|package\\.json)$/.test(file)) done.push(name + "." + method + " " + file);
             return real.apply(module, args);
           };
         }
       };
       watch("fs", ["readFileSync", "writeFileSync", "mkdirSync", "openSync", "existsSync", "appendFileSync", "readFile", "writeFile"]);
       watch("net", ["connect", "createConnection", "createServer"]);
       watch("child_process", ["spawn", "spawnSync", "exec", "execFile"]);
       const { env } = process;
       process.env = new Proxy(env, { get: (target, key) => (done.push("env." + String(key)), target[key]) });
       const listeners = () => process.eventNames().map((name) => [String(name), process.listenerCount(name)]);
       const before = JSON.stringify(listeners());
       require("pulumi-dynamic-snowflake");
       require("pulumi-dynamic-snowflake/root");
       require("pulumi-dynamic-snowflake/runtime");
       if (JSON.stringify(listeners()) !== before) done.push("listens to " + JSON.stringify(listeners()));
       process.env = env;
       print(done.filter((one) => !one.startsWith("env.NODE_")));`,
    );
    expect(done).toEqual([]);
  });
});
