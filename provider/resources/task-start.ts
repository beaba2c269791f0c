import type { Advice } from "../client/advice";
import { ObjectMissingError, type SnowflakeError } from "../client/errors";
import type { Claims } from "../resource/claims";
import { same } from "../resource/equal";
import { canonicalQualified, parseQualified } from "../sql";
import { type Known, tasks } from "./task-known";
import { isSnowflakeError, notResumed } from "./task-problems";
import type { TaskStatements } from "./task-statements";

/** What is needed to bring roots back. */
interface Starting {
  readonly claims: Claims;
  readonly known: Known;
  readonly statements: TaskStatements;
  readonly advice: Advice;
}

/** Roots are brought to where the program wants them, or back to where they were; answers what went wrong, by root. */
export async function startRoots(
  starting: Starting,
  ran: ReadonlyMap<string, boolean>,
): Promise<ReadonlyMap<string, SnowflakeError>> {
  const { known, statements, advice } = starting;
  const problems = new Map<string, SnowflakeError>();
  for (const root of new Set([...ran.keys(), ...waitingHere(starting)])) {
    const full = statements.full(root);
    if (hasMovedOn(starting, root)) continue;
    const shallRun = known.goals.get(full) ?? known.declared.get(full) ?? ran.get(root) ?? true;
    try {
      if (shallRun) await statements.resume(root);
    } catch (error) {
      if (!isSnowflakeError(error)) throw error;
      if (!(error instanceof ObjectMissingError)) {
        // Its graph hangs together again when the rest of it has left the root that this one replaces.
        if (isInTransition(starting)) known.waiting.add(full);
        else problems.set(root, notResumed(full, error, advice));
        await statements.leaveToLater(root);
        continue;
      }
    }
    await statements.forgetNote(root);
    known.goals.delete(full);
    known.waiting.delete(full);
    known.left.delete(full);
  }
  return problems;
}

/** What is about to be dropped needs not run again, and could not: part of its graph has moved on. */
function hasMovedOn({ claims, known, statements }: Starting, root: string): boolean {
  const name = statements.name(root);
  if (!claims.isReplaced(tasks.kind, name)) return false;
  const to = claims.successor(tasks.kind, name);
  return to === undefined || known.made.has(canonicalQualified(to));
}

/** Roots of this schema that wait for what they replace to be dropped. */
function waitingHere({ known, statements }: Starting): readonly string[] {
  return [...known.waiting]
    .map((full) => parseQualified(full))
    .filter((name) => same(name.slice(0, -1), statements.schema))
    .flatMap((name) => name.slice(-1));
}

/** Whether a task of the schema has been replaced by one of another name, and is not dropped yet. */
function isInTransition({ claims, known, statements }: Starting): boolean {
  return [...known.made].some((full) => {
    const from = claims.predecessor(tasks.kind, parseQualified(full));
    return (
      from !== undefined && same(from.slice(0, -1), statements.schema) && !known.dropped.has(canonicalQualified(from))
    );
  });
}
