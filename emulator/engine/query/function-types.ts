import type { DataType } from "./data-type";
import { timestampLtzType, variantType } from "./data-type";

export const arrayType: DataType = { ...variantType, wire: "array", shown: "ARRAY" };
export const objectType: DataType = { ...variantType, wire: "object", shown: "OBJECT" };
export const dateType: DataType = { ...variantType, wire: "date", shown: "DATE" };
export const timeType: DataType = { ...timestampLtzType, wire: "time", shown: "TIME(9)" };
export const timestampNtzType: DataType = { ...timestampLtzType, wire: "timestamp_ntz", shown: "TIMESTAMP_NTZ(9)" };
export const timestampTzType: DataType = { ...timestampLtzType, wire: "timestamp_tz", shown: "TIMESTAMP_TZ(9)" };
export const binaryType: DataType = { ...variantType, wire: "binary", shown: "BINARY(8388608)", length: 8_388_608 };
