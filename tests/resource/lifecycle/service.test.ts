import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { DataLossError, SqlError, TimeoutError } from "../../../provider/client/errors";
import { UnfinishedError } from "../../../provider/resource/lifecycle/context";
import { type ServiceStage, startServiceStage } from "./service-stage";
import { failure, freshName, kept } from "./stage";
import { passes } from "./still-clock";

vi.mock("node:timers/promises", async () => {
  const { sleepAtOnce } = await import("./still-clock.js");
  return { setTimeout: sleepAtOnce };
});

let stage: ServiceStage;
let folder: string;

beforeAll(async () => {
  stage = await startServiceStage();
  folder = mkdtempSync(join(tmpdir(), "specifications-"));
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});
// No two services are created at the same moment.
beforeEach(() => passes(5000));

const image = "/d/s/r/web:1";
const at = { schema: "D.S", computePool: "p" };
const endpoints = [{ name: "ui", port: 80, public: true }];
const url = expect.stringMatching(/^https:\/\/[a-z0-9-]+\.snowflakecomputing\.app$/);

type Args = Record<string, unknown>;

/** Arguments of a service with a container of an image. */
function web(container: object = {}, more: object = {}): Args {
  return { ...at, name: freshName(), spec: { containers: [{ name: "web", image, ...container }], ...more } };
}

/** The same service with another container. */
function withContainer(args: Args, container: object, more: object = {}): Args {
  return { ...args, spec: { containers: [{ name: "web", image, ...container }], ...more } };
}

async function shown(name: unknown) {
  const [row] = await stage.sql(`SHOW SERVICES LIKE '${String(name)}' IN SCHEMA D.S`);
  return row;
}

/** The least distance in milliseconds between what is asked of a service once it was created or altered, until it is waited for no longer. */
function leastDistance(name: unknown): number {
  const asked = stage.timed().filter(({ sql }) => sql.includes(String(name)));
  const last = asked.findLastIndex(({ sql }) => /^(CREATE|ALTER)/.test(sql));
  const log = asked.findLastIndex(({ sql }) => sql.includes("GET_SERVICE_LOGS"));
  const looks = asked.slice(last + 1, log === -1 ? undefined : log + 1);
  expect(looks.length).toBeGreaterThan(3);
  return Math.min(...looks.slice(1).map((look, index) => look.at - (looks[index]?.at ?? 0)));
}

