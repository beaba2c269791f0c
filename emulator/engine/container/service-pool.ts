import type { CatalogObject } from "../catalog/object";
import { compilationError, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import { startPool } from "./simulation";

/** The compute pool that a service or job is to run on. @throws SqlError when it cannot, or when it has to be resumed by hand. */
export function requireUsablePool(context: Context, name: string): CatalogObject {
  const pool = requireObject(
    context,
    context.kinds.get("COMPUTE POOL"),
    { parts: [name], text: name },
    "CREATE SERVICE",
  );
  context.access.require(pool, "USAGE");
  const { application } = pool.properties;
  if (typeof application === "string")
    throw unsupported(`services on the compute pool of the application ${application}`);
  requireAwake(context, pool);
  return pool;
}

/** Refuses to start something on a compute pool that is suspended, and not to be resumed by it. */
export function requireAwake({ containers }: Context, pool: CatalogObject): void {
  if (containers.pool(pool).power === "on" || pool.properties["AUTO_RESUME"] === true) return;
  // No source has the code or the text.
  const detail = `Compute pool ${pool.name} is suspended and AUTO_RESUME is false. Run ALTER COMPUTE POOL ${pool.name} RESUME first.`;
  throw compilationError("000002", "0A000", detail);
}

/** Resumes a compute pool for what is started on it. */
export function wake({ containers }: Context, pool: CatalogObject): void {
  if (containers.pool(pool).power !== "on") containers.changed(pool, startPool);
}
