import { describe, expect, test } from "vitest";
import { SqlError } from "../../provider/client/errors";
import { type Pause, Pauses, type Stopper } from "../../provider/resources/task-pauses";

/** Roots, and what was done to them. */
function account(running: readonly string[]) {
  const started = new Set(running);
  const log: string[] = [];
  const stopper: Stopper = {
    async stop(roots, tell) {
      for (const root of roots) {
        log.push(`stop ${root}`);
        tell(root, started.delete(root));
      }
    },
    async start(ran) {
      for (const [root, was] of ran) {
        if (!was) continue;
        started.add(root);
        log.push(`start ${root}`);
      }
      return new Map();
    },
  };
  /** Takes part in a pause, and says so in the log. */
  const change = async (pauses: Pauses, name: string, roots: readonly string[], work = async () => {}) => {
    const pause = await pauses.enter(roots, stopper);
    await pause.begun;
    log.push(`${name} begins`);
    await work();
    log.push(`${name} ends`);
    await pause.leave();
  };
  return { started, log, stopper, change };
}

/** Something to wait for. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("a pause", () => {
  test("stops a root before the change, and starts it after it", async () => {
    const { log, change } = account(["R"]);
    await change(new Pauses(), "A", ["R"]);
    expect(log).toEqual(["stop R", "A begins", "A ends", "start R"]);
  });

  test("is shared by changes that come at the same time, and ends with the last of them", async () => {
    const { log, change } = account(["R"]);
    const pauses = new Pauses();
    const { open, opened } = gate();
    await Promise.all([change(pauses, "A", ["R"], () => opened), change(pauses, "B", ["R"], async () => open())]);
    expect(log.slice(0, 3)).toEqual(["stop R", "A begins", "B begins"]);
    expect(log.slice(3, 5).toSorted()).toEqual(["A ends", "B ends"]);
    expect(log.slice(5)).toEqual(["start R"]);
  });

  test("takes in a change that comes while it lasts", async () => {
    const { log, change } = account(["R"]);
    const pauses = new Pauses();
    let later: Promise<void> | undefined;
    await change(pauses, "A", ["R"], async () => {
      const { open, opened } = gate();
      later = change(pauses, "B", ["R"], async () => open());
      await opened;
    });
    await later;
    expect(log.slice(0, 3)).toEqual(["stop R", "A begins", "B begins"]);
    expect(log.slice(3, 5).toSorted()).toEqual(["A ends", "B ends"]);
    expect(log.slice(5)).toEqual(["start R"]);
  });

  test("leaves a root that did not run as it was", async () => {
    const { log, change } = account([]);
    await change(new Pauses(), "A", ["R"]);
    expect(log).toEqual(["stop R", "A begins", "A ends"]);
  });

  test("is followed by another for a change that comes while it ends", async () => {
    const { log, stopper, change } = account(["R"]);
    const pauses = new Pauses();
    const { open, opened } = gate();
    const slow: Stopper = {
      ...stopper,
      async start(ran) {
        await opened;
        return stopper.start(ran);
      },
    };
    const pause = await pauses.enter(["R"], slow);
    await pause.begun;
    const left = pause.leave();
    const next = change(pauses, "B", ["R"]);
    open();
    await Promise.all([left, next]);
    expect(log).toEqual(["stop R", "start R", "stop R", "B begins", "B ends", "start R"]);
    expect(pauses.endings).toBe(2);
  });

  test("of one graph does not wait for that of another", async () => {
    const { log, change } = account(["R", "Q"]);
    const pauses = new Pauses();
    const { open, opened } = gate();
    await Promise.all([change(pauses, "A", ["R"], () => opened), change(pauses, "B", ["Q"]).then(open)]);
    expect(log.indexOf("start Q")).toBeLessThan(log.indexOf("A ends"));
  });

  test("of two graphs waits for those that are about one of them", async () => {
    const { log, change } = account(["R", "Q"]);
    const pauses = new Pauses();
    const { open, opened } = gate();
    const all = [change(pauses, "A", ["R"], () => opened), change(pauses, "B", ["Q"], () => opened)];
    const both = change(pauses, "M", ["R", "Q"]);
    open();
    await Promise.all([...all, both]);
    expect(log.indexOf("M begins")).toBeGreaterThan(log.indexOf("start R"));
    expect(log.indexOf("M begins")).toBeGreaterThan(log.indexOf("start Q"));
    expect(log.slice(-2).toSorted()).toEqual(["start Q", "start R"]);
  });

  test("that gathers takes in a change of one more graph", async () => {
    const { log, change } = account(["R", "Q"]);
    const pauses = new Pauses();
    await Promise.all([change(pauses, "A", ["R"]), change(pauses, "M", ["R", "Q"])]);
    expect(log.filter((line) => line.startsWith("stop"))).toEqual(["stop R", "stop Q"]);
  });

  test("brings back what it has stopped when it cannot stop the rest, and tells all that take part", async () => {
    const { log, started, stopper } = account(["R"]);
    const refusal = new SqlError({ message: "no" });
    const refusing: Stopper = {
      ...stopper,
      async stop(roots, tell) {
        await stopper.stop(roots.slice(0, 1), tell);
        throw refusal;
      },
    };
    const pauses = new Pauses();
    const takePart = async () => {
      const pause: Pause = await pauses.enter(["R", "Q"], refusing);
      return pause.begun.finally(() => pause.leave());
    };
    const ended = await Promise.allSettled([takePart(), takePart()]);
    expect(ended).toEqual([
      { status: "rejected", reason: refusal },
      { status: "rejected", reason: refusal },
    ]);
    expect(log).toEqual(["stop R", "start R"]);
    expect([...started]).toEqual(["R"]);
  });

  test("tells all that take part what could not be started", async () => {
    const { stopper } = account(["R"]);
    const problem = new SqlError({ message: "a cycle" });
    const failing: Stopper = { ...stopper, start: async () => new Map([["R", problem]]) };
    const pauses = new Pauses();
    const takePart = async () => {
      const pause = await pauses.enter(["R"], failing);
      await pause.begun;
      return pause.leave();
    };
    const ended = await Promise.all([takePart(), takePart()]);
    expect(ended.map((problems) => problems.get("R"))).toEqual([problem, problem]);
  });

  test("waits for a change that is about to come", async () => {
    const { log, stopper } = account(["R"]);
    const pauses = new Pauses();
    const announced = new Set(["B"]);
    const waiting: Stopper = { ...stopper, isMoreExpected: () => announced.size > 0 };
    const takePart = async (name: string) => {
      const pause = await pauses.enter(["R"], waiting);
      announced.delete(name);
      await pause.begun;
      log.push(`${name} is done`);
      return pause;
    };
    const first = await takePart("A");
    const left = first.leave();
    const second = await takePart("B");
    await Promise.all([left, second.leave()]);
    expect(second).toBe(first);
    expect(log).toEqual(["stop R", "A is done", "B is done", "start R"]);
  });

  test("does not wait for ever for a change that does not come", async () => {
    const { log, stopper } = account(["R"]);
    const pause = await new Pauses().enter(["R"], { ...stopper, isMoreExpected: () => true });
    await pause.begun;
    await pause.leave();
    expect(log).toEqual(["stop R", "start R"]);
  });

  test("starts a root that was added, and not one that was removed", async () => {
    const { log, stopper } = account(["R"]);
    const pause = await new Pauses().enter(["R"], stopper);
    await pause.begun;
    expect(pause.ran("R")).toBe(true);
    pause.add("N", true);
    pause.remove("R");
    await pause.leave();
    expect(log).toEqual(["stop R", "start N"]);
  });
});
