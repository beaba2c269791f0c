import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { FaultRule } from "../../../emulator/http/fault-rules";
import type { Row } from "../../../provider/client/client";
import type { Props } from "../../../provider/dynamic/handlers";
import { type Entry, kept, type Run } from "./stage";
import { startTaskStage, type TaskStage } from "./task-stage";

/** A stage on which a change of a graph can be repeated, struck by another accident each time. */
export interface GraphStage extends TaskStage {
  /** All that can be seen of the tasks of a schema, identities and times aside. */
  facts(schema: string): Readonly<Record<string, object>>;
  /** Strikes the statements about the tasks of schemas, in each from the nth on, so many of them. */
  strike(accident: Accident, schemas: readonly string[], nth: (index: number) => number, times?: number): void;
  /** Notes of the run so far look as if a process had written them that has ended. */
  kill(): void;
}

/** What happens to a statement. */
export type Accident = "error" | "drop-before" | "drop-after" | "hang";

/** A process that has ended. */
const DEAD = 4_194_305;

/** Starts an emulator for graphs. */
export async function startGraphStage(): Promise<GraphStage> {
  const stage = await startTaskStage();
  const journal = path.join(stage.cache, "pulumi-dynamic-snowflake", "journal");
  return {
    ...stage,
    facts(schema) {
      const tasks = shown(stage.emulator, `SHOW TASKS IN SCHEMA ${schema}`);
      return Object.fromEntries(
        tasks.map((row) => {
          const parameters = shown(stage.emulator, `SHOW PARAMETERS IN TASK ${schema}."${row["name"]}"`);
          const own = parameters.filter(({ level }) => level === "TASK").map(({ key, value }) => `${key} = ${value}`);
          return [row["name"], { ...seen(row), own }];
        }),
      );
    },
    strike(accident, schemas, nth, times = 1) {
      const error = { code: "000603", sqlState: "XX000", message: "internal error" };
      const rules = schemas.map((schema, index) => {
        const where = { match: `TASK.*${schema.replace(".", "\\.")}\\b`, nth: nth(index), times };
        return accident === "error" ? { ...where, do: accident, ...error } : { ...where, do: accident };
      });
      stage.emulator.setFaults(rules as FaultRule[]);
    },
    kill() {
      for (const file of readdirSync(journal)) {
        const note = JSON.parse(readFileSync(path.join(journal, file), "utf8"));
        writeFileSync(path.join(journal, file), JSON.stringify({ ...note, pid: DEAD }));
      }
    },
  };
}

/** How a run ended: with what the engine keeps of the graph, or with an error. */
export interface Ended {
  readonly entry: Entry | undefined;
  readonly error?: Error;
}

/** What the engine has after a change: what a handler answered, what it left unfinished, or what it had before. */
export async function ended(change: Promise<Entry>, args: Props, before?: Entry): Promise<Ended> {
  try {
    return { entry: await change };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { entry: error.name === "UnfinishedError" ? kept(error, args) : before, error };
  }
}

/** Brings a graph to what a program declares, as the engine would after how the last run ended, and looks at it again. */
export async function settled(
  run: Run,
  args: Props,
  { entry: before, error }: Ended = { entry: undefined },
): Promise<Entry> {
  const isUnfinished = before !== undefined && error?.name === "UnfinishedError";
  const entry = isUnfinished ? await updated(run, args, before) : await run.up("taskGraph", args, before);
  const read = await run.refresh("taskGraph", entry);
  if (!isDeepStrictEqual(read?.outputs, entry.outputs))
    throw new Error(`drifts: ${JSON.stringify({ was: entry.outputs, is: read?.outputs }, undefined, 1)}`);
  const again = await run.up("taskGraph", args, read);
  if (again.effect !== "same") throw new Error("is not the same in the second up");
  return again;
}

/** What was left unfinished is updated, whether it differs or not. */
async function updated(run: Run, args: Props, { id, outputs, inputs: former }: Entry): Promise<Entry> {
  const { inputs } = run.handlers.taskGraph.check(former, args);
  return { id, inputs, outputs: await run.handlers.taskGraph.update(id, outputs, inputs) };
}

/** Rows that the account answers, past the network. */
function shown({ engine }: GraphStage["emulator"], statement: string): readonly Row[] {
  const session = engine.openSession({ user: "BY_HAND", role: "ACCOUNTADMIN" });
  const { columns, rows } = engine.execute(session, statement, { queryId: randomUUID() });
  return rows.map((cells) => Object.fromEntries(columns.map(({ name }, index) => [name, cells[index] ?? null])));
}

/** What a row shows, without times, identities and the schema. */
function seen(row: Row): object {
  const volatile = /^(created_on|id|last_.*|schema_name)$/;
  const schema = new RegExp(`\\b${row["schema_name"]}\\b`, "g");
  const entries = Object.entries(row).filter(([column]) => !volatile.test(column));
  return Object.fromEntries(entries.map(([column, cell]) => [column, cell?.replaceAll(schema, "S") ?? cell]));
}
