/**
 * Strikes every statement of a stack's life with every accident, then runs `pulumi up` and looks whether all is as if nothing had
 * happened. Takes some hours, so it is no part of `npm test`.
 *
 * Arguments narrow it down: `tests/faults/run.ts tasks change kill` strikes only the statements of that scenario and phase with that
 * accident.
 */
import { copyFileSync, rmSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { FaultRule } from "../../emulator";
import { killAll, until } from "../engine/kill";
import { printed, type Row, type Stage, startStage } from "../engine/stage";
import { type Scenario, scenarios } from "./scenarios";

/** In the order of a stack's life. */
const PHASES = { create: true, change: true, remove: true };

/** What happens to the statement, and to all that follow it where the engine is killed. */
const ACCIDENTS: Readonly<Record<string, (nth: number) => FaultRule>> = {
  "drop-before": (nth) => ({ nth, do: "drop-before" }),
  "drop-after": (nth) => ({ nth, do: "drop-after" }),
  unavailable: (nth) => ({ nth, do: "status", status: 503 }),
  "expire-session": (nth) => ({ nth, do: "expire-session" }),
  "kill-session": (nth) => ({ nth, do: "kill-session" }),
  error: (nth) => ({ nth, do: "error", code: "000603", sqlState: "XX000", message: "SQL execution internal error" }),
  kill: (nth) => ({ nth, times: 1_000_000, do: "hang" }),
};

/** How many strikes left no trace, and how many did. */
interface Count {
  passed: number;
  failed: number;
}

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.filter((word) => ![scenarios, PHASES, ACCIDENTS].some((known) => word in known));
  if (unknown.length > 0) throw new Error(`There is no scenario, phase or accident ${unknown.join(", ")}.`);
  const chosen = (names: readonly string[]) => {
    const some = names.filter((name) => wanted.includes(name));
    return some.length === 0 ? names : some;
  };
  const choice = { phases: chosen(Object.keys(PHASES)), accidents: chosen(Object.keys(ACCIDENTS)) };
  const count: Count = { passed: 0, failed: 0 };
  for (const name of chosen(Object.keys(scenarios))) {
    const scenario = scenarios[name];
    if (scenario !== undefined) await play(name, scenario, choice, count);
  }
  console.log(`\n${count.passed} passed, ${count.failed} failed`);
  process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
}

/** Takes a stack through its life, and strikes what is sent in the chosen phases. */
async function play(
  name: string,
  { phases, prepare, meanwhile = {} }: Scenario,
  choice: { readonly phases: readonly string[]; readonly accidents: readonly string[] },
  count: Count,
): Promise<void> {
  await using stage = await startStage({ checkpoints: true, config: { "snowflake:warehouse": "BYSTANDER" } });
  stage.sql("CREATE DATABASE HOUSE", "CREATE DATABASE BYSTANDER");
  stage.sql("CREATE WAREHOUSE BYSTANDER COMMENT = 'of somebody else'", "USE WAREHOUSE BYSTANDER");
  prepare?.(stage);
  for (const [phase, program] of Object.entries(phases)) {
    stage.sql(...(meanwhile[phase] ?? []));
    const restore = snapshot(stage);
    stage.declare(program);
    stage.emulator.resetLog();
    await succeeded(stage);
    const statements = stage.emulator.statements().map(({ sql }) => sql);
    const expected = facts(stage);
    const accidents = choice.phases.includes(phase) ? choice.accidents : [];
    for (const [index, sql] of statements.entries()) {
      for (const accident of accidents) {
        restore();
        const problem = await struck(stage, accident, index + 1, expected).catch((error: Error) => error.message);
        const [word, verdict] =
          problem === undefined ? (["ok    ", "passed"] as const) : (["FAILED", "failed"] as const);
        count[verdict] += 1;
        console.log(`${word} ${name}, ${phase}: ${accident} at ${index + 1}. ${sql.slice(0, 100)}`);
        if (problem !== undefined) console.log(problem);
      }
    }
    restore();
    await succeeded(stage);
  }
}

