import { beforeEach, describe, expect, test } from "vitest";
import { hour, minute, ms, start, TaskAccount } from "./task-run-account";

let account: TaskAccount;
beforeEach(() => {
  account = new TaskAccount();
});

describe("a schedule", () => {
  test("runs a started graph each time that it is due, in order, each at its own time", () => {
    account.root("R", "SCHEDULE = '10 MINUTES'", "INSERT INTO LOG VALUES (CURRENT_TIMESTAMP()::VARCHAR)");
    account.run("ALTER TASK R RESUME");
    account.engine.advance(35 * minute);
    const times = account.history("SCHEDULED_TIME", "SCHEDULED_TIME_RANGE_END => CURRENT_TIMESTAMP()");
    const minutes = times.map((row) => Math.floor((ms(row["SCHEDULED_TIME"]) - start.getTime()) / minute));
    expect(minutes).toEqual([10, 20, 30]);
    expect(account.log().map((time) => time?.slice(11, 16))).toEqual(["00:10", "00:20", "00:30"]);
  });

  test("of cron runs at the times of its zone", () => {
    account.root("R", "SCHEDULE = 'USING CRON 30 9 * * MON-FRI America/New_York'");
    account.run("ALTER TASK R RESUME");
    account.engine.moveTo(new Date("2030-01-07T00:00:00Z"));
    const times = account.history("SCHEDULED_TIME", "SCHEDULED_TIME_RANGE_END => CURRENT_TIMESTAMP()");
    expect(times.map((row) => new Date(ms(row["SCHEDULED_TIME"])).toISOString())).toEqual([
      "2030-01-01T14:30:00.000Z",
      "2030-01-02T14:30:00.000Z",
      "2030-01-03T14:30:00.000Z",
      "2030-01-04T14:30:00.000Z",
    ]);
  });

  test("runs two graphs in the order of their times", () => {
    account.root("B", "SCHEDULE = '20 MINUTES'");
    account.root("A", "SCHEDULE = '30 MINUTES'");
    account.run("ALTER TASK A RESUME", "ALTER TASK B RESUME");
    account.engine.advance(65 * minute);
    expect(account.log().slice(0, 2)).toEqual(["B", "A"]);
    expect(account.log().toSorted()).toEqual(["A", "A", "B", "B", "B"]);
  });

  test("begins to count anew with RESUME, and ends with SUSPEND and DROP", () => {
    account.root("R", "SCHEDULE = '10 MINUTES'");
    account.run("ALTER TASK R RESUME");
    account.engine.advance(9 * minute);
    account.run("ALTER TASK R SUSPEND", "ALTER TASK R RESUME");
    account.engine.advance(9 * minute);
    expect(account.log()).toEqual([]);
    account.engine.advance(2 * minute);
    expect(account.log()).toEqual(["R"]);
    account.run("ALTER TASK R SUSPEND");
    account.engine.advance(hour);
    account.run("ALTER TASK R RESUME", "DROP TASK R");
    account.engine.advance(hour);
    expect(account.log()).toEqual(["R"]);
  });

  test("rests while the database is dropped", () => {
    account.root("R", "SCHEDULE = '10 MINUTES'");
    account.run("ALTER TASK R RESUME", "DROP DATABASE D");
    account.engine.advance(hour);
    account.run("UNDROP DATABASE D", "USE SCHEMA D.PUBLIC");
    expect(account.log()).toEqual([]);
  });

  test("runs the children that are started, and fails when the owner may not run tasks any more", () => {
    account.root("R", "SCHEDULE = '10 MINUTES'");
    account.child("C", "R");
    account.run("CREATE ROLE OWNER", "GRANT OWNERSHIP ON ALL TASKS IN SCHEMA D.PUBLIC TO ROLE OWNER");
    account.run("GRANT ROLE OWNER TO USER ANN", "GRANT ALL ON DATABASE D TO ROLE OWNER");
    account.run("GRANT ALL ON SCHEMA D.PUBLIC TO ROLE OWNER", "GRANT USAGE ON WAREHOUSE W TO ROLE OWNER");
    account.run("GRANT EXECUTE TASK ON ACCOUNT TO ROLE OWNER", "GRANT INSERT ON TABLE LOG TO ROLE OWNER");
    account.run("USE ROLE OWNER", "ALTER TASK C RESUME", "ALTER TASK R RESUME", "USE ROLE ACCOUNTADMIN");
    account.engine.advance(11 * minute);
    expect(account.log()).toEqual(["R", "C"]);
    account.run("REVOKE EXECUTE TASK ON ACCOUNT FROM ROLE OWNER");
    account.engine.advance(10 * minute);
    const args = "ERROR_ONLY => TRUE";
    expect(account.history("NAME, STATE, ERROR_CODE", args)).toEqual([
      { NAME: "R", STATE: "FAILED", ERROR_CODE: "091089" },
    ]);
  });

  test("goes on after EXECUTE TASK as it was", () => {
    account.root("R", "SCHEDULE = '10 MINUTES'");
    account.run("ALTER TASK R RESUME");
    account.engine.advance(5 * minute);
    account.run("EXECUTE TASK R");
    account.engine.advance(6 * minute);
    expect(account.history("SCHEDULED_FROM").map((row) => row["SCHEDULED_FROM"])).toEqual([
      "EXECUTE_TASK",
      "SCHEDULE",
      "SCHEDULE",
    ]);
    expect(account.log()).toEqual(["R", "R"]);
  });

  test("runs while nobody sends statements", async () => {
    // The clock goes once it is 9.9 s past; before, a pause of the machine would let the graph run too early.
    let since = Number.POSITIVE_INFINITY;
    const now = () => new Date(Date.UTC(2030, 0) + Math.max(0, Date.now() - since));
    account = new TaskAccount({ now });
    account.root("R", "SCHEDULE = '10 SECONDS'");
    account.run("ALTER TASK R RESUME");
    account.engine.advance(9_900);
    since = Date.now();
    await new Promise<void>((resolve) => {
      account.engine.onChange = resolve;
    });
    expect(account.log()).toEqual(["R"]);
  });
});

