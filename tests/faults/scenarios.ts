import type { Declared, Stage } from "../engine/stage";

type Args = NonNullable<Declared["args"]>;
type Program = Readonly<Record<string, Declared>>;

/** A stack's life: what the program declares in each phase of it. */
export interface Scenario {
  readonly phases: Readonly<Record<"create" | "change" | "remove", Program>>;
  /** What is there before. */
  readonly prepare?: (stage: Stage) => void;
  /** What somebody does before a phase: what is written then has to be there still. */
  readonly meanwhile?: Readonly<Record<string, readonly string[]>>;
}

const warehouse = (args: Args): Declared => ({ kind: "Warehouse", args });
const table = (args: Args): Declared => ({
  kind: "Table",
  args: { schema: { ref: "raw" }, dataLoss: "allow", ...args },
});
/** What stands in a schema that was there before. */
const inHouse = (kind: Declared["kind"], args: Args): Declared => ({
  kind,
  args: { schema: "HOUSE.PUBLIC", dataLoss: "allow", ...args },
});
const task = (args: Args) => inHouse("Task", { started: true, ...args });
const yearly = { cron: "0 0 1 1 *", timezone: "UTC" };
const monthly = { cron: "0 0 1 * *", timezone: "Europe/Berlin" };

/** Two tables, of which one refers to the other; then with other columns and keys, which takes one statement each. */
const tables: Scenario = {
  phases: {
    create: {
      sales: { kind: "Database", args: { comment: "rows", dataRetentionTimeInDays: 2, dataLoss: "allow" } },
      raw: { kind: "Schema", args: { database: { ref: "sales" }, comment: "as it came in" } },
      events: table({
        columns: [
          { name: "id", type: "int", nullable: false },
          { name: "body", type: "varchar(10)", default: "'none'" },
          { name: "gone", type: "int" },
        ],
        primaryKey: { columns: ["id"], name: "by_id" },
        uniqueKeys: [["body"]],
        clusterBy: ["id"],
      }),
      details: table({
        columns: [{ name: "event", type: "int" }],
        foreignKeys: [{ columns: ["event"], references: { table: { ref: "events" } } }],
      }),
      loading: warehouse({ comment: "1", maxConcurrencyLevel: 4 }),
      renamed: warehouse({ name: "OLD_NAME", comment: "2" }),
      replaced: warehouse({ comment: "3" }),
    },
    change: {
      sales: { kind: "Database", args: { comment: "more rows", logLevel: "INFO", dataLoss: "allow" } },
      raw: { kind: "Schema", args: { database: { ref: "sales" }, name: "LANDING", managedAccess: true } },
      events: table({
        name: "happenings",
        columns: [
          { name: "key", type: "int", nullable: false, renamedFrom: "id" },
          { name: "body", type: "varchar(20)", nullable: false, comment: "what happened" },
          { name: "more", type: "text", default: "'new'" },
          { name: "numbers", type: "array(int)" },
        ],
        primaryKey: { columns: ["key"], name: "by_key", rely: true },
        uniqueKeys: [["body", "key"]],
        clusterBy: ["body"],
      }),
      details: table({
        columns: [{ name: "happening", type: "int", renamedFrom: "event" }],
        foreignKeys: [
          { columns: ["happening"], references: { table: { ref: "events" } }, name: "up", onDelete: "cascade" },
        ],
      }),
      loading: warehouse({ autoSuspend: 60 }),
      renamed: warehouse({ name: "NEW_NAME", comment: "2!" }),
      replaced: warehouse({ comment: "3", warehouseType: "INTERACTIVE" }),
    },
    remove: {},
  },
  meanwhile: {
    change: [
      "INSERT INTO SALES.RAW.EVENTS (ID, BODY, GONE) VALUES (1, 'one', 1), (2, 'two', NULL)",
      "INSERT INTO SALES.RAW.DETAILS (EVENT) VALUES (1), (1), (2)",
    ],
  },
};

/** A graph that runs, one resource for each task; then with other bodies and links, a new name in the middle, and one task more. */
const tasks: Scenario = {
  phases: {
    create: {
      nightly: task({ schedule: yearly, definition: "SELECT 1", comment: "root" }),
      load: task({ after: { ref: "nightly" }, definition: "SELECT 'load'" }),
      check: task({ after: [{ ref: "load" }], definition: "SELECT 'check'", userTaskTimeoutMs: 60_000 }),
      report: task({ after: [{ ref: "check" }], definition: "SELECT 'report'", started: false }),
      tidy: task({ finalize: { ref: "nightly" }, definition: "SELECT 'tidy'" }),
    },
    change: {
      nightly: task({ schedule: monthly, definition: "SELECT 2", config: { limit: 1 } }),
      load: task({ name: "load_all", after: { ref: "nightly" }, definition: "SELECT 'load'" }),
      check: task({ after: [{ ref: "load" }, { ref: "nightly" }], definition: "SELECT 'checked'", when: "1 = 1" }),
      report: task({ after: [{ ref: "check" }], definition: "SELECT 'report'" }),
      mail: task({ after: [{ ref: "check" }, { ref: "report" }], definition: "SELECT 'mail'" }),
      tidy: task({ finalize: { ref: "nightly" }, definition: "SELECT 'tidied'" }),
    },
    remove: {},
  },
};

