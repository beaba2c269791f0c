import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { failures, printed, type Stage, startStage } from "./stage";

const examples = path.resolve(__dirname, "../../examples");
const UNCHANGED = { create: 0, update: 0, delete: 0, replace: 0 };

describe("an example", () => {
  test.each([
    {
      name: "tables",
      count: 7,
      left: [],
      released: [],
    },
    {
      name: "pipeline",
      count: 13,
      left: [],
      released: [],
    },
    {
      name: "taking-over",
      count: 6,
      left: ["LEGACY", "PARTNER"],
      released: [
        "Database LEGACY",
        "Schema LEGACY.PUBLIC",
        "Table LEGACY.PUBLIC.CUSTOMERS",
        "Table LEGACY.BILLING.INVOICES",
      ],
    },
  ])("$name is created, found unchanged, and destroyed", async ({ name, count, left, released }) => {
    await using stage = await startExample(name);
    stage.sql(...statementsIn(name));

    const created = await stage.project.up({ preview: true });
    expect(failures(created)).toEqual([]);
    expect(created.changes).toEqual({ ...UNCHANGED, create: count, same: 0 });
    expect((await stage.project.up()).changes).toEqual({ ...UNCHANGED, same: count });
    const refreshed = await stage.project.refresh();
    expect(failures(refreshed)).toEqual([]);
    expect(refreshed.changes).toEqual({ ...UNCHANGED, same: count });
    expect((await stage.project.up()).changes).toEqual({ ...UNCHANGED, same: count });

    const destroyed = await stage.project.destroy();
    expect(failures(destroyed)).toEqual([]);
    for (const object of released) expect(printed(destroyed)).toContain(`${object} was taken up, not created`);
    expect(stage.names("DATABASES")).toEqual(left);
    expect(stage.project.state()).toEqual([]);
  });

  test("taking-over alters only what createOrAlter names, and looks up the rest", async () => {
    await using stage = await startExample("taking-over");
    stage.sql(...statementsIn("taking-over"));
    expect(failures(await stage.project.up())).toEqual([]);
    expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual([
      "ALTER SCHEMA LEGACY.BILLING ENABLE MANAGED ACCESS",
      "ALTER TABLE LEGACY.BILLING.INVOICES ADD COLUMN PAID BOOLEAN DEFAULT FALSE",
      "ALTER TABLE LEGACY.BILLING.INVOICES ALTER COLUMN AMOUNT SET DATA TYPE NUMBER(12,2)",
      "ALTER TABLE LEGACY.BILLING.INVOICES ALTER COLUMN AMOUNT COMMENT 'In euros'",
      "ALTER TABLE LEGACY.BILLING.INVOICES ADD PRIMARY KEY (ID)",
    ]);
    expect(await stage.project.outputs()).toEqual({ theirs: ["PARTNER.PUBLIC.FX_HISTORY", "PARTNER.PUBLIC.FX_RATES"] });
  });

  test("pipeline shows its graph, and the graph runs the branch that is chosen, procedures and finalizer", async () => {
    await using stage = await startExample("pipeline");
    expect(failures(await stage.project.up())).toEqual([]);
    expect(await stage.project.outputs()).toEqual({
      graph: "SALES.ETL.NIGHTLY",
      file: "@SALES.ETL.CODE/forecast.py",
      states: {
        NIGHTLY: "started",
        web: "started",
        shop: "started",
        enough: "started",
        report: "started",
        wait: "started",
        forecast: "started",
        finalizer: "started",
      },
      picture: [
        "flowchart LR",
        'root["NIGHTLY"]',
        't0{"enough"}',
        't1["forecast"]',
        't2["report"]',
        't3["shop"]',
        't4["wait"]',
        't5["web"]',
        'finalizer(["finalizer"])',
        "t3 --> t0",
        "t5 --> t0",
        "t2 --> t1",
        't0 -->|"= report"| t2',
        "root --> t3",
        't0 -->|"= wait"| t4',
        "root --> t5",
        "root -.-> finalizer",
      ].join("\n"),
    });
    const run = () => {
      stage.emulator.advance(1000);
      stage.sql("EXECUTE TASK SALES.ETL.NIGHTLY");
      return runOf(stage, "SALES", "NIGHTLY");
    };

    stage.sql("USE WAREHOUSE ETL_WH", "INSERT INTO SALES.ETL.INCOMING VALUES ('WEB', 19.9)");
    expect(run()).toEqual({
      NIGHTLY: "SUCCEEDED",
      NIGHTLY$SHOP: "SUCCEEDED",
      NIGHTLY$WEB: "SUCCEEDED",
      NIGHTLY$ENOUGH: "SUCCEEDED, wait",
      NIGHTLY$REPORT: "SKIPPED",
      NIGHTLY$WAIT: "SUCCEEDED",
      NIGHTLY$FINALIZER: "SUCCEEDED",
    });
    stage.sql("INSERT INTO SALES.ETL.INCOMING VALUES ('SHOP', 5), ('WEB', 0.1)");
    expect(run()).toEqual({
      NIGHTLY: "SUCCEEDED",
      NIGHTLY$SHOP: "SUCCEEDED",
      NIGHTLY$WEB: "SUCCEEDED",
      NIGHTLY$ENOUGH: "SUCCEEDED, report",
      NIGHTLY$REPORT: "SUCCEEDED",
      NIGHTLY$WAIT: "SKIPPED",
      NIGHTLY$FORECAST: "SUCCEEDED",
      NIGHTLY$FINALIZER: "SUCCEEDED",
    });
    expect(stage.sql("SELECT ORDERS, AMOUNT FROM SALES.ETL.DAILY")).toEqual([{ ORDERS: "3", AMOUNT: "25.00" }]);
    expect(stage.sql("SELECT COUNT(*) AS N FROM SALES.ETL.INCOMING")).toEqual([{ N: "0" }]);
    expect(stage.sql("SELECT COUNT(*) AS N FROM SALES.ETL.RUNS")).toEqual([{ N: "2" }]);
  });
});

/** How the tasks of the latest run of a graph ended, with what they returned. */
function runOf(stage: Stage, database: string, graph: string): Readonly<Record<string, string>> {
  const rows = stage.sql(
    `SELECT NAME, STATE, RETURN_VALUE, RUN_ID FROM TABLE(${database}.INFORMATION_SCHEMA.TASK_HISTORY()) WHERE STATE <> 'SCHEDULED'`,
  );
  const latest = rows.find(({ NAME }) => NAME === graph)?.["RUN_ID"];
  const ended = rows.filter(({ RUN_ID }) => RUN_ID === latest);
  return Object.fromEntries(
    ended.map(({ NAME, STATE, RETURN_VALUE }) => [
      NAME ?? "",
      RETURN_VALUE === null ? (STATE ?? "") : `${STATE}, ${RETURN_VALUE}`,
    ]),
  );
}

/** A stage for an example, with all of its files. */
function startExample(name: string): Promise<Stage> {
  const others = readdirSync(path.join(examples, name)).filter((file) => !["index.ts", "Pulumi.yaml"].includes(file));
  const files = Object.fromEntries(others.map((file) => [file, text(name, file)]));
  return startStage({ program: text(name, "index.ts"), files });
}

function text(example: string, file: string): string {
  return readFileSync(path.join(examples, example, file), "utf8");
}

/** What an example finds there, if it needs something. */
function statementsIn(example: string): string[] {
  if (example !== "taking-over") return [];
  return text(example, "before.sql")
    .replaceAll(/^--.*$/gm, "")
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
