import { createHash, randomBytes } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { chmod, copyFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { InvalidArgumentError } from "../client/errors";

/**
 * How content gets from a program to the process that uploads it. The engine stores all inputs, so content is none: the inputs say
 * its hash, and where it was read from. What was not read from a file of the program's folder is left in the user's cache folder
 * under its hash, readable by the user alone, until the program ends.
 */
export interface ContentSource {
  /** SHA-256 in hexadecimal digits. */
  readonly hash: string;
  /** Path below the program's folder. */
  readonly source?: string | undefined;
}

const keptForMs = 24 * 3_600_000;
const run = `${process.pid}-${randomBytes(6).toString("hex")}`;
const left = new Set<string>();

/** SHA-256 of bytes, in hexadecimal digits. */
export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The same of a file, however large. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Leaves content for the process that uploads it, until this one ends. */
export function leaveContent(folder: string, content: string | Uint8Array): void {
  const path = placeIn(folder, hashOf(content));
  writeFileSync(path, content, { mode: 0o600 });
}

/** The same of a file outside of the program's folder. */
export async function leaveFile(folder: string, path: string, hash: string): Promise<void> {
  const place = placeIn(folder, hash);
  await copyFile(path, place);
  await chmod(place, 0o600);
}

/**
 * Writes the content of a resource to a path.
 *
 * @param program - The program's folder.
 * @param folder - Where programs leave content.
 * @throws InvalidArgumentError if it is not there any more, or is another.
 */
export async function fetchContent(
  { hash, source }: ContentSource,
  { program, folder, what }: { readonly program: string; readonly folder: string; readonly what: string },
  path: string,
): Promise<void> {
  if (source !== undefined) {
    const refuse = (why: string) =>
      new InvalidArgumentError({ message: `${what}: ${source} ${why}. Nothing was uploaded; run pulumi up again.` });
    await copyFile(resolve(program, source), path).catch((cause: NodeJS.ErrnoException) => {
      throw refuse(`cannot be read in ${program} (${cause.code ?? cause.message})`);
    });
    if ((await hashOfFile(path)) !== hash) throw refuse("has changed since the program looked at it");
    return;
  }
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(`${hash}.`))) {
    const isThere = await copyFile(join(folder, name), path).then(
      () => true,
      () => false,
    );
    if (isThere && (await hashOfFile(path)) === hash) return;
  }
  throw new InvalidArgumentError({
    message:
      `${what}: its content is not on this machine. Programs leave it in ${folder} while they run, because it shall not stand in the ` +
      "state. Nothing was uploaded; run pulumi up here, with the program.",
  });
}

function placeIn(folder: string, hash: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (left.size === 0) {
    removeOld(folder);
    process.once("exit", () => {
      for (const path of left) rmSync(path, { force: true });
    });
  }
  const path = join(folder, `${hash}.${run}`);
  left.add(path);
  return path;
}

/** What programs that were killed have left. */
function removeOld(folder: string): void {
  for (const path of readdirSync(folder).map((name) => join(folder, name))) {
    try {
      if (Date.now() - statSync(path).mtimeMs > keptForMs) rmSync(path, { force: true });
    } catch {
      // Its own program has removed it.
    }
  }
}
