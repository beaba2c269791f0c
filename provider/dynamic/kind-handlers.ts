import { InvalidArgumentError } from "../client/errors";
import { refuseAtPreview } from "../resource/data-safety";
import type { Definition } from "../resource/definition";
import { changesOf, means, type PropertyChange } from "../resource/diff";
import { refuseDowntime } from "../resource/downtime";
import { same } from "../resource/equal";
import { whatFollows, whatSurvives } from "../resource/in-this-run";
import { type Context, renamedKind } from "../resource/lifecycle/context";
import { create } from "../resource/lifecycle/create";
import { remove } from "../resource/lifecycle/delete";
import { lookUp, read } from "../resource/lifecycle/read";
import { update } from "../resource/lifecycle/update";
import { called, identityKeys, identityOf, namesOf } from "../resource/names";
import type { DataLoss, Options } from "../resource/options";
import type { Step } from "../resource/plan";
import { dataLossOf, ownDataLossOf } from "../resource/policy";
import type { Values } from "../resource/property";
import { factsKey, inputsOf, outputsOf, type State, split, stateOf } from "../resource/state";
import { reasonOf, renameStatement } from "../resource/statements";
import { changeSteps, creationSteps } from "../resource/steps";
import { holdsUnknown, isUnknown } from "../resource/unknown";
import { canonicalQualified, parseQualified, type StoredName } from "../sql";
import { checkInputs, withoutInternals } from "./check-inputs";
import type { Checked, Difference, Handlers, Props } from "./handlers";
import type { ProviderProcess } from "./provider-process";
import { sanitise } from "./sanitise";
import { tellPlanned } from "./show-sql";

/** What becomes of a step that loses data, in words. */
const consequences: Readonly<Record<DataLoss, string>> = {
  refuse: "and is refused",
  ifEmpty: "which is done only if there is nothing to lose",
  recoverable: "which is done only if there is nothing to lose, or Time Travel can bring it back",
  allow: "with what it holds",
};

