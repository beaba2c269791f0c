import * as pulumi from "@pulumi/pulumi";
import * as snowflake from "pulumi-dynamic-snowflake";
import { choose, load } from "./in-snowflake";

const sales = new snowflake.Database("sales");
const etl = new snowflake.Schema("etl", { database: sales });
const warehouse = new snowflake.Warehouse("etl_wh", { warehouseSize: "XSMALL", autoSuspend: 60 });

const incoming = new snowflake.Table("incoming", {
  schema: etl,
  columns: [
    { name: "SOURCE", type: "string", nullable: false },
    { name: "AMOUNT", type: "number(12, 2)", nullable: false },
  ],
});
const orders = new snowflake.Table("orders", {
  schema: etl,
  columns: [
    { name: "DAY", type: "date", nullable: false },
    { name: "SOURCE", type: "string", nullable: false },
    { name: "AMOUNT", type: "number(12, 2)", nullable: false },
  ],
});
const daily = new snowflake.Table("daily", {
  schema: etl,
  columns: [
    { name: "DAY", type: "date", nullable: false },
    { name: "ORDERS", type: "int" },
    { name: "AMOUNT", type: "number(14, 2)" },
  ],
});
const runs = new snowflake.Table("runs", {
  schema: etl,
  columns: [
    { name: "ENDED_AT", type: "timestamp_ltz", nullable: false },
    { name: "RUN", type: "string", nullable: false },
  ],
});

// The file is uploaded again when its content changes. The state holds its hash, not its content.
const code = new snowflake.Stage("code", { schema: etl, comment: "What procedures in Python run" });
const forecastPy = new snowflake.StageFile("forecast.py", { stage: code, source: "forecast.py" });

// Three procedures: a function of this program, SQL, and Python from the file.
const loadOrders = new snowflake.Procedure(
  "load_orders",
  { schema: etl, arguments: [{ name: "SOURCE", type: "string" }], returns: "string", body: load },
  // Snowflake does not look into the code before it runs: what is named there is said here.
  { dependsOn: [incoming, orders] },
);
const summarise = new snowflake.Procedure("summarise", {
  schema: etl,
  returns: "string",
  body: pulumi.interpolate`
    BEGIN
      DELETE FROM ${daily.qualifiedName} WHERE DAY = CURRENT_DATE();
      INSERT INTO ${daily.qualifiedName}
        SELECT CURRENT_DATE(), COUNT(*), SUM(AMOUNT) FROM ${orders.qualifiedName} WHERE DAY = CURRENT_DATE();
      RETURN 'done';
    END`,
});
const forecast = new snowflake.Procedure("forecast", {
  schema: etl,
  language: "python",
  runtimeVersion: "3.12",
  packages: ["snowflake-snowpark-python"],
  arguments: [{ name: "DAYS", type: "int" }],
  returns: "string",
  imports: [forecastPy.location],
  handler: "forecast.run",
});

// A graph is one resource. Its tasks are called NIGHTLY$LOAD and so on; a change of one suspends the graph for that moment.
const nightly = new snowflake.TaskGraph("nightly", {
  schema: etl,
  warehouse,
  schedule: { cron: "0 2 * * *", timezone: "Europe/Berlin" },
  config: { least: 2 },
  tasks: {
    web: { definition: { call: loadOrders, args: ["WEB"] } },
    shop: { definition: { call: loadOrders, args: ["SHOP"] } },
    // It returns the name of the task that shall run; what comes after the other one does not run either.
    enough: { after: ["web", "shop"], definition: { procedure: { body: choose } }, branches: ["report", "wait"] },
    report: { after: "enough", definition: { call: summarise } },
    wait: { after: "enough", definition: "SELECT 'Not enough orders to report on'" },
    forecast: { after: "report", definition: { call: forecast, args: [7] } },
  },
  // It runs last, whatever happened before.
  finalizer: {
    definition: pulumi.interpolate`
      INSERT INTO ${runs.qualifiedName}
        SELECT CURRENT_TIMESTAMP(), SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_GRAPH_RUN_GROUP_ID')`,
  },
  started: true,
});

export const graph = nightly.qualifiedName;
export const states = nightly.states;
export const picture = nightly.mermaid;
export const file = forecastPy.location;
