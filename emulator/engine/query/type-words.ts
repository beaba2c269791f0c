/** Lengths of text and binary types: those of a type without one, and the longest there are. */
export const defaults = {
  text: 16_777_216,
  longestText: 134_217_728,
  binary: 8_388_608,
  longestBinary: 67_108_864,
} as const;

/** Words for NUMBER(38,0), without an argument. */
export const integers = new Set(["INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT"]);
/** Words for NUMBER, with precision and scale. */
export const numbers = new Set(["NUMBER", "DECIMAL", "DEC", "NUMERIC"]);
/** Words for FLOAT. */
export const floats = new Set(["FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "REAL"]);
/** Words for VARCHAR. */
export const texts = new Set(["VARCHAR", "STRING", "TEXT", "VARCHAR2", "NVARCHAR", "NVARCHAR2"]);
/** One character long unless VARYING follows. */
export const characters = new Set(["CHAR", "CHARACTER", "NCHAR"]);
/** Words for BINARY. */
export const binaries = new Set(["BINARY", "VARBINARY"]);
/** Words without an argument. */
export const plain = new Set([
  "BOOLEAN",
  "DATE",
  "VARIANT",
  "OBJECT",
  "ARRAY",
  "GEOGRAPHY",
  "GEOMETRY",
  "FILE",
  "UUID",
]);

/** The words for timestamps and what they stand for; TIMESTAMP is up to the session. */
export const timestamps: Record<string, string> = {
  DATETIME: "TIMESTAMP_NTZ",
  TIMESTAMP: "TIMESTAMP_NTZ",
  TIMESTAMP_NTZ: "TIMESTAMP_NTZ",
  TIMESTAMPNTZ: "TIMESTAMP_NTZ",
  TIMESTAMP_LTZ: "TIMESTAMP_LTZ",
  TIMESTAMPLTZ: "TIMESTAMP_LTZ",
  TIMESTAMP_TZ: "TIMESTAMP_TZ",
  TIMESTAMPTZ: "TIMESTAMP_TZ",
};
