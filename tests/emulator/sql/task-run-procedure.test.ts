import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { prepareJavaScript } from "../../../emulator/engine/procedure/javascript-engine";
import { TaskAccount } from "./task-run-account";

beforeAll(() => prepareJavaScript());

let account: TaskAccount;
beforeEach(() => {
  account = new TaskAccount();
});

describe("a task that calls a procedure", () => {
  test("in JavaScript, which gives the return value of the task", () => {
    account.run(`CREATE PROCEDURE P(WHAT VARCHAR) RETURNS VARCHAR LANGUAGE JAVASCRIPT EXECUTE AS CALLER AS $$
      snowflake.execute({ sqlText: "INSERT INTO LOG VALUES (?)", binds: [WHAT] });
      snowflake.execute({ sqlText: "CALL SYSTEM$SET_RETURN_VALUE('" + WHAT + "!')" });
      return "done"; $$`);
    account.root("R", "", "CALL P('a')");
    account.child("C", "R", {
      when: "WHEN SYSTEM$GET_PREDECESSOR_RETURN_VALUE('R') = 'a!'",
      body: "CALL P('b')",
    });
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual(["a", "b"]);
    expect(account.history("RETURN_VALUE")).toEqual([{ RETURN_VALUE: "a!" }, { RETURN_VALUE: "b!" }]);
  });

  test("with its owner's rights finds the run too", () => {
    account.run(`CREATE PROCEDURE P() RETURNS VARCHAR LANGUAGE JAVASCRIPT AS $$
      const rows = snowflake.execute({ sqlText: "SELECT SYSTEM$CURRENT_USER_TASK_NAME()" });
      rows.next();
      snowflake.execute({ sqlText: "INSERT INTO LOG VALUES (?)", binds: [rows.getColumnValue(1)] });
      return null; $$`);
    account.root("R", "", "CALL P()");
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual(["D.PUBLIC.R"]);
  });

  test("fails with its error", () => {
    account.run(`CREATE PROCEDURE P() RETURNS VARCHAR LANGUAGE JAVASCRIPT AS $$ throw new Error("broken"); $$`);
    account.root("R", "", "CALL P()");
    account.root("N", "", "CALL NONE()");
    account.run("EXECUTE TASK R", "EXECUTE TASK N");
    const [procedure, missing] = account.history("STATE, ERROR_CODE, ERROR_MESSAGE");
    expect(procedure).toMatchObject({ STATE: "FAILED", ERROR_MESSAGE: expect.stringContaining("broken") });
    expect(missing).toMatchObject({ STATE: "FAILED", ERROR_CODE: "002140" });
  });

  test("that lives for its call only", () => {
    account.root(
      "R",
      "",
      `WITH HANDLER AS PROCEDURE (A VARCHAR) RETURNS VARCHAR LANGUAGE JAVASCRIPT AS
       $$ snowflake.execute({ sqlText: "INSERT INTO LOG VALUES ('" + A + ";')" }); return A; $$ CALL HANDLER('x')`,
    );
    account.run("EXECUTE TASK R");
    expect(account.states()).toEqual(["R SUCCEEDED"]);
    expect(account.log()).toEqual(["x;"]);
  });
});

describe("a block", () => {
  test("has variables, whose values statements and functions take", () => {
    account.root("R", `CONFIG = '{"dir": "/prod"}'`, "SELECT 1");
    account.child("C", "R", {
      body: `DECLARE SUFFIX VARCHAR DEFAULT '!';
        BEGIN
          LET VALUE := (SELECT SYSTEM$GET_TASK_GRAPH_CONFIG('dir'));
          INSERT INTO LOG VALUES (:VALUE);
          SUFFIX := VALUE || SUFFIX;
          CALL SYSTEM$SET_RETURN_VALUE(:SUFFIX);
        END`,
    });
    account.run("EXECUTE TASK R");
    expect(account.log()).toEqual(["/prod"]);
    expect(account.history("RETURN_VALUE", "TASK_NAME => 'C'")).toEqual([{ RETURN_VALUE: "/prod!" }]);
  });

  test("says in which of its lines it failed", () => {
    account.root("R", "", "BEGIN\n  DROP TABLE NONE;\nEND");
    account.run("EXECUTE TASK R");
    const [run] = account.history("ERROR_CODE, ERROR_MESSAGE");
    expect(run?.["ERROR_CODE"]).toBe("002003");
    expect(run?.["ERROR_MESSAGE"]).toContain("on line 2 at position 2");
  });
});