/** Runs the program with the accident, then without; answers what is wrong afterwards. */
async function struck(stage: Stage, accident: string, nth: number, expected: unknown): Promise<string | undefined> {
  const rule = ACCIDENTS[accident]?.(nth);
  if (rule === undefined) throw new Error(`no accident ${accident}`);
  stage.emulator.setFaults([rule]);
  const update = stage.project.start("up");
  let ended = false;
  void update.result.then(() => {
    ended = true;
  });
  if (accident === "kill") {
    await until("the statement is reached", () => ended || stage.emulator.faults().some(({ fired }) => fired > 0));
    await killAll(update);
  }
  await update.result;
  stage.emulator.setFaults([]);
  await stage.project.run(["cancel", "--yes"]);
  await succeeded(stage);
  const again = await stage.project.preview({ args: ["--expect-no-changes"] });
  if (again.exitCode !== 0) return `is not unchanged afterwards:\n${printed(again)}`;
  const now = facts(stage);
  return isDeepStrictEqual(now, expected) ? undefined : `differs:\n${JSON.stringify({ now, expected }, undefined, 1)}`;
}

async function succeeded(stage: Stage): Promise<void> {
  const result = await stage.project.up();
  if (result.exitCode !== 0) throw new Error(printed(result));
}

/** Everything that is in the account and in the state, times and ids aside; rows and files included. */
function facts(stage: Stage): unknown {
  const volatile = /created_on|updated_on|resumed_on|suspended_on|last_|^id$|uuid|is_current|dns_name|_nodes$|_time$/;
  const ask = (statement: string) =>
    stage
      .sql(statement)
      .filter(({ property }) => property !== "LAST_REFRESHED_ON")
      .map((row) =>
        Object.entries(row)
          .filter(([column]) => !volatile.test(column))
          .map(([column, cell]) => [column, cell?.startsWith("SYS_CONSTRAINT_") ? "" : cell]),
      );
  const placed = (plural: string) =>
    stage
      .sql(`SHOW ${plural} IN ACCOUNT`)
      .map((row) => `"${row["database_name"] ?? row["catalog_name"]}"."${row["schema_name"]}".${ownName(row)}`)
      .sort();
  const keys = ["PRIMARY KEYS", "UNIQUE KEYS", "IMPORTED KEYS"];
  const inAccount = [
    "SCHEMAS",
    "TABLES",
    "TASKS",
    "STAGES",
    "USER PROCEDURES",
    "IMAGE REPOSITORIES",
    "SERVICES",
    ...keys,
  ];
  const ofAccount = ["DATABASES", "WAREHOUSES", "COMPUTE POOLS"];
  const shown = [
    ...[...ofAccount.map((what) => `SHOW ${what}`), ...inAccount.map((what) => `SHOW ${what} IN ACCOUNT`)],
    ...placed("TABLES").flatMap((name) => [`DESCRIBE TABLE ${name}`, `SELECT * FROM ${name}`]),
    ...placed("TASKS").map((name) => `SHOW PARAMETERS IN TASK ${name}`),
    ...placed("STAGES").flatMap((name) => [`DESCRIBE STAGE ${name}`, `LIST @${name}`]),
    ...placed("SERVICES").flatMap((name) => [`DESCRIBE SERVICE ${name}`, `SHOW SERVICE CONTAINERS IN SERVICE ${name}`]),
    ...placed("USER PROCEDURES").map((name) => `DESCRIBE PROCEDURE ${name}`),
  ].map(ask);
  const state = stage.project.state().map(({ id, inputs }) => JSON.stringify({ id, inputs }));
  return { shown, state: state.sort() };
}

/** The name of an object, with the types of its arguments if it has any. */
function ownName(row: Row): string {
  const [, types = ""] = /(\(.*\)) RETURN /.exec(row["arguments"] ?? "") ?? [];
  return `"${row["name"]}"${types.replaceAll("DEFAULT ", "")}`;
}

/** Remembers account and state; answers how to bring them back, with an empty journal. */
function snapshot(stage: Stage): () => void {
  const copy = path.join(stage.project.home, "state-before.json");
  copyFileSync(stage.project.stateFile, copy);
  const saved = structuredClone(stage.emulator.engine.save());
  return () => {
    stage.emulator.setFaults([]);
    stage.emulator.engine.load(structuredClone(saved));
    copyFileSync(copy, stage.project.stateFile);
    rmSync(path.join(stage.project.home, ".cache"), { recursive: true, force: true });
  };
}

void main(process.argv.slice(2));
