import { capitalised } from "../client/advice";
import type { Row } from "../client/client";
import { InvalidArgumentError } from "../client/errors";
import type { Intent } from "../resource/journal";
import { adviceOf, intentKey } from "../resource/lifecycle/context";
import { anewKey } from "../resource/lifecycle/rebuild";
import { isOurs, takeUp } from "../resource/lifecycle/take-up";
import { locate } from "../resource/locate";
import { called } from "../resource/names";
import { createModeOf, dataLossOf } from "../resource/policy";
import type { Facts, State } from "../resource/state";
import { canonicalQualified } from "../sql";
import { awaitEnd, dropFormer, execute, type Run } from "./job-service-run";
import { digestOf } from "./job-service-statement";
import { endedBadly, endOf, isGoing } from "./job-service-status";

/** Runs a job for the first time, goes on with what an interrupted run has started, or takes up what exists. */
export async function firstRun(run: Run): Promise<State> {
  const { act, who, name, values, options } = run;
  const { definition, context } = act;
  const key = intentKey(act, who, name);
  const intent = context.journal.find(key);
  const left = intent === undefined ? undefined : await leftBehind(run, intent);
  if (left !== undefined) return awaitEnd(run, {}, left);
  const at = Date.now() + who.clockOffsetMs;
  await context.journal.begin(key, { at, role: who.role, digest: digestOf(definition, values) });
  const row = await execute(run, key, at);
  if (row === undefined) return awaitEnd(run, {});
  try {
    const mode = createModeOf(context.policy, definition, values, options);
    const taken = await takeUp(act, { row, name, values, options, mode, intent: undefined, who });
    if (endedBadly(taken.row)) throw failedBefore(run, taken.row, "taken up");
    return awaitEnd(run, { adopted: true }, taken.row);
  } finally {
    context.journal.forget(key);
  }
}

/**
 * What an interrupted run has started, if it is the run that is declared now and has not failed. Anything else that it started is
 * dropped.
 */
async function leftBehind(run: Run, intent: Intent): Promise<Row | undefined> {
  const { act, who, name, values } = run;
  const { definition, client, context } = act;
  const row = await locate(definition, client, name, "fresh");
  if (row === undefined || !isOurs({ row, intent, who })) return undefined;
  const createdOn = row["created_on"] ?? undefined;
  if (context.claims.has(definition.kind, canonicalQualified(name), createdOn)) return undefined;
  const object = called(definition, name);
  const isSame = intent.digest === digestOf(definition, values);
  if (isSame && !endedBadly(row)) {
    context.say(`${object} was started by a run that was interrupted: going on from there.`);
    return row;
  }
  const why = isSame ? `and ended as ${endOf(row)}` : "and was declared otherwise";
  context.say(`${object} was started by a run that was interrupted, ${why}: it is dropped, and runs again.`);
  await dropFormer(run, row);
  return undefined;
}

/** Runs a job again that has failed, or is gone. Should this run be killed, the next one knows the new job by the note. */
export async function runAgain(run: Run, { createdOn, adopted }: Facts, row: Row | undefined): Promise<State> {
  const { act, who, name, values, options, account } = run;
  const { definition, context } = act;
  if (row !== undefined && adopted === true && dataLossOf(context.policy, definition, values, options) !== "allow")
    throw failedBefore(run, row, "run again");
  const key = anewKey(act, account, name);
  const at = Date.now() + who.clockOffsetMs;
  await context.journal.begin(key, {
    at,
    role: who.role,
    ...(createdOn === undefined ? {} : { replaces: createdOn }),
  });
  if (row !== undefined && !isGoing(row)) await dropFormer(run, row);
  const other = await execute(run, key, at);
  if (other === undefined) return awaitEnd(run, {});
  context.journal.forget(key);
  const { look, goOn } = adviceOf(context);
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} was to run again, but another job of that name was started meanwhile. Nothing was run. ${capitalised(look)} to take over that one, or drop it; then ${goOn}.`,
  });
}

/** What this stack has not started is not dropped unasked. */
function failedBefore({ act: { definition, context }, name }: Run, row: Row, what: string): InvalidArgumentError {
  const canonical = canonicalQualified(name);
  const { ours, again } = adviceOf(context);
  return new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonical,
    message: `${called(definition, name)} was not started by ${ours}, and ended as ${endOf(row)}: it is not ${what}. Drop it (DROP SERVICE ${canonical}), then ${again}.`,
  });
}
