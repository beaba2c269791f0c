import { beforeEach, describe, expect, test } from "vitest";
import { TaskAccount } from "./task-run-account";

let account: TaskAccount;
beforeEach(() => {
  account = new TaskAccount();
});

describe("EXECUTE TASK", () => {
  test("runs a suspended task once, and leaves it suspended", () => {
    account.root("A");
    expect(account.run("EXECUTE TASK A")).toBe("Task A is scheduled to run immediately.");
    expect(account.log()).toEqual(["A"]);
    expect(account.row("SHOW TASKS")).toMatchObject({ name: "A", state: "suspended" });
  });

  test("runs what follows once all before it have succeeded, by name among those that are ready", () => {
    account.root("R");
    account.child("B", "R");
    account.child("A", "R");
    account.child("D2", "A, B");
    account.child("C", "B");
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual(["R", "A", "B", "C", "D2"]);
  });

  test("is refused for a child and for a finalizer", () => {
    account.root("R");
    account.child("C", "R");
    account.run("CREATE TASK F WAREHOUSE = W FINALIZE = R AS SELECT 1");
    for (const name of ["C", "F"]) {
      expect(account.error(`EXECUTE TASK ${name}`).message).toBe(
        `Execute task cannot be called on non-root task ${name}. Call EXECUTE TASK on the root task of its graph instead.`,
      );
    }
  });

  test("is refused for what is not there", () => {
    expect(account.error("EXECUTE TASK NONE").code).toBe("002003");
    expect(account.error("EXECUTE TASK A RETRY FIRST").code).toBe("001003");
  });

  test("passes over suspended children as if they had succeeded", () => {
    account.root("R");
    account.child("A", "R");
    account.child("B", "A");
    account.run("ALTER TASK A SUSPEND", "EXECUTE TASK R");
    expect(account.log()).toEqual(["R", "B"]);
    expect(account.states()).toEqual(["R SUCCEEDED", "B SUCCEEDED"]);
  });

  test("runs a task after several only if one of them is not suspended", () => {
    account.root("R");
    account.child("A", "R");
    account.child("B", "R");
    account.child("C", "A, B");
    account.run("ALTER TASK A SUSPEND", "EXECUTE TASK R");
    expect(account.log()).toEqual(["R", "B", "C"]);
    account.run("ALTER TASK B SUSPEND", "TRUNCATE TABLE LOG", "EXECUTE TASK R");
    expect(account.log()).toEqual(["R"]);
  });
});

describe("the privileges of a run", () => {
  beforeEach(() => {
    account.run("CREATE ROLE OWNER", "GRANT ROLE OWNER TO USER ANN", "GRANT USAGE ON DATABASE D TO ROLE OWNER");
    account.run("GRANT ALL ON SCHEMA D.PUBLIC TO ROLE OWNER", "GRANT USAGE ON WAREHOUSE W TO ROLE OWNER");
    account.run("GRANT EXECUTE TASK ON ACCOUNT TO ROLE OWNER", "USE ROLE OWNER", "USE SECONDARY ROLES NONE");
    account.run("CREATE TABLE MINE (WHO VARCHAR)");
    account.root("A", "", "INSERT INTO MINE VALUES (CURRENT_ROLE())");
    account.run("USE ROLE ACCOUNTADMIN");
  });

  test("are those of the owner, whoever executes the task", () => {
    account.run("CREATE ROLE OTHER", "GRANT ROLE OTHER TO USER ANN", "GRANT USAGE ON DATABASE D TO ROLE OTHER");
    account.run("GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE OTHER", "GRANT OPERATE ON TASK A TO ROLE OTHER");
    account.run("USE ROLE OTHER", "EXECUTE TASK D.PUBLIC.A", "USE ROLE OWNER");
    expect(account.rows("SELECT * FROM MINE")).toEqual([{ WHO: "OWNER" }]);
  });

  test.each([
    ["EXECUTE TASK ON ACCOUNT", "EXECUTE TASK privilege"],
    ["USAGE ON WAREHOUSE W", "USAGE privilege on the task's warehouse"],
  ])("have to contain %s", (privilege, missing) => {
    account.run(`REVOKE ${privilege} FROM ROLE OWNER`, "USE ROLE OWNER");
    expect(account.error("EXECUTE TASK A")).toMatchObject({
      code: "091089",
      message: `Cannot execute task, ${missing} must be granted to owner role`,
    });
  });

  test("do not reach what the owner may not touch", () => {
    account.run("USE ROLE OWNER", "ALTER TASK A MODIFY AS INSERT INTO LOG VALUES ('x')", "EXECUTE TASK A");
    expect(account.states()).toEqual(["A FAILED"]);
  });
});

