import { namesOf } from "../resource/names";
import type { Values } from "../resource/property";
import { canonicalQualified, type StoredName } from "../sql";
import { stagedPath } from "./stage-file-path";

/** Where a file is. */
export interface FilePlace {
  readonly stage: readonly StoredName[];
  /** The path that the program says. */
  readonly path: string;
  /** The path that the file has on the stage, compressed or not. */
  readonly staged: string;
  /** `DB.S.STAGE."scripts/load.py"` */
  readonly id: string;
  readonly names: readonly StoredName[];
}

/** Where a file is by its canonical values. */
export function placeOfFile(values: Values): FilePlace {
  return placeOfNames(namesOf({ scope: "stage" }, values), values["autoCompress"]);
}

/** Where a file of such a name is. */
export function placeOfNames(names: readonly StoredName[], autoCompress?: unknown): FilePlace {
  const path = names.at(-1) ?? "";
  const staged = stagedPath(path, autoCompress);
  return { stage: names.slice(0, -1), path, staged, id: canonicalQualified(names), names };
}
