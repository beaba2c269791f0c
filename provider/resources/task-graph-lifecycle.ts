import type { Definition } from "../resource/definition";
import type { Lifecycle } from "../resource/lifecycle/lifecycle";
import { create } from "./task-graph-create";
import { graphPlan } from "./task-graph-plan";
import { lookUp, read } from "./task-graph-read";
import { remove } from "./task-graph-remove";
import { update } from "./task-graph-update";

/** How a graph is made, read, changed and removed as one; `definition` is asked for late, because it names this in turn. */
export function graphLifecycle(definition: () => Definition): Lifecycle {
  return {
    plan: graphPlan,
    create: (context, inputs) => create(definition(), context, inputs),
    read: (context, outputs) => read(definition(), context, outputs),
    lookUp: (context, id, asked) => lookUp(definition(), context, id, asked),
    update: (context, id, outputs, inputs) => update(definition(), context, id, outputs, inputs),
    remove: (context, outputs) => remove(definition(), context, outputs),
  };
}