describe("a new service", () => {
  test("with a public endpoint is there when its address is, asked for once a second at most", async () => {
    const args = web({}, { endpoints });
    stage.timed();
    const run = stage.run();
    const entry = await run.up("service", args);
    expect(entry.outputs["endpoints"]).toEqual({ ui: { url, port: 80, protocol: "HTTP", public: true } });
    expect(entry.outputs["dnsName"]).toMatch(/\.svc\.spcs\.internal$/);
    expect(leastDistance(args["name"])).toBeGreaterThanOrEqual(1000);
    expect(run.said.join("\n")).toMatch(/is PENDING: web PENDING \(.*\n/);
    stage.sent();
    expect((await stage.run().up("service", args, entry)).effect).toBe("same");
    expect(stage.sent()).toEqual([]);
    const refreshed = await stage.run().refresh("service", entry);
    expect(refreshed).toMatchObject({ inputs: entry.inputs, outputs: entry.outputs });
    expect(stage.sent().map((sql) => sql.split(" ").slice(0, 2).join(" "))).toEqual([
      "SHOW SERVICES",
      "SHOW ENDPOINTS",
    ]);
  });

  test("waits for what it is asked to wait for", async () => {
    const args = web({}, { endpoints });
    const none = await stage.run().up("service", { ...args, waitFor: "none" });
    expect(none.outputs["endpoints"]).toEqual({ ui: { port: 80, protocol: "HTTP", public: true } });
    expect(await shown(args["name"])).toMatchObject({ status: "PENDING" });
    const ready = await stage.run().up("service", { ...args, name: freshName(), waitFor: "ready" });
    expect(await shown(ready.outputs["name"])).toMatchObject({ status: "RUNNING" });
    expect(ready.outputs["endpoints"]).toEqual({ ui: { port: 80, protocol: "HTTP", public: true } });
    const refreshed = await passes(60_000).then(() => stage.run().refresh("service", none));
    expect(refreshed?.outputs["endpoints"]).toMatchObject({ ui: { url } });
    expect((await stage.run().up("service", { ...args, waitFor: "none" }, refreshed)).effect).toBe("same");
  });

  test("from YAML, re-formatted, or given as an object shows no change, then or after a refresh", async () => {
    const args = { ...at, name: freshName() };
    const first = {
      ...args,
      spec: `spec:\n  containers:\n  - {image: "${image}", name: web, env: {B: "2", A: "1"}}\n`,
    };
    const entry = await stage.run().up("service", first);
    const refreshed = await stage.run().refresh("service", entry);
    const others = [
      first.spec,
      `# other\nspec: { containers: [{ name: web, env: { A: '1', B: '2' }, image: ${image} }], endpoints: [] }`,
      {
        containers: [
          { env: { A: "1", B: "2" }, name: "web", image: `local-emulator.registry.snowflakecomputing.com${image}` },
        ],
      },
      {
        template: `spec: { containers: [{ name: web, env: {{ env }}, image: ${image} }] }`,
        values: { env: { B: "2", A: "1" } },
      },
    ];
    for (const spec of others) {
      stage.sent();
      const again = await stage.run().up("service", { ...args, spec }, refreshed);
      expect([again.effect, stage.sent()]).toEqual(["same", []]);
    }
  });

  test("whose container fails is kept, with what the container says, and gone on with once it is mended", async () => {
    const args = web({ image: "/d/s/r/broken" }, { endpoints });
    const begun = Date.now();
    stage.timed();
    const error = await failure(stage.run().up("service", args));
    expect(error).toBeInstanceOf(UnfinishedError);
    expect((error as UnfinishedError).cause).toBeInstanceOf(SqlError);
    expect(error.message).toMatch(/was created\. It does not run: it is FAILED\n- container web of instance 0: FAILED/);
    expect(error.message).toContain("no such file");
    expect(error.message).toContain("cannot open /x");
    expect(Date.now() - begun).toBeLessThan(20 * 60_000);
    expect(leastDistance(args["name"])).toBeGreaterThanOrEqual(1000);
    const entry = kept(error, args);
    expect(entry.outputs["identity"]).toMatchObject({ unfinished: true });
    const again = await failure(stage.run().up("service", args, entry));
    expect(again.message).toContain("no such file");
    const mended = await stage.run().up("service", withContainer(args, {}, { endpoints }), entry);
    expect(mended.effect).toBe("update");
    expect(mended.outputs["endpoints"]).toMatchObject({ ui: { url } });
    expect(mended.outputs["identity"]).not.toHaveProperty("unfinished");
    expect((await stage.run().up("service", withContainer(args, {}, { endpoints }), mended)).effect).toBe("same");
  });

  test("whose container writes a secret to its log fails without it", async () => {
    const behaviour = {
      outcome: "fails",
      exitCode: 1,
      message: "no hush-4711",
      logs: "log-in with hush-4711\n",
    } as const;
    stage.emulator.pushImage({ repository: "D.S.R", image: "talks", behaviour });
    const error = await failure(stage.run().up("service", web({ image: "/d/s/r/talks", env: { KEY: "hush-4711" } })));
    expect(error.message).toContain("log-in with ***");
    expect(error.message).not.toContain("hush");
  });

  test("that is not ready in time is kept, and waited for again", async () => {
    stage.emulator.pushImage({ repository: "D.S.R", image: "idle", behaviour: { outcome: "runs", afterSeconds: 240 } });
    const args: Args = { ...web({ image: "/d/s/r/idle" }), timeouts: { create: "2m" } };
    const error = await failure(stage.run().up("service", args));
    expect((error as UnfinishedError).cause).toBeInstanceOf(TimeoutError);
    expect(error.message).toMatch(/did not become ready in time:\n- container web of instance 0: PENDING/);
    stage.sent();
    const ready = await stage.run().up("service", args, kept(error, args));
    expect(ready.effect).toBe("update");
    expect(stage.sent().filter((sql) => !sql.startsWith("SHOW"))).toEqual([]);
    expect(await shown(args["name"])).toMatchObject({ status: "RUNNING" });
  });

  test("that somebody drops meanwhile is said to be gone, and made again after a refresh", async () => {
    const args = web({ image: "/d/s/r/slow" });
    stage.later(30_000, () => stage.sql(`DROP SERVICE D.S.${args["name"]}`));
    const error = await failure(stage.run().up("service", args));
    expect(error.message).toContain("was dropped while it was waited for");
    const again = await failure(stage.run().up("service", withContainer(args, {}), kept(error, args)));
    expect(again.message).toMatch(/pulumi refresh/);
    expect(await stage.run().refresh("service", kept(error, args))).toBeUndefined();
  });

  test("that does not fit on its pool says so when the time is over", async () => {
    await stage.sql("CREATE COMPUTE POOL TINY MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS");
    const resources = { requests: { memory: "4Gi" } };
    await stage.run().up("service", { ...web({ resources }), computePool: "TINY" });
    const args = { ...web({ resources }), computePool: "TINY", timeouts: { create: "3m" } };
    const error = await failure(stage.run().up("service", args));
    expect(error.message).toMatch(/did not become ready in time.*Unschedulable due to insufficient resources/s);
  });

  test("whose container ends again and again fails", async () => {
    const behaviour = { outcome: "exits", exitCode: 0, logs: "done\n" } as const;
    stage.emulator.pushImage({ repository: "D.S.R", image: "ends", behaviour });
    const error = await failure(stage.run().up("service", web({ image: "/d/s/r/ends" })));
    expect(error.message).toMatch(/does not run.*container web of instance 0.*restarted.*done.*is for a JobService/s);
  });

  test("without a pool or an image is refused, and nothing is left", async () => {
    const nowhere = { ...web(), computePool: "nowhere" };
    expect((await failure(stage.run().up("service", nowhere))).message).toContain("NOWHERE");
    const noRepository = web({ image: "/d/s/nothing/web:1" });
    expect((await failure(stage.run().up("service", noRepository))).message).toMatch(/web|nothing/i);
    for (const { name } of [nowhere, noRepository] as Args[]) expect(await shown(name)).toBeUndefined();
  });

  test("beside another one of its pool", async () => {
    const run = stage.run();
    const both = await Promise.all([run.up("service", web()), run.up("service", web({}, { endpoints }))]);
    for (const { outputs } of both) expect(await shown(outputs["name"])).toMatchObject({ status: "RUNNING" });
  });

  test("made by a run that was killed is taken up, and waited for", async () => {
    const args = web({}, { endpoints });
    // The run ends after CREATE: its answer never came to the state.
    await stage.run().up("service", { ...args, waitFor: "none" });
    stage.sent();
    const run = stage.run();
    const entry = await run.up("service", args);
    expect(run.said.join("\n")).toContain("was made by a run that was interrupted");
    expect(entry.outputs["endpoints"]).toMatchObject({ ui: { url } });
    expect(entry.outputs["identity"]).not.toHaveProperty("adopted");
    expect(stage.sent().filter((sql) => /^(ALTER|DROP)/.test(sql))).toEqual([]);
  });
});

describe("an upgrade", () => {
  test("is sent in place, and waited for until the new instance runs", async () => {
    const args = web({}, { endpoints });
    const entry = await stage.run().up("service", args);
    stage.timed();
    stage.sent();
    const run = stage.run();
    const upgraded = await run.up("service", withContainer(args, { image: "/d/s/r/web:2" }, { endpoints }), entry);
    expect(upgraded.effect).toBe("update");
    expect(leastDistance(args["name"])).toBeGreaterThanOrEqual(1000);
    expect(stage.sent().filter((sql) => !sql.startsWith("SHOW"))).toEqual([
      expect.stringMatching(/^ALTER SERVICE D\.S\.\w+ FROM SPECIFICATION \$\$.*web:2.*\$\$$/s),
    ]);
    expect(await shown(args["name"])).toMatchObject({ status: "RUNNING", is_upgrading: "false" });
    const [container] = await stage.sql(`SHOW SERVICE CONTAINERS IN SERVICE D.S.${args["name"]}`);
    expect(container).toMatchObject({ status: "READY", image_name: expect.stringContaining("web:2") });
    expect(upgraded.outputs["endpoints"]).toEqual(entry.outputs["endpoints"]);
    expect(upgraded.outputs["specDigest"]).not.toBe(entry.outputs["specDigest"]);
    const refreshed = await stage.run().refresh("service", upgraded);
    expect(refreshed).toMatchObject({ inputs: upgraded.inputs, outputs: upgraded.outputs });
  });

  test("to an image that fails is kept, then mended, or taken back", async () => {
    const args = web();
    const entry = await stage.run().up("service", args);
    const broken = withContainer(args, { image: "/d/s/r/broken" });
    const error = await failure(stage.run().up("service", broken, entry));
    expect(error.message).toMatch(/was changed\. It does not run: .*no such file.*cannot open \/x/s);
    const unfinished = kept(error, broken);
    expect(unfinished.outputs["identity"]).toMatchObject({ unfinished: true });
    const back = await stage.run().up("service", args, unfinished);
    expect(await shown(args["name"])).toMatchObject({ status: "RUNNING" });
    expect(back.outputs["identity"]).not.toHaveProperty("unfinished");
    const again = kept(await failure(stage.run().up("service", broken, back)), broken);
    const mended = await stage.run().up("service", withContainer(args, { image: "/d/s/r/web:3" }), again);
    expect(await shown(args["name"])).toMatchObject({ status: "RUNNING" });
    expect(await stage.run().refresh("service", mended)).toMatchObject({ inputs: mended.inputs });
  });

  test("that Snowflake refuses changes nothing, and is tried again", async () => {
    const args = web();
    const entry = await stage.run().up("service", args);
    const missing = withContainer(args, { image: "/d/s/nothing/web:1" });
    const left = kept(await failure(stage.run().up("service", missing, entry)), missing);
    expect(left.outputs["spec"]).toEqual(entry.outputs["spec"]);
    stage.sent();
    expect((await stage.run().up("service", args, left)).effect).toBe("same");
    expect(stage.sent()).toEqual([]);
  });

  test("of a run that was killed in the middle is sent again", async () => {
    const args = web();
    const entry = await stage.run().up("service", args);
    const next = withContainer(args, { image: "/d/s/r/web:4" });
    // The answer never came to the state.
    await stage.run().up("service", { ...next, waitFor: "none" }, entry);
    const upgraded = await stage.run().up("service", next, entry);
    expect(await shown(args["name"])).toMatchObject({ status: "RUNNING", is_upgrading: "false" });
    expect(await stage.run().refresh("service", upgraded)).toMatchObject({ inputs: upgraded.inputs });
  });

  test("adds and removes endpoints", async () => {
    const args = web();
    const entry = await stage.run().up("service", args);
    expect(entry.outputs["endpoints"]).toEqual({});
    const more = withContainer(args, {}, { endpoints: [...endpoints, { name: "api", port: 8080 }] });
    const added = await stage.run().up("service", more, entry);
    expect(added.outputs["endpoints"]).toEqual({
      api: { port: 8080, protocol: "HTTP", public: false },
      ui: { url, port: 80, protocol: "HTTP", public: true },
    });
    const removed = await stage.run().up("service", args, added);
    expect(removed.outputs["endpoints"]).toEqual({});
  });

  test("waits for all instances when there are to be more", async () => {
    const args = web();
    const entry = await stage.run().up("service", args);
    await stage.run().up("service", { ...args, minInstances: 3 }, entry);
    expect(await shown(args["name"])).toMatchObject({ status: "RUNNING", current_instances: "3", min_instances: "3" });
    const instances = await stage.sql(`SHOW SERVICE INSTANCES IN SERVICE D.S.${args["name"]}`);
    expect(instances.map(({ status }) => status)).toEqual(["READY", "READY", "READY"]);
  });

  test("waits for as many instances as have to be ready", async () => {
    await stage.sql("CREATE COMPUTE POOL NARROW MIN_NODES = 2 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_XS");
    const args: Args = { ...web({ resources: { requests: { memory: "4Gi" } } }), computePool: "NARROW" };
    await stage.run().up("service", { ...args, name: freshName() });
    const entry = await stage.run().up("service", args);
    // The other one finds no place.
    const more = await stage.run().up("service", { ...args, minInstances: 2, minReadyInstances: 1 }, entry);
    expect(more.effect).toBe("update");
    const instances = await stage.sql(`SHOW SERVICE INSTANCES IN SERVICE D.S.${args["name"]}`);
    expect(instances.map(({ status }) => status).toSorted()).toEqual(["PENDING", "READY"]);
  });

  test("comes with a trigger, to the newest image of a tag", async () => {
    const push = (logs: string) =>
      stage.emulator.pushImage({ repository: "D.S.R", image: "moving", behaviour: { outcome: "runs", logs } });
    push("old");
    const args: Args = { ...web({ image: "/d/s/r/moving" }), triggers: { pushed: "1" } };
    const entry = await stage.run().up("service", args);
    const { digest } = push("new");
    await stage.run().up("service", { ...args, triggers: { pushed: "2" } }, entry);
    const [container] = await stage.sql(`SHOW SERVICE CONTAINERS IN SERVICE D.S.${args["name"]}`);
    expect(container).toMatchObject({ status: "READY", image_digest: digest });
  });

  test("from text to a file and back", async () => {
    await stage.sql("CREATE STAGE IF NOT EXISTS D.S.FILES");
    const file = async (content: string) => {
      const path = join(folder, "spec.yaml");
      writeFileSync(path, content);
      const below = freshName();
      await stage.sql(`PUT 'file://${path}' @D.S.FILES/${below} AUTO_COMPRESS = FALSE`);
      return `${below}/spec.yaml`;
    };
    const plain = await file(`spec: { containers: [{ name: web, image: "/d/s/r/web:9" }] }`);
    const args = web();
    const entry = await stage.run().up("service", args);
    const staged = { ...args, spec: { stage: "D.S.FILES", file: plain } };
    stage.sent();
    const changed = await stage.run().up("service", staged, entry);
    expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toHaveLength(1);
    const refreshed = await stage.run().refresh("service", changed);
    expect(refreshed).toMatchObject({ inputs: changed.inputs });
    expect((await stage.run().up("service", staged, refreshed)).effect).toBe("same");
    const back = await stage.run().up("service", args, refreshed);
    expect(await stage.run().refresh("service", back)).toMatchObject({ inputs: entry.inputs });
    const written = await file(`spec: { containers: [{ name: web, image: "/d/s/r/web:{{ tag }}" }] }`);
    const templated = {
      ...args,
      spec: { template: { stage: "D.S.FILES", file: written }, values: { tag: "5.0" } },
    };
    await stage.run().up("service", templated, back);
    const [container] = await stage.sql(`SHOW SERVICE CONTAINERS IN SERVICE D.S.${args["name"]}`);
    expect(container).toMatchObject({ image_name: expect.stringContaining("web:5.0") });
  });
});

describe("what happens behind Pulumi's back", () => {
  const byHand = (image: string) =>
    `FROM SPECIFICATION $$ spec: { containers: [ { name: web, image: "${image}", env: { BY: hand } } ] } $$`;

  test("another specification is drift, and repaired", async () => {
    const args = web();
    const entry = await stage.run().up("service", args);
    await stage.sql(`ALTER SERVICE D.S.${args["name"]} ${byHand("/d/s/r/web:7")}`);
    const drifted = await stage.run().refresh("service", entry);
    expect(drifted?.inputs["spec"]).toEqual({
      spec: { containers: [{ name: "web", image: "/d/s/r/web:7", env: { BY: "***" } }] },
    });
    const repaired = await stage.run().up("service", args, drifted);
    expect(repaired.effect).toBe("update");
    expect(await stage.run().refresh("service", repaired)).toMatchObject({ inputs: entry.inputs });
  });

  test("another value of a variable is drift, whatever it is, and does not get into the state", async () => {
    for (const [declared, changed] of [
      ["a", "hush-4711"],
      ["***", "hush-4711"],
    ]) {
      const args = web({ env: { KEY: declared, MODE: "said" } });
      const entry = await stage.run().up("service", args);
      const text = `spec: { containers: [ { name: web, image: ${image}, env: { KEY: ${changed}, MODE: said, MORE: hush } } ] }`;
      await stage.sql(`ALTER SERVICE ${entry.id} FROM SPECIFICATION $$${text}$$`);
      const drifted = await stage.run().refresh("service", entry);
      expect(JSON.stringify(drifted)).not.toContain("hush");
      expect(JSON.stringify(drifted)).toContain("said");
      const repaired = await stage.run().up("service", args, drifted);
      expect(repaired.effect).toBe("update");
      expect(await stage.run().refresh("service", repaired)).toMatchObject({ inputs: entry.inputs });
    }
  });

  test("another specification than that of a template is drift, without the values of its variables", async () => {
    const template = `spec: { containers: [ { name: web, image: ${image}, env: { KEY: {{ key }} } } ] }`;
    const args: Args = { ...at, name: freshName(), spec: { template, values: { key: "hush-4711" } } };
    const entry = await stage.run().up("service", args);
    const other = `spec: { containers: [ { name: web, image: /d/s/r/web:8, env: { KEY: hush-4711 } } ] }`;
    await stage.sql(`ALTER SERVICE ${entry.id} FROM SPECIFICATION $$${other}$$`);
    const drifted = await stage.run().refresh("service", entry);
    expect(JSON.stringify(drifted?.inputs["spec"])).toContain("/d/s/r/web:8");
    expect(JSON.stringify(drifted)).not.toContain("hush");
    const repaired = await stage.run().up("service", args, drifted);
    expect(await stage.run().refresh("service", repaired)).toMatchObject({ inputs: entry.inputs });
  });

  test("another specification is drift also after a change of something else", async () => {
    const args = web();
    const entry = await stage.run().up("service", args);
    await stage.sql(`ALTER SERVICE D.S.${args["name"]} ${byHand("/d/s/r/web:8")}`);
    const changed = await stage.run().up("service", { ...args, comment: "c" }, entry);
    const drifted = await stage.run().refresh("service", changed);
    expect(drifted?.inputs["spec"]).not.toEqual(entry.inputs["spec"]);
  });

  test("a suspended service, or pool, is no drift, and waited for by nobody", async () => {
    const args = web({}, { endpoints });
    const entry = await stage.run().up("service", args);
    await stage.sql(`ALTER SERVICE D.S.${args["name"]} SUSPEND`);
    await passes(60_000);
    const refreshed = await stage.run().refresh("service", entry);
    expect(refreshed).toMatchObject({ inputs: entry.inputs, outputs: entry.outputs });
    expect((await stage.run().up("service", args, refreshed)).effect).toBe("same");
    const run = stage.run();
    await run.up("service", withContainer(args, { image: "/d/s/r/web:2" }, { endpoints }), refreshed);
    expect(run.said.join("\n")).toContain("is suspended: not waited for");
    await stage.sql("CREATE COMPUTE POOL Q MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS");
    const other = await stage.run().up("service", { ...web({}, { endpoints }), computePool: "Q" });
    await stage.sql("ALTER COMPUTE POOL Q SUSPEND");
    await passes(60_000);
    expect(await stage.run().refresh("service", other)).toMatchObject({ inputs: other.inputs, outputs: other.outputs });
  });

  test("one that was dropped is gone", async () => {
    const entry = await stage.run().up("service", web());
    await stage.sql(`DROP SERVICE ${entry.id}`);
    expect(await stage.run().refresh("service", entry)).toBeUndefined();
    await stage.run().destroy("service", entry);
  });
});

describe("a service that exists already", () => {
  async function existing(text: string, options = ""): Promise<Args> {
    const name = freshName();
    await stage.sql(`CREATE SERVICE D.S.${name} IN COMPUTE POOL P FROM SPECIFICATION $$${text}$$ ${options}`);
    await passes(60_000);
    return { ...web(), name };
  }

  const equal = `{"spec": {"containers": [{"image": "${image}", "name": "web"}]}}`;
  const other = `{"spec": {"containers": [{"image": "/d/s/r/web:old", "name": "web", "env": {"KEY": "hush-4711"}}]}}`;

  test("and is as declared is taken up, and released", async () => {
    const args = await existing(equal);
    stage.sent();
    const entry = await stage.run().up("service", { ...args, createMode: "ifNotExists" });
    expect(stage.sent().filter((sql) => /^(ALTER|DROP)/.test(sql))).toEqual([]);
    expect(entry.outputs["identity"]).toMatchObject({ adopted: true });
    await stage.run().destroy("service", entry);
    expect(await shown(args["name"])).toBeDefined();
  });

  test("and is something else is refused, with what differs, or altered and waited for", async () => {
    const args = await existing(other);
    const error = await failure(stage.run().up("service", { ...args, createMode: "ifNotExists" }));
    expect(error.message).toContain('spec.containers["web"].image: "/d/s/r/web:old" → "/d/s/r/web:1"');
    expect(error.message).not.toContain("hush");
    const entry = await stage.run().up("service", { ...args, createMode: "createOrAlter" });
    expect(await shown(args["name"])).toMatchObject({ status: "RUNNING", is_upgrading: "false" });
    const [container] = await stage.sql(`SHOW SERVICE CONTAINERS IN SERVICE D.S.${args["name"]}`);
    expect(container).toMatchObject({ status: "READY", image_name: expect.stringContaining("web:1") });
    expect(await stage.run().refresh("service", entry)).toMatchObject({ inputs: entry.inputs, outputs: entry.outputs });
  });

  test("is looked up with all that Snowflake tells", async () => {
    const args = await existing(other, "MIN_INSTANCES = 1 MAX_INSTANCES = 2 COMMENT = 'c'");
    const found = await stage.run().handlers.service.read(`D.S.${args["name"]}`, {});
    expect(found?.outputs).toMatchObject({
      name: args["name"],
      computePool: "P",
      maxInstances: 2,
      comment: "c",
      spec: { spec: { containers: [{ name: "web", image: "/d/s/r/web:old", env: { KEY: "***" } }] } },
      endpoints: {},
    });
  });

  test("of another role shows no specification, and no drift of it", async () => {
    const entry = await stage.run().up("service", web());
    const role = freshName();
    await stage.sql(
      `CREATE ROLE ${role}`,
      `GRANT ROLE ${role} TO USER DEPLOYER`,
      `GRANT USAGE ON DATABASE D TO ROLE ${role}`,
      `GRANT USAGE ON SCHEMA D.S TO ROLE ${role}`,
      `GRANT USAGE ON SERVICE ${entry.id} TO ROLE ${role}`,
      `GRANT MONITOR ON SERVICE ${entry.id} TO ROLE ${role}`,
      `ALTER SERVICE ${entry.id} FROM SPECIFICATION $$${other}$$`,
    );
    const refreshed = await stage.run().refresh("service", { ...entry, outputs: { ...entry.outputs, role } });
    expect(refreshed?.inputs["spec"]).toEqual(entry.inputs["spec"]);
    const found = await stage.run().handlers.service.read(entry.id, { role });
    expect(found?.outputs).not.toHaveProperty("spec");
    // The owner still sees it then.
    const { role: _, ...seen } = refreshed?.outputs ?? {};
    const owned = await stage.run().refresh("service", { ...entry, outputs: seen });
    expect(owned?.inputs["spec"]).not.toEqual(entry.inputs["spec"]);
  });
});

describe("a service with a block volume", () => {
  const volumes = [{ name: "data", source: "block", size: "10Gi" }];
  const mounted = { volumeMounts: [{ name: "data", mountPath: "/data" }] };

  test.each(["refuse", "ifEmpty", "recoverable"])("is not dropped with dataLoss %s", async (dataLoss) => {
    const args: Args = { ...web(mounted, { volumes }), dataLoss };
    const entry = await stage.run().up("service", args);
    const error = await failure(stage.run().destroy("service", entry));
    expect(error).toBeInstanceOf(DataLossError);
    if (dataLoss !== "refuse") expect(error.message).toContain("block volume data");
    expect(await shown(args["name"])).toBeDefined();
    const without = { ...args, ...withContainer(args, {}), allowDowntime: true };
    expect(await failure(stage.run().up("service", without, entry))).toBeInstanceOf(DataLossError);
  });

  test("is dropped with it where that is allowed", async () => {
    const args: Args = { ...web(mounted, { volumes }), dataLoss: "allow" };
    const entry = await stage.run().up("service", args);
    await stage.run().destroy("service", entry);
    expect(await shown(args["name"])).toBeUndefined();
  });

  test("of which the state knows nothing is not dropped either", async () => {
    const args = web();
    const entry = await stage.run().up("service", args);
    const spec = { spec: { containers: [{ name: "web", image, ...mounted }], volumes } };
    await stage.sql(`ALTER SERVICE ${entry.id} FROM SPECIFICATION $$${JSON.stringify(spec)}$$`);
    expect((await failure(stage.run().destroy("service", entry))).message).toContain("block volume data");
  });
});

describe("another compute pool", () => {
  test("takes consent, and replaces the service", async () => {
    await stage.sql("CREATE COMPUTE POOL OTHER MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS");
    const args = web();
    const entry = await stage.run().up("service", args);
    const moved = { ...args, computePool: "other" };
    const error = await failure(stage.run().up("service", moved, entry));
    expect(error.message).toContain("allowDowntime: true");
    const replaced = await stage.run().up("service", { ...moved, allowDowntime: true }, entry);
    expect(replaced.effect).toBe("replace");
    expect(await shown(args["name"])).toMatchObject({ compute_pool: "OTHER", status: "RUNNING" });
  });
});
