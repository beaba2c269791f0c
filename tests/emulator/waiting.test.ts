import { describe, expect, test } from "vitest";
import type { EngineOptions } from "../../emulator/engine/engine";
import { pool, specification } from "./container-account";
import { Account } from "./sql/account";

const short = { nodeStartMs: 1, containerStartMs: 1, suspendMs: 1, stopMs: 1, endpointMs: 1 };

/** A clock that goes on by so much of a millisecond whenever somebody looks at it. */
const clockOf = (step: number) => {
  let looks = 0;
  return () => {
    looks += 1;
    return new Date(Date.UTC(2030, 0) + Math.floor(looks * step));
  };
};

const start = (options: Partial<EngineOptions> = {}) => {
  const account = new Account({ containerTimes: short, ...options });
  account.run("CREATE DATABASE D", "CREATE IMAGE REPOSITORY R", pool("P"));
  const push = { repository: "D.PUBLIC.R" };
  account.engine.pushImage({ ...push, image: "quick", behaviour: { outcome: "exits" } });
  account.engine.pushImage({ ...push, image: "endless", behaviour: { outcome: "runs" } });
  return account;
};

const job = (name: string, image: string, options = "") =>
  `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = ${name} ${options} FROM SPECIFICATION $$${specification(image)}$$`;

/** The one cell of the answer to a statement that may have to wait, while nobody moves the clock. */
const answer = async (account: Account, text: string, signal = new AbortController().signal) => {
  const result = account.result(text);
  const { rows } = result.wait
    ? await account.engine.answer(account.session, { wait: result.wait }, text, signal)
    : result;
  return rows[0]?.[0];
};

describe("a statement that waits while nobody moves the clock", () => {
  test("is answered, whenever its job ends", async () => {
    const steps = Array.from({ length: 100 }, (_, index) => 0.05 + index / 100);
    const answers = steps.map((step) => answer(start({ now: clockOf(step) }), job("J", "quick")));
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["Job J completed successfully with status: DONE."]));
  });

  test("is answered when another that took its room is cancelled", async () => {
    const account = start();
    const controller = new AbortController();
    const endless = answer(account, job("A", "endless", "REPLICAS = 2"), controller.signal);
    const cancelled = expect(endless).rejects.toThrow("enough");
    await expect.poll(() => account.rows("DESCRIBE SERVICE A")[0]?.["status"]).toBe("RUNNING");
    const quick = answer(account, job("B", "quick"));
    controller.abort(new Error("enough"));
    await cancelled;
    expect(await quick).toBe("Job B completed successfully with status: DONE.");
  });

  test("has nothing looked after in between, if it waits a second time", async () => {
    let looks = 0;
    const now = () => {
      looks += 1;
      return new Date();
    };
    const account = new Account({ now });
    expect(await answer(account, "SELECT SYSTEM$WAIT(0.01) || SYSTEM$WAIT(0.3)")).toContain("0.3 seconds");
    expect(looks).toBeLessThan(200);
  });

  test("is saved with what it has changed at last", async () => {
    const account = start();
    account.run("CREATE WAREHOUSE W");
    const made = answer(account, "CREATE TABLE D.PUBLIC.T AS SELECT SYSTEM$WAIT(0.01) AS C");
    let saved = "";
    account.engine.onChange = () => {
      saved = JSON.stringify(account.engine.save());
    };
    await made;
    expect(saved).toContain('"waited 0.01 seconds"');
  });
});