describe("an engine that was stopped", () => {
  test("runs graphs only when somebody sends a statement", async () => {
    account = new TaskAccount({ now: () => new Date() });
    account.root("R", "SCHEDULE = '10 SECONDS'");
    account.run("ALTER TASK R RESUME");
    // Each statement before has put the account's clock a little ahead.
    account.engine.advance(9_990);
    account.engine.stop();
    let changes = 0;
    account.engine.onChange = () => {
      changes += 1;
    };
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(changes).toBe(0);
    expect(account.log()).toEqual(["R"]);
  });
});

describe("SUSPEND_TASK_AFTER_NUM_FAILURES", () => {
  test("suspends a graph once a task has failed so often in a row", () => {
    account.root("R", "SCHEDULE = '10 MINUTES' SUSPEND_TASK_AFTER_NUM_FAILURES = 3");
    account.child("C", "R", { body: "SELECT * FROM MADE" });
    account.run("ALTER TASK R RESUME");
    account.engine.advance(21 * minute);
    account.run("CREATE TABLE MADE (N INT)");
    account.engine.advance(10 * minute);
    account.run("DROP TABLE MADE");
    account.engine.advance(20 * minute);
    expect(account.row("SHOW TASKS LIKE 'R'")["state"]).toBe("started");
    account.engine.advance(hour);
    expect(account.row("SHOW TASKS LIKE 'R'")).toMatchObject({
      state: "suspended",
      last_suspended_reason: "SUSPENDED_DUE_TO_ERRORS",
    });
    expect(account.states("TASK_NAME => 'C'")).toEqual([
      "C FAILED",
      "C FAILED",
      "C SUCCEEDED",
      "C FAILED",
      "C FAILED",
      "C FAILED_AND_AUTO_SUSPENDED",
    ]);
  });

  test("is 10 unless the schema or the task says something else, and 0 is never", () => {
    account.root("R", "SCHEDULE = '10 MINUTES'", "SELECT * FROM NONE");
    account.root("N", "SCHEDULE = '10 MINUTES' SUSPEND_TASK_AFTER_NUM_FAILURES = 0", "SELECT * FROM NONE");
    account.run("ALTER TASK R RESUME", "ALTER TASK N RESUME");
    account.engine.advance(95 * minute);
    expect(account.row("SHOW TASKS LIKE 'R'")["state"]).toBe("started");
    account.engine.advance(95 * minute);
    expect(account.row("SHOW TASKS LIKE 'R'")["state"]).toBe("suspended");
    expect(account.row("SHOW TASKS LIKE 'N'")["state"]).toBe("started");
  });
});

