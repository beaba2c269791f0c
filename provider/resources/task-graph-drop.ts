import type { Definition } from "../resource/definition";
import { actOf, type Context } from "../resource/lifecycle/context";
import { keeping } from "../resource/lifecycle/keeping";
import { identityOf } from "../resource/names";
import { missing } from "../resource/objects/look";
import type { StoredName } from "../sql";
import { carryOut } from "./task-graph-carrying-out";
import { carriedOut, refuseChild } from "./task-graph-deploy";
import { listing } from "./task-graph-listing";
import { operations } from "./task-graph-operations";
import { formerGraph, standingOf } from "./task-graph-standing";
import { tasksIn } from "./task-graphs";

/**
 * Drops a graph with all that hangs in it, its finalizer included, last task first. If something fails, the graph is as it was.
 *
 * @throws ObjectMissingError if there is none.
 */
export async function dropGraph(
  definition: Definition,
  context: Context,
  name: readonly StoredName[],
  { ifExists }: { readonly ifExists?: boolean | undefined },
): Promise<void> {
  const act = actOf(definition, context, {}, name, "delete");
  await definition.keeper?.bringBack(context, {});
  const tasks = tasksIn(await listing(act, name));
  const root = name.at(-1) ?? "";
  const row = tasks.get(root)?.row;
  refuseChild(definition, name, tasks.get(root));
  if (row === undefined && ifExists === true) return;
  if (row === undefined) throw await missing(definition, context, name);
  const before = identityOf(definition, name);
  const going = formerGraph(tasks, root, new Map()).map((one) => one.name);
  const standing = standingOf(tasks, [], before, going);
  const former = formerGraph(tasks, root, standing);
  await carriedOut(act, name, async () => {
    const plan = operations(standing, [], going);
    const { problem } = await keeping(act, { name, row, before }, (act) => carryOut(act, former, plan));
    if (problem !== undefined) throw problem;
  });
}
