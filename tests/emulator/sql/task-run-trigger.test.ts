import { beforeEach, describe, expect, test } from "vitest";
import { minute, TaskAccount } from "./task-run-account";

let account: TaskAccount;
beforeEach(() => {
  account = new TaskAccount();
});

const second = 1000;

describe("a triggered task", () => {
  const has = (name: string) => account.engine.setStream(`D.PUBLIC.${name}`, true);

  test("runs once its stream has data, and consumes it", () => {
    account.root("T", "WHEN SYSTEM$STREAM_HAS_DATA('S')");
    account.run("ALTER TASK T RESUME");
    account.engine.advance(minute);
    expect(account.states()).toEqual([]);
    has("S");
    account.engine.advance(10 * minute);
    expect(account.log()).toEqual(["T"]);
    expect(account.history("STATE, SCHEDULED_FROM")).toEqual([{ STATE: "SUCCEEDED", SCHEDULED_FROM: "TRIGGER" }]);
    expect(account.value("SELECT SYSTEM$STREAM_HAS_DATA('S')")).toBe("0");
  });

  test("runs for data that came before RESUME", () => {
    account.root("T", "WHEN SYSTEM$STREAM_HAS_DATA('D.PUBLIC.S')");
    has("S");
    expect(account.log()).toEqual([]);
    account.run("ALTER TASK T RESUME");
    expect(account.log()).toEqual(["T"]);
  });

  test("runs every 30 seconds at most, or as often as it says", () => {
    account.root("T", "WHEN SYSTEM$STREAM_HAS_DATA('S')");
    account.root("U", "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS = 120 WHEN SYSTEM$STREAM_HAS_DATA('V')");
    account.run("ALTER TASK T RESUME", "ALTER TASK U RESUME");
    has("S");
    has("V");
    account.engine.advance(second);
    has("S");
    has("V");
    account.engine.advance(28 * second);
    expect(account.log()).toEqual(["T", "U"]);
    account.engine.advance(2 * second);
    expect(account.log()).toEqual(["T", "U", "T"]);
    account.engine.advance(90 * second);
    expect(account.log()).toEqual(["T", "U", "T", "U"]);
  });

  test("is skipped, once for each arrival, while another stream that it needs has none", () => {
    account.root("T", "WHEN SYSTEM$STREAM_HAS_DATA('A') AND SYSTEM$STREAM_HAS_DATA('B')");
    account.run("ALTER TASK T RESUME");
    has("A");
    account.engine.advance(10 * minute);
    expect(account.states()).toEqual(["T SKIPPED"]);
    has("B");
    expect(account.states()).toEqual(["T SKIPPED", "T SUCCEEDED"]);
  });

  test("tries again while it fails, until it is suspended", () => {
    account.root("T", "SUSPEND_TASK_AFTER_NUM_FAILURES = 3 WHEN SYSTEM$STREAM_HAS_DATA('S')", "SELECT * FROM NONE");
    account.run("ALTER TASK T RESUME");
    has("S");
    account.engine.advance(10 * minute);
    expect(account.states()).toEqual(["T FAILED", "T FAILED", "T FAILED_AND_AUTO_SUSPENDED"]);
  });

  test("with a schedule too looks at the stream when it is due", () => {
    account.root("T", "SCHEDULE = '10 MINUTES' WHEN SYSTEM$STREAM_HAS_DATA('S')");
    account.run("ALTER TASK T RESUME");
    account.engine.advance(15 * minute);
    has("S");
    expect(account.log()).toEqual([]);
    account.engine.advance(10 * minute);
    expect(account.states("SCHEDULED_TIME_RANGE_END => CURRENT_TIMESTAMP()")).toEqual(["T SKIPPED", "T SUCCEEDED"]);
  });

  test("can have children, which see the data too", () => {
    account.root("T", "WHEN SYSTEM$STREAM_HAS_DATA('S')");
    account.child("C", "T", { when: "WHEN SYSTEM$STREAM_HAS_DATA('S')" });
    account.run("ALTER TASK T RESUME");
    has("S");
    expect(account.log()).toEqual(["T", "C"]);
  });
});

test.each(["S", "PUBLIC.S", "A.B.C.D", ""])("a stream is named with its database and schema, not %o", (name) => {
  expect(() => account.engine.setStream(name, true)).toThrow(RangeError);
});
