import type { CatalogObject } from "../catalog/object";
import type { Context } from "./context";

/** Tells everything in a container that it will be dropped. */
export function tellContents(context: Context, container: CatalogObject): void {
  for (const object of context.catalog.allChildren(container.id)) {
    context.kinds.get(object.kind).containerDropped?.(context, object);
    tellContents(context, object);
  }
}
