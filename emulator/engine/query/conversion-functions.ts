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
import { cast, nullValue } from "./value";

const toNumber: SqlFunction = {
  arity: [1, 3],
  call(_context, [value, precision, scale]) {
    const type = precision ? numberOf(Number(precision.cell), Number(scale?.cell ?? 0)) : integerType;
    return cast(value ?? nullValue, type);
  },
};

/** TO_VARCHAR, TO_DATE … without formats. */
export const conversionFunctions: SqlFunctions = {
  TO_VARCHAR: to(textType),
  TO_CHAR: to(textType),
  TO_NUMBER: toNumber,
  TO_DECIMAL: toNumber,
  TO_NUMERIC: toNumber,
  TO_DOUBLE: to(realType),
  TO_BOOLEAN: to(booleanType),
  TO_BINARY: to(binaryType),
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
