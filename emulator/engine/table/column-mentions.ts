import type { Token } from "../syntax/lexer";
import { tokenize } from "../syntax/lexer";
import { identifierText } from "../syntax/name";
import { writtenText } from "../syntax/written-text";

/** Whether an expression's text names a column. */
export function mentions(text: string, column: string): boolean {
  return tokenize(text).some((token) => names(token, column));
}

/** The text with a column by its new name. */
export function renamed(text: string, from: string, to: string): string {
  const tokens = tokenize(text).slice(0, -1);
  return writtenText(tokens, (token) => (names(token, from) ? identifierText(to) : token.text));
}

function names({ kind, value }: Token, column: string): boolean {
  return (kind === "word" || kind === "name") && value === column;
}
