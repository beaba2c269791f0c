import { evaluate, noScope } from "../query/evaluate";
import { readExpression } from "../query/expression";
import { executed, statementTypes, status } from "../result";
import type { ParameterValue } from "../session";
import { insufficientPrivileges } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { Action, Context, Statement } from "./context";
import type { Options, Values, WrittenOptions } from "./options";
import { checkOptions, parameterOptions, readOption, readUnset } from "./options";

const sessionOptions = parameterOptions("SESSION");
const accountOptions = parameterOptions("ACCOUNT");

/** ALTER SESSION, ALTER ACCOUNT, variables and transactions. */
export const sessionStatements: readonly Statement[] = [
  { words: ["ALTER", "SESSION"], parse: (cursor) => parseParameters(cursor, sessionOptions, alterSession) },
  { words: ["ALTER", "ACCOUNT"], parse: (cursor) => parseParameters(cursor, accountOptions, alterAccount) },
  { words: ["SET"], parse: parseSetVariable },
  { words: ["UNSET"], parse: parseUnsetVariable },
  { words: ["BEGIN"], parse: parseTransaction },
  { words: ["START", "TRANSACTION"], parse: finished },
  { words: ["COMMIT"], parse: parseTransaction },
  { words: ["ROLLBACK"], parse: parseTransaction },
];

function parseParameters(
  cursor: Cursor,
  options: Options,
  put: (context: Context, values: Values) => ReturnType<Action>,
): Action {
  if (cursor.accept("UNSET")) {
    const keys = readUnset(cursor, options);
    cursor.expectEnd();
    return (context) => put(context, new Map(keys.map((key) => [key, undefined])));
  }
  cursor.expect("SET");
  const written: WrittenOptions = [];
  let more = true;
  while (more) {
    if (!readOption(cursor, options, "set", written)) cursor.unexpected();
    more = cursor.acceptSymbol(",") || !cursor.atEnd();
  }
  return (context) => put(context, checkOptions(written, options));
}

function alterSession({ session }: Context, values: Values) {
  for (const [key, value] of values) {
    if (value === undefined) session.parameters.delete(key);
    else session.parameters.set(key, value as ParameterValue);
  }
  return status(executed, statementTypes.alterSession);
}

function alterAccount({ catalog, access }: Context, values: Values) {
  const administrator = catalog.find(catalog.account.id, "ROLE", "ACCOUNTADMIN");
  if (!administrator || !access.all.has(administrator.id)) {
    throw insufficientPrivileges("ACCOUNT", catalog.account.name);
  }
  for (const [key, value] of values) {
    if (value === undefined) delete catalog.account.parameters[key];
    else catalog.account.parameters[key] = value as ParameterValue;
  }
  return status(executed);
}

function parseSetVariable(cursor: Cursor): Action {
  const name = cursor.identifier();
  cursor.expectSymbol("=");
  const expression = readExpression(cursor);
  cursor.expectEnd();
  return (context) => {
    const { type, cell } = evaluate(expression, context, noScope);
    context.session.variables.set(name, type.wire === "fixed" && cell !== null ? Number(cell) : cell);
    return status(executed, statementTypes.system);
  };
}

function parseUnsetVariable(cursor: Cursor): Action {
  const name = cursor.identifier();
  cursor.expectEnd();
  return ({ session }) => {
    session.variables.delete(name);
    return status(executed, statementTypes.system);
  };
}

/** Statements commit by themselves; transactions are understood and change nothing. */
function parseTransaction(cursor: Cursor): Action {
  if (!cursor.accept("WORK")) cursor.accept("TRANSACTION");
  return finished(cursor);
}

function finished(cursor: Cursor): Action {
  cursor.expectEnd();
  return () => status(executed, statementTypes.transaction);
}
