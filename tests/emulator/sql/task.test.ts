import { beforeEach, describe, expect, test } from "vitest";
import { Account } from "./account";

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE WAREHOUSE W");
});

const shown = (name: string) => account.row(`SHOW TASKS LIKE '${name}' IN SCHEMA D.S`);

describe("CREATE TASK", () => {
  test("makes a suspended task with the body as it was written", () => {
    expect(account.run("CREATE TASK T SCHEDULE = '5 MINUTES' AS SELECT 1")).toBe("Task T successfully created.");
    expect(shown("T")).toMatchObject({
      name: "T",
      database_name: "D",
      schema_name: "S",
      owner: "ACCOUNTADMIN",
      comment: "",
      warehouse: null,
      schedule: "5 MINUTES",
      target_completion_interval: null,
      predecessors: "[]",
      state: "suspended",
      definition: "SELECT 1",
      condition: null,
      allow_overlapping_execution: "false",
      error_integration: "null",
      last_committed_on: null,
      last_suspended_on: null,
      config: null,
      task_relations: '{"Predecessors":[]}',
      last_suspended_reason: null,
      execute_as_user: null,
      overlap_policy: "NO_OVERLAP",
    });
  });

  test.each([
    ["SELECT  'a;b' -- why\n  FROM t", "SELECT  'a;b' -- why\n  FROM t"],
    ["\n  CALL p($$ x; y $$);", "CALL p($$ x; y $$)"],
    ["/* first */ SELECT ';'", "/* first */ SELECT ';'"],
    ["SELECT v:a, :x, x::INT FROM t WHERE b = ?", "SELECT v:a, :x, x::INT FROM t WHERE b = ?"],
    ["BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;", "BEGIN\n  SELECT 1;\n  SELECT 2;\nEND"],
    ["DECLARE x FLOAT; y FLOAT; BEGIN x := 3; RETURN x; END", "DECLARE x FLOAT; y FLOAT; BEGIN x := 3; RETURN x; END"],
    [
      "BEGIN IF (TRUE) THEN SELECT CASE WHEN 1=1 THEN 2 END; END IF; BEGIN TRANSACTION; COMMIT; END",
      "BEGIN IF (TRUE) THEN SELECT CASE WHEN 1=1 THEN 2 END; END IF; BEGIN TRANSACTION; COMMIT; END",
    ],
    [
      "WITH f AS PROCEDURE () RETURNS STRING LANGUAGE PYTHON AS $$\ndef f():\n  pass\n$$ CALL f()",
      "WITH f AS PROCEDURE () RETURNS STRING LANGUAGE PYTHON AS $$\ndef f():\n  pass\n$$ CALL f()",
    ],
  ])("keeps the body %j", (written, kept) => {
    account.run(`CREATE TASK T AS ${written}`);
    expect(shown("T")["definition"]).toBe(kept);
  });
});
