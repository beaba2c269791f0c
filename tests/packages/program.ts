import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Finished, start } from "../engine/command";

/** Files of a program by their name. */
export type Files = Readonly<Record<string, string>>;

/** Writes a program into a new folder below a layout, where imports find what is installed there. */
export function writeProgram(layout: string, files: Files): string {
  const folder = mkdtempSync(path.join(layout, "program-"));
  for (const [name, text] of Object.entries({ "package.json": '{ "private": true }', ...files })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

/** Runs a command of Node.js in the folder of a program, in an environment that knows nothing of these tests. */
export function node(folder: string, args: readonly string[], env = clean(process.env)): Promise<Finished> {
  return start(process.execPath, args, { cwd: folder, env }).finished;
}

/** Runs JavaScript in a layout and gives what it printed as JSON, with the function `print`. */
export async function printed(layout: string, file: "program.cjs" | "program.mjs", text: string): Promise<unknown> {
  const print = "const print = (value) => process.stdout.write(JSON.stringify(value));";
  const folder = writeProgram(layout, { [file]: `${print}\n${text}` });
  const { exitCode, stdout, stderr } = await node(folder, [file]);
  if (exitCode !== 0) throw new Error(`The program ended with ${exitCode}:\n${stdout}\n${stderr}`);
  return JSON.parse(stdout);
}

function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(PULUMI|SNOWFLAKE|NODE_|VITEST|TEST$)/.test(name)),
  );
}
