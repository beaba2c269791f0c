import { randomUUID } from "node:crypto";
import type { CatalogObject, Json } from "../catalog/object";

/** Why a task was suspended last. */
export type SuspendedReason =
  | "USER_SUSPENDED"
  | "SCHEMA_OR_DATABASE_DELETED"
  | "GRANT_OWNERSHIP"
  | "SUSPENDED_DUE_TO_ERRORS"
  | "CHILD_BECAME_ROOT"
  | "FINALIZER_BECAME_ROOT"
  | "MATCHING_OWNER_NOT_FOUND";

/** What the catalog keeps of a task under the property `task`, beside options and parameters. */
export interface TaskRecord {
  /** The id of SHOW TASKS; a replaced task has another. */
  uuid: string;
  definition: string;
  condition: string | null;
  /** Ids of catalog objects, so that links outlive new names of schema and database. */
  predecessors: number[];
  /** Id of the root, if this is its finalizer. */
  finalizes: number | null;
  state: "started" | "suspended";
  /** Where an interval starts to be counted: the last RESUME, or the last change of the schedule. */
  scheduledFrom: number | null;
  lastCommittedOn: number | null;
  lastSuspendedOn: number | null;
  lastSuspendedReason: SuspendedReason | null;
  /** Of a root: the number of the version of its graph that RESUME or EXECUTE TASK has fixed. */
  graphVersion: number;
}

/** Options of a task that the catalog keeps by their keywords; null where none is set. */
export interface TaskOptions {
  schedule: string | null;
  /** The stored name; without one the task is serverless. */
  warehouse: string | null;
  config: string | null;
  overlapPolicy: "NO_OVERLAP" | "ALLOW_CHILD_OVERLAP" | "ALLOW_ALL_OVERLAP" | null;
  targetCompletionInterval: string | null;
  executeAsUser: string | null;
}

/** The task that a CREATE begins with. */
export function newRecord(): TaskRecord {
  return {
    uuid: randomUUID(),
    definition: "",
    condition: null,
    predecessors: [],
    finalizes: null,
    state: "suspended",
    scheduledFrom: null,
    lastCommittedOn: null,
    lastSuspendedOn: null,
    lastSuspendedReason: null,
    graphVersion: 0,
  };
}

/** Notes that a task does not run any more, and why. */
export function stop(record: TaskRecord, now: number, reason: SuspendedReason): void {
  record.state = "suspended";
  record.lastSuspendedOn = now;
  record.lastSuspendedReason = reason;
}

/** A task's record itself, not a copy: what is written to it is kept. */
export function taskOf({ properties }: Pick<CatalogObject, "properties">): TaskRecord {
  // The kind puts the record there in every CREATE, and nothing else writes to the key.
  return properties["task"] as unknown as TaskRecord;
}

/** Puts a record in the place that {@link taskOf} reads. */
export function setRecord(properties: CatalogObject["properties"], record: TaskRecord): void {
  properties["task"] = record as unknown as Json;
}

/** The options of a task. */
export function optionsOf({ properties }: Pick<CatalogObject, "properties">): TaskOptions {
  const text = (key: string) => (typeof properties[key] === "string" ? properties[key] : null);
  return {
    schedule: text("SCHEDULE"),
    warehouse: text("WAREHOUSE"),
    config: text("CONFIG"),
    overlapPolicy: text("OVERLAP_POLICY") as TaskOptions["overlapPolicy"],
    targetCompletionInterval: text("TARGET_COMPLETION_INTERVAL"),
    executeAsUser: text("EXECUTE_AS_USER"),
  };
}
