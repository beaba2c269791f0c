import { canonicalType } from "../sql";

/**
 * A type as it counts for the identity of a procedure, and as SHOW, DESCRIBE and DROP have it: `NUMBER(36,2)` is `NUMBER`,
 * `text` is `VARCHAR`; a VECTOR and what is inside a structured type stay.
 *
 * @throws {@link DataTypeError} if the text is not a data type.
 */
export function generalType(written: string): string {
  return withoutSizes(canonicalType(written));
}

/** A canonical type without lengths that are the default, as people write it. */
export function shortType(type: string): string {
  return defaultSizes.test(type) ? withoutSizes(type) : type;
}

/** Why a language does not know a canonical type, for an argument or for what is returned; undefined if it does. */
export function foreignType(language: string, type: string): string | undefined {
  if (language === "javascript" && /^(?:NUMBER|DECFLOAT)\b/.test(type)) {
    return `${type} is no type of procedures in JavaScript, whose numbers are FLOAT; write FLOAT`;
  }
  if (language === "javascript" && type.startsWith("TABLE(")) {
    return "TABLE is not for procedures in JavaScript; return an ARRAY or a VARIANT";
  }
  if (language === "sql" && /^DECFLOAT\b/.test(type))
    return `${type} is no type of procedures in SQL; write NUMBER or FLOAT`;
  return undefined;
}

/** `NUMBER(36,2)` as `NUMBER`. */
export function withoutSizes(type: string): string {
  return type.replace(/^(\w+)\(\d+(?:,\d+)?\)$/, "$1");
}

const defaultSizes =
  /^(?:NUMBER\(38,0\)|VARCHAR\(16777216\)|BINARY\(8388608\)|TIME\(9\)|TIMESTAMP_(?:NTZ|LTZ|TZ)\(9\))$/;
