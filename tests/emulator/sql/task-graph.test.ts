import { beforeEach, describe, expect, test } from "vitest";
import { Engine } from "../../../emulator/engine/engine";
import { Account } from "./account";

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE WAREHOUSE W");
});

const shown = (name: string) => account.row(`SHOW TASKS LIKE '${name}' IN SCHEMA D.S`);
const above = (name: string): string[] => JSON.parse(String(shown(name)["predecessors"]));
const states = () =>
  Object.fromEntries(account.rows("SHOW TASKS IN SCHEMA D.S").map((row) => [row["name"], row["state"]]));

/** A root R, its children A and B, their child C, and a finalizer F; all suspended. */
function graph(): void {
  account.run(
    "CREATE TASK R SCHEDULE = '1 M' AS SELECT 1",
    "CREATE TASK A AFTER R AS SELECT 1",
    "CREATE TASK B AFTER R AS SELECT 1",
    "CREATE TASK C AFTER B, A AS SELECT 1",
    "CREATE TASK F FINALIZE = R AS SELECT 1",
  );
}

describe("the links of a graph", () => {
  beforeEach(graph);

  test("are shown with full names, in order", () => {
    expect(shown("C")["predecessors"]).toBe('[\n  "D.S.A",\n  "D.S.B"\n]');
    expect(shown("C")["task_relations"]).toBe('{"Predecessors":["D.S.A","D.S.B"]}');
    expect(shown("R")["task_relations"]).toBe('{"Predecessors":[],"FinalizerTask":"D.S.F"}');
    expect(shown("F")["task_relations"]).toBe('{"FinalizedRootTask":"D.S.R","Predecessors":[]}');
    expect(shown("C")).toMatchObject({ allow_overlapping_execution: "null", overlap_policy: null });
  });

  test("follow new names of schema and database", () => {
    account.run('ALTER SCHEMA D.S RENAME TO D."s x"', "ALTER DATABASE D RENAME TO E");
    const row = account.row("SHOW TASKS LIKE 'A' IN ACCOUNT");
    expect(JSON.parse(String(row["predecessors"]))).toEqual(['E."s x".R']);
  });

  test("are added and taken out; one that is there is no error", () => {
    account.run("ALTER TASK C ADD AFTER R, A", "ALTER TASK C REMOVE AFTER A, B");
    expect(above("C")).toEqual(["D.S.R"]);
    expect(account.error("ALTER TASK C REMOVE AFTER A").message).toBe("Task C does not have predecessor A.");
    expect(shown("C")["last_suspended_reason"]).toBeNull();
  });

  test("a child without predecessors is a root, and stops", () => {
    account.run("ALTER TASK A RESUME", "ALTER TASK A REMOVE AFTER R");
    expect(shown("A")).toMatchObject({ state: "suspended", last_suspended_reason: "CHILD_BECAME_ROOT" });
    expect(above("C")).toEqual(["D.S.A", "D.S.B"]);
  });

  test("a finalizer that finalizes nothing any more is a task without schedule", () => {
    account.run("ALTER TASK F RESUME", "ALTER TASK F UNSET FINALIZE");
    expect(shown("F")).toMatchObject({
      ...{ state: "suspended", last_suspended_reason: "FINALIZER_BECAME_ROOT", schedule: null },
      task_relations: '{"Predecessors":[]}',
    });
    account.run("ALTER TASK F SET FINALIZE = D.S.R");
    expect(shown("R")["task_relations"]).toContain("D.S.F");
  });

  test("are what CREATE OR ALTER says, and no others", () => {
    account.run("ALTER TASK C RESUME", "CREATE OR ALTER TASK C AFTER B AS SELECT 1");
    expect([above("C"), shown("C")["state"]]).toEqual([["D.S.B"], "started"]);
    account.run("CREATE OR ALTER TASK C AS SELECT 1", "CREATE OR ALTER TASK F AFTER C AS SELECT 1");
    expect(shown("C")).toMatchObject({ state: "suspended", last_suspended_reason: "CHILD_BECAME_ROOT" });
    expect([above("F"), shown("R")["task_relations"]]).toEqual([["D.S.C"], '{"Predecessors":[]}']);
  });

  test("go with a dropped task; who is left without one is a root, and stops", () => {
    account.run("ALTER TASK A RESUME", "ALTER TASK C RESUME", "DROP TASK B");
    expect(above("C")).toEqual(["D.S.A"]);
    expect(states()).toMatchObject({ A: "started", C: "started" });
    account.run("DROP TASK R");
    expect(shown("A")).toMatchObject({ state: "suspended", last_suspended_reason: "CHILD_BECAME_ROOT" });
    expect(shown("F")).toMatchObject({ last_suspended_reason: "FINALIZER_BECAME_ROOT" });
    expect(above("C")).toEqual(["D.S.A"]);
  });

  test("to a replaced predecessor are gone; the finalizer stays", () => {
    account.run("ALTER TASK F RESUME", "CREATE OR REPLACE TASK R SCHEDULE = '2 M' AS SELECT 1");
    expect(above("A")).toEqual([]);
    expect(shown("F")).toMatchObject({ state: "started", task_relations: expect.stringContaining("D.S.R") });
    expect(account.error("CREATE OR REPLACE TASK R AFTER C AS SELECT 1").message).toContain(
      "Cannot replace task R with a non-root task because it has a finalizer task.",
    );
  });

  test("stay with a clone of the same owner", () => {
    account.run("CREATE TASK C2 CLONE C");
    expect(above("C2")).toEqual(["D.S.A", "D.S.B"]);
  });
});

