import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Entry, type Stage, startStage } from "../resource/lifecycle/stage";
import { pythonPeer } from "./set-up";
import { type Printed, snow } from "./snow";

const setUpMs = 900_000;
const place = ["--database", "SCRATCH", "--schema", "PUBLIC"];
const pool = (...words: string[]) => ["spcs", "compute-pool", ...words];
const images = (...words: string[]) => ["spcs", "image-repository", ...words, ...place];
const service = (...words: string[]) => ["spcs", "service", ...words, ...place];
// The CLI itself does not escape backslashes.
const greeting = "it's $$ {{ x }}";
const spec = (tag: string) => ({
  spec: {
    containers: [{ name: "web", image: `/scratch/public/images/web:${tag}`, args: [greeting] }],
    endpoints: [{ name: "ui", port: 80, public: true }],
  },
});
const args = { schema: "SCRATCH.PUBLIC", computePool: "LOADING" };

// The CLI runs in forks of one process.
describe.skipIf(process.platform === "win32")("The Snowflake CLI", () => {
  let stage: Stage;
  beforeAll(async () => {
    await pythonPeer("snow.py");
    stage = await startStage({ images: "pushed" });
    await stage.sql("CREATE DATABASE SCRATCH");
  }, setUpMs);
  afterAll(() => stage?.close());

  test("sees what we declare", async () => {
    const run = stage.run();
    const size = { minNodes: 1, maxNodes: 2, instanceFamily: "CPU_X64_S" };
    await run.up("computePool", { name: "LOADING", ...size, comment: greeting });
    const repository = await run.up("imageRepository", { schema: "SCRATCH.PUBLIC", name: "IMAGES" });
    const image = { repository: "SCRATCH.PUBLIC.IMAGES", image: "web" };
    const behaviour = { outcome: "runs", logs: "hello\n" } as const;
    const { digest } = stage.emulator.pushImage({ ...image, tag: "1", behaviour });
    stage.emulator.pushImage({ ...image, tag: "2", behaviour });
    const web = await run.up("service", { ...args, name: "WEB", spec: spec("1"), comment: greeting });

    const [pools, described, url, listed, services, endpoints, containers, logs] = await snow(stage.emulator.url, [
      pool("list"),
      pool("describe", "LOADING"),
      images("url", "IMAGES"),
      images("list-images", "IMAGES"),
      service("list"),
      service("list-endpoints", "WEB"),
      service("list-containers", "WEB"),
      service("logs", "WEB", "--container-name", "web", "--instance-id", "0"),
    ]);
    const loading = { name: "LOADING", state: "ACTIVE", max_nodes: 2, num_services: 1, comment: greeting };
    expect(pools).toMatchObject([loading]);
    expect(described).toMatchObject([{ ...loading, error_code: "", instance_family: "CPU_X64_S" }]);
    expect(url).toEqual([{ message: repository.outputs["repositoryUrl"] }]);
    expect(listed).toMatchObject([{ image_name: "web", tags: "1", digest }, { tags: "2" }]);
    expect(services).toMatchObject([{ name: "WEB", status: "RUNNING", compute_pool: "LOADING", comment: greeting }]);
    const { ui } = web.outputs["endpoints"] as Record<string, { url: string }>;
    expect(endpoints?.map((row) => [row["name"], `https://${row["ingress_url"]}`])).toEqual([["ui", ui?.url]]);
    expect(containers).toMatchObject([{ container_name: "web", status: "READY", image_digest: digest }]);
    expect(logs).toEqual([{ message: "hello" }]);
  });

  test("makes what we read, and changes what we see and repair", async () => {
    const files = { "one.yaml": JSON.stringify(spec("1")), "two.yaml": JSON.stringify(spec("2")) };
    const from = (file: string) => ["--spec-path", file];
    await inCli(
      files,
      pool(
        "create",
        "BY_HAND",
        "--family",
        "CPU_X64_XS",
        "--min-nodes",
        "1",
        "--max-nodes",
        "2",
        "--comment",
        greeting,
      ),
      images("create", "MORE_IMAGES"),
      service("create", "BY_HAND", "--compute-pool", "BY_HAND", ...from("one.yaml"), "--comment", greeting),
    );
    const { handlers } = stage.run();
    const made = await handlers.computePool.read("BY_HAND", {});
    expect(made?.inputs).toMatchObject({ minNodes: 1, maxNodes: 2, instanceFamily: "CPU_X64_XS", comment: greeting });
    expect((await handlers.imageRepository.read("SCRATCH.PUBLIC.MORE_IMAGES", {}))?.inputs).toMatchObject({
      name: "MORE_IMAGES",
    });
    const entry = (await handlers.service.read("SCRATCH.PUBLIC.BY_HAND", {})) as Entry;
    expect(entry.inputs).toMatchObject({ computePool: "BY_HAND", spec: spec("1"), comment: greeting });

    await inCli(
      files,
      service("set", "BY_HAND", "--comment", "by hand"),
      service("upgrade", "BY_HAND", ...from("two.yaml")),
    );
    const seen = await stage.run().refresh("service", entry);
    expect(seen?.inputs).toMatchObject({ comment: "by hand", spec: spec("2") });
    await stage.run().up("service", entry.inputs, seen);
    const [[repaired] = []] = await inCli({}, service("describe", "BY_HAND"));
    expect(repaired).toMatchObject({ comment: greeting, spec: expect.stringContaining("web:1") });

    await inCli({}, service("drop", "BY_HAND"), pool("drop", "BY_HAND"));
    expect(await stage.run().refresh("service", entry)).toBeUndefined();
    expect(await stage.run().refresh("computePool", made as Entry)).toBeUndefined();
  });

  function inCli(
    files: Readonly<Record<string, string>>,
    ...commands: readonly (readonly string[])[]
  ): Promise<readonly Printed[]> {
    return snow(stage.emulator.url, commands, files);
  }
});
