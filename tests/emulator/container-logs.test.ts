import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ImageBehaviour } from "../../emulator/index";
import type { ContainerAccount } from "./container-account";
import { second, service, specification, startContainers, times } from "./container-account";

let account: ContainerAccount;

beforeEach(async () => {
  account = await startContainers();
  account.advance(times.nodeStartMs);
});

afterEach(() => account.emulator.close());

/** Starts a service with one container of such an image, up to the moment in which its container starts. */
async function start(behaviour: Partial<ImageBehaviour>): Promise<void> {
  account.emulator.pushImage({ repository: "D.PUBLIC.R", image: "talks", behaviour });
  await account.run(service("S", specification("talks")));
  account.advance(times.containerStartMs);
}

function logs(rest = ""): Promise<unknown> {
  return account.value(`SELECT SYSTEM$GET_SERVICE_LOGS('S', 0, 'main'${rest})`);
}

describe("A log of which a line comes every 10 seconds", () => {
  const talks = { logs: "one\ntwo\nthree\nfour\n", logEverySeconds: 10 };

  test("can be followed", async () => {
    await start({ outcome: "runs", ...talks });
    const seen: unknown[] = [];
    for (let i = 0; i < 5; i += 1) {
      seen.push(await logs());
      account.emulator.advance(10 * second);
    }
    expect(seen).toEqual(["one", "one\ntwo", "one\ntwo\nthree", "one\ntwo\nthree\nfour", "one\ntwo\nthree\nfour"]);
  });

  test("has its newest lines at its end", async () => {
    await start({ outcome: "runs", ...talks });
    account.emulator.advance(20 * second);
    expect(await logs(", 2")).toBe("two\nthree");
    expect(await logs(", 100")).toBe("one\ntwo\nthree");
  });

  test("is there as a whole once its container has ended, and begins anew when that is started again", async () => {
    await start({ outcome: "fails", afterSeconds: 15, ...talks });
    expect(await logs()).toBe("one");
    account.emulator.advance(15 * second);
    expect(await logs()).toBe("one\ntwo\nthree\nfour");
    expect(await account.error("SELECT SYSTEM$GET_SERVICE_LOGS('S', 0, 'main', 9, TRUE)")).toContain("never restarted");
    account.emulator.advance(10 * second);
    expect(await logs()).toBe("one");
    expect(await logs(", 3, TRUE")).toBe("two\nthree\nfour");
  });
});
