import type { Catalog } from "../catalog/catalog";
import type { Session } from "../session";

/**
 * Drops the temporary stages of a session that ends, or of all sessions; answers whether there were any. Until then
 * every session sees them, which in Snowflake is the one alone that made them.
 */
export function dropTemporaryStages(catalog: Catalog, session?: Session): boolean {
  const stages = catalog.everything().filter(({ kind, properties: { temporary } }) => {
    return kind === "STAGE" && typeof temporary === "number" && (!session || temporary === session.id);
  });
  for (const stage of stages) catalog.drop(stage, 0);
  return stages.length > 0;
}
