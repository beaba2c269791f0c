import { z } from "zod";
import { clause, nameOf } from "../resource/forms";
import type { Property, Reading, Values } from "../resource/property";
import { holdsUnknown, isUnknown } from "../resource/unknown";
import { canonicalDefault, canonicalName, expressionProblem, join, raw, type Sql, type StoredName, sql } from "../sql";
import { generalType } from "./argument-type";
import { described } from "./procedure-described";
import { argumentType } from "./procedure-returns";
import { argumentTypes, describedArguments, shownArguments } from "./signature";

/** An argument of a procedure, as a program writes it. */
export interface ProcedureArgument {
  /** Its name as SQL reads it; JavaScript sees `limit` as `LIMIT`. */
  readonly name: string;
  /** Its type in any of Snowflake's spellings. */
  readonly type: string;
  /** What it is when a call leaves it out: a number, true or false, or an SQL expression as text, such as `"'new'"`. @defaultValue none, every call has to give it */
  readonly default?: string | number | boolean | undefined;
  /** Whether the procedure hands a value back through it; for SQL alone. @defaultValue `"IN"` */
  readonly mode?: "IN" | "OUT" | undefined;
}

/** An argument in canonical form. */
export interface CanonicalArgument {
  /** Its name in canonical spelling. */
  readonly name: string;
  /** Its type in canonical spelling, without lengths that are the default. */
  readonly type: string;
  /** What it is when a call leaves it out, as SQL. */
  readonly default?: string;
  /** Said of an argument through which a value is handed back. */
  readonly mode?: "OUT";
}

/** What stands for a default that Snowflake has, and does not show. */
const notShown = "(not shown)";

const defaultValue = z
  .union([z.string(), z.number(), z.boolean()], {
    error: "is not a default: give a number, true or false, or an SQL expression as text, such as \"'new'\"",
  })
  .transform((written, context) => {
    if (isUnknown(written) || written === notShown) return String(written);
    const text = String(written);
    const problem = expressionProblem(text);
    // That it may be left out counts, also where it is NULL then.
    if (problem === undefined) return canonicalDefault(text)?.text ?? "NULL";
    context.addIssue({ code: "custom", message: `${JSON.stringify(written)} ${problem}` });
    return z.NEVER;
  });

const mode = z.string().transform((written, context) => {
  const word = isUnknown(written) ? written : written.toUpperCase().replace(/PUT$/, "");
  if (isUnknown(word) || word === "IN" || word === "OUT") return word as "IN" | "OUT";
  context.addIssue({ code: "custom", message: `${JSON.stringify(written)} is not one of IN, OUT` });
  return z.NEVER;
});

const argument = z
  .strictObject({
    name: nameOf(1),
    type: argumentType,
    default: defaultValue.optional(),
    mode: mode.optional(),
  })
  .transform(
    ({ name, type, default: optional, mode: direction }): CanonicalArgument => ({
      name,
      type,
      ...(optional === undefined ? {} : { default: optional }),
      ...(direction === undefined || direction === "IN" ? {} : { mode: direction }),
    }),
  );

/** What a procedure is given. The types tell it apart from others of its name; Snowflake does not show the defaults. */
export const args: Property<readonly ProcedureArgument[], readonly CanonicalArgument[]> = {
  ...clause<readonly ProcedureArgument[], readonly CanonicalArgument[]>(
    z.array(argument) as unknown as z.ZodType<readonly CanonicalArgument[], readonly ProcedureArgument[]>,
    argumentList,
    {
      place: "head",
      clause: argumentList,
      isUnset: (value) => value.length === 0,
      change: (before, after) => {
        if (holdsUnknown(after)) return "replace";
        return argumentTypes(typesOf(before)) === argumentTypes(typesOf(after))
          ? "alter"
          : { replaceBecause: "the types of its arguments, which make it another procedure" };
      },
    },
  ),
  source: { from: "statements", read: readArguments },
};

/** The types that tell a procedure apart, from canonical values; those that are not known yet as they are. */
export function typesOfValues(values: Values): string {
  const list = (values["arguments"] ?? []) as readonly CanonicalArgument[];
  return holdsUnknown(list) ? "(…)" : argumentTypes(typesOf(list));
}

/** Whether two declarations of one name cannot stand beside each other: a call might mean either, if arguments may be left out. */
export function collide(before: Values, after: Values): boolean {
  return [before, after].some(({ arguments: list }) =>
    ((list ?? []) as readonly CanonicalArgument[]).some((one) => one.default !== undefined),
  );
}

/** What is wrong with arguments together. */
export function argumentProblem(list: readonly CanonicalArgument[], language: unknown): string | undefined {
  const names = list.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    return `has the argument ${twice} twice: without quotes, SQL takes all letters for upper case`;
  const late = list.find((one, index) => one.default === undefined && list[index - 1]?.default !== undefined);
  if (late !== undefined)
    return `has ${late.name} behind an argument with a default; those that every call has to give come first`;
  const output = list.find((one) => one.mode === "OUT");
  if (output !== undefined && language !== "sql")
    return `has ${output.name} with mode OUT, which is for language "sql" alone`;
  return undefined;
}

function typesOf(list: readonly CanonicalArgument[] = []): readonly string[] {
  return list.map(({ type }) => type);
}

function argumentList(list: readonly CanonicalArgument[]): Sql {
  const items = list.map(({ name, type, default: optional, mode: direction }) =>
    join([
      raw(name),
      raw(direction ?? ""),
      raw(type),
      optional === undefined ? raw("") : sql`DEFAULT ${raw(optional)}`,
    ]),
  );
  return sql`(${join(items, ", ")})`;
}

/** What stands, in the words of the program where it means the same: lengths and defaults are not shown. */
async function readArguments(reading: Reading): Promise<readonly CanonicalArgument[]> {
  const { row, managed } = reading;
  const known = managed as readonly CanonicalArgument[] | undefined;
  const shown = shownArguments(row["arguments"] ?? "", (row["name"] ?? "") as StoredName);
  const { signature = "" } = await described(reading);
  return describedArguments(signature, shown.types).map(({ name, type }, index) => {
    const said = known?.[index];
    const isOptional = index >= shown.types.length - shown.optional;
    const hasDefault = known === undefined ? undefined : (said?.default ?? notShown);
    return {
      name: canonicalName(name),
      type: said !== undefined && generalType(said.type) === type ? said.type : type,
      ...(isOptional && hasDefault !== undefined ? { default: hasDefault } : {}),
      ...(shown.outputs.includes(index) ? { mode: "OUT" as const } : {}),
    };
  });
}
