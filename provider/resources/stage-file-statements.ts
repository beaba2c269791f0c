import { putStatement, type Upload } from "../client/put";
import { identityKeys } from "../resource/names";
import { type Step, safe } from "../resource/plan";
import type { Values } from "../resource/property";
import { isUnknown } from "../resource/unknown";
import { parseIdentifier, quoted, raw, type Sql, type StoredName, sql } from "../sql";
import { splitPath } from "./stage-file-path";
import type { FilePlace } from "./stage-file-place";
import { placeOfFile } from "./stage-file-place";
import { locationOf } from "./stage-list";

/** What PUT needs to know of a file. */
export function uploadOf(values: Values): Upload {
  const { source, parallel, autoCompress } = values;
  const { stage, path } = placeOfFile(values);
  const { folder, name } = splitPath(path);
  return {
    location: locationOf(stage, folder),
    name,
    shown: typeof source === "string" && !isUnknown(source) ? source : name,
    autoCompress: autoCompress === true,
    parallel: typeof parallel === "number" ? parallel : undefined,
  };
}

/** The step that uploads a file, as a preview shows it. */
export function putStep(values: Values, reason: string, properties: readonly string[]): Step {
  const isPlaced = identityKeys({ scope: "stage" }).every((key) => !isUnknown(values[key]));
  const statement = isPlaced
    ? putStatement(uploadOf(values))
    : putStatement({ ...uploadOf(placeholders(values)), location: raw("'@<stage>'") });
  return safe(statement, reason, properties);
}

/** The step that makes a directory table notice it, if the program asks for that. */
export function refreshSteps(values: Values): readonly Step[] {
  if (values["refreshDirectory"] !== true) return [];
  if (identityKeys({ scope: "stage" }).some((key) => isUnknown(values[key]))) return [];
  const { stage, path } = placeOfFile(values);
  return [safe(refreshStatement(stage, path), "refreshDirectory", [])];
}

/** `ALTER STAGE DB.S.STAGE REFRESH SUBPATH = 'scripts'`: only the folder of the file is looked at. */
export function refreshStatement(stage: readonly StoredName[], path: string): Sql {
  const { folder } = splitPath(path);
  return sql`ALTER STAGE ${quoted(...stage)} REFRESH${folder === "" ? raw("") : sql` SUBPATH = ${folder}`}`;
}

/**
 * `REMOVE` for one file. REMOVE takes all files whose paths begin with the one given, so a pattern has to match the whole of it; what
 * a stage's own location puts before it is not known.
 */
export function removeStatement({ stage, staged }: Pick<FilePlace, "stage" | "staged">): Sql {
  const pattern = `(.*/)?${staged.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}`;
  return sql`REMOVE ${locationOf(stage, staged)} PATTERN = ${pattern}`;
}

/** Values with something readable for what is not known yet. */
function placeholders(values: Values): Values {
  const known = Object.entries(values).map(([key, value]) => [key, isUnknown(value) ? '"?"' : value]);
  return Object.fromEntries(known);
}

/** A path as a name: what identifies a file beside its stage. */
export function pathOfName(name: string): string {
  return parseIdentifier(name);
}
