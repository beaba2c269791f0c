import { InvalidArgumentError } from "../client/errors";
import { refuseAtPreview } from "../resource/data-safety";
import type { Definition } from "../resource/definition";
import { changesOf } from "../resource/diff";
import type { Context } from "../resource/lifecycle/context";
import { create } from "../resource/lifecycle/create";
import { remove } from "../resource/lifecycle/delete";
import { lookUp, read } from "../resource/lifecycle/read";
import { update } from "../resource/lifecycle/update";
import { called, identityKeys, namesOf } from "../resource/names";
import { dataLossOf } from "../resource/policy";
import { inputsOf, outputsOf, type State, split, stateOf } from "../resource/state";
import { createStatements, renameStatement, updateStatements } from "../resource/statements";
import { holdsUnknown, isUnknown } from "../resource/unknown";
import { canonicalQualified } from "../sql";
import { checkInputs, withoutInternals } from "./check-inputs";
import type { Checked, Difference, Handlers, Props } from "./handlers";
import type { ProviderProcess } from "./provider-process";
import { sanitise } from "./sanitise";
import { tellPlanned } from "./show-sql";

/** The handlers of a kind. `process` is asked for on first use, when the process has been configured. */
export function kindHandlers(definition: Definition, process: () => ProviderProcess): Handlers {
  return {
    check(oldInputs, newInputs): Checked {
      const { values, problems } = checkInputs(definition, oldInputs, newInputs);
      const inputs = sanitise(values);
      if (process().showSql && problems.length === 0 && Object.keys(oldInputs).length === 0) {
        tellPlanned(createStatements(definition, split(definition, inputs).values));
      }
      return { inputs, problems };
    },

    diff(_id, oldOutputs, newInputs): Difference {
      const { context, showSql } = process();
      const before = stateOf(definition, oldOutputs);
      const after = split(definition, withoutInternals(newInputs));
      const changes = changesOf(
        definition,
        { ...before.values, ...before.options },
        { ...after.values, ...after.options },
      );
      const replaces = changes.flatMap(({ key, effect }) => (effect === "replace" ? [key] : []));
      const name = canonicalQualified(namesOf(definition, before.values));
      const identityIsKnown = !identityKeys(definition).some((key) => isUnknown(after.values[key]));
      const dataLoss = dataLossOf(context.policy, definition, before.values, after.options);
      if (replaces.length > 0) {
        context.claims.release(definition.kind, name, before.facts.createdOn);
        // The engine asks about children of a parent that is replaced: the parent has been refused or allowed already.
        if (identityIsKnown) {
          refuseReplacement(definition, before, dataLoss, replaces);
          context.claims.allowReplacement(definition.kind, name, before.facts.createdOn, dataLoss);
        }
        const nameStays = identityKeys(definition).every(
          (key) => isUnknown(after.values[key]) || after.values[key] === before.values[key],
        );
        return { changes, replaces, deleteBeforeReplace: nameStays };
      }
      context.claims.claim(definition.kind, name, before.facts.createdOn);
      settle(definition, context, name, before);
      const from = namesOf(definition, before.values);
      const to = identityIsKnown ? namesOf(definition, after.values) : from;
      const moves = changes.some(({ effect }) => effect === "rename");
      const steps = updateStatements(definition, to, before.values, after.values);
      for (const { loses } of steps) {
        if (loses !== undefined)
          refuseAtPreview(definition, from, dataLoss, { what: loses, undoable: false, replaces: false });
      }
      if (showSql) tellPlanned(moves ? [renameStatement(definition, from, to), ...steps] : steps);
      return { changes, replaces: [], deleteBeforeReplace: false };
    },

    async create(inputs) {
      refuseUnknown(definition, inputs);
      const { id, state } = await create(definition, process().context, withoutInternals(inputs));
      return { id, outputs: sanitise(outputsOf(state)) };
    },

    async read(id, outputs) {
      const { context } = process();
      const props = withoutInternals(outputs);
      // X.get: the engine hands over what the class passed, and no name.
      const state =
        props["name"] === undefined
          ? await lookUp(definition, context, id, props)
          : await read(definition, context, props);
      return state === undefined
        ? undefined
        : { id, outputs: sanitise(outputsOf(state)), inputs: sanitise(inputsOf(state)) };
    },

    async update(id, oldOutputs, newInputs) {
      refuseUnknown(definition, newInputs);
      return sanitise(
        outputsOf(
          await update(definition, process().context, id, withoutInternals(oldOutputs), withoutInternals(newInputs)),
        ),
      );
    },

    async delete(_id, outputs) {
      await remove(definition, process().context, withoutInternals(outputs));
    },
  };
}

/** The state has the object: what an earlier run noted before its CREATE is of no use any more. */
function settle(definition: Definition, { journal, project, folder }: Context, name: string, { facts }: State): void {
  journal.settled({ account: facts.account, project, folder, kind: definition.kind, name });
}

function refuseReplacement(
  definition: Definition,
  before: State,
  dataLoss: ReturnType<typeof dataLossOf>,
  replaces: readonly string[],
): void {
  const name = namesOf(definition, before.values);
  if (before.facts.adopted === true && dataLoss !== "allow") {
    throw new InvalidArgumentError({
      objectKind: definition.kind,
      name: canonicalQualified(name),
      message:
        `A change of ${replaces.join(", ")} takes a replacement of ${called(definition, name)}, which was taken up, not created, by this stack. ` +
        'It would have to be dropped: set dataLoss: "allow" if that is meant, or take the change back.',
    });
  }
  refuseAtPreview(definition, name, dataLoss, {
    what: `replace (because of ${replaces.join(", ")}; its grants and tags go with it)`,
    undoable: true,
    replaces: true,
  });
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
