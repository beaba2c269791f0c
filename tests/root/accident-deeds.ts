import { col, type TableSpec, type TaskGraphSpec, type TaskSpec, taskGraph } from "../../sdk/root";
import type { Deed } from "./accident-scene";

const events: TableSpec = {
  name: "EVENTS",
  columns: [
    col("id", "int", { nullable: false }),
    col("z", "int", { comment: "z", renamedFrom: "a" }),
    col("a", "int", { comment: "new" }),
    col("b", "varchar(20)"),
  ],
  primaryKey: ["a"],
  foreignKeys: [{ columns: ["id"], references: { table: "PARENT" }, onDelete: "CASCADE" }],
  comment: null,
};
const oldEvents = [
  "CREATE TABLE {D}.PUBLIC.PARENT (ID INT PRIMARY KEY)",
  "CREATE TABLE {D}.PUBLIC.EVENTS (ID INT NOT NULL PRIMARY KEY, A INT COMMENT 'a', B VARCHAR(10), GONE INT) COMMENT = 'before'",
  "INSERT INTO {D}.PUBLIC.EVENTS VALUES (1, 2, 'b', 3)",
];
const showTables = [
  "SHOW TABLES HISTORY IN SCHEMA {D}.PUBLIC",
  "DESCRIBE TABLE {D}.PUBLIC.EVENTS",
  "SHOW PRIMARY KEYS IN SCHEMA {D}.PUBLIC",
  "SHOW UNIQUE KEYS IN SCHEMA {D}.PUBLIC",
  "SHOW IMPORTED KEYS IN SCHEMA {D}.PUBLIC",
  "SELECT * FROM {D}.PUBLIC.EVENTS",
];

const runningTasks = [
  "CREATE TASK {D}.PUBLIC.R SCHEDULE = '10 MINUTES' AS SELECT 1",
  "CREATE TASK {D}.PUBLIC.A AFTER {D}.PUBLIC.R AS SELECT 2",
  "CREATE TASK {D}.PUBLIC.B AFTER {D}.PUBLIC.R AS SELECT 3",
  ...["B", "A", "R"].map((task) => `ALTER TASK {D}.PUBLIC.${task} RESUME`),
];
const third: TaskSpec = { name: "C", after: ["A", "B"], definition: "SELECT 3", started: true };
const showTasks = [
  "SHOW TASKS IN SCHEMA {D}.PUBLIC",
  ...["R", "A", "B", "C"].map((task) => `SHOW PARAMETERS LIKE '%TIMEOUT%' IN TASK {D}.PUBLIC.${task}`),
];

/** A graph whose old form stands for a while, and is then brought to the new one. */
export function nightly(form: "old" | "new"): TaskGraphSpec {
  return taskGraph("nightly", { schedule: { hours: 1 }, started: true }, (g) => {
    const load = g.task("load", { definition: "SELECT 1" });
    g.task(form, { definition: "SELECT 2" }).after(load);
    g.finalizer({ definition: `SELECT '${form}'` });
  });
}
/** What makes its old form, and lets it run. */
export const runningGraph = [
  "CREATE TASK {D}.PUBLIC.NIGHTLY SCHEDULE = '1 HOURS' AS SELECT 1",
  "CREATE TASK {D}.PUBLIC.NIGHTLY$LOAD AFTER {D}.PUBLIC.NIGHTLY AS SELECT 1",
  "CREATE TASK {D}.PUBLIC.NIGHTLY$OLD AFTER {D}.PUBLIC.NIGHTLY$LOAD AS SELECT 2",
  ...["$OLD", "$LOAD", ""].map((task) => `ALTER TASK {D}.PUBLIC.NIGHTLY${task} RESUME`),
];
const showGraph = ["SHOW TASKS IN SCHEMA {D}.PUBLIC"];

