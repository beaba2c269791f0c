/**
 * Strikes every statement of a stack's life with every accident, then runs `pulumi up` and looks whether all is as if nothing had
 * happened. Takes an hour or two, so it is no part of `npm test`.
 *
 * Arguments narrow it down: `tests/faults/run.ts change kill` strikes only the statements of that phase with that accident.
 */
import { copyFileSync, rmSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { FaultRule } from "../../emulator";
import { killAll, until } from "../engine/kill";
import { type Declared, printed, type Stage, startStage } from "../engine/stage";

type Args = NonNullable<Declared["args"]>;
const warehouse = (args: Args): Declared => ({ kind: "Warehouse", args });
const table = (args: Args): Declared => ({
  kind: "Table",
  args: { schema: { ref: "raw" }, dataLoss: "allow", ...args },
});

/** Two tables, of which one refers to the other; then with other columns and keys, which takes one statement each. */
const BEFORE: Readonly<Record<string, Declared>> = {
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
};
const AFTER: Readonly<Record<string, Declared>> = {
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
};

/** What the program consists of in each phase of its life. */
const PHASES: Readonly<Record<string, Readonly<Record<string, Declared>>>> = {
  create: {
    sales: { kind: "Database", args: { comment: "rows", dataRetentionTimeInDays: 2, dataLoss: "allow" } },
    ...BEFORE,
    loading: warehouse({ comment: "1", maxConcurrencyLevel: 4 }),
    renamed: warehouse({ name: "OLD_NAME", comment: "2" }),
    replaced: warehouse({ comment: "3" }),
  },
  change: {
    sales: { kind: "Database", args: { comment: "more rows", logLevel: "INFO", dataLoss: "allow" } },
    ...AFTER,
    loading: warehouse({ autoSuspend: 60 }),
    renamed: warehouse({ name: "NEW_NAME", comment: "2!" }),
    replaced: warehouse({ comment: "3", warehouseType: "INTERACTIVE" }),
  },
  remove: {},
};

/** What somebody does between the phases: what is written then has to be there still. */
const MEANWHILE: Readonly<Record<string, readonly string[]>> = {
  change: [
    "INSERT INTO SALES.RAW.EVENTS (ID, BODY, GONE) VALUES (1, 'one', 1), (2, 'two', NULL)",
    "INSERT INTO SALES.RAW.DETAILS (EVENT) VALUES (1), (1), (2)",
  ],
};

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

async function main(wanted: readonly string[]): Promise<void> {
  const chosen = (names: readonly string[]) => {
    const some = names.filter((name) => wanted.includes(name));
    return some.length === 0 ? names : some;
  };
  await using stage = await startStage({ checkpoints: true, config: { "snowflake:warehouse": "BYSTANDER" } });
  stage.sql("CREATE DATABASE BYSTANDER", "CREATE WAREHOUSE BYSTANDER COMMENT = 'of somebody else'");
  stage.sql("USE WAREHOUSE BYSTANDER");
  const count = { passed: 0, failed: 0 };
  for (const [phase, program] of Object.entries(PHASES)) {
    stage.sql(...(MEANWHILE[phase] ?? []));
    const restore = snapshot(stage);
    stage.declare(program);
    stage.emulator.resetLog();
    await succeeded(stage);
    const statements = stage.emulator.statements().map(({ sql }) => sql);
    const expected = facts(stage);
    const accidents = chosen(Object.keys(PHASES)).includes(phase) ? chosen(Object.keys(ACCIDENTS)) : [];
    for (const [index, sql] of statements.entries()) {
      for (const accident of accidents) {
        restore();
        const problem = await struck(stage, accident, index + 1, expected).catch((error: Error) => error.message);
        count[problem === undefined ? "passed" : "failed"] += 1;
        console.log(
          `${problem === undefined ? "ok    " : "FAILED"} ${phase}: ${accident} at ${index + 1}. ${sql.slice(0, 100)}`,
        );
        if (problem !== undefined) console.log(problem);
      }
    }
    restore();
    await succeeded(stage);
  }
  console.log(`\n${count.passed} passed, ${count.failed} failed`);
  process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
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

/** Everything that is in the account and in the state, times and ids aside; rows included. */
function facts(stage: Stage): unknown {
  const volatile = /created_on|updated_on|resumed_on|uuid|is_current/;
  const ask = (statement: string) =>
    stage.sql(statement).map((row) =>
      Object.entries(row)
        .filter(([column]) => !volatile.test(column))
        .map(([column, cell]) => [column, cell?.startsWith("SYS_CONSTRAINT_") ? "" : cell]),
    );
  const tables = stage
    .sql("SHOW TABLES IN ACCOUNT")
    .map((row) => `${row["database_name"]}.${row["schema_name"]}.${row["name"]}`)
    .sort();
  const shown = [
    ...["SHOW DATABASES", "SHOW WAREHOUSES", "SHOW SCHEMAS IN ACCOUNT", "SHOW TABLES IN ACCOUNT"],
    ...["PRIMARY KEYS", "UNIQUE KEYS", "IMPORTED KEYS"].map((what) => `SHOW ${what} IN ACCOUNT`),
    ...tables.flatMap((name) => [`DESCRIBE TABLE ${name}`, `SELECT * FROM ${name}`]),
  ].map(ask);
  const state = stage.project.state().map(({ id, inputs }) => JSON.stringify({ id, inputs }));
  return { shown, state: state.sort() };
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
