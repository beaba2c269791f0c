import { z } from "zod";
import { raw, type Sql, sql } from "../sql";

/** How an option of a file format is checked, written, and read from what DESCRIBE prints. */
export interface FormatOption<V = unknown> {
  readonly schema: z.ZodType<V, V>;
  readonly write: (value: V) => Sql;
  readonly print: (value: V) => string;
  readonly parse: (cell: string) => V;
}

/** The words for the types of formats; CUSTOM is for files that no format describes. */
export const formatTypes = ["CSV", "JSON", "AVRO", "ORC", "PARQUET", "XML", "CUSTOM"] as const;
/** One of {@link formatTypes}. */
export type FormatType = (typeof formatTypes)[number];

const flag: FormatOption<boolean> = {
  schema: z.boolean(),
  write: (value) => sql`${value}`,
  print: String,
  parse: (cell) => cell.toLowerCase() === "true",
};
const whole: FormatOption<number> = {
  schema: z.int().min(0),
  write: (value) => sql`${value}`,
  print: String,
  parse: Number,
};
const words: FormatOption<readonly string[]> = {
  schema: z.array(z.string()).readonly() as unknown as z.ZodType<readonly string[], readonly string[]>,
  write: (value) => sql`(${raw(value.map((one) => sql`${one}`.text).join(", "))})`,
  print: (value) => `[${value.map(escaped).join(", ")}]`,
  parse: (cell) => {
    const inner = cell.replace(/^\[/, "").replace(/\]$/, "");
    return inner === "" ? [] : inner.split(", ").map(unescaped);
  },
};

/** Text; `NONE` and `AUTO` are words of their own. */
const text: FormatOption<string> = {
  schema: z.string().transform((written) => (/^(none|auto)$/i.test(written) ? written.toUpperCase() : written)),
  write: (value) => (value === "NONE" || value === "AUTO" ? raw(value) : sql`${value}`),
  print: escaped,
  parse: unescaped,
};

const compression = "AUTO, GZIP, BZ2, BROTLI, ZSTD, DEFLATE, RAW_DEFLATE, NONE".split(", ");
const compressions: Readonly<Partial<Record<FormatType, readonly string[]>>> = {
  CSV: compression,
  JSON: compression,
  XML: compression,
  AVRO: compression.filter((one) => one !== "BZ2"),
  PARQUET: ["AUTO", "LZO", "SNAPPY", "NONE"],
};

/** A word in any letter case; which ones there are may depend on the type of the format. */
const word: FormatOption<string> = {
  schema: z.string().transform((written) => written.toUpperCase()),
  write: (value) => raw(value),
  print: (value) => value,
  parse: (cell) => cell.toUpperCase(),
};

/** Every option, by name. */
export const formatOptions = {
  /** How files are compressed: `AUTO`, `GZIP`, `BZ2`, `BROTLI`, `ZSTD`, `DEFLATE`, `RAW_DEFLATE`, `NONE`; of Parquet `AUTO`, `LZO`, `SNAPPY`, `NONE`. @defaultValue `"AUTO"` */
  compression: word,
  /** What ends a record. @defaultValue the end of a line */
  recordDelimiter: text,
  /** What parts fields. @defaultValue `","` */
  fieldDelimiter: text,
  /** Whether a value may hold the end of a line. @defaultValue true */
  multiLine: flag,
  /** Extension of files that are unloaded. @defaultValue that of type and compression */
  fileExtension: text,
  /** Whether the first line names the columns. @defaultValue false */
  parseHeader: flag,
  /** Lines at the beginning that are passed over. @defaultValue 0 */
  skipHeader: whole,
  /** Whether empty lines are passed over, instead of being an error. @defaultValue false */
  skipBlankLines: flag,
  /** How dates are written. @defaultValue `"AUTO"` */
  dateFormat: text,
  /** How times are written. @defaultValue `"AUTO"` */
  timeFormat: text,
  /** How timestamps are written. @defaultValue `"AUTO"` */
  timestampFormat: text,
  /** How bytes are written: `HEX`, `BASE64` or `UTF8`. @defaultValue `"HEX"` */
  binaryFormat: word,
  /** Character that makes the next one plain, in fields in quotes. @defaultValue `"NONE"` */
  escape: text,
  /** The same in fields without quotes. @defaultValue a backslash */
  escapeUnenclosedField: text,
  /** Whether blanks around values are left out. @defaultValue false */
  trimSpace: flag,
  /** Quote that may stand around fields. @defaultValue `"NONE"` */
  fieldOptionallyEnclosedBy: text,
  /** Texts that stand for NULL. @defaultValue `["\\N"]` */
  nullIf: words,
  /** Whether a line with another number of fields than the table has columns is an error. @defaultValue true */
  errorOnColumnCountMismatch: flag,
  /** Whether bytes that are no UTF-8 become the replacement character, instead of being an error. @defaultValue false */
  replaceInvalidCharacters: flag,
  /** Whether an empty field is NULL. @defaultValue true */
  emptyFieldAsNull: flag,
  /** Whether a byte order mark is passed over. @defaultValue true */
  skipByteOrderMark: flag,
  /** Character set of the files. @defaultValue `"UTF8"` */
  encoding: text,
  /** Whether numbers may be octal. @defaultValue false */
  enableOctal: flag,
  /** Whether a key may stand twice in an object, of which the last counts. @defaultValue false */
  allowDuplicate: flag,
  /** Whether the items of an outermost list are a row each. @defaultValue false */
  stripOuterArray: flag,
  /** Whether keys whose value is null are left out. @defaultValue false */
  stripNullValues: flag,
  /** Whether errors of UTF-8 are passed over. @defaultValue false */
  ignoreUtf8Errors: flag,
  /** Whether unloaded files are compressed with Snappy; `compression` says the same. @defaultValue true */
  snappyCompression: flag,
  /** Whether columns without a logical type are read as text. @defaultValue true */
  binaryAsText: flag,
  /** Whether logical types of the file are heeded. @defaultValue false */
  useLogicalType: flag,
  /** Whether the vectorized scanner reads the files. @defaultValue false */
  useVectorizedScanner: flag,
  /** Whether blanks at both ends of an element's content are kept. @defaultValue false */
  preserveSpace: flag,
  /** Whether the elements below the outermost one are a row each. @defaultValue false */
  stripOuterElement: flag,
  /** Whether numbers and truth values stay text. @defaultValue false */
  disableAutoConvert: flag,
};

