import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { builtPulumi } from "../pulumi-cli.mjs";
import { compilePulumi } from "./compile-pulumi.mjs";
import { oneAtATime } from "./one-at-a-time.mjs";
import { root, userCache } from "./places.mjs";
import { SetupError } from "./say.mjs";

/**
 * Builds the Pulumi CLI into the user's cache, unless another checkout has done so, and puts it into this checkout next to
 * the language host and the dynamic provider, where the CLI looks for them first.
 *
 * The CLI is a hard link, because the CLI would follow a symbolic one and look beside its target. The other two are symbolic
 * links into this checkout, so they are always its current ones.
 */
export async function buildPulumi() {
  if (process.platform === "win32") {
    throw new SetupError("No Pulumi CLI was found. On Windows, install it (pulumi.com/docs/install) and start again.");
  }
  const { name, folder } = builtPulumi();
  const cached = path.join(userCache(), "pulumi", name, "pulumi");
  await oneAtATime(cached, "building the Pulumi CLI", async () => {
    if (!existsSync(cached)) await compileInto(cached);
  });
  const fresh = `${folder}.${process.pid}`;
  const bin = path.join(fresh, "bin");
  mkdirSync(bin, { recursive: true });
  linkOrCopy(cached, path.join(bin, "pulumi"));
  link(path.join(root, "tools", "language-host", "pulumi-language-nodejs"), bin);
  link(path.join(root, "node_modules", "@pulumi", "pulumi", "pulumi-resource-pulumi-nodejs"), bin);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

/** Builds under another name first, so that an interrupted build never looks like a finished one. */
async function compileInto(/** @type {string} */ file) {
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.unfinished`;
  try {
    await compilePulumi(unfinished);
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function linkOrCopy(/** @type {string} */ from, /** @type {string} */ to) {
  try {
    linkSync(from, to);
  } catch {
    // The cache lies on another disk.
    copyFileSync(from, to);
  }
}

function link(/** @type {string} */ target, /** @type {string} */ folder) {
  symlinkSync(path.relative(folder, target), path.join(folder, path.basename(target)));
}
