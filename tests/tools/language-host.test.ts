import { cpSync } from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { splitWords } from "../../tools/language-host/program.js";
import { type ProjectOptions, type PulumiProject, pulumiProject, type UpdateResult } from "../engine/pulumi";

const AS_PULUMI_DOES = { runtime: "nodejs" };

async function project(options: ProjectOptions): Promise<PulumiProject> {
  const made = await pulumiProject(options);
  onTestFinished(() => made.remove());
  return made;
}

function printed({ diagnostics }: UpdateResult): string {
  return diagnostics.map(({ message }) => message).join("");
}

describe("The language host runs", () => {
  const typescript = `
    import * as pulumi from "@pulumi/pulumi";
    const answer: number = 42;
    export const module = typeof require;
    console.log(pulumi.getProject(), pulumi.getStack(), answer);`;
  const manifest = (type: string, main: string) => ({
    "package.json": JSON.stringify({ name: "program", type, main }),
  });

  test.each<[string, ProjectOptions]>([
    ["TypeScript in CommonJS", { program: typescript, settings: AS_PULUMI_DOES }],
    [
      "TypeScript in ES modules, with ts-node",
      { program: typescript, files: manifest("module", "index.ts"), settings: AS_PULUMI_DOES },
    ],
    ["TypeScript in CommonJS, with tsx", { program: typescript }],
    ["TypeScript in ES modules, with tsx", { program: typescript, files: manifest("module", "index.ts") }],
    [
      "JavaScript in CommonJS",
      {
        settings: AS_PULUMI_DOES,
        files: {
          "index.js": `const pulumi = require("@pulumi/pulumi"); console.log(pulumi.getProject(), pulumi.getStack(), 42);`,
          ...manifest("commonjs", "index.js"),
        },
      },
    ],
    [
      "JavaScript in ES modules",
      {
        settings: AS_PULUMI_DOES,
        files: {
          "index.js": `import * as pulumi from "@pulumi/pulumi"; console.log(pulumi.getProject(), pulumi.getStack(), await 42);`,
          ...manifest("module", "index.js"),
        },
      },
    ],
    [
      "a program in a folder of its own (main)",
      {
        settings: { ...AS_PULUMI_DOES, main: "infra" },
        files: {
          "infra/index.ts": typescript,
          "infra/package.json": JSON.stringify({ name: "infra", main: "index.ts" }),
        },
      },
    ],
    [
      "a program with a tsconfig of another name and flags for Node.js",
      {
        program: `console.log("project test", process.execArgv.includes("--stack-trace-limit=3") && 42);`,
        files: { "other.json": JSON.stringify({ compilerOptions: { types: ["node"] } }) },
        settings: {
          runtime: {
            name: "nodejs",
            options: { tsconfig: "other.json", nodeargs: "--stack-trace-limit=3", packagemanager: "npm" },
          },
        },
      },
    ],
  ])("%s", async (_, options) => {
    const result = await (await project(options)).preview();
    expect(printed(result)).toContain("project test 42");
    expect(result.exitCode).toBe(0);
  });
});

describe("The language host passes on", () => {
  test("configuration, and which of it is secret", async () => {
    const stack = await project({
      program: `
        import * as pulumi from "@pulumi/pulumi";
        const config = new pulumi.Config("a");
        export const plain = config.require("plain");
        export const hidden = config.requireSecret("hidden");
        export const secretKeys = ["a:plain", "a:hidden"].filter(pulumi.runtime.isConfigSecret);`,
      config: { "a:plain": "x:y", "a:hidden": { secret: "s3cret" } },
    });
    const result = await stack.up({ args: ["--json"] });
    expect(result.exitCode).toBe(0);
    expect(result.stdout + result.stderr).not.toContain("s3cret");
    expect(await stack.outputs()).toEqual({ plain: "x:y", hidden: "s3cret", secretKeys: ["a:hidden"] });
  });

  test("what a program prints on both streams", async () => {
    const stack = await project({ program: `console.log("to stdout"); console.error("to stderr");` });
    const result = await stack.preview();
    expect(printed(result)).toContain("to stdout");
    expect(printed(result)).toContain("to stderr");
  });

  test("the results as JSON", async () => {
    const stack = await project({ program: `export const answer = 42;` });
    const { stdout } = await stack.preview({ args: ["--json"] });
    expect(JSON.parse(stdout)).toMatchObject({ changeSummary: { create: 1 } });
  });
});

