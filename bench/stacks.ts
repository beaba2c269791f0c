import type { Goals } from "./goals";
import type { StepName } from "./steps";

/** A stack to measure: many resources of one kind. */
export interface Stack {
  readonly name: string;
  /** The program; the kinds are in `snowflake`, which stands for our package or for empty resources. */
  readonly program: (count: number) => string;
  /** How many resources the program declares besides those counted. */
  readonly besides?: number;
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
    besides: 11,
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
];
