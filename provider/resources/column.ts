import { z } from "zod";
import { nameOf } from "../resource/forms";
import { type Tags, tags } from "../resource/tags";
import { isUnknown } from "../resource/unknown";
import {
  canonicalDefault,
  canonicalExpression,
  canonicalType,
  DataTypeError,
  expressionProblem,
  isNumeric,
  isText,
} from "../sql";

/** How a column numbers its rows. */
export interface Autoincrement {
  /** The first number. @defaultValue 1 */
  readonly start?: number | undefined;
  /** What is added from row to row. @defaultValue 1 */
  readonly increment?: number | undefined;
  /** Whether later rows always have higher numbers, which takes time. @defaultValue the account's `NOORDER_SEQUENCE_AS_DEFAULT`, false */
  readonly order?: boolean | undefined;
}

/** A policy that hides a column's values, and the columns that it decides by. */
export interface MaskingPolicy {
  /** Its qualified name, `DB.SCHEMA.POLICY`. */
  readonly policy: string;
  /** Columns that it is given, this one first. @defaultValue this one alone */
  readonly using?: readonly string[] | undefined;
}

/**
 * A column as a program writes it. Only what is said of it is managed: a column without `comment` keeps the comment that somebody
 * gave it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-table
 */
export interface Column {
  /** Its name as Snowflake reads it. A changed name is a new column, unless {@link renamedFrom} says otherwise. */
  readonly name: string;
  /** Its data type in any of Snowflake's spellings: `int`, `varchar(20)`, `timestamp_ntz(3)`, `array(varchar)`, `vector(float, 256)`. It can be widened in place; other changes are a replacement. */
  readonly type: string;
  /** Whether it may be NULL. Taken out, it may. @defaultValue true; false in a primary key */
  readonly nullable?: boolean | undefined;
  /** Value of rows that say none: a number, true or false, or an SQL expression (`"'new'"`, `"CURRENT_TIMESTAMP()"`, `"DB.SCHEMA.SEQ.NEXTVAL"`). Snowflake cannot give one to a column that exists, nor change it but from one sequence to another. @defaultValue none */
  readonly default?: string | number | boolean | undefined;
  /** Numbers the rows; `true` for 1, 2, 3 … At creation of the column only. @defaultValue none */
  readonly autoincrement?: boolean | Autoincrement | undefined;
  /** How its text is compared, `"en-ci"`. At creation of the column only. @defaultValue the table's `defaultDdlCollation` */
  readonly collate?: string | undefined;
  /** Expression that a virtual column computes; at creation of the column only. @defaultValue none */
  readonly as?: string | undefined;
  /** @defaultValue none */
  readonly comment?: string | undefined;
  /** Policy that masks its values, `DB.SCHEMA.POLICY`. Snowflake is not asked for it again. @defaultValue none */
  readonly maskingPolicy?: string | MaskingPolicy | undefined;
  /** Policy that says who may select it, `DB.SCHEMA.POLICY`. Snowflake is not asked for it again. @defaultValue none */
  readonly projectionPolicy?: string | undefined;
  /** Values of tags by qualified tag name. Snowflake is not asked for them again. @defaultValue none */
  readonly tags?: Tags | undefined;
  /** Former name or names of it: the column is renamed with its values instead of dropped. May stay for ever. @defaultValue none */
  readonly renamedFrom?: string | readonly string[] | undefined;
}

/** A column in canonical form; absent means not said. */
export interface CanonicalColumn {
  /** Its name in canonical spelling. */
  readonly name: string;
  /** Its data type in Snowflake's own spelling: `NUMBER(38,0)`, `VARCHAR(16777216)`. */
  readonly type: string;
  /** Whether it may be NULL. */
  readonly nullable?: boolean;
  /** Value of rows that say none, as SQL. */
  readonly default?: string;
  /** How it numbers the rows. */
  readonly autoincrement?: {
    /** The first number. */
    readonly start: number;
    /** What is added from row to row. */
    readonly increment: number;
    /** Whether later rows always have higher numbers. */
    readonly order?: boolean;
  };
  /** How its text is compared, in lower case. */
  readonly collate?: string;
  /** Expression that a virtual column computes. */
  readonly as?: string;
  /** What people should know of it. */
  readonly comment?: string;
  /** Policy that masks its values. */
  readonly maskingPolicy?: {
    /** Its qualified name. */
    readonly policy: string;
    /** Columns that it is given, this one first. */
    readonly using?: readonly string[];
  };
  /** Policy that says who may select it. */
  readonly projectionPolicy?: string;
  /** Values of tags by qualified tag name. */
  readonly tags?: Tags;
  /** Former names of it. */
  readonly renamedFrom?: readonly string[];
}

const whole = z.int();

/** An SQL expression that a user wrote; it cannot end the statement that it stands in. */
export const expression = z.string().transform((written, context) => {
  if (isUnknown(written)) return written;
  const problem = expressionProblem(written);
  if (problem === undefined) return canonicalExpression(written);
  context.addIssue({ code: "custom", message: `${JSON.stringify(written)} ${problem}` });
  return z.NEVER;
});

