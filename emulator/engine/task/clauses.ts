import { readPurpose } from "../kinds/database-clauses";
import { readValue } from "../statements/forms";
import type { CreateDraft } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { parseName } from "../syntax/cursor";
import { readCondition } from "./condition";

/** First words of what can stand behind AS. */
const statements = new Set(
  `ALTER BEGIN CALL COMMENT COMMIT COPY CREATE DECLARE DELETE DESC DESCRIBE DROP EXECUTE EXPLAIN FROM GET GRANT INSERT
  LIST LS MERGE PUT REMOVE REVOKE RM ROLLBACK SELECT SET SHOW TRUNCATE UNDROP UNSET UPDATE USE VALUES WITH`.split(
    /\s+/,
  ),
);

/** Reads one clause of CREATE TASK that is no option; behind AFTER and WHEN stand no options but EXECUTE AS USER. */
export function readTaskClause(cursor: Cursor, draft: CreateDraft): boolean {
  const { clauses } = draft;
  if (clauses["definition"] === undefined && cursor.accept("AS")) clauses["definition"] = readBody(cursor);
  else if (clauses["after"] === undefined && cursor.accept("AFTER")) clauses["after"] = readNames(cursor);
  else if (clauses["condition"] === undefined && cursor.accept("WHEN")) clauses["condition"] = readCondition(cursor);
  else if (cursor.at("EXECUTE")) return false;
  else if (clauses["after"] !== undefined || clauses["condition"] !== undefined) cursor.unexpected();
  else if (clauses["finalize"] === undefined && cursor.accept("FINALIZE")) clauses["finalize"] = readTarget(cursor);
  else if (clauses["clone"] === undefined && cursor.accept("CLONE")) clauses["clone"] = cursor.name(3).parts;
  else if (cursor.accept("COPY", "GRANTS")) clauses["copyGrants"] = true;
  else if (cursor.accept("WITH", "CONTACT") || cursor.accept("CONTACT")) {
    clauses["contacts"] = Object.fromEntries(cursor.list(() => readPurpose(cursor)));
  } else return false;
  return true;
}

/** Reads the statement that a task runs, up to the end and as it was written. */
export function readBody(cursor: Cursor): string {
  const { kind, value } = cursor.token;
  if (!(kind === "word" && statements.has(value)) && !cursor.atSymbol("(")) cursor.unexpected();
  return cursor.rest();
}

/** Reads `a, b`. */
export function readNames(cursor: Cursor): string[][] {
  const names = [cursor.name(3).parts];
  while (cursor.acceptSymbol(",")) names.push(cursor.name(3).parts);
  return names;
}

/** Reads `= root`, where the name may stand in a text. */
export function readTarget(cursor: Cursor): string[] {
  cursor.expectSymbol("=");
  const { kind, value, parts } = readValue(cursor);
  return kind === "string" ? parseName(value, 3).parts : [...parts];
}