/** The name of an option. */
export type FormatOptionName = keyof typeof formatOptions;

const times = ["dateFormat", "timeFormat", "timestampFormat", "binaryFormat"] as const;

/** The options that each type has. */
export const optionsOfType: Readonly<Record<FormatType, readonly FormatOptionName[]>> = {
  CSV: [
    ...["compression", "recordDelimiter", "fieldDelimiter", "multiLine", "fileExtension", "parseHeader"],
    ...["skipHeader", "skipBlankLines", ...times, "escape", "escapeUnenclosedField", "trimSpace"],
    ...["fieldOptionallyEnclosedBy", "nullIf", "errorOnColumnCountMismatch", "replaceInvalidCharacters"],
    ...["emptyFieldAsNull", "skipByteOrderMark", "encoding"],
  ] as FormatOptionName[],
  JSON: [
    ...["compression", ...times, "trimSpace", "multiLine", "nullIf", "fileExtension", "enableOctal", "allowDuplicate"],
    ...["stripOuterArray", "stripNullValues", "replaceInvalidCharacters", "ignoreUtf8Errors", "skipByteOrderMark"],
  ] as FormatOptionName[],
  AVRO: ["compression", "trimSpace", "replaceInvalidCharacters", "nullIf"],
  ORC: ["trimSpace", "replaceInvalidCharacters", "nullIf"],
  PARQUET: [
    ...["compression", "snappyCompression", "binaryAsText", "useLogicalType", "trimSpace", "useVectorizedScanner"],
    ...["replaceInvalidCharacters", "nullIf"],
  ] as FormatOptionName[],
  XML: [
    ...["compression", "ignoreUtf8Errors", "preserveSpace", "stripOuterElement", "disableAutoConvert"],
    ...["replaceInvalidCharacters", "skipByteOrderMark"],
  ] as FormatOptionName[],
  CUSTOM: [],
};

/** What is wrong with the value of an option in a format of that type. */
export function problemOfOption(type: FormatType, name: FormatOptionName, value: unknown): string | undefined {
  if (!optionsOfType[type].includes(name)) {
    const known = optionsOfType[type].join(", ") || "none";
    return `is not an option of format type ${type}; it has ${known}`;
  }
  if (name === "compression") return oneOf(value, compressions[type] ?? []);
  return name === "binaryFormat" ? oneOf(value, ["HEX", "BASE64", "UTF8"]) : undefined;
}

function oneOf(value: unknown, allowed: readonly string[]): string | undefined {
  return allowed.includes(String(value)) ? undefined : `${JSON.stringify(value)} is not one of ${allowed.join(", ")}`;
}

const escapes: readonly (readonly [string, string])[] = [
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
];

function escaped(value: string): string {
  return escapes.reduce((escaping, [character, shown]) => escaping.replaceAll(character, shown), value);
}

function unescaped(cell: string): string {
  return cell.replaceAll(/\\[\\nrt]/g, (shown) => escapes.find(([, one]) => one === shown)?.[0] ?? shown);
}
