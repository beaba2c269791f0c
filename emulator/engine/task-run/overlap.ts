import type { CatalogObject } from "../catalog/object";
import { optionsOf } from "../task/record";
import { unended } from "./run";
import type { RunHistory } from "./run-history";

/** Whether OVERLAP_POLICY keeps a graph from starting as long as a run of it is executing. */
export function isBlocked(history: RunHistory, root: CatalogObject, { waits } = { waits: false }): boolean {
  const runs = history.executingOf(root.id);
  const policy = waits ? "NO_OVERLAP" : optionsOf(root).overlapPolicy;
  if (policy === "ALLOW_ALL_OVERLAP") return false;
  if (policy !== "ALLOW_CHILD_OVERLAP") return runs.length > 0;
  return runs.some((run) => unended(run).some(({ taskId }) => taskId === root.id));
}
