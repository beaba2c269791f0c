import { z } from "zod";
import { clause, nameOf } from "../resource/forms";
import type { Property } from "../resource/property";
import { join, parseQualified, quoted, raw, sql } from "../sql";

/** Names of external access integrations; their order has no meaning. */
export const externalAccessIntegrations: Property<readonly string[], readonly string[]> = clause<
  readonly string[],
  readonly string[]
>(
  z.array(nameOf(1)).transform((names) => [...new Set(names)].toSorted()),
  (names) =>
    sql`(${join(
      names.map((name) => raw(quoted(...parseQualified(name)).text)),
      ", ",
    )})`,
  {
    isUnset: (names) => names.length === 0,
    source: { column: "external_access_integrations" },
    parse: (cell) => {
      const names = (cell ?? "").replaceAll(/^\s*\[|\]\s*$/g, "").split(",");
      const read = names.map((name) => name.trim().replaceAll(/^"|"$/g, "")).filter((name) => name !== "");
      return read.length === 0 ? undefined : read.map(asStored).toSorted();
    },
  },
);

/** SHOW prints stored names bare. */
function asStored(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