describe("a condition", () => {
  test.each([
    ["SYSTEM$GET_PREDECESSOR_RETURN_VALUE('R') = '7'", true],
    ["SYSTEM$GET_PREDECESSOR_RETURN_VALUE()::INT > 6.5 AND NOT SYSTEM$STREAM_HAS_DATA('S')", true],
    ["SYSTEM$GET_PREDECESSOR_RETURN_VALUE('R') IS NULL", false],
    ["SYSTEM$GET_PREDECESSOR_RETURN_VALUE('R') = 'x' OR SYSTEM$STREAM_HAS_DATA('D.PUBLIC.S')", false],
  ])("decides whether the task runs: %s", (condition, runs) => {
    account.root("R", "", "CALL SYSTEM$SET_RETURN_VALUE('7')");
    account.child("C", "R", { when: `WHEN ${condition}` });
    account.child("NEXT", "C");
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual(runs ? ["C", "NEXT"] : []);
    expect(account.states()).toEqual(["R SUCCEEDED", ...(runs ? ["C SUCCEEDED", "NEXT SUCCEEDED"] : ["C SKIPPED"])]);
    expect(account.graphs()).toEqual([{ ROOT_TASK_NAME: "R", STATE: "SUCCEEDED" }]);
  });

  test("that is false is told as Snowflake tells it", () => {
    account.root("R", "WHEN SYSTEM$STREAM_HAS_DATA('S')");
    account.run("EXECUTE TASK R");
    expect(account.history("STATE, ERROR_CODE, ERROR_MESSAGE, QUERY_ID")).toEqual([
      {
        STATE: "SKIPPED",
        ERROR_CODE: "0040003",
        ERROR_MESSAGE: "Conditional expression for task evaluated to false.",
        QUERY_ID: null,
      },
    ]);
  });

  test("of a root that is false leaves the whole run out, with its finalizer", () => {
    account.root("R", "WHEN SYSTEM$STREAM_HAS_DATA('S')");
    account.child("C", "R");
    account.run("CREATE TASK F WAREHOUSE = W FINALIZE = R AS INSERT INTO LOG VALUES ('F')", "ALTER TASK F RESUME");
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual([]);
    expect(account.graphs()).toEqual([]);
  });

  test("of a task after several has to name the one whose value it wants", () => {
    account.root("R");
    account.child("A", "R", { body: "SELECT SYSTEM$SET_RETURN_VALUE('yes')" });
    account.child("B", "R");
    account.child("C", "A, B", { when: "WHEN SYSTEM$GET_PREDECESSOR_RETURN_VALUE() = 'yes'" });
    account.child("E", "A, B", { when: "WHEN SYSTEM$GET_PREDECESSOR_RETURN_VALUE('A') = 'yes'" });
    account.run("EXECUTE TASK R");
    expect(account.states("TASK_NAME => 'C'")).toEqual(["C FAILED"]);
    expect(account.states("TASK_NAME => 'E'")).toEqual(["E SUCCEEDED"]);
  });

  test("reaches values of tasks further up, by their stored name", () => {
    account.root("R", "", "CALL SYSTEM$SET_RETURN_VALUE('up')");
    account.child("A", "R");
    account.child("B", "A", { when: "WHEN SYSTEM$GET_PREDECESSOR_RETURN_VALUE('R') = 'up'" });
    account.child("C", "A", { when: "WHEN SYSTEM$GET_PREDECESSOR_RETURN_VALUE('r') = 'up'" });
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual(["A", "B"]);
    expect(account.states("TASK_NAME => 'C'")).toEqual(["C FAILED"]);
  });
});

describe("a failure", () => {
  test("is recorded with its error, keeps what follows from running, and fails the graph", () => {
    account.root("R");
    account.child("A", "R", { body: "INSERT INTO NONE VALUES (1)" });
    account.child("B", "A");
    account.child("C", "R");
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual(["R", "C"]);
    expect(account.history("STATE, ERROR_CODE, ERROR_MESSAGE", "TASK_NAME => 'A'")).toEqual([
      {
        STATE: "FAILED",
        ERROR_CODE: "002003",
        ERROR_MESSAGE: "SQL compilation error:\nTable 'D.PUBLIC.NONE' does not exist or not authorized.",
      },
    ]);
    expect(account.states("TASK_NAME => 'B'")).toEqual([]);
    expect(account.graphs("STATE, FIRST_ERROR_TASK_NAME, FIRST_ERROR_CODE")).toEqual([
      { STATE: "FAILED", FIRST_ERROR_TASK_NAME: "A", FIRST_ERROR_CODE: "002003" },
    ]);
  });

  test("does not keep the finalizer from running, last of all", () => {
    account.root("R");
    account.child("A", "R", { body: "SELECT * FROM NONE" });
    account.child("Z", "R");
    account.run("CREATE TASK F WAREHOUSE = W FINALIZE = R AS INSERT INTO LOG VALUES ('F')", "ALTER TASK F RESUME");
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual(["R", "Z", "F"]);
    expect(account.states()).toEqual(["R SUCCEEDED", "A FAILED", "Z SUCCEEDED", "F SUCCEEDED"]);
  });
});
