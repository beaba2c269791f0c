import { canonicalType } from "./data-type-text";

export { canonicalType, DataTypeError } from "./data-type-text";

/** What SHOW COLUMNS tells of a column's type; `undefined` is what it does not tell. */
export interface ShownType {
  /** Canonical. */
  readonly type: string | undefined;
  readonly nullable: boolean | undefined;
  readonly collation: string | undefined;
}

/**
 * Reads the JSON in `data_type` of SHOW COLUMNS. The type is undefined where the JSON does not tell all of it (structured
 * ARRAY, OBJECT and MAP, types that are new to us): DESCRIBE TABLE does. Never throws.
 */
export function typeOfShownJson(json: string): ShownType {
  const shown = parseObject(json);
  const { nullable, collation } = shown;
  return {
    type: typeOfShown(shown),
    nullable: typeof nullable === "boolean" ? nullable : undefined,
    collation: typeof collation === "string" && collation !== "" ? collation : undefined,
  };
}

/** Reads DESCRIBE's `type` with its COLLATE clause, if there is one. A type that is new to us stays as shown. Never throws. */
export function typeOfDescribed(text: string): { readonly type: string; readonly collate: string | undefined } {
  const clause = /\sCOLLATE\s+'((?:[^']|'')*)'\s*$/i.exec(text);
  const type = text.slice(0, clause?.index ?? text.length);
  return {
    type: known(type) ?? outsideQuotes(type.trim(), (piece) => piece.toUpperCase().replaceAll(/\s+/g, " ")),
    collate: clause?.[1]?.replaceAll("''", "'"),
  };
}

/**
 * What it takes to change a column from one type to another in place: `widen` always works, `ifValuesFit` is refused when a
 * row holds a larger value, and `impossible` says why in the user's words.
 */
export type TypeChange = "none" | "widen" | "ifValuesFit" | { readonly impossible: string };

/**
 * Compares two canonical types as ALTER COLUMN … SET DATA TYPE would.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
 */
export function typeChange(before: string, after: string): TypeChange {
  if (before === after) return "none";
  const [from, to] = [before, after].map(sized) as [Sized, Sized];
  if (from.name !== to.name || from.sizes === undefined || to.sizes === undefined) {
    return { impossible: `${before} cannot become ${after}` };
  }
  const [size = 0, scale] = from.sizes;
  const [newSize = 0, newScale] = to.sizes;
  switch (from.name) {
    case "VARCHAR":
      return newSize > size ? "widen" : { impossible: `${before} cannot be made shorter (${after})` };
    case "NUMBER":
      if (scale !== newScale) return { impossible: `the scale of ${before} cannot be changed (${after})` };
      return newSize > size ? "widen" : "ifValuesFit";
    case "BINARY":
      return { impossible: `the length of ${before} cannot be changed (${after})` };
    default:
      return { impossible: `the precision of ${before} cannot be changed (${after})` };
  }
}

/** Whether a canonical type holds numbers: NUMBER, FLOAT, DECFLOAT. */
export function isNumeric(type: string): boolean {
  return /^(?:NUMBER|FLOAT|DECFLOAT)(?:\(|$)/.test(type);
}

/** Whether a canonical type holds text. */
export function isText(type: string): boolean {
  return /^VARCHAR(?:\(|$)/.test(type);
}

/** Whether a canonical type is VARIANT, ARRAY, OBJECT or MAP, structured or not. */
export function isSemiStructured(type: string): boolean {
  return /^(?:VARIANT|ARRAY|OBJECT|MAP)(?:\(|$)/.test(type);
}

/** Digits before the decimal point that a canonical NUMBER holds: 8 of `NUMBER(10,2)`; undefined for other types. */
export function wholeDigits(type: string): number | undefined {
  const { name, sizes: [precision, scale] = [] } = sized(type);
  return name === "NUMBER" && precision !== undefined && scale !== undefined ? precision - scale : undefined;
}

interface Sized {
  readonly name: string;
  readonly sizes: readonly number[] | undefined;
}

/** `NUMBER(10,2)` as its name and its numbers. */
function sized(type: string): Sized {
  const [, name = type, sizes] = /^(\w+)\((\d+(?:,\d+)?)\)$/.exec(type) ?? [];
  return { name, sizes: sizes?.split(",").map(Number) };
}

/** Keys of the JSON that say nothing about what is inside an ARRAY or an OBJECT. */
const plainKeys: ReadonlySet<string> = new Set(
  "type nullable length byteLength precision scale fixed collation".split(" "),
);

function typeOfShown(shown: Readonly<Record<string, unknown>>): string | undefined {
  const { type, precision, scale, length, dimension } = shown;
  switch (type) {
    case "FIXED":
      return known(`NUMBER(${precision},${scale})`);
    case "REAL":
      return "FLOAT";
    case "TEXT":
      return known(`VARCHAR(${length})`);
    case "BINARY":
      return known(`BINARY(${length})`);
    case "TIME":
    case "TIMESTAMP_NTZ":
    case "TIMESTAMP_LTZ":
    case "TIMESTAMP_TZ":
      return known(`${type}(${scale})`);
    case "VECTOR":
      return known(`VECTOR(${shown["vectorElementType"]}, ${dimension ?? length})`);
    case "ARRAY":
    case "OBJECT":
      return Object.keys(shown).every((key) => plainKeys.has(key)) ? type : undefined;
    case "BOOLEAN":
    case "DATE":
    case "VARIANT":
    case "DECFLOAT":
    case "GEOGRAPHY":
    case "GEOMETRY":
    case "FILE":
    case "UUID":
      return type;
    default:
      return undefined;
  }
}

function known(text: string): string | undefined {
  try {
    return canonicalType(text);
  } catch {
    return undefined;
  }
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function outsideQuotes(text: string, change: (piece: string) => string): string {
  return text.replaceAll(/("(?:[^"]|"")*"|'(?:[^']|'')*')|[^"']+/g, (piece, inQuotes) => inQuotes ?? change(piece));
}
