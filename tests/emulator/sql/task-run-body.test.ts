import { beforeEach, describe, expect, test } from "vitest";
import { TaskAccount } from "./task-run-account";

let account: TaskAccount;
beforeEach(() => {
  account = new TaskAccount();
});

describe("the body of a task", () => {
  test("runs in the task's own database and schema, whatever those of the session", () => {
    account.root("A");
    account.run("CREATE DATABASE OTHER", "EXECUTE TASK D.PUBLIC.A", "USE SCHEMA D.PUBLIC");
    expect(account.log()).toEqual(["A"]);
  });

  test("finds them under a new name too", () => {
    account.root("A");
    account.run(
      "ALTER DATABASE D RENAME TO E",
      "USE SCHEMA E.PUBLIC",
      "EXECUTE TASK A",
      "ALTER DATABASE E RENAME TO D",
    );
    expect(account.log()).toEqual(["A"]);
  });

  test("runs as SYSTEM, in a session with the task's parameters", () => {
    account.root("A", "QUERY_TAG = 'nightly'", "INSERT INTO LOG VALUES (CURRENT_USER() || CURRENT_WAREHOUSE())");
    account.run("EXECUTE TASK A");
    expect(account.log()).toEqual(["SYSTEMW"]);
  });

  test("needs no warehouse when the task is serverless", () => {
    account.run("CREATE TASK A AS INSERT INTO LOG VALUES ('serverless')", "EXECUTE TASK A");
    expect(account.log()).toEqual(["serverless"]);
  });

  test("can be a block of plain statements", () => {
    account.root("A", "", "BEGIN INSERT INTO LOG VALUES (';'); INSERT INTO LOG VALUES ('b'); END;");
    account.run("EXECUTE TASK A");
    expect(account.log()).toEqual([";", "b"]);
    expect(account.states()).toEqual(["A SUCCEEDED"]);
  });

  test("fails at the first statement of a block that does", () => {
    account.root("A", "", "BEGIN INSERT INTO LOG VALUES ('a'); DROP TABLE NONE; INSERT INTO LOG VALUES ('b'); END");
    account.run("EXECUTE TASK A");
    expect(account.log()).toEqual(["a"]);
    expect(account.history("STATE, ERROR_CODE")).toEqual([{ STATE: "FAILED", ERROR_CODE: "002003" }]);
  });

  test.each([
    "BEGIN INSERT INTO LOG VALUES ('a'); FOR I IN 1 TO 3 DO INSERT INTO LOG VALUES ('b'); END FOR; END",
    "BEGIN INSERT INTO LOG VALUES ('a'); IF (TRUE) THEN INSERT INTO LOG VALUES ('b'); END IF; END",
  ])("fails as a whole, and says so, where the emulator cannot run it: %s", (body) => {
    account.root("A", "", body);
    account.run("EXECUTE TASK A");
    expect(account.log()).toEqual([]);
    const [run] = account.history("STATE, ERROR_MESSAGE");
    expect(run).toMatchObject({ STATE: "FAILED", ERROR_MESSAGE: expect.stringContaining("emulator") });
  });

  test("can start another task, which runs a second later, and so can that", () => {
    account.root("B", "", "BEGIN EXECUTE TASK A; INSERT INTO LOG VALUES ('B'); END");
    account.root("A", "", "BEGIN EXECUTE TASK B; INSERT INTO LOG VALUES ('A'); END");
    account.run("EXECUTE TASK A");
    expect(account.log()).toEqual(["A"]);
    account.engine.advance(2500);
    expect(account.log()).toEqual(["A", "B", "A"]);
  });
});