describe("links that cannot be", () => {
  beforeEach(() => {
    graph();
    account.run("CREATE SCHEMA D.S2", "CREATE TASK D.S2.X AS SELECT 1", "USE SCHEMA D.S", "CREATE ROLE OTHER");
    account.run("CREATE TASK O AS SELECT 1", "GRANT OWNERSHIP ON TASK O TO ROLE OTHER");
  });

  test.each([
    ["CREATE TASK N SCHEDULE = '1 M' AFTER R AS SELECT 1", "Task N cannot have both a schedule and a predecessor."],
    ["CREATE TASK N AFTER NOPE AS SELECT 1", "Invalid predecessor NOPE was specified."],
    ["CREATE TASK N AFTER D.S2.X AS SELECT 1", "Cannot have predecessor X from a different schema."],
    ["CREATE TASK N AFTER O AS SELECT 1", "since they do not share the same owner role"],
    ["CREATE TASK N AFTER F AS SELECT 1", "Task F cannot have children as a finalizer task."],
    ["CREATE TASK N CONFIG = '{}' AFTER R AS SELECT 1", "Task N cannot both be a non-root task and have a config."],
    [
      "CREATE TASK N OVERLAP_POLICY = NO_OVERLAP AFTER R AS SELECT 1",
      "Cannot set overlap policy on non-root task D.S.N.",
    ],
    [
      "CREATE TASK N ALLOW_OVERLAPPING_EXECUTION = TRUE AFTER R AS SELECT 1",
      "Cannot set allow_overlapping_execution on non-root task D.S.N.",
    ],
    [
      "CREATE TASK N TASK_AUTO_RETRY_ATTEMPTS = 1 AFTER R AS SELECT 1",
      "Cannot set parameter TASK_AUTO_RETRY_ATTEMPTS on non-root task D.S.N.",
    ],
    ["CREATE TASK N FINALIZE = R AS SELECT 1", "Finalize target R already have finalizer."],
    ["CREATE TASK N FINALIZE = NOPE AS SELECT 1", "Invalid finalized root task NOPE was specified."],
    ["CREATE TASK N FINALIZE = A AS SELECT 1", "Task D.S.N cannot finalize a non-root task D.S.A."],
    ["CREATE TASK N FINALIZE = D.S2.X AS SELECT 1", "Cannot finalize graph D.S2.X in a different schema."],
    ["CREATE TASK F2 SCHEDULE = '1 M' FINALIZE = F AS SELECT 1", "cannot finalize a non-root task D.S.F."],
    ["ALTER TASK R ADD AFTER R", "Task R cannot use itself as its predecessor."],
    ["ALTER TASK R ADD AFTER C", "Task R cannot have both a schedule and a predecessor."],
    ["ALTER TASK C SET SCHEDULE = '1 M'", "Task C cannot have both a schedule and a predecessor."],
    ["ALTER TASK F SET SCHEDULE = '1 M'", "Task F cannot have a schedule and be a finalizer task."],
    ["ALTER TASK F ADD AFTER A", "Task F cannot have predecessors as a finalizer task."],
    ["ALTER TASK C SET CONFIG = '{}'", "Task C cannot both be a non-root task and have a config."],
  ])("%s: %s", (statement, text) => {
    expect(account.error(statement).message).toContain(text);
    expect(account.names("SHOW TASKS IN SCHEMA D.S")).toEqual(["A", "B", "C", "F", "O", "R"]);
  });

  test("a root with a finalizer is no child, whatever else it has", () => {
    account.run("ALTER TASK R UNSET SCHEDULE", "CREATE TASK N SCHEDULE = '1 M' AS SELECT 1");
    expect(account.error("ALTER TASK R ADD AFTER N").message).toContain("This task has a finalizer");
    account.run("ALTER TASK F UNSET FINALIZE", "ALTER TASK R ADD AFTER N");
    expect(above("R")).toEqual(["D.S.N"]);
  });

  test("more than 100 predecessors, or 100 children", () => {
    const names = Array.from({ length: 101 }, (_, i) => `P${i}`);
    account.run(...names.slice(0, 98).map((name) => `CREATE TASK ${name} AFTER R AS SELECT 1`));
    expect(account.error("CREATE TASK P98 AFTER R AS SELECT 1").message).toContain("more than 100 children");
    account.run(...names.slice(98).map((name) => `CREATE TASK ${name} AFTER C AS SELECT 1`));
    expect(account.error(`CREATE TASK N AFTER ${names} AS SELECT 1`).message).toContain("more than 100 predecessors");
  });
});

