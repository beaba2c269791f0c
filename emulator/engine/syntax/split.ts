import { anyBinding } from "./bindings";
import { tokenize } from "./lexer";

/** Cuts a text at the semicolons that stand outside of literals, names and comments; drops empty statements. */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let start: number | undefined;
  for (const token of tokenize(text, anyBinding)) {
    const ends = token.kind === "end" || (token.kind === "symbol" && token.value === ";");
    if (ends && start !== undefined) statements.push(text.slice(start, token.offset).trimEnd());
    if (ends) start = undefined;
    else start ??= token.offset;
  }
  return statements;
}