describe("The language host reports", () => {
  test.each([
    ["an uncaught error", `throw new Error("out of cheese");`],
    ["a rejected promise that nobody awaits", `void Promise.reject(new Error("out of cheese"));`],
  ])("%s with its stack, at once", async (_, program) => {
    const result = await (await project({ program, settings: AS_PULUMI_DOES })).preview();
    expect(result.exitCode).not.toBe(0);
    expect(printed(result)).toMatch(/Error: out of cheese\n\s+at .*index\.ts/);
    // In colour it would take Node.js half a minute to write.
    expect(printed(result)).not.toContain("\u001b[");
  });

  test("a RunError by its message alone", async () => {
    const program = `import * as pulumi from "@pulumi/pulumi"; throw new pulumi.RunError("no such region");`;
    const result = await (await project({ program })).preview();
    expect(result.exitCode).not.toBe(0);
    expect(printed(result)).toContain("no such region");
    expect(printed(result)).not.toContain("at ");
  });

  test("a mistake that the type check finds", async () => {
    const result = await (await project({ program: `const n: number = "one";`, typeCheck: true })).preview();
    expect(result.exitCode).not.toBe(0);
    expect(printed(result)).toContain("Type 'string' is not assignable to type 'number'");
  });

  test("a program that ends itself", async () => {
    const result = await (await project({ program: `process.exit(3);` })).preview();
    expect(result.exitCode).not.toBe(0);
    expect(printed(result)).toContain("Program exited with non-zero exit code: 3");
  });
});

test("Ctrl-C lets a running creation finish, and keeps what it made", async () => {
  const stack = await project({
    checkpoints: true,
    program: `
      import * as pulumi from "@pulumi/pulumi";
      class Slow extends pulumi.CustomResource {
        constructor(name: string, opts?: pulumi.CustomResourceOptions) {
          const __provider = 'exports.handler=()=>require(process.cwd() + "/slow.js")';
          super("pulumi-nodejs:dynamic/test:Slow", name, { __provider }, opts);
        }
      }
      const first = new Slow("first");
      new Slow("second", { dependsOn: first });`,
    files: {
      "slow.js": `
        exports.check = async (olds, news) => ({ inputs: news });
        exports.create = async (inputs) => {
          console.log("creation has begun");
          while (!require("node:fs").existsSync("goes-on")) await new Promise((resolve) => setTimeout(resolve, 50));
          return { id: "made", outs: inputs };
        };`,
    },
  });
  const update = stack.start("up");
  await update.waitFor(/creation has begun/);
  update.kill("SIGINT");
  await update.waitFor(/\^C received/);
  stack.write("", "goes-on");
  expect((await update.result).exitCode).toBe(1);
  expect(stack.state().map(({ urn, id }) => [urn.split("::").pop(), id])).toEqual([["first", "made"]]);
});

describe("The language host", () => {
  test("runs a plugin that is a Node.js package; a resource is imported through it", async () => {
    const stack = await project({ settings: { plugins: { providers: [{ name: "thing", path: "./plugin" }] } } });
    cpSync(path.join(__dirname, "fixtures", "plugin"), path.join(stack.folder, "plugin"), { recursive: true });
    const imported = ["import", "thing:index:Thing", "one", "id-1", "--yes", "--skip-preview", "--generate-code=false"];
    expect(await stack.run(imported)).toMatchObject({ exitCode: 0 });
    expect(stack.state()).toMatchObject([{ type: "thing:index:Thing", id: "id-1", outputs: { read: "id-1" } }]);
  });

  test("installs a program's packages, and tells which it uses", async () => {
    const stack = await project({
      files: { "package.json": JSON.stringify({ name: "program", dependencies: { zod: "^4" } }) },
    });
    const about = await stack.run(["about"]);
    expect(about.stdout).toMatch(/zod +4\.\d+\.\d+/);
    stack.write(JSON.stringify({ name: "program" }), "package.json");
    const install = await stack.run(["install"]);
    expect(install.stdout).toContain("Finished installing dependencies");
    expect(install.exitCode).toBe(0);
  });
});

test.each([
  [undefined, []],
  ["--import tsx", ["--import", "tsx"]],
  [`--require "./a file.js"  --title='x y'`, ["--require", "./a file.js", "--title=x y"]],
])("nodeargs %j become %j", (line, words) => expect(splitWords(line)).toEqual(words));
