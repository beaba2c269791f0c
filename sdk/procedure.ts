import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { procedure } from "../provider/resources";
import { ClosedFunctionError, closedFunctionBody } from "../provider/resources/closed-function";
import type { Returns } from "../provider/resources/procedure";
import type { ProcedureArgument } from "../provider/resources/procedure-arguments";
import { argumentTypes } from "../provider/resources/signature";
import { bodyOf } from "./body-file";
import {
  type ArgsOf,
  type Container,
  type GetOptions,
  type Input,
  type OutputsOf,
  SnowflakeResource,
  withOutputs,
} from "./resource";

/** Arguments of {@link Procedure}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface ProcedureArgs extends Omit<ArgsOf<typeof procedure>, "body" | "language" | "returns"> {
  /**
   * The schema it stands in: the resource, which also hands on its `connection` and `role`, its qualified name `DB.SCHEMA`, or its
   * name beside {@link database}. Another one moves the procedure.
   */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
  /** What it returns: a type, `{ type, notNull }`, or a table, `"TABLE(ID NUMBER)"` or `{ table: [{ name, type }] }`; `"TABLE()"` if the columns are not known beforehand. */
  readonly returns: Input<Returns>;
  /** Language of the code. @defaultValue `"sql"`; `"javascript"` for a function */
  readonly language?: pulumi.Input<"javascript" | "sql" | "python"> | undefined;
  /**
   * Its code: text, or a JavaScript function that uses nothing but its parameters, JavaScript itself and `snowflake`. Parameters are
   * paired with {@link arguments} by name, whatever the letter case; what else the function uses is refused by name.
   *
   * @defaultValue the text of {@link bodyFile}
   */
  // biome-ignore lint/suspicious/noExplicitAny: whatever parameters the function has
  readonly body?: pulumi.Input<string> | ((...args: any[]) => unknown) | undefined;
  /** File with the code, relative to the program's folder. Line ends are the same on every machine. @defaultValue none */
  readonly bodyFile?: pulumi.Input<string> | undefined;
}

/** Outputs of {@link Procedure}. */
export interface Procedure extends OutputsOf<typeof procedure> {}

/**
 * A stored procedure in JavaScript, SQL or Python.
 *
 * ```ts
 * const etl = new snowflake.Schema("etl", { database: "ANALYTICS" });
 * const load = new snowflake.Procedure("load", {
 *   schema: etl,
 *   arguments: [{ name: "SOURCE", type: "varchar" }],
 *   returns: "varchar",
 *   body: (source) => snowflake.execute({ sqlText: "INSERT INTO EVENTS SELECT * FROM IDENTIFIER(?)", binds: [source] }),
 *   executeAs: "CALLER",
 * });
 * ```
 *
 * sends `CREATE PROCEDURE ANALYTICS.ETL.LOAD (SOURCE VARCHAR) RETURNS VARCHAR LANGUAGE JAVASCRIPT EXECUTE AS CALLER AS $$…$$`.
 *
 * Procedures of one name differ by the types of their arguments. Other types are another procedure: it is made before the old one
 * is dropped, unless arguments may be left out, when Snowflake could not tell them apart. Another `name`, `schema` or `database`
 * renames it. Comment, levels, tags and `executeAs` are altered. Code, what it returns, packages, imports, secrets and the version of
 * Python are changed by one `CREATE OR ALTER PROCEDURE`, which keeps the object with its grants and tags; what stands and is not
 * declared, such as a comment, is read first and said along. Another language, handler, handling of NULL, or other names and defaults
 * of arguments take `CREATE OR REPLACE PROCEDURE … COPY GRANTS`: grants stay, tags that are not declared are lost.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-procedure
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class Procedure extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("Procedure");
  /** Name of the database it stands in, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;
  /** Name of the schema it stands in, in canonical spelling. */
  declare readonly schema: pulumi.Output<string>;

  constructor(name: string, args: ProcedureArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(procedure, name, opts.id === undefined ? withCode(name, args) : args, opts);
  }

  /** Its name with the types of its arguments, `DB.SCHEMA.LOAD(VARCHAR, NUMBER)`, as GRANT and DROP want it; CALL wants {@link qualifiedName}. */
  get signature(): pulumi.Output<string> {
    return pulumi
      .all([this.qualifiedName, this.arguments])
      .apply(([own, list]) => `${own}${argumentTypes((list ?? []).map(({ type }) => type))}`);
  }

  /**
   * Refers to a procedure that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its qualified name with the types of its arguments, `DB.SCHEMA.LOAD(VARCHAR, NUMBER)`; `()` for none.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): Procedure {
    const { connection, role, ...rest } = opts;
    return new Procedure(name, { connection, role } as unknown as ProcedureArgs, { ...rest, id });
  }

  /** Whether something is a Procedure, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Procedure {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === Procedure.__pulumiType;
  }
}

withOutputs(Procedure, procedure);

/** Arguments as the provider takes them: code as text, and its language said. */
function withCode(name: string, args: ProcedureArgs): object {
  const { bodyFile, body, ...rest } = args;
  const what = `Procedure ${name}`;
  if (bodyFile !== undefined) {
    if (body !== undefined)
      throw new pulumi.RunError(`${what}: bodyFile cannot go together with body; leave one of them out`);
    return { ...rest, language: rest.language ?? "sql", body: bodyOf(what, bodyFile) };
  }
  if (typeof body !== "function") return { ...rest, language: rest.language ?? "sql", body };
  if (typeof rest.language === "string" && rest.language.toLowerCase() !== "javascript")
    throw new pulumi.RunError(
      `${what}: body is a JavaScript function, but language says ${JSON.stringify(rest.language)}`,
    );
  return { ...rest, language: rest.language ?? "javascript", body: codeOf(what, body, rest.arguments) };
}

/** The text of a function's code; names of arguments that are not known yet make it known later. */
function codeOf(
  what: string,
  body: (...args: never[]) => unknown,
  args: ProcedureArgs["arguments"],
): pulumi.Input<string> {
  const names = namesOf(args);
  if (names !== undefined) return written(what, body, names);
  return pulumi.output(args as pulumi.Input<readonly ProcedureArgument[]>).apply((list) =>
    written(
      what,
      body,
      (list ?? []).map((one) => one.name),
    ),
  );
}

function written(what: string, body: (...args: never[]) => unknown, names: readonly string[]): string {
  try {
    return closedFunctionBody(body, names).body;
  } catch (error) {
    if (error instanceof ClosedFunctionError) throw new pulumi.RunError(`${what}: body ${error.message}`);
    throw error;
  }
}

/** Names of arguments, if they are known. */
function namesOf(args: ProcedureArgs["arguments"]): readonly string[] | undefined {
  if (args === undefined) return [];
  if (!Array.isArray(args)) return undefined;
  const names = args.map((one: unknown) => (one as { readonly name?: unknown } | undefined)?.name);
  return names.every((one) => typeof one === "string") ? names : undefined;
}
