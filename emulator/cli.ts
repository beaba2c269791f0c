#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { startEmulator } from "./index";
import { type EmulatorOptions, parseCommand, UsageError, usage } from "./options";
import { push } from "./push-command";

async function main(): Promise<void> {
  const [word, ...rest] = process.argv.slice(2);
  if (word === "push") {
    process.stdout.write(await push(rest));
    return;
  }
  const command = parseCommand(process.argv.slice(2));
  if (command.kind === "help") process.stdout.write(usage);
  else if (command.kind === "version") process.stdout.write(`${version(__dirname)}\n`);
  else await start(command.options);
}

async function start(options: EmulatorOptions): Promise<void> {
  const emulator = await startEmulator(options);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      emulator.close().then(() => process.exit(0), fail);
    });
  }
  process.stdout.write(`snowflake-emulator listening on ${emulator.url}\n`);
}

function fail(error: unknown): never {
  if (error instanceof UsageError) {
    process.stderr.write(`snowflake-emulator: ${error.message}\nTry snowflake-emulator --help.\n`);
    process.exit(2);
  }
  const { code, message } = error as NodeJS.ErrnoException;
  const text =
    code === "EADDRINUSE" ? `${message}. Another program has this port; choose another, or --port 0.` : message;
  process.stderr.write(`snowflake-emulator: ${text}\n`);
  process.exit(1);
}

// Beside the sources the package file is one level up, beside the compiled files two.
function version(folder: string): string {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
  } catch {
    return version(dirname(folder));
  }
}

main().catch(fail);
