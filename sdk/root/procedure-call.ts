import type { Client } from "../../provider/client/client";
import { InvalidArgumentError, SqlError } from "../../provider/client/errors";
import { locate } from "../../provider/resource/locate";
import { missing } from "../../provider/resource/objects/look";
import { procedure } from "../../provider/resources";
import {
  canonicalQualified,
  IdentifierError,
  join,
  parseIdentifier,
  quoted,
  raw,
  type Sql,
  type StoredName,
  sql,
  withoutTypes,
} from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import { type ProcedureResult, returnedCell, returnedRows } from "./procedure-result";
import { type KnownArgument, type Signature, signatureOf } from "./procedure-signature";
import { type ArgumentValue, argumentSql, MisfitError } from "./procedure-value";
import { type Columns, type RowOf, readRows } from "./query";

/** Arguments in their order, or by their names; what is `undefined` is left out. */
export type ProcedureArguments =
  | readonly (ArgumentValue | undefined)[]
  | { readonly [name: string]: ArgumentValue | undefined };

/** How a procedure is called. */
export interface CallProcedureOptions<C extends Columns = Columns> extends CallOptions {
  /** The type that each column of a table that is returned is read as. @defaultValue as Snowflake sends them */
  readonly columns?: C | undefined;
}

/** Calls a procedure. */
export async function callProcedure(
  connection: Connection,
  names: readonly StoredName[],
  types: readonly string[],
  given: ProcedureArguments,
  { columns: wanted, ...call }: CallProcedureOptions,
): Promise<ProcedureResult | readonly RowOf<Columns>[]> {
  const client = connection.context(call).clientFor({});
  const asked: { signature?: Signature | undefined } = {};
  const know = async (): Promise<Signature> => {
    asked.signature ??= await signatureOf(client, names);
    if (asked.signature !== undefined) return asked.signature;
    throw await missing(procedure, connection.context(call), names);
  };
  const args = isList(given) ? await inOrder(names, types, given, know) : await byName(names, given, know);
  const statement = sql`CALL ${quoted(...names.map(withoutTypes))}(${join(args, ", ")})`;
  const { rows, columns = [] } = await client.execute(statement, { writes: true }).catch(async (error) => {
    throw (await isUnknown(error, client, names)) ? await missing(procedure, connection.context(call), names) : error;
  });
  if (wanted !== undefined) return readRows(rows, wanted);
  const [column, ...others] = columns;
  // A single value stands in a column that is named after the procedure.
  const isNamedSo = column?.name.toUpperCase() === withoutTypes(names.at(-1) as StoredName).toUpperCase();
  const isValue = asked.signature === undefined ? isNamedSo && rows.length === 1 : !asked.signature.isTable;
  if (!isValue || column === undefined || others.length > 0) return returnedRows(rows, columns);
  return returnedCell(rows[0]?.[column.name] ?? null, column);
}

/** Arguments in the order of the types; what they are called is asked only where some are left out. */
async function inOrder(
  names: readonly StoredName[],
  types: readonly string[],
  given: readonly (ArgumentValue | undefined)[],
  know: () => Promise<Signature>,
): Promise<readonly Sql[]> {
  const last = given.findLastIndex((one) => one !== undefined);
  const values = given.slice(0, last + 1);
  if (values.length > types.length)
    throw refused(names, [`takes ${types.length} arguments, and ${values.length} are given`]);
  const hole = values.indexOf(undefined);
  if (hole >= 0)
    throw refused(names, [
      `has nothing for argument ${hole + 1}, and something behind it; give arguments by their names`,
    ]);
  if (values.length === types.length)
    return written(
      names,
      values.map((value, index) => ({ what: `argument ${index + 1}`, type: types[index] ?? "", value })),
    );
  const known = (await know()).arguments;
  const absent = known.slice(values.length).filter(({ isOptional }) => !isOptional);
  if (absent.length > 0) throw refused(names, absent.map(needed));
  return written(
    names,
    values.map((value, index) => ({ ...told(known[index]), value })),
  );
}

/** Arguments by name; by position all the same where that will do, for CALL takes no names that need quotes. */
async function byName(
  names: readonly StoredName[],
  given: Readonly<Record<string, ArgumentValue | undefined>>,
  know: () => Promise<Signature>,
): Promise<readonly Sql[]> {
  const { arguments: known } = await know();
  const values = new Map<KnownArgument, ArgumentValue>();
  const problems: string[] = [];
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const argument =
      known.find(({ storedName }) => storedName === storedOf(key)) ??
      known.find(({ storedName }) => storedName === key);
    if (argument === undefined)
      problems.push(`has no argument ${key}; it takes ${known.map(shown).join(", ") || "none"}`);
    else if (values.has(argument)) problems.push(`has the argument ${argument.name} twice`);
    else values.set(argument, value);
  }
  problems.push(...known.filter((one) => !one.isOptional && !values.has(one)).map(needed));
  const passed = known.filter((one) => values.has(one));
  const isPrefix = passed.every((one, index) => known[index] === one);
  const awkward = isPrefix ? undefined : passed.find(({ name }) => name.startsWith('"'));
  if (awkward !== undefined)
    problems.push(`cannot be given ${awkward.name} by its name, which needs quotes; give all arguments before it, too`);
  if (problems.length > 0) throw refused(names, problems);
  const pieces = written(
    names,
    passed.map((one) => ({ ...told(one), value: values.get(one) })),
  );
  return isPrefix ? pieces : pieces.map((piece, index) => sql`${raw(passed[index]?.name ?? "")} => ${piece}`);
}

interface Passed {
  readonly what: string;
  readonly type: string;
  readonly value: ArgumentValue | undefined;
}

function written(names: readonly StoredName[], passed: readonly Passed[]): readonly Sql[] {
  const problems: string[] = [];
  const pieces = passed.flatMap(({ what, type, value = null }) => {
    try {
      return [argumentSql(type, value)];
    } catch (error) {
      if (!(error instanceof MisfitError)) throw error;
      problems.push(`${what}: ${error.message}`);
      return [];
    }
  });
  if (problems.length > 0) throw refused(names, problems);
  return pieces;
}

function told(argument: KnownArgument | undefined): Pick<Passed, "what" | "type"> {
  return { what: argument?.name ?? "", type: argument?.type ?? "" };
}

function shown({ name, type, isOptional }: KnownArgument): string {
  return `${name} ${type}${isOptional ? " (may be left out)" : ""}`;
}

function needed({ name, type }: KnownArgument): string {
  return `needs the argument ${name} of the type ${type}`;
}

function storedOf(key: string): StoredName | undefined {
  try {
    return parseIdentifier(key);
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    return undefined;
  }
}

/** Snowflake says the same of a procedure that is missing, and of one that the role may see and not call. */
async function isUnknown(error: unknown, client: Client, names: readonly StoredName[]): Promise<boolean> {
  if (!(error instanceof SqlError) || !["002140", "002141"].includes(error.code ?? "")) return false;
  return (await locate(procedure, client, names, "fresh")) === undefined;
}

function refused(names: readonly StoredName[], problems: readonly string[]): InvalidArgumentError {
  const name = canonicalQualified(names);
  const lines = problems.length === 1 ? ` ${problems[0]}.` : `${problems.map((one) => `\n  - ${one}`).join("")}\n`;
  return new InvalidArgumentError({
    objectKind: "Procedure",
    name,
    message: `Procedure ${name}${problems.length === 1 ? "" : ":"}${lines} Nothing was sent.`.replace("\n ", "\n"),
  });
}

function isList(given: ProcedureArguments): given is readonly (ArgumentValue | undefined)[] {
  return Array.isArray(given);
}
