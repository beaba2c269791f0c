import { SqlError } from "../sql-error";
import { anyBinding } from "../syntax/bindings";
import type { Token } from "../syntax/lexer";
import { tokenize } from "../syntax/lexer";
import { splitStatements } from "../syntax/split";

/**
 * The statements of a task's body: the body itself, or what stands between BEGIN and END.
 *
 * @throws SqlError if a block holds more of Snowflake Scripting than plain statements.
 */
export function statementsOf(body: string): string[] {
  const tokens = tokenize(body, anyBinding);
  const [first, second] = tokens;
  if (isWord(first, "DECLARE")) throw notEmulated(body);
  const last = tokens.findLast(({ kind, value }) => kind !== "end" && value !== ";");
  if (!first || !isWord(first, "BEGIN") || beginsTransaction(second) || !last || !isWord(last, "END")) return [body];
  const statements = splitStatements(body.slice(first.offset + first.text.length, last.offset));
  for (const statement of statements) if (isScripting(tokenize(statement, anyBinding))) throw notEmulated(statement);
  return statements;
}

const scripting =
  `BREAK CANCEL CASE CLOSE CONTINUE DECLARE ELSE ELSEIF END EXCEPTION FETCH FOR IF LET LOOP NULL OPEN RAISE
  REPEAT RETURN UNTIL WHEN WHILE AWAIT ASYNC`.split(/\s+/);

/** Whether a statement of a block needs variables or is a construct of Snowflake Scripting. */
function isScripting(tokens: readonly Token[]): boolean {
  const [first, second, third] = tokens;
  if (isWord(first, ...scripting) || (isWord(first, "BEGIN") && !beginsTransaction(second))) return true;
  if (isWord(first, "EXECUTE") && isWord(second, "IMMEDIATE")) return true;
  if (second?.text === ":" && third?.text === "=") return true;
  return tokens.some(({ kind, text }) => kind !== "symbol" && text.startsWith(":"));
}

function beginsTransaction(second: Token | undefined): boolean {
  return !second || second.kind === "end" || second.value === ";" || isWord(second, "TRANSACTION", "WORK", "NAME");
}

function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token?.kind === "word" && words.includes(token.value);
}

function notEmulated(statement: string): SqlError {
  const begin = statement.trim().split(/\s+/).slice(0, 4).join(" ");
  return new SqlError(
    "000002",
    "0A000",
    `The emulator runs a block only if it holds plain SQL statements, without variables or control flow; it cannot run '${begin} …'. Call a JavaScript procedure instead.`,
  );
}
