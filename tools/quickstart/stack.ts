import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { findPulumi } from "../pulumi-cli.mjs";
import { Surprise } from "./transcript";

/** Rows about the stack itself; they repeat what stands below them under "Diagnostics". */
const STACK_ROW = /^(?!\s*pulumi:pulumi:Stack \().*pulumi:pulumi:Stack\b.*quickstart/;

/** Arguments by which the CLI goes ahead. */
export const GO = ["--yes", "--skip-preview"] as const;
/** Arguments by which it prints what has happened, and nothing else. */
export const QUIET = ["--suppress-progress", "--suppress-outputs"] as const;
/** Shows the statements that are planned and sent, without those that only ask. */
export const SHOW_SQL = {
  env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" },
  hide: /pulumi:pulumi:Stack|^\s*asked /,
} as const;

/** What a run of the CLI came to. */
export interface Outcome {
  readonly exitCode: number;
  /** What it printed, without colors. */
  readonly output: string;
}

/** The quickstart's stack: the program of a Pulumi.yaml, with its state in a folder of this checkout. */
export class Stack {
  readonly #project: string;
  readonly #folder: string;
  readonly #snowflake: Readonly<Record<string, string>>;
  readonly #env: NodeJS.ProcessEnv;
  readonly #cli: string;

  /**
   * @param project - The folder of the Pulumi.yaml.
   * @param folder - Where the state is kept.
   * @param snowflake - Settings by which the provider finds Snowflake.
   */
  constructor(project: string, folder: string, snowflake: Readonly<Record<string, string>>) {
    const backend = path.join(folder, "backend");
    mkdirSync(backend, { recursive: true });
    this.#project = project;
    this.#folder = folder;
    this.#snowflake = snowflake;
    this.#cli = findPulumi()?.command ?? "pulumi";
    this.#env = {
      // Nobody's real account: settings of the user's shell stay outside.
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PULUMI|SNOWFLAKE)_/.test(name))),
      ...snowflake,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: "quickstart",
      PULUMI_STACK: "quickstart",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_HOME: path.join(folder, "home"),
    };
  }

  /** The same stack, with the program of another folder. */
  of(project: string): Stack {
    return new Stack(project, this.#folder, this.#snowflake);
  }

  /**
   * Runs the CLI and shows what it prints, but for lines that match `hide`.
   *
   * @throws {@link Surprise} if it fails.
   */
  async show(args: readonly string[], options?: ShowOptions): Promise<string> {
    const { exitCode, output } = await this.showAnyway(args, options);
    if (exitCode !== 0) throw new Surprise(`pulumi ${args[0]} ended with code ${exitCode}.`);
    return output;
  }

  /** The same, whether it fails or not. */
  showAnyway(args: readonly string[], { env = {}, hide = STACK_ROW }: ShowOptions = {}): Promise<Outcome> {
    return this.run(args, env, (line) => hide.test(stripVTControlCharacters(line)) || console.log(line));
  }

  /** Runs `up` once more. @throws {@link Surprise} if it finds something to change. */
  async unchanged(): Promise<void> {
    const { exitCode, output } = await this.run(["up", "--yes", "--expect-no-changes", ...QUIET]);
    if (exitCode !== 0) throw new Surprise(`another up changed something.\n${output}`);
  }

  /** Runs the CLI. */
  async run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    onLine: (line: string) => void = () => undefined,
  ): Promise<Outcome> {
    const color = process.stdout.isTTY ? "always" : "never";
    const child = spawn(this.#cli, [...args, "--non-interactive", "--color", color], {
      cwd: this.#project,
      env: { ...this.#env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 1));
    });
    let output = "";
    const read = async (stream: Readable) => {
      for await (const line of createInterface(stream)) {
        output += `${stripVTControlCharacters(line)}\n`;
        onLine(line);
      }
    };
    await Promise.all([read(child.stdout), read(child.stderr)]);
    return { exitCode: await ended, output };
  }

  /** The exported values of the program; none if there is no stack. */
  async outputs(): Promise<Record<string, readonly string[]>> {
    const { exitCode, output } = await this.run(["stack", "output", "--json"]);
    return exitCode === 0 ? JSON.parse(output) : {};
  }
}

/** The statements that changed something, from what a run with {@link SHOW_SQL} printed. */
export function sentIn(output: string): string[] {
  return [...output.matchAll(/^\s*sent\s+(.*?);\s+-- /gm)].map(([, statement = ""]) => statement);
}

interface ShowOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly hide?: RegExp;
}
