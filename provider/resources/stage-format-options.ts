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
  compression: word,
  recordDelimiter: text,
  fieldDelimiter: text,
  multiLine: flag,
  fileExtension: text,
  parseHeader: flag,
  skipHeader: whole,
  skipBlankLines: flag,
  dateFormat: text,
  timeFormat: text,
  timestampFormat: text,
  binaryFormat: word,
  escape: text,
  escapeUnenclosedField: text,
  trimSpace: flag,
  fieldOptionallyEnclosedBy: text,
  nullIf: words,
  errorOnColumnCountMismatch: flag,
  replaceInvalidCharacters: flag,
  emptyFieldAsNull: flag,
  skipByteOrderMark: flag,
  encoding: text,
  enableOctal: flag,
  allowDuplicate: flag,
  stripOuterArray: flag,
  stripNullValues: flag,
  ignoreUtf8Errors: flag,
  snappyCompression: flag,
  binaryAsText: flag,
  useLogicalType: flag,
  useVectorizedScanner: flag,
  preserveSpace: flag,
  stripOuterElement: flag,
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
