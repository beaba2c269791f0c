import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  InvalidArgumentError,
  ObjectExistsError,
  ObjectMissingError,
  SqlError,
  TimeoutError,
} from "../../provider/client/errors";
import { inlineSpec, type JobSpec } from "../../sdk/root";
import { passes } from "../resource/lifecycle/still-clock";
import { type ServiceRoot, startServiceRoot } from "./service-root";

vi.mock("node:timers/promises", async () => {
  const { sleepAtOnce } = await import("../resource/lifecycle/still-clock.js");
  return { setTimeout: sleepAtOnce };
});

let stage: ServiceRoot;
let last = 0;

beforeAll(async () => {
  stage = await startServiceRoot();
  await stage.root.computePool("P").waitUntil("IDLE");
  const repository = "D.S.R";
  const ends = { afterSeconds: 20, logs: "one\ntwo\nthree\n", logEverySeconds: 5 };
  stage.emulator.pushImage({ repository, image: "load", behaviour: { outcome: "exits", ...ends } });
  stage.emulator.pushImage({
    ...{ repository, image: "fails" },
    behaviour: { outcome: "exits", exitCode: 3, ...ends, logs: "cannot use open-sesame\n" },
  });
});
afterAll(() => stage.close());
beforeEach(async () => {
  await passes(5000);
  stage.sent();
  stage.leastDistance();
});

function load(image = "load", env: Record<string, string> = {}): JobSpec {
  last += 1;
  const spec = inlineSpec({ containers: [{ name: "main", image: `/d/s/r/${image}`, env }] });
  return { name: `LOAD_${last}`, computePool: stage.root.computePool("P"), spec };
}

describe("a job", () => {
  test("is started by one statement, and waited for to its end", async () => {
    const job = await stage.schema.jobs.execute({ ...load(), comment: "it's", replicas: 2 });
    expect(stage.sent()).toEqual([
      expect.stringContaining(
        `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = D.S.${job.name} ASYNC = TRUE REPLICAS = 2 COMMENT = 'it''s' FROM SPECIFICATION`,
      ),
    ]);
    expect(await job.fetch()).toMatchObject({ isJob: true, isAsyncJob: true, computePool: "P", comment: "it's" });
    await passes(1000);
    stage.leastDistance();
    const end = await job.wait();
    expect(end).toMatchObject({ status: "DONE", exitCode: 0, containers: [{ name: "main" }, { name: "main" }] });
    expect(stage.leastDistance()).toBeGreaterThanOrEqual(1000);
    const details = await job.fetch();
    expect(details).toMatchObject({
      ...{ status: "DONE", schema: "S" },
      spec: { spec: { containers: [{ name: "main", image: "/d/s/r/load" }] } },
    });
    expect(details.toSpec()).toMatchObject({ name: job.name, computePool: "P" });
  });

  test("that fails ends with its code and its words; waited for when it is started, that is an error", async () => {
    const job = await stage.schema.jobs.execute(load("fails"));
    expect(await job.wait()).toMatchObject({ status: "FAILED", exitCode: 3, containers: [{ status: "FAILED" }] });
    const spec = load("fails", { PASSWORD: "open-sesame" });
    const error = await stage.schema.jobs.execute({ ...spec, waitFor: "done" }).catch((problem: Error) => problem);
    expect(error).toBeInstanceOf(SqlError);
    expect(String(error)).toContain(`D.S.${spec.name} ended as FAILED:`);
    expect(String(error)).toContain("cannot use ***");
    const done = await stage.schema.jobs.execute({ ...load(), waitFor: "done" });
    expect(await done.fetch()).toMatchObject({ status: "DONE" });
  });

  test("gets a name of its own where none is said", async () => {
    const { name: _, ...spec } = load();
    const jobs = await Promise.all([stage.schema.jobs.execute(spec), stage.schema.jobs.execute(spec)]);
    expect(new Set(jobs.map(({ name }) => name)).size).toBe(2);
    for (const job of jobs) {
      expect(job.name).toMatch(/^JOB_[0-9A-F_]{36}$/);
      expect(await job.exists()).toBe(true);
    }
  });

  test("is listed with its status; services are not", async () => {
    const { name } = await stage.schema.jobs.execute(load());
    await stage.schema.services.create({ name: "A_SERVICE", computePool: "P", spec: load("web").spec });
    const jobs = await stage.schema.jobs.list().toArray();
    expect(jobs.find((job) => job.name === name)).toMatchObject({ status: "PENDING", isJob: true });
    expect(jobs.some((job) => job.name === "A_SERVICE")).toBe(false);
    expect(await stage.schema.jobs.exists("A_SERVICE")).toBe(false);
    expect(await stage.schema.jobs.list({ like: name, limit: 1 }).first()).toMatchObject({ name });
  });

  test("is cancelled", async () => {
    const job = await stage.schema.jobs.execute(load());
    expect(await job.cancel()).toContain("is being cancelled");
    expect(await job.wait()).toMatchObject({ status: "CANCELLED" });
    const cancelled = stage.schema.jobs.execute({ ...load(), waitFor: "done" }).catch((problem: Error) => problem);
    stage.later(10_000, () => stage.sql(`CALL D.S.LOAD_${last}!SPCS_CANCEL_JOB()`));
    expect(String(await cancelled)).toContain("ended as CANCELLED.");
  });

  test("is dropped, which ends the waiting", async () => {
    const job = await stage.schema.jobs.execute(load());
    stage.later(8_000, () => stage.sql(`DROP SERVICE D.S.${job.name}`));
    await expect(job.wait()).rejects.toThrow(/was dropped before it had ended/);
    await expect(job.drop()).rejects.toThrow(ObjectMissingError);
    await job.drop({ ifExists: true });
    expect(await job.tryFetch()).toBeUndefined();
    const other = await stage.schema.jobs.execute(load());
    await other.drop();
    expect(await other.exists()).toBe(false);
  });

  test("that takes too long is told with its last status", async () => {
    const job = await stage.schema.jobs.execute(load());
    const error = await job.wait({ timeoutMs: 12_000 }).catch((problem: Error) => problem);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(String(error)).toMatch(/had not ended within 12000 ms: it is (PENDING|RUNNING); main/);
  });

  test("writes a log that is followed to its end", async () => {
    const job = await stage.schema.jobs.execute(load());
    const lines: string[] = [];
    for await (const line of job.followLogs()) lines.push(line);
    expect(lines).toEqual(["one", "two", "three"]);
    expect((await job.logs({ tail: 1 })).trim()).toBe("three");
    expect(await job.instances()).toMatchObject([{ instanceId: 0 }]);
  });

  test("is refused before anything is sent, or where the name is taken", async () => {
    await expect(stage.schema.jobs.execute({ ...load(), name: '"my job"' })).rejects.toThrow(
      /Jobs take only names without/,
    );
    const { spec: _, ...nothing } = load();
    await expect(stage.schema.jobs.execute(nothing)).rejects.toThrow(InvalidArgumentError);
    expect(stage.sent()).toEqual([]);
    const spec = load();
    await stage.schema.jobs.execute(spec);
    const error = await stage.schema.jobs.execute(spec).catch((problem: Error) => problem);
    expect(error).toBeInstanceOf(ObjectExistsError);
    expect(String(error)).toContain("keeps jobs that have ended for 30 days");
  });
});
