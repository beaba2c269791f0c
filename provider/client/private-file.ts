import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { InvalidArgumentError } from "./snowflake-error";

/**
 * Text of a file that settings or secrets are read from; undefined if there is none.
 *
 * @throws {@link InvalidArgumentError} if others may write it, as the drivers refuse such files too.
 */
export function readPrivateFile(path: string): string | undefined {
  let mode: number;
  try {
    mode = statSync(path).mode;
  } catch {
    return undefined;
  }
  // Windows keeps no such bits.
  if (process.platform !== "win32" && (mode & 0o022) !== 0) {
    throw new InvalidArgumentError({
      message: `${path} can be written by other users of this machine (mode ${(mode & 0o777).toString(8).padStart(4, "0")}), so it is not trusted. Run: chmod 600 ${path}`,
    });
  }
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new InvalidArgumentError({ message: `${path} cannot be read: ${(cause as Error).message}`, cause });
  }
}

/** The same for a file that somebody named: it has to be there. */
export function readNamedFile(path: string, namedBy: string, homedir: string): string {
  const full = expanded(path, homedir);
  const text = readPrivateFile(full);
  if (text === undefined)
    throw new InvalidArgumentError({ message: `${namedBy} names ${shown(full)}, which is not there.` });
  return text;
}

/** What was meant as a path may be the secret itself, mangled: a key that has lost its first line, or stands in quotes. */
function shown(path: string): string {
  return /^[^\n"]{1,200}$/.test(path) && !/PRIVATE KEY|[A-Za-z0-9+=]{40}/.test(path) ? `the file ${path}` : "a file";
}

function expanded(path: string, homedir: string): string {
  return path === "~" || path.startsWith("~/") ? join(homedir, path.slice(1)) : path;
}
