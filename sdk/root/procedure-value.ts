import { isText, raw, Sql, sql } from "../../provider/sql";

/** What can be passed to a procedure; a statement's piece that `sql` has built is computed by Snowflake. */
export type ArgumentValue =
  | null
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | Sql
  | readonly unknown[]
  | { readonly [key: string]: unknown };

/** Why a value cannot be passed as an argument of a type. */
export class MisfitError extends Error {
  override readonly name = "MisfitError";
}

/**
 * A value as an expression of a type. It has the type even where Snowflake would convert it: that tells procedures of one name apart.
 *
 * @param type - A canonical type without lengths.
 * @throws {@link MisfitError} if it does not fit; what is allowed is said.
 */
export function argumentSql(type: string, value: ArgumentValue): Sql {
  if (value instanceof Sql) return value;
  if (value === null) return sql`NULL::${raw(type)}`;
  const piece = pieceOf(type, value);
  if (piece !== undefined) return piece;
  throw new MisfitError(
    `${shown(value)} does not fit the type ${type}; give ${expected(type)}, or an expression as sql\`…\``,
  );
}

function pieceOf(type: string, value: Exclude<ArgumentValue, null | Sql>): Sql | undefined {
  if (typeof value === "string") return textOf(type, value);
  if (typeof value === "number" || typeof value === "bigint") return numberOf(type, value);
  if (typeof value === "boolean") {
    if (type === "BOOLEAN") return sql`${value}`;
    return type === "VARIANT" ? sql`${value}::VARIANT` : undefined;
  }
  if (value instanceof Date) return momentOf(type, value);
  if (value instanceof Uint8Array)
    return type === "BINARY" ? sql`TO_BINARY(${Buffer.from(value).toString("hex")}, 'HEX')` : undefined;
  return jsonOf(type, value);
}

const numeric = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

function textOf(type: string, value: string): Sql | undefined {
  if (isText(type)) return sql`${value}`;
  // A cast to NUMBER would round.
  if (type === "NUMBER") return numeric.test(value) ? raw(value) : undefined;
  if (type === "FLOAT" || type === "DECFLOAT")
    return numeric.test(value) || (type === "FLOAT" && /^(?:nan|[-+]?inf)$/i.test(value))
      ? cast(type, value)
      : undefined;
  return type === "BOOLEAN" || isJson(type) || type.startsWith("VECTOR") ? undefined : cast(type, value);
}

function numberOf(type: string, value: number | bigint): Sql | undefined {
  if (isNotFinite(value))
    return type === "FLOAT" ? cast(type, String(value).replace("inity", "").toLowerCase()) : undefined;
  // The cast would come before the sign.
  const text = value < 0 ? `(${value})` : String(value);
  if (type === "NUMBER") return raw(String(value));
  if (type === "DECFLOAT") return cast(type, String(value));
  return type === "FLOAT" || type === "VARIANT" ? raw(`${text}::${type}`) : undefined;
}

function momentOf(type: string, value: Date): Sql | undefined {
  if (Number.isNaN(value.getTime())) return undefined;
  const text = value.toISOString();
  if (type === "DATE") return cast(type, text.slice(0, text.indexOf("T")));
  // Without a time zone, it is the time in UTC.
  if (type === "TIMESTAMP_NTZ") return cast(type, text.replace("Z", ""));
  return type === "TIMESTAMP_LTZ" || type === "TIMESTAMP_TZ" || type === "VARIANT" ? cast(type, text) : undefined;
}

function jsonOf(type: string, value: object): Sql | undefined {
  const isList = Array.isArray(value);
  if (type.startsWith("VECTOR")) {
    const isFit = isList && value.every((one) => typeof one === "number" && Number.isFinite(one));
    return isFit ? raw(`[${value.join(", ")}]::${type}`) : undefined;
  }
  if (/^GEO(?:GRAPHY|METRY)$/.test(type)) return isList ? undefined : cast(type, jsonText(value));
  const isFit = type === "VARIANT" || (isList ? /^ARRAY\b/ : /^(?:OBJECT|MAP)\b/).test(type);
  if (!isFit) return undefined;
  const parsed = sql`PARSE_JSON(${jsonText(value)})`;
  return type === "VARIANT" ? parsed : sql`${parsed}::${raw(type)}`;
}

/** @throws MisfitError for what JSON has no word for, and would drop or change. */
function jsonText(value: object): string {
  return JSON.stringify(value, (key, item: unknown) => {
    const isLost =
      typeof item === "bigint" || typeof item === "function" || typeof item === "symbol" || isNotFinite(item);
    if (isLost)
      throw new MisfitError(
        `${shown(item)} at ${key} is no value of JSON; give text, a number, true or false, or null`,
      );
    return item;
  });
}

function isNotFinite(item: unknown): boolean {
  return typeof item === "number" && !Number.isFinite(item);
}

function isJson(type: string): boolean {
  return /^(?:ARRAY|OBJECT|MAP)\b/.test(type);
}

function cast(type: string, text: string): Sql {
  return sql`${text}::${raw(type)}`;
}

function expected(type: string): string {
  if (isText(type)) return "text";
  if (type === "NUMBER" || type === "FLOAT" || type === "DECFLOAT") return "a number, or one as text";
  if (type === "BOOLEAN") return "true or false";
  if (type === "BINARY") return "a Buffer, or hexadecimal digits as text";
  if (type === "DATE" || type.startsWith("TIMESTAMP")) return "a Date, or text that Snowflake can read as one";
  if (/^ARRAY\b/.test(type) || type.startsWith("VECTOR")) return "a list";
  if (/^(?:OBJECT|MAP)\b/.test(type)) return "an object";
  if (type === "VARIANT") return "a value of JSON";
  return "text that Snowflake can read as one";
}

function shown(value: unknown): string {
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "A Date that is none" : `The Date ${value.toISOString()}`;
  if (value instanceof Uint8Array) return `A Buffer of ${value.length} bytes`;
  if (typeof value === "string" && value.length > 60) return `The text ${JSON.stringify(`${value.slice(0, 60)}…`)}`;
  if (Array.isArray(value)) return "A list";
  return typeof value === "object" || typeof value === "function"
    ? `A value of the type ${typeof value}`
    : JSON.stringify(value);
}
