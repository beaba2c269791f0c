import { z } from "zod";
import { defineResource } from "../resource/definition";
import { allowDowntime } from "../resource/downtime";
import { boolean, clause, integer, reference, text, word } from "../resource/forms";
import { tags } from "../resource/tags";
import { join, parseIdentifier, quoted, raw, sql } from "../sql";
import { beforeDropOfPool } from "./compute-pool-drop";
import { computePoolKeeper } from "./compute-pool-keeper";
import { computePools } from "./compute-pool-known";
import { computePoolDoubts, computePoolRules } from "./compute-pool-rules";
import { suspendedSteps } from "./compute-pool-steps";
import { nodesAreThere } from "./compute-pool-waiting";
import { familiesIn, familySchema, type InstanceFamily } from "./instance-families";

const count = (lowest: number) => z.int().min(lowest).max(2_147_483_647);

/** A group is a letter, unless it is all of them. */
const groupSchema = z
  .string({ error: 'is no placement group; write its name, such as "A", or "DISTRIBUTED"' })
  .regex(/^[A-Za-z0-9_.-]+$/, { error: 'is no placement group; write its name, such as "A", or "DISTRIBUTED"' })
  .transform((written) => written.toUpperCase());

/** A compute pool: the machines that services and their jobs run on. */
export const computePool = defineResource({
  ...computePools,
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-compute-pool",
  renames: false,
  replaces: false,
  properties: {
    /** The Snowflake Native App that alone may use the pool. A change is a replacement. @defaultValue none: any service may */
    forApplication: reference({
      place: "head",
      source: { column: "application" },
      clause: (value) => sql`FOR APPLICATION ${quoted(parseIdentifier(value))}`,
      change: "replace",
    }),
    /** Fewest nodes while the pool is not suspended; 1 at least. @defaultValue none: a pool needs it */
    minNodes: integer(count(1), { fallback: "nothing" }),
    /** Most nodes, as Snowflake scales with what runs; {@link minNodes} at least. @defaultValue none: a pool needs it */
    maxNodes: integer(count(1), { fallback: "nothing" }),
    /**
     * Machines of the nodes, in any letter case. Snowflake changes it only while the pool is suspended: the pool is suspended for that,
     * with all its services, and comes back after it, which takes {@link allowDowntime}.
     *
     * @defaultValue none: a pool needs it
     */
    instanceFamily: clause<InstanceFamily, InstanceFamily>(familySchema, (family) => raw(family), {
      source: { column: "instance_family" },
      parse: (cell) => cell?.toUpperCase() || undefined,
      fallback: "nothing",
    }),
    /** Whether a service or job that is started on it resumes the pool. @defaultValue true */
    autoResume: boolean(),
    /** Whether it is created suspended. Said at creation only: a later change sends nothing. @defaultValue false */
    initiallySuspended: boolean({ source: "nowhere", change: "creation" }),
    /** Seconds without services and jobs before the pool suspends; 0 never suspends it. @defaultValue 3600 */
    autoSuspendSecs: integer(count(0)),
    /**
     * Where the nodes stand: a group that `SYSTEM$GET_INSTANCE_FAMILY_PLACEMENT_GROUPS` names (`"A"`), or `"DISTRIBUTED"` over all of
     * them. Like {@link instanceFamily}, it changes only while the pool is suspended.
     *
     * @defaultValue none: wherever there is room
     */
    placementGroup: text({}, groupSchema),
    /** Families to fall back on, first choice first, where there is no room for {@link instanceFamily}. @defaultValue none */
    backupInstanceFamilies: clause<readonly InstanceFamily[], readonly InstanceFamily[]>(
      z.array(familySchema),
      (families) =>
        sql`(${join(
          families.map((family) => sql`${family}`),
          ", ",
        )})`,
      {
        source: { column: "backup_instance_families" },
        parse: familiesIn,
        isUnset: (families) => families.length === 0,
      },
    ),
    /** @defaultValue none */
    comment: text(),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags,
    /**
     * Whether a change may suspend the pool for a while with every service on it, and whether the pool may be dropped while services
     * are on it, which drops them too. Nothing is sent for it.
     *
     * @defaultValue false
     */
    allowDowntime,
    /**
     * What a creation, and a change of the nodes, waits for: `"idle"` until the nodes are there, `"active"` until something runs on
     * them besides. A pool that is suspended is not waited for. Nothing is sent for it.
     *
     * @defaultValue `"none"`
     */
    waitFor: word(["idle", "active", "none"], { source: "nowhere", change: "creation", clause: () => raw("") }),
  },
  rules: computePoolRules,
  doubts: computePoolDoubts,
  arrange: suspendedSteps,
  keeper: computePoolKeeper,
  waits: nodesAreThere,
  beforeDrop: beforeDropOfPool,
  stops: "drop it, which takes that no service is left on it, and make it again",
});
