import type { Row } from "../client/client";
import type { Keeper, Kept, Undertaking } from "../resource/keeper";
import { locate } from "../resource/locate";
import type { Values } from "../resource/property";
import { isUnknown } from "../resource/unknown";
import { bringBack } from "./compute-pool-bring-back";
import { changedSuspended, computePools, knownOf } from "./compute-pool-known";
import { withProblem } from "./compute-pool-problems";
import { Suspension } from "./compute-pool-suspension";
import { familiesIn } from "./instance-families";

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
    const row = await toBeSuspended(undertaking);
    if (row === undefined) return { result: await change() };
    const suspension = new Suspension(undertaking.act, undertaking.name);
    if (row["state"] === "STOPPING") {
      // Somebody else has suspended it: it stays so.
      await suspension.isStill();
      return { result: await change() };
    }
    await suspension.begin(row);
    return whileStill(suspension, change);
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

async function whileStill<T>(suspension: Suspension, change: () => Promise<T>): Promise<Kept<T>> {
  let result: T;
  try {
    await suspension.isStill();
    result = await change();
  } catch (error) {
    throw withProblem(error, await suspension.end());
  }
  const problem = await suspension.end();
  return { result, ...(problem === undefined ? {} : { problem }) };
}

/** The row of a pool that has nodes, and is about to be changed as that does not allow; absent if there is nothing to do. */
async function toBeSuspended({ act, name, row, before, after, mayExist }: Undertaking): Promise<Row | undefined> {
  if (after === undefined) return undefined;
  if (before !== undefined)
    return row?.["state"] !== "SUSPENDED" && changedSuspended(before, after).length > 0 ? row : undefined;
  // It may be taken up; whether it is, CREATE tells. Without consent it is not altered then.
  if (mayExist !== true || after["allowDowntime"] !== true) return undefined;
  const existing = await locate(computePools, act.client, name, "fresh");
  return existing?.["state"] !== "SUSPENDED" && existing && differs(existing, after) ? existing : undefined;
}

function differs(row: Row, { instanceFamily, placementGroup }: Values): boolean {
  const [family] = familiesIn(row["instance_family"] ?? null);
  return family !== instanceFamily || (placementGroup !== undefined && row["placement_group"] !== placementGroup);
}
