/**
 * `npm run quickstart`: the example program against a local Snowflake, with the real Pulumi engine and the real driver.
 * It ends with a non-zero code if anything is not as it should be.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { destroy } from "./destroy";
import { startLocalSnowflake } from "./local-snowflake";
import { Program } from "./program";
import { Stack } from "./stack";
import { tour } from "./tour";
import { Surprise } from "./transcript";

const root = path.resolve(__dirname, "../..");
/** Everything that the quickstart keeps. */
const folder = path.join(root, ".pulumi-state", "quickstart");
const configuration = path.join(root, ".pulumi-state", "Pulumi.quickstart.yaml");

async function main(): Promise<void> {
  const cleanUp = process.argv.includes("--destroy");
  if (cleanUp && !existsSync(folder)) return console.log("There is nothing to clean up.");
  mkdirSync(folder, { recursive: true });
  const emulator = path.join(root, "dist", "emulator", "cli.js");
  const snowflake = await startLocalSnowflake(emulator, path.join(folder, "snowflake.json"));
  try {
    const stack = new Stack(root, folder, snowflake.env);
    await (cleanUp ? destroy(stack, snowflake) : tour(stack, snowflake, new Program(root, folder)));
  } finally {
    await snowflake.stop();
  }
  if (cleanUp) for (const place of [folder, configuration]) rmSync(place, { recursive: true, force: true });
}

// The engine gets a terminal's Ctrl-C too: it ends in good order, with a code that ends this.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => process.exit(143));

main().catch((error: unknown) => {
  console.error(error instanceof Surprise ? `\nNot as expected: ${error.message}` : error);
  process.exitCode = 1;
});
