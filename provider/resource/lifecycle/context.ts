import { type Advice, pulumiAdvice } from "../../client/advice";
import type { Client, Identity, Operation, Result, Row } from "../../client/client";
import {
  ConnectionError,
  ObjectMissingError,
  type SnowflakeError,
  TimeoutError,
  WrongAccountError,
} from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import type { Claims } from "../claims";
import type { Definition } from "../definition";
import type { IntentKey, Journal } from "../journal";
import type { SentStep } from "../keeper";
import { called, containerOf } from "../names";
import { milliseconds, type Options, type Timeouts } from "../options";
import type { PolicySource } from "../policy";
import type { Facts, State } from "../state";

/** What the lifecycle functions need of the process they run in. */
export interface Context {
  /** The client of a resource's connection and role. */
  clientFor(options: Options): Client;
  readonly policy: PolicySource;
  readonly journal: Journal;
  readonly claims: Claims;
  /** Qualified names of what this process is deleting right now. */
  readonly deleting: Set<string>;
  /** Changes for which something has been stopped that has to come back: the process waits for them before it ends. */
  readonly underWay: Set<Promise<unknown>>;
  /** Where databases and schemas have gone that were renamed outside this run, by their old names. */
  readonly moved: Map<string, Promise<readonly StoredName[] | undefined>>;
  readonly project: string;
  readonly folder: string;
  /** The folder in the user's cache where programs leave the content of files, by hash. */
  readonly contents: string;
  /** The words for those who read the messages; see {@link adviceOf}. @defaultValue {@link pulumiAdvice} */
  readonly advice?: Advice;
  /** Tells the user something that is neither an error nor a result. */
  say(line: string): void;
  /** Whether nothing that writes is sent: then nothing comes about that could be waited for. */
  readonly isDryRun?: boolean;
}

/** The words that messages of a process are written in. */
export function adviceOf({ advice = pulumiAdvice }: Pick<Context, "advice">): Advice {
  return advice;
}

/** An object was made or changed, but not all that was asked for: the state must keep what was done. */
export class UnfinishedError extends Error {
  readonly id: string;
  readonly state: State;
  override readonly cause: SnowflakeError;

  constructor(id: string, state: State, cause: SnowflakeError, what: string) {
    super(`${what} ${cause.message}`);
    this.name = "UnfinishedError";
    this.id = id;
    this.state = state;
    this.cause = cause;
  }
}

/** One operation on one object: who does it, on what, with which client. */
export interface Act {
  readonly definition: Definition;
  readonly context: Context;
  readonly client: Client;
  readonly operation: Operation;
  readonly timeoutMs: number | undefined;
  /** Whether a statement that failed is to be sent again, because what was in its way has been cleared; see {@link Keeper}. */
  readonly clearAgain?: (error: unknown, attempt: number) => Promise<boolean>;
  /** Stops what is in the way of a statement, before it is sent; see {@link Keeper}. */
  readonly makeWay?: (step: SentStep) => Promise<void>;
}

/** Prepares an operation on an object. */
export function actOf(
  definition: Definition,
  context: Context,
  options: Options,
  name: readonly StoredName[],
  operation: keyof Timeouts | "read",
): Act {
  const limit = operation === "read" ? undefined : options.timeouts?.[operation];
  return {
    definition,
    context,
    client: context.clientFor(options),
    operation: { project: context.project, kind: definition.kind, name: canonicalQualified(name), operation },
    timeoutMs: limit === undefined ? undefined : milliseconds(limit),
  };
}

/**
 * Sends one statement that writes. If the session died under it, its effect is read before it is sent again, once.
 *
 * @returns What it answered; absent if only its effect is known.
 */
export async function send(
  { client, definition, operation, timeoutMs, clearAgain, makeWay }: Act,
  name: readonly StoredName[],
  step: SentStep,
  isDone: () => Promise<boolean>,
): Promise<Result | undefined> {
  const once = () =>
    client.writing(containerOf(definition, name), () =>
      client.execute(step.statement, {
        writes: true,
        operation,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }),
    );
  await makeWay?.(step);
  for (let attempt = 0; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      if ((await clearAgain?.(error, attempt)) === true) continue;
      if (!(error instanceof ConnectionError && error.outcomeUnknown)) throw error;
      const isThere = await isDone().catch(() => undefined);
      // What cannot be looked at either stays unknown, and that is what has to be said.
      if (isThere === undefined) throw error;
      return isThere ? undefined : await once();
    }
  }
}

/** Whether the effect of a statement that failed may be there all the same. */
export function mayHaveRun(error: unknown): boolean {
  return (error instanceof ConnectionError || error instanceof TimeoutError) && error.outcomeUnknown;
}

/** `ORGANIZATION.ACCOUNT`. */
export function accountOf(who: Identity): string {
  return `${who.organization}.${who.account}`;
}

/** @throws WrongAccountError if the session is in another account than the resource. */
export function proveAccount(definition: Definition, name: readonly StoredName[], facts: Facts, who: Identity): void {
  if (facts.account === "" || facts.account === accountOf(who)) return;
  throw new WrongAccountError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message:
      `Connected to ${accountOf(who)}, but ${called(definition, name)} lives in ${facts.account}. Nothing was changed, neither there nor in the state. ` +
      `Point the connection back at ${facts.account} (snowflake:organizationName, snowflake:accountName, SNOWFLAKE_ACCOUNT or the connection's name).`,
  });
}

/** @throws ObjectMissingError if another role than the recorded one cannot see the object: that proves nothing. */
export function proveGone(definition: Definition, name: readonly StoredName[], facts: Facts, who: Identity): void {
  if (facts.role === "" || facts.role === who.role) return;
  throw new ObjectMissingError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message:
      `Role ${who.role} does not see ${called(definition, name)}, which role ${facts.role} saw last. That does not prove that it is gone, so the state ` +
      `keeps it. Run again with role ${facts.role} (snowflake:role, SNOWFLAKE_ROLE or the resource's role), or grant ${who.role} a privilege on it.`,
  });
}

/** What identifies an intent of this program. */
export function intentKey({ definition, context }: Act, who: Identity, name: readonly StoredName[]): IntentKey {
  return {
    account: accountOf(who),
    project: context.project,
    folder: context.folder,
    kind: definition.kind,
    name: canonicalQualified(name),
  };
}

/** What identifies the note of a rename that is about to be sent: should the run be killed, `refresh` knows where to look. */
export function renameKey(act: Act, who: Identity, from: readonly StoredName[]): IntentKey {
  const key = intentKey(act, who, from);
  return { ...key, kind: renamedKind(key.kind) };
}

/** The kind under which the rename of an object is noted. */
export function renamedKind(kind: string): string {
  return `${kind} renamed`;
}

/** Clocks are compared across a network. */
export const clockToleranceMs = 2000;

/** The time of creation in a row of SHOW. */
export function createdOnOf(row: Row): string | undefined {
  return row["created_on"] ?? undefined;
}

/** Whether an object may belong to a role; the listings of some kinds name no owner. */
export function mayBeOwnedBy(row: Row, role: string): boolean {
  return row["owner"] === undefined || row["owner"] === role;
}
