import type { Catalog } from "../catalog/catalog";
import type { Session } from "../session";

/**
 * Drops the temporary objects of a session that ends, or of all sessions; answers whether there were any. Until then
 * every session sees them, which in Snowflake is the one alone that made them.
 */
export function dropTemporary(catalog: Catalog, session?: Session): boolean {
  const objects = catalog.everything().filter(({ properties: { temporary } }) => {
    return typeof temporary === "number" && (!session || temporary === session.id);
  });
  for (const object of objects) catalog.drop(object, 0);
  return objects.length > 0;
}
