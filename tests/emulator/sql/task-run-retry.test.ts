import { beforeEach, describe, expect, test } from "vitest";
import { hour, minute, TaskAccount } from "./task-run-account";

let account: TaskAccount;
beforeEach(() => {
  account = new TaskAccount();
});

const lost = () => {
  account.root("R", "CONFIG = '{\"a\": 1}'", "CALL SYSTEM$SET_RETURN_VALUE('go')");
  account.child("A", "R", { body: "SELECT * FROM MADE" });
  account.child("B", "A", { when: "WHEN SYSTEM$GET_PREDECESSOR_RETURN_VALUE('R') = 'go'" });
  account.child("C", "R");
  account.run("EXECUTE TASK R");
};

describe("EXECUTE TASK … RETRY LAST", () => {
  test("goes on where the last run failed, in the same group", () => {
    lost();
    account.run("CREATE TABLE MADE (N INT)", "EXECUTE TASK R RETRY LAST");
    expect(account.log()).toEqual(["C", "B"]);
    const columns = "NAME, STATE, SCHEDULED_FROM, ATTEMPT_NUMBER";
    expect(account.history(columns).map((row) => Object.values(row).join(" "))).toEqual([
      "R SUCCEEDED EXECUTE_TASK 1",
      "A FAILED EXECUTE_TASK 1",
      "C SUCCEEDED EXECUTE_TASK 1",
      "A SUCCEEDED MANUAL RETRY 2",
      "B SUCCEEDED MANUAL RETRY 2",
    ]);
    const groups = account.history("GRAPH_RUN_GROUP_ID, RUN_ID, CONFIG");
    expect(new Set(groups.map((row) => JSON.stringify(row))).size).toBe(1);
    expect(account.graphs("STATE, ATTEMPT_NUMBER")).toEqual([
      { STATE: "SUCCEEDED", ATTEMPT_NUMBER: "2" },
      { STATE: "FAILED", ATTEMPT_NUMBER: "1" },
    ]);
  });

  test("is refused when there was no run", () => {
    account.root("R");
    expect(account.error("EXECUTE TASK R RETRY LAST").message).toBe(
      "Cannot perform retry: no suitable run of graph with root task R to retry.",
    );
  });

  test("is refused when the last run had no failures", () => {
    lost();
    account.run("CREATE TABLE MADE (N INT)", "EXECUTE TASK R");
    expect(account.error("EXECUTE TASK R RETRY LAST").message).toBe(
      "Cannot perform retry: graph with root task R had no failures.",
    );
  });

  test("is refused while the run is executing", () => {
    account.root("R", "", "CALL SYSTEM$WAIT(10)");
    account.run("EXECUTE TASK R");
    expect(account.error("EXECUTE TASK R RETRY LAST").message).toContain("no suitable run");
  });

  test.each([
    ["ALTER TASK A MODIFY AS SELECT 1", true],
    ["ALTER TASK R SET CONFIG = '{}'", true],
    ["ALTER TASK B REMOVE AFTER A", true],
    ["ALTER TASK C SUSPEND", false],
    ["ALTER TASK R SET COMMENT = 'x'", false],
  ])("is refused after %s: %s", (change, refused) => {
    lost();
    account.run(change);
    if (refused) expect(account.error("EXECUTE TASK R RETRY LAST").message).toContain("was modified");
    else expect(account.run("EXECUTE TASK R RETRY LAST")).toContain("scheduled");
  });

  test("is refused after 14 days", () => {
    lost();
    account.engine.advance(14 * 24 * hour - minute);
    account.run("EXECUTE TASK R RETRY LAST");
    account.engine.advance(2 * minute);
    expect(account.error("EXECUTE TASK R RETRY LAST").message).toContain("no suitable run");
  });
});

test("EXECUTE TASK … RETRY GRAPH RUN GROUP goes on with an older run", () => {
  lost();
  const [first] = account.graphs("GRAPH_RUN_GROUP_ID");
  account.run("EXECUTE TASK R", "CREATE TABLE MADE (N INT)", "TRUNCATE TABLE LOG");
  account.run(`EXECUTE TASK R RETRY GRAPH RUN GROUP '${first?.["GRAPH_RUN_GROUP_ID"]}'`);
  expect(account.log()).toEqual(["B"]);
  expect(account.graphs("GRAPH_RUN_GROUP_ID, ATTEMPT_NUMBER")[0]).toEqual({ ...first, ATTEMPT_NUMBER: "2" });
  expect(account.error("EXECUTE TASK R RETRY GRAPH RUN GROUP 'none'").message).toContain("no suitable run");
});

describe("TASK_AUTO_RETRY_ATTEMPTS", () => {
  test("tries a failed graph again from what failed, with the finalizer after each attempt", () => {
    account.root("R", "TASK_AUTO_RETRY_ATTEMPTS = 2");
    account.child("A", "R", { body: "INSERT INTO MADE VALUES (1)" });
    account.child("B", "A");
    account.run("CREATE TASK F WAREHOUSE = W FINALIZE = R AS CREATE TABLE IF NOT EXISTS MADE (N INT)");
    account.run("ALTER TASK F RESUME", "EXECUTE TASK R");
    expect(account.history("NAME, STATE, ATTEMPT_NUMBER").map((row) => Object.values(row).join(" "))).toEqual([
      "R SUCCEEDED 1",
      "A FAILED 1",
      "F SUCCEEDED 1",
      "A SUCCEEDED 2",
      "B SUCCEEDED 2",
      "F SUCCEEDED 2",
    ]);
    expect(account.graphs("STATE, SCHEDULED_FROM")).toEqual([
      { STATE: "SUCCEEDED", SCHEDULED_FROM: "AUTOMATIC RETRY" },
      { STATE: "FAILED", SCHEDULED_FROM: "EXECUTE_TASK" },
    ]);
  });

  test("gives up after so many, and counts them as one failure", () => {
    account.root(
      "R",
      "SCHEDULE = '10 MINUTES' TASK_AUTO_RETRY_ATTEMPTS = 2 SUSPEND_TASK_AFTER_NUM_FAILURES = 2",
      "SELECT * FROM NONE",
    );
    account.run("ALTER TASK R RESUME");
    account.engine.advance(11 * minute);
    expect(account.history("ATTEMPT_NUMBER", "ERROR_ONLY => TRUE")).toHaveLength(3);
    expect(account.row("SHOW TASKS")["state"]).toBe("started");
    account.engine.advance(hour);
    expect(account.history("ATTEMPT_NUMBER", "ERROR_ONLY => TRUE")).toHaveLength(6);
    expect(account.row("SHOW TASKS")["state"]).toBe("suspended");
  });
});