/** The handlers of a kind. `process` is asked for on first use, when the process has been configured. */
export function kindHandlers(definition: Definition, process: () => ProviderProcess): Handlers {
  const { lifecycle } = definition;
  const doubted = new Set<string>();
  return {
    check(oldInputs, newInputs): Checked {
      const { values, problems } = checkInputs(definition, oldInputs, newInputs);
      const inputs = sanitise(values);
      if (problems.length > 0) return { inputs, problems };
      const { context, showSql } = process();
      const declared = split(definition, inputs).values;
      sayDoubts(definition, context, declared, doubted);
      definition.keeper?.declare(context, declared);
      if (Object.keys(oldInputs).length === 0) definition.keeper?.expect(context, declared);
      if (showSql && Object.keys(oldInputs).length === 0) tellPlanned(creationSteps(definition, declared));
      return { inputs, problems };
    },

    diff(_id, oldOutputs, newInputs): Difference {
      const { context, showSql } = process();
      const recorded = stateOf(definition, oldOutputs);
      const standing = namesOf(definition, recorded.values);
      const before = { ...recorded, values: whatSurvives(definition, context.claims, recorded.values, standing) };
      const after = split(definition, withoutInternals(newInputs));
      const moved = namesAfter(definition, standing, after.values);
      const followed = whatFollows(definition, context.claims, before.values, standing, moved);
      const changes = recordWhatFollows(
        definition,
        changesOf(
          definition,
          { ...before.values, ...before.options },
          { ...after.values, ...after.options },
          before.facts.memory,
        ),
        followed,
        after.values,
      );
      const replacing = changes
        .map((change) =>
          change.effect === "rename" && !renamesInPlace(definition, context, before, moved) ? replaced(change) : change,
        )
        .map((change) =>
          goesToo(definition, context, before.values, after.values, change) ? replaced(change) : change,
        )
        .filter(({ effect }) => effect === "replace");
      const name = canonicalQualified(namesOf(definition, before.values));
      if (replacing.length > 0) {
        context.claims.release(definition.kind, name, before.facts.createdOn);
        announce(definition, context, before, replacementReasons(definition, before.values, after.values, replacing));
        allowReplacement(definition, context, before, after, replacing);
        if (!same(moved, standing)) context.claims.succeed(definition.kind, standing, moved);
        definition.keeper?.expect(context, after.values);
        const identityStays = identityKeys(definition).every(
          (key) => isUnknown(after.values[key]) || after.values[key] === before.values[key],
        );
        const nameStays = identityStays && same(namesAfter(definition, standing, after.values), standing);
        const goesAlong = identityKeys(definition).some((key) => isUnknown(after.values[key]));
        const goesWithContainer = goesAlong && context.claims.mayLoseWithContainer(standing) !== undefined;
        if ((goesAlong ? goesWithContainer : nameStays) && definition.stops !== undefined)
          refuseDowntime(definition, standing, after.values, definition.stops);
        const collides = identityStays && definition.overloads?.collide?.(before.values, after.values) === true;
        return { changes, replaces: replacing.map(({ key }) => key), deleteBeforeReplace: nameStays || collides };
      }
      context.claims.claim(definition.kind, name, before.facts.createdOn);
      announce(definition, context, before, []);
      settle(definition, context, name, before);
      const { steps, renames } = planOf(definition, context, { ...before, values: followed }, standing, after.values);
      const dataLoss = dataLossOf(context.policy, definition, before.values, after.options);
      for (const { loses, recoverable, instead } of steps) {
        if (loses === undefined) continue;
        refuseAtPreview(definition, namesOf(definition, before.values), dataLoss, {
          what: loses,
          replaces: false,
          ...(recoverable === true ? { wayBack: "copy" } : {}),
          ...(instead === undefined ? {} : { instead }),
        });
        context.say(
          `${definition.kind} ${name}: this would ${loses} it, ${consequences[dataLoss]} (dataLoss "${dataLoss}").`,
        );
      }
      for (const { condition } of steps) {
        if (condition !== undefined)
          context.say(`${definition.kind} ${name}: ${condition.text}; this is looked at before anything is changed.`);
      }
      for (const { stops } of steps) if (stops !== undefined) refuseDowntime(definition, standing, after.values, stops);
      if (steps.length > 0) definition.keeper?.expect(context, after.values);
      if (showSql) tellPlanned([...renames, ...steps]);
      // An earlier run has sent all, and not waited to the end.
      const waits = definition.waits !== undefined && before.facts.unfinished === true && changes.length === 0;
      const all = waits ? [{ key: factsKey, effect: "record" } as const] : changes;
      return { changes: all, replaces: [], deleteBeforeReplace: false };
    },

    async create(inputs) {
      refuseUnknown(definition, inputs);
      const { context } = process();
      const written = withoutInternals(inputs);
      const { id, state } = await (lifecycle?.create(context, written) ?? create(definition, context, written));
      return { id, outputs: sanitise(outputsOf(state)) };
    },

    async read(id, outputs) {
      const { context } = process();
      const props = withoutInternals(outputs);
      // X.get: the engine hands over what the class passed, and no name.
      const state =
        props["name"] === undefined
          ? await (lifecycle?.lookUp(context, id, props) ?? lookUp(definition, context, id, props))
          : await (lifecycle?.read(context, props) ?? read(definition, context, props));
      return state === undefined
        ? undefined
        : { id, outputs: sanitise(outputsOf(state)), inputs: sanitise(inputsOf(state)) };
    },

    async update(id, oldOutputs, newInputs) {
      refuseUnknown(definition, newInputs);
      const { context } = process();
      const [before, after] = [withoutInternals(oldOutputs), withoutInternals(newInputs)];
      const state = await (lifecycle?.update(context, id, before, after) ??
        update(definition, context, id, before, after));
      return sanitise(outputsOf(state));
    },

    async delete(_id, outputs) {
      const { context } = process();
      const known = withoutInternals(outputs);
      await (lifecycle?.remove(context, known) ?? remove(definition, context, known));
    },
  };
}