describe("OVERLAP_POLICY", () => {
  const wait = "BEGIN INSERT INTO LOG VALUES ('run'); CALL SYSTEM$WAIT(25, 'MINUTES'); END";
  const started = () =>
    account
      .history("SCHEDULED_TIME", "TASK_NAME => 'R', SCHEDULED_TIME_RANGE_END => CURRENT_TIMESTAMP()")
      .map((row) => Math.floor((ms(row["SCHEDULED_TIME"]) - start.getTime()) / minute));

  test.each([
    ["NO_OVERLAP", [10, 40]],
    ["ALLOW_CHILD_OVERLAP", [10, 20, 30, 40, 50]],
    ["ALLOW_ALL_OVERLAP", [10, 20, 30, 40, 50]],
  ])("%s: runs of a graph whose child takes 25 minutes", (policy, minutes) => {
    account.root("R", `SCHEDULE = '10 MINUTES' OVERLAP_POLICY = ${policy}`);
    account.child("C", "R", { body: wait });
    account.run("ALTER TASK R RESUME");
    account.engine.advance(55 * minute);
    expect(started()).toEqual(minutes);
  });

  test.each([
    ["ALLOW_CHILD_OVERLAP", [10, 40]],
    ["ALLOW_ALL_OVERLAP", [10, 20, 30, 40, 50]],
  ])("%s: runs of a graph whose root takes 25 minutes", (policy, minutes) => {
    account.root("R", `SCHEDULE = '10 MINUTES' OVERLAP_POLICY = ${policy}`, wait);
    account.run("ALTER TASK R RESUME");
    account.engine.advance(55 * minute);
    expect(started()).toEqual(minutes);
  });

  test("has EXECUTE TASK wait for the run that is executing, and the last of several count", () => {
    account.root("R", "", wait);
    account.run("EXECUTE TASK R");
    expect(account.current("STATE")).toEqual([{ STATE: "EXECUTING" }]);
    account.run("EXECUTE TASK R USING CONFIG = '{\"n\": 1}'", "EXECUTE TASK R USING CONFIG = '{\"n\": 2}'");
    expect(account.current("STATE, CONFIG")).toEqual([
      { STATE: "SCHEDULED", CONFIG: '{"n": 2}' },
      { STATE: "EXECUTING", CONFIG: null },
    ]);
    account.engine.advance(hour);
    expect(account.history("STATE, CONFIG")).toEqual([
      { STATE: "SUCCEEDED", CONFIG: null },
      { STATE: "SUCCEEDED", CONFIG: '{"n": 2}' },
    ]);
    expect(started()).toEqual([0, 25]);
  });
});

