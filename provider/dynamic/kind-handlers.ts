import { InvalidArgumentError } from "../client/errors";
import { refuseAtPreview } from "../resource/data-safety";
import type { Definition } from "../resource/definition";
import { changesOf, means, type PropertyChange } from "../resource/diff";
import { refuseDowntime } from "../resource/downtime";
import { same } from "../resource/equal";
import { whatFollows, whatSurvives } from "../resource/in-this-run";
import type { Context } from "../resource/lifecycle/context";
import { create } from "../resource/lifecycle/create";
import { remove } from "../resource/lifecycle/delete";
import { lookUp, read } from "../resource/lifecycle/read";
import { update } from "../resource/lifecycle/update";
import { called, identityKeys, identityOf, namesOf } from "../resource/names";
import type { Step } from "../resource/plan";
import { dataLossOf } from "../resource/policy";
import type { Values } from "../resource/property";
import { factsKey, inputsOf, outputsOf, type State, split, stateOf } from "../resource/state";
import { renameStatement } from "../resource/statements";
import { changeSteps, creationSteps } from "../resource/steps";
import { holdsUnknown, isUnknown } from "../resource/unknown";
import { canonicalQualified, type StoredName } from "../sql";
import { checkInputs, withoutInternals } from "./check-inputs";
import type { Checked, Difference, Handlers, Props } from "./handlers";
import type { ProviderProcess } from "./provider-process";
import { allowReplacement, consequences, goesToo, renamesInPlace, replaced, replacementReasons } from "./replacement";
import { sanitise } from "./sanitise";
import { tellPlanned } from "./show-sql";

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

/** Says what a change does beyond its plan. */
function announce(definition: Definition, { say }: Context, recorded: State, replacedBecause: readonly string[]): void {
  const line = definition.announces?.({ recorded, replacedBecause });
  if (line !== undefined) say(`${called(definition, namesOf(definition, recorded.values))} ${line}`);
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
