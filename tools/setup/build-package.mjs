import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { oneAtATime } from "./one-at-a-time.mjs";
import { fingerprint, localCache, root } from "./places.mjs";
import { run } from "./run.mjs";
import { elapsed, SetupError, say } from "./say.mjs";

const FOLDERS = ["provider", "sdk", "emulator"];
const SETTINGS = ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"];
const dist = path.join(root, "dist");
const stamp = path.join(localCache, "built-from");

/**
 * Compiles the sources into `dist/`, if they are not those it was made from.
 *
 * @param {{ rebuild: boolean }} options
 */
export async function buildPackage({ rebuild }) {
  if (!rebuild && isCurrent()) return;
  await oneAtATime(dist, "building the package", async () => {
    if (!rebuild && isCurrent()) return;
    say("Building the package …");
    const start = Date.now();
    await compile();
    say(`Built the package in ${elapsed(start)}.`);
  });
}

function isCurrent() {
  const files = sources();
  return (
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === stampOf(files) &&
    files.every((file) => existsSync(path.join(dist, file.replace(/\.ts$/, ".js"))))
  );
}

/** Compiles into a new folder and puts it in place at the end, so that nothing old remains and nobody meets half of it. */
async function compile() {
  const built = stampOf(sources());
  const fresh = `${dist}.${process.pid}`;
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const { code, output } = await run(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", fresh], {
    cwd: root,
  });
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new SetupError(`${output}\nThe package does not compile; see the errors above.`);
  }
  chmodSync(path.join(fresh, "emulator", "cli.js"), 0o755);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, built);
}

function sources() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
      .map((file) => path.join(folder, file)),
  ).sort();
}

function stampOf(/** @type {string[]} */ files) {
  return fingerprint(...[...SETTINGS, ...files].flatMap((file) => [file, readFileSync(path.join(root, file))]));
}
