import { InvalidArgumentError, SnowflakeError } from "../client/errors";
import { same } from "../resource/equal";
import { intentKey, renamedKind, UnfinishedError } from "../resource/lifecycle/context";
import { called, containers } from "../resource/names";
import type { Values } from "../resource/property";
import type { State } from "../resource/state";
import { parseQualified, raw, type StoredName, sql, storedName } from "../sql";
import { type FileAct, lookAt, lookIfThere, removeFile, uploadKey } from "./stage-file-act";
import { isClaimed } from "./stage-file-claims";
import { isOurs } from "./stage-file-existing";
import { type FileFacts, type FileMemory, isVeryFile, memoryOf } from "./stage-file-facts";
import { type FilePlace, placeOfNames } from "./stage-file-place";

/**
 * Whether the file has come to its new place along with its stage, schema or database.
 *
 * @throws InvalidArgumentError if another file lies there.
 */
export async function hasFollowed(
  act: FileAct,
  { values: former, facts }: State,
  from: FilePlace,
  to: FilePlace,
  values: Values,
): Promise<boolean> {
  const { definition, context } = act;
  const { file } = await lookAt(act, to);
  if (file === undefined) return false;
  const then = memoryOf(facts).file;
  const isSameName = same(former["autoCompress"] === true, values["autoCompress"] === true);
  if (isSameName && then !== undefined && isVeryFile({ ...file, path: then.path }, then)) {
    const old = await lookIfThere(act, from);
    if (old?.file === undefined) return true;
  }
  const intent = context.journal.find(uploadKey(act, to, from));
  if (intent !== undefined && isOurs(act, file, intent)) return false;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: to.id,
    message: `Cannot move ${called(definition, from.names)} to ${to.id}: a file lies there. Choose another path, or remove it first. Nothing was changed.`,
  });
}

/** Removes the file at a former place, if it is still the one that was put there. */
export async function clearAway(
  act: FileAct,
  id: string,
  left: NonNullable<FileMemory["left"]>,
  unfinished: State,
): Promise<void> {
  const { context, definition } = act;
  const { stage, ...then } = left;
  try {
    const isWanted = (file: FileFacts) => (isVeryFile(file, then) ? undefined : "it is not what was uploaded any more");
    // No name of SQL: with the extension of compression it may be longer than those are.
    const place = placeOfNames([...parseQualified(stage), then.path as StoredName]);
    let removal = await removeFile(act, place, isWanted);
    if (removal === "gone" && (await lookIfThere(act, place)) === undefined) {
      const carried = await findCarried(act, place, then);
      if (carried !== undefined && !isClaimed(definition, context, carried))
        removal = await removeFile(act, carried, isWanted);
    }
    if (typeof removal === "object")
      context.say(`${definition.kind} ${id}: ${then.path} was left on ${stage}, because ${removal.kept}.`);
  } catch (error) {
    if (!(error instanceof SnowflakeError)) throw error;
    throw new UnfinishedError(
      id,
      unfinished,
      error,
      `${definition.kind} ${id} was changed, but ${then.path} is left on ${stage}.`,
    );
  }
}

/**
 * Where a file is whose stage is not where the state has it: a run of ours that was killed has renamed what holds the file, or somebody
 * has renamed the schema or the database. The very file has to lie there, and nowhere else.
 */
export async function findCarried(
  act: FileAct,
  place: FilePlace,
  then: FileFacts | undefined,
): Promise<FilePlace | undefined> {
  if (then === undefined) return undefined;
  const path = place.names.slice(-1);
  const inThisRun = act.context.claims.carried(place.names).slice(0, -1);
  const announced = same(inThisRun, place.stage) ? announcedBefore(act, place.stage) : inThisRun;
  const candidates = await stagesLike(act, place.stage, announced);
  const found = await Promise.all(
    candidates.map(async (stage) => {
      const other = { ...placeOfNames([...stage, ...path]), staged: then.path };
      const { file } = (await lookIfThere(act, other)) ?? {};
      return file !== undefined && isVeryFile(file, then) ? [other] : [];
    }),
  );
  const [only, ...others] = found.flat();
  return others.length === 0 ? only : undefined;
}

/** The name that a run which was interrupted was about to give to a stage, by itself or with what holds it. */
function announcedBefore(
  { context, who, ...act }: FileAct,
  stage: readonly StoredName[],
): readonly StoredName[] | undefined {
  for (const [index, { kind }] of [containers.stage, containers.schema, containers.database].entries()) {
    const length = stage.length - index;
    const key = intentKey({ context, ...act }, who, stage.slice(0, length));
    const { renamedTo } = context.journal.find({ ...key, kind: renamedKind(kind) }) ?? {};
    if (renamedTo !== undefined) return [...parseQualified(renamedTo), ...stage.slice(length)];
  }
  return undefined;
}

/** That stage, and those of the same name in other schemas. */
async function stagesLike(
  { client }: FileAct,
  stage: readonly StoredName[],
  announced: readonly StoredName[] | undefined,
): Promise<readonly (readonly StoredName[])[]> {
  const own = stage.at(-1) ?? "";
  // `%` and `_` in the name match themselves; a backslash would escape what follows.
  const statement = sql`SHOW ${raw(containers.stage.plural)} LIKE ${own.replaceAll("\\", "\\\\")} IN ACCOUNT`;
  const rows = await client.listing({ container: containers.stage.plural, statement }, "shared");
  const named = rows
    .filter((row) => row["name"] === own)
    .map((row) => [row["database_name"], row["schema_name"], row["name"]].map((part) => storedName(part ?? "")));
  const all = [...(announced === undefined ? [] : [announced]), ...named];
  return all.filter((one, index) => all.findIndex((other) => same(one, other)) === index);
}
