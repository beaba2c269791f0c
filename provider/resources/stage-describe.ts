import type { Row } from "../client/client";
import { containerOf } from "../resource/names";
import type { Reading } from "../resource/property";
import { quoted, sql } from "../sql";

/** The rows of DESCRIBE STAGE; properties that are read at the same time share the statement. */
export function describeStage({ client, name, freshness }: Pick<Reading, "client" | "name" | "freshness">) {
  const container = containerOf({ plural: "STAGES" }, name);
  return client.listing({ container, statement: sql`DESCRIBE STAGE ${quoted(...name)}` }, freshness);
}

/** One value of DESCRIBE STAGE, `""` if it is not there. */
export function described(rows: readonly Row[], parent: string, property: string): string {
  return textOf(rows.find((row) => row["parent_property"] === parent && row["property"] === property));
}

/** The value in a row of DESCRIBE STAGE. */
export function textOf(row: Row | undefined): string {
  return row?.["property_value"] ?? "";
}
