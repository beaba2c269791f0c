import * as pulumi from "@pulumi/pulumi";
import * as snowflake from "pulumi-dynamic-snowflake";
import { filterByShipmode, trunc } from "./in-snowflake";

// What the tutorial changes by a call is changed here by the program's configuration, and another `pulumi up`.
const config = new pulumi.Config("quickstart");
const warehouseSize = config.get("warehouseSize") ?? "SMALL";
const tasksStarted = config.getBoolean("tasksStarted") ?? true;

// A database, a schema, a table. The tasks below make tables that no resource stands for, and `pulumi destroy` may drop them.
const database = new snowflake.Database("PYTHON_API_DB");
const schema = new snowflake.Schema("PYTHON_API_SCHEMA", { database, dataLoss: "recoverable" });
const table = new snowflake.Table("PYTHON_API_TABLE", {
  schema,
  columns: [
    { name: "TEMPERATURE", type: "int", nullable: false },
    { name: "LOCATION", type: "string" },
    // The tutorial adds this column, and the key, to the table that stands: without them at first, so would `pulumi up`.
    { name: "ELEVATION", type: "int", nullable: false },
  ],
  primaryKey: ["ELEVATION"],
});

// A warehouse; another size is a change in place.
const warehouse = new snowflake.Warehouse("PYTHON_API_WH", { warehouseSize, autoSuspend: 500 });

// Two tasks, the second after the first. `started` stands for resume() and suspend().
const lineitem = new snowflake.Table("LINEITEM", {
  schema,
  dataLoss: "recoverable",
  comment: "In place of SNOWFLAKE_SAMPLE_DATA.TPCH_SF100.LINEITEM, which not every account has",
  columns: [
    { name: "L_ORDERKEY", type: "int" },
    { name: "L_SHIPMODE", type: "string" },
  ],
});
new snowflake.Stage("TASKS_STAGE", { schema });
const truncated = {
  procedure: {
    body: trunc,
    args: [
      { name: "fromTable", type: "string", value: "LINEITEM" },
      { name: "toTable", type: "string", value: "TRUNCATED_TABLE" },
      { name: "count", type: "float", value: 15 },
    ],
  },
};
const filtered = { procedure: { body: filterByShipmode, args: [{ name: "mode", type: "string", value: "AIR" }] } };
const truncTask = new snowflake.Task(
  "TASK_PYTHON_API_TRUNC",
  { schema, warehouse, definition: truncated, schedule: { minutes: 1 }, started: tasksStarted },
  { dependsOn: [lineitem] },
);
const filterTask = new snowflake.Task("TASK_PYTHON_API_FILTER", {
  schema,
  warehouse,
  definition: filtered,
  after: [truncTask],
});

// The same as one graph, which runs once a day. `EXECUTE TASK` runs it now, and so does a script: examples/quickstart-objects.
const dag = new snowflake.TaskGraph(
  "PYTHON_API_DAG",
  {
    schema,
    warehouse,
    schedule: { days: 1 },
    tasks: {
      TASK_PYTHON_API_TRUNC: { definition: truncated },
      TASK_PYTHON_API_FILTER: { definition: filtered, after: ["TASK_PYTHON_API_TRUNC"] },
    },
    started: tasksStarted,
  },
  { dependsOn: [lineitem] },
);

// A web server: machines, a place for images, and the service. `pulumi up` ends when its endpoint has an address.
const pool = new snowflake.ComputePool("MYCOMPUTEPOOL", { instanceFamily: "CPU_X64_XS", minNodes: 1, maxNodes: 2 });
const images = new snowflake.ImageRepository("MYIMAGEREPOSITORY", { schema, dataLoss: "allow" });
const nginx = new snowflake.Service("MYSERVICE", {
  schema,
  computePool: pool,
  spec: {
    containers: [{ name: "web-server", image: pulumi.interpolate`${images.repositoryUrl}/nginx:latest` }],
    endpoints: [{ name: "ui", port: 80, public: true }],
  },
  minInstances: 1,
  maxInstances: 1,
});

// What is there, read back. An id is known when the object stands: until then, a preview asks nobody.
const details = snowflake.getTable({ schema, name: table.id.apply(() => "PYTHON_API_TABLE") });
export const columns = details.apply(({ columns: all = [] }) => all.map(({ name, type }) => `${name} ${type}`));
export const primaryKey = details.apply((found) => found.primaryKey?.columns);
export const warehouses = snowflake
  .listWarehouses({ like: warehouse.id.apply(() => "PYTHON_API%") })
  .apply((found) => found.map(({ name, warehouseSize: size }) => `${name} ${size}`));
export const tasks = snowflake
  .listTasks({ schema, like: filterTask.id.apply(() => "TASK_PYTHON_API_%") })
  .apply((found) => found.map(({ name, started }) => `Name: ${name} | State: ${started ? "started" : "suspended"}`));
export const graph = dag.taskNames;
export const url = nginx.endpoints.apply(({ ui }) => ui?.url);
