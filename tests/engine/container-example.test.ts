import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { failures, type Stage, startStage } from "./stage";

const example = path.resolve(__dirname, "../../examples/container-service");
const UNCHANGED = { create: 0, update: 0, delete: 0, replace: 0 };

describe("the example of a container service", () => {
  test("goes from nothing to an address in one run, is found unchanged, and is destroyed", async () => {
    await using stage = await startExample();

    const created = await stage.project.up({ preview: true });
    expect(failures(created)).toEqual([]);
    expect(created.changes).toEqual({ ...UNCHANGED, create: 6, same: 0 });
    expect(stage.emulator.images()).toMatchObject([{ repository: "SHOP.WEB.IMAGES", image: "nginx", tags: ["1.27"] }]);
    const [endpoint] = stage.sql("SHOW ENDPOINTS IN SERVICE SHOP.WEB.WEB_SERVER");
    expect(endpoint).toMatchObject({ name: "ui", port: "80", ingress_url: expect.stringContaining(".app") });
    expect(await stage.project.outputs()).toEqual({
      repositoryUrl: "local-emulator.registry.snowflakecomputing.com/shop/web/images",
      url: `https://${endpoint?.["ingress_url"]}`,
    });

    stage.sent();
    expect((await stage.project.up()).changes).toEqual({ ...UNCHANGED, same: 6 });
    expect(stage.sent()).toEqual([]);
    const refreshed = await stage.project.refresh();
    expect(failures(refreshed)).toEqual([]);
    expect(refreshed.changes).toEqual({ ...UNCHANGED, same: 6 });

    const destroyed = await stage.project.destroy();
    expect(failures(destroyed)).toEqual([]);
    expect([stage.names("DATABASES"), stage.sql("SHOW COMPUTE POOLS"), stage.project.state()]).toEqual([[], [], []]);
  });

  test("upgrades the service in place when another image is pushed, and pushes anew into a new repository", async () => {
    await using stage = await startExample();
    expect(failures(await stage.project.up())).toEqual([]);
    const { url } = await stage.project.outputs();
    stage.sent();

    stage.project.write(text("index.ts").replace("nginx:1.27", "nginx:1.28"));
    const upgraded = await stage.project.up();
    expect(failures(upgraded)).toEqual([]);
    expect(upgraded.changes).toEqual({ ...UNCHANGED, update: 2, same: 4 });
    expect(writesIn(stage)).toEqual([
      expect.stringMatching(/^ALTER SERVICE SHOP\.WEB\.WEB_SERVER FROM SPEC.*nginx:1\.28/s),
    ]);
    expect((await stage.project.outputs())["url"]).toBe(url);

    stage.sql("DROP IMAGE REPOSITORY SHOP.WEB.IMAGES");
    const repaired = await stage.project.up({ args: ["--refresh"] });
    expect(failures(repaired)).toEqual([]);
    expect(stage.emulator.images()).toMatchObject([{ repository: "SHOP.WEB.IMAGES", image: "nginx", tags: ["1.28"] }]);
    expect(writesIn(stage)).toEqual(["CREATE IMAGE REPOSITORY SHOP.WEB.IMAGES"]);
  });
});

function writesIn(stage: Stage): string[] {
  return stage.sent().filter((sql) => /^(?:CREATE|ALTER|DROP|EXECUTE)/.test(sql));
}

/** A stage for the example, with all of its files: an image is there once it has been pushed, and everything takes its time. */
function startExample(): Promise<Stage> {
  const others = readdirSync(example).filter((file) => !["index.ts", "Pulumi.yaml"].includes(file));
  const files = Object.fromEntries(others.map((file) => [file, text(file)]));
  return startStage({ emulator: { images: "pushed", containerTimes: {} }, program: text("index.ts"), files });
}

function text(file: string): string {
  return readFileSync(path.join(example, file), "utf8");
}
