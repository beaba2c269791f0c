import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { SqlError } from "../sql-error";
import type { Context } from "../statements/context";

/** 000606 unless the session has a warehouse; it starts when it was suspended. */
export function requireWarehouse({ session, catalog }: Context): void {
  if (session.task?.serverless) return;
  const warehouse = usedWarehouse({ session, catalog });
  if (warehouse.properties["state"] === "STARTED") return;
  if (warehouse.properties["AUTO_RESUME"] !== true) {
    throw new SqlError(
      "000607",
      "57P03",
      `Warehouse '${warehouse.name}' cannot be resumed because AUTO_RESUME is off.`,
    );
  }
  warehouse.properties["state"] = "STARTED";
  warehouse.properties["resumedOn"] = catalog.stamp();
}

/** The warehouse that the session uses; 000606 when it has none. */
export function usedWarehouse({ session, catalog }: Pick<Context, "session" | "catalog">): CatalogObject {
  const warehouse = session.warehouse === null ? undefined : catalog.find(accountId, "WAREHOUSE", session.warehouse);
  if (warehouse) return warehouse;
  throw new SqlError(
    "000606",
    "57P03",
    "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.\n",
  );
}