test("a graph of more than 1000 tasks cannot be", () => {
  account.run("CREATE TASK R SCHEDULE = '1 M' AS SELECT 1");
  for (let i = 0; i < 999; i += 1) account.run(`CREATE TASK T${i} AFTER ${i < 90 ? "R" : `T${i % 90}`} AS SELECT 1`);
  expect(account.error("CREATE TASK X AFTER T1 AS SELECT 1").message).toContain("more than 1000 tasks");
});

describe("a running graph", () => {
  beforeEach(() => {
    graph();
    account.run(...["A", "B", "C", "F", "R"].map((name) => `ALTER TASK ${name} RESUME`));
  });

  test.each([
    "CREATE TASK N AFTER R AS SELECT 1",
    "CREATE TASK N AFTER C AS SELECT 1",
    "CREATE OR REPLACE TASK R SCHEDULE = '1 M' AS SELECT 1",
    "CREATE OR REPLACE TASK C AS SELECT 1",
    "CREATE OR ALTER TASK C AFTER A AS SELECT 1",
    "ALTER TASK C SET COMMENT = 'x'",
    "ALTER TASK C SUSPEND",
    "ALTER TASK F SUSPEND",
    "ALTER TASK F UNSET FINALIZE",
    "ALTER TASK C ADD AFTER R",
    "ALTER TASK C REMOVE AFTER A",
    "ALTER TASK C MODIFY AS SELECT 2",
    "ALTER TASK R SET SCHEDULE = '2 M'",
    "DROP TASK C",
    "DROP TASK F",
    "DROP TASK R",
  ])("cannot be changed before its root is suspended: %s", (statement) => {
    const error = account.error(statement);
    expect([error.code, error.sqlState]).toEqual(["091421", "22000"]);
    expect(error.message).toBe("Unable to update graph with root task D.S.R since that root task is not suspended.");
    expect(states()).toEqual({ A: "started", B: "started", C: "started", F: "started", R: "started" });
  });

  test("can be changed while its root is suspended; children keep running", () => {
    account.run("ALTER TASK R SUSPEND");
    account.run("ALTER TASK C SET COMMENT = 'x'", "CREATE TASK N AFTER C AS SELECT 1", "ALTER TASK N RESUME");
    account.run("ALTER TASK R RESUME");
    expect(states()).toEqual({ A: "started", B: "started", C: "started", F: "started", N: "started", R: "started" });
  });
});

