import { expect, test, vi } from "vitest";
import type { Act } from "../../provider/resource/lifecycle/context";
import { type ContainerStatus, failureOf, inWords } from "../../provider/resources/container-status";
import { parseQualified } from "../../provider/sql";

vi.mock("node:timers/promises", () => ({ setTimeout: () => Promise.resolve() }));

const ready: ContainerStatus = {
  instance: "0",
  name: "web",
  status: "READY",
  message: "Running",
  restarts: 0,
  exitCode: null,
};
const failed: ContainerStatus = { ...ready, status: "PENDING", message: "CrashLoop", restarts: 4, exitCode: "137" };

/** An act whose client answers calls for logs. */
function actWith(logs: (call: string) => string): { act: Act; asked: string[] } {
  const asked: string[] = [];
  const execute = async (statement: { readonly text: string }) => {
    asked.push(statement.text);
    return { rows: [{ LOGS: logs(statement.text) }] };
  };
  return { act: { client: { execute }, operation: {} } as unknown as Act, asked };
}

const name = parseQualified("D.S.X");

test("a container that was just started again tells what it wrote before", async () => {
  const { act, asked } = actWith((call) => (call.includes("TRUE") ? "out of memory\n" : ""));
  expect(await failureOf(act, name, [ready, failed])).toBe(
    "\n- container web of instance 0: PENDING: CrashLoop; restarted 4 times; last exit code 137\n  last lines of its log:\n    out of memory",
  );
  expect(asked).toEqual([
    "CALL SYSTEM$GET_SERVICE_LOGS('D.S.X', '0', 'web', 20)",
    "CALL SYSTEM$GET_SERVICE_LOGS('D.S.X', '0', 'web', 20, TRUE)",
  ]);
});

test("logs that the role may not see are left out, and of many containers three tell", async () => {
  const { act } = actWith(() => {
    throw new Error("not authorized");
  });
  const many = ["a", "b", "c", "d"].map((own) => ({ ...failed, name: own, restarts: 0, exitCode: null }));
  expect(await failureOf(act, name, many)).toBe(
    `${["a", "b", "c"].map((own) => `\n- container ${own} of instance 0: PENDING: CrashLoop`).join("")}\n- … and 1 more`,
  );
});

test("what containers do is one line, with their instances where there are several", () => {
  expect(inWords([ready, { ...failed, instance: "1" }])).toBe(
    "web of instance 0 READY, web of instance 1 PENDING (CrashLoop), restarted 4 times",
  );
  expect(inWords([{ ...ready, status: "", message: "" }])).toBe("web not started");
});