describe("a run that takes its time", () => {
  test("is executing until then, and what follows begins then", () => {
    account.root("R", "", "CALL SYSTEM$WAIT(2, 'HOURS')");
    account.run("ALTER TASK R SET USER_TASK_TIMEOUT_MS = 86400000");
    account.child("C", "R");
    account.run("EXECUTE TASK R");
    account.engine.advance(hour);
    expect(account.states()).toEqual(["R EXECUTING"]);
    expect(account.history("COMPLETED_TIME")).toEqual([{ COMPLETED_TIME: null }]);
    account.engine.advance(hour + minute);
    expect(account.states()).toEqual(["R SUCCEEDED", "C SUCCEEDED"]);
    expect(account.log()).toEqual(["C"]);
  });

  test("runs the version of the graph that it began with", () => {
    account.root("R", "SCHEDULE = '1 MINUTE'", "CALL SYSTEM$WAIT(30, 'MINUTES')");
    account.child("C", "R");
    account.run("ALTER TASK R RESUME");
    account.engine.advance(2 * minute);
    account.run("ALTER TASK R SUSPEND", "ALTER TASK C MODIFY AS INSERT INTO LOG VALUES ('changed')");
    account.engine.advance(hour);
    expect(account.log()).toEqual(["C"]);
    account.run("EXECUTE TASK R");
    account.engine.advance(hour);
    expect(account.log()).toEqual(["C", "changed"]);
    expect(account.history("GRAPH_VERSION", "TASK_NAME => 'C'")).toEqual([
      { GRAPH_VERSION: "1" },
      { GRAPH_VERSION: "2" },
    ]);
  });

  test("can be cancelled; what follows does not run, but the finalizer does, and the run can be retried", () => {
    account.root("R");
    account.child("C", "R", { body: "CALL SYSTEM$WAIT(30, 'MINUTES')" });
    account.child("E", "C");
    account.run("CREATE TASK F WAREHOUSE = W FINALIZE = R AS INSERT INTO LOG VALUES ('F')", "ALTER TASK F RESUME");
    account.run("EXECUTE TASK R");
    const cancel = "SELECT SYSTEM$USER_TASK_CANCEL_ONGOING_EXECUTIONS('C')";
    const [run] = account.history("QUERY_ID", "TASK_NAME => 'C'");
    expect(account.value(cancel)).toContain(`Marked 1 task runs for cancellation. It may take a few seconds`);
    expect(account.states()).toEqual(["R SUCCEEDED", "C CANCELLED", "F SUCCEEDED"]);
    expect(run?.["QUERY_ID"]).not.toBeNull();
    expect(account.value(cancel)).toContain("Task C has no currently running executions.");
    expect(account.graphs("STATE")).toEqual([{ STATE: "CANCELLED" }]);
    account.run("EXECUTE TASK R RETRY LAST");
    account.engine.advance(31 * minute);
    expect(account.log()).toEqual(["R", "F", "E", "F"]);
  });

  test("can be cancelled by its query id, also when the task is there no more", () => {
    account.root("R", "", "CALL SYSTEM$WAIT(30, 'MINUTES')");
    account.run("EXECUTE TASK R");
    const id = account.history("QUERY_ID")[0]?.["QUERY_ID"];
    account.run("DROP TASK R");
    expect(account.value(`SELECT SYSTEM$CANCEL_QUERY('${id}')`)).toBe(`query [${id}] terminated.`);
    expect(account.graphs("STATE")).toEqual([{ STATE: "CANCELLED" }]);
    expect(account.error(`SELECT SYSTEM$CANCEL_QUERY('${id}')`).code).toBe("000605");
  });

  test("is cancelled only by a role that may operate the task", () => {
    account.root("R", "", "CALL SYSTEM$WAIT(30, 'MINUTES')");
    account.run("EXECUTE TASK R", "CREATE ROLE DEV", "GRANT ROLE DEV TO USER ANN", "USE SECONDARY ROLES NONE");
    const id = account.history("QUERY_ID")[0]?.["QUERY_ID"];
    account.run("USE ROLE DEV");
    expect(account.error(`CALL SYSTEM$CANCEL_QUERY('${id}')`).code).toBe("003001");
    account.run("USE ROLE ACCOUNTADMIN", "GRANT OPERATE ON TASK R TO ROLE DEV", "USE ROLE DEV");
    expect(account.value(`CALL SYSTEM$CANCEL_QUERY('${id}')`)).toContain("terminated");
  });

  test("fails when USER_TASK_TIMEOUT_MS is over: an hour, if nothing else is said", () => {
    account.root("R", "", "CALL SYSTEM$WAIT(3, 'HOURS')");
    account.child("C", "R");
    account.run("EXECUTE TASK R");
    account.engine.advance(hour + minute);
    expect(account.history("NAME, STATE, ERROR_CODE")).toEqual([{ NAME: "R", STATE: "FAILED", ERROR_CODE: "000630" }]);
  });

  test("of a child counts for its own limit, not for the root's", () => {
    account.root("R", "USER_TASK_TIMEOUT_MS = 60000");
    account.child("A", "R", { body: "CALL SYSTEM$WAIT(2, 'MINUTES')" });
    account.run("CREATE TASK B WAREHOUSE = W USER_TASK_TIMEOUT_MS = 600000 AFTER R AS CALL SYSTEM$WAIT(2, 'MINUTES')");
    account.run("ALTER TASK B RESUME", "EXECUTE TASK R");
    account.engine.advance(hour);
    expect(account.states("TASK_NAME => 'A'")).toEqual(["A FAILED"]);
    expect(account.states("TASK_NAME => 'B'")).toEqual(["B SUCCEEDED"]);
  });
});