/** Says what may be a mistake, and may be right: once in each run. */
function sayDoubts({ kind, doubts = [] }: Definition, { say }: Context, values: Values, said: Set<string>): void {
  for (const { of, problem } of doubts) {
    const found = problem(values) ?? [];
    for (const { path, message } of typeof found === "string" ? [{ path: of[0] ?? "", message: found }] : found) {
      const line = `${kind} ${String(values["name"])}: ${path}: ${message}`;
      if (!said.has(line)) say(line);
      said.add(line);
    }
  }
}

/** The state has the object: what an earlier run noted before its CREATE is of no use any more. */
function settle(definition: Definition, { journal, project, folder }: Context, name: string, { facts }: State): void {
  journal.settled({ account: facts.account, project, folder, kind: definition.kind, name });
}

/**
 * The plan of a change. What contains the object may be renamed in this run, and then takes it along; so are objects that it
 * names, without a statement of its own.
 */
function planOf(
  definition: Definition,
  { claims }: Context,
  { values, facts }: State,
  from: readonly StoredName[],
  after: Values,
): { readonly steps: readonly Step[]; readonly renames: readonly Step[] } {
  const to = namesAfter(definition, from, after);
  const carried = claims.carried(from);
  if (!same(from, to)) claims.rename(definition.kind, from, to);
  const before = { ...values, ...identityOf(definition, carried) };
  return {
    steps: changeSteps(definition, to, before, after, { memory: facts.memory }),
    renames: same(carried, to) || definition.lifecycle !== undefined ? [] : [renameStatement(definition, carried, to)],
  };
}

/** Whether another name is given in place, or by renaming what contains the object, in this run or in one that was interrupted. */
function renamesInPlace(
  definition: Definition,
  { claims, journal, project, folder }: Context,
  { values, facts }: State,
  moved: readonly StoredName[],
): boolean {
  if (definition.renames !== false) return true;
  const standing = namesOf(definition, values);
  if (same(claims.carried(standing), moved)) return true;
  const containers = [
    ["Database", 1],
    ["Schema", 2],
  ] as const;
  return containers.some(([kind, length]) => {
    const name = canonicalQualified(standing.slice(0, length));
    const note = journal.find({ account: facts.account, project, folder, kind: renamedKind(kind), name });
    const own = moved.slice(length);
    return note?.renamedTo === canonicalQualified(moved.slice(0, length)) && same(own, standing.slice(length));
  });
}

/** The engine puts what is not known in place of the name of what is dropped and made again; what stands on that has to go first. */
function goesToo(
  { properties }: Definition,
  { claims }: Context,
  before: Values,
  after: Values,
  { key }: PropertyChange,
): boolean {
  const { goesWith, refersTo } = properties[key] ?? {};
  if (goesWith !== true || refersTo === undefined || !isUnknown(after[key])) return false;
  return claims.isReplaced(refersTo, parseQualified(String(before[key])));
}

function replaced({ key }: PropertyChange): PropertyChange {
  return { key, effect: "replace", why: `${key}, which cannot be changed in place` };
}

/** The names of an object after a change, as far as they are known. */
function namesAfter(definition: Definition, from: readonly StoredName[], after: Values): readonly StoredName[] {
  const keys = [...identityKeys(definition), ...(definition.overloads?.of ?? [])];
  return keys.some((key) => holdsUnknown(after[key])) ? from : namesOf(definition, after);
}

/** What differs only by the new names of other objects is recorded, not sent: it names the same ones. */
function recordWhatFollows(
  definition: Definition,
  changes: readonly PropertyChange[],
  followed: Values,
  after: Values,
): readonly PropertyChange[] {
  const all = { before: followed, after, memory: {} };
  return changes.map((change) => {
    const property = definition.properties[change.key];
    return property?.follow !== undefined && means(property, followed[change.key], after[change.key], all)
      ? { key: change.key, effect: "record" }
      : change;
  });
}

