import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findPulumi } from "../../tools/pulumi-cli.mjs";
import { type Finished, type Running, start } from "./command";
import { type EngineResult, engineResult } from "./events";

const CHECKOUT = path.resolve(__dirname, "../..");
const STACK = "test";
const WITH_TSX = { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } };

/** What a test's project consists of. */
export interface ProjectOptions {
  /** The text of `index.ts`. Programs in other languages and further files go into `files`. */
  readonly program?: string;
  /** Further files by their path, for example `package.json`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Stack configuration, keys with their namespace; a secret is written as `{ secret: "…" }`. */
  readonly config?: Readonly<Record<string, string | { readonly secret: string }>>;
  /** Environment on top of a clean one (no SNOWFLAKE_* and PULUMI_* of the caller; home and caches of its own). */
  readonly env?: Readonly<Record<string, string>>;
  /** Further lines of Pulumi.yaml by key. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Writes the state around every step, as users have it; tests about crashes need it. Default: only at the end. */
  readonly checkpoints?: boolean;
  /** Runs TypeScript as Pulumi does by itself: with ts-node, and type-checked. Default: with tsx, which is faster. */
  readonly typeCheck?: boolean;
  /** The node_modules folder that the program's imports are found in. Default: this checkout's. */
  readonly modules?: string;
}

/** How a command is run. */
export interface RunOptions {
  /** Further arguments. */
  readonly args?: readonly string[];
  /** Environment for this command only. */
  readonly env?: Readonly<Record<string, string>>;
  /** Does the preview first, as `pulumi up` does for people. Default: false. */
  readonly preview?: boolean;
}

/** A command that changes or reads a stack: its output and what the engine did. */
export type UpdateResult = Finished & EngineResult;

/** An update that is under way. */
export interface RunningUpdate extends Running {
  /** Resolves when it has ended, however that came about. */
  readonly result: Promise<UpdateResult>;
}

/** One resource as the state has it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** A Pulumi project in a folder of its own, with a stack on a local file backend, run by the real CLI. */
export interface PulumiProject extends AsyncDisposable {
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  /** The home folder that commands see; connection files go to `.snowflake` in it, caches to `.cache`. */
  readonly home: string;
  /** The state file of the stack. */
  readonly stateFile: string;
  /** Environment of every command, for starting others beside them. */
  readonly env: NodeJS.ProcessEnv;
  up(options?: RunOptions): Promise<UpdateResult>;
  preview(options?: RunOptions): Promise<UpdateResult>;
  refresh(options?: RunOptions): Promise<UpdateResult>;
  destroy(options?: RunOptions): Promise<UpdateResult>;
  /** Starts one of them without waiting for its end, to watch, stop or kill it. */
  start(command: "up" | "preview" | "refresh" | "destroy", options?: RunOptions): RunningUpdate;
  /** Any other command of the CLI. */
  run(args: readonly string[], options?: { readonly env?: Readonly<Record<string, string>> }): Promise<Finished>;
  /** Replaces the program, or the file of that name. */
  write(text: string, file?: string): void;
  /** Sets configuration values. */
  configure(config: NonNullable<ProjectOptions["config"]>): Promise<void>;
  /** The resources in the state, without the stack and providers; values that are secret stay encrypted. */
  state(): StateResource[];
  /** The exported values of the stack, secrets in clear. */
  outputs(): Promise<Record<string, unknown>>;
  /** Deletes the folder. */
  remove(): void;
}

/**
 * Makes a project and its stack. Programs import `pulumi-dynamic-snowflake` from this checkout's `dist/`.
 *
 * ```ts
 * await using project = await pulumiProject({ program: `export const answer = 42;` });
 * const { exitCode, changes } = await project.up();
 * ```
 */
