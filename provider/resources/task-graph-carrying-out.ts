import { ConnectionError, SnowflakeError } from "../client/errors";
import { type Act, send } from "../resource/lifecycle/context";
import { list, locate } from "../resource/locate";
import { namesOf } from "../resource/names";
import type { Step } from "../resource/plan";
import type { Values } from "../resource/property";
import { updateStatements } from "../resource/statements";
import { canonicalQualified } from "../sql";
import { task } from "./task";
import type { Expanded } from "./task-graph-expansion";
import type { Operation } from "./task-graph-operations";
import { standingValues } from "./task-graph-reading";
import { others } from "./task-graph-standing";
import { HalfChangedError, insistent, whatTakesBack } from "./task-graph-taking-back";
import { tasksIn } from "./task-graphs";
import { knownOf } from "./task-known";

/**
 * Sends the operations of a plan one after another. If one fails, the graph is brought back to what it was.
 *
 * @param former - The graph as it stands.
 * @throws SnowflakeError what failed, with the graph as it was.
 * @throws HalfChangedError if it could not be brought back, with exactly what was done.
 */
export async function carryOut(act: Act, former: readonly Expanded[], plan: readonly Operation[]): Promise<void> {
  const begun: Operation[] = [];
  const sent: Step[] = [];
  try {
    for (const operation of plan) await carry(operation);
  } catch (error) {
    if (!(error instanceof SnowflakeError)) throw error;
    // A first statement that was refused has left nothing behind.
    if (sent.length > 0 || error instanceof ConnectionError) await takeBack(act, former, begun, { cause: error, sent });
    throw error;
  }

  async function carry(operation: Operation): Promise<void> {
    const { singly, steps } = operation;
    if (singly !== undefined && !(await mayStartAtOnce(act, operation))) return carryAll(singly);
    begun.push(operation);
    try {
      for (const step of steps) {
        await sendStep(act, operation, step);
        sent.push(step);
      }
    } catch (error) {
      // One statement for many tasks may be refused where one for each is not.
      if (singly === undefined || !(error instanceof SnowflakeError) || error instanceof ConnectionError) throw error;
      await carryAll(singly);
    }
  }

  async function carryAll(operations: readonly Operation[]): Promise<void> {
    for (const one of operations) await carry(one);
  }
}

/** Whether nothing but the graph's own tasks would be started: others may have hung theirs into it meanwhile, or be about to. */
async function mayStartAtOnce(act: Act, { after = {}, singly = [] }: Operation): Promise<boolean> {
  const root = namesOf(task, after);
  const tasks = tasksIn(await list(task, act.client, root, "fresh"));
  const own = singly.map(({ name }) => name);
  const named = new Set([after, ...singly.map((one) => one.after ?? {})].map((one) => qualified(one)));
  const schema = `${canonicalQualified(root.slice(0, -1))}.`;
  const declared = [...knownOf(act.context).declared.keys()].filter((name) => name.startsWith(schema));
  return declared.every((name) => named.has(name)) && others(tasks, root.at(-1) ?? "", own).length === 0;
}

async function takeBack(
  act: Act,
  former: readonly Expanded[],
  begun: readonly Operation[],
  { cause, sent }: { readonly cause: SnowflakeError; readonly sent: readonly Step[] },
): Promise<void> {
  const back = { ...act, client: insistent(act.client) };
  const undone: Step[] = [];
  try {
    for (const operation of await whatTakesBack(back, former, begun)) {
      for (const step of operation.steps) {
        await sendStep(back, operation, step);
        undone.push(step);
      }
    }
  } catch (error) {
    if (!(error instanceof SnowflakeError)) throw error;
    throw new HalfChangedError(cause, error, { sent, undone });
  }
}

/** Sends a statement; if its answer was lost, it is sent again unless its effect is there. */
async function sendStep(act: Act, { what, after, before }: Operation, step: Step): Promise<void> {
  const name = namesOf(task, after ?? before ?? {});
  await send(act, name, step, async () => {
    const row = await locate(task, act.client, name, "fresh");
    if (what === "create") return row !== undefined;
    if (what === "drop") return row === undefined;
    // What sets a value, or starts a task, may be sent twice.
    const relates = step.properties.some((key) => key === "after" || key === "finalize");
    if (!relates || row === undefined || after === undefined) return false;
    const left = updateStatements(task, name, standingValues(row, after), after);
    return !left.some(({ statement }) => statement.text === step.statement.text);
  });
}

function qualified(values: Values): string {
  return canonicalQualified(namesOf(task, values));
}