/** The same as one resource. */
const graph: Scenario = {
  phases: {
    create: {
      nightly: inHouse("TaskGraph", {
        schedule: yearly,
        started: true,
        tasks: {
          load: { definition: "SELECT 'load'" },
          check: { definition: "SELECT 'check'", after: "load", userTaskTimeoutMs: 60_000 },
          report: { definition: "SELECT 'report'", after: "check", started: false },
        },
        finalizer: { definition: "SELECT 'tidy'" },
      }),
    },
    change: {
      nightly: inHouse("TaskGraph", {
        schedule: monthly,
        started: true,
        config: { limit: 1 },
        tasks: {
          load_all: { definition: "SELECT 'load'" },
          check: { definition: "SELECT 'checked'", after: "load_all", when: "1 = 1" },
          report: { definition: "SELECT 'report'", after: "check" },
          mail: { definition: "SELECT 'mail'", after: ["check", "report"] },
        },
        finalizer: { definition: "SELECT 'tidied'" },
      }),
    },
    remove: {},
  },
};

/** Digests of files on a stage can be compared only where no driver encrypts them. */
const files = (args: Args) => inHouse("Stage", { encryption: { type: "SNOWFLAKE_SSE" }, ...args });
const file = (args: Args): Declared => ({ kind: "StageFile", args: { stage: { ref: "code" }, ...args } });

/** A stage with files, and procedures; then with other content and code. */
const code: Scenario = {
  phases: {
    create: {
      code: files({ comment: "scripts", directory: { enable: true } }),
      load: file({ path: "in/load.sql", content: "select 1" }),
      notes: file({ path: "notes.txt", content: "first" }),
      count: inHouse("Procedure", {
        arguments: [{ name: "n", type: "int" }],
        returns: "int",
        language: "sql",
        body: "BEGIN RETURN 1; END",
      }),
      greet: inHouse("Procedure", { returns: "varchar", language: "javascript", body: "return 'hello';" }),
    },
    change: {
      code: files({ comment: "all scripts", directory: { enable: true } }),
      load: file({ path: "in/load.sql", content: "select 2", autoCompress: true }),
      notes: file({ path: "old/notes.txt", content: "first" }),
      more: file({ path: "more.txt", content: "more", refreshDirectory: true }),
      count: inHouse("Procedure", {
        arguments: [
          { name: "n", type: "int" },
          { name: "of", type: "varchar", default: "'all'" },
        ],
        returns: "int",
        language: "sql",
        body: "BEGIN RETURN 1; END",
      }),
      greet: inHouse("Procedure", {
        name: "welcome",
        returns: "varchar not null",
        language: "javascript",
        body: "return 'welcome';",
        comment: "says it",
      }),
    },
    remove: {},
  },
};

const images = "/house/public/images";
/** What ends by itself; it has been pushed before. */
const done = "/house/public/pushed/load:1";
const container = (image: string) => ({ containers: [{ name: "main", image: `${images}/${image}` }] });
const pool = (args: Args): Declared => ({ kind: "ComputePool", args: { minNodes: 1, allowDowntime: true, ...args } });
const onPool = (kind: Declared["kind"], args: Args): Declared => ({
  ...inHouse(kind, { computePool: { ref: "pool" }, ...args }),
  opts: { dependsOn: [{ ref: "images" }] },
});

/** A pool, a repository, services and a job; then on other nodes, with other images and counts, and a new run. */
const containers: Scenario = {
  phases: {
    create: {
      pool: pool({ instanceFamily: "CPU_X64_S", maxNodes: 2, comment: "small" }),
      images: inHouse("ImageRepository", { comment: "built" }),
      web: onPool("Service", {
        spec: { ...container("web:1"), endpoints: [{ name: "ui", port: 80, public: true }] },
        comment: "shown",
      }),
      worker: onPool("Service", { spec: container("worker:1"), minInstances: 2 }),
      load: onPool("JobService", { spec: { containers: [{ name: "main", image: done }] }, triggers: { day: "1" } }),
    },
    change: {
      pool: pool({ instanceFamily: "CPU_X64_M", maxNodes: 3, autoSuspendSecs: 600 }),
      images: inHouse("ImageRepository", { comment: "built and kept" }),
      web: onPool("Service", {
        spec: { ...container("web:2"), endpoints: [{ name: "ui", port: 80, public: true }] },
        comment: "shown to all",
      }),
      worker: onPool("Service", { spec: container("worker:1"), minInstances: 3, triggers: { code: "2" } }),
      load: onPool("JobService", { spec: { containers: [{ name: "main", image: done }] }, triggers: { day: "2" } }),
    },
    remove: {},
  },
  prepare: ({ sql, emulator }) => {
    sql("CREATE IMAGE REPOSITORY HOUSE.PUBLIC.PUSHED");
    const behaviour = { outcome: "exits", exitCode: 0 } as const;
    emulator.pushImage({ repository: "HOUSE.PUBLIC.PUSHED", image: "load", tag: "1", behaviour });
  },
};

/** Each has an account and a stack of its own. */
export const scenarios: Readonly<Record<string, Scenario>> = { tables, tasks, graph, code, containers };
