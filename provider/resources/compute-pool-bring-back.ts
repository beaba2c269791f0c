import type { Client, Identity, Operation, Row } from "../client/client";
import { SnowflakeError } from "../client/errors";
import type { Intent, IntentKey } from "../resource/journal";
import { accountOf, type Context } from "../resource/lifecycle/context";
import { poll } from "../resource/lifecycle/polling";
import { locate } from "../resource/locate";
import { called } from "../resource/names";
import type { Options } from "../resource/options";
import { canonicalQualified, parseQualified, type StoredName } from "../sql";
import { computePools, isSuspended } from "./compute-pool-known";
import { stoppedKind, suspendedKind } from "./compute-pool-notes";
import { isSuspendedService } from "./compute-pool-services";
import { PoolStatements } from "./compute-pool-statements";

/** How long a pool that is still giving back its nodes is waited for. */
const stoppingMs = 5 * 60_000;
const toleranceMs = 5000;

type Note = IntentKey & Intent;

/** Brings back the pools that an earlier run of this program has suspended, and could not resume, and then their services. */
export async function bringBack(context: Context, options: Options): Promise<void> {
  const client = context.clientFor(options);
  const who = await client.identity();
  const { project, folder, journal } = context;
  const notesOf = (kind: string) => journal.left({ account: accountOf(who), project, folder, kind });
  const isBack: boolean[] = [];
  for (const note of notesOf(suspendedKind))
    isBack.push(await attempt(context, note, () => bringPoolBack(context, client, who, note)));
  // A service cannot run before its pool does, and a note does not say which that is.
  if (isBack.includes(false)) return;
  for (const note of notesOf(stoppedKind))
    await attempt(context, note, () => bringServiceBack(context, client, who, note));
}

/** What could not be brought back is tried again by the next run. */
async function attempt({ say }: Context, note: Note, work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SnowflakeError)) throw error;
    say(
      `${note.name} was suspended by a run that was interrupted (${note.kind}), and could not be resumed: ${error.message.trim()} The next run tries again.`,
    );
    return false;
  }
}

async function bringPoolBack(context: Context, client: Client, who: Identity, note: Note): Promise<boolean> {
  const name = parseQualified(note.name);
  const look = () => locate(computePools, client, name, "fresh");
  const first = await look();
  // Another role may not see it: that proves nothing.
  if (first === undefined && note.role !== who.role) return false;
  if (!isSuspended(first) || isResumedSince(first, note.at)) {
    context.journal.forget(note);
    return true;
  }
  await poll(Date.now() + stoppingMs, async () => ((await look())?.["state"] === "STOPPING" ? undefined : true));
  await new PoolStatements(client, operationOf(context, name), name).resume();
  context.journal.forget(note);
  context.say(
    `${called(computePools, name)} had been suspended for a change by a run that was interrupted: it is resumed.`,
  );
  return true;
}

async function bringServiceBack(context: Context, client: Client, who: Identity, note: Note): Promise<boolean> {
  const name = parseQualified(note.name);
  const statements = new PoolStatements(client, operationOf(context, name), name);
  const row = await locate(services, client, name, "fresh");
  // As with the pool.
  if (row === undefined && note.role !== who.role) return false;
  if (isSuspendedService(row === undefined ? undefined : { status: row["status"] ?? "" })) {
    await statements.resumeService(name);
    context.say(`Service ${note.name} had stopped with its compute pool in a run that was interrupted: it is resumed.`);
  }
  context.journal.forget(note);
  return true;
}

/** SHOW SERVICES, as far as looking for one goes. */
const services = { plural: "SERVICES", scope: "schema" } as const;

function operationOf({ project }: Context, name: readonly StoredName[]): Operation {
  return { project, kind: computePools.kind, name: canonicalQualified(name), operation: "update" };
}

/** Whether somebody has resumed the pool after we noted that we would suspend it: then it was suspended again by somebody else. */
function isResumedSince(row: Row | undefined, at: number): boolean {
  const resumed = Date.parse(row?.["resumed_on"] ?? "");
  return Number.isFinite(resumed) && resumed > at + toleranceMs;
}
