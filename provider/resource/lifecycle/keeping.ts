import type { Kept, SentStep, Undertaking } from "../keeper";
import type { Act } from "./context";

/**
 * Runs the statements of a change while what would run into it stands still. Without anything that has to, they are just run.
 *
 * @param change - Sends them, with the act that it is given.
 */
export async function keeping<T>(
  act: Act,
  undertaking: Omit<Undertaking, "act">,
  change: (act: Act) => Promise<T>,
): Promise<Kept<T>> {
  const { keeper } = act.definition;
  if (keeper === undefined || undertaking.isIdle === true) return { result: await change(act) };
  const whole = { ...undertaking, act };
  const clearAgain = (error: unknown, attempt: number) => keeper.clearAgain(whole, error, attempt);
  const makeWay = async (step: SentStep) => keeper.makeWay?.(whole, step);
  const kept = keeper.keep(whole, () => change({ ...act, clearAgain, makeWay }));
  act.context.underWay.add(kept);
  try {
    return await kept;
  } finally {
    act.context.underWay.delete(kept);
  }
}
