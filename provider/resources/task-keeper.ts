import { SnowflakeError } from "../client/errors";
import type { Keeper, Undertaking } from "../resource/keeper";
import { identityKeys, namesOf } from "../resource/names";
import type { Values } from "../resource/property";
import { isUnknown } from "../resource/unknown";
import { canonicalQualified } from "../sql";
import { bringBack } from "./task-bring-back";
import { TaskChange } from "./task-change";
import { knownOf, tasks } from "./task-known";

/** The root of the graph is not suspended. */
const rootRuns = "091421";

const running = new WeakMap<Undertaking, TaskChange>();

/**
 * Snowflake lets nobody change a graph whose root is started. Each change suspends the roots that it touches, shares that pause
 * with all that come at the same time, and is answered when the roots are where the program wants them.
 */
export const taskKeeper: Keeper = {
  declare(context, values) {
    const { started } = values;
    const name = nameIn(values);
    if (name !== undefined && typeof started === "boolean") knownOf(context).declared.set(name, started);
  },

  expect(context, values) {
    const name = nameIn(values);
    if (name !== undefined) knownOf(context).expected.set(name, Date.now());
  },

  async keep(undertaking, change) {
    const one = new TaskChange(undertaking, (error, attempt) => taskKeeper.clearAgain(undertaking, error, attempt));
    running.set(undertaking, one);
    return one.run(change);
  },

  async clearAgain(undertaking, error, attempt) {
    if (!(error instanceof SnowflakeError) || error.code !== rootRuns) return false;
    return running.get(undertaking)?.clearAgain(attempt) ?? false;
  },

  async bringBack(context, options) {
    const { broughtBack } = knownOf(context);
    const key = JSON.stringify([options.connection, options.role]);
    const under = broughtBack.get(key) ?? bringBack(context, options);
    broughtBack.set(key, under);
    await under;
  },
};

/** Its qualified name; absent if that is not known yet: then nothing is there to be started, or changed, either. */
function nameIn(values: Values): string | undefined {
  if (identityKeys(tasks).some((key) => typeof values[key] !== "string" || isUnknown(values[key]))) return undefined;
  return canonicalQualified(namesOf(tasks, values));
}
