import { invalidParameterValue } from "../sql-error";
import type { DataType } from "./data-type";
import { booleanType, integerType, numberOf, realType, textType, timestampLtzType, variantType } from "./data-type";
import {
  arrayType,
  binaryType,
  dateType,
  objectType,
  timestampNtzType,
  timestampTzType,
  timeType,
} from "./function-types";
import type { SqlFunction, SqlFunctions } from "./sql-function";
import type { Value } from "./value";
import { cast, nullValue, textValue } from "./value";

const toNumber: SqlFunction = {
  arity: [1, 3],
  call(_context, [value, precision, scale]) {
    const type = precision ? numberOf(Number(precision.cell), Number(scale?.cell ?? 0)) : integerType;
    return cast(value ?? nullValue, type);
  },
};

const encodings: Readonly<Record<string, BufferEncoding>> = { BASE64: "base64", "UTF-8": "utf8", UTF8: "utf8" };

/** TO_BINARY: https://docs.snowflake.com/en/sql-reference/functions/to_binary */
const toBinary: SqlFunction = {
  arity: [1, 2],
  call(_context, [value = nullValue, format]) {
    const word = String(format?.cell ?? "HEX").toUpperCase();
    if (word === "HEX" || value.cell === null) return cast(value, binaryType);
    const encoding = encodings[word];
    if (encoding === undefined) throw invalidParameterValue(word, "format");
    return cast(textValue(Buffer.from(value.cell, encoding).toString("hex")), binaryType);
  },
};

/** TO_VARCHAR, TO_DATE … without formats, but for TO_BINARY. */
export const conversionFunctions: SqlFunctions = {
  TO_VARCHAR: to(textType),
  TO_CHAR: to(textType),
  TO_NUMBER: toNumber,
  TO_DECIMAL: toNumber,
  TO_NUMERIC: toNumber,
  TO_DOUBLE: to(realType),
  TO_BOOLEAN: to(booleanType),
  TO_BINARY: toBinary,
  TO_DATE: to(dateType),
  TO_TIME: to(timeType),
  TO_TIMESTAMP: to(timestampNtzType),
  TO_TIMESTAMP_NTZ: to(timestampNtzType),
  TO_TIMESTAMP_LTZ: to(timestampLtzType),
  TO_TIMESTAMP_TZ: to(timestampTzType),
  TO_VARIANT: to(variantType),
  TO_ARRAY: to(arrayType),
  TO_OBJECT: to(objectType),
};

function to(type: DataType): SqlFunction {
  return { arity: [1], call: (_context, [value]: readonly Value[]) => cast(value ?? nullValue, type) };
}
