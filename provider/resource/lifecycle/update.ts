import type { Row } from "../../client/client";
import { ObjectMissingError, SnowflakeError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import { type Definition, propertiesOf } from "../definition";
import { means } from "../diff";
import { same } from "../equal";
import { whatSurvives } from "../in-this-run";
import { readLive } from "../live";
import { locate } from "../locate";
import { called, identityOf, namesOf } from "../names";
import type { Step } from "../plan";
import { dataLossOf } from "../policy";
import type { Memory, Values } from "../property";
import { type State, split, stateOf } from "../state";
import { updateStatements } from "../statements";
import {
  type Act,
  accountOf,
  actOf,
  adviceOf,
  type Context,
  createdOnOf,
  mayHaveRun,
  proveAccount,
  renameKey,
  send,
  UnfinishedError,
} from "./context";
import { type Found, findObject, type Names } from "./evidence";
import { newContainer, renameSteps } from "./history";
import { keeping } from "./keeping";
import { anewKey, rowAfter, wholeSteps } from "./rebuild";
import { refuseInTime } from "./refuse-in-time";
import { finished } from "./waiting";

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
  const recorded = stateOf(definition, outputs);
  const standing = namesOf(definition, recorded.values);
  const before = { ...recorded, values: whatSurvives(definition, context.claims, recorded.values, standing) };
  const { values, options } = split(definition, inputs);
  const { memory = {} } = before.facts;
  const names = { from: standing, to: namesOf(definition, values) };
  const moves = !same(names.from, names.to);
  const { memory: _, unfinished, ...others } = before.facts;
  const remembered = definition.remember?.(before.values, values, memory);
  const facts = { ...others, ...(remembered === undefined ? {} : { memory: remembered }) };
  const planned = updateStatements(definition, names.to, before.values, values, { memory });
  const takesUp = propertiesOf(definition).some(
    ([key, { settle }]) => settle !== undefined && before.values[key] === undefined && values[key] !== undefined,
  );
  const isDone = !moves && planned.length === 0 && !takesUp && unfinished !== true;
  const { outputs: decided = {} } = before;
  if (isDone && facts.createdOn !== undefined) return { values, options, facts, outputs: decided };

  const act = actOf(definition, context, options, names.to, "update");
  const who = await act.client.identity();
  proveAccount(definition, names.from, before.facts, who);
  await definition.keeper?.bringBack(context, options);
  const found = await findObject(act, before, names, who.role);
  const settled = await whatStands(act, found, before.values, values, memory);
  const container = await newContainer(act, found, names, settled, values);
  const renames = renameSteps(act, found, names.to, container, settled);
  const steps = await wholeSteps(act, found, names.to, settled, values, { row: found.row, container, memory });
  const plan: readonly Step[] = [...renames, ...steps];
  const ways = await refuseInTime(act, found, plan, dataLossOf(context.policy, definition, values, options), values);
  let row: Row | undefined = found.row;
  const proven = () => {
    const { createdOn: _, ...rest } = facts;
    const createdOn = row === undefined ? undefined : createdOnOf(row);
    return { ...rest, account: accountOf(who), role: who.role, ...(createdOn === undefined ? {} : { createdOn }) };
  };
  if (!same(found.name, names.to)) {
    const renamedTo = canonicalQualified(names.to);
    await context.journal.begin(renameKey(act, who, names.from), { at: Date.now(), role: who.role, renamedTo });
  }
  const replaces = before.facts.createdOn;
  if (replaces !== undefined && plan.some(({ rebuilds }) => rebuilds === "anew")) {
    const at = Date.now() + who.clockOffsetMs;
    await context.journal.begin(anewKey(act, accountOf(who), names.to), { at, role: who.role, replaces });
  }
  const { problem } = await keeping(
    act,
    {
      name: names.to,
      row: found.row,
      before: before.values,
      after: values,
      // What contains it has taken it along.
      isIdle: planned.length === 0 && plan.length === 0 && unfinished !== true,
    },
    async (act) => {
      let place = found.name;
      for (const [index, step] of plan.entries()) {
        if (step.kept === true) continue;
        try {
          await carryOut(act, before, names, step, { row: row ?? found.row, name: place }, settled, values, memory);
          const way = ways.get(step);
          if (way !== undefined) context.say(`To see ${called(definition, names.to)} as it was: ${way(names.to)}`);
          if (index < renames.length) place = names.to;
          if (step.rebuilds === "anew") row = await rowAfter(act, place);
        } catch (error) {
          if (!(error instanceof SnowflakeError)) throw error;
          if (step.rebuilds === "anew" && mayHaveRun(error)) row = undefined;
          const done = doneOf(definition, before.values, values, plan, index, place);
          const kept = definition.remember?.(before.values, done, memory);
          const { memory: _, ...plain } = proven();
          throw new UnfinishedError(
            id,
            {
              values: done,
              options,
              facts: {
                ...plain,
                ...(unfinished === true ? { unfinished } : {}),
                ...(kept === undefined ? {} : { memory: kept }),
              },
              outputs: decided,
            },
            error,
            index === 0
              ? ""
              : `${called(definition, names.to)} was changed in part; ${adviceOf(context).next} goes on from there.`,
          );
        }
      }
    },
  );
  context.claims.claim(definition.kind, canonicalQualified(names.to), proven().createdOn);
  const end =
    problem !== undefined || row === undefined
      ? { outputs: decided, problem }
      : await finished(act, {
          name: names.to,
          row,
          before: settled,
          after: values,
          unfinished: unfinished === true,
          recorded: decided,
        });
  if (end.problem === undefined) return { values, options, facts: proven(), outputs: end.outputs };
  const left = { values, options, facts: { ...proven(), unfinished: true }, outputs: end.outputs };
  throw new UnfinishedError(id, left, end.problem, `${called(definition, names.to)} was changed.`);
}

