import type { Goals } from "./goals";
import type { StepName } from "./steps";

/** A stack to measure: many resources of one kind. */
export interface Stack {
  readonly name: string;
  /** What it holds, where that is not so many of {@link name}. */
  readonly title?: (count: number) => string;
  /** The program; the kinds are in `snowflake`, which stands for our package or for empty resources. */
  readonly program: (count: number) => string;
  /** How many resources the program declares, where these are not only those counted. */
  readonly resources?: (count: number) => number;
  /** What each step may take. */
  readonly goals: (count: number) => Readonly<Record<StepName, Goals>>;
}

const nothingSent: Goals = { statements: 0, logins: 0, driver: false, memoryMb: 250 };

/** What holds for every kind. */
const whateverTheKind = (count: number) => ({
  preview: nothingSent,
  create: {
    statements: 1.15 * count,
    logins: 1,
    memoryMb: 250,
    stateBytes: 2048,
    ratio: 1.3,
    firstStatementMs: 1500,
  },
  unchanged: { ...nothingSent, ratio: 1.1 },
});

/** What the other objects of a stack stand in. */
const house = `
      const database = new snowflake.Database("house", {});
      const schema = new snowflake.Schema("room", { database });`;

/** All stacks; a new kind is an entry here and a name in `empty/resources.ts`. */
export const stacks: readonly Stack[] = [
  {
    name: "warehouses",
    program: (count) => `
      for (let index = 0; index < ${count}; index++) {
        new snowflake.Warehouse(\`warehouse_\${index}\`, { warehouseSize: "SMALL", autoSuspend: 60, comment: "Loads the events" });
      }`,
    goals: (count) => ({
      ...whateverTheKind(count),
      refresh: { statements: 10, logins: 1, memoryMb: 250, ratio: 1.2, firstStatementMs: 1500 },
      destroy: { statements: 1.3 * count, logins: 1, memoryMb: 250, firstStatementMs: 1500 },
    }),
  },
  {
    // Without parameters of their own: Snowflake tells those of one object at a time.
    name: "databases",
    program: (count) => `
      for (let index = 0; index < ${count}; index++) {
        new snowflake.Database(\`database_\${index}\`, { comment: "Holds the events" });
      }`,
    goals: (count) => ({
      ...whateverTheKind(count),
      refresh: { statements: 10, logins: 1, memoryMb: 250, ratio: 1.2, firstStatementMs: 1500 },
      // Each is asked what is inside before it is dropped, so the number of statements has no goal.
      destroy: { logins: 1, memoryMb: 250, firstStatementMs: 1500 },
    }),
  },
  {
    name: "tables",
    resources: (count) => count + 11,
    program: (count) => `
      const database = new snowflake.Database("lake", {});
      const schemas = Array.from({ length: 10 }, (_, index) => new snowflake.Schema(\`schema_\${index}\`, { database }));
      for (let index = 0; index < ${count}; index++) {
        new snowflake.Table(\`table_\${index}\`, {
          schema: schemas[index % 10],
          columns: [{ name: "ID", type: "int", nullable: false }, { name: "PAYLOAD", type: "variant" }],
        });
      }`,
    goals: (count) => ({
      ...whateverTheKind(count),
      refresh: { statements: 40, logins: 1, memoryMb: 250, ratio: 1.2, firstStatementMs: 1500 },
      destroy: { statements: 1.3 * count, logins: 1, memoryMb: 250, firstStatementMs: 1500 },
    }),
  },
  {
    // Graphs that run, of a root and nine children each.
    name: "tasks",
    resources: (count) => count + 2,
    program: (count) => `
      ${house}
      const tasks: snowflake.Task[] = [];
      for (let index = 0; index < ${count}; index++) {
        const place = index % 10 === 0 ? { schedule: "1 hour" } : { after: tasks[index - (index % 10)] };
        tasks.push(new snowflake.Task(\`task_\${index}\`, { schema, ...place, definition: "SELECT 1", started: true }));
      }`,
    goals: (count) => ({
      ...whateverTheKind(count),
      // CREATE and RESUME, or DROP, of each; what is under way at the same time shares one SUSPEND and RESUME of each root.
      create: { ...whateverTheKind(count).create, statements: 3.2 * count },
      refresh: { statements: 10, logins: 1, memoryMb: 250, ratio: 1.2, firstStatementMs: 1500 },
      destroy: { statements: 3.2 * count, logins: 1, memoryMb: 250, firstStatementMs: 1500 },
    }),
  },
  {
    name: "graph",
    title: (count) => `one graph of ${inGraph(count).toLocaleString("en-US")} tasks`,
    resources: () => 3,
    program: (count) => `
      ${house}
      const tasks: Record<string, { definition: string; after?: string }> = {};
      for (let index = 0; index < ${inGraph(count)}; index++) {
        tasks[\`task_\${index}\`] = { definition: "SELECT 1", ...(index % 10 === 0 ? {} : { after: \`task_\${index - 1}\` }) };
      }
      new snowflake.TaskGraph("graph", { schema, schedule: "1 hour", tasks, started: true });`,
    goals: (count) => ({
      preview: nothingSent,
      create: { statements: 1.15 * inGraph(count) + 15, logins: 1, memoryMb: 250, firstStatementMs: 1500 },
      unchanged: { ...nothingSent, ratio: 1.1 },
      refresh: { statements: 10, logins: 1, memoryMb: 250, ratio: 1.2, firstStatementMs: 1500 },
      destroy: { statements: 1.3 * inGraph(count) + 35, logins: 1, memoryMb: 250, firstStatementMs: 1500 },
    }),
  },
  {
    name: "stages",
    resources: (count) => count + 2,
    program: (count) => `
      ${house}
      for (let index = 0; index < ${count}; index++) {
        new snowflake.Stage(\`stage_\${index}\`, { schema, comment: "Takes the events" });
      }`,
    goals: (count) => ({
      ...whateverTheKind(count),
      refresh: { statements: 10, logins: 1, memoryMb: 250, ratio: 1.2, firstStatementMs: 1500 },
      destroy: { logins: 1, memoryMb: 250, firstStatementMs: 1500 },
    }),
  },
  {
    name: "procedures",
    resources: (count) => count + 2,
    program: (count) => `
      ${house}
      for (let index = 0; index < ${count}; index++) {
        new snowflake.Procedure(\`procedure_\${index}\`, {
          schema,
          arguments: [{ name: "ID", type: "int" }],
          returns: "int",
          language: "sql",
          body: "BEGIN RETURN 1; END",
        });
      }`,
    goals: (count) => ({
      ...whateverTheKind(count),
      refresh: { logins: 1, memoryMb: 250, ratio: 1.2, firstStatementMs: 1500 },
      destroy: { statements: 1.3 * count, logins: 1, memoryMb: 250, firstStatementMs: 1500 },
    }),
  },
  {
    // A waiting creation asks until it runs: every service once a second, all with one listing.
    name: "services",
    resources: (count) => count + 4,
    program: (count) => `
      ${house}
      const pool = new snowflake.ComputePool("pool", { minNodes: 1, maxNodes: 20, instanceFamily: "CPU_X64_L" });
      const images = new snowflake.ImageRepository("images", { schema });
      for (let index = 0; index < ${count}; index++) {
        const endpoint = { name: "ui", port: 80, public: index % 2 === 0 };
        new snowflake.Service(
          \`service_\${index}\`,
          {
            schema,
            computePool: pool,
            spec: { containers: [{ name: "main", image: "/house/room/images/web:1" }], endpoints: [endpoint] },
          },
          { dependsOn: [images] },
        );
      }`,
    goals: (count) => ({
      ...whateverTheKind(count),
      // How long it polls is up to the account.
      create: { logins: 1, memoryMb: 250, stateBytes: 3072, firstStatementMs: 1500 },
      // The endpoints of each are told one service at a time.
      refresh: { statements: 1.1 * count + 15, logins: 1, memoryMb: 250, ratio: 1.2, firstStatementMs: 1500 },
      destroy: { logins: 1, memoryMb: 250, firstStatementMs: 1500 },
    }),
  },
  {
    name: "pools",
    program: (count) => `
      for (let index = 0; index < ${count}; index++) {
        new snowflake.ComputePool(\`pool_\${index}\`, { minNodes: 1, maxNodes: 2, instanceFamily: "CPU_X64_XS" });
      }`,
    goals: (count) => ({
      ...whateverTheKind(count),
      refresh: { statements: 10, logins: 1, memoryMb: 250, ratio: 1.2, firstStatementMs: 1500 },
      // Each is asked what runs on it before it is dropped.
      destroy: { statements: 2.3 * count, logins: 1, memoryMb: 250, firstStatementMs: 1500 },
    }),
  },
];

/** Tasks of the one graph: Snowflake has a limit for these. */
function inGraph(count: number): number {
  return Math.ceil(count / 5);
}
