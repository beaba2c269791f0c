import * as pulumi from "@pulumi/pulumi";
import { ClosedFunctionError } from "../provider/resources/closed-function";
import { functionProcedure } from "../provider/resources/function-procedure";
import type { CallArguments, CallValue } from "../provider/sql/call";
import { bodyOf } from "./body-file";
import type { Input, SnowflakeObject } from "./resource";

/** What a task runs, as a program writes it: SQL text, a call, or a procedure of its own. */
export type TaskDefinitionArgs = pulumi.Input<string> | CallArgs | InlineProcedureArgs;

/** The call of a procedure that exists. */
export interface CallArgs {
  /** The procedure, or its name `DB.SCHEMA.PROCEDURE`; one without a schema is looked for in the task's own. */
  readonly call: pulumi.Input<string> | SnowflakeObject;
  /**
   * Its arguments: a list, or an object by their names. `{ sql: "CURRENT_DATE()" }` is an expression.
   *
   * @defaultValue none
   */
  readonly args?: Input<CallArguments> | undefined;
}

/** A procedure that stands in the task itself, and runs with the rights of the task. */
export interface InlineProcedureArgs {
  /** Its code, and what it is called with. */
  readonly procedure: {
    /** Its language. @defaultValue `"javascript"` for a function */
    readonly language?: pulumi.Input<"javascript" | "sql" | "python"> | undefined;
    /**
     * Its code; in JavaScript, where names of arguments are in upper case, it may be a function that uses nothing but its
     * parameters, JavaScript itself and `snowflake`.
     *
     * @defaultValue none: Python may take it from a file of `imports`
     */
    // biome-ignore lint/suspicious/noExplicitAny: whatever parameters the function has
    readonly body?: pulumi.Input<string> | ((...args: any[]) => unknown) | undefined;
    /** Path of a file with the code, relative to the folder that the program runs in; instead of `body`. @defaultValue none */
    readonly bodyFile?: pulumi.Input<string> | undefined;
    /** Its arguments, with the values that the task passes: a list, which gives their order, or an object by their names. @defaultValue none */
    readonly args?: readonly ListedArgumentArgs[] | NamedArgumentArgs | undefined;
    /** Type of what it returns. @defaultValue `"VARCHAR"` */
    readonly returns?: pulumi.Input<string> | undefined;
    /** Function of the body, or `module.function` of an import; for Python. @defaultValue none */
    readonly handler?: pulumi.Input<string> | undefined;
    /** Packages, `"numpy==1.26.4"`; for Python. @defaultValue none */
    readonly packages?: pulumi.Input<readonly pulumi.Input<string>[]> | undefined;
    /** Files on stages, `"@DB.SCHEMA.STAGE/file.py"`; for Python. @defaultValue none */
    readonly imports?: pulumi.Input<readonly pulumi.Input<string>[]> | undefined;
    /** Version of Python, `"3.12"`. @defaultValue none */
    readonly runtimeVersion?: pulumi.Input<string> | undefined;
  };
}

/** An argument with its type, and the value that the task passes. */
export interface TypedArgumentArgs {
  /** Its type, in any of Snowflake's spellings; JavaScript has no exact numbers, and takes `"float"`. */
  readonly type: pulumi.Input<string>;
  /** @defaultValue NULL */
  readonly value?: Input<CallValue> | undefined;
}

/** An argument of a list, which says its name itself. */
export interface ListedArgumentArgs extends TypedArgumentArgs {
  /** Its name as SQL reads it; JavaScript has it in upper case. */
  readonly name: string;
}

/** Arguments by their names. */
export interface NamedArgumentArgs {
  readonly [name: string]: TypedArgumentArgs;
}

/**
 * A definition as the provider takes it: a function, or a file, becomes the text of its code.
 *
 * @param what - What the function is for, for errors.
 * @throws pulumi.RunError naming what the function uses and Snowflake would not have.
 */
export function writtenDefinition(what: string, written: TaskDefinitionArgs | undefined): unknown {
  if (typeof written !== "object" || written === null || pulumi.Output.isInstance(written)) return written;
  if ("call" in written) return { ...written, args: withNulls(written.args) };
  if (!("procedure" in written) || written.procedure === undefined) return written;
  const { bodyFile, ...procedure } = written.procedure;
  if (bodyFile !== undefined) {
    if (procedure.body !== undefined)
      throw new pulumi.RunError(`${what}: bodyFile cannot go together with body; leave one of them out`);
    return { procedure: { ...procedure, body: bodyOf(what, bodyFile) } };
  }
  const { body } = procedure;
  if (typeof body !== "function") return written;
  try {
    return { procedure: functionProcedure({ ...procedure, body }) };
  } catch (error) {
    if (error instanceof ClosedFunctionError) throw new pulumi.RunError(`${what} ${error.message}`);
    throw error;
  }
}

/** Pulumi keeps no null in an object: NULL is said as SQL. */
function withNulls(args: CallArgs["args"]): unknown {
  if (typeof args !== "object" || args === null || Array.isArray(args) || pulumi.Output.isInstance(args)) return args;
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, value === null ? { sql: "NULL" } : value]),
  );
}