describe("the root, when it is resumed", () => {
  test("wants a schedule, or a stream", () => {
    account.run("CREATE TASK R WAREHOUSE = W AS SELECT 1");
    expect(account.error("ALTER TASK R RESUME").code).toBe("091400");
    account.run("ALTER TASK R MODIFY WHEN SYSTEM$STREAM_HAS_DATA('X')", "ALTER TASK R RESUME");
    expect(states()).toEqual({ R: "started" });
  });

  test("finds a cycle below", () => {
    graph();
    account.run("ALTER TASK A ADD AFTER C");
    expect(account.error("ALTER TASK R RESUME").message).toMatch(
      /^Graph has at least one cycle containing task D\.S\.[AC]\.$/,
    );
    expect(states()["R"]).toBe("suspended");
    account.run("ALTER TASK A REMOVE AFTER C", "ALTER TASK R RESUME");
  });

  test("finds another root above", () => {
    graph();
    account.run("CREATE TASK R2 SCHEDULE = '1 M' AS SELECT 1", "ALTER TASK C ADD AFTER R2");
    for (const root of ["R", "R2"]) {
      expect(account.error(`ALTER TASK ${root} RESUME`).message).toContain(
        "The graph has more than one root task (one without predecessors)",
      );
    }
  });

  test("commits the whole graph", () => {
    graph();
    account.run("ALTER TASK A RESUME");
    expect(shown("A")["last_committed_on"]).toBeNull();
    account.run("ALTER TASK R RESUME");
    expect(account.rows("SHOW TASKS").map((row) => typeof row["last_committed_on"])).toEqual(Array(5).fill("string"));
  });
});

describe("dependents", () => {
  beforeEach(graph);
  const dependents = (args: string) =>
    account.rows(`SELECT * FROM TABLE(D.INFORMATION_SCHEMA.TASK_DEPENDENTS(${args}))`);

  test.each([
    ["TASK_NAME => 'D.S.R'", ["R", "A", "B", "C", "F"]],
    ["'R'", ["R", "A", "B", "C", "F"]],
    ["recursive => false, task_name => 'r'", ["R", "A", "B", "F"]],
    ["TASK_NAME => 'B', RECURSIVE => TRUE", ["B", "C"]],
    ["TASK_NAME => 'F'", ["F"]],
  ])("TASK_DEPENDENTS(%s) lists %s", (args, names) => {
    expect(dependents(args).map((row) => row["NAME"])).toEqual(names);
  });

  test("TASK_DEPENDENTS shows what SHOW does", () => {
    expect(Object.keys(dependents("'R'")[0] ?? {})).toEqual([
      ...["CREATED_ON", "NAME", "DATABASE_NAME", "SCHEMA_NAME", "OWNER", "COMMENT", "WAREHOUSE", "SCHEDULE"],
      ...["PREDECESSORS", "STATE", "DEFINITION", "CONDITION"],
    ]);
    expect(account.error("SELECT * FROM TABLE(INFORMATION_SCHEMA.TASK_DEPENDENTS('NOPE'))").code).toBe("002003");
    expect(account.error("SELECT * FROM TABLE(INFORMATION_SCHEMA.TASK_DEPENDENTS())").code).toBe("000938");
    expect(account.error("SELECT * FROM TABLE(INFORMATION_SCHEMA.TASK_DEPENDENTS(X => 'R'))").code).toBe("000904");
  });

  test("SYSTEM$TASK_DEPENDENTS_ENABLE resumes all of a graph", () => {
    account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('D.S.R')");
    expect(states()).toEqual({ A: "started", B: "started", C: "started", F: "started", R: "started" });
  });

  test("SYSTEM$TASK_DEPENDENTS_ENABLE counts as a change, and does nothing when it is only described", () => {
    let changes = 0;
    account.engine.onChange = () => {
      changes += 1;
    };
    const text = "SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('R')";
    account.engine.execute(account.session, text, { queryId: "described", describeOnly: true });
    expect([changes, states()["R"]]).toEqual([0, "suspended"]);
    account.run(text);
    expect([changes, states()["R"]]).toEqual([1, "started"]);
  });

  test("SYSTEM$TASK_DEPENDENTS_ENABLE resumes what is below a child", () => {
    account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('b')");
    expect(states()).toEqual({ A: "suspended", B: "started", C: "started", F: "suspended", R: "suspended" });
  });

  test("SYSTEM$TASK_DEPENDENTS_ENABLE resumes none when one cannot be", () => {
    account.run("ALTER TASK A ADD AFTER C");
    expect(account.error("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('R')").message).toContain("at least one cycle");
    expect(new Set(Object.values(states()))).toEqual(new Set(["suspended"]));
  });
});

