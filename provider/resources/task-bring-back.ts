import type { Row } from "../client/client";
import { ObjectMissingError } from "../client/errors";
import { accountOf, type Context } from "../resource/lifecycle/context";
import { list } from "../resource/locate";
import { containerOf } from "../resource/names";
import type { Options } from "../resource/options";
import { canonicalQualified, parseQualified, quoted, sql } from "../sql";
import { knownOf, tasks } from "./task-known";
import { isSnowflakeError } from "./task-problems";
import { suspendedKind } from "./task-statements";

/** Brings back the roots that an earlier run of this program has suspended, and could not resume. */
export async function bringBack(context: Context, options: Options): Promise<void> {
  const client = context.clientFor(options);
  const who = await client.identity();
  const { project, folder, journal, claims } = context;
  const { declared, left } = knownOf(context);
  const notes = journal.left({ account: accountOf(who), project, folder, kind: suspendedKind });
  for (const note of notes) {
    // Its schema may have been renamed in this run.
    const name = claims.carried(parseQualified(note.name));
    const full = canonicalQualified(name);
    try {
      const rows = await list(tasks, client, name, "fresh").catch(noneIfMissing);
      const row = rows.find((one) => one["name"] === name.at(-1));
      // Another role may not see it: that proves nothing.
      if (row === undefined && note.role !== who.role) continue;
      const isOurs = row?.["state"] === "suspended" && wasSuspendedThen(row, note.at);
      if (!isOurs || declared.get(full) === false) {
        journal.forget(note);
        continue;
      }
      const operation = { project, kind: tasks.kind, name: full, operation: "update" } as const;
      const statement = sql`ALTER TASK ${quoted(...name)} RESUME`;
      await client.writing(containerOf(tasks, name), () => client.execute(statement, { writes: true, operation }));
      journal.forget(note);
      context.say(`Task ${full} had been suspended for a change by a run that was interrupted: it runs again.`);
    } catch (error) {
      if (!isSnowflakeError(error)) throw error;
      // Its graph may be half changed: it is tried again when this run has changed it.
      left.add(full);
    }
  }
}

/** Whether a task was last suspended about when we noted that we would; somebody else may have done so since. */
function wasSuspendedThen(row: Row, at: number): boolean {
  const text = row["last_suspended_on"];
  if (text === null || text === undefined || text === "") return true;
  const difference = Date.parse(text) - at;
  return difference > -5000 && difference < 120_000;
}

function noneIfMissing(error: unknown): readonly Row[] {
  if (error instanceof ObjectMissingError) return [];
  throw error;
}
