import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ContainerAccount, Row } from "./container-account";
import { minute, second, service, specification, startContainers, times } from "./container-account";

let account: ContainerAccount;
beforeEach(async () => {
  account = await startContainers();
});
afterEach(() => account.emulator.close());

const shown = () => account.row("DESCRIBE SERVICE S");
const upgrade = (image: string) => account.run(`ALTER SERVICE S FROM SPECIFICATION $$${specification(image)}$$`);
const instances = async () =>
  (await account.rows("SHOW SERVICE INSTANCES IN SERVICE S")).map(
    (row: Row) => `${row["instance_id"]} ${row["status"]} ${String(row["spec_digest"]).slice(0, 6)}`,
  );
const digest = async () => String((await shown())["spec_digest"]).slice(0, 6);
const running = async (options = "") => {
  await account.run(service("S", specification(), options));
  account.advance(2 * minute);
};

describe("ALTER SERVICE … FROM", () => {
  test("replaces instances one after another, from the highest id down", async () => {
    await running("MIN_INSTANCES = 2 MIN_READY_INSTANCES = 1");
    const before = await digest();
    await upgrade("web:v2");
    const after = await digest();
    expect(after).not.toBe(before);
    expect(await shown()).toMatchObject({ is_upgrading: "true", status: "RUNNING" });
    expect(await instances()).toEqual([`0 READY ${before}`, `1 TERMINATING ${before}`]);
    account.advance(times.stopMs);
    expect(await instances()).toEqual([`0 READY ${before}`, `1 PENDING ${after}`]);
    account.advance(times.containerStartMs);
    expect(await instances()).toEqual([`0 TERMINATING ${before}`, `1 READY ${after}`]);
    account.advance(times.stopMs);
    expect(await instances()).toEqual([`0 PENDING ${after}`, `1 READY ${after}`]);
    expect(await shown()).toMatchObject({ is_upgrading: "true", status: "RUNNING" });
    account.advance(times.containerStartMs);
    expect(await instances()).toEqual([`0 READY ${after}`, `1 READY ${after}`]);
    expect(await shown()).toMatchObject({ is_upgrading: "false", status: "RUNNING" });
  });

  test("is through at once where containers take no time", async () => {
    const atOnce = { nodeStartMs: 0, suspendMs: 0, containerStartMs: 0, endpointMs: 0, stopMs: 0 };
    await account.emulator.close();
    account = await startContainers({ containerTimes: atOnce });
    await account.run(service("S", specification(), "MIN_INSTANCES = 2"));
    await upgrade("web:v2");
    const after = await digest();
    expect(await shown()).toMatchObject({ is_upgrading: "false", status: "RUNNING" });
    expect(await instances()).toEqual([`0 READY ${after}`, `1 READY ${after}`]);
  });

  test("changes what DESCRIBE shows, and when the service was updated", async () => {
    await running();
    const before = await shown();
    account.advance(second);
    await upgrade("web:v2");
    const after = await shown();
    expect(String(after["spec"])).toContain('image: "/d/public/r/web:v2"');
    expect(Number(after["updated_on"])).toBeGreaterThan(Number(before["updated_on"]));
    expect(after["created_on"]).toEqual(before["created_on"]);
  });

  test("with the same specification takes what the tag means now, and leaves an unchanged image alone", async () => {
    await running();
    const before = await shown();
    await upgrade("web");
    expect(await shown()).toMatchObject({
      spec_digest: before["spec_digest"],
      is_upgrading: "false",
      status: "RUNNING",
    });
    account.emulator.pushImage({ repository: "D.PUBLIC.R", image: "web", behaviour: { outcome: "runs", logs: "new" } });
    expect((await shown())["spec_digest"]).toBe(before["spec_digest"]);
    await upgrade("web");
    const after = await shown();
    expect(after["spec_digest"]).not.toBe(before["spec_digest"]);
    expect(after["spec"]).not.toBe(before["spec"]);
    account.advance(times.stopMs + times.containerStartMs);
    expect(await account.value("SELECT SYSTEM$GET_SERVICE_LOGS('S', 0, 'main')")).toBe("new");
  });

  test("to an image that fails leaves the service with failed containers", async () => {
    await running();
    await upgrade("broken");
    account.advance(times.stopMs + times.containerStartMs);
    expect(await shown()).toMatchObject({ status: "FAILED", is_upgrading: "false" });
    expect(await account.row("SHOW SERVICE CONTAINERS IN SERVICE S")).toMatchObject({
      status: "FAILED",
      message: "no such file",
      image_name: "acme-dev-one.registry.snowflakecomputing.com/d/public/r/broken",
    });
  });

  test("to an image that fails stops at the first instance, and another upgrade mends it", async () => {
    await running("MIN_INSTANCES = 2 MIN_READY_INSTANCES = 1");
    const before = await digest();
    await upgrade("broken");
    account.advance(10 * minute);
    const failed = await digest();
    expect(await instances()).toEqual([`0 READY ${before}`, `1 FAILED ${failed}`]);
    expect(await shown()).toMatchObject({ status: "RUNNING", is_upgrading: "true" });
    await upgrade("web:v2");
    account.advance(10 * minute);
    const mended = await digest();
    expect(await instances()).toEqual([`0 READY ${mended}`, `1 READY ${mended}`]);
    expect(await shown()).toMatchObject({ status: "RUNNING", is_upgrading: "false" });
  });

  test("changes a suspended service, which starts with it later", async () => {
    await running();
    await account.run("ALTER SERVICE S SUSPEND");
    account.advance(times.stopMs);
    await upgrade("web:v2");
    expect(await shown()).toMatchObject({ status: "SUSPENDED", is_upgrading: "false" });
    await account.run("ALTER SERVICE S RESUME");
    account.advance(times.containerStartMs);
    expect(await account.value("SELECT SYSTEM$GET_SERVICE_LOGS('S', 0, 'main')")).toBe("second");
  });

  test("takes every form of specification", async () => {
    await running();
    await account.run(
      `ALTER SERVICE S FROM SPECIFICATION_TEMPLATE $$${specification("web:{{ tag }}")}$$ USING (tag => 'v2')`,
    );
    expect(String((await shown())["spec"])).toContain("/web:v2");
  });

  test("that is wrong changes nothing", async () => {
    await running();
    const before = JSON.stringify(await shown());
    expect(await account.error(`ALTER SERVICE S FROM SPECIFICATION $$spec: {}$$`)).toMatch(/^395018 /);
    const absent = account.error(`ALTER SERVICE S FROM SPECIFICATION $$${specification("absent")}$$`);
    expect(await absent).toContain("Failed to retrieve image /d/public/r/absent");
    expect(await account.error("ALTER SERVICE S FROM")).toMatch(/^001003 /);
    expect(JSON.stringify(await shown())).toBe(before);
  });
});