/** What is struck by accidents, by what it is called. */
export const deeds: Readonly<Record<string, Deed>> = {
  "create of a database": {
    work: ({ storedName }, root) => root.databases.create({ name: `${storedName}_2`, comment: "c" }),
    shows: ["SHOW DATABASES HISTORY LIKE '{D}%'"],
  },
  "create of a warehouse that takes two statements": {
    before: ["CREATE WAREHOUSE {D}_GENERAL INITIALLY_SUSPENDED = TRUE"],
    work: ({ storedName }, root) =>
      root.warehouses.create({
        name: `${storedName}_W`,
        warehouseType: "INTERACTIVE",
        fallbackWarehouse: `${storedName}_GENERAL`,
      }),
    shows: ["SHOW WAREHOUSES LIKE '{D}%'"],
  },
  "createOrAlter of a warehouse": {
    before: ["CREATE WAREHOUSE {D}_W AUTO_RESUME = FALSE COMMENT = 'a' INITIALLY_SUSPENDED = TRUE"],
    work: ({ storedName }, root) =>
      root.warehouse(`${storedName}_W`).createOrAlter({ warehouseSize: "SMALL", comment: null, autoResume: true }),
    shows: ["SHOW WAREHOUSES LIKE '{D}%'"],
  },
  "create of a table": {
    before: ["CREATE TABLE {D}.PUBLIC.PARENT (ID INT PRIMARY KEY)"],
    work: (database) => database.schema("PUBLIC").tables.create({ ...events, comment: "c" }),
    shows: showTables,
  },
  "create of a table over another": {
    before: oldEvents,
    work: (database) => database.schema("PUBLIC").tables.create({ ...events, comment: "c" }, { mode: "orReplace" }),
    shows: showTables,
  },
  "createOrAlter of a table that is not there": {
    before: ["CREATE TABLE {D}.PUBLIC.PARENT (ID INT PRIMARY KEY)"],
    work: (database) => database.schema("PUBLIC").table("EVENTS").createOrAlter(events),
    shows: showTables,
  },
  "createOrAlter of a table by many statements": {
    before: oldEvents,
    work: (database) => database.schema("PUBLIC").table("EVENTS").createOrAlter(events, { dataLoss: "allow" }),
    shows: showTables,
  },
  "rename of a table": {
    before: oldEvents,
    work: (database) => database.schema("PUBLIC").table("EVENTS").rename("LATER"),
    shows: ["SHOW TABLES HISTORY IN SCHEMA {D}.PUBLIC", "SELECT * FROM {D}.PUBLIC.LATER"],
  },
  "drop of a table": {
    before: oldEvents,
    work: (database) => database.schema("PUBLIC").table("EVENTS").drop(),
    shows: ["SHOW TABLES HISTORY IN SCHEMA {D}.PUBLIC"],
  },
  "undrop of a table": {
    before: [...oldEvents, "DROP TABLE {D}.PUBLIC.EVENTS"],
    work: (database) => database.schema("PUBLIC").table("EVENTS").undrop(),
    shows: showTables,
  },
  "rename of a schema": {
    before: ["CREATE SCHEMA {D}.S", "CREATE TABLE {D}.S.T (ID INT)"],
    work: (database) => database.schema("S").rename("S2"),
    shows: ["SHOW SCHEMAS HISTORY IN DATABASE {D}", "SHOW TABLES IN DATABASE {D}"],
  },
  "createOrAlter of a child of a graph that runs": {
    before: runningTasks,
    work: (database) =>
      database
        .schema("PUBLIC")
        .task("A")
        .createOrAlter({ definition: "SELECT 20", comment: "new", userTaskTimeoutMs: 20_000, after: ["R", "B"] }),
    shows: showTasks,
    keepsRunning: "R",
  },
  "create of a child of a graph that runs": {
    before: runningTasks,
    work: (database) => database.schema("PUBLIC").tasks.create(third),
    again: (database) => database.schema("PUBLIC").task("C").createOrAlter(third),
    shows: showTasks,
    keepsRunning: "R",
  },
  "create of a child over another of a graph that runs": {
    before: runningTasks,
    work: (database) =>
      database
        .schema("PUBLIC")
        .tasks.create({ name: "A", after: ["R"], definition: "SELECT 3", started: true }, { mode: "orReplace" }),
    shows: showTasks,
    keepsRunning: "R",
  },
  "drop of a child of a graph that runs": {
    before: runningTasks,
    work: (database) => database.schema("PUBLIC").task("B").drop(),
    shows: showTasks,
    keepsRunning: "R",
  },
  "suspend of a child of a graph that runs": {
    before: runningTasks,
    isVerb: true,
    work: (database) => database.schema("PUBLIC").task("A").suspend(),
    shows: showTasks,
    keepsRunning: "R",
  },
  "deployment of a graph": {
    work: (database) => database.schema("PUBLIC").taskGraphs.deploy(nightly("old")),
    shows: showGraph,
  },
  "deployment of a graph that stands and runs": {
    before: runningGraph,
    work: (database) => database.schema("PUBLIC").taskGraphs.deploy(nightly("new"), { mode: "orReplace" }),
    shows: showGraph,
    keepsRunning: "NIGHTLY",
  },
  "drop of a graph that runs": {
    before: runningGraph,
    work: (database) => database.schema("PUBLIC").taskGraph("NIGHTLY").drop(),
    shows: showGraph,
  },
  "createOrAlter of a root that runs": {
    before: runningTasks,
    work: (database) => database.schema("PUBLIC").task("R").createOrAlter({ schedule: "30 minutes", comment: "new" }),
    shows: showTasks,
    keepsRunning: "R",
  },
};
