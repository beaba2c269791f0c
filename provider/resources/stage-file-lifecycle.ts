import { InvalidArgumentError, ObjectMissingError, SnowflakeError } from "../client/errors";
import type { Definition } from "../resource/definition";
import { same } from "../resource/equal";
import {
  accountOf,
  type Context,
  intentKey,
  mayHaveRun,
  proveAccount,
  proveGone,
  UnfinishedError,
} from "../resource/lifecycle/context";
import type { Lifecycle } from "../resource/lifecycle/lifecycle";
import { called, namesOf, valuesOfId } from "../resource/names";
import { optionsOf } from "../resource/options";
import { dataLossOf } from "../resource/policy";
import type { Values } from "../resource/property";
import { type Facts, type State, split, stateOf, stateVersion } from "../resource/state";
import { updateStatements } from "../resource/statements";
import { holdsUnknown } from "../resource/unknown";
import { canonicalQualified, parseQualified } from "../sql";
import { type FileAct, fileAct, lookAt, lookIfThere, refreshDirectory, removeFile, upload } from "./stage-file-act";
import { filesClaim, meetExisting } from "./stage-file-existing";
import { type FileFacts, type FileMemory, foreignHash, hasContentOf, isVeryFile, memoryOf } from "./stage-file-facts";
import { type FilePlace, placeOfFile } from "./stage-file-place";
import { putStep, refreshSteps, removeStatement } from "./stage-file-statements";
import { listFiles } from "./stage-list";

/** The life of a file on a stage: PUT, LIST and REMOVE. */
export function fileLifecycle(definition: () => Definition): Lifecycle {
  return {
    create: (context, inputs) => create(definition(), context, inputs),
    read: (context, outputs) => read(definition(), context, outputs),
    lookUp: (context, id, asked) => lookUp(definition(), context, id, asked),
    update: (context, id, outputs, inputs) => update(definition(), context, id, outputs, inputs),
    remove: (context, outputs) => remove(definition(), context, outputs),
    plan: (before, after) => plan(definition(), before, after),
  };
}

async function create(
  definition: Definition,
  context: Context,
  inputs: Values,
): Promise<{ readonly id: string; readonly state: State }> {
  const { values, options } = split(definition, inputs);
  const place = placeOfFile(values);
  const act = await fileAct(definition, context, options, place, "create");
  const key = intentKey(act, act.who, place.names);
  const stateWith = (facts: Partial<Facts>): State => ({ values, options, facts: { ...factsOf(act), ...facts } });
  const { file } = await lookAt(act, place);
  if (file !== undefined) {
    const intent = context.journal.find(key);
    if ((await meetExisting(act, place, file, { values, options, intent })) === "take up") {
      context.claims.claim(definition.kind, place.id, filesClaim);
      return { id: place.id, state: stateWith({ adopted: true, memory: { file } }) };
    }
  }
  const uploaded = await uploadNoted(act, place, values, (done) =>
    stateWith({ unfinished: true, ...(done === undefined ? {} : { memory: { file: done } }) }),
  );
  return { id: place.id, state: stateWith({ memory: { file: uploaded } }) };
}

/** Uploads a file that was announced: should the run be killed, the next one knows that what lies there may be ours. */
async function uploadNoted(
  act: FileAct,
  place: FilePlace,
  values: Values,
  unfinished: (file?: FileFacts) => State,
): Promise<FileFacts> {
  const { context, definition, who } = act;
  const key = intentKey(act, who, place.names);
  const intent = context.journal.find(key);
  await context.journal.begin(key, { at: intent?.at ?? Date.now() + who.clockOffsetMs, role: who.role });
  context.claims.claim(definition.kind, place.id, filesClaim);
  try {
    return await upload(act, values, unfinished);
  } catch (error) {
    if (error instanceof SnowflakeError && !mayHaveRun(error)) context.journal.forget(key);
    throw error;
  }
}

