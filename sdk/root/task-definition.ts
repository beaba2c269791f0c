import { InvalidArgumentError } from "../../provider/client/errors";
import { ClosedFunctionError } from "../../provider/resources/closed-function";
import { functionProcedure } from "../../provider/resources/function-procedure";
import { Sql } from "../../provider/sql";
import type { CallArguments, CallValue } from "../../provider/sql/call";
import type { Named } from "./spec";

export type {
  CallArguments,
  CallExpression,
  CallValue,
  JsonList,
  JsonObject,
  JsonValue,
} from "../../provider/sql/call";

/** What a task runs: SQL as text or built by `sql`, the call of a procedure, or a procedure of its own. */
export type TaskDefinitionSpec = string | Sql | CalledProcedureSpec | InlineProcedureSpec;

/** The call of a procedure that exists; see {@link callProcedure}. */
export interface CalledProcedureSpec {
  /** The procedure, or its name `DB.SCHEMA.PROCEDURE`; one without a schema is looked for in the task's own. */
  readonly call: string | Named;
  /** Its arguments: a list, or an object by their names. `{ sql: "CURRENT_DATE()" }` is an expression. @defaultValue none */
  readonly args?: CallArguments | undefined;
}

/** A procedure that stands in the task itself, and runs with the rights of the task; see {@link inlineProcedure}. */
export interface InlineProcedureSpec {
  /** Its code, and what it is called with. */
  readonly procedure: InlineProcedureOptions;
}

/** The code of a procedure that stands in a task, and what the task calls it with. */
export interface InlineProcedureOptions {
  /** Its language. @defaultValue `"javascript"` for a function */
  readonly language?: "javascript" | "sql" | "python" | undefined;
  /**
   * Its code; in JavaScript, where names of arguments are in upper case, it may be a function that uses nothing but its parameters,
   * JavaScript itself and `snowflake`.
   *
   * @defaultValue none: Python may take it from a file of `imports`
   */
  // biome-ignore lint/suspicious/noExplicitAny: whatever parameters the function has
  readonly body?: string | ((...args: any[]) => unknown) | undefined;
  /** Its arguments, with the values that the task passes: a list, which gives their order, or an object by their names. @defaultValue none */
  readonly args?: readonly ListedArgumentSpec[] | Readonly<Record<string, TypedArgumentSpec>> | undefined;
  /** Type of what it returns. @defaultValue `"VARCHAR"` */
  readonly returns?: string | undefined;
  /** Function of the body, or `module.function` of an import; for Python. @defaultValue none */
  readonly handler?: string | undefined;
  /** Packages, `"numpy==1.26.4"`; for Python. @defaultValue none */
  readonly packages?: readonly string[] | undefined;
  /** Files on stages, `"@DB.SCHEMA.STAGE/file.py"`; for Python. @defaultValue none */
  readonly imports?: readonly string[] | undefined;
  /** Version of Python, `"3.12"`. @defaultValue none */
  readonly runtimeVersion?: string | undefined;
}

/** An argument with its type, and the value that the task passes. */
export interface TypedArgumentSpec {
  /** Its type, in any of Snowflake's spellings; JavaScript has no exact numbers, and takes `"float"`. */
  readonly type: string;
  /** @defaultValue NULL */
  readonly value?: CallValue | undefined;
}

/** An argument of a list, which says its name itself. */
export interface ListedArgumentSpec extends TypedArgumentSpec {
  /** Its name as SQL reads it; JavaScript has it in upper case. */
  readonly name: string;
}

/**
 * A task's `definition` that calls a procedure.
 *
 * ```ts
 * schema.tasks.create({ name: "LOAD", schedule: "1 hour", definition: callProcedure("LOAD", ["EVENTS", 10]) });
 * ```
 *
 * @param procedure - The procedure, or its name; one without a schema is looked for in the task's own.
 * @param args - Its arguments: a list, or an object by their names.
 * @see https://docs.snowflake.com/en/sql-reference/sql/call
 */
export function callProcedure(procedure: string | Named, args?: CallArguments): CalledProcedureSpec {
  return { call: procedure, ...(args === undefined ? {} : { args }) };
}

/**
 * A task's `definition` that is a procedure of its own, which nobody else can call.
 *
 * ```ts
 * inlineProcedure({
 *   body: (limit: number) => snowflake.execute({ sqlText: "DELETE FROM EVENTS WHERE N > ?", binds: [limit] }),
 *   args: { limit: { type: "float", value: 100 } },
 * });
 * ```
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/call-with
 */
export function inlineProcedure(procedure: InlineProcedureOptions): InlineProcedureSpec {
  return { procedure };
}

/**
 * A specification whose definition is as the core takes it: a function becomes the text of its code.
 *
 * @param what - What the definition is of, for errors.
 * @throws InvalidArgumentError naming what a function uses, and Snowflake would not have.
 */
export function withDefinition<T extends object>(what: string, spec: T): T {
  const { definition } = spec as { readonly definition?: unknown };
  const written = writtenDefinition(what, definition);
  return written === definition ? spec : { ...spec, definition: written };
}

function writtenDefinition(what: string, definition: unknown): unknown {
  if (definition instanceof Sql) return definition.text;
  if (typeof definition !== "object" || definition === null) return definition;
  const { args, procedure } = definition as { readonly args?: unknown; readonly procedure?: unknown };
  if ("call" in definition) return { ...definition, args: withNulls(args) };
  const { body } = (procedure ?? {}) as { readonly body?: unknown };
  if (typeof body !== "function") return definition;
  try {
    return { procedure: functionProcedure({ ...(procedure as object), body: body as () => unknown }) };
  } catch (error) {
    if (!(error instanceof ClosedFunctionError)) throw error;
    throw new InvalidArgumentError({
      objectKind: "Task",
      message: `${what}definition: the function ${error.message}. Nothing was sent.`,
    });
  }
}

/** NULL by name is said as SQL: what is null in an object counts as left out. */
function withNulls(args: unknown): unknown {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return args;
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, value === null ? { sql: "NULL" } : value]),
  );
}
