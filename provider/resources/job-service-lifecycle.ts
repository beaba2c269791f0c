import type { Row } from "../client/client";
import { InvalidArgumentError, ObjectMissingError } from "../client/errors";
import type { Definition } from "../resource/definition";
import { same } from "../resource/equal";
import { accountOf, actOf, type Context, proveAccount, proveGone } from "../resource/lifecycle/context";
import { remove } from "../resource/lifecycle/delete";
import { findObject, type Names } from "../resource/lifecycle/evidence";
import type { Lifecycle } from "../resource/lifecycle/lifecycle";
import { lookUp, read } from "../resource/lifecycle/read";
import { called, identityOf, namesOf } from "../resource/names";
import { milliseconds } from "../resource/options";
import type { Values } from "../resource/property";
import { type State, split, stateOf } from "../resource/state";
import { canonicalQualified } from "../sql";
import type { Run } from "./job-service-run";
import { awaitEnd } from "./job-service-run";
import { firstRun, runAgain } from "./job-service-starting";
import { executeStep } from "./job-service-statement";
import { endedBadly, isGoing } from "./job-service-status";

/** So long does Snowflake tell of a job that has ended. */
const keptForMs = 30 * 24 * 3_600_000;

/** The life of a job: it runs once, and stands for that run from then on. */
export function jobLifecycle(definition: () => Definition): Lifecycle {
  return {
    create: (context, inputs) => create(definition(), context, inputs),
    read: (context, outputs) => readRun(definition(), context, outputs),
    lookUp: (context, id, asked) => lookUp(definition(), context, id, asked),
    update: (context, id, outputs, inputs) => update(definition(), context, id, outputs, inputs),
    remove: (context, outputs) => remove(definition(), context, outputs),
    // What does not take another run takes no statement.
    plan: (before, after) => (before === undefined ? [executeStep(definition(), after)] : []),
  };
}

async function create(
  definition: Definition,
  context: Context,
  inputs: Values,
): Promise<{ readonly id: string; readonly state: State }> {
  const id = canonicalQualified(namesOf(definition, split(definition, inputs).values));
  const run = await runOf(definition, context, inputs, id, "create");
  return { id, state: await firstRun(run) };
}

/** A job that is known to be done and is not listed any more has run all the same: Snowflake forgets it after 30 days. */
async function readRun(definition: Definition, context: Context, outputs: Values): Promise<State | undefined> {
  const known = stateOf(definition, outputs);
  const found = await read(definition, context, outputs).catch((error) => {
    if (error instanceof ObjectMissingError && hasRun(known)) return undefined;
    throw error;
  });
  if (found === undefined) return hasRun(known) ? known : undefined;
  const { unfinished, ...facts } = found.facts;
  const isDone = found.outputs?.["status"] === "DONE";
  // Nothing alters a job: whatever its row says now, it ran with what the state has.
  const isSame = facts.createdOn === known.facts.createdOn;
  const names = namesOf(definition, found.values);
  return {
    ...found,
    values: isSame ? { ...known.values, ...identityOf(definition, names) } : found.values,
    facts: isDone || unfinished !== true ? facts : found.facts,
  };
}

function hasRun({ values, facts, outputs }: State): boolean {
  if (outputs?.["status"] === "DONE") return true;
  const startedAt = Date.parse(facts.createdOn ?? "");
  return values["waitFor"] === "none" && facts.unfinished !== true && Date.now() - startedAt > keptForMs;
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
  const names = { from: namesOf(definition, before.values), to: namesOf(definition, values) };
  const { unfinished, ...facts } = before.facts;
  const { outputs: decided = {} } = before;
  if (unfinished !== true && same(names.from, names.to)) return { values, options, facts, outputs: decided };

  const run = await runOf(definition, context, inputs, id, "update");
  proveAccount(definition, names.from, facts, run.who);
  const row = await whatStands(run, before, names);
  if (unfinished !== true) return { values, options, facts, outputs: decided };
  if (row === undefined || endedBadly(row) || isGoing(row)) return runAgain(run, facts, row);
  return awaitEnd(run, facts, row);
}

/** The job of a state entry, under the name that it has by now; absent if it is gone. */
async function whatStands(run: Run, before: State, names: Names): Promise<Row | undefined> {
  const { act, who } = run;
  const { definition } = act;
  try {
    const { row, name } = await findObject(act, before, names, who.role);
    if (same(name, names.to)) return row;
  } catch (error) {
    if (!(error instanceof ObjectMissingError)) throw error;
    if (!hasRun(before)) proveGone(definition, names.from, before.facts, who);
    return undefined;
  }
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: run.id,
    message: `${called(definition, names.from)} cannot be moved to ${canonicalQualified(names.to)}: jobs have no RENAME. Nothing was changed. Run pulumi refresh, then pulumi up.`,
  });
}

async function runOf(
  definition: Definition,
  context: Context,
  inputs: Values,
  id: string,
  operation: "create" | "update",
): Promise<Run> {
  const { values, options } = split(definition, inputs);
  const name = namesOf(definition, values);
  const act = actOf(definition, context, options, name, operation);
  const who = await act.client.identity();
  // A run takes as long whichever operation starts it.
  const limit = options.timeouts?.[operation] ?? options.timeouts?.create;
  const timeoutMs = limit === undefined ? undefined : milliseconds(limit);
  return { act: { ...act, timeoutMs }, who, id, name, values, options, account: accountOf(who) };
}
