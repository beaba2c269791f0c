import type { Client } from "../client/client";
import { reportedSpecification, type ServiceSpecification } from "../specification";
import { quoted, type StoredName, sql } from "../sql";

/** The specification as DESCRIBE SERVICE tells it; absent if the role does not own the service. */
export async function describedSpec({
  client,
  name,
}: {
  readonly client: Client;
  readonly name: readonly StoredName[];
}): Promise<ServiceSpecification | undefined> {
  const { rows } = await client.execute(sql`DESCRIBE SERVICE ${quoted(...name)}`, { writes: false });
  return reportedSpecification(rows[0]?.["spec"]);
}
