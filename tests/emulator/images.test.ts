import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "snowflake-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Access } from "../../emulator/engine/catalog/access";
import { findImage } from "../../emulator/engine/container/images";
import type { Context } from "../../emulator/engine/statements/context";
import { type Emulator, startEmulator } from "../../emulator/index";
import { parseCommand } from "../../emulator/options";
import { parsePush } from "../../emulator/push-command";
import { connect, execute } from "./protocol/driver";

const host = "local-emulator.registry.snowflakecomputing.com";
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const repository = "D.PUBLIC.R";

let emulator: Emulator;
let connection: Connection;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "snowflake-emulator-"));
  emulator = await startEmulator();
  connection = await connect(emulator.url);
  await run("CREATE DATABASE D", "CREATE IMAGE REPOSITORY R");
});
afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});

const rows = async (text: string) => (await execute(connection, text)).rows;
const run = async (...texts: string[]) => {
  for (const text of texts) await execute(connection, text);
};
const shown = () => rows("SHOW IMAGES IN IMAGE REPOSITORY D.PUBLIC.R");

async function send(body?: unknown, to = emulator.url) {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${to}/emulator/images`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** What a service of a role would find under a reference. */
function found(
  reference: string,
  { from = emulator, images = "pushed" as "pushed" | "any", role = "ACCOUNTADMIN" } = {},
) {
  const inside = from.engine as unknown as { catalog: Context["catalog"]; account: Context["account"] };
  const session = from.engine.openSession({ user: "ADA", role });
  const access = new Access(inside.catalog, { ...session, secondaryRoles: "NONE" });
  return findImage({ ...inside, account: { ...inside.account, images }, access } as unknown as Context, reference);
}

describe("A pushed image", () => {
  test("is shown with its tag, digest and path", async () => {
    const pushed = emulator.pushImage({ repository: "d.public.r", image: "Nginx" });
    expect(pushed).toMatchObject({ repository, image: "nginx", tags: ["latest"], behaviour: { outcome: "runs" } });
    expect(pushed.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const [row] = await shown();
    expect(Object.keys(row ?? {})).toEqual(["created_on", "image_name", "tags", "digest", "image_path"]);
    expect(row).toMatchObject({
      image_name: "nginx",
      tags: "latest",
      digest: pushed.digest,
      image_path: "d/public/r/nginx:latest",
    });
    expect(row?.["created_on"]).toBeInstanceOf(Date);
  });

  test("is found by LIKE", async () => {
    for (const image of ["web", "worker", "team/web"]) emulator.pushImage({ repository, image });
    const listed = await rows("SHOW IMAGES LIKE 'W%' IN IMAGE REPOSITORY R");
    expect(listed.map(({ image_name }) => image_name)).toEqual(["web", "worker"]);
  });

  test("is another one when its tag or behaviour is, and the same otherwise", () => {
    const push = (more: object) => emulator.pushImage({ repository, image: "a", ...more }).digest;
    const first = push({});
    expect(push({ tag: "latest", behaviour: { outcome: "runs" } })).toBe(first);
    const digests = [first, push({ tag: "2" }), push({ behaviour: { outcome: "fails" } }), push({ digest })];
    expect(new Set(digests).size).toBe(4);
    expect(digests.at(-1)).toBe(digest);
    const behaviour = { outcome: "exits", exitCode: 3, logs: "l" } as const;
    expect(push({ behaviour })).toBe(push({ behaviour: { logs: "l", exitCode: 3, outcome: "exits" } }));
  });

  test("takes over the tag of the one before, which stays under its digest", async () => {
    const old = emulator.pushImage({ repository, image: "a", behaviour: { logs: "one" } }).digest;
    const next = emulator.pushImage({ repository, image: "a", behaviour: { logs: "two" } }).digest;
    expect(await shown()).toMatchObject([
      { tags: "", digest: old, image_path: `d/public/r/a@${old}` },
      { tags: "latest", digest: next, image_path: "d/public/r/a:latest" },
    ]);
    expect(found("/d/public/r/a")).toEqual({ digest: next, behaviour: { outcome: "runs", logs: "two" } });
    expect(found(`/d/public/r/a:latest@${old}`)?.digest).toBe(old);
  });

  test("has a row for each of its tags", async () => {
    for (const tag of ["1", "1.2"]) emulator.pushImage({ repository, image: "a", tag, digest });
    expect(await shown()).toMatchObject([
      { tags: "1", digest, image_path: "d/public/r/a:1" },
      { tags: "1.2", digest, image_path: "d/public/r/a:1.2" },
    ]);
    expect(emulator.images()).toMatchObject([{ image: "a", tags: ["1", "1.2"], digest }]);
  });

  test("goes with its repository", async () => {
    emulator.pushImage({ repository, image: "a" });
    await run("CREATE OR REPLACE IMAGE REPOSITORY R");
    expect(await shown()).toEqual([]);
    emulator.pushImage({ repository, image: "a" });
    await run("DROP IMAGE REPOSITORY R", "CREATE IMAGE REPOSITORY R");
    expect(await shown()).toEqual([]);
  });

  test("comes back with its schema", async () => {
    emulator.pushImage({ repository, image: "a" });
    await run("DROP SCHEMA D.PUBLIC");
    expect(emulator.images()).toEqual([]);
    await run("UNDROP SCHEMA D.PUBLIC");
    expect(await shown()).toMatchObject([{ image_name: "a" }]);
  });

  test("is kept in the state file", async () => {
    const stateFile = join(folder, "state.json");
    const first = await startEmulator({ stateFile });
    const session = await connect(first.url);
    await execute(session, "CREATE DATABASE D");
    await execute(session, "CREATE IMAGE REPOSITORY R");
    const behaviour = { outcome: "exits", exitCode: 7, logs: "bye", afterSeconds: 2.5 } as const;
    const pushed = first.pushImage({ repository, image: "job", tag: "v1", behaviour });
    await first.close();
    const second = await startEmulator({ stateFile });
    expect(second.images()).toEqual([{ ...pushed, behaviour }]);
    expect(found("/d/public/r/job:v1", { from: second })).toEqual({ digest: pushed.digest, behaviour });
    await second.close();
  });
});

describe("An image is found", () => {
  const reference = (text: string) => found(text)?.digest;
  beforeEach(() => {
    emulator.pushImage({ repository, image: "team/web", tag: "V1", digest });
  });

  test.each([
    "/d/public/r/team/web:V1",
    "/D/Public/R/team/web:V1",
    "d/public/r/team/web:V1",
    `${host}/d/public/r/team/web:V1`,
    `/d/public/r/team/web@${digest}`,
    `${host}/d/public/r/team/web:other@${digest}`,
  ])("by %s", (text) => {
    expect(reference(text)).toBe(digest);
  });

  test.each([
    "",
    "team/web:V1",
    "/d/public/r/team/web",
    "/d/public/r/team/web:v1",
    "/d/public/r/web:V1",
    "/d/public/other/team/web:V1",
    "/d/public/r/team/web:V1:V1",
    "/d/public/r/team/web@sha256:12",
    "/d/public/r//web:V1",
    "other-account.registry.snowflakecomputing.com/d/public/r/team/web:V1",
    "docker.io/d/public/r/team/web:V1",
    "/d/public/r/team/web:V1'; DROP",
  ])("not by %s", (text) => {
    expect(reference(text)).toBeUndefined();
  });

  test("only by a role that may read its repository", async () => {
    const text = "/d/public/r/team/web:V1";
    await run("CREATE ROLE DEV", "GRANT ROLE DEV TO USER ADA", "GRANT USAGE ON DATABASE D TO ROLE DEV");
    await run("GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE DEV", "GRANT WRITE ON IMAGE REPOSITORY R TO ROLE DEV");
    expect(found(text, { role: "DEV" })).toBeUndefined();
    await run("GRANT READ ON IMAGE REPOSITORY R TO ROLE DEV");
    expect(found(text, { role: "DEV" })?.digest).toBe(digest);
  });

  test("always, where every image is taken as present, if its repository is there", () => {
    const any = (text: string) => found(text, { images: "any" });
    expect(any("/d/public/r/web")).toEqual({
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      behaviour: { outcome: "runs" },
    });
    expect(any(`${host}/d/public/r/web:latest`)).toEqual(any("/d/public/r/web"));
    expect(any("/d/public/r/web:2")?.digest).not.toBe(any("/d/public/r/web")?.digest);
    expect(any(`/d/public/r/web@${digest}`)?.digest).toBe(digest);
    expect(any("/d/public/r/team/web:V1")?.digest).toBe(digest);
    expect(any("/d/public/none/web")).toBeUndefined();
    expect(any("/d/public/r/web web")).toBeUndefined();
  });

  test("so too in an emulator that is started so", async () => {
    const other = await startEmulator({ images: "any" });
    const inside = other.engine as unknown as { account: Context["account"] };
    expect(inside.account.images).toBe("any");
    await other.close();
  });
});

const malformed: [object, RegExp][] = [
  [{ repository: "R", image: "a" }, /R: must be DATABASE\.SCHEMA\.REPOSITORY/],
  [{ repository: "D.PUBLIC.", image: "a" }, /D\.PUBLIC\.: must be DATABASE\.SCHEMA\.REPOSITORY/],
  [{ repository: "D.PUBLIC.NONE", image: "a" }, /D\.PUBLIC\.NONE: there is no such image repository/],
  [{ repository: "D.NONE.R", image: "a" }, /there is no such image repository/],
  [{ repository, image: "a b" }, /a b: is no name of an image/],
  [{ repository, image: "a:1" }, /a:1: is no name of an image/],
  [{ repository, image: "" }, /is no name of an image/],
  [{ repository, image: "a", tag: "-1" }, /-1: is no tag/],
  [{ repository, image: "a", digest: "md5:1" }, /md5:1: a digest is sha256/],
  [{ repository, image: "a", behaviour: { outcome: "dances" } }, /behaviour\.outcome: must be one of/],
  [{ repository, image: "a", behaviour: { outcome: "exits", exitCode: 256 } }, /behaviour\.exitCode/],
  [{ repository, image: "a", behaviour: { exitCode: 1 } }, /behaviour\.exitCode: only/],
  [{ repository, image: "a", behaviour: { outcome: "exits", message: "m" } }, /behaviour\.message: only/],
  [{ repository, image: "a", behaviour: { afterSeconds: -1 } }, /behaviour\.afterSeconds/],
  [{ repository, image: "a", behaviour: { logs: 1 } }, /behaviour\.logs/],
  [{ repository, image: "a", behaviour: { logs: "l", logEverySeconds: 0 } }, /behaviour\.logEverySeconds/],
  [{ repository, image: "a", behaviour: { logEverySeconds: 1 } }, /behaviour\.logEverySeconds/],
  [{ repository, image: "a", behaviour: { speed: 1 } }, /behaviour\.speed: is not known/],
];

describe("A push over HTTP", () => {
  test("does the same, and the images are listed", async () => {
    const pushed = await send({ repository, image: "a", tag: "1", behaviour: { outcome: "fails", message: "No." } });
    expect(pushed.status).toBe(200);
    expect(pushed.body).toMatchObject({ repository, image: "a", tags: ["1"] });
    expect((await send()).body).toEqual({ images: [pushed.body] });
    expect(await shown()).toMatchObject([{ digest: pushed.body["digest"] }]);
  });

  test.each(malformed)("of %o is refused, as the call is", async (push, message) => {
    expect(() => emulator.pushImage(push as never)).toThrow(message);
    const { status, body } = await send(push);
    expect({ status, error: body["error"] }).toEqual({ status: 400, error: expect.stringMatching(message) });
    expect(await shown()).toEqual([]);
  });

  test.each([
    [{}, "Send {"],
    [[], "Send {"],
    [{ repository, image: 1 }, "Send {"],
    [{ repository, image: "a", tag: 1 }, "tag: must be a text"],
    [{ repository, image: "a", digest: null }, "digest: must be a text"],
    [{ repository, image: "a", behaviour: "fails" }, "behaviour: must be an object"],
    [{ repository, image: "a", name: "b" }, "name: is not known"],
  ])("of %o is refused", async (body, error) => {
    expect(await send(body)).toEqual({ status: 400, body: { error: expect.stringContaining(error) } });
  });
});

describe("The command push", () => {
  const url = "http://127.0.0.1:9";
  const base = ["--url", url, repository, "nginx:1.27"];

  test("reads its options", () => {
    const logs = join(folder, "log.txt");
    writeFileSync(logs, "ready\n");
    const push = (...args: string[]) => parsePush([...base, ...args]);
    const plain = { repository, image: "nginx", tag: "1.27", behaviour: {} };
    expect(push()).toEqual({ kind: "push", url, push: plain });
    expect(push("--exits", "3", "--logs", logs, "--log-every", "2", "--after", "1.5", "--digest", digest)).toEqual({
      kind: "push",
      url,
      push: {
        ...plain,
        digest,
        behaviour: { outcome: "exits", exitCode: 3, logs: "ready\n", logEverySeconds: 2, afterSeconds: 1.5 },
      },
    });
    expect(push("--fails", "no memory")).toMatchObject({
      push: { behaviour: { outcome: "fails", message: "no memory" } },
    });
    expect(parsePush(["--url", url, repository, "nginx"])).toMatchObject({ push: { tag: "latest" } });
    expect(parsePush(["--help"])).toEqual({ kind: "help" });
  });

  test.each([
    [[repository, "nginx"], "--url"],
    [["--url", "8123", repository, "nginx"], "--url 8123"],
    [["--url", url], "name a repository and an image"],
    [["--url", url, repository], "name a repository and an image"],
    [[...base, "more"], "name a repository and an image"],
    [["--url", url, repository, "a:b:c"], "a:b:c: must be IMAGE or IMAGE:TAG"],
    [["--url", url, repository, "a:"], "a:: must be IMAGE or IMAGE:TAG"],
    [[...base, "--exits", "256"], "--exits 256"],
    [[...base, "--exits", "1", "--fails", "x"], "not both"],
    [[...base, "--after", "soon"], "--after soon"],
    [[...base, "--log-every", "line"], "--log-every line"],
    [[...base, "--logs", "/none/log.txt"], "--logs /none/log.txt"],
    [[...base, "--speed", "9"], "--speed"],
  ])("refuses %j", (args, message) => {
    expect(() => parsePush(args)).toThrow(expect.objectContaining({ name: "UsageError" }));
    expect(() => parsePush(args)).toThrow(message);
  });

  test("pushes into a running emulator, and says why it does not", async () => {
    const pushed = await command("push", "--url", emulator.url, repository, "nginx:1.27", "--exits", "0");
    const [image] = emulator.images();
    expect(image).toMatchObject({ image: "nginx", tags: ["1.27"], behaviour: { outcome: "exits", exitCode: 0 } });
    expect(pushed).toEqual({ status: 0, stdout: `${image?.digest} ${repository} nginx:1.27\n`, stderr: "" });
    const missing = await command("push", "--url", emulator.url, "D.PUBLIC.NONE", "nginx");
    expect(missing).toMatchObject({ status: 1, stderr: expect.stringContaining("there is no such image repository") });
    expect(await command("push", repository, "nginx")).toMatchObject({ status: 2 });
  });

  test("does not take an address where no emulator is for one", async () => {
    await emulator.close();
    const { status, stderr } = await command("push", "--url", emulator.url, repository, "nginx");
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("no emulator answers there") });
    emulator = await startEmulator();
  });

  test("has its own help; --any-image belongs to the start", async () => {
    expect((await command("push", "--help")).stdout).toContain("--exits CODE");
    expect(parseCommand(["--any-image"])).toMatchObject({ options: { images: "any" } });
    expect(parseCommand([])).not.toHaveProperty("options.images");
  });
});

/** Runs the command line to its end. */
async function command(...args: string[]) {
  const cli = join(__dirname, "../../emulator/cli.ts");
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", cli, ...args]);
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, stdout, stderr };
}
