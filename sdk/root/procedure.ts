import type { Row } from "../../provider/client/client";
import { rename } from "../../provider/resource/objects/drop";
import type { Looked } from "../../provider/resource/objects/look";
import { procedure } from "../../provider/resources";
import type { Returns } from "../../provider/resources/procedure";
import type { CanonicalArgument, ProcedureArgument } from "../../provider/resources/procedure-arguments";
import { argumentTypes } from "../../provider/resources/signature";
import { canonicalQualified, overloaded, type StoredName, withoutTypes } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection, type CreateOptions } from "./collection";
import type { Connection } from "./connection";
import type { DetailsOf, FoundInSchema } from "./details";
import { type FactsOf, flag, number } from "./facts";
import { type NewPlace, placeAfter } from "./place-after";
import { type CallProcedureOptions, callProcedure, type ProcedureArguments } from "./procedure-call";
import { procedureName, typesOfName } from "./procedure-name";
import type { ProcedureResult } from "./procedure-result";
import { shownOf } from "./procedure-signature";
import {
  checkTypes,
  codeInLong,
  hidesDefaults,
  isPartial,
  notShown,
  refused,
  withStandingCode,
} from "./procedure-spec";
import type { Columns, RowOf } from "./query";
import { type Altered, type AlterOptions, type Nameless, Reference } from "./reference";
import { type Changeable, readName, type SpecOf } from "./spec";

/** What a procedure shall be. */
export interface ProcedureSpec extends Omit<SpecOf<typeof procedure>, "body" | "language" | "returns" | "arguments"> {
  /** Its name as Snowflake reads it: `load` is `LOAD`, `"my load"` keeps its quotes' content. */
  name: string;
  /** What it is given, in order; the types tell it apart from others of its name. @defaultValue none */
  arguments?: Changeable<ProcedureArgument>[] | undefined;
  /** What it returns: a type, `{ type, notNull }`, or a table, `"TABLE(ID NUMBER)"` or `{ table: [{ name, type }] }`; `"TABLE()"` if the columns are not known beforehand. */
  returns?: Changeable<Returns> | undefined;
  /** Language of the code. @defaultValue `"sql"`; `"javascript"` for a function */
  language?: "javascript" | "sql" | "python" | undefined;
  /**
   * Its code: text, or a JavaScript function that uses nothing but its parameters, JavaScript itself and `snowflake`. Parameters are
   * paired with the arguments by name, whatever the letter case; what else the function uses is refused by name.
   *
   * @defaultValue none; Python may have it in `imports`
   */
  // biome-ignore lint/suspicious/noExplicitAny: whatever parameters the function has
  body?: string | ((...args: any[]) => unknown) | undefined;
}

const facts = {
  /** Whether it is one of Snowflake's own. */
  isBuiltin: flag(),
  /** How many arguments a call gives at least. */
  minNumArguments: number(),
  /** How many arguments a call gives at most. */
  maxNumArguments: number(),
  /** Whether it returns a table. */
  isTableFunction: flag(),
};

/** What SHOW tells of how a procedure is called. */
export interface ProcedureSignature {
  /** Its full name with the types of its arguments, as GRANT wants it: `DB.SCHEMA.LOAD(VARCHAR, NUMBER)`. */
  readonly signature: string;
  /** The types of its arguments, without lengths. */
  readonly argumentTypes: readonly string[];
}

/** A procedure as it is. */
export interface Procedure
  extends FoundInSchema,
    ProcedureSignature,
    FactsOf<typeof facts>,
    DetailsOf<typeof procedure, ProcedureSpec> {}

const kind = { definition: procedure, facts, inLong: codeInLong };

