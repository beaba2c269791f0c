import type { Keeper, Undertaking } from "../resource/keeper";
import { isUnknown } from "../resource/unknown";
import { bringBack } from "./compute-pool-bring-back";
import { knownOf } from "./compute-pool-known";
import { withProblem } from "./compute-pool-problems";
import { Suspension } from "./compute-pool-suspension";

const running = new WeakMap<Undertaking, Suspension>();

/**
 * Snowflake changes the family and the placement of a pool only while it is suspended. A pool that is not is suspended for that, with
 * its services, and comes back with them, also if the change fails.
 */
export const computePoolKeeper: Keeper = {
  declare(context, values) {
    const { name } = values;
    if (typeof name === "string" && !isUnknown(name)) knownOf(context).declared.set(name, values);
  },

  expect() {},

  async keep(undertaking, change) {
    const suspension = new Suspension(undertaking.act, undertaking.name);
    running.set(undertaking, suspension);
    let result: Awaited<ReturnType<typeof change>>;
    try {
      result = await change();
    } catch (error) {
      throw withProblem(error, await suspension.end());
    }
    const problem = await suspension.end();
    return { result, ...(problem === undefined ? {} : { problem }) };
  },

  async makeWay(undertaking, step) {
    if (step.class === "needs suspend") await running.get(undertaking)?.begin();
  },

  async clearAgain() {
    return false;
  },

  async bringBack(context, options) {
    const { broughtBack } = knownOf(context);
    const key = JSON.stringify([options.connection, options.role]);
    const under = broughtBack.get(key) ?? bringBack(context, options);
    broughtBack.set(key, under);
    await under;
  },
};