export async function pulumiProject(options: ProjectOptions = {}): Promise<PulumiProject> {
  const base = mkdtempSync(path.join(tmpdir(), "pulumi-project-"));
  const folder = path.join(base, "project");
  const home = path.join(base, "home");
  const env = environment(base, home, options);
  for (const place of [folder, home, path.join(base, "backend")]) mkdirSync(place);
  symlinkSync(options.modules ?? path.join(CHECKOUT, "node_modules"), path.join(base, "node_modules"));

  const project: PulumiProject = {
    folder,
    home,
    env,
    stateFile: path.join(base, "backend", ".pulumi", "stacks", "project", `${STACK}.json`),
    up: (runOptions) => project.start("up", runOptions).result,
    preview: (runOptions) => project.start("preview", runOptions).result,
    refresh: (runOptions) => project.start("refresh", runOptions).result,
    destroy: (runOptions) => project.start("destroy", runOptions).result,
    start(command, { args = [], env: more, preview = false } = {}) {
      const log = path.join(mkdtempSync(path.join(base, "events-")), "log.json");
      const looksOnly = command === "preview" || args.includes("--preview-only");
      const yes = looksOnly ? [] : preview ? ["--yes"] : ["--yes", "--skip-preview"];
      const running = start(cli(), [command, "--non-interactive", "--event-log", log, ...yes, ...args], {
        cwd: folder,
        env: { ...env, ...more },
      });
      const finished = running.finished.then((end) => {
        if (end.exitCode === "SIGKILL") restore(project.stateFile);
        return end;
      });
      return { ...running, finished, result: finished.then((end) => ({ ...end, ...engineResult(log, command) })) };
    },
    run: (args, { env: more } = {}) => start(cli(), args, { cwd: folder, env: { ...env, ...more } }).finished,
    write(text, file = "index.ts") {
      const place = path.join(folder, file);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, text);
    },
    async configure(config) {
      const plain = Object.entries(config).map(([key, value]) =>
        typeof value === "string" ? ["--plaintext", `${key}=${value}`] : ["--secret", `${key}=${value.secret}`],
      );
      if (plain.length) succeeded(await project.run(["config", "set-all", ...plain.flat()]));
    },
    state() {
      const { checkpoint } = JSON.parse(readFileSync(project.stateFile, "utf8"));
      const resources: StateResource[] = checkpoint.latest?.resources ?? [];
      return resources.filter(({ type }) => !type.startsWith("pulumi:"));
    },
    async outputs() {
      return JSON.parse(succeeded(await project.run(["stack", "output", "--json", "--show-secrets"])).stdout);
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
    async [Symbol.asyncDispose]() {
      project.remove();
    },
  };

  const runtime = options.typeCheck ? "nodejs" : WITH_TSX;
  project.write(JSON.stringify({ name: "project", runtime, ...options.settings }), "Pulumi.yaml");
  project.write(JSON.stringify({ name: "program", private: true, main: "index.ts" }), "package.json");
  if (options.program !== undefined) project.write(options.program);
  for (const [file, text] of Object.entries(options.files ?? {})) project.write(text, file);
  succeeded(await project.run(["stack", "init", STACK]));
  await project.configure(options.config ?? {});
  return project;
}

/** A kill can cut off the state file while the engine writes it. People go back to the copy beside it, which is a step older. */
function restore(stateFile: string): void {
  try {
    JSON.parse(readFileSync(stateFile, "utf8"));
  } catch {
    if (existsSync(`${stateFile}.bak`)) copyFileSync(`${stateFile}.bak`, stateFile);
  }
}

function environment(base: string, home: string, options: ProjectOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PULUMI|SNOWFLAKE|NODE_OPTIONS|VITEST)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_CACHE_HOME: path.join(home, ".cache"),
    PULUMI_HOME: path.join(home, ".pulumi"),
    PULUMI_BACKEND_URL: `file://${path.join(base, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Makes the CLI know --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...(options.checkpoints ? {} : { PULUMI_SKIP_CHECKPOINTS: "true" }),
    ...options.env,
  };
}

function cli(): string {
  const found = findPulumi();
  if (!found) throw new Error("There is no Pulumi CLI yet: run `npm run setup`.");
  return found.command;
}

function succeeded(finished: Finished): Finished {
  if (finished.exitCode === 0) return finished;
  throw new Error(`pulumi ended with ${finished.exitCode}:\n${finished.stdout}\n${finished.stderr}`);
}