/**
 * The recorded values, as far as what stands bears them out: statements that add, drop or rename parts of an object cannot be
 * sent twice, so an interrupted run's work is seen here. Other drift is left for `refresh` to show first.
 */
async function whatStands(
  { definition, client, context, operation }: Act,
  { name, row }: Found,
  before: Values,
  after: Values,
  memory: Memory,
): Promise<Values> {
  const settling = propertiesOf(definition).filter(
    ([key, property]) =>
      property.settle !== undefined && !means(property, before[key], after[key], { before, after, memory }),
  );
  if (settling.length === 0) return before;
  const keys = new Set(settling.map(([key]) => key));
  const live = await readLive(definition, client, name, row, {
    keys,
    tags: false,
    known: {},
    operation,
    freshness: "fresh",
  });
  const all = { before, after, memory, advice: adviceOf(context) };
  const standing: Record<string, unknown> = { ...before };
  for (const [key, property] of settling) {
    const value = property.settle?.(before[key], live[key], after[key], all);
    if (value === undefined) delete standing[key];
    else standing[key] = value;
  }
  return standing;
}

/** Sends one step. If its answer is lost, what stands tells whether it has to be sent again. */
async function carryOut(
  act: Act,
  before: State,
  names: Names,
  step: Step,
  found: Found,
  standing: Values,
  values: Values,
  memory: Memory,
): Promise<void> {
  const { definition, client, operation } = act;
  const renames = !same(found.name, names.to);
  const isDone = async () => {
    const row = await locate(definition, client, names.to, "fresh");
    if (row === undefined || createdOnOf(row) !== createdOnOf(found.row)) return false;
    if (renames) return true;
    const keys = new Set(step.properties.filter((key) => key in definition.properties));
    const now = await whatStands(act, { row, name: names.to }, only(standing, keys), only(values, keys), memory);
    if ([...keys].some((key) => definition.properties[key]?.settle !== undefined)) {
      const left = updateStatements(definition, names.to, { ...standing, ...now }, values, { row, memory });
      return !left.some(({ statement }) => statement.text === step.statement.text);
    }
    const live = await readLive(definition, client, names.to, row, {
      keys,
      tags: false,
      known: {},
      operation,
      freshness: "fresh",
    });
    return [...keys].every((key) => same(live[key], values[key]));
  };
  try {
    await send(act, names.to, step, isDone);
  } catch (error) {
    if (step.drops === true && isAbout(error, "does not exist") && (await isThere(act, names.to, found))) return;
    // What contains it may have been renamed in the meantime, and taken it along.
    if (!renames || !(error instanceof ObjectMissingError)) throw error;
    const { name } = await findObject(act, before, names, before.facts.role);
    if (!same(name, names.to)) throw error;
  }
}

/** No page gives the code of a constraint that is missing: only its sentence is known. */
function isAbout(error: unknown, words: string): boolean {
  return error instanceof SnowflakeError && error.message.includes(words);
}

/** Whether the object itself is still where it was found. */
async function isThere({ definition, client }: Act, name: readonly StoredName[], { row }: Found): Promise<boolean> {
  const now = await locate(definition, client, name, "fresh");
  return now !== undefined && createdOnOf(now) === createdOnOf(row);
}

/** The values after a plan that ended before one of its steps: what none of the remaining steps is about stands as declared. */
function doneOf(
  definition: Definition,
  before: Values,
  after: Values,
  plan: readonly Step[],
  failed: number,
  place: readonly StoredName[],
): Values {
  // What is kept goes with the change, whichever way that ends.
  const left = new Set(plan.slice(failed).flatMap(({ kept, properties }) => (kept === true ? [] : properties)));
  const begun = plan.slice(0, failed).flatMap(({ properties }) => properties);
  const done = begun.filter((key) => !left.has(key));
  // It reads the same before and after, and is neither: what it names has changed.
  const halfway = begun.filter((key) => left.has(key) && same(before[key], after[key]));
  const kept = Object.fromEntries(
    Object.entries(before).filter(([key]) => !done.includes(key) && !halfway.includes(key)),
  );
  return { ...kept, ...only(after, new Set(done)), ...identityOf(definition, place) };
}

function only(values: Values, keys: ReadonlySet<string>): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)));
}
