import type { Identity } from "../client/client";
import { InvalidArgumentError, ObjectMissingError, SnowflakeError } from "../client/errors";
import { putFile } from "../client/put";
import type { Definition } from "../resource/definition";
import type { IntentKey } from "../resource/journal";
import { type Act, actOf, type Context, intentKey, mayHaveRun, UnfinishedError } from "../resource/lifecycle/context";
import type { Options, Timeouts } from "../resource/options";
import type { Values } from "../resource/property";
import type { State } from "../resource/state";
import type { StoredName } from "../sql";
import { fetchContent } from "./stage-file-content";
import type { FileFacts } from "./stage-file-facts";
import { splitPath } from "./stage-file-path";
import { type FilePlace, placeOfFile, placeOfNames } from "./stage-file-place";
import { refreshStatement, removeStatement, uploadOf } from "./stage-file-statements";
import { fileContainer, type ListedFile, listFilesAt } from "./stage-list";

/** One operation on one file. */
export interface FileAct extends Act {
  readonly who: Identity;
}

/** Prepares an operation on a file. */
export async function fileAct(
  definition: Definition,
  context: Context,
  options: Options,
  place: FilePlace,
  operation: keyof Timeouts | "read",
): Promise<FileAct> {
  const act = actOf(definition, context, options, place.names, operation);
  return { ...act, who: await act.client.identity() };
}

/**
 * What the journal knows an upload by. When a file comes to be compressed, or not any more, the state has its name before: such a note
 * must outlive the look at that state.
 */
export function uploadKey(act: FileAct, to: FilePlace, from: FilePlace = to): IntentKey {
  const key = intentKey(act, act.who, to.names);
  return from.id === to.id && from.staged !== to.staged ? { ...key, kind: `${key.kind} at ${to.staged}` } : key;
}

/** The state has the file: what an earlier run noted before its uploads is of no use any more. */
export function settleUploads(act: FileAct, place: FilePlace): void {
  const other = placeOfNames(place.names, place.staged === place.path);
  for (const key of [uploadKey(act, place), uploadKey(act, place, other)]) act.context.journal.settled(key);
}

/** What LIST says now of a file, and of those whose paths begin with its own. */
export async function lookAt(
  { client }: Pick<FileAct, "client">,
  { stage, staged }: Pick<FilePlace, "stage" | "staged">,
): Promise<{ readonly file: ListedFile | undefined; readonly longer: readonly ListedFile[] }> {
  const found = await listFilesAt(client, stage, staged, "fresh");
  return {
    file: found.find(({ path }) => path === staged),
    longer: found.filter(({ path }) => path !== staged),
  };
}

/** The same, if there may be no such stage any more. */
export async function lookIfThere(
  act: Pick<FileAct, "client">,
  place: Pick<FilePlace, "stage" | "staged">,
): Promise<Awaited<ReturnType<typeof lookAt>> | undefined> {
  return lookAt(act, place).catch((error) => {
    if (error instanceof ObjectMissingError) return undefined;
    throw error;
  });
}

/**
 * Uploads a file, and answers what LIST says of it then.
 *
 * @throws UnfinishedError if it was uploaded, but something that follows failed.
 */
export async function upload(
  act: FileAct,
  values: Values,
  unfinished: (file?: FileFacts) => State,
): Promise<FileFacts> {
  const { client, context, definition, operation, timeoutMs } = act;
  const place = placeOfFile(values);
  const { hash, source } = values as { readonly hash: string; readonly source?: string };
  const what = `${definition.kind} ${place.id}`;
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  const fill = (path: string) =>
    fetchContent({ hash, source }, { program: context.folder, folder: context.contents, what }, path);
  const once = () =>
    client.writing(fileContainer(place.stage), () => putFile(client, uploadOf(values), fill, { operation, ...limit }));
  // The same bytes again do no harm.
  const { target } = await once().catch((error) => {
    if (error instanceof SnowflakeError && mayHaveRun(error) && error.kind === "Connection") return once();
    throw error;
  });
  let file: FileFacts | undefined;
  try {
    const { folder } = splitPath(place.path);
    const staged = folder === "" ? target : `${folder}/${target}`;
    ({ file } = await lookAt(act, { ...place, staged }));
    if (file === undefined)
      throw new InvalidArgumentError({
        objectKind: definition.kind,
        name: place.id,
        message: `${staged} is not on the stage after it was uploaded: the driver cannot write that name. Choose a plainer path.`,
      });
    await refreshDirectory(act, values);
    return file;
  } catch (error) {
    if (!(error instanceof SnowflakeError)) throw error;
    throw new UnfinishedError(place.id, unfinished(file), error, `${what} was uploaded, but not finished.`);
  }
}

/** Makes the directory table notice what has changed, if the program asks for that. */
export async function refreshDirectory({ client, operation }: FileAct, values: Values): Promise<void> {
  if (values["refreshDirectory"] !== true) return;
  const { stage, path } = placeOfFile(values);
  await client.execute(refreshStatement(stage, path), { writes: true, operation });
}

/** How a file that was to be removed was found. */
export type Removal = "removed" | "gone" | { readonly kept: string };

/**
 * Removes one file and no other. REMOVE takes a beginning of paths, and a pattern that has to match the whole; if another path ends as
 * this one does, no pattern tells them apart for sure, and the file is kept.
 */
export async function removeFile(
  { client, operation, timeoutMs }: FileAct,
  place: { readonly stage: readonly StoredName[]; readonly staged: string },
  isWanted: (file: ListedFile) => string | undefined,
): Promise<Removal> {
  const found = await lookIfThere({ client }, place);
  if (found?.file === undefined) return "gone";
  const kept = isWanted(found.file);
  if (kept !== undefined) return { kept };
  const twin = found.longer.find(({ path }) => path.endsWith(`/${place.staged}`));
  if (twin !== undefined) return { kept: `no statement would remove it and not ${twin.path} too` };
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  await client.writing(fileContainer(place.stage), () =>
    client.execute(removeStatement(place), { writes: true, operation, ...limit }),
  );
  const after = await lookAt({ client }, place);
  if (after.file === undefined) return "removed";
  throw new InvalidArgumentError({
    message: `${place.staged} is still on the stage after REMOVE. Remove it by hand, then run pulumi refresh.`,
  });
}
