import { z } from "zod";
import { type Definition, defineResource } from "../resource/definition";
import { clause, integer, reference, text } from "../resource/forms";
import type { Property } from "../resource/property";
import { type Tags, tags } from "../resource/tags";
import { raw, sql } from "../sql";
import { announceRun, sayCancelled } from "./job-service-announcing";
import { jobLifecycle } from "./job-service-lifecycle";
import { jobServiceRules } from "./job-service-rules";
import { endOf } from "./job-service-status";
import { waitForJob } from "./job-service-waiting";
import { externalAccessIntegrations } from "./service-names";
import { spec } from "./service-spec";
import type { Spec, WrittenSpec } from "./service-spec-forms";
import { volumesAsData } from "./service-volumes";
import { triggers } from "./triggers";

const { onChange: _, ...specOfRun } = spec;
const { onChange: __, ...tagsOfRun } = tags;

/** A job: containers that run on a compute pool until they end, once for each of its declarations. */
export const jobService = defineResource({
  kind: "JobService",
  noun: "SERVICE",
  plural: "SERVICES",
  scope: "schema",
  lists: (row) => row["is_job"] === "true",
  page: "https://docs.snowflake.com/en/sql-reference/sql/execute-job-service",
  renames: false,
  replaces: false,
  properties: {
    /** The compute pool it runs on. Another one is another run. @defaultValue required */
    computePool: reference({
      refersTo: "ComputePool",
      place: "head",
      change: "replace",
      clause: (name) => sql`IN COMPUTE POOL ${raw(name)}`,
      source: { column: "compute_pool" },
    }),
    /**
     * What it consists of: containers, volumes. An object in the shape of Snowflake's YAML (or what that has under `spec` alone), text in
     * YAML or JSON, `{ stage, file }`, or `{ template, values }`. It is compared as structure; a change is another run.
     *
     * @defaultValue required
     */
    spec: { ...specOfRun, change: "replace" } as Property<WrittenSpec, Spec>,
    /** Values by name: the job runs again whenever one of them changes, and for nothing else are they used. @defaultValue none */
    triggers: triggers({ change: "replace" }),
    /** How many instances run, each with its number in `SNOWFLAKE_JOB_INDEX`. Another number is another run. @defaultValue 1 */
    replicas: integer(z.int().min(1), { source: "nowhere", change: "replace", isUnset: (value) => value === 1 }),
    /** Warehouse of its containers' queries, where they name none. Another one is another run. @defaultValue none */
    queryWarehouse: reference({ refersTo: "Warehouse", change: "replace" }),
    /** A job cannot be altered: a change is recorded, and stands on the next run. @defaultValue none */
    comment: text({ change: "creation" }),
    /** Names of external access integrations: what of the internet its containers reach. Others are another run. @defaultValue none */
    externalAccessIntegrations: { ...externalAccessIntegrations, change: "replace" } as Property<
      readonly string[],
      readonly string[]
    >,
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). As with {@link comment}, a change stands on the next run. @defaultValue none */
    tags: {
      ...tagsOfRun,
      change: "creation",
      clause: (value: Tags) => sql`TAG (${tags.write(value)})`,
    } as Property<Tags, Tags>,
    /**
     * Whether a run is waited for until it is `done`, within `timeouts` (an hour if they say nothing), or only started. With `"none"` nobody
     * learns here how it ends. Nothing is sent for it.
     *
     * @defaultValue `"done"`
     */
    waitFor: clause<"done" | "none", "done" | "none">(
      z.enum(["done", "none"], {
        error: (issue) => `${JSON.stringify(issue.input)} is not one of done, none`,
      }),
      () => raw(""),
      { change: "creation", clause: () => raw("") },
    ),
  },
  rules: jobServiceRules,
  outputs: {
    status: ({ row }) => endOf(row),
    specDigest: ({ row }) => row["spec_digest"],
  },
  waits: waitForJob,
  announces: announceRun,
  beforeDrop: async (act, { name, row }) => sayCancelled(act, name, row),
  data: volumesAsData,
  dropTail: (dataLoss) => raw(dataLoss === "allow" ? "FORCE" : ""),
  lifecycle: jobLifecycle((): Definition => jobService),
});