async function read(definition: Definition, context: Context, outputs: Values): Promise<State | undefined> {
  const known = stateOf(definition, outputs);
  const place = placeOfFile(known.values);
  const act = await fileAct(definition, context, known.options, place, "read");
  proveAccount(definition, place.names, known.facts, act.who);
  const then = memoryOf(known.facts).file;
  const staged = then?.path ?? place.staged;
  const files = await listFiles(act.client, place.stage, "shared").catch((error) => {
    if (error instanceof ObjectMissingError) return undefined;
    throw error;
  });
  const now = files?.find(({ path }) => path === staged);
  if (now === undefined) {
    // Whoever may list a stage sees every file.
    if (files === undefined) proveGone(definition, place.names, known.facts, act.who);
    return undefined;
  }
  context.journal.settled(intentKey(act, act.who, place.names));
  const isOurs = then !== undefined && hasContentOf(now, then);
  const facts = { ...known.facts, ...factsOf(act) };
  return { ...known, values: isOurs ? known.values : { ...known.values, hash: foreignHash(now) }, facts };
}

async function lookUp(definition: Definition, context: Context, id: string, asked: Values): Promise<State> {
  const values = valuesOfId(definition, id);
  const options = optionsOf(asked);
  const place = placeOfFile(values);
  const act = await fileAct(definition, context, options, place, "read");
  const { file } = (await lookIfThere(act, place)) ?? {};
  if (file !== undefined) return { values, options, facts: { ...factsOf(act), memory: { file } } };
  throw new ObjectMissingError({
    objectKind: definition.kind,
    name: place.id,
    message: `There is no ${called(definition, place.names)} in ${accountOf(act.who)}, or role ${act.who.role} may not see it. Check the spelling, the role, and that the connection is the right one.`,
  });
}

async function update(
  definition: Definition,
  context: Context,
  id: string,
  outputs: Values,
  inputs: Values,
): Promise<State> {
  const before = stateOf(definition, outputs);
  const { values, options } = split(definition, inputs);
  const [from, to] = [placeOfFile(before.values), placeOfFile(values)];
  const { unfinished, memory: _, ...others } = before.facts;
  const memory = memoryOf(before.facts);
  const isElsewhere = from.id !== to.id || from.staged !== to.staged;
  const isOther = before.values["hash"] !== values["hash"] || memory.file === undefined;
  if (!isElsewhere && !isOther && unfinished !== true) return { values, options, facts: before.facts };

  const act = await fileAct(definition, context, options, to, "update");
  proveAccount(definition, from.names, before.facts, act.who);
  const facts = { ...others, ...factsOf(act) };
  const stateWith = (kept: FileMemory, more: Partial<Facts> = {}): State => ({
    values,
    options,
    facts: { ...facts, ...more, memory: { ...kept } },
  });
  if (memory.left !== undefined) await clearAway(act, id, memory.left, before);
  let file = memory.file;
  let left: FileMemory["left"];
  const follows = isElsewhere && (await hasFollowed(act, before, from, to, values));
  if (file !== undefined && isElsewhere && !follows) left = { ...file, stage: canonicalQualified(from.stage) };
  const kept = left === undefined ? {} : { left };
  if (isOther || (isElsewhere && !follows)) {
    file = await uploadNoted(act, to, values, (done) =>
      stateWith({ ...kept, ...(done === undefined ? {} : { file: done }) }, { unfinished: true }),
    );
  } else if (unfinished === true) {
    await refreshDirectory(act, values);
  }
  const now: FileMemory = file === undefined ? {} : { file };
  if (left !== undefined) await clearAway(act, id, left, stateWith({ ...now, ...kept }, { unfinished: true }));
  context.claims.claim(definition.kind, to.id, filesClaim);
  return stateWith(now);
}

/**
 * Whether the file has come to its new place along with its stage, schema or database.
 *
 * @throws InvalidArgumentError if another file lies there.
 */
