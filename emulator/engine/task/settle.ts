import type { Json } from "../catalog/object";
import { unsupported } from "../sql-error";
import { settleClone } from "../statements/clone";
import type { Context } from "../statements/context";
import type { Change, CreateDraft, Kind } from "../statements/kind";
import { invalidTask } from "./errors";
import { finalizerOf, isRoot } from "./graph";
import type { Subject } from "./links";
import { checkCount, finalizedId, predecessorIds } from "./links";
import { notInOrAlter } from "./options";
import type { TaskRecord } from "./record";
import { newRecord, setRecord, stop, taskOf } from "./record";
import { checkTask } from "./rules";
import { requireSuspendedGraph } from "./state";

/** Completes a CREATE or ALTER … SET, and refuses a task that cannot be. */
export function settleTask(context: Context, kind: Kind, change: Change): void {
  const { before, draft } = change;
  if (before) requireSuspendedGraph(context, before);
  if (draft?.orAlter) refuseInOrAlter(change);
  if (draft && !before) begin(context, kind, change, draft);
  if (draft) putClauses(context, change, draft);
  checkTask(context, change);
  if (draft && !before) keepFinalizer(context, change, draft);
}

/** Whose links a change is about. */
function subjectOf({ access }: Context, { before, container, name }: Change): Subject {
  return { id: before?.id, name, schema: container.id, owner: before ? before.owner : (access.role?.id ?? null) };
}

function refuseInOrAlter({ given, draft }: Change): void {
  const refused = notInOrAlter.find((key) => given.has(key));
  if (refused !== undefined) throw unsupported(`CREATE OR ALTER TASK with ${refused}`);
  if (draft?.clauses["clone"] !== undefined) throw unsupported("CREATE OR ALTER TASK with CLONE");
}

/** A new task, or the copy of one: suspended, without a past, and linked only if its owner is the same. */
function begin(context: Context, kind: Kind, change: Change, draft: CreateDraft): void {
  const record = newRecord();
  if (draft.clauses["clone"] !== undefined) {
    const written = [...change.given].flatMap((key): [string, Json][] => {
      const value = change.properties[key];
      return value === undefined ? [] : [[key, value]];
    });
    settleClone(context, kind, change);
    Object.assign(change.properties, Object.fromEntries(written));
    const source = context.catalog.get(Number(draft.clauses["cloneSource"]));
    const { definition, condition, predecessors } = taskOf(source);
    const linked =
      predecessors.length > 0 &&
      source.owner === subjectOf(context, change).owner &&
      source.parent === change.container.id;
    if (linked) requireSuspendedGraph(context, source);
    Object.assign(record, { definition, condition, predecessors: linked ? [...predecessors] : [] });
  }
  setRecord(change.properties, record);
}

/** What the clauses of CREATE say; of CREATE OR ALTER also what they leave out. */
function putClauses(context: Context, change: Change, { clauses, orAlter }: CreateDraft): void {
  const record = taskOf(change);
  const subject = subjectOf(context, change);
  const { definition, condition, after, finalize, contacts } = clauses;
  if (definition !== undefined) record.definition = String(definition);
  if (condition !== undefined) record.condition = String(condition);
  else if (orAlter) record.condition = null;
  if (Array.isArray(after)) record.predecessors = predecessorIds(context, subject, after as string[][]);
  else if (orAlter) record.predecessors = [];
  checkCount(subject, record.predecessors);
  if (Array.isArray(finalize)) record.finalizes = finalizedId(context, subject, finalize as string[]);
  else if (orAlter) record.finalizes = null;
  if (change.before) stopNewRoot(context, record, taskOf(change.before));
  if (contacts !== undefined) change.properties["contacts"] = contacts;
}

/** A child or finalizer that is none any more stops, as it does when its last link is taken out. */
function stopNewRoot({ catalog }: Context, record: TaskRecord, before: TaskRecord): void {
  if (!isRoot(record) || isRoot(before)) return;
  stop(record, catalog.now(), before.finalizes === null ? "CHILD_BECAME_ROOT" : "FINALIZER_BECAME_ROOT");
}

/** The finalizer of a root that is replaced goes on to the new one. */
function keepFinalizer({ catalog }: Context, change: Change, draft: CreateDraft): void {
  const replaced = catalog.find(change.container.id, "TASK", change.name);
  const finalizer = replaced && finalizerOf(catalog, replaced);
  if (!finalizer) return;
  if (!isRoot(taskOf(change))) {
    throw invalidTask(
      `Cannot replace task ${change.name} with a non-root task because it has a finalizer task. Please remove the finalizer task first.`,
    );
  }
  // Dropping the former root will take the link out.
  draft.clauses["finalizer"] = { id: finalizer.id, record: structuredClone(finalizer.properties["task"] ?? null) };
}
