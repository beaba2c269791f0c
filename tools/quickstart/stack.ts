import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { findPulumi } from "../pulumi-cli.mjs";
import { Surprise } from "./transcript";

/** Rows about the stack itself; they repeat what stands below them under "Diagnostics". */
const STACK_ROW = /^(?!\s*pulumi:pulumi:Stack \().*pulumi:pulumi:Stack\b.*quickstart/;

/** What a run of the CLI came to. */
export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

/** The quickstart's stack: the program of the root Pulumi.yaml, with its state in a folder of this checkout. */
export class Stack {
  readonly #root: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #cli: string;

  constructor(root: string, folder: string, snowflake: Readonly<Record<string, string>>) {
    const backend = path.join(folder, "backend");
    mkdirSync(backend, { recursive: true });
    this.#root = root;
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

  /**
   * Runs the CLI and shows what it prints, but for lines that match `hide`.
   *
   * @throws {@link Surprise} if it fails.
   */
  async show(args: readonly string[], { env = {}, hide = STACK_ROW }: ShowOptions = {}): Promise<string> {
    const { exitCode, output } = await this.run(args, env, (line) => hide.test(line) || console.log(line));
    if (exitCode !== 0) throw new Surprise(`pulumi ${args[0]} ended with code ${exitCode}.`);
    return output;
  }

  /** Runs the CLI. */
  async run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    onLine: (line: string) => void = () => undefined,
  ): Promise<Outcome> {
    const color = process.stdout.isTTY ? "always" : "never";
    const child = spawn(this.#cli, [...args, "--non-interactive", "--color", color], {
      cwd: this.#root,
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
        output += `${line}\n`;
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

interface ShowOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly hide?: RegExp;
}
