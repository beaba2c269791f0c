import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ContainerAccount } from "./container-account";
import { pool, service, specification, startContainers } from "./container-account";

const nothing = { nodeStartMs: 0, containerStartMs: 0, endpointMs: 0, suspendMs: 0, stopMs: 0 };

let account: ContainerAccount;
beforeEach(async () => {
  account = await startContainers({ containerTimes: nothing });
  await account.run(pool("Q", "MIN_NODES = 1 MAX_NODES = 2"));
});
afterEach(() => account.emulator.close());

describe("containers that take no time", () => {
  test("run at once, and each instance is upgraded at once", async () => {
    await account.run(service("S", specification(), "MIN_INSTANCES = 3", "Q"));
    expect(await account.status("S")).toBe("RUNNING");
    await account.run(`ALTER SERVICE S FROM SPECIFICATION $$${specification("web:v2")}$$`);
    const { spec_digest: digest } = await account.row("DESCRIBE SERVICE S");
    const instances = await account.rows("SHOW SERVICE INSTANCES IN SERVICE S");
    expect(instances.map((row) => [row["status"], row["spec_digest"]])).toEqual([
      ["READY", digest],
      ["READY", digest],
      ["READY", digest],
    ]);
    expect(await account.row("DESCRIBE SERVICE S")).toMatchObject({ status: "RUNNING", is_upgrading: "false" });
  });

  test("let replicas run one after another where there is no room for all", async () => {
    account.emulator.pushImage({ repository: "D.PUBLIC.R", image: "quick", behaviour: { outcome: "exits" } });
    const job = `EXECUTE JOB SERVICE IN COMPUTE POOL Q NAME = J REPLICAS = 10 FROM SPECIFICATION $$${specification("quick")}$$`;
    expect(await account.value(job)).toBe("Job J completed successfully with status: DONE.");
  });

  test("are counted as idle from then on", async () => {
    await account.run(service("S", specification(), "AUTO_SUSPEND_SECS = 300", "Q"));
    account.advance(301_000);
    expect(await account.status("S")).toBe("SUSPENDED");
  });

  test("are gone with their compute pool at once", async () => {
    await account.run(service("S", specification(), "", "Q"), "ALTER COMPUTE POOL Q SUSPEND");
    expect(await account.status("S")).toBe("SUSPENDED");
    expect(await account.row("DESCRIBE COMPUTE POOL Q")).toMatchObject({ state: "SUSPENDED", idle_nodes: 0 });
  });
});
