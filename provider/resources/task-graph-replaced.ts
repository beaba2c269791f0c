import type { Act } from "../resource/lifecycle/context";
import { createdOnOf } from "../resource/lifecycle/context";
import type { Values } from "../resource/property";
import { canonicalQualified, type StoredName } from "../sql";
import { listing } from "./task-graph-listing";
import { tasksIn } from "./task-graphs";
import { TaskStatements } from "./task-statements";

/** A graph that stands still because another one takes its place. */
export interface Replaced {
  /** The other one was not made: it goes on. */
  readonly bringBack: () => Promise<void>;
  /** The other one stands: it never runs again. */
  readonly forget: () => Promise<void>;
}

const nothing: Replaced = { bringBack: async () => {}, forget: async () => {} };

/**
 * Suspends the graph of another name that a graph replaces: it is dropped when everything else is done, and until then both
 * would do the same work.
 */
export async function stopReplaced(act: Act, name: readonly StoredName[], values: Values): Promise<Replaced> {
  const { claims } = act.context;
  const former = claims.predecessor(act.definition.kind, name);
  if (former === undefined || values["started"] !== true) return nothing;
  const own = former.at(-1) ?? "";
  const root = tasksIn(await listing(act, former, "shared")).get(own)?.row;
  const isOurs =
    root !== undefined &&
    claims.mayLose(act.definition.kind, canonicalQualified(former), createdOnOf(root)) !== undefined;
  if (!isOurs || root["state"] !== "started") return nothing;
  const statements = new TaskStatements(act, former.slice(0, -1), async () => false);
  await statements.stop(own);
  const forget = () => statements.forgetNote(own);
  return {
    forget,
    async bringBack() {
      await statements.resume(own);
      await forget();
    },
  };
}
