import type { Identity, Row } from "../client/client";
import { NotAuthorizedError, ObjectExistsError, ObjectMissingError, SnowflakeError } from "../client/errors";
import { guard } from "../resource/data-safety";
import type { IntentKey } from "../resource/journal";
import { type Act, adviceOf, createdOnOf, mayHaveRun, send, UnfinishedError } from "../resource/lifecycle/context";
import { existsUnseen, unseen } from "../resource/lifecycle/create";
import { poll } from "../resource/lifecycle/polling";
import { isOurs } from "../resource/lifecycle/take-up";
import { finished } from "../resource/lifecycle/waiting";
import { locate } from "../resource/locate";
import { called } from "../resource/names";
import type { Options } from "../resource/options";
import { dataLossOf } from "../resource/policy";
import type { Values } from "../resource/property";
import { type Facts, type State, stateVersion } from "../resource/state";
import { dropStatement } from "../resource/statements";
import { canonicalQualified, type StoredName } from "../sql";
import { sayCancelled } from "./job-service-announcing";
import { executeStep } from "./job-service-statement";
import { isGoing } from "./job-service-status";

/** One run of a job as a program declares it. */
export interface Run {
  readonly act: Act;
  readonly who: Identity;
  readonly id: string;
  readonly name: readonly StoredName[];
  readonly values: Values;
  readonly options: Options;
  /** `ORGANIZATION.ACCOUNT`. */
  readonly account: string;
}

/** How long what is being dropped may keep its name. */
const goesWithinMs = 60_000;

/**
 * Starts a job. Answers the row of what has its name, if something has: then nothing was started.
 *
 * @param begun - When it was announced under `key`, by Snowflake's clock.
 */
export async function execute(run: Run, key: IntentKey, begun: number): Promise<Row | undefined> {
  const { act, who, name, values } = run;
  const { definition, client, context } = act;
  const isDone = async () => {
    const row = await locate(definition, client, name, "fresh");
    return row !== undefined && isOurs({ row, who, intent: { at: begun, role: who.role } });
  };
  for (let waited = false; ; waited = true) {
    try {
      await send(act, name, executeStep(definition, values), isDone);
      return undefined;
    } catch (error) {
      const isTaken =
        error instanceof ObjectExistsError || (error instanceof NotAuthorizedError && error.code === existsUnseen);
      if (!isTaken) {
        if (!mayHaveRun(error)) context.journal.forget(key);
        throw error;
      }
      const row = await locate(definition, client, name, "fresh");
      if (row !== undefined && isGoing(row) && !waited) {
        await goneFor(run);
        continue;
      }
      if (row === undefined) {
        context.journal.forget(key);
        throw unseen(definition, name, who, error);
      }
      return row;
    }
  }
}

/** Drops the former run, so that the next one gets the name. */
export async function dropFormer({ act, name, values, options }: Run, row: Row): Promise<void> {
  const { definition, client, context } = act;
  const dataLoss = dataLossOf(context.policy, definition, values, options);
  await guard(definition, client, name, row, dataLoss, { what: "drop the former run of", advice: adviceOf(context) });
  sayCancelled(act, name, row);
  const isGone = async () => {
    const now = await locate(definition, client, name, "fresh");
    return now === undefined || createdOnOf(now) !== createdOnOf(row);
  };
  try {
    await send(act, name, { statement: dropStatement(definition, name, dataLoss) }, isGone);
  } catch (error) {
    if (!(error instanceof ObjectMissingError)) throw error;
  }
}

/**
 * Waits for the end of a job that was started, and answers its state.
 *
 * @param row - Its row, where it is known already.
 * @throws UnfinishedError if it does not end well, or not in time: the next update goes on from there.
 */
export async function awaitEnd(run: Run, facts: Partial<Facts>, row?: Row): Promise<State> {
  const { act, who, id, name, values, options, account } = run;
  const { definition, client, context } = act;
  const stateWith = (more: Partial<Facts>, outputs: Values): State => ({
    values,
    options,
    facts: { ...facts, account, role: who.role, ...more, version: stateVersion },
    outputs,
  });
  const what = `${called(definition, name)} was started.`;
  let seen: Row;
  try {
    seen = row ?? (await readBack());
  } catch (error) {
    if (!(error instanceof SnowflakeError)) throw error;
    throw new UnfinishedError(id, stateWith({ unfinished: true }, {}), error, what);
  }
  const createdOn = createdOnOf(seen);
  const known = createdOn === undefined ? {} : { createdOn };
  context.claims.claim(definition.kind, canonicalQualified(name), createdOn);
  const { outputs, problem } = await finished(act, { name, row: seen, after: values, unfinished: true });
  if (problem === undefined) return stateWith(known, outputs);
  throw new UnfinishedError(id, stateWith({ ...known, unfinished: true }, outputs), problem, what);

  async function readBack(): Promise<Row> {
    const found = await locate(definition, client, name, "fresh");
    if (found !== undefined) return found;
    throw new ObjectMissingError({
      objectKind: definition.kind,
      name: id,
      message: `It could not be read back; ${adviceOf(context).next} looks for it.`,
    });
  }
}

async function goneFor({ act: { definition, client }, name }: Run): Promise<void> {
  await poll(Date.now() + goesWithinMs, async (round) => {
    await round.space();
    const row = await locate(definition, client, name, "fresh");
    return row === undefined || !isGoing(row) ? true : undefined;
  });
}
