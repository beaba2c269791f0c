import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataLossError, ObjectExistsError } from "../client/errors";
import type { Intent } from "../resource/journal";
import { locate } from "../resource/locate";
import { called, containers } from "../resource/names";
import { adoptLine, allowLossSetting } from "../resource/one-run";
import type { Options } from "../resource/options";
import { createModeOf, dataLossOf } from "../resource/policy";
import type { Values } from "../resource/property";
import type { FileAct } from "./stage-file-act";
import { fetchContent } from "./stage-file-content";
import type { FilePlace } from "./stage-file-place";
import type { ListedFile } from "./stage-list";

/** LIST tells whole seconds, and clocks are compared across a network. */
const toleranceMs = 3000;

/**
 * What becomes of a file that lies where one is to be uploaded: it is overwritten, or taken up as it is.
 *
 * @throws ObjectExistsError, or DataLossError, if neither is allowed.
 */
export async function meetExisting(
  act: FileAct,
  place: FilePlace,
  file: ListedFile,
  {
    values,
    options,
    intent,
  }: { readonly values: Values; readonly options: Options; readonly intent: Intent | undefined },
): Promise<"overwrite" | "take up"> {
  const { definition, context } = act;
  const object = called(definition, place.names);
  if (intent !== undefined && isOurs(act, file, intent)) {
    context.say(`${object} was uploaded by a run that was interrupted: going on from there.`);
    return "overwrite";
  }
  const mode = createModeOf(context.policy, definition, values, options);
  if (mode === "orReplace") {
    if (file.size === 0 || dataLossOf(context.policy, definition, values, options) === "allow") return "overwrite";
    throw new DataLossError({
      objectKind: definition.kind,
      name: place.id,
      message:
        `Refused to overwrite ${object}: ${file.size} bytes of ${file.lastModified}, which nothing brings back. ` +
        `Ways out: set dataLoss: "allow" on the resource; for one run set ${allowLossSetting(definition.kind, place.id)}; choose another path; remove the file first.`,
    });
  }
  const equality = await compare(act, place, file, values);
  if (equality === "same" || (equality === "alike" && (mode === "ifNotExists" || mode === "createOrAlter"))) {
    const how =
      equality === "same" ? "has the same content" : "has the size that the content would have; LIST tells no more";
    context.say(`${object} exists and ${how}: taken up. Deleting the resource will release it, not remove it.`);
    return "take up";
  }
  throw exists(
    act,
    place,
    equality === "alike"
      ? `It may have the same content: its size agrees. To take it up, run: ${adoptLine(definition.kind, place.id)}`
      : 'It has other content, or may have. To overwrite it, set createMode: "orReplace" and dataLoss: "allow"; or choose another path',
  );
}

/** Whether a file may be what an interrupted run of ours has uploaded. */
export function isOurs({ who }: FileAct, file: ListedFile, intent: Intent): boolean {
  return intent.role === who.role && Date.parse(file.lastModified) >= intent.at - toleranceMs;
}

/** Whether a file has the content that is declared, as far as LIST tells: clients encrypt what they send, if the stage says so. */
async function compare(
  { client, context, definition }: FileAct,
  place: FilePlace,
  file: ListedFile,
  values: Values,
): Promise<"same" | "alike" | "other"> {
  if (values["autoCompress"] === true) return "other";
  const row = await locate(containers.stage, client, place.stage, "fresh");
  const folder = await mkdtemp(join(tmpdir(), "pulumi-dynamic-snowflake-"));
  try {
    const path = join(folder, "content");
    const { hash, source } = values as { readonly hash: string; readonly source?: string };
    const what = called(definition, place.names);
    await fetchContent({ hash, source }, { program: context.folder, folder: context.contents, what }, path);
    const content = await readFile(path);
    if (row?.["type"] === "INTERNAL NO CSE")
      return file.md5 === createHash("md5").update(content).digest("hex") ? "same" : "other";
    // Clients pad to the next multiple of 16.
    return file.size === content.length - (content.length % 16) + 16 ? "alike" : "other";
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function exists({ definition }: FileAct, place: FilePlace, way: string): ObjectExistsError {
  return new ObjectExistsError({
    objectKind: definition.kind,
    name: place.id,
    message: `${called(definition, place.names)} exists already. ${way}.`,
  });
}
