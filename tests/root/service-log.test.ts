import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { InvalidArgumentError, ObjectMissingError } from "../../provider/client/errors";
import type { ServiceReference } from "../../sdk/root";
import { passes } from "../resource/lifecycle/still-clock";
import { type ServiceRoot, startServiceRoot } from "./service-root";

vi.mock("node:timers/promises", async () => {
  const { sleepAtOnce } = await import("../resource/lifecycle/still-clock.js");
  return { setTimeout: sleepAtOnce };
});

let stage: ServiceRoot;
let last = 0;
const counted = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

beforeAll(async () => {
  stage = await startServiceRoot();
  await stage.root.computePool("P").waitUntil("IDLE");
  const repository = "D.S.R";
  const logs = `${counted(0, 40).join("\n")}\n`;
  stage.emulator.pushImage({ repository, image: "talks", behaviour: { outcome: "runs", logs, logEverySeconds: 2 } });
  stage.emulator.pushImage({
    ...{ repository, image: "crashes" },
    behaviour: { outcome: "fails", afterSeconds: 30, logs: "a\nb\nc\n", logEverySeconds: 10 },
  });
});
afterAll(() => stage.close());
beforeEach(async () => {
  await passes(5000);
  stage.sent();
  stage.leastDistance();
});

async function started(image: string, more: readonly object[] = []): Promise<ServiceReference> {
  last += 1;
  const containers = [{ name: "main", image: `/d/s/r/${image}` }, ...(more as { name: string; image: string }[])];
  return stage.schema.services.create({ name: `LOG_${last}`, computePool: "P", spec: { containers } });
}

async function collected(lines: AsyncIterable<string>, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) {
    all.push(line);
    if (all.length >= most) break;
  }
  return all;
}

describe("the log of a container", () => {
  test("is read in whole, or its newest lines", async () => {
    const service = await started("talks");
    await service.waitUntil("READY");
    await passes(20_000);
    const log = await service.logs();
    expect(log.split("\n").slice(0, 3)).toEqual(counted(0, 3));
    stage.sent();
    expect((await service.logs({ instance: 0, container: "main", tail: 2 })).split("\n")).toHaveLength(2);
    expect(stage.sent()).toEqual([`CALL SYSTEM$GET_SERVICE_LOGS('D.S.${service.name}', '0', 'main', 2)`]);
  });

  test("is read of the container that is named, where there are several", async () => {
    const service = await started("talks", [{ name: "side", image: "/d/s/r/web" }]);
    await service.waitUntil("READY");
    const error = await service.logs().catch((problem: Error) => problem);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(String(error)).toContain("has the containers main, side: say which one is meant");
    expect(await service.logs({ container: "side" })).toBe("");
    await expect(service.logs({ container: "other" })).rejects.toThrow(ObjectMissingError);
    await expect(service.logs({ tail: 0 })).rejects.toThrow(InvalidArgumentError);
    await expect(service.logs({ instance: -1, container: "main" })).rejects.toThrow(InvalidArgumentError);
    await expect(stage.schema.service("NOWHERE").logs()).rejects.toThrow(ObjectMissingError);
  });

  test("is read of the container that was started again", async () => {
    const service = await started("crashes");
    await passes(90_000);
    expect((await service.logs({ previous: true })).split("\n")).toEqual(["a", "b", "c"]);
  });
});

describe("a log that is followed", () => {
  test("is told line by line from before the container starts, each line once, and no more than a question a second is asked", async () => {
    const service = await started("talks");
    await passes(1000);
    stage.leastDistance();
    expect(await collected(service.followLogs(), 30)).toEqual(counted(0, 30));
    expect(stage.leastDistance()).toBeGreaterThanOrEqual(1000);
  });

  test("ends with the service", async () => {
    const service = await started("talks");
    await service.waitUntil("READY");
    stage.later(20_000, () => stage.sql(`ALTER SERVICE D.S.${service.name} SUSPEND`));
    const lines = await collected(service.followLogs());
    expect(lines.length).toBeGreaterThan(5);
    expect(lines).toEqual(counted(0, lines.length));
    const other = await started("talks");
    await other.waitUntil("READY");
    stage.later(10_000, () => stage.sql(`DROP SERVICE D.S.${other.name}`));
    expect((await collected(other.followLogs())).length).toBeGreaterThan(2);
  });

  test("ends when it is aborted, or after a while, without an error", async () => {
    const service = await started("talks");
    await service.waitUntil("READY");
    const controller = new AbortController();
    stage.later(10_000, () => controller.abort());
    const lines = await collected(service.followLogs({ signal: controller.signal }));
    expect(lines).toEqual(counted(0, lines.length));
    expect(await collected(service.followLogs({ signal: controller.signal }))).toEqual([]);
    const more = await collected(service.followLogs({ timeoutMs: 8000, tail: 0 }));
    expect(more.length).toBeGreaterThan(0);
    expect(more[0]).not.toBe("line 0");
  });

  test("begins with as many old lines as are wanted", async () => {
    const service = await started("talks");
    await service.waitUntil("READY");
    await passes(200_000);
    expect(await collected(service.followLogs({ tail: 3, timeoutMs: 20_000 }))).toEqual(counted(37, 40));
  });

  test("goes on where the container is started again, though it writes the same again", async () => {
    const service = await started("crashes");
    await passes(1000);
    stage.leastDistance();
    const lines = await collected(service.followLogs(), 12);
    expect(lines).toEqual(["a", "b", "c", "a", "b", "c", "a", "b", "c", "a", "b", "c"]);
    expect(stage.leastDistance()).toBeGreaterThanOrEqual(1000);
  });

  test("of what does not exist is an error", async () => {
    await expect(collected(stage.schema.service("NOWHERE").followLogs())).rejects.toThrow(ObjectMissingError);
    const service = await started("talks");
    await service.waitUntil("READY");
    await expect(collected(service.followLogs({ container: "other" }))).rejects.toThrow(
      /has no container other; it has main/,
    );
    await expect(collected(service.followLogs({ instance: 7 }))).rejects.toThrow(/has no instance 7/);
  });
});