/** A reference to a procedure: to one of those that may share its name. */
export class ProcedureReference extends Reference<ProcedureSpec, Procedure> {
  /** Its full name with the types of its arguments, as GRANT wants it: `DB.SCHEMA.LOAD(VARCHAR, NUMBER)`. */
  readonly signature: string;
  /** The types of its arguments, without lengths. */
  readonly argumentTypes: readonly string[];

  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
    this.signature = canonicalQualified(names);
    this.argumentTypes = typesOfName(this.own);
  }

  /**
   * Calls it, and answers what it returns: a value, or the rows of a table.
   *
   * ```ts
   * const loaded = await schema.procedure("LOAD", ["VARCHAR", "NUMBER"]).call(["events", 10]);
   * const rows = await schema.procedure("TOP(NUMBER)").call({ limit: 3 });
   * ```
   *
   * Values are passed as what they are: text, numbers, `bigint`, booleans, `null`, a `Date`, a `Buffer`, lists and objects as JSON, and
   * pieces of SQL that `sql` has built. Numbers that a `number` cannot hold exactly come back as `bigint` or text; dates and timestamps
   * as `Date`; VARIANT, OBJECT and ARRAY as what their JSON says. One cell in a column that is named after the procedure is a value;
   * everything else is rows. The statement is never sent twice.
   *
   * @param args - In their order, or by their names; those that have a default may be left out.
   * @typeParam T - What the program knows of what is returned; nothing checks it.
   * @throws InvalidArgumentError if arguments are missing, unknown, or do not fit their types; nothing was sent.
   * @throws ObjectMissingError if there is no such procedure.
   * @see https://docs.snowflake.com/en/sql-reference/sql/call
   */
  async call<const C extends Columns>(
    args: ProcedureArguments,
    options: CallProcedureOptions<C> & { readonly columns: C },
  ): Promise<readonly RowOf<C>[]>;
  /** The same, where what is returned is a value, or a table whose columns are read as Snowflake sends them. */
  async call<T = ProcedureResult>(args?: ProcedureArguments, options?: CallOptions): Promise<T>;
  async call(args: ProcedureArguments = [], options: CallProcedureOptions = {}): Promise<unknown> {
    return callProcedure(this.connection, this.names, this.argumentTypes, args, options);
  }

  /**
   * Makes it, or changes what exists into what is specified, and keeps its grants. What the specification leaves out stays as it is, its
   * code too; `null` takes a property back to Snowflake's default.
   *
   * @param spec - What it shall be; its name may be left out, and cannot be another, nor can the types of its arguments.
   * @throws InvalidArgumentError if the specification is wrong; or if what changes takes CREATE, and arguments have defaults that it does
   * not say: Snowflake does not show them.
   */
  override async createOrAlter(spec: Nameless<ProcedureSpec>, options: AlterOptions = {}): Promise<Altered> {
    const given = spec as Readonly<Record<string, unknown>>;
    const stands = isPartial(given) ? (await this.tryFetch(options))?.toSpec() : undefined;
    const whole = withStandingCode(given, stands as Readonly<Record<string, unknown>> | undefined);
    checkTypes(this.own, whole);
    const full = whole as unknown as Nameless<ProcedureSpec>;
    if (hidesDefaults(whole)) await this.refuseToGuess(full, options);
    return super.createOrAlter(full, options);
  }

  /**
   * Gives it another name, or moves it to another schema; the types of its arguments stay.
   *
   * @param to - Its new name, or `{ database, schema, name }`, where what is left out stays, or a reference to where it shall be.
   * @returns A reference under the new name; this one goes on meaning the old.
   */
  async rename(to: NewPlace, options: CallOptions = {}): Promise<ProcedureReference> {
    const place = placeAfter("Procedure", this.names, to);
    const own = overloaded(withoutTypes(place.at(-1) ?? this.own), argumentTypes(this.argumentTypes));
    const names = [...place.slice(0, -1), own];
    await rename(procedure, this.connection.context(options), this.names, names);
    return new ProcedureReference(this.connection, names);
  }

  /** The name with its types. */
  override toString(): string {
    return this.signature;
  }

  /** @internal */
  protected override told(looked: Looked): Procedure {
    const row = looked.row ?? {};
    const values = { ...looked.values, ...withOptional(looked.values["arguments"], row) };
    return withSignature(super.told({ ...looked, values }), this.names);
  }

  private get own(): StoredName {
    return this.names.at(-1) ?? ("" as StoredName);
  }

  /** @throws InvalidArgumentError if a statement would have to say a default that is not known. */
  private async refuseToGuess(spec: Nameless<ProcedureSpec>, options: AlterOptions): Promise<void> {
    const { statements } = await super.createOrAlter(spec, { ...options, dryRun: true });
    if (statements.every((statement) => !statement.startsWith("CREATE"))) return;
    throw refused(
      this.signature,
      "what changes takes CREATE, which would lose the defaults of its arguments, for Snowflake does not show them. Say all arguments with their defaults",
    );
  }
}

/** The procedures of a schema. */
export class ProcedureCollection extends Collection<ProcedureSpec, Procedure, ProcedureReference> {
  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, kind, place);
  }

  /**
   * Makes a procedure.
   *
   * @returns A reference to it. With the mode `"ifNotExists"` it may be one that was there before, whatever that is like.
   * @throws InvalidArgumentError that lists everything that is wrong with the specification; nothing was sent.
   * @throws ObjectExistsError if there is one of that name and those types, and the mode says that this is an error.
   */
  override async create(spec: ProcedureSpec, options: CreateOptions = {}): Promise<ProcedureReference> {
    if (!hidesDefaults(spec as unknown as Readonly<Record<string, unknown>>)) return super.create(spec, options);
    throw refused(
      spec.name,
      `an argument has the default ${JSON.stringify(notShown)}, which is no value: Snowflake does not show defaults. Say what it shall be`,
    );
  }

  /**
   * Whether there is one, and the role may see it.
   *
   * @param name - Its name with the types of its arguments, `LOAD(VARCHAR, NUMBER)`; without them, whether there is any of that name.
   */
  override async exists(name: string, options: CallOptions = {}): Promise<boolean> {
    if (/\)\s*$/.test(name)) return this.refer([...this.place, procedureName(name)]).exists(options);
    const wanted = readName("Procedure", name);
    for await (const { storedName } of this.list({ ...options, like: wanted.replaceAll("\\", "\\\\") }))
      if (storedName === wanted) return true;
    return false;
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): ProcedureReference {
    return new ProcedureReference(this.connection, names);
  }

  /** @internal */
  protected override listed(row: Row): Procedure {
    const own = overloaded((row["name"] ?? "") as StoredName, argumentTypes(shownOf(row).types));
    return withSignature(super.listed(row), [...this.place, own]);
  }
}

/** What is known of a procedure, with the types that tell it apart. */
function withSignature(details: Procedure, names: readonly StoredName[]): Procedure {
  const types = typesOfName(names.at(-1) ?? ("" as StoredName));
  return Object.assign(details, { signature: canonicalQualified(names), argumentTypes: types });
}

/** Arguments with a mark where there is a default: Snowflake tells no more of it. */
function withOptional(list: unknown, row: Row): { readonly arguments?: readonly CanonicalArgument[] } {
  if (!Array.isArray(list)) return {};
  const args = list as readonly CanonicalArgument[];
  const needed = args.length - shownOf(row).optional;
  return {
    arguments: args.map((one, index) =>
      index < needed || one.default !== undefined ? one : { ...one, default: notShown },
    ),
  };
}