const defaultValue = z
  .union([z.string(), z.number(), z.boolean()], {
    error: "is not a default: give a number, true or false, or an SQL expression as text, such as \"'new'\"",
  })
  .transform((written, context) => {
    if (isUnknown(written)) return String(written);
    const text = String(written);
    const problem = expressionProblem(text);
    if (problem === undefined) return canonicalDefault(text)?.text;
    context.addIssue({ code: "custom", message: `${JSON.stringify(written)} ${problem}` });
    return z.NEVER;
  });

const dataType = z.string().transform((written, context) => {
  if (isUnknown(written)) return written;
  try {
    return canonicalType(written);
  } catch (error) {
    if (!(error instanceof DataTypeError)) throw error;
    context.addIssue({ code: "custom", message: error.message });
    return z.NEVER;
  }
});

const autoincrement = z
  .union(
    [
      z.boolean(),
      z.strictObject({ start: whole.optional(), increment: whole.optional(), order: z.boolean().optional() }),
    ],
    { error: "is not true, or an object of start, increment and order" },
  )
  .transform((written) => {
    if (written === false) return undefined;
    const { start = 1, increment = 1, order } = written === true ? {} : written;
    return { start, increment, ...(order === undefined ? {} : { order }) };
  });

const maskingPolicy = z
  .union([nameOf(3), z.strictObject({ policy: nameOf(3), using: z.array(nameOf(1)).optional() })])
  .transform((written) => {
    if (typeof written === "string") return { policy: written };
    const { policy, using } = written;
    return using === undefined ? { policy } : { policy, using };
  });

/** One column, in canonical form. */
export const columnSchema = z
  .strictObject({
    name: nameOf(1),
    type: dataType,
    nullable: z.boolean().optional(),
    default: defaultValue.optional(),
    autoincrement: autoincrement.optional(),
    collate: z
      .string()
      .transform((written) => written.toLowerCase() || undefined)
      .optional(),
    as: expression.optional(),
    comment: z
      .string()
      .transform((written) => written || undefined)
      .optional(),
    maskingPolicy: maskingPolicy.optional(),
    projectionPolicy: nameOf(3).optional(),
    tags: (tags.schema as z.ZodType<Tags, Tags>).optional(),
    renamedFrom: z
      .union([nameOf(1), z.array(nameOf(1))], { error: "is not a name, or a list of names" })
      .transform((written) => (typeof written === "string" ? [written] : written.length === 0 ? undefined : written))
      .optional(),
  })
  .superRefine((column, context) => {
    for (const [path, message] of contradictions(column as CanonicalColumn)) {
      context.addIssue({ code: "custom", path: [path], message });
    }
  })
  .transform((column) => withoutAbsent(column) as unknown as CanonicalColumn);

/** What cannot be said of one column together. */
function contradictions(column: CanonicalColumn): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  if (column.default !== undefined && column.autoincrement !== undefined)
    found.push(["autoincrement", "cannot go together with default; leave one of them out"]);
  if (isUnknown(column.type)) return found;
  if (column.autoincrement !== undefined && !isNumeric(column.type))
    found.push(["autoincrement", `numbers rows, but ${column.type} is no numeric type`]);
  if (column.collate !== undefined && !isText(column.type))
    found.push(["collate", `is for text, but the type is ${column.type}`]);
  const mismatch = column.default === undefined ? undefined : mismatchOf(column.default, column.type);
  if (mismatch !== undefined) found.push(["default", mismatch]);
  for (const key of ["default", "autoincrement"] as const) {
    if (column.as !== undefined && column[key] !== undefined)
      found.push([key, "cannot go together with as: a virtual column is computed"]);
  }
  if (column.as !== undefined && column.nullable === false)
    found.push(["nullable", "cannot be false beside as: a virtual column is computed"]);
  return found;
}

/** Snowflake does not convert a constant to the column's type. */
function mismatchOf(value: string, type: string): string | undefined {
  const read = isUnknown(value) ? undefined : canonicalDefault(value);
  if (read?.kind !== "literal") return undefined;
  const of = read.text.startsWith("'") ? "text" : /^(TRUE|FALSE)$/.test(read.text) ? "true or false" : "a number";
  const fits = of === "text" ? isText(type) : of === "a number" ? isNumeric(type) : type === "BOOLEAN";
  if (fits) return undefined;
  const hint = of === "text" && !isNumeric(type) && type !== "BOOLEAN" ? `; write ${read.text}::${type}` : "";
  return `${read.text} is ${of}, but the type is ${type}${isText(type) && of !== "text" ? `; write "'${read.text}'"` : hint}`;
}

function withoutAbsent(column: object): object {
  return Object.fromEntries(Object.entries(column).filter(([, value]) => value !== undefined));
}
