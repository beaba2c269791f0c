import type { EngineOptions } from "../../../emulator/engine/engine";
import { Account, type Row } from "./account";

export const minute = 60_000;
export const hour = 60 * minute;

/** When the accounts of these tests begin; their clock stands still unless it is moved. */
export const start = new Date("2030-01-01T00:00:00.000Z");

/** An account with a database, a warehouse and a table LOG that bodies write to. */
export class TaskAccount extends Account {
  constructor(options: Partial<EngineOptions> = {}) {
    super({ now: () => start, ...options });
    this.run("CREATE DATABASE D", "CREATE WAREHOUSE W", "CREATE TABLE LOG (WHAT VARCHAR)");
  }

  /** Creates and resumes a task below others; the name is what its body logs, unless a body is given. */
  child(name: string, after: string, { when = "", body = `INSERT INTO LOG VALUES ('${name}')` } = {}): void {
    this.run(`CREATE TASK ${name} WAREHOUSE = W AFTER ${after} ${when} AS ${body}`, `ALTER TASK ${name} RESUME`);
  }

  root(name: string, options = "", body = `INSERT INTO LOG VALUES ('${name}')`): void {
    this.run(`CREATE TASK ${name} WAREHOUSE = W ${options} AS ${body}`);
  }

  /** What bodies have logged, in order. */
  log(): (string | null | undefined)[] {
    return this.rows("SELECT WHAT FROM LOG").map(({ WHAT }) => WHAT);
  }

  /** Columns of TASK_HISTORY, oldest first. */
  history(columns = "NAME, STATE", args = ""): Row[] {
    return this.rows(
      `SELECT ${columns} FROM TABLE(D.INFORMATION_SCHEMA.TASK_HISTORY(${args})) ORDER BY SCHEDULED_TIME`,
    );
  }

  /** `NAME STATE` of each run, oldest first. */
  states(args = ""): string[] {
    return this.history("NAME, STATE", args).map(({ NAME, STATE }) => `${NAME} ${STATE}`);
  }

  /** Runs of graphs that have ended, newest first. */
  graphs(columns = "ROOT_TASK_NAME, STATE", args = ""): Row[] {
    return this.rows(`SELECT ${columns} FROM TABLE(D.INFORMATION_SCHEMA.COMPLETE_TASK_GRAPHS(${args}))`);
  }

  /** Runs of graphs that are under way or to come, newest first. */
  current(columns = "ROOT_TASK_NAME, STATE, SCHEDULED_FROM", args = ""): Row[] {
    return this.rows(`SELECT ${columns} FROM TABLE(D.INFORMATION_SCHEMA.CURRENT_TASK_GRAPHS(${args}))`);
  }
}

/** A timestamp cell as milliseconds. */
export function ms(cell: string | null | undefined): number {
  return Math.round(Number(cell) * 1000);
}
