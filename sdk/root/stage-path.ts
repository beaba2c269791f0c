import { InvalidArgumentError } from "../../provider/client/errors";
import { problemOfPath } from "../../provider/resources/stage-file-path";
import { canonicalQualified, type StoredName } from "../../provider/sql";

/**
 * A path on a stage as statements want it, from its root on: `/exports/` is `exports/`.
 *
 * @throws InvalidArgumentError if it holds what no path on a stage does.
 */
export function stagePath(stage: readonly StoredName[], written: string): string {
  const path = written.replace(/^\/+/, "");
  const wrong = path.split("/").find((part) => part === ".." || part === ".");
  if (wrong !== undefined)
    throw wrongPath(
      stage,
      `${JSON.stringify(written)} has a part ${JSON.stringify(wrong)}; a stage has no folders to go up or stay in`,
    );
  if (path.includes("\0")) throw wrongPath(stage, `${JSON.stringify(written)} holds a character that no path has`);
  return path;
}

/**
 * The same of one file.
 *
 * @throws InvalidArgumentError also if it is a folder.
 */
export function filePath(stage: readonly StoredName[], written: string): string {
  const path = stagePath(stage, written);
  if (path === "") throw wrongPath(stage, "say which file, by its path from the root of the stage");
  if (path.endsWith("/")) throw wrongPath(stage, `${JSON.stringify(written)} ends in a slash: that is a folder`);
  return path;
}

/**
 * The folder that files are uploaded to, without slashes at its ends.
 *
 * @throws InvalidArgumentError if PUT would read it as something else.
 */
export function folderPath(stage: readonly StoredName[], written: string): string {
  const folder = written.replaceAll(/^\/+|\/+$/g, "");
  const problem = folder === "" ? undefined : problemOfPath(`${folder}/file`, false);
  if (problem === undefined) return folder;
  throw wrongPath(stage, problem.replace(JSON.stringify(`${folder}/file`), JSON.stringify(written)));
}

/**
 * Checks the name that a file shall have on the stage. Wildcards stand for themselves: it is uploaded alone.
 *
 * @param advice - What to do if it cannot be.
 * @throws InvalidArgumentError if it cannot be.
 */
export function checkFileName(stage: readonly StoredName[], name: string, advice: string): void {
  const plain = name.replaceAll(/[*?]/g, "_");
  const problem = /[/\0]/.test(name)
    ? `${JSON.stringify(name)} is no plain name; the folder is said by the location`
    : problemOfPath(plain, false)?.replace(JSON.stringify(plain), JSON.stringify(name));
  if (problem !== undefined) throw wrongPath(stage, `${problem}. ${advice}`);
}

/** A regular expression for one path and no other; what a stage's own location puts before it is not known. */
export function onlyThis(path: string): string {
  return `(.*/)?${path.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}`;
}

/** An error about the files of a stage, before anything was sent. */
export function wrongPath(stage: readonly StoredName[], problem: string, cause?: unknown): InvalidArgumentError {
  const name = canonicalQualified(stage);
  const message = `Stage ${name}: ${problem.replace(/\.$/, "")}. Nothing was sent.`;
  return new InvalidArgumentError({ objectKind: "Stage", name, message, cause });
}
