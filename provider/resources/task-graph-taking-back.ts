import type { Client } from "../client/client";
import type { SnowflakeError } from "../client/errors";
import type { Act } from "../resource/lifecycle/context";
import { list } from "../resource/locate";
import { namesOf } from "../resource/names";
import type { Step } from "../resource/plan";
import type { Values } from "../resource/property";
import { parseIdentifier } from "../sql";
import { task } from "./task";
import type { Expanded } from "./task-graph-expansion";
import { type Operation, operations, startOf } from "./task-graph-operations";
import { standingValues } from "./task-graph-reading";
import { isBelieved } from "./task-graph-standing";
import { tasksIn } from "./task-graphs";

/** A change of a graph failed, and what had been done before could not be taken back. */
export class HalfChangedError extends Error {
  override readonly cause: SnowflakeError;

  constructor(
    cause: SnowflakeError,
    then: SnowflakeError,
    { sent, undone }: { readonly sent: readonly Step[]; readonly undone: readonly Step[] },
  ) {
    super(
      `${cause.message} What had been done could not be taken back either: ${then.message}\nDone:${lines(sent)}\nTaken back:${lines(undone)}`,
    );
    this.name = "HalfChangedError";
    this.cause = cause;
  }
}

/**
 * What brings a graph back to what it was: the difference between what stands now, whatever of the change got through, and what
 * stood before.
 */
export async function whatTakesBack(
  act: Act,
  former: readonly Expanded[],
  begun: readonly Operation[],
): Promise<readonly Operation[]> {
  const [any = {}] = [...former.map(({ values }) => values), ...begun.map(({ after }) => after)];
  const now = tasksIn(await list(task, act.client, namesOf(task, any), "fresh"));
  const made = namesIn(begun, "create");
  const dropped = namesIn(begun, "drop");
  const before = new Map(former.map(({ name, values }) => [name, values]));
  const sent = new Map(begun.map(({ name, after }) => [name, after]));
  const names = new Set([...before.keys(), ...made]);
  const standing = new Map(
    [...names].flatMap((name) => {
      const row = now.get(parseIdentifier(name))?.row;
      const known = { ...placeIn(any), name, ...lastSent(before.get(name), sent.get(name)) };
      return row === undefined ? [] : [[name, standingValues(row, known)] as const];
    }),
  );
  // What somebody else has dropped meanwhile is not ours to bring back.
  const wanted = former.filter(({ name }) => standing.has(name) || dropped.includes(name));
  // A root that was made, and runs already, lets none of its tasks go.
  const running = begun.filter(({ name, what, singly }) => {
    const isRoot = what === "start" && singly !== undefined;
    return isRoot && made.includes(name) && standing.get(name)?.["started"] === true;
  });
  return [...running.map(({ name, after = {} }) => startOf(name, after, false)), ...operations(standing, wanted, made)];
}

/** A client that sends also when the run is stopping: what was begun has to be taken back. */
export function insistent(client: Client): Client {
  return {
    identity: () => client.identity({ evenWhenStopping: true }),
    execute: (statement, options) => client.execute(statement, { ...options, evenWhenStopping: true }),
    listing: (listing, freshness) => client.listing({ ...listing, evenWhenStopping: true }, freshness),
    writing: (container, work) => client.writing(container, work, { evenWhenStopping: true }),
    close: () => client.close(),
  };
}

function namesIn(begun: readonly Operation[], what: Operation["what"]): readonly string[] {
  return begun.filter((one) => one.what === what).map(({ name }) => name);
}

/** What was last sent of a task, as far as no listing tells: all that was to be sent counts. */
function lastSent(before: Values = {}, after?: Values): Values {
  if (after === undefined) return before;
  const listed = Object.entries(before).filter(([key]) => !isBelieved(key));
  return { ...Object.fromEntries(listed), ...after };
}

function placeIn(values: Values): Values {
  return { database: values["database"], schema: values["schema"] };
}

function lines(steps: readonly Step[]): string {
  return steps.length === 0 ? "\n  nothing" : steps.map(({ statement }) => `\n  ${statement.redacted}`).join("");
}
