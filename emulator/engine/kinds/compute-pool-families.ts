import type { Family } from "../container/families";
import { families } from "../container/families";
import { poolFacts } from "../container/simulation";
import type { Cell } from "../result";
import { fixed, statementTypes, text } from "../result";
import type { Action, Context } from "../statements/context";
import type { Cursor } from "../syntax/cursor";

const columns = [
  text("name"),
  text("description"),
  fixed("vcpu"),
  fixed("memory_gib"),
  text("storage_gib"),
  text("gpu"),
  fixed("gpu_count"),
  fixed("gpu_memory_gib"),
  fixed("current_node_usage"),
  text("message"),
];

/** SHOW COMPUTE POOL INSTANCE FAMILIES, after these words. */
export function parseShowFamilies(cursor: Cursor): Action {
  cursor.expectEnd();
  return (context) => {
    const inUse = nodesByFamily(context);
    return {
      columns,
      rows: families.map((family) => rowOf(family, inUse.get(family.name) ?? 0)),
      statementTypeId: statementTypes.show,
    };
  };
}

function rowOf({ name, vcpu, memoryGib, storageGb, gpus, gpu, gpuMemoryGib }: Family, nodes: number): Cell[] {
  const description = `${vcpu} vCPU, ${memoryGib} GiB${gpus > 0 ? `, ${gpus} ${gpu}` : ""}`;
  const storageGib = ((storageGb * 1000 ** 3) / 1024 ** 3).toFixed(2);
  const numbers = [gpus, gpuMemoryGib, nodes].map(String);
  return [name, description, String(vcpu), String(memoryGib), storageGib, gpu, ...numbers, ""];
}

/** Of all pools of the account, whoever owns them. */
function nodesByFamily(context: Context): Map<string, number> {
  const { catalog } = context;
  const nodes = new Map<string, number>();
  for (const pool of catalog.children(catalog.account.id, "COMPUTE POOL")) {
    const family = String(pool.properties["INSTANCE_FAMILY"]);
    const { activeNodes, idleNodes } = poolFacts(context, pool);
    nodes.set(family, (nodes.get(family) ?? 0) + activeNodes + idleNodes);
  }
  return nodes;
}
