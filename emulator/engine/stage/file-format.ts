import type { CatalogObject, Json } from "../catalog/object";
import type { Cell } from "../result";
import { invalidCombination, invalidPropertyValue, unsupported } from "../sql-error";
import { identifierForm, wordForm } from "../statements/forms";
import type { FormatType } from "./file-format-options";
import { anyFormatOption, formatOptions, formatTypes } from "./file-format-options";

/** A format as it is kept: its type, and the options that are not as by default. */
export interface Format {
  type: FormatType;
  options: Record<string, Json>;
}

/** What a file format may say; FORMAT_NAME is for stages. */
export const formatMembers = {
  TYPE: { form: wordForm(...formatTypes) },
  FORMAT_NAME: { form: identifierForm() },
  ...anyFormatOption,
};

/** Checks that the options are the type's. */
export function settleFormat(written: ReadonlyMap<string, Json>): Format {
  const type = (written.get("TYPE") ?? "CSV") as FormatType;
  const options: Record<string, Json> = {};
  for (const [key, value] of written) {
    if (key === "TYPE") continue;
    const option = Object.hasOwn(formatOptions[type], key) ? formatOptions[type][key] : undefined;
    if (!option) throw invalidPropertyValue(type, key);
    if (option.words && !option.words.includes(String(value))) throw invalidPropertyValue(String(value), key);
    options[key] = value;
  }
  const skipped = options["SKIP_HEADER"];
  if (options["PARSE_HEADER"] === true && skipped !== undefined && skipped !== 0) {
    throw invalidCombination(["PARSE_HEADER", "true"], ["SKIP_HEADER", String(skipped)]);
  }
  return { type, options };
}

/** The format of a FILE FORMAT or of a stage. */
export function formatOf(object: CatalogObject): Format {
  // Only formats ever stand in this property.
  return object.properties["format"] as unknown as Format;
}

/** CUSTOM is for what a stage says itself. */
export function refuseCustom({ type }: Format): void {
  if (type === "CUSTOM") throw unsupported("FILE FORMAT of type CUSTOM");
}

/** Rows of DESCRIBE: property, type, value, default. */
export function formatRows({ type, options }: Format): Cell[][] {
  const rows = Object.entries(formatOptions[type]).map(([key, option]): Cell[] => [
    key,
    option.type,
    shown(options[key] ?? option.initial),
    shown(anyDefault(key, option.initial)),
  ]);
  return [["TYPE", "String", type, "CSV"], ...rows];
}

/** NULL_IF has the default of CSV in that column, whatever the type. */
function anyDefault(key: string, initial: Json): Json {
  return formatOptions.CSV[key]?.initial ?? initial;
}

function shown(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (value === null) return "";
  const escapes: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return String(value).replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character);
}
