import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator } from "../../emulator/index";
import type { ContainerAccount } from "./container-account";
import { accountOf, minute, service, specification, startContainers, times } from "./container-account";
import { connect } from "./protocol/driver";

let folder: string;
let stateFile: string;
let account: ContainerAccount;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "emulator-containers-"));
  stateFile = join(folder, "state.json");
  account = await startContainers({ stateFile });
});
afterEach(async () => {
  await account.emulator.close();
  rmSync(folder, { recursive: true });
});

async function restarted(): Promise<void> {
  const now = () => new Date("2030-01-01T00:00:00.000Z");
  const emulator = await startEmulator({ account: "acme-dev_one", now, containerTimes: times, stateFile });
  account = accountOf(emulator, await connect(emulator.url, { account: "acme-dev-one" }));
  await account.run("USE SCHEMA D.PUBLIC");
}

describe("compute pools in a state file", () => {
  test("go on in the middle of an upgrade", async () => {
    await account.run(service("S", specification(), "MIN_INSTANCES = 2"));
    account.advance(2 * minute);
    await account.run(`ALTER SERVICE S FROM SPECIFICATION $$${specification("web:v2")}$$`);
    const shown = async () => [
      await account.rows("SHOW SERVICE CONTAINERS IN SERVICE S"),
      await account.rows("DESCRIBE SERVICE S"),
    ];
    const before = await shown();
    await account.emulator.close();
    await restarted();
    expect(await shown()).toEqual(before);
    account.advance(10 * minute);
    expect(await account.row("DESCRIBE SERVICE S")).toMatchObject({ status: "RUNNING", is_upgrading: "false" });
    expect(await account.value("SELECT SYSTEM$GET_SERVICE_LOGS('S', 1, 'main')")).toBe("second");
  });

  test("hold the logs of an image once for a service, not once for each instance", async () => {
    const logs = "x".repeat(100_000);
    account.emulator.pushImage({ repository: "D.PUBLIC.R", image: "long", behaviour: { outcome: "runs", logs } });
    await account.run(
      "ALTER COMPUTE POOL P SET MAX_NODES = 50",
      service("S", specification("long"), "MIN_INSTANCES = 50"),
    );
    await account.emulator.close();
    expect(readFileSync(stateFile).length).toBeLessThan(5 * logs.length);
    await restarted();
    account.advance(10 * minute);
    expect(await account.status("S")).toBe("RUNNING");
  });

  test("that cannot go on keep no statement from other things", async () => {
    await account.run("CREATE COMPUTE POOL Q MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S");
    await account.emulator.close();
    writeFileSync(stateFile, readFileSync(stateFile, "utf8").replace('"CPU_X64_S"', '"OF_LATER"'));
    await restarted();
    expect(await account.value("SELECT 1 AS A")).toBe(1);
    await account.run("CREATE TABLE T (A INT)", service("S"));
    account.advance(10 * minute);
    expect(await account.status("S")).toBe("RUNNING");
    expect(await account.error("DESCRIBE COMPUTE POOL Q")).toContain("OF_LATER");
  });
});