async function hasFollowed(
  act: FileAct,
  { values: former, facts }: State,
  from: FilePlace,
  to: FilePlace,
  values: Values,
): Promise<boolean> {
  const { definition, context, who } = act;
  const { file } = await lookAt(act, to);
  if (file === undefined) return false;
  const then = memoryOf(facts).file;
  const isSameName = same(former["autoCompress"] === true, values["autoCompress"] === true);
  if (isSameName && then !== undefined && isVeryFile({ ...file, path: then.path }, then)) {
    const old = await lookIfThere(act, from);
    if (old?.file === undefined) return true;
  }
  if (context.journal.find(intentKey(act, who, to.names)) !== undefined) return false;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: to.id,
    message: `Cannot move ${called(definition, from.names)} to ${to.id}: a file lies there. Choose another path, or remove it first. Nothing was changed.`,
  });
}

/** Removes the file at a former place, if it is still the one that was put there. */
async function clearAway(
  act: FileAct,
  id: string,
  left: NonNullable<FileMemory["left"]>,
  unfinished: State,
): Promise<void> {
  const { context, definition } = act;
  const { stage, ...then } = left;
  try {
    const place = { stage: parseQualified(stage), staged: then.path };
    const removal = await removeFile(act, place, (file) =>
      isVeryFile(file, then) ? undefined : "it is not what was uploaded any more",
    );
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

async function remove(definition: Definition, context: Context, outputs: Values): Promise<void> {
  const { values, options, facts } = stateOf(definition, outputs);
  const recorded = placeOfFile(values);
  const names = context.claims.carried(recorded.names);
  const place = { ...recorded, names, stage: names.slice(0, -1), id: canonicalQualified(names) };
  const object = called(definition, names);
  const dataLoss = dataLossOf(context.policy, definition, values, options);
  if (facts.adopted === true && dataLoss !== "allow") {
    context.say(
      `${object} was taken up, not uploaded, by this stack: released, not removed. To remove it with the resource, set dataLoss: "allow" before.`,
    );
    return;
  }
  const act = await fileAct(definition, context, options, place, "delete");
  proveAccount(definition, names, facts, act.who);
  if (context.claims.has(definition.kind, place.id, filesClaim)) {
    context.say(`${object} belongs to another resource of this program now: left alone.`);
    return;
  }
  const then = memoryOf(facts).file;
  const isWanted = (file: FileFacts) => {
    if (dataLoss === "allow" || (then !== undefined && isVeryFile(file, then))) return undefined;
    return 'it is not what was uploaded any more. To remove it all the same, set dataLoss: "allow" before';
  };
  context.deleting.add(place.id);
  try {
    const removal = await removeFile(act, { ...place, staged: then?.path ?? place.staged }, isWanted);
    if (removal === "gone" && (await lookIfThere(act, place)) === undefined)
      proveGone(definition, names, facts, act.who);
    if (typeof removal === "object") context.say(`${object} was left alone, because ${removal.kept}.`);
    else if (removal === "removed") await refreshDirectory(act, { ...values, ...valuesOfId(definition, place.id) });
    const { left } = memoryOf(facts);
    if (left !== undefined) await clearAway(act, place.id, left, { values, options, facts });
  } finally {
    context.deleting.delete(place.id);
  }
  context.journal.settled(intentKey(act, act.who, names));
}

/** Pure: what a preview shows. */
function plan(definition: Definition, before: Values | undefined, after: Values) {
  if (before === undefined) return [putStep(after, "upload", ["hash"]), ...refreshSteps(after)];
  const isKnown = ![before, after].some((values) =>
    ["database", "schema", "stage", "name"].some((key) => holdsUnknown(values[key])),
  );
  const moves = isKnown && !same(namesOf(definition, before), namesOf(definition, after));
  if (moves) {
    const statement = removeStatement(placeOfFile(before));
    const removal = { statement, class: "safe" as const, reason: "move", properties: ["name"] };
    return [putStep(after, "move", ["name"]), ...refreshSteps(after), removal];
  }
  const steps = updateStatements(definition, namesOf(definition, isKnown ? after : before), before, after);
  return steps.length === 0 ? [] : [...steps, ...refreshSteps(after)];
}

function factsOf({ who }: FileAct): Facts {
  return { account: accountOf(who), role: who.role, createdOn: filesClaim, version: stateVersion };
}
