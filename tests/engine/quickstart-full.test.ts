import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { failures, type Stage, startStage } from "./stage";

const example = path.resolve(__dirname, "../../examples/quickstart-full");
const UNCHANGED = { create: 0, update: 0, delete: 0, replace: 0 };
/** The column that the tutorial adds, and the key that comes with it. */
const ELEVATION = `    { name: "ELEVATION", type: "int", nullable: false },\n`;
const KEY = `  primaryKey: ["ELEVATION"],\n`;

describe("the Python quickstart as one program", () => {
  test("makes all of it, follows program and configuration by a statement for each change, and leaves nothing", async () => {
    const program = text("index.ts");
    expect([program.split(ELEVATION).length, program.split(KEY).length]).toEqual([2, 2]);
    await using stage = await startStage({ program: program.replace(ELEVATION, "").replace(KEY, ""), files: others() });
    const created = await stage.project.up({ preview: true });
    expect(failures(created)).toEqual([]);
    expect(created.changes).toEqual({ ...UNCHANGED, create: 12, same: 0 });
    const outputs = await stage.project.outputs();
    expect(outputs).toEqual({
      columns: ["TEMPERATURE NUMBER(38,0)", "LOCATION VARCHAR(16777216)"],
      warehouses: ["PYTHON_API_WH SMALL"],
      tasks: ["Name: TASK_PYTHON_API_FILTER | State: suspended", "Name: TASK_PYTHON_API_TRUNC | State: started"],
      graph: {
        TASK_PYTHON_API_FILTER: "PYTHON_API_DB.PYTHON_API_SCHEMA.PYTHON_API_DAG$TASK_PYTHON_API_FILTER",
        TASK_PYTHON_API_TRUNC: "PYTHON_API_DB.PYTHON_API_SCHEMA.PYTHON_API_DAG$TASK_PYTHON_API_TRUNC",
      },
      url: expect.stringMatching(/^https:\/\/[\w-]+\.snowflakecomputing\.app$/),
    });

    stage.sent();
    expect((await stage.project.up()).changes).toEqual({ ...UNCHANGED, same: 12 });
    expect(writesIn(stage)).toEqual([]);

    stage.project.write(program);
    await stage.project.configure({ "quickstart:warehouseSize": "LARGE", "quickstart:tasksStarted": "false" });
    const changed = await stage.project.up();
    expect(failures(changed)).toEqual([]);
    expect(changed.changes).toEqual({ ...UNCHANGED, update: 4, same: 8 });
    expect(writesIn(stage).sort()).toEqual([
      "ALTER TABLE PYTHON_API_DB.PYTHON_API_SCHEMA.PYTHON_API_TABLE ADD COLUMN ELEVATION NUMBER(38,0) NOT NULL",
      "ALTER TABLE PYTHON_API_DB.PYTHON_API_SCHEMA.PYTHON_API_TABLE ADD PRIMARY KEY (ELEVATION)",
      "ALTER TASK PYTHON_API_DB.PYTHON_API_SCHEMA.PYTHON_API_DAG SUSPEND",
      "ALTER TASK PYTHON_API_DB.PYTHON_API_SCHEMA.TASK_PYTHON_API_TRUNC SUSPEND",
      "ALTER WAREHOUSE PYTHON_API_WH SET WAREHOUSE_SIZE = 'LARGE'",
    ]);
    expect(await stage.project.outputs()).toEqual({
      ...outputs,
      columns: ["TEMPERATURE NUMBER(38,0)", "LOCATION VARCHAR(16777216)", "ELEVATION NUMBER(38,0)"],
      primaryKey: ["ELEVATION"],
      warehouses: ["PYTHON_API_WH LARGE"],
      tasks: ["Name: TASK_PYTHON_API_FILTER | State: suspended", "Name: TASK_PYTHON_API_TRUNC | State: suspended"],
    });

    expect(runOfGraph(stage)).toEqual([
      ["PYTHON_API_DAG", "SUCCEEDED"],
      ["PYTHON_API_DAG$TASK_PYTHON_API_FILTER", "SUCCEEDED"],
      ["PYTHON_API_DAG$TASK_PYTHON_API_TRUNC", "SUCCEEDED"],
    ]);
    expect(stage.sql("SELECT L_ORDERKEY, L_SHIPMODE FROM FILTER_TABLE")).toEqual([
      { L_ORDERKEY: "2", L_SHIPMODE: "AIR" },
    ]);
    expect(stage.sql("SELECT COUNT(*) AS N FROM TRUNCATED_TABLE")).toEqual([{ N: "3" }]);

    const destroyed = await stage.project.destroy();
    expect(failures(destroyed)).toEqual([]);
    expect([stage.names("DATABASES"), stage.names("WAREHOUSES"), stage.names("COMPUTE POOLS")]).toEqual([[], [], []]);
    expect(stage.project.state()).toEqual([]);
  });
});

/** Runs the graph once, on three rows; how each of its tasks ended. */
function runOfGraph(stage: Stage): string[][] {
  stage.sql(
    "USE SCHEMA PYTHON_API_DB.PYTHON_API_SCHEMA",
    "USE WAREHOUSE PYTHON_API_WH",
    "INSERT INTO LINEITEM VALUES (1, 'SHIP'), (2, 'AIR'), (3, 'RAIL')",
    "EXECUTE TASK PYTHON_API_DAG",
  );
  stage.emulator.advance(1000);
  const rows = stage.sql(
    "SELECT NAME, STATE, ERROR_MESSAGE FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY()) WHERE NAME LIKE '%DAG%' ORDER BY NAME",
  );
  return rows.map((row) =>
    [row["NAME"], row["STATE"], row["ERROR_MESSAGE"]].filter((cell) => typeof cell === "string"),
  );
}

function writesIn(stage: Stage): string[] {
  return stage.sent().filter((sql) => /^(?:CREATE|ALTER|DROP|EXECUTE)/.test(sql));
}

function others(): Record<string, string> {
  const files = readdirSync(example).filter((file) => !["index.ts", "Pulumi.yaml"].includes(file));
  return Object.fromEntries(files.map((file) => [file, text(file)]));
}

function text(file: string): string {
  return readFileSync(path.join(example, file), "utf8");
}
