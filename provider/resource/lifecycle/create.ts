import type { Identity, Row } from "../../client/client";
import { InvalidArgumentError, NotAuthorizedError, ObjectExistsError, SnowflakeError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import { guard } from "../data-safety";
import { type Definition, propertiesOf } from "../definition";
import { means } from "../diff";
import { readLive } from "../live";
import { locate } from "../locate";
import { called, namesOf } from "../names";
import type { Step } from "../plan";
import { createModeOf, dataLossOf } from "../policy";
import type { Values } from "../property";
import { type Facts, type State, split, stateVersion } from "../state";
import { createStatements, reasonOf } from "../statements";
import {
  type Act,
  accountOf,
  actOf,
  adviceOf,
  type Context,
  createdOnOf,
  intentKey,
  mayBeOwnedBy,
  mayHaveRun,
  send,
  UnfinishedError,
} from "./context";
import { keeping } from "./keeping";
import { type TakenUp, takeUp } from "./take-up";
import { finished } from "./waiting";

/**
 * Creates an object from checked inputs, or takes up what exists as the create mode says. One CREATE; the facts come from a
 * read-back that a burst of creations shares.
 *
 * @throws UnfinishedError if the object was made but a later step failed.
 */
export async function create(
  definition: Definition,
  context: Context,
  inputs: Values,
): Promise<{ readonly id: string; readonly state: State }> {
  const { values, options } = split(definition, inputs);
  const name = namesOf(definition, values);
  const id = canonicalQualified(name);
  const act = actOf(definition, context, options, name, "create");
  const who = await act.client.identity();
  await definition.keeper?.bringBack(context, options);
  const key = intentKey(act, who, name);
  const mode = createModeOf(context.policy, definition, values, options);
  if (mode === "orReplace") await guardWhatExists(act, name, values, inputs);
  const intent = context.journal.find(key);
  const [statement, ...rest] = createStatements(definition, values, mode === "orReplace" ? { or: "REPLACE" } : {});
  if (statement === undefined) throw new TypeError(`${definition.kind} has no CREATE statement`);
  const begun = Date.now() + who.clockOffsetMs;
  await context.journal.begin(key, { at: intent?.at ?? begun, role: who.role });
  const stateWith = (facts: Partial<Facts>, made: Values = values): State => ({
    values: made,
    options,
    facts: { account: accountOf(who), role: who.role, ...facts, version: stateVersion },
  });

  const { result: existing, problem } = await keeping(
    act,
    {
      name,
      after: values,
      replaces: mode === "orReplace",
      mayExist: mode === "createOrAlter" || intent !== undefined,
    },
    make,
  );
  let row = existing?.row;
  if (row === undefined) {
    try {
      row = await readBack();
    } catch (error) {
      if (!(error instanceof SnowflakeError)) throw error;
      throw new UnfinishedError(
        id,
        stateWith({}),
        error,
        `${called(definition, name)} was created, but could not be read back; ${adviceOf(context).next} goes on from there.`,
      );
    }
  }
  const made = finish(row, existing?.adopted ?? false);
  const end =
    row === undefined || problem !== undefined
      ? { outputs: {}, problem }
      : await finished(act, {
          name,
          row,
          before: existing?.before,
          after: values,
          unfinished: intent !== undefined || existing !== undefined,
        });
  const state = { ...made.state, outputs: end.outputs };
  if (end.problem === undefined) return { id, state };
  const facts = { ...state.facts, unfinished: true };
  throw new UnfinishedError(id, { ...state, facts }, end.problem, `${called(definition, name)} was created.`);

  /** Sends CREATE and what follows it; answers what exists already, if that was taken up instead. */
  async function make(act: Act): Promise<TakenUp | undefined> {
    try {
      const isMade = async () => isNew(await locate(definition, act.client, name, "fresh"), begun, who);
      await send(act, name, statement as Step, isMade);
    } catch (error) {
      if (error instanceof NotAuthorizedError && error.code === existsUnseen) {
        context.journal.forget(key);
        throw unseen(definition, name, who, error);
      }
      if (!(error instanceof ObjectExistsError)) {
        if (!mayHaveRun(error)) context.journal.forget(key);
        throw error;
      }
      const row = await locate(definition, act.client, name, "fresh");
      if (row === undefined) {
        context.journal.forget(key);
        throw unseen(definition, name, who, error);
      }
      try {
        return await takeUp(act, { row, name, values, options, mode, intent, who });
      } catch (refused) {
        if (refused instanceof ObjectExistsError) context.journal.forget(key);
        throw refused;
      }
    }
    const follows = rest.filter(({ kept }) => kept !== true);
    const undone = new Set([...copiedKeys(definition, values), ...follows.flatMap(({ properties }) => properties)]);
    try {
      for (const [index, step] of follows.entries()) {
        await send(act, name, step, async () => false);
        const left = new Set(follows.slice(index + 1).flatMap(({ properties }) => properties));
        for (const property of step.properties) if (!left.has(property)) undone.delete(property);
      }
      await refuseOtherCopies(act, name, values);
    } catch (error) {
      if (!(error instanceof SnowflakeError)) throw error;
      const made = Object.fromEntries(Object.entries(values).filter(([property]) => !undone.has(property)));
      const createdOn = await readBack().then(
        (row) => row && createdOnOf(row),
        () => undefined,
      );
      throw new UnfinishedError(
        id,
        stateWith(createdOn === undefined ? {} : { createdOn }, made),
        error,
        `${called(definition, name)} was created, but not finished; ${adviceOf(context).next} goes on from there.`,
      );
    }
    return undefined;
  }

  function readBack(): Promise<Row | undefined> {
    return locate(definition, act.client, name, "fresh");
  }

  function finish(row: Row | undefined, adopted: boolean): { id: string; state: State } {
    const createdOn = row === undefined ? undefined : createdOnOf(row);
    context.claims.claim(definition.kind, id, createdOn);
    return {
      id,
      state: stateWith({ ...(createdOn === undefined ? {} : { createdOn }), ...(adopted ? { adopted } : {}) }),
    };
  }
}

/** What CREATE takes from what the object is a copy of. */
function copiedKeys(definition: Definition, values: Values): readonly string[] {
  return propertiesOf(definition).flatMap(([key, property]) =>
    values[key] !== undefined && property.copied?.(values) === true ? [key] : [],
  );
}

/** @throws InvalidArgumentError if what came along with the source is not what is specified. */
export async function refuseOtherCopies(
  { definition, client, operation }: Act,
  name: readonly StoredName[],
  values: Values,
): Promise<void> {
  const keys = new Set(copiedKeys(definition, values));
  const row = keys.size === 0 ? undefined : await locate(definition, client, name, "fresh");
  if (row === undefined) return;
  const asked = { keys, tags: false, known: values, managed: values, operation, freshness: "fresh" } as const;
  const live = await readLive(definition, client, name, row, asked);
  const all = { before: live, after: values, memory: {} };
  const others = propertiesOf(definition).filter(
    ([key, property]) => keys.has(key) && !means(property, live[key], values[key], all),
  );
  if (others.length === 0) return;
  const lines = others.map(([key, property]) => `\n  - ${reasonOf(key, property, live[key], values[key])}`);
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `What it took from its source is not what is specified (taken → specified):${lines.join("")}\nSay what the source has, or leave it out, and change it afterwards.`,
  });
}