/**
 * Lets an object be replaced, or refuses it. The engine also asks about what stands in a database or schema that is replaced,
 * with a name that is not known: the consent given for the container holds, unless the object says otherwise itself.
 */
function allowReplacement(
  definition: Definition,
  { claims, policy, say }: Context,
  before: State,
  after: { readonly values: Values; readonly options: Options },
  replacing: readonly PropertyChange[],
): void {
  const name = namesOf(definition, before.values);
  const goesAlong = identityKeys(definition).some((key) => isUnknown(after.values[key]));
  const consent = goesAlong ? claims.mayLoseWithContainer(name) : undefined;
  if (goesAlong && consent === undefined) return;
  const dataLoss =
    ownDataLossOf(policy, definition, before.values, after.options) ??
    consent ??
    dataLossOf(policy, definition, before.values, after.options);
  refuseReplacement(definition, before, dataLoss, goesAlong ? [] : replacing);
  if (!goesAlong && mayHold(definition, before.values))
    say(
      `${called(definition, name)} would be replaced (because ${reasonsOf(replacing)}), ${consequences[dataLoss]} (dataLoss "${dataLoss}"); its grants and tags go with it.`,
    );
  claims.allowReplacement(definition.kind, canonicalQualified(name), before.facts.createdOn, dataLoss);
  claims.replaces(definition.kind, name);
  if (definition.container === true) claims.allowReplacementWithContents(name, dataLoss);
}

function refuseReplacement(
  definition: Definition,
  before: State,
  dataLoss: DataLoss,
  replacing: readonly PropertyChange[],
): void {
  const name = namesOf(definition, before.values);
  if (before.facts.adopted === true && dataLoss !== "allow" && replacing.length > 0) {
    throw new InvalidArgumentError({
      objectKind: definition.kind,
      name: canonicalQualified(name),
      message:
        `A change of ${replacing.map(({ key }) => key).join(", ")} takes a replacement of ${called(definition, name)}, which was taken up, not created, by this stack. ` +
        'It would have to be dropped: set dataLoss: "allow" if that is meant, or take the change back.',
    });
  }
  if (!mayHold(definition, before.values)) return;
  refuseAtPreview(definition, name, dataLoss, {
    what: `replace (because ${reasonsOf(replacing)}; its grants and tags go with it)`,
    wayBack: "undrop",
    replaces: true,
  });
}

function mayHold({ data }: Definition, values: Values): boolean {
  return data !== undefined && data.holds?.(values) !== false;
}

/** Says what a change does beyond its plan. */
function announce(definition: Definition, { say }: Context, recorded: State, replacedBecause: readonly string[]): void {
  const line = definition.announces?.({ recorded, replacedBecause });
  if (line !== undefined) say(`${called(definition, namesOf(definition, recorded.values))} ${line}`);
}

/** Each property that takes a replacement, with what of it is new. */
function replacementReasons(
  definition: Definition,
  before: Values,
  after: Values,
  replacing: readonly PropertyChange[],
): readonly string[] {
  return replacing.map(({ key }) => {
    if (isUnknown(after[key])) return "what it stands in is replaced";
    const property = definition.properties[key];
    return property === undefined ? key : reasonOf(key, property, before[key], after[key]);
  });
}

/** What takes a replacement: the properties, or what of them cannot be changed in place. */
function reasonsOf(replacing: readonly PropertyChange[]): string {
  return replacing.length === 0
    ? "what it stands in is replaced"
    : `of ${replacing.map(({ key, why }) => why ?? key).join("; ")}`;
}

/** The engine resolves everything before it creates or updates; a value that is not known here would reach SQL as text. */
function refuseUnknown(definition: Definition, inputs: Props): void {
  const unknown = Object.keys(inputs).filter((key) => holdsUnknown(inputs[key]));
  if (unknown.length === 0) return;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    message: `${definition.kind}: ${unknown.join(", ")} ${unknown.length === 1 ? "is" : "are"} not known yet. Nothing was sent.`,
  });
}
