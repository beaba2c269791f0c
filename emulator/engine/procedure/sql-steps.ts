import { SqlError } from "../sql-error";
import { anyBinding } from "../syntax/bindings";
import type { Token } from "../syntax/lexer";
import { tokenize } from "../syntax/lexer";
import { splitStatements } from "../syntax/split";

/** One step of a block, and where it begins in the body. */
export interface Step {
  action: "assign" | "declare" | "return" | "returnTable" | "immediate" | "statement";
  /** The variable that is declared or assigned, or returned as a table. */
  variable?: string;
  /** The variable is declared as a RESULTSET. */
  isTable?: true;
  /** An expression, or the statement to run. */
  text: string;
  line: number;
  position: number;
}

/**
 * The steps of a body in SQL: one statement, or a block of plain statements, variables and RETURN.
 *
 * @throws SqlError 000002 for anything else of Snowflake Scripting, before any of it is run.
 */
export function stepsOf(body: string): Step[] {
  const tokens = tokenize(body, anyBinding);
  const begin = tokens.findIndex((token, i) => isWord(token, "BEGIN") && !beginsTransaction(tokens[i + 1]));
  const declares = isWord(tokens[0], "DECLARE");
  if (begin < 0 || (begin > 0 && !declares)) return [stepOf(body, body, 0)];
  const last = tokens.findLast(({ kind, value }) => kind !== "end" && value !== ";");
  const opening = tokens[begin] as Token;
  if (!last || !isWord(last, "END")) throw notEmulated(body);
  const first = tokens[0] as Token;
  const declared = declares ? pieces(body, first.offset + first.text.length, opening.offset) : [];
  return [
    ...declared.map(({ text, offset }) => declaration(body, text, offset)),
    ...pieces(body, opening.offset + opening.text.length, last.offset).map(({ text, offset }) =>
      stepOf(body, text, offset),
    ),
  ];
}

function pieces(body: string, start: number, end: number): { text: string; offset: number }[] {
  let from = start;
  return splitStatements(body.slice(start, end)).map((text) => {
    const offset = body.indexOf(text, from);
    from = offset + text.length;
    return { text, offset };
  });
}

function stepOf(body: string, text: string, offset: number): Step {
  const tokens = tokenize(text, anyBinding);
  const [first, second, third] = tokens;
  const at = placeOf(body, offset);
  if (isWord(first, "LET")) return declaration(body, text.slice(second?.offset ?? 0), offset + (second?.offset ?? 0));
  if (first?.kind === "word" && second?.value === ":" && third?.value === "=") {
    return { action: "assign", variable: first.value, text: text.slice(third.offset + 1).trim(), ...at };
  }
  if (isWord(first, "RETURN") && isWord(second, "TABLE")) {
    const [, , , name, closing, end] = tokens;
    if (name?.kind !== "word" || closing?.value !== ")" || end?.kind !== "end") throw notEmulated(text);
    return { action: "returnTable", variable: name.value, text, ...at };
  }
  if (isWord(first, "RETURN")) return { action: "return", text: text.slice(second?.offset ?? text.length), ...at };
  if (isWord(first, "EXECUTE") && isWord(second, "IMMEDIATE") && third) {
    if (tokens.some((token) => isWord(token, "USING"))) throw notEmulated(text);
    return { action: "immediate", text: text.slice(third.offset), ...at };
  }
  const intoVariable = tokens.some((token, i) => isWord(token, "INTO") && tokens[i + 1]?.text.startsWith(":"));
  const opens = isWord(first, "BEGIN") && !beginsTransaction(second);
  if (isWord(first, ...scripting) || opens || intoVariable) throw notEmulated(text);
  return { action: "statement", text, ...at };
}

/** `name [type] [DEFAULT | :=] expression`. */
function declaration(body: string, text: string, offset: number): Step {
  const tokens = tokenize(text, anyBinding);
  const [name, second] = tokens;
  if (name?.kind !== "word" || isWord(second, "CURSOR", "EXCEPTION")) throw notEmulated(text);
  const sign = tokens.findIndex((token, i) => token.value === ":" && tokens[i + 1]?.value === "=");
  const fallback = tokens.findIndex((token) => isWord(token, "DEFAULT"));
  const value = sign >= 0 ? tokens[sign + 2] : fallback >= 0 ? tokens[fallback + 1] : undefined;
  const step: Step = { action: "declare", variable: name.value, text: "", ...placeOf(body, offset) };
  if (value) step.text = text.slice(value.offset);
  if (isWord(second, "RESULTSET")) return { ...step, isTable: true };
  const type = text.slice(second?.offset ?? 0, tokens[sign >= 0 ? sign : fallback]?.offset ?? text.length).trim();
  return value && type !== "" ? { ...step, text: `CAST(${step.text} AS ${type})` } : step;
}

const scripting = `AWAIT BREAK CANCEL CASE CLOSE CONTINUE DECLARE ELSE ELSEIF END EXCEPTION EXIT FETCH FOR IF LOOP
  NULL OPEN RAISE REPEAT UNTIL WHEN WHILE`.split(/\s+/);

function placeOf(body: string, offset: number): { line: number; position: number } {
  const before = body.slice(0, offset).split("\n");
  return { line: before.length, position: before.at(-1)?.length ?? 0 };
}

function beginsTransaction(next: Token | undefined): boolean {
  return !next || next.kind === "end" || next.value === ";" || isWord(next, "TRANSACTION", "WORK", "NAME");
}

function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token?.kind === "word" && words.includes(token.value);
}

function notEmulated(text: string): SqlError {
  const begin = text.trim().split(/\s+/).slice(0, 4).join(" ");
  return new SqlError(
    "000002",
    "0A000",
    `The emulator runs plain SQL statements, variables and RETURN of Snowflake Scripting; it cannot run '${begin} …'. Write the procedure in JavaScript to run it here.`,
  );
}
