import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  InvalidArgumentError,
  ObjectExistsError,
  ObjectMissingError,
  SqlError,
  TimeoutError,
} from "../../provider/client/errors";
import { inlineSpec, type ServiceSpec } from "../../sdk/root";
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
});
afterAll(() => stage.close());
beforeEach(async () => {
  await passes(5000);
  stage.sent();
  stage.leastDistance();
});

const ui = { name: "ui", port: 80, public: true };

function web(container: object = {}, more: object = {}): ServiceSpec {
  last += 1;
  const spec = inlineSpec({ containers: [{ name: "web", image: "/d/s/r/web:1", ...container }], ...more });
  return { name: `WEB_${last}`, computePool: stage.root.computePool("P"), spec };
}

async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: Error) => error,
  );
}

describe("a service", () => {
  test("is made by one statement, and not waited for", async () => {
    const service = await stage.schema.services.create({ ...web({}, { endpoints: [ui] }), comment: "it's" });
    const [statement, ...others] = stage.sent();
    expect(others).toEqual([]);
    expect(statement).toContain(`CREATE SERVICE D.S.WEB_${last} IN COMPUTE POOL P FROM SPECIFICATION $$`);
    expect(await service.status()).toBe("PENDING");
  });

  test("tells its specification, endpoints, status and counts, and goes round", async () => {
    const written = web({ env: { TOKEN: "s3cret-value" } }, { endpoints: [ui, { name: "metrics", port: 9090 }] });
    const service = await stage.schema.services.create({ ...written, waitFor: "endpoints" });
    const details = await service.fetch();
    expect(details).toMatchObject({
      ...{ name: service.name, database: "D", schema: "S", status: "RUNNING", computePool: "P", isUpgrading: false },
      ...{ currentInstances: 1, targetInstances: 1, minInstances: 1, isJob: false },
      dnsName: expect.stringContaining(".svc.spcs.internal"),
      specDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      spec: {
        spec: { containers: [{ name: "web", image: "/d/s/r/web:1", env: { TOKEN: "s3cret-value" } }] },
      },
      endpoints: [
        { name: "metrics", port: 9090, isPublic: false },
        { name: "ui", port: 80, isPublic: true, protocol: "HTTP", url: expect.stringMatching(/^https:\/\//) },
      ],
    });
    const spec = details.toSpec();
    expect(Object.keys(spec)).not.toContain("endpoints");
    stage.sent();
    expect(await service.createOrAlter(spec)).toMatchObject({ action: "unchanged", statements: [], notCompared: [] });
    expect(await service.createOrAlter(written)).toMatchObject({ action: "unchanged", statements: [] });
    expect(stage.written()).toEqual([]);
  });

  test("is listed with its status; jobs are not", async () => {
    const service = await stage.schema.services.create(web());
    await stage.sql(
      `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = D.S.SOME_JOB ASYNC = TRUE FROM SPECIFICATION $$spec: {containers: [{name: j, image: /d/s/r/web}]}$$`,
    );
    const all = await stage.schema.services.list().toArray();
    expect(all.find(({ name }) => name === service.name)).toMatchObject({ status: "PENDING", computePool: "P" });
    expect(all.some(({ name }) => name === "SOME_JOB")).toBe(false);
    expect(await stage.schema.services.exists("some_job")).toBe(false);
    expect(await stage.schema.services.exists(service.name.toLowerCase())).toBe(true);
    await stage.sql("DROP SERVICE D.S.SOME_JOB");
  });

  test("is specified by text, by a file, and by a template too", async () => {
    const yaml = `spec:\n  containers:\n  - name: web\n    image: /d/s/r/web:1\n`;
    const service = await stage.schema.services.create({ ...web(), spec: yaml });
    expect(await service.createOrAlter({ spec: yaml })).toMatchObject({ action: "unchanged", statements: [] });
    const template = { template: yaml.replace(":1", ":{{ tag }}"), values: { tag: "1" } };
    expect(await service.createOrAlter({ spec: template })).toMatchObject({ action: "unchanged", statements: [] });
    const next = { ...template, values: { tag: "2" } };
    expect(await service.createOrAlter({ spec: next })).toMatchObject({ action: "altered" });
    expect(await service.createOrAlter({ spec: next })).toMatchObject({ action: "unchanged", statements: [] });
    stage.sent();
    const file = { stage: "D.S.SPECS", file: "web.yaml" };
    const outcome = await service.createOrAlter({ spec: file });
    expect(outcome).toMatchObject({ action: "unchanged", statements: [], notCompared: ["spec"] });
    expect(outcome.notices.join()).toContain("upgrade() sends it");
    expect(await failure(service.upgrade(file))).toBeInstanceOf(ObjectMissingError);
    await service.upgrade(yaml.replace(":1", ":3"));
    expect((await service.fetch()).spec).toMatchObject({ spec: { containers: [{ image: "/d/s/r/web:3" }] } });
    expect(stage.written()).toEqual([
      `ALTER SERVICE D.S.${service.name} FROM @D.S.SPECS SPECIFICATION_FILE = 'web.yaml'`,
      expect.stringContaining(`ALTER SERVICE D.S.${service.name} FROM SPECIFICATION $$`),
    ]);
  });

  test("takes changes that say only what changes; a dry run says the same statements and sends none", async () => {
    const service = await stage.schema.services.create({ ...web({ env: { KEY: "very-secret" } }), comment: "a" });
    const change = { minInstances: 2, maxInstances: 3, comment: null, autoResume: false } as const;
    stage.sent();
    const dry = await service.createOrAlter({ ...change, waitFor: "ready" }, { dryRun: true });
    expect(stage.written()).toEqual([]);
    const real = await service.createOrAlter(change);
    expect(stage.written()).toEqual(real.statements);
    expect(dry).toEqual(real);
    expect(real.changes.map(({ property }) => property).toSorted()).toEqual([
      ...["autoResume", "comment", "maxInstances", "minInstances"],
    ]);
    expect(await service.createOrAlter(change)).toMatchObject({ action: "unchanged", statements: [] });
    const back = {
      minInstances: null,
      maxInstances: null,
      minReadyInstances: null,
      autoResume: null,
      queryWarehouse: null,
    };
    expect(await service.createOrAlter({ ...back, autoSuspendSecs: null })).toMatchObject({ action: "altered" });
    expect(await service.createOrAlter({ ...back, autoSuspendSecs: null })).toMatchObject({ action: "unchanged" });
    expect(await service.fetch()).toMatchObject({ minInstances: 1, maxInstances: 1, autoResume: true });
  });

  test("is upgraded in place, with the values of variables in no text that is told", async () => {
    const service = await stage.schema.services.create(web({ env: { KEY: "first-secret" } }));
    const outcome = await service.createOrAlter({
      spec: { containers: [{ name: "web", image: "/d/s/r/web:2", env: { KEY: "other-secret" } }] },
    });
    expect(outcome).toMatchObject({ action: "altered", changes: [{ property: "spec" }] });
    expect(JSON.stringify(outcome)).not.toMatch(/first-secret|other-secret/);
    expect(JSON.stringify(outcome.changes)).toContain("web:2");
    expect((await service.fetch()).spec).toMatchObject({
      spec: { containers: [{ image: "/d/s/r/web:2", env: { KEY: "other-secret" } }] },
    });
  });

  test("cannot move to another pool, and needs all that a service needs", async () => {
    const service = await stage.schema.services.create(web());
    const moved = await failure(service.createOrAlter({ computePool: "Q" }));
    expect(moved).toBeInstanceOf(InvalidArgumentError);
    expect(moved.message).toContain("computePool");
    const empty = await failure(stage.schema.service("NEW_ONE").createOrAlter({ comment: "a" }));
    expect(empty.message).toContain("computePool: is missing");
    expect(empty.message).toContain("spec: is missing");
  });

  test("of a name that needs quotes, or with a mistake in its specification, is refused before anything is sent", async () => {
    for (const name of ['"my web"', '"web"', '"a.b"', `"x--';"`]) {
      const error = await failure(stage.schema.services.create({ ...web(), name }));
      expect(error.message).toContain("Services take only names without quotes");
    }
    // @ts-expect-error a container has no such property
    const spec = inlineSpec({ containers: [{ name: "web", imag: "/d/s/r/web" }] });
    const typo = await failure(stage.schema.services.create({ ...web(), spec }));
    expect(typo).toBeInstanceOf(InvalidArgumentError);
    // @ts-expect-error services know no OR REPLACE
    const mode = await failure(stage.schema.services.create(web(), { mode: "orReplace" }));
    expect(mode.message).toContain("is not one of errorIfExists, ifNotExists");
    expect(stage.sent()).toEqual([]);
  });

  test("is an error if it exists, or is left as it is", async () => {
    const spec = web();
    await stage.schema.services.create(spec);
    const error = await failure(stage.schema.services.create(spec));
    expect(error).toBeInstanceOf(ObjectExistsError);
    expect(error.message).not.toContain("orReplace");
    await stage.schema.services.create(spec, { mode: "ifNotExists" });
  });

  test("with block volumes is dropped only by force", async () => {
    const volume = { name: "data", source: "block", size: "10Gi" };
    const mounted = { volumeMounts: [{ name: "data", mountPath: "/data" }] };
    const service = await stage.schema.services.create(web(mounted, { volumes: [volume] }));
    expect(await failure(service.drop())).toBeInstanceOf(SqlError);
    await service.drop({ force: true });
    await service.drop({ ifExists: true });
    expect(await failure(service.drop())).toBeInstanceOf(ObjectMissingError);
  });

  test("is suspended and resumed, and waited for", async () => {
    const service = await stage.schema.services.create({ ...web(), waitFor: "ready" });
    expect(await service.status()).toBe("RUNNING");
    stage.sent();
    await service.suspend();
    await service.waitUntil("SUSPENDED");
    expect(await service.containers()).toEqual([]);
    expect(await service.instances()).toEqual([]);
    await service.resume();
    await service.waitUntil("READY");
    expect(stage.written()).toEqual([
      `ALTER SERVICE D.S.${service.name} SUSPEND`,
      `ALTER SERVICE D.S.${service.name} RESUME`,
    ]);
    await stage.schema.service("NOWHERE").suspend({ ifExists: true });
  });
});

describe("what a service consists of", () => {
  test("is told with numbers and dates", async () => {
    const service = await stage.schema.services.create({ ...web(), minInstances: 2, waitFor: "ready" });
    const containers = await service.containers();
    expect(containers.map(({ instanceId }) => instanceId).toSorted()).toEqual([0, 1]);
    expect(containers[0]).toMatchObject({ name: "web", status: "READY", message: "Running", restartCount: 0 });
    expect(containers[0]?.startTime).toBeInstanceOf(Date);
    expect(containers[0]?.lastExitCode).toBeUndefined();
    const [instance] = await service.instances();
    expect(instance).toMatchObject({
      instanceId: 0,
      status: "READY",
      specDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(instance?.creationTime).toBeInstanceOf(Date);
  });

  test("are roles too, with who has them and what they may use", async () => {
    const endpoints = [ui, { name: "admin", port: 81, public: true }];
    const spec = inlineSpec(
      { containers: [{ name: "web", image: "/d/s/r/web:1" }], endpoints },
      { serviceRoles: [{ name: "admins", endpoints: ["admin"] }] },
    );
    const service = await stage.schema.services.create({ ...web(), spec });
    expect((await service.roles()).map(({ name }) => name)).toEqual(["ALL_ENDPOINTS_USAGE", "ADMINS"]);
    expect((await service.roles())[0]?.createdOn).toBeInstanceOf(Date);
    await stage.sql(
      "CREATE ROLE IF NOT EXISTS CALLERS",
      `GRANT SERVICE ROLE D.S.${service.name}!ADMINS TO ROLE CALLERS`,
    );
    expect(await service.grantsOfRole("admins")).toMatchObject([
      { role: `D.S.${service.name}!ADMINS`, grantedTo: "ROLE", granteeName: "CALLERS" },
    ]);
    expect(await service.grantsOfRole("ALL_ENDPOINTS_USAGE")).toEqual([]);
    expect(await service.grantsToRole("ADMINS")).toMatchObject([
      { privilege: "USAGE", name: `D.S.${service.name}!admin`, granteeName: "ADMINS" },
    ]);
    expect(await failure(service.grantsOfRole("nobody"))).toBeInstanceOf(ObjectMissingError);
    expect(await failure(service.grantsOfRole('x"; DROP'))).toBeInstanceOf(InvalidArgumentError);
  });
});

describe("a service that is waited for", () => {
  test("is asked about once a second at most", async () => {
    const service = await stage.schema.services.create(web({}, { endpoints: [ui] }));
    await passes(1000);
    stage.leastDistance();
    const { url } = await service.waitForEndpoint("ui", { timeoutMs: 600_000 });
    expect(url).toMatch(/^https:\/\/[a-z0-9-]+\.snowflakecomputing\.app$/);
    expect(stage.leastDistance()).toBeGreaterThanOrEqual(1000);
    await passes(1000);
    stage.leastDistance();
    await service.upgrade({ containers: [{ name: "web", image: "/d/s/r/web:9" }], endpoints: [ui] });
    await passes(1000);
    stage.leastDistance();
    await service.waitUntil("READY");
    expect(stage.leastDistance()).toBeGreaterThanOrEqual(1000);
    expect((await service.instances()).map(({ specDigest }) => specDigest)).toEqual([
      (await service.fetch()).specDigest,
    ]);
  });

  test("has its endpoints by name, with the sentence that stands for an address before", async () => {
    const endpoints = [ui, { name: "admin", port: 81, public: true }, { name: "inner", port: 82 }];
    const service = await stage.schema.services.create(web({}, { endpoints }));
    const before = await service.endpoints();
    expect(before.map(({ name, isPublic }) => [name, isPublic])).toEqual([
      ...[
        ["admin", true],
        ["inner", false],
        ["ui", true],
      ],
    ]);
    expect(before[0]?.ingressUrl).toContain("provisioning in progress");
    expect(before[0]?.url).toBeUndefined();
    const reachable = await service.waitForEndpoints();
    expect(Object.keys(reachable)).toEqual(["admin", "ui"]);
    expect(reachable["ui"]?.url).toBe(`https://${reachable["ui"]?.ingressUrl}`);
  });

  test("at an endpoint that has no address ever is refused", async () => {
    const service = await stage.schema.services.create(web({}, { endpoints: [ui, { name: "inner", port: 82 }] }));
    expect((await failure(service.waitForEndpoint("inner"))).message).toContain("Endpoint inner is not public");
    expect((await failure(service.waitForEndpoint("UI"))).message).toContain("There is no endpoint UI");
  });

  test("and does not run fails soon, with what its container says and wrote, its secrets hidden", async () => {
    const logs = "token is hunter2-hunter2\n";
    stage.emulator.pushImage({
      ...{ repository: "D.S.R", image: "leaks" },
      behaviour: { outcome: "fails", exitCode: 3, message: "cannot use hunter2-hunter2", logs },
    });
    const spec = web({ image: "/d/s/r/leaks", env: { TOKEN: "hunter2-hunter2" } });
    const service = await stage.schema.services.create(spec);
    const before = Date.now();
    const error = await failure(service.waitUntil("READY"));
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toContain(`Service D.S.${service.name} was waited for. It does not run`);
    expect(error.message).toContain("cannot use ***");
    expect(error.message).toContain("token is ***");
    expect(error.message).not.toContain("hunter2");
    expect(Date.now() - before).toBeLessThan(120_000);
    const created = await failure(stage.schema.services.create({ ...spec, name: `${spec.name}_B`, waitFor: "ready" }));
    expect(created.message).toContain("last lines of its log");
    expect(await stage.schema.services.exists(`${spec.name}_B`)).toBe(true);
  });

  test("and is not there in time is told with its last status", async () => {
    stage.emulator.pushImage({
      ...{ repository: "D.S.R", image: "slow" },
      behaviour: { outcome: "runs", afterSeconds: 3600 },
    });
    const service = await stage.schema.services.create(web({ image: "/d/s/r/slow" }, { endpoints: [ui] }));
    const call = { timeoutMs: 30_000 };
    for (const wait of [
      () => service.waitUntil("READY", call),
      () => service.waitUntil("SUSPENDED", call),
      () => service.waitForEndpoints(call),
    ]) {
      const error = await failure(wait());
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error.message).toMatch(/ within 30000 ms: it is PENDING.*web PENDING/);
    }
  });

  test("and is suspended fails soon, and says what helps", async () => {
    const service = await stage.schema.services.create({ ...web(), waitFor: "ready" });
    await service.suspend();
    const error = await failure(service.waitUntil("READY"));
    expect(error.message).toContain("does not become READY by itself: call resume() first");
    expect(await failure(stage.schema.service("NOWHERE").waitUntil("READY"))).toBeInstanceOf(ObjectMissingError);
    // @ts-expect-error nothing that a service becomes
    expect(await failure(service.waitUntil("IDLE"))).toBeInstanceOf(InvalidArgumentError);
  });

  test("until the call is aborted ends with its last status", async () => {
    const service = await stage.schema.services.create(web());
    const controller = new AbortController();
    stage.later(1500, () => controller.abort());
    const error = await failure(service.waitUntil("DONE", { signal: controller.signal }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message).toContain("was not DONE before the call was aborted: it is PENDING");
  });
});
