/** Spellings of a data type, and what Snowflake makes of them. */
export interface DataTypeExample {
  readonly canonical: string;
  readonly spellings: readonly string[];
  /** A value of it, as SQL; absent where a row leaves it out. */
  readonly value?: string;
  /** A default of it, as a program writes it. */
  readonly default?: string | number | boolean;
  /** Whether rows can be clustered and identified by it. */
  readonly isKey?: true;
}

const numbers = { value: "7", default: 5, isKey: true } as const;
const texts = { value: "'a'", default: "'b'", isKey: true } as const;
const moments = { value: "'2026-01-31 12:00:00'", default: "current_timestamp()", isKey: true } as const;

/** Every data type in every spelling of Snowflake's manual, of several lengths where it has any. */
export const dataTypes: readonly DataTypeExample[] = [
  {
    canonical: "NUMBER(38,0)",
    spellings: [
      ...["NUMBER", "DECIMAL", "DEC", "NUMERIC", "number(38)", "Decimal( 38 , 0 )"],
      ...["INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT", "int"],
    ],
    ...numbers,
  },
  { canonical: "NUMBER(11,0)", spellings: ["NUMBER(11)", "DEC(11,0)", "numeric(11)"], ...numbers },
  { canonical: "NUMBER(10,2)", spellings: ["NUMBER(10,2)", "DECIMAL(10, 2)"], ...numbers, value: "7.50" },
  { canonical: "NUMBER(12,2)", spellings: ["NUMBER(12,2)"], ...numbers, value: "7.50" },
  {
    canonical: "FLOAT",
    spellings: ["FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "DOUBLE PRECISION", "REAL", "double  precision"],
    value: "1.5",
    default: 0.5,
  },
  { canonical: "DECFLOAT", spellings: ["DECFLOAT", "DECFLOAT(38)"] },
  {
    canonical: "VARCHAR(16777216)",
    spellings: [
      ...["VARCHAR", "STRING", "TEXT", "VARCHAR2", "NVARCHAR", "NVARCHAR2", "CHAR VARYING", "NCHAR VARYING"],
      "varchar(16777216)",
    ],
    ...texts,
  },
  { canonical: "VARCHAR(20)", spellings: ["VARCHAR(20)", "string(20)", "CHAR(20)", "CHAR VARYING(20)"], ...texts },
  { canonical: "VARCHAR(134217728)", spellings: ["VARCHAR(134217728)"], ...texts },
  { canonical: "VARCHAR(1)", spellings: ["CHAR", "CHARACTER", "NCHAR", "varchar(1)"], ...texts },
  { canonical: "BINARY(8388608)", spellings: ["BINARY", "VARBINARY", "binary(8388608)"] },
  { canonical: "BINARY(16)", spellings: ["BINARY(16)", "varbinary(16)"] },
  { canonical: "BOOLEAN", spellings: ["BOOLEAN", "boolean"], value: "TRUE", default: false, isKey: true },
  { canonical: "DATE", spellings: ["DATE"], value: "'2026-01-31'", default: "current_date", isKey: true },
  { canonical: "TIME(9)", spellings: ["TIME", "time(9)"], value: "'12:00:00'", isKey: true },
  { canonical: "TIME(0)", spellings: ["TIME(0)"], value: "'12:00:00'", isKey: true },
  {
    canonical: "TIMESTAMP_NTZ(9)",
    spellings: [
      ...["DATETIME", "TIMESTAMP_NTZ", "TIMESTAMPNTZ", "TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP"],
      ...["TIMESTAMP_NTZ(9)", "timestamp(9)"],
    ],
    ...moments,
  },
  {
    canonical: "TIMESTAMP_NTZ(3)",
    spellings: ["DATETIME(3)", "TIMESTAMP_NTZ(3)", "TIMESTAMP(3) WITHOUT TIME ZONE"],
    ...moments,
  },
  {
    canonical: "TIMESTAMP_LTZ(9)",
    spellings: ["TIMESTAMP_LTZ", "TIMESTAMPLTZ", "TIMESTAMP WITH LOCAL TIME ZONE"],
    ...moments,
  },
  { canonical: "TIMESTAMP_LTZ(0)", spellings: ["TIMESTAMP_LTZ(0)"], ...moments },
  { canonical: "TIMESTAMP_TZ(9)", spellings: ["TIMESTAMP_TZ", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"], ...moments },
  { canonical: "TIMESTAMP_TZ(6)", spellings: ["TIMESTAMP_TZ(6)"], ...moments },
  { canonical: "VARIANT", spellings: ["VARIANT", "variant"] },
  { canonical: "OBJECT", spellings: ["OBJECT"] },
  { canonical: "ARRAY", spellings: ["ARRAY"] },
  { canonical: "ARRAY(NUMBER(38,0))", spellings: ["ARRAY(INT)", "array( number(38, 0) )"] },
  { canonical: "ARRAY(VARCHAR NOT NULL)", spellings: ["ARRAY(VARCHAR NOT NULL)", "array(string not null)"] },
  {
    canonical: "OBJECT(city VARCHAR, zip NUMBER(5,0) NOT NULL)",
    spellings: ["OBJECT(city VARCHAR, zip NUMBER(5,0) NOT NULL)", "object(city text,zip number(5) not null)"],
  },
  { canonical: "MAP(VARCHAR, VARCHAR)", spellings: ["MAP(VARCHAR, VARCHAR)", "map(string, text)"] },
  { canonical: "MAP(NUMBER(10,0), ARRAY(FLOAT))", spellings: ["MAP(NUMBER(10,0), ARRAY(DOUBLE))"] },
  { canonical: "VECTOR(FLOAT, 3)", spellings: ["VECTOR(FLOAT, 3)", "vector(float,3)"] },
  { canonical: "VECTOR(INT, 4096)", spellings: ["VECTOR(INT, 4096)"] },
  { canonical: "GEOGRAPHY", spellings: ["GEOGRAPHY"] },
  { canonical: "GEOMETRY", spellings: ["GEOMETRY"] },
  { canonical: "FILE", spellings: ["FILE"] },
  { canonical: "UUID", spellings: ["UUID"] },
];
