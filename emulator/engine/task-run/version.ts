import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { membersOf } from "../task/graph";
import { taskOf } from "../task/record";
import type { Graph } from "./graph-version";
import { fingerprintOf, graphOf } from "./graph-version";

/** A version of a graph, and its number. */
export interface FixedVersion {
  graph: Graph;
  version: number;
  fingerprint: string;
}

/** Makes the graph of a root, as it is now, the version that runs: a new one if a task was modified since the last. */
export function fixVersion(catalog: Catalog, root: CatalogObject): FixedVersion {
  const graph = graphOf(catalog, root);
  const fingerprint = fingerprintOf(graph, root);
  const record = taskOf(root);
  if (root.properties["graphFingerprint"] !== fingerprint) {
    root.properties["graphFingerprint"] = fingerprint;
    record.graphVersion += 1;
    const now = catalog.stamp();
    for (const member of membersOf(catalog, root)) taskOf(member).lastCommittedOn = now;
  }
  return { graph, version: record.graphVersion, fingerprint };
}