describe("what a body knows of its run", () => {
  const config = `{"dir": "/tmp", "rate": 0.1, "paths": {"logs": "/l", "list": ["x", "y"]}, "empty": null}`;

  test.each([
    ["'dir'", "/tmp"],
    ["'rate'", "0.1"],
    ["'paths.logs'", "/l"],
    ["'paths[\\'list\\'][1]'", "y"],
    ["'paths.list'", '["x","y"]'],
    ["'empty'", null],
    ["'none.at.all'", null],
    ["", config],
  ])("SYSTEM$GET_TASK_GRAPH_CONFIG(%s) is %s, in children too", (path, value) => {
    account.root("R", `CONFIG = $$${config}$$`, "SELECT 1");
    account.child("C", "R", { body: `INSERT INTO LOG VALUES (SYSTEM$GET_TASK_GRAPH_CONFIG(${path}))` });
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual([value]);
  });

  test("a configuration of one run is merged into the task's own", () => {
    account.root("R", `CONFIG = '${config}'`, "INSERT INTO LOG VALUES (SYSTEM$GET_TASK_GRAPH_CONFIG())");
    account.run(`EXECUTE TASK R USING CONFIG = '{"paths": {"logs": "/other"}, "new": 1}'`, "EXECUTE TASK R");
    const merged = `{"dir":"/tmp","rate":0.1,"paths":{"logs":"/other","list":["x","y"]},"empty":null,"new":1}`;
    expect(account.log()).toEqual([merged, config]);
    expect(account.history("CONFIG")).toEqual([{ CONFIG: merged }, { CONFIG: config }]);
  });

  test.each(["[1]", "x", "1"])("a configuration that is no object is refused: %s", (text) => {
    account.root("R");
    expect(account.error(`EXECUTE TASK R USING CONFIG = '${text}'`).message).toContain("valid JSON Object");
  });

  test("it can ask for its names, ids and times", () => {
    account.root("R", "", "INSERT INTO LOG VALUES (SYSTEM$CURRENT_USER_TASK_NAME())");
    account.child("C", "R", {
      body: `INSERT INTO LOG SELECT SYSTEM$TASK_RUNTIME_INFO('current_task_name') || ' ' ||
        SYSTEM$TASK_RUNTIME_INFO('CURRENT_ROOT_TASK_NAME') || ' ' || SYSTEM$TASK_RUNTIME_INFO('CURRENT_ROOT_TASK_UUID')
        || ' ' || SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_GRAPH_RUN_GROUP_ID')`,
    });
    account.child("E", "C", {
      body: `INSERT INTO LOG VALUES
        (SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_GRAPH_ORIGINAL_SCHEDULED_TIMESTAMP')::TIMESTAMP_LTZ::VARCHAR)`,
    });
    account.run("EXECUTE TASK R");
    const [root] = account.history("ROOT_TASK_ID, GRAPH_RUN_GROUP_ID");
    expect(account.log()).toEqual([
      "D.PUBLIC.R",
      `C R ${root?.["ROOT_TASK_ID"]} ${root?.["GRAPH_RUN_GROUP_ID"]}`,
      expect.stringMatching(/^2030-01-01 00:00:00\.\d{3} Z$/),
    ]);
  });

  test("it knows the latest run that had succeeded before", () => {
    const asks = "SYSTEM$TASK_RUNTIME_INFO('LAST_SUCCESSFUL_TASK_GRAPH_RUN_GROUP_ID')";
    account.root("R", "", `INSERT INTO LOG VALUES (${asks})`);
    account.run("EXECUTE TASK R", "EXECUTE TASK R");
    const [first] = account.history("GRAPH_RUN_GROUP_ID");
    expect(account.log()).toEqual([null, first?.["GRAPH_RUN_GROUP_ID"]]);
  });

  test("the return value is in the history", () => {
    account.root("R", "", "CALL SYSTEM$SET_RETURN_VALUE('the value')");
    account.run("EXECUTE TASK R");
    expect(account.history("RETURN_VALUE")).toEqual([{ RETURN_VALUE: "the value" }]);
  });

  test("SYSTEM$WAIT knows its units", () => {
    account.root("R", "", "CALL SYSTEM$WAIT(1, 'FORTNIGHTS')");
    account.run("EXECUTE TASK R");
    expect(account.states()).toEqual(["R FAILED"]);
  });

  test.each([
    "SYSTEM$SET_RETURN_VALUE('x')",
    "SYSTEM$GET_PREDECESSOR_RETURN_VALUE()",
    "SYSTEM$GET_TASK_GRAPH_CONFIG()",
    "SYSTEM$CURRENT_USER_TASK_NAME()",
    "SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_NAME')",
  ])("elsewhere there is no run: %s", (call) => {
    const name = call.split("(")[0];
    expect(account.error(`SELECT ${call}`).message).toContain(`Function ${name} must be called from within a task`);
    expect(account.error(`CALL ${call}`).message).toContain(`Function ${name} must be called from within a task`);
  });
});
