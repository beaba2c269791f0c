import type { Token } from "./lexer";

/** Tokens as they were typed, with one blank where there were blanks or comments. */
export function writtenText(tokens: readonly Token[], write: (token: Token) => string = ({ text }) => text): string {
  return tokens
    .map((token, i) => {
      const before = tokens[i - 1];
      const apart = before !== undefined && before.offset + before.text.length < token.offset;
      return (apart ? " " : "") + write(token);
    })
    .join("");
}
