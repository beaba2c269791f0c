import { z } from "zod";
import type { Row } from "../client/client";
import { same } from "../resource/equal";
import { clause, nameOf, type Word } from "../resource/forms";
import { keywordOf, type Property } from "../resource/property";
import { isUnknown } from "../resource/unknown";
import { join, parseQualified, raw, type Sql, sql } from "../sql";
import { describeStage, textOf } from "./stage-describe";
import {
  type FormatOption,
  type FormatOptionName,
  type FormatType,
  formatOptions,
  formatTypes,
  problemOfOption,
} from "./stage-format-options";

type OptionValues = {
  readonly [K in keyof typeof formatOptions]?:
    | ((typeof formatOptions)[K] extends FormatOption<infer V> ? V : never)
    | undefined;
};

/** How files are read and written: the name of a file format, or a type with options of that type. */
export interface StageFormat extends OptionValues {
  /** A file format, `DB.SCHEMA.FORMAT`; then there is nothing else to say. */
  readonly formatName?: string | undefined;
  /** `CUSTOM` is for files that no format describes. */
  readonly type?: Word<FormatType> | undefined;
}

const optionNames = Object.keys(formatOptions) as FormatOptionName[];
const optionOf = (name: FormatOptionName) => formatOptions[name] as unknown as FormatOption;

const type = z.string().transform((written, context) => {
  const found = formatTypes.find((one) => one === written.toUpperCase());
  if (found !== undefined) return found;
  context.addIssue({
    code: "custom",
    message: `${JSON.stringify(written)} is not one of ${formatTypes.join(", ")}`,
  });
  return z.NEVER;
});

const schema = z
  .strictObject({
    formatName: nameOf(3).optional(),
    type: type.optional(),
    ...Object.fromEntries(optionNames.map((name) => [name, optionOf(name).schema.optional()])),
  })
  .superRefine((format: StageFormat, context) => {
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: "custom", path: [...path], message });
    const options = optionNames.filter((name) => format[name] !== undefined);
    if (format.formatName !== undefined) {
      const [beside] = format.type === undefined ? options : ["type"];
      if (beside !== undefined) refuse([beside], "cannot go together with formatName, which says all of it");
    } else if (format.type === undefined) {
      refuse([], "names neither a format (formatName) nor a type");
    } else if (!isUnknown(format.type)) {
      for (const name of options) {
        const problem = isUnknown(format[name])
          ? undefined
          : problemOfOption(format.type as FormatType, name, format[name]);
        if (problem !== undefined) refuse([name], problem);
      }
      if (format.parseHeader === true && (format.skipHeader ?? 0) > 0)
        refuse(["skipHeader"], "cannot go together with parseHeader, which reads that line");
    }
  });

/** The file format of a stage. Of the options, only those that the program says are read back. */
export const fileFormat: Property<StageFormat, StageFormat> = {
  ...clause<StageFormat, StageFormat>(schema as unknown as z.ZodType<StageFormat, StageFormat>, written, {
    // A stage has no UNSET.
    fallback: { set: { type: "CSV" } },
    equal: (left, right) => same(left, right) || (isPlainCsv(left) && isPlainCsv(right)),
  }),
  source: {
    from: "statements",
    read: async (reading) => readFormat(await describeStage(reading), reading.managed as StageFormat | undefined),
  },
};

function written(format: StageFormat): Sql {
  const { formatName, type: kind } = format;
  if (formatName !== undefined) return sql`(FORMAT_NAME = ${formatName})`;
  const options = optionNames.flatMap((name) =>
    format[name] === undefined ? [] : [sql`${raw(keywordOf(name, {}))} = ${optionOf(name).write(format[name])}`],
  );
  return sql`(${join([sql`TYPE = ${raw(kind ?? "CSV")}`, ...options])})`;
}

/** What DESCRIBE STAGE says of the format; nothing if it is as by default and nobody manages it. */
function readFormat(described: readonly Row[], managed: StageFormat | undefined): StageFormat | undefined {
  const own = described.filter((row) => row["parent_property"] === "STAGE_FILE_FORMAT");
  const rows = new Map(own.map((row) => [row["property"] ?? "", row]));
  const named = textOf(rows.get("FORMAT_NAME"));
  if (named !== "") {
    const isAsSaid = managed?.formatName !== undefined && endsAlike(managed.formatName, named);
    return { formatName: isAsSaid ? managed.formatName : named };
  }
  const shown = textOf(rows.get("TYPE")).toUpperCase();
  const options: Record<string, unknown> = {};
  for (const name of optionNames) {
    const row = rows.get(keywordOf(name, {}));
    const said = managed?.[name];
    if (row === undefined || (managed !== undefined && said === undefined)) continue;
    const cell = textOf(row);
    if (said !== undefined && optionOf(name).print(said) === cell) options[name] = said;
    else if (said !== undefined || cell !== (row["property_default"] ?? "")) options[name] = optionOf(name).parse(cell);
  }
  if (managed === undefined && shown === "CSV" && Object.keys(options).length === 0) return undefined;
  return { ...(options as OptionValues), type: shown as FormatType };
}

/** Whether a name is another one without the database, or without the schema too. */
function endsAlike(whole: string, shown: string): boolean {
  try {
    const parts = parseQualified(shown);
    return same(parseQualified(whole).slice(-parts.length), parts);
  } catch {
    return false;
  }
}

function isPlainCsv(format: StageFormat): boolean {
  return same(format, { type: "CSV" });
}
