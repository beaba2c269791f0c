/** A piece of an SQL expression, as written. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** `unclosed` runs to the end of the text: a quote or a comment that never ends. */
export type TokenKind = "string" | "quoted" | "word" | "number" | "operator" | "lineComment" | "unclosed";

const patterns: readonly (readonly [kind: TokenKind | "nothing", pattern: string])[] = [
  ["nothing", String.raw`\s+|/\*[\s\S]*?\*/`],
  ["lineComment", String.raw`(?:--|//)[^\n]*`],
  ["string", String.raw`[xX]?'(?:[^'\\]|''|\\[\s\S])*'(?!')|\$\$[\s\S]*?\$\$`],
  ["quoted", `"(?:[^"]|"")*"(?!")`],
  ["unclosed", String.raw`(?:'|"|\$\$|/\*)[\s\S]*`],
  ["number", String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`],
  ["word", String.raw`(?:[A-Za-z_$]|(?!\s)[\u{80}-\u{10FFFF}])(?:[\w$]|(?!\s)[\u{80}-\u{10FFFF}])*`],
  ["operator", String.raw`::|\|\||<=|>=|<>|!=|=>|->>|->|\*\*|\.\.|[\s\S]`],
];

const anyToken = new RegExp(patterns.map(([, pattern]) => `(${pattern})`).join("|"), "gu");

/** Takes an expression apart. Blanks and closed comments are left out, everything else is in one of the tokens. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(anyToken)) {
    const kind = patterns[match.slice(1).findIndex((group) => group !== undefined)]?.[0] ?? "nothing";
    if (kind !== "nothing") tokens.push({ kind, text: match[0] });
  }
  return tokens;
}

/** How the nesting changes with a token: 1 for `(`, `[`, `{`, -1 for their counterparts, else 0. */
export function nesting(token: Token): -1 | 0 | 1 {
  if (token.kind !== "operator") return 0;
  if (/^[([{]$/.test(token.text)) return 1;
  return /^[)\]}]$/.test(token.text) ? -1 : 0;
}

/** Parts between the commas that stand in no parentheses; no part for no tokens. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += nesting(token);
    if (depth === 0 && token.kind === "operator" && token.text === ",") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}
