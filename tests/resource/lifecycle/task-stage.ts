import type { Props } from "../../../provider/dynamic/handlers";
import type { Entry, Run } from "./stage";
import { freshName, type Stage, startStage } from "./stage";

/** A stage for tasks, with a warehouse WH and a schema for each test. */
export interface TaskStage extends Stage {
  /** Makes a schema, and what statements make in it: `{S}` in them stands for its name. */
  schema(...statements: readonly string[]): Promise<TaskSchema>;
}

/** A schema with tasks. */
export interface TaskSchema {
  /** Its qualified name. */
  readonly schema: string;
  /** States of its tasks by name. */
  states(): Promise<Record<string, string>>;
  /** What tasks run after, or finalize. */
  links(): Promise<Record<string, readonly string[]>>;
  /** A root, started. */
  root(name: string, more?: Props): Props;
  /** A child, started. */
  child(name: string, after: string | readonly string[], more?: Props): Props;
  /** Runs statements behind the provider's back: `{S}` in them stands for its name. */
  sql(...statements: readonly string[]): Promise<readonly Readonly<Record<string, string | null>>[]>;
  /** Statements that changed something since the last call, with `{S}` for its name. */
  sent(): string[];
}

/** Starts an emulator with a warehouse and a database for tasks. */
export async function startTaskStage(): Promise<TaskStage> {
  const stage = await startStage();
  await stage.sql("CREATE WAREHOUSE WH", "CREATE DATABASE TASKS");
  return {
    ...stage,
    async schema(...statements) {
      const schema = `TASKS.${freshName()}`;
      const here = (text: string) => text.replaceAll("{S}", schema);
      await stage.sql(`CREATE SCHEMA ${schema}`, ...statements.map(here));
      stage.sent();
      const rows = () => stage.sql(`SHOW TASKS IN SCHEMA ${schema}`);
      return {
        schema,
        states: async () => Object.fromEntries((await rows()).map((row) => [row["name"] ?? "", row["state"] ?? ""])),
        links: async () => Object.fromEntries((await rows()).map((row) => [row["name"] ?? "", linksOf(row)])),
        root: (name, more = {}) => ({
          name,
          schema,
          schedule: "10 minutes",
          definition: "SELECT 1",
          started: true,
          ...more,
        }),
        child: (name, after, more = {}) => ({ name, schema, after, definition: "SELECT 2", started: true, ...more }),
        sql: (...statements) => stage.sql(...statements.map(here)),
        sent: () =>
          stage
            .sent()
            .filter((sql) => /^(CREATE|ALTER|DROP)/.test(sql))
            .map((sql) => sql.replaceAll(schema, "{S}")),
      };
    },
  };
}

function linksOf(row: Readonly<Record<string, string | null>>): readonly string[] {
  const own = (name: string) => name.replace(/^.*\./, "");
  const relations = JSON.parse(row["task_relations"] ?? "{}");
  const before: readonly string[] = JSON.parse(row["predecessors"] ?? "[]");
  return [...before, ...[relations.FinalizedRootTask ?? []].flat()].map(own);
}

/** Brings tasks to what a program declares, eight at a time, as the engine would. */
export async function upAll(
  run: Run,
  tasks: readonly Props[],
  entries: readonly (Entry | undefined)[] = [],
): Promise<Awaited<ReturnType<Run["up"]>>[]> {
  return inEights(tasks, (args, index) => run.up("task", args, entries[index]));
}

/** Does work on eight things at a time. */
export async function inEights<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += 8) {
    const some = items.slice(start, start + 8);
    results.push(...(await Promise.all(some.map((item, index) => work(item, start + index)))));
  }
  return results;
}
