import type { CatalogObject } from "../catalog/object";
import { readContactChange } from "../kinds/database-clauses";
import { executed, status } from "../result";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { readBody, readNames, readTarget } from "./clauses";
import { readCondition } from "./condition";
import { checkCount, finalizedId, linkedId, predecessorIds } from "./links";
import type { TaskRecord } from "./record";
import { setRecord, taskOf } from "./record";
import { checkPlace } from "./rules";
import { unlink } from "./sever";
import { requireSuspendedGraph, resume, suspend } from "./state";

/** The ALTERs that only tasks have. */
export function readTaskAction(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("RESUME")) return resume;
  if (cursor.accept("SUSPEND")) return suspend;
  if (cursor.accept("ADD", "AFTER")) return addAfter(readNames(cursor));
  if (cursor.accept("REMOVE", "AFTER")) return removeAfter(readNames(cursor));
  if (cursor.accept("SET", "FINALIZE")) return finalize(readTarget(cursor));
  if (cursor.accept("UNSET", "FINALIZE")) return endFinalizing;
  if (cursor.accept("MODIFY", "AS")) return modify("definition", readBody(cursor));
  if (cursor.accept("MODIFY", "WHEN")) return modify("condition", readCondition(cursor));
  if (cursor.accept("REMOVE", "WHEN")) return modify("condition", null);
  // No project manages a task here, so there is nothing to detach.
  if (cursor.accept("UNSET", "DCM", "PROJECT")) return changing(() => {});
  return readContactChange(cursor);
}

function addAfter(names: string[][]): ObjectAction {
  return linking((context, task, record) => {
    const subject = { id: task.id, name: task.name, schema: task.parent, owner: task.owner };
    record.predecessors = [...new Set([...record.predecessors, ...predecessorIds(context, subject, names)])];
    checkCount(subject, record.predecessors);
  });
}

function removeAfter(names: string[][]): ObjectAction {
  return changing((context, task) => {
    const ids = names.map((name) => linkedId(context, task, name));
    for (const id of ids) unlink(context, task, context.catalog.get(id));
  });
}

function finalize(name: string[]): ObjectAction {
  return linking((context, task, record) => {
    const subject = { id: task.id, name: task.name, schema: task.parent, owner: task.owner };
    record.finalizes = finalizedId(context, subject, name);
  });
}

const endFinalizing = changing((context, task) => {
  const { finalizes } = taskOf(task);
  if (finalizes !== null) unlink(context, task, context.catalog.get(finalizes));
});

function modify<K extends "definition" | "condition">(key: K, value: TaskRecord[K]): ObjectAction {
  return changing((_context, task) => {
    taskOf(task)[key] = value;
  });
}

/** A change that the task's owner makes while the graph is suspended. */
function changing(change: (context: Context, task: CatalogObject) => void): ObjectAction {
  return (context, task) => {
    context.access.requireOwnership(task);
    requireSuspendedGraph(context, task);
    change(context, task);
    task.updatedOn = context.catalog.stamp();
    return status(executed);
  };
}

/** A change that adds links, made only if the task may have them. */
function linking(change: (context: Context, task: CatalogObject, record: TaskRecord) => void): ObjectAction {
  return changing((context, task) => {
    const record = structuredClone(taskOf(task));
    change(context, task, record);
    const properties = { ...task.properties };
    setRecord(properties, record);
    const container = context.catalog.get(task.parent);
    checkPlace(context, { name: task.name, before: task, container, properties, parameters: task.parameters });
    task.properties = properties;
  });
}