describe("a container of tasks", () => {
  beforeEach(() => {
    graph();
    account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('R')");
  });

  test.each([
    ["DROP SCHEMA D.S", "UNDROP SCHEMA D.S"],
    ["DROP DATABASE D", "UNDROP DATABASE D"],
  ])("%s stops them for good", (drop, undrop) => {
    account.run(drop, undrop);
    expect(new Set(Object.values(states()))).toEqual(new Set(["suspended"]));
    expect(shown("C")["last_suspended_reason"]).toBe("SCHEMA_OR_DATABASE_DELETED");
    expect(JSON.parse(String(shown("C")["predecessors"]))).toEqual(["D.S.A", "D.S.B"]);
  });

  test.each([
    ["CREATE SCHEMA D.S3 CLONE D.S", "D.S3"],
    ["CREATE DATABASE E CLONE D", "E.S"],
  ])("%s makes suspended copies that are linked among themselves", (clone, schema) => {
    account.run(clone);
    const rows = account.rows(`SHOW TASKS IN SCHEMA ${schema}`);
    expect(rows.map((row) => row["state"])).toEqual(Array(5).fill("suspended"));
    expect(rows.map((row) => row["last_committed_on"])).toEqual(Array(5).fill(null));
    expect(JSON.parse(String(rows[2]?.["predecessors"]))).toEqual([`${schema}.A`, `${schema}.B`]);
    expect(rows[3]?.["task_relations"]).toContain(`${schema}.R`);
    expect(rows[0]?.["id"]).not.toBe(shown("A")["id"]);
    expect(states()["R"]).toBe("started");
  });

  test("comes back from a saved state with all that is known of them", () => {
    const engine = new Engine({ organization: "acme", account: "main" });
    const before = account.rows("SHOW TASKS IN ACCOUNT");
    engine.load(JSON.parse(JSON.stringify(account.engine.save())));
    account = new Account({ engine });
    expect(account.rows("SHOW TASKS IN ACCOUNT")).toEqual(before);
    expect(account.error("ALTER TASK D.S.C SUSPEND").code).toBe("091421");
  });
});