/** The object exists, but the role has no privilege on it. */
export const existsUnseen = "003041";

/** OR REPLACE drops what exists. */
async function guardWhatExists(act: Act, name: readonly StoredName[], values: Values, inputs: Values): Promise<void> {
  const { definition, client, context } = act;
  const row = await locate(definition, client, name, "fresh");
  if (row === undefined) return;
  const dataLoss = dataLossOf(context.policy, definition, values, split(definition, inputs).options);
  const undrop = await guard(definition, client, name, row, dataLoss, {
    what: 'replace (createMode "orReplace")',
    wayBack: "undrop",
    advice: adviceOf(context),
  });
  context.say(
    `${called(definition, name)} exists and is replaced, with its grants and tags.${undrop === undefined ? "" : ` To bring the old one back, rename the new one and run: ${undrop(name)}`}`,
  );
}

/** Whether what is there was made since a moment on Snowflake's clock, and may be ours. */
export function isNew(row: Row | undefined, begun: number, who: Identity): boolean {
  const createdOn = row === undefined ? undefined : createdOnOf(row);
  return (
    createdOn !== undefined && Date.parse(createdOn) >= begun - 2000 && row !== undefined && mayBeOwnedBy(row, who.role)
  );
}

/** The name is taken by something that the role does not see. */
export function unseen(
  definition: Definition,
  name: readonly StoredName[],
  who: Identity,
  cause: SnowflakeError,
): ObjectExistsError {
  return new ObjectExistsError({
    code: cause.code,
    sqlState: cause.sqlState,
    queryId: cause.queryId,
    statement: cause.statement,
    cause,
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `The name ${canonicalQualified(name)} is taken, but role ${who.role} does not see a ${definition.kind} of that name: it belongs to another role, or to an object of another kind. Choose another name, or use a role that sees it.`,
  });
}
