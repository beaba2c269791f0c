import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import { configFor, failures, PASSWORD, printed, type Stage, startStage } from "./stage";

/** Keys of the bridged provider that mean nothing to this package. */
const BRIDGE = {
  "snowflake:region": "eu-central-1",
  "snowflake:previewFeaturesEnabled": '["snowflake_stage_resource"]',
  "snowflake:clientRequestMfaToken": "false",
  "snowflake:params": '{"QUERY_TAG":"bridge"}',
  "snowflake:skipTomlFileVerification": "true",
};
const PROGRAM = `
import * as snowflake from "pulumi-dynamic-snowflake";

const theirs = snowflake.Warehouse.get("theirs", "THEIR_WH");
const found = snowflake.getWarehouse({ name: "their_wh" });
const shared = snowflake.listDatabases({ like: "shared%" });
const mine = new snowflake.Warehouse("mine", {
  warehouseSize: found.apply(({ warehouseSize }) => warehouseSize),
  comment: shared.apply((all) => all.map(({ name }) => name).join()),
  role: "SYSADMIN",
});
new snowflake.Database("elsewhere", { connection: "second" });
new snowflake.Database("impatient", {}, { customTimeouts: { create: process.env.PATIENCE ?? "1s" } });
export const size = theirs.warehouseSize;
export const names = shared.apply((all) => all.map(({ qualifiedName }) => qualifiedName));
export const qualifiedName = mine.qualifiedName;
export const isOurs = snowflake.Warehouse.isInstance(mine) && !snowflake.Database.isInstance(mine);
`;

describe("an ES-module program beside the bridged provider", () => {
  let stage: Stage;
  let second: Emulator;
  beforeAll(async () => {
    second = await startEmulator();
    stage = await startStage({
      files: {
        "package.json": JSON.stringify({ name: "program", private: true, type: "module", main: "index.js" }),
        "index.js": PROGRAM,
      },
      config: { ...BRIDGE, "pulumi-dynamic-snowflake:queryTag": '{"team":"data"}' },
    });
    const address = Object.fromEntries(
      Object.entries(configFor(second)).map(([key, value]) => [key.replace("snowflake:", ""), value]),
    );
    await stage.project.configure({
      "pulumi-dynamic-snowflake:connections": {
        secret: JSON.stringify({ second: { ...address, user: "OTHER", password: PASSWORD } }),
      },
    });
    stage.sql(
      "CREATE WAREHOUSE THEIR_WH WAREHOUSE_SIZE = 'LARGE'",
      "CREATE DATABASE SHARED_A",
      'CREATE DATABASE "shared b"',
      "GRANT CREATE WAREHOUSE ON ACCOUNT TO ROLE SYSADMIN",
    );
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    await second.close();
  });

  test("shows at preview the statements to come, from looked-up values", async () => {
    const preview = await stage.project.preview({ env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" } });
    expect(preview).toMatchObject({ exitCode: 0, changes: { create: 3 } });
    expect(printed(preview)).toMatch(
      /plan {2}CREATE WAREHOUSE MINE .*WAREHOUSE_SIZE = 'LARGE'.*COMMENT = 'SHARED_A,"shared b"'.*; {2}-- safe/,
    );
    expect(printed(preview)).toMatch(/no DROP is shown before it happens/);
    expect(stage.names("WAREHOUSES")).toEqual(["THEIR_WH"]);
  });

  test("creates each object with its role and connection, gives up in time, and tells what it sent", async () => {
    stage.emulator.setFaults([{ match: "^CREATE DATABASE IMPATIENT", do: "hang" }]);
    stage.log();
    const failed = await stage.project.up({
      args: ["--continue-on-error"],
      env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" },
    });
    expect(failed.exitCode).not.toBe(0);
    expect(printed(failed)).toMatch(/IMPATIENT.*1 ?s/s);
    expect(printed(failed)).toMatch(/sent {2}CREATE WAREHOUSE MINE .*; {2}-- \d+ ms · [0-9a-f-]{36}/);
    stage.emulator.setFaults([]);
    const patient = await stage.project.up({ env: { PATIENCE: "5m" } });
    expect(patient).toMatchObject({ exitCode: 0, changes: { create: 1 } });
    expect(stage.sql("SHOW WAREHOUSES LIKE 'MINE'")).toMatchObject([{ owner: "SYSADMIN", size: "Large" }]);
    expect(second.statements().map(({ sql }) => sql)).toContain("CREATE DATABASE ELSEWHERE");
    expect(await stage.project.outputs()).toEqual({
      size: "LARGE",
      names: ["SHARED_A", '"shared b"'],
      qualifiedName: "MINE",
      isOurs: true,
    });
  });

  test("tags its statements with project, kind, name and operation, and the user's own keys", () => {
    const create = stage.log().find(({ sql }) => sql.startsWith("CREATE WAREHOUSE MINE"));
    expect(JSON.parse(create?.queryTag ?? "")).toMatchObject({
      team: "data",
      app: "pulumi-dynamic-snowflake",
      project: "project",
      kind: "Warehouse",
      operation: "create",
      name: "MINE",
    });
  });

  test("drops its own objects, not those that it only looks at", async () => {
    expect(failures(await stage.project.destroy())).toEqual([]);
    expect(stage.names("WAREHOUSES")).toEqual(["THEIR_WH"]);
    expect(stage.names("DATABASES").sort()).toEqual(["SHARED_A", "shared b"]);
    expect(second.statements().map(({ sql }) => sql)).toContain("DROP DATABASE ELSEWHERE");
  });
});
