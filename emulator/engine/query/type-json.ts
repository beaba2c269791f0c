import type { DataType } from "./data-type";
import { byteLengthOf } from "./data-type";

/** A data type as SHOW COLUMNS has it: a JSON text. */
export function typeJson(type: DataType, nullable: boolean): string {
  return JSON.stringify({ type: type.wire.toUpperCase(), ...membersOf(type, nullable) });
}

function membersOf(type: DataType, nullable: boolean): Record<string, unknown> {
  const { wire, length, precision, scale } = type;
  switch (wire) {
    case "fixed":
    case "time":
    case "timestamp_ntz":
    case "timestamp_ltz":
    case "timestamp_tz":
      return { precision, scale, nullable };
    case "text":
    case "binary":
      return { length, byteLength: byteLengthOf(type), nullable, fixed: wire === "binary" };
    case "vector":
      return { ...vectorMembers(type.shown), nullable };
    default:
      return { nullable };
  }
}

function vectorMembers(shown: string): Record<string, unknown> {
  const [, element, dimension] = /^VECTOR\((\w+), (\d+)\)$/.exec(shown) ?? [];
  return { dimension: Number(dimension), vectorElementType: element };
}
