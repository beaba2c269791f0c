import { atServiceMethod, parseServiceMethod } from "../container/service-methods";
import { columnOf } from "../query/data-type";
import { callFunction } from "../query/functions";
import type { StatementResult } from "../result";
import { statementTypes } from "../result";
import { unsupported } from "../sql-error";
import type { Action, Statement } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import { readArguments } from "./argument";
import { distance, evaluateArguments, readCallArguments } from "./call-arguments";
import { callableOf } from "./callable";
import type { DefinitionDraft } from "./clauses";
import { readDefinitionClause } from "./clauses";
import { completeDefinition } from "./complete";
import { callableProcedures, nearest, unknownProcedure, wrongArguments } from "./find-procedure";
import { runProcedure } from "./run-procedure";
import { secretPaths } from "./settle";

/** The statements that call procedures. */
export const callStatements: readonly Statement[] = [
  { words: ["CALL"], parse: parseCall },
  { words: ["WITH"], parse: parseCallWith },
];

/** CALL, after the word. */
function parseCall(cursor: Cursor): Action {
  if (atServiceMethod(cursor)) return parseServiceMethod(cursor);
  const token = cursor.token;
  const name = cursor.name(3);
  const expressions = readCallArguments(cursor);
  endCall(cursor);
  return (context) => {
    if (name.parts.length === 1 && name.text.startsWith("SYSTEM$")) {
      const values = evaluateArguments(context, expressions).map(({ value }) => value);
      const { type, cell } = callFunction(context, name.text, values, token);
      return oneCell(columnOf(name.text, type), cell);
    }
    const candidates = callableProcedures(context, name);
    if (candidates.length === 0) throw unknownProcedure(name);
    const given = evaluateArguments(context, expressions);
    return runProcedure(context, callableOf(nearest(candidates, given, { name, token })), given);
  };
}

/** WITH n AS PROCEDURE … CALL n(…), after the word WITH. */
function parseCallWith(cursor: Cursor): Action {
  const name = cursor.identifier();
  cursor.expect("AS", "PROCEDURE");
  const draft: DefinitionDraft = { args: readArguments(cursor) };
  while (readDefinitionClause(cursor, draft) || readBody(cursor, draft));
  if (cursor.atSymbol(",")) throw unsupported("WITH … AS PROCEDURE with another WITH");
  cursor.expect("CALL");
  const token: Token = cursor.token;
  if (cursor.identifier() !== name) cursor.unexpected(token);
  const expressions = readCallArguments(cursor);
  endCall(cursor);
  const complete = completeDefinition({ ...draft, executeAs: "CALLER" }, { secure: false });
  return (context) => {
    const given = evaluateArguments(context, expressions);
    if (distance(complete.args, given) === undefined) throw wrongArguments(name, given, token);
    const definition = { ...complete, secrets: secretPaths(context, draft.secrets ?? {}) };
    return runProcedure(context, { name, definition }, given);
  };
}

function readBody(cursor: Cursor, draft: DefinitionDraft): boolean {
  if (draft.body !== undefined || !cursor.accept("AS")) return false;
  draft.body = cursor.string();
  return true;
}

function endCall(cursor: Cursor): void {
  if (cursor.at("INTO")) throw unsupported("CALL … INTO outside of Snowflake Scripting");
  cursor.expectEnd();
}

/** A result of one row and one column. */
function oneCell(column: StatementResult["columns"][number], cell: string | null): StatementResult {
  return { columns: [column], rows: [[cell]], statementTypeId: statementTypes.select };
}
