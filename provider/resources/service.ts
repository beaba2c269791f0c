import { z } from "zod";
import { defineResource, type OutputReading } from "../resource/definition";
import { allowDowntime } from "../resource/downtime";
import { same } from "../resource/equal";
import { boolean, clause, integer, reference, text, word } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { tags } from "../resource/tags";
import { raw, sql } from "../sql";
import { endpointsOf } from "./service-endpoints";
import { externalAccessIntegrations } from "./service-names";
import { serviceRules } from "./service-rules";
import { isHidden, spec, specClause } from "./service-spec";
import type { Spec } from "./service-spec-forms";
import { volumesAsData } from "./service-volumes";
import { waitForService } from "./service-waiting";
import { triggers } from "./triggers";

const count = z.int().min(1);

/** A service: containers that run on a compute pool until they are stopped. */
export const service = defineResource({
  kind: "Service",
  noun: "SERVICE",
  plural: "SERVICES",
  scope: "schema",
  lists: (row) => row["is_job"] !== "true",
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-service",
  renames: false,
  replaces: false,
  properties: {
    /** The compute pool it runs on. Another one is a replacement, which takes {@link allowDowntime}. @defaultValue required */
    computePool: reference({
      refersTo: "ComputePool",
      goesWith: true,
      place: "head",
      change: "replace",
      clause: (name) => sql`IN COMPUTE POOL ${raw(name)}`,
      source: { column: "compute_pool" },
    }),
    /**
     * What it consists of: containers, endpoints, volumes. An object in the shape of Snowflake's YAML (or what that has under `spec`
     * alone), text in YAML or JSON, `{ stage, file }`, or `{ template, values }`. It is compared as structure, with what was declared last
     * and with what Snowflake runs; a change is an upgrade in place, instance by instance. Other block volumes are a replacement, which
     * takes {@link allowDowntime}.
     *
     * @defaultValue required
     */
    spec,
    /** Upgrades the service whenever one of them changes: to the newest image of a tag, or the present content of a file. @defaultValue none */
    triggers: triggers({
      onChange: ({ alter, all, reason }) => {
        const { spec: declared } = all.after as { readonly spec?: Spec };
        const isSent = all.before["spec"] !== undefined && !isSame(all.before["spec"], declared);
        if (declared === undefined || isSent) return [];
        return [safe(sql`${alter} ${specClause(declared)}`, reason, ["triggers"])];
      },
    }),
    /** Seconds without a query after which it suspends; 0 for never, else at least 300. Not with public endpoints. @defaultValue 0 */
    autoSuspendSecs: integer(
      z.int().refine((value) => value === 0 || value >= 300, {
        error: (issue) => `${JSON.stringify(issue.input)} is not allowed; use 0 for never, or at least 300 seconds`,
      }),
    ),
    /** Names of external access integrations: what of the internet its containers reach. @defaultValue none */
    externalAccessIntegrations,
    /** Whether a query or a request starts it when it is suspended. @defaultValue true */
    autoResume: boolean(),
    /** Fewest instances that run. @defaultValue 1 */
    minInstances: integer(count, {
      // SET goes before UNSET: a lower maxInstances would find the old least.
      fallback: (after) => (after["maxInstances"] === undefined ? "unset" : { set: 1 }),
      // What follows the least by default has to follow it now.
      setClause: (value, after, row) => {
        const most = after["maxInstances"] === undefined && Number(row?.["max_instances"] ?? value) < value;
        const ready = after["minReadyInstances"] === undefined && Number(row?.["min_ready_instances"] ?? value) > value;
        return sql`MIN_INSTANCES = ${value}${raw(most ? ` MAX_INSTANCES = ${value}` : "")}${raw(ready ? ` MIN_READY_INSTANCES = ${value}` : "")}`;
      },
    }),
    /** Fewest instances that have to be ready for the service to count as ready; at most {@link minInstances}. @defaultValue that of minInstances */
    minReadyInstances: integer(count),
    /** Most instances that run; at least {@link minInstances}. @defaultValue that of minInstances */
    maxInstances: integer(count),
    /** Least severe of Snowflake's own messages about it that go to the event table. Not read back. @defaultValue as the account has it */
    logLevel: word(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"], { source: "nowhere", quoted: true }),
    /** Warehouse of its containers' queries, where they name none. Takes effect when it starts next. @defaultValue none */
    queryWarehouse: reference({ refersTo: "Warehouse" }),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags,
    /** @defaultValue none */
    comment: text(),
    /**
     * What a creation or an upgrade waits for: addresses of all public endpoints, all instances `ready`, or nothing. It fails with the
     * containers' own messages if that does not come about within `timeouts` (20 minutes if they say nothing). Nothing is sent for it.
     *
     * @defaultValue `"endpoints"` if one is public, else `"ready"`
     */
    waitFor: clause<"endpoints" | "ready" | "none", "endpoints" | "ready" | "none">(
      z.enum(["endpoints", "ready", "none"], {
        error: (issue) => `${JSON.stringify(issue.input)} is not one of endpoints, ready, none`,
      }),
      () => raw(""),
      { change: "creation", clause: () => raw("") },
    ),
    /** Whether it may be stopped where a change cannot be made otherwise: on another {@link computePool}, with other block volumes. Nothing is sent for it. @defaultValue false */
    allowDowntime: allowDowntime as Property<boolean, boolean>,
  },
  rules: serviceRules,
  stops: "stop it, and drop it before the new one is made, which takes minutes to start and gets other addresses",
  outputs: {
    endpoints: endpointsOf,
    dnsName: ({ row }) => row["dns_name"],
    specDigest: digestOf,
  },
  waits: waitForService,
  data: volumesAsData,
  dropTail: (dataLoss) => raw(dataLoss === "allow" ? "FORCE" : ""),
});

/** The digest of what we have sent: where somebody else has sent something since, the next refresh has to see that. */
function digestOf({ row, values, before, recorded }: OutputReading): unknown {
  // Of what another role owns, a change is not seen: it stays to be seen by the owner.
  if (isHidden(row) && recorded?.["specDigest"] !== undefined) return recorded["specDigest"];
  const isSent =
    before === undefined || !isSame(before["spec"], values["spec"]) || !same(before["triggers"], values["triggers"]);
  return isSent ? row["spec_digest"] : (recorded?.["specDigest"] ?? row["spec_digest"]);
}

function isSame(before: unknown, after: unknown): boolean {
  return spec.equal?.(before as Spec, after as Spec, { before: {}, after: {}, memory: {} }) === true;
}
