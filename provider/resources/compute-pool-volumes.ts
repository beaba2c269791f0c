import { SnowflakeError } from "../client/errors";
import { seesEverything } from "../resource/data-safety";
import type { Act } from "../resource/lifecycle/context";
import { blockVolumes, reportedSpecification } from "../specification";
import { quoted, type StoredName, sql } from "../sql";
import type { Load } from "./compute-pool-load";
import { endedJobsOn, type PoolService } from "./compute-pool-services";

/** What holds data on a pool, in lines: block volumes go with their service. What is not shown to the role may hold some too. */
export async function volumesOn(
  act: Act,
  pool: readonly StoredName[],
  { services, unseen, perhapsUnseen }: Load,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const jobs = await endedJobsOn(act.client, pool, { operation: act.operation });
  for (const service of [...services, ...jobs]) lines.push(...(await volumesOf(act, service)));
  if (unseen.services > 0) lines.push("services that this role does not see, which may have block volumes");
  else if (perhapsUnseen > 0 && !(await seesEverything(act.client)))
    lines.push(
      "services that this role may not see, which may have block volumes: the pool counts more than there are to be seen, unless it counts jobs with them; once the jobs have ended, that is certain",
    );
  return lines;
}

async function volumesOf({ client, operation }: Act, { name, full }: PoolService): Promise<readonly string[]> {
  const statement = sql`DESCRIBE SERVICE ${quoted(...name)}`;
  const hidden = [`service ${full}, whose specification is not shown to this role, so that it may have block volumes`];
  try {
    const { rows } = await client.execute(statement, { writes: false, operation });
    const specification = reportedSpecification(rows[0]?.["spec"]);
    return specification === undefined
      ? hidden
      : blockVolumes(specification).map((volume) => `block volume ${volume} of service ${full}`);
  } catch (error) {
    if (error instanceof SnowflakeError) return hidden;
    throw error;
  }
}
