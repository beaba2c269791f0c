import type { DataType } from "./data-type";
import { byteLengthOf } from "./data-type";
import { placeColumns } from "./information-schema-tables";
import type { Placed } from "./information-schema-view";
import { number, text, unused, viewOf, yesNo } from "./information-schema-view";
import type { TableColumn } from "./table-data";
import { columnsOf } from "./table-data";

interface PlacedColumn extends Placed {
  column: TableColumn;
  position: number;
}

/** https://docs.snowflake.com/en/sql-reference/info-schema/columns */
export const columnsView = viewOf<PlacedColumn>(
  [
    ...placeColumns<PlacedColumn>(),
    text("COLUMN_NAME", ({ column }) => column.name),
    number("ORDINAL_POSITION", ({ position }) => position),
    text("COLUMN_DEFAULT", ({ column }) => column.default?.text ?? null),
    yesNo("IS_NULLABLE", ({ column }) => column.nullable),
    text("DATA_TYPE", ({ column }) => typeWord(column.type)),
    number("CHARACTER_MAXIMUM_LENGTH", ({ column }) => column.type.length),
    number("CHARACTER_OCTET_LENGTH", ({ column }) => byteLengthOf(column.type)),
    number("NUMERIC_PRECISION", ({ column }) => ifNumber(column.type, column.type.precision)),
    number("NUMERIC_PRECISION_RADIX", ({ column }) => ifNumber(column.type, 10)),
    number("NUMERIC_SCALE", ({ column }) => ifNumber(column.type, column.type.scale)),
    number("DATETIME_PRECISION", ({ column }) => (/^time/.test(column.type.wire) ? column.type.scale : null)),
    ...unused<PlacedColumn>(
      "INTERVAL_TYPE",
      "INTERVAL_PRECISION",
      "CHARACTER_SET_CATALOG",
      "CHARACTER_SET_SCHEMA",
      "CHARACTER_SET_NAME",
      "COLLATION_CATALOG",
      "COLLATION_SCHEMA",
    ),
    text("COLLATION_NAME", ({ column }) => column.collation ?? null),
    ...unused<PlacedColumn>(
      "DOMAIN_CATALOG",
      "DOMAIN_SCHEMA",
      "DOMAIN_NAME",
      "UDT_CATALOG",
      "UDT_SCHEMA",
      "UDT_NAME",
      "SCOPE_CATALOG",
      "SCOPE_SCHEMA",
      "SCOPE_NAME",
      "MAXIMUM_CARDINALITY",
      "DTD_IDENTIFIER",
    ),
    yesNo("IS_SELF_REFERENCING", () => false),
    yesNo("IS_IDENTITY", ({ column }) => column.identity !== undefined),
    text("IDENTITY_GENERATION", ({ column }) => (column.identity ? "BY DEFAULT" : null)),
    text("IDENTITY_START", ({ column }) => column.identity?.start.toString() ?? null),
    text("IDENTITY_INCREMENT", ({ column }) => column.identity?.increment.toString() ?? null),
    ...unused<PlacedColumn>("IDENTITY_MAXIMUM", "IDENTITY_MINIMUM"),
    text("IDENTITY_CYCLE", ({ column }) => (column.identity ? "NO" : null)),
    text("IDENTITY_ORDERED", ({ column }) => orderedWord(column)),
    ...unused<PlacedColumn>("SCHEMA_EVOLUTION_RECORD"),
    text("COMMENT", ({ column }) => column.comment),
    ...unused<PlacedColumn>("DATA_TYPE_ALIAS"),
    text("EXPRESSION", ({ column }) => column.expression ?? null),
    text("KIND", ({ column }) => (column.expression === undefined ? "COLUMN" : "VIRTUAL_COLUMN")),
  ],
  ({ tables }) =>
    tables.flatMap((placed) => columnsOf(placed.table).map((column, i) => ({ ...placed, column, position: i + 1 }))),
);

function orderedWord({ identity }: TableColumn): string | null {
  return identity ? (identity.ordered ? "YES" : "NO") : null;
}

function typeWord({ wire, shown }: DataType): string {
  const words: Record<string, string> = { fixed: "NUMBER", real: "FLOAT", text: "TEXT" };
  return words[wire] ?? (shown.split("(")[0] as string);
}

function ifNumber({ wire }: DataType, value: number | null): number | null {
  return wire === "fixed" ? value : null;
}
