import type { Json } from "../catalog/object";
import type { Form } from "../statements/forms";
import { booleanForm, integerForm, textForm, wordForm } from "../statements/forms";
import type { Member } from "./option-group";

/** An option of a file format. */
export interface FormatOption extends Member {
  /** As DESCRIBE calls it. */
  type: "String" | "Integer" | "Boolean" | "List";
  initial: Json;
  /** The words that it takes, where it takes no others. */
  words?: readonly string[];
}

/** The types of file formats; CUSTOM is for stages alone. */
export const formatTypes = ["CSV", "JSON", "AVRO", "ORC", "PARQUET", "XML", "CUSTOM"] as const;

/** One of {@link formatTypes}. */
export type FormatType = (typeof formatTypes)[number];

const extension = string(null);
const compression = word("AUTO", "GZIP", "BZ2", "BROTLI", "ZSTD", "DEFLATE", "RAW_DEFLATE", "NONE");
const times = { DATE_FORMAT: format(), TIME_FORMAT: format(), TIMESTAMP_FORMAT: format() };
const binaryFormat = word("HEX", "BASE64", "UTF8");
const off = boolean(false);
const on = boolean(true);

/** The options of each type, in the order in which DESCRIBE lists them. */
export const formatOptions: Readonly<Record<FormatType, Readonly<Record<string, FormatOption>>>> = {
  CSV: {
    RECORD_DELIMITER: orNone("\n"),
    FIELD_DELIMITER: orNone(","),
    FILE_EXTENSION: extension,
    SKIP_HEADER: { type: "Integer", form: integerForm(0), initial: 0 },
    PARSE_HEADER: off,
    ...times,
    BINARY_FORMAT: binaryFormat,
    ESCAPE: orNone("NONE"),
    ESCAPE_UNENCLOSED_FIELD: orNone("\\"),
    TRIM_SPACE: off,
    FIELD_OPTIONALLY_ENCLOSED_BY: orNone("NONE"),
    NULL_IF: list("\\N"),
    COMPRESSION: compression,
    ERROR_ON_COLUMN_COUNT_MISMATCH: on,
    VALIDATE_UTF8: on,
    SKIP_BLANK_LINES: off,
    REPLACE_INVALID_CHARACTERS: off,
    EMPTY_FIELD_AS_NULL: on,
    SKIP_BYTE_ORDER_MARK: on,
    ENCODING: string("UTF8"),
    MULTI_LINE: on,
  },
  JSON: {
    FILE_EXTENSION: extension,
    ...times,
    BINARY_FORMAT: binaryFormat,
    TRIM_SPACE: off,
    MULTI_LINE: on,
    NULL_IF: list(),
    COMPRESSION: compression,
    ENABLE_OCTAL: off,
    ALLOW_DUPLICATE: off,
    STRIP_OUTER_ARRAY: off,
    STRIP_NULL_VALUES: off,
    IGNORE_UTF8_ERRORS: off,
    REPLACE_INVALID_CHARACTERS: off,
    SKIP_BYTE_ORDER_MARK: on,
  },
  AVRO: {
    TRIM_SPACE: off,
    NULL_IF: list(),
    COMPRESSION: word("AUTO", "GZIP", "BROTLI", "ZSTD", "DEFLATE", "RAW_DEFLATE", "NONE"),
    REPLACE_INVALID_CHARACTERS: off,
  },
  ORC: { TRIM_SPACE: off, NULL_IF: list(), REPLACE_INVALID_CHARACTERS: off },
  PARQUET: {
    TRIM_SPACE: off,
    NULL_IF: list(),
    COMPRESSION: word("AUTO", "LZO", "SNAPPY", "NONE"),
    SNAPPY_COMPRESSION: on,
    BINARY_AS_TEXT: on,
    USE_LOGICAL_TYPE: off,
    USE_VECTORIZED_SCANNER: off,
    REPLACE_INVALID_CHARACTERS: off,
  },
  XML: {
    COMPRESSION: compression,
    IGNORE_UTF8_ERRORS: off,
    PRESERVE_SPACE: off,
    STRIP_OUTER_ELEMENT: off,
    DISABLE_SNOWFLAKE_DATA: off,
    DISABLE_AUTO_CONVERT: off,
    REPLACE_INVALID_CHARACTERS: off,
    SKIP_BYTE_ORDER_MARK: on,
  },
  CUSTOM: {},
};

/** Every option of any type, with what any type takes. */
export const anyFormatOption: Readonly<Record<string, FormatOption>> = {
  ...Object.assign({}, ...Object.values(formatOptions)),
  COMPRESSION: word("AUTO", "GZIP", "BZ2", "BROTLI", "ZSTD", "DEFLATE", "RAW_DEFLATE", "LZO", "SNAPPY", "NONE"),
};

function boolean(initial: boolean): FormatOption {
  return { type: "Boolean", form: booleanForm(), initial };
}

function word(initial: string, ...others: string[]): FormatOption {
  const words = [initial, ...others];
  return { type: "String", form: wordForm(...words), initial, words };
}

function string(initial: string | null): FormatOption {
  return { type: "String", form: (written) => textForm()(written) ?? wordForm("UTF8", "NONE")(written), initial };
}

function format(): FormatOption {
  return orWord("AUTO", "AUTO");
}

/** A text, or NONE. */
function orNone(initial: string): FormatOption {
  return orWord(initial, "NONE");
}

function orWord(initial: string, word: string): FormatOption {
  const form: Form = (written) => {
    if (written.kind === "string") return written.value.toUpperCase() === word ? word : written.value;
    return written.kind === "word" && written.value === word ? word : undefined;
  };
  return { type: "String", form, initial };
}

function list(...initial: string[]): FormatOption {
  return { type: "List", list: true, form: textForm(), initial };
}
