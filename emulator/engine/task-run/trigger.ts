import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { anyBinding } from "../syntax/bindings";
import { parseName } from "../syntax/cursor";
import { tokenize } from "../syntax/lexer";
import { qualifiedText } from "../syntax/name";
import { optionsOf, taskOf } from "../task/record";
import { numberParameter } from "./graph-version";
import type { RunHistory } from "./run-history";
import type { Streams } from "./streams";

/** Whether data in a stream starts the task: it has no schedule, and its condition asks for a stream. */
export function isTriggered(task: CatalogObject): boolean {
  return optionsOf(task).schedule === null && streamNames(taskOf(task).condition).length > 0;
}

/** Full names of the streams that a condition asks for. */
export function streamsOf(catalog: Catalog, task: CatalogObject, condition = taskOf(task).condition): string[] {
  const schema = catalog.lookup(task.parent);
  const place = [schema && catalog.lookup(schema.parent)?.name, schema?.name].filter((name) => name !== undefined);
  return streamNames(condition).map((name) => fullName(name, place));
}

/** The name of a stream from the database down; `place` is the current database and schema. */
export function fullName(name: string, place: readonly string[]): string {
  const { parts } = parseName(name, 3);
  return qualifiedText([...place.slice(0, Math.max(0, 3 - parts.length)), ...parts]);
}

/**
 * When a triggered task is due: once a stream has data, but not sooner after the run before than is allowed. A run that
 * was skipped waits for other data. Undefined while there is none.
 */
export function dueTrigger(
  catalog: Catalog,
  streams: Streams,
  history: RunHistory,
  root: CatalogObject,
): number | undefined {
  const since = streamsOf(catalog, root).flatMap((name) => streams.since(name) ?? []);
  if (since.length === 0) return undefined;
  const resumed = taskOf(root).scheduledFrom ?? 0;
  const last = history.latest(root.id);
  if (last?.state === "SKIPPED" && last.scheduledTime >= Math.max(resumed, ...since)) return undefined;
  const interval = numberParameter(catalog, root, "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS") * 1000;
  return Math.max(resumed, Math.min(...since), last ? last.scheduledTime + interval : 0);
}

function streamNames(condition: string | null): string[] {
  if (condition === null) return [];
  const tokens = tokenize(condition, anyBinding);
  return tokens.flatMap(({ kind, value }, i) => {
    const name = tokens[i + 2];
    const asks = kind === "word" && value === "SYSTEM$STREAM_HAS_DATA" && name?.kind === "string";
    return asks ? [name.value] : [];
  });
}