describe("privileges on tasks", () => {
  let owner: Account;

  beforeEach(() => {
    account.run("CREATE ROLE OWNER", "CREATE ROLE GUEST", "CREATE USER BOB");
    account.run(
      "GRANT ROLE OWNER TO USER BOB",
      "GRANT ROLE GUEST TO USER BOB",
      "GRANT USAGE ON DATABASE D TO ROLE OWNER",
    );
    account.run("GRANT USAGE ON SCHEMA D.S TO ROLE OWNER", "GRANT CREATE TASK ON SCHEMA D.S TO ROLE OWNER");
    account.run("GRANT USAGE ON DATABASE D TO ROLE GUEST", "GRANT USAGE ON SCHEMA D.S TO ROLE GUEST");
    owner = account.login({ user: "BOB", role: "OWNER", database: "D", schema: "S" });
  });

  test("a schema's CREATE TASK is needed to create one", () => {
    const guest = account.login({ user: "BOB", role: "GUEST", database: "D", schema: "S" });
    guest.run("USE SECONDARY ROLES NONE");
    expect(guest.error("CREATE TASK T AS SELECT 1").code).toBe("003001");
    owner.run("CREATE TASK T AS SELECT 1");
    expect(guest.names("SHOW TASKS")).toEqual([]);
    account.run("GRANT MONITOR ON TASK D.S.T TO ROLE GUEST");
    expect(guest.names("SHOW TASKS")).toEqual(["T"]);
    expect(guest.error("ALTER TASK T RESUME").code).toBe("003001");
    expect(guest.error("ALTER TASK T SET COMMENT = 'x'").code).toBe("003001");
    expect(guest.error("DROP TASK T").code).toBe("003001");
  });

  test("the owner needs EXECUTE TASK, and what the task runs on", () => {
    owner.run("USE SECONDARY ROLES NONE");
    owner.run("CREATE TASK T SCHEDULE = '1 M' AS SELECT 1");
    const error = owner.error("ALTER TASK T RESUME");
    expect([error.code, error.sqlState]).toEqual(["091089", "23001"]);
    expect(error.message).toBe("Cannot execute task, EXECUTE TASK privilege must be granted to owner role");
    account.run("GRANT EXECUTE TASK ON ACCOUNT TO ROLE OWNER");
    expect(owner.error("ALTER TASK T RESUME").message).toContain("EXECUTE MANAGED TASK");
    account.run("GRANT USAGE ON WAREHOUSE W TO ROLE OWNER");
    owner.run("ALTER TASK T SET WAREHOUSE = W");
    account.run("REVOKE USAGE ON WAREHOUSE W FROM ROLE OWNER");
    expect(owner.error("ALTER TASK T RESUME").message).toContain("USAGE privilege on the task's warehouse");
    account.run("GRANT USAGE ON WAREHOUSE W TO ROLE OWNER");
    owner.run("ALTER TASK T RESUME");
    account.run("GRANT OPERATE ON TASK D.S.T TO ROLE GUEST");
    account.login({ user: "BOB", role: "GUEST" }).run("ALTER TASK D.S.T SUSPEND");
  });

  test("ownership of one task cuts its links; a started root is left alone", () => {
    graph();
    account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('R')");
    expect(account.error("GRANT OWNERSHIP ON TASK R TO ROLE OWNER").code).toBe("091421");
    expect(account.error("GRANT OWNERSHIP ON TASK C TO ROLE OWNER").code).toBe("091421");
    account.run("ALTER TASK R SUSPEND", "GRANT OWNERSHIP ON TASK A TO ROLE OWNER");
    expect(shown("A")).toMatchObject({ owner: "OWNER", state: "suspended", predecessors: "[]" });
    expect(above("C")).toEqual(["D.S.B"]);
    expect(states()["C"]).toBe("started");
  });

  test("ownership of all tasks in a schema keeps their links and stops them", () => {
    graph();
    account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('R')", "ALTER TASK R SUSPEND");
    account.run("GRANT OWNERSHIP ON ALL TASKS IN SCHEMA D.S TO ROLE OWNER COPY CURRENT GRANTS");
    expect(above("C")).toEqual(["D.S.A", "D.S.B"]);
    expect(shown("F")).toMatchObject({ state: "suspended", last_suspended_reason: "GRANT_OWNERSHIP", owner: "OWNER" });
    expect(shown("R")["task_relations"]).toContain("D.S.F");
  });
});
