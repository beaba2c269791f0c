import type { Row } from "../../client/client";
import { InvalidArgumentError, ObjectMissingError, SnowflakeError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import { guard } from "../data-safety";
import type { Definition } from "../definition";
import { same } from "../equal";
import { readLive } from "../live";
import { locate } from "../locate";
import { called, identityKeys, namesOf } from "../names";
import type { Step } from "../plan";
import { dataLossOf } from "../policy";
import type { Values } from "../property";
import { type State, split, stateOf } from "../state";
import { renameStatement, updateStatements } from "../statements";
import {
  accountOf,
  type Context,
  createdOnOf,
  proveAccount,
  proveGone,
  send,
  type Task,
  taskOf,
  UnfinishedError,
} from "./context";

/**
 * Brings an object from its recorded state to checked inputs: proof of identity first, then everything that can refuse, then
 * the plan. With an empty plan nothing is sent at all.
 *
 * @throws UnfinishedError with what was done, if a later statement failed.
 */
export async function update(
  definition: Definition,
  context: Context,
  id: string,
  outputs: Values,
  inputs: Values,
): Promise<State> {
  const before = stateOf(definition, outputs);
  const { values, options } = split(definition, inputs);
  const names = { from: namesOf(definition, before.values), to: namesOf(definition, values) };
  const moves = !same(names.from, names.to);
  const planned = updateStatements(definition, names.to, before.values, values);
  if (!moves && planned.length === 0 && before.facts.createdOn !== undefined) return { ...before, values, options };

  const task = taskOf(definition, context, options, names.to, "update");
  const who = await task.client.identity();
  proveAccount(definition, names.from, before.facts, who);
  const found = await findObject(task, before, names, who.role);
  const steps = updateStatements(definition, names.to, before.values, values, found.row);
  const dataLoss = dataLossOf(context.policy, definition, values, options);
  for (const step of steps) {
    if (step.loses !== undefined)
      await guard(definition, task.client, found.name, found.row, dataLoss, { what: step.loses, undoable: false });
  }
  const createdOn = createdOnOf(found.row);
  const facts = {
    ...before.facts,
    account: accountOf(who),
    role: who.role,
    ...(createdOn === undefined ? {} : { createdOn }),
  };
  const plan = same(found.name, names.to) ? steps : [renameStatement(definition, names.from, names.to), ...steps];
  let done: Values = same(found.name, names.to)
    ? { ...before.values, ...identityOf(definition, values) }
    : before.values;
  for (const step of plan) {
    try {
      await send(task, names.to, step, () => isDone(task, names.to, createdOn, step, values));
      done = { ...without(done, step.properties), ...only(values, step.properties) };
    } catch (error) {
      if (!(error instanceof SnowflakeError)) throw error;
      throw new UnfinishedError(
        id,
        { values: done, options, facts },
        error,
        plan.indexOf(step) === 0
          ? ""
          : `${called(definition, names.to)} was changed in part; the next pulumi up goes on from there.`,
      );
    }
  }
  context.claims.claim(definition.kind, canonicalQualified(names.to), createdOn);
  return { values, options, facts };
}

/** The object by evidence, never by memory: under its old name, or already under the new one. */
async function findObject(
  task: Task,
  before: State,
  names: { readonly from: readonly StoredName[]; readonly to: readonly StoredName[] },
  role: string,
): Promise<{ readonly row: Row; readonly name: readonly StoredName[] }> {
  const { definition, client } = task;
  const { createdOn } = before.facts;
  const from = await locate(definition, client, names.from, "fresh");
  const isOurs = (row: Row | undefined) =>
    row !== undefined && (createdOn === undefined ? row["owner"] === role : createdOnOf(row) === createdOn);
  if (same(names.from, names.to)) {
    if (from === undefined) throw missing(task, before, names.from, role);
    if (!isOurs(from)) throw recreated(definition, names.from);
    return { row: from, name: names.from };
  }
  const to = await locate(definition, client, names.to, "fresh");
  if (to === undefined) {
    if (from === undefined) throw missing(task, before, names.from, role);
    if (!isOurs(from)) throw recreated(definition, names.from);
    return { row: from, name: names.from };
  }
  if (from === undefined && isOurs(to)) return { row: to, name: names.to };
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(names.to),
    message:
      `Cannot rename ${called(definition, names.from)} to ${canonicalQualified(names.to)}: an object of that name exists. If it is itself renamed in this ` +
      "run, run pulumi up again; if the two names are swapped, go through a third name in two runs; else choose another name. Nothing was changed.",
  });
}

/** Whether a statement whose answer was lost has had its effect. */
async function isDone(
  task: Task,
  name: readonly StoredName[],
  createdOn: string | undefined,
  step: Step,
  values: Values,
): Promise<boolean> {
  const row = await locate(task.definition, task.client, name, "fresh");
  if (row === undefined || createdOnOf(row) !== createdOn) return false;
  const keys = new Set(step.properties.filter((key) => key in task.definition.properties));
  const live = await readLive(task.definition, task.client, name, row, {
    keys,
    tags: false,
    known: {},
    operation: task.operation,
  });
  return [...keys].every((key) => same(live[key], values[key]));
}

function missing({ definition, client: _ }: Task, before: State, name: readonly StoredName[], role: string): Error {
  proveGone(definition, name, before.facts, { role, organization: "", account: "", user: "", clockOffsetMs: 0 });
  return new ObjectMissingError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} is not there any more: it was dropped or renamed outside Pulumi. Run pulumi refresh, look at what it shows, then pulumi up.`,
  });
}

function recreated(definition: Definition, name: readonly StoredName[]): Error {
  return new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} is another object than the one in the state: it was dropped and created again outside Pulumi. Nothing was changed. Run pulumi refresh to take over the new one, then pulumi up.`,
  });
}

function identityOf(definition: Definition, values: Values): Values {
  return only(values, identityKeys(definition));
}

function only(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(keys.flatMap((key) => (key in values ? [[key, values[key]]] : [])));
}

function without(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}
