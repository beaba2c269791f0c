import { ObjectMissingError, SnowflakeError } from "../client/errors";
import type { Definition } from "../resource/definition";
import { same } from "../resource/equal";
import type { IntentKey } from "../resource/journal";
import { accountOf, type Context, mayHaveRun, proveAccount, proveGone } from "../resource/lifecycle/context";
import type { Lifecycle } from "../resource/lifecycle/lifecycle";
import { called, identityOf, namesOf, valuesOfId } from "../resource/names";
import { optionsOf } from "../resource/options";
import { dataLossOf } from "../resource/policy";
import type { Values } from "../resource/property";
import { type Facts, type State, split, stateOf, stateVersion } from "../resource/state";
import { updateStatements } from "../resource/statements";
import { holdsUnknown } from "../resource/unknown";
import { canonicalQualified } from "../sql";
import {
  type FileAct,
  fileAct,
  lookAt,
  lookIfThere,
  type Removal,
  refreshDirectory,
  removeFile,
  settleUploads,
  upload,
  uploadKey,
} from "./stage-file-act";
import { claiming, filesClaim, isClaimed, releaseFormer } from "./stage-file-claims";
import { meetExisting } from "./stage-file-existing";
import { type FileFacts, type FileMemory, foreignHash, hasContentOf, isVeryFile, memoryOf } from "./stage-file-facts";
import { clearAway, findCarried, hasFollowed } from "./stage-file-moves";
import { type FilePlace, placeOfFile, placeOfNames } from "./stage-file-place";
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
  const key = uploadKey(act, place);
  const stateWith = (facts: Partial<Facts>): State => ({ values, options, facts: { ...factsOf(act), ...facts } });
  return claiming(definition, context, { place }, async () => {
    const { file } = await lookAt(act, place);
    if (file !== undefined) {
      const intent = context.journal.find(key);
      if ((await meetExisting(act, place, file, { values, options, intent })) === "take up")
        return { id: place.id, state: stateWith({ adopted: true, memory: { file } }) };
    }
    const uploaded = await uploadNoted(act, key, values, (done) =>
      stateWith({ unfinished: true, ...(done === undefined ? {} : { memory: { file: done } }) }),
    );
    return { id: place.id, state: stateWith({ memory: { file: uploaded } }) };
  });
}

/** Uploads a file that was announced: should the run be killed, the next one knows that what lies there may be ours. */
async function uploadNoted(
  act: FileAct,
  key: IntentKey,
  values: Values,
  unfinished: (file?: FileFacts) => State,
): Promise<FileFacts> {
  const { context, who } = act;
  const intent = context.journal.find(key);
  await context.journal.begin(key, { at: intent?.at ?? Date.now() + who.clockOffsetMs, role: who.role });
  try {
    return await upload(act, values, unfinished);
  } catch (error) {
    if (error instanceof SnowflakeError && !mayHaveRun(error)) context.journal.forget(key);
    throw error;
  }
}

async function read(definition: Definition, context: Context, outputs: Values): Promise<State | undefined> {
  const known = stateOf(definition, outputs);
  const recorded = placeOfFile(known.values);
  const act = await fileAct(definition, context, known.options, recorded, "read");
  proveAccount(definition, recorded.names, known.facts, act.who);
  const then = memoryOf(known.facts).file;
  const there = await allFiles(act, recorded);
  const carried = there === undefined ? await findCarried(act, recorded, then) : undefined;
  const place = carried ?? recorded;
  const files = carried === undefined ? there : await allFiles(act, carried);
  const staged = then?.path ?? place.staged;
  const now = files?.find(({ path }) => path === staged);
  if (now === undefined) {
    // Whoever may list a stage sees every file.
    if (files === undefined) proveGone(definition, place.names, known.facts, act.who);
    return undefined;
  }
  if (carried !== undefined)
    context.say(`${called(definition, recorded.names)} is ${place.id} now: the state follows.`);
  settleUploads(act, place);
  const isOurs = then !== undefined && hasContentOf(now, then);
  const facts = { ...known.facts, ...factsOf(act) };
  const values = { ...known.values, ...identityOf(definition, place.names) };
  return { ...known, values: isOurs ? values : { ...values, hash: foreignHash(now) }, facts };
}

/** All files of a stage; absent if there is no such stage, or the role does not see it. */
async function allFiles({ client }: FileAct, { stage }: FilePlace): Promise<readonly FileFacts[] | undefined> {
  return listFiles(client, stage, "shared").catch((error) => {
    if (error instanceof ObjectMissingError) return undefined;
    throw error;
  });
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
  return claiming(definition, context, { place: to, own: from }, async () => {
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
      file = await uploadNoted(act, uploadKey(act, to, from), values, (done) =>
        stateWith({ ...kept, ...(done === undefined ? {} : { file: done }) }, { unfinished: true }),
      );
    } else if (unfinished === true) {
      await refreshDirectory(act, values);
    }
    const now: FileMemory = file === undefined ? {} : { file };
    if (left !== undefined) await clearAway(act, id, left, stateWith({ ...now, ...kept }, { unfinished: true }));
    releaseFormer(definition, context, { from, to });
    return stateWith(now);
  });
}

async function remove(definition: Definition, context: Context, outputs: Values): Promise<void> {
  const { values, options, facts } = stateOf(definition, outputs);
  const recorded = placeOfNames(context.claims.carried(placeOfFile(values).names), values["autoCompress"]);
  const dataLoss = dataLossOf(context.policy, definition, values, options);
  if (facts.adopted === true && dataLoss !== "allow") {
    context.say(
      `${called(definition, recorded.names)} was taken up, not uploaded, by this stack: released, not removed. To remove it with the resource, set dataLoss: "allow" before.`,
    );
    return;
  }
  const act = await fileAct(definition, context, options, recorded, "delete");
  proveAccount(definition, recorded.names, facts, act.who);
  const then = memoryOf(facts).file;
  const isWanted = (file: FileFacts) => {
    if (dataLoss === "allow" || (then !== undefined && isVeryFile(file, then))) return undefined;
    return 'it is not what was uploaded any more. To remove it all the same, set dataLoss: "allow" before';
  };
  const removeAt = async (place: FilePlace): Promise<Removal> => {
    const object = called(definition, place.names);
    if (isClaimed(definition, context, place)) {
      context.say(`${object} belongs to another resource of this program now: left alone.`);
      return { kept: "claimed" };
    }
    context.deleting.add(place.id);
    try {
      const removal = await removeFile(act, { ...place, staged: then?.path ?? place.staged }, isWanted);
      if (typeof removal === "object") context.say(`${object} was left alone, because ${removal.kept}.`);
      if (removal === "removed") await refreshDirectory(act, { ...values, ...valuesOfId(definition, place.id) });
      return removal;
    } finally {
      context.deleting.delete(place.id);
    }
  };
  if ((await removeAt(recorded)) === "gone" && (await lookIfThere(act, recorded)) === undefined) {
    const carried = await findCarried(act, recorded, then);
    if (carried === undefined) proveGone(definition, recorded.names, facts, act.who);
    else await removeAt(carried);
  }
  const { left } = memoryOf(facts);
  if (left !== undefined) await clearAway(act, recorded.id, left, { values, options, facts });
  settleUploads(act, recorded);
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
