import { anyBinding } from "./bindings";
import type { Token } from "./lexer";
import { tokenize } from "./lexer";

/** Cuts a text at the semicolons that stand outside of literals, names and comments; drops empty statements. */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let start: number | undefined;
  for (const token of tokenize(text, anyBinding)) {
    const ends = endsStatement(token);
    if (ends && start !== undefined) statements.push(text.slice(start, token.offset).trimEnd());
    if (ends) start = undefined;
    else start ??= token.offset;
  }
  return statements;
}

/** How many statements the tokens are; empty ones don't count. */
export function countStatements(tokens: readonly Token[]): number {
  return tokens.filter((token, i) => {
    const before = tokens[i - 1];
    return !endsStatement(token) && (before === undefined || endsStatement(before));
  }).length;
}

function endsStatement({ kind, value }: Token): boolean {
  return kind === "end" || (kind === "symbol" && value === ";");
}
