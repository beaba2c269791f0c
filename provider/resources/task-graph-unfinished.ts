import type { Row } from "../client/client";
import { type Act, createdOnOf, UnfinishedError } from "../resource/lifecycle/context";
import { namesOf } from "../resource/names";
import type { Values } from "../resource/property";
import type { State } from "../resource/state";
import { partsOf } from "./task-graph-expansion";
import { listing } from "./task-graph-listing";
import { standingGraph } from "./task-graph-reading";
import type { HalfChangedError } from "./task-graph-taking-back";
import { tasksIn } from "./task-graphs";

/** The error of a change that failed and could not be taken back, with what stands. */
export async function unfinished(
  act: Act,
  id: string,
  state: State,
  after: Values,
  error: HalfChangedError,
): Promise<Error> {
  const name = namesOf(act.definition, state.values);
  const tasks = await listing(act, name).then(tasksIn, () => undefined);
  const row = tasks?.get(name.at(-1) ?? "")?.row;
  const cause = Object.assign(error.cause, { message: error.message });
  // Without a root there is no graph that a state could stand for.
  if (tasks !== undefined && row === undefined) return cause;
  const createdOn = createdRecorded(row, state);
  const now: State = {
    values: tasks === undefined ? state.values : standingGraph(withMadeTasks(state.values, after), tasks),
    options: state.options,
    facts: { ...state.facts, ...(createdOn === undefined ? {} : { createdOn }), unfinished: true },
  };
  return new UnfinishedError(id, now, cause, "");
}

function createdRecorded(row: Row | undefined, { facts }: State): string | undefined {
  return row === undefined ? facts.createdOn : createdOnOf(row);
}

/** A graph with what it was to get in addition: some of that may stand. */
function withMadeTasks(before: Values, after: Values): Values {
  const [had, gets] = [partsOf(before), partsOf(after)];
  const finalizer = had.finalizer ?? gets.finalizer;
  const tasks = { ...gets.tasks, ...had.tasks };
  return {
    ...before,
    ...(Object.keys(tasks).length === 0 ? {} : { tasks }),
    ...(finalizer === undefined ? {} : { finalizer }),
  };
}
