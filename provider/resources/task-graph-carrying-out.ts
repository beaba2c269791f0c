import { SnowflakeError } from "../client/errors";
import { type Act, send } from "../resource/lifecycle/context";
import { locate } from "../resource/locate";
import { namesOf } from "../resource/names";
import type { Step } from "../resource/plan";
import { updateStatements } from "../resource/statements";
import { task } from "./task";
import { inverse, type Operation } from "./task-graph-plan";
import { standingValues } from "./task-graph-reading";

/** A change of a graph failed, and what had been done before could not be taken back. */
export class HalfChangedError extends Error {
  override readonly cause: SnowflakeError;

  constructor(cause: SnowflakeError, message: string) {
    super(message);
    this.name = "HalfChangedError";
    this.cause = cause;
  }
}

/**
 * Sends the operations of a plan one after another. If one fails, those before it are taken back, last first.
 *
 * @throws SnowflakeError what failed, with the graph as it was.
 * @throws HalfChangedError if it could not be brought back, with exactly what was done.
 */
export async function carryOut(act: Act, operations: readonly Operation[]): Promise<void> {
  const done: Operation[] = [];
  for (const operation of operations) {
    const sent: Step[] = [];
    try {
      for (const step of operation.steps) {
        await sendStep(act, operation, step);
        sent.push(step);
      }
      done.push(operation);
    } catch (error) {
      if (!(error instanceof SnowflakeError)) throw error;
      // Of a task whose change broke off, anything may stand: it is taken back as if all of it did.
      await takeBack(act, sent.length > 0 || operation.steps.length > 1 ? [...done, operation] : done, error, [
        ...done.flatMap(({ steps }) => steps),
        ...sent,
      ]);
      throw error;
    }
  }
}

async function takeBack(
  act: Act,
  done: readonly Operation[],
  cause: SnowflakeError,
  sent: readonly Step[],
): Promise<void> {
  const undone: Step[] = [];
  for (const operation of done.toReversed()) {
    try {
      const back = await whatTakesBack(act, operation);
      for (const step of back) {
        await send(act, namesOf(task, operation.after ?? operation.before ?? {}), step, async () => false);
        undone.push(step);
      }
    } catch (error) {
      if (!(error instanceof SnowflakeError)) throw error;
      throw new HalfChangedError(
        cause,
        `${cause.message} What had been done could not be taken back either: ${error.message}\nDone:${lines(sent)}\nTaken back:${lines(undone)}`,
      );
    }
  }
}

/** What takes back an operation of which a part may be missing: looked at, since a statement that went too far would fail. */
async function whatTakesBack(act: Act, operation: Operation): Promise<readonly Step[]> {
  const { what, before, after } = operation;
  const name = namesOf(task, after ?? before ?? {});
  const row = await locate(task, act.client, name, "fresh");
  if (what === "create") return row === undefined ? [] : inverse(operation);
  if (what === "drop") return row === undefined ? inverse(operation) : [];
  if (what !== "alter" || row === undefined || before === undefined) return inverse(operation);
  const stands = standingValues(row, { ...after, ...before });
  const wanted = { ...before, started: stands["started"] };
  const steps = updateStatements(task, name, { ...stands, started: stands["started"] }, wanted);
  return steps.filter(({ kept }) => kept !== true);
}

async function sendStep(act: Act, { what, after, before }: Operation, step: Step): Promise<void> {
  const name = namesOf(task, after ?? before ?? {});
  await send(act, name, step, async () => {
    const row = await locate(task, act.client, name, "fresh");
    if (what === "create") return row !== undefined;
    if (what === "drop") return row === undefined;
    if (row === undefined || after === undefined) return false;
    if (what === "start") return (row["state"] === "started") === (after["started"] === true);
    const left = updateStatements(task, name, standingValues(row, after), after);
    return !left.some(({ statement }) => statement.text === step.statement.text);
  });
}

function lines(steps: readonly Step[]): string {
  return steps.length === 0 ? "\n  nothing" : steps.map(({ statement }) => `\n  ${statement.redacted}`).join("");
}
