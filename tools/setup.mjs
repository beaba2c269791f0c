/**
 * Puts everything in place that the other scripts need: `npm run setup`. Plain Node.js, since it runs before any package is
 * installed; it does nothing, and says nothing, about what is already there.
 */
import { pathToFileURL } from "node:url";
import { findPulumi } from "./pulumi-cli.mjs";
import { buildPackage } from "./setup/build-package.mjs";
import { buildPulumi } from "./setup/build-pulumi.mjs";
import { installPackages } from "./setup/install-packages.mjs";
import { linkPackage } from "./setup/link-package.mjs";
import { requireNode } from "./setup/require-node.mjs";
import { SetupError, say } from "./setup/say.mjs";

/**
 * Installs the npm packages, builds `dist/`, and finds or builds a Pulumi CLI, as far as each is missing or out of date.
 *
 * @param {{ pulumi?: boolean; rebuild?: boolean }} [options] - `pulumi: false` leaves the CLI out; `rebuild: true` compiles
 * `dist/` even if no source has changed.
 */
export async function setup({ pulumi = true, rebuild = false } = {}) {
  requireNode();
  await installPackages();
  linkPackage();
  await buildPackage({ rebuild });
  if (pulumi && !findPulumi()) await buildPulumi();
}

/**
 * The same for a script: a failure that the user can mend is told without a stack, and ends the process.
 *
 * @param {Parameters<typeof setup>[0]} [options]
 */
export async function setupOrExit(options) {
  try {
    await setup(options);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const flags = process.argv.slice(2);
  await setupOrExit({ pulumi: !flags.includes("--no-pulumi"), rebuild: flags.includes("--rebuild") });
  if (process.env["npm_lifecycle_event"] === "setup") {
    const found = findPulumi();
    say(`Everything is in place. Pulumi CLI: ${found?.command ?? "left out"}`);
  }
}
