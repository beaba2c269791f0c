import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PulumiProject, pulumiProject } from "./pulumi";

/** Handlers that keep what they made in a file beside the program, and a resource class that calls them. */
const HANDLERS = `
const fs = require("node:fs");
const load = () => (fs.existsSync("live.json") ? JSON.parse(fs.readFileSync("live.json", "utf8")) : {});
const save = (id, props) => fs.writeFileSync("live.json", JSON.stringify({ ...load(), [id]: props }));
module.exports = {
  check: async (olds, news) => ({ inputs: news }),
  diff: async (id, olds, news) => ({ changes: olds.v !== news.v, replaces: news.v === "replace" ? ["v"] : [] }),
  create: async (inputs) => { save(inputs.v, inputs); return { id: inputs.v, outs: inputs }; },
  update: async (id, olds, news) => { save(id, news); return { outs: news }; },
  read: async (id) => { const props = load()[id]; return props ? { id, props, inputs: props } : {}; },
  delete: async (id) => save(id, undefined),
};`;
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
class Thing extends pulumi.CustomResource {
  constructor(name: string, v: string) {
    const __provider = 'exports.handler=()=>require(process.cwd() + "/handlers.js")';
    super("pulumi-nodejs:dynamic/test:Thing", name, { v, __provider });
  }
}
const config = new pulumi.Config();
new Thing("a", config.require("v"));
new Thing("b", "b");
export const token = config.requireSecret("token");
console.log("printed by the program");`;

describe("a project in a test", () => {
  let project: PulumiProject;
  beforeAll(async () => {
    project = await pulumiProject({
      program: PROGRAM,
      files: { "handlers.js": HANDLERS },
      config: { "project:v": "1", "project:token": { secret: "t0ken" } },
    });
  });
  afterAll(() => project.remove());

  test("is previewed, with what it prints", async () => {
    const { exitCode, changes, diagnostics } = await project.preview();
    expect({ exitCode, changes }).toEqual({
      exitCode: 0,
      changes: { same: 0, create: 2, update: 0, delete: 0, replace: 0 },
    });
    expect(diagnostics.map(({ message }) => message.trim())).toContain("printed by the program");
  });

  test("is created, and found unchanged", async () => {
    expect((await project.up()).changes).toMatchObject({ create: 2 });
    expect((await project.up({ preview: true })).changes).toMatchObject({ same: 2, create: 0 });
    expect(
      project
        .state()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(["1", "b"]);
    expect(await project.outputs()).toEqual({ token: "t0ken" });
  });

  test("is updated and replaced, and tells by which input", async () => {
    await project.configure({ "project:v": "2" });
    expect(await project.up()).toMatchObject({ changes: { update: 1, same: 1 }, diffs: { a: ["v"] } });
    await project.configure({ "project:v": "replace" });
    expect(await project.up()).toMatchObject({ changes: { replace: 1, same: 1 }, diffs: { a: ["v"] } });
  });

  test.each([[[]], [["--run-program"]]])("is refreshed %j", async (args) => {
    const changed = `changed by hand ${args}`;
    writeFileSync(path.join(project.folder, "live.json"), JSON.stringify({ replace: { v: changed }, b: { v: "b" } }));
    expect(await project.refresh({ args })).toMatchObject({
      exitCode: 0,
      changes: { update: 1, same: 1 },
      diffs: { a: ["v"] },
    });
    expect(project.state().map(({ outputs }) => outputs["v"])).toContain(changed);
  });

  test("is destroyed", async () => {
    expect(await project.destroy()).toMatchObject({ exitCode: 0, changes: { delete: 2 } });
    expect(project.state()).toEqual([]);
  });
});
