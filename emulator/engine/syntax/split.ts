import { anyBinding } from "./bindings";
import type { Token } from "./lexer";
import { tokenize } from "./lexer";

/** Cuts a text at the semicolons that stand outside of literals, names, comments and blocks; drops empty statements. */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let start: number | undefined;
  const tokens = tokenize(text, anyBinding);
  const ends = statementEnds(tokens);
  for (const token of tokens) {
    if (ends.has(token) && start !== undefined) statements.push(text.slice(start, token.offset).trimEnd());
    if (ends.has(token)) start = undefined;
    else start ??= token.offset;
  }
  return statements;
}

/** How many statements the tokens are; empty ones don't count. */
export function countStatements(tokens: readonly Token[]): number {
  const ends = statementEnds(tokens);
  return tokens.filter((token, i) => {
    const before = tokens[i - 1];
    return !ends.has(token) && (before === undefined || ends.has(before));
  }).length;
}

/** The tokens that end statements: the last one, and semicolons that are not part of a block. */
function statementEnds(tokens: readonly Token[]): Set<Token> {
  const ends = new Set<Token>();
  let first: Token | undefined;
  let depth = 0;
  let declares = false;
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1];
    const after = tokens[i + 1];
    first ??= token;
    // Elsewhere BEGIN is a transaction or a name.
    const begins = depth > 0 || declares || (isWord(before, "AS") && isWord(first, "CREATE", "ALTER"));
    if (begins && depth === 0 && isWord(token, "DECLARE")) declares = true;
    if (begins && isWord(token, "BEGIN") && !beginsTransaction(after)) {
      depth += 1;
      declares = false;
    }
    if (depth > 0 && isWord(token, "CASE") && !isWord(before, "END")) depth += 1;
    if (depth > 0 && isWord(token, "END") && !isWord(after, ...endedWithoutBegin)) depth -= 1;
    if (token.kind !== "end" && (!isSemicolon(token) || depth > 0 || declares)) continue;
    ends.add(token);
    first = undefined;
  }
  return ends;
}

/** What ends with END and this word, and begins with the word alone. */
const endedWithoutBegin = ["IF", "LOOP", "WHILE", "FOR", "REPEAT"];

function beginsTransaction(after: Token | undefined): boolean {
  return isSemicolon(after) || after?.kind === "end" || isWord(after, "TRANSACTION", "WORK");
}

function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token?.kind === "word" && words.includes(token.value);
}

function isSemicolon(token: Token | undefined): boolean {
  return token?.kind === "symbol" && token.value === ";";
}
