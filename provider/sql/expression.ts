import { nameOf, type Piece, piecesOf, write } from "./expression-text";
import { nesting, splitAtCommas, type Token, tokensOf } from "./expression-tokens";
import { literal } from "./literal";
import { reservedWords } from "./reserved-words";

/**
 * The one spelling of an SQL expression: blanks squeezed, unquoted words in upper case, names without quotes that they do
 * not need, comments left out, `CURRENT_DATE` as `CURRENT_DATE()`. String literals stay as they are, but for `\'`, which
 * is written `''`; keys in a path (`col:city`) keep their case. Canonical text passes unchanged.
 */
export function canonicalExpression(text: string): string {
  return write(piecesOf(tokensOf(text)));
}

/**
 * What is wrong with a text as one expression, or undefined: it is empty, a parenthesis, quote or comment does not end, or a
 * `;` or `,` goes on after it. This is what keeps the text from ending the statement that it stands in.
 */
export function expressionProblem(text: string): string | undefined {
  const tokens = tokensOf(text);
  if (tokens.every((token) => token.kind === "lineComment")) return "it is empty";
  const last = tokens.at(-1);
  if (last?.kind === "lineComment" && text.endsWith(last.text)) {
    return "the comment at its end would take the rest of the statement with it; write /* … */ or leave it out";
  }
  const open: string[] = [];
  for (const token of tokens) {
    const problem = tokenProblem(token, open);
    if (problem !== undefined) return problem;
  }
  const left = open.at(-1);
  return left === undefined ? undefined : `${left} is never closed`;
}

/** Items between the commas that stand in no parentheses, each canonical: `a, f(b, c)` is `["A", "F(B, C)"]`. */
export function expressionList(text: string): readonly string[] {
  return splitAtCommas(tokensOf(text).filter((token) => token.kind !== "lineComment")).map((item) =>
    write(piecesOf(item)),
  );
}

/** The column that an expression names and nothing else, as `canonicalName` spells it; undefined if it is more than that. */
export function columnOf(expression: string): string | undefined {
  const [piece, more] = piecesOf(tokensOf(expression));
  return piece?.role === "name" && more === undefined ? columnNamed(piece) : undefined;
}

/**
 * Names in an expression that may be columns, as `canonicalName` spells them, each once: not functions, types, keywords,
 * date parts or keys in a path. Of `t.c` it is the last part.
 */
export function identifiersIn(expression: string): readonly string[] {
  const names = columnsAmong(piecesOf(tokensOf(expression)));
  return [...new Set(names)].filter((name) => name !== undefined);
}

/** An expression with other names for some of its columns. */
export function withNames(expression: string, names: ReadonlyMap<string, string>): string {
  const pieces = piecesOf(tokensOf(expression));
  const columns = columnsAmong(pieces);
  return write(pieces.map((piece, index) => ({ ...piece, text: names.get(columns[index] ?? "") ?? piece.text })));
}

function columnsAmong(pieces: readonly Piece[]): readonly (string | undefined)[] {
  const inType = typePieces(pieces);
  return pieces.map((piece, index) =>
    piece.role !== "name" || inType.has(index) || isNoColumn(pieces, index) ? undefined : columnNamed(piece),
  );
}

/** What a default is: a constant, the next value of a sequence, a call without arguments, or anything else. */
export type DefaultKind = "literal" | "sequence" | "function" | "expression";

/**
 * A column's default in canonical form: `007` is `7`, `$$it's$$` is `'it''s'`, `seq.nextval` is `SEQ.NEXTVAL`,
 * `CURRENT_TIMESTAMP` is `CURRENT_TIMESTAMP()`. Undefined for NULL, which is no default at all. Canonical text passes
 * unchanged.
 */
export function canonicalDefault(text: string): { readonly kind: DefaultKind; readonly text: string } | undefined {
  const tokens = withoutParentheses(tokensOf(text).filter((token) => token.kind !== "lineComment"));
  const [first] = tokens;
  if (first === undefined || (tokens.length === 1 && isWord(first, "NULL"))) return undefined;
  const constant = literalOf(tokens);
  if (constant !== undefined) return { kind: "literal", text: constant };
  const sequence = sequenceOf(tokens);
  if (sequence !== undefined) return { kind: "sequence", text: sequence };
  const pieces = piecesOf(tokens);
  return { kind: isEmptyCall(pieces) ? "function" : "expression", text: write(pieces) };
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

function tokenProblem(token: Token, open: string[]): string | undefined {
  const { kind, text } = token;
  if (kind === "unclosed") {
    const mark = /^(?:\/\*|\$\$|.)/.exec(text)?.[0];
    return mark === "/*" ? "a comment /* never ends" : `a quote ${mark} never ends`;
  }
  if (kind === "word" && text.includes("$$")) return `${text} holds $$, which quotes text`;
  if (kind !== "operator") return undefined;
  if (text === ";") return "a ; ends the statement";
  if (text === "," && open.length === 0) return "a , outside parentheses makes it more than one expression";
  if (nesting(token) === 1) open.push(text);
  if (nesting(token) !== -1) return undefined;
  const opened = open.pop();
  return opened !== undefined && closing[opened] === text ? undefined : `a ${text} closes nothing`;
}

function columnNamed(piece: Piece): string | undefined {
  return constantWords.has(piece.text) || reservedWords.has(piece.text) ? undefined : nameOf(piece.text);
}

const constantWords: ReadonlySet<string> = new Set(["NULL", "TRUE", "FALSE", "END"]);

/** Words that belong to the type before them: `DOUBLE PRECISION`, `TIMESTAMP WITH LOCAL TIME ZONE`. */
const typeWords: ReadonlySet<string> = new Set("PRECISION VARYING WITH WITHOUT LOCAL TIME ZONE".split(" "));

/** Which pieces are the type of a cast, with all that stands in its parentheses. */
function typePieces(pieces: readonly Piece[]): ReadonlySet<number> {
  const found = new Set<number>();
  let depth = 0;
  let outside: number | undefined;
  pieces.forEach(({ text, role }, index) => {
    const before = pieces[index - 1];
    if (before?.text === "::" || (before?.text === "AS" && before.role === "keyword")) outside = depth;
    else if (outside === depth && text !== "(" && !typeWords.has(text)) outside = undefined;
    if (outside !== undefined) found.add(index);
    if (role === "open") depth += 1;
    if (role === "close") depth -= 1;
  });
  return found;
}

const functionsOfDateParts = /^(?:(?:DATE|TIME|TIMESTAMP)(?:ADD|DIFF)|DATE_TRUNC|DATE_PART|EXTRACT)$/;

/** A function, the first part of `t.c`, the type of `DATE '…'`, an argument `n => …`, `NEXTVAL`, `$1`, or a part of a date. */
function isNoColumn(pieces: readonly Piece[], index: number): boolean {
  const [beforeThat, before, piece, after] = [index - 2, index - 1, index, index + 1].map((at) => pieces[at]);
  if (/^(?:\(|\.\.?|=>|')/.test(after?.text ?? "")) return true;
  if (piece?.text.startsWith("$") || (piece?.text === "NEXTVAL" && before?.text === ".")) return true;
  return before?.text === "(" && functionsOfDateParts.test(beforeThat?.text ?? "");
}

function isWord(token: Token, word: string): boolean {
  return token.kind === "word" && token.text.toUpperCase() === word;
}

function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  let [start, end] = [0, tokens.length];
  const partners = partnersOf(tokens);
  while (tokens[start]?.text === "(" && partners.get(start) === end - 1 && end - start > 2) {
    start += 1;
    end -= 1;
  }
  const inner = tokens.slice(start, end);
  return splitAtCommas(inner).length > 1 ? tokens : inner;
}

/** Where each opening parenthesis is closed. */
function partnersOf(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (nesting(token) === 1) open.push(index);
    const opened = nesting(token) === -1 ? open.pop() : undefined;
    if (opened !== undefined) partners.set(opened, index);
  });
  return partners;
}

function literalOf(tokens: readonly Token[]): string | undefined {
  const [first, second] = tokens;
  if (first === undefined || tokens.length > 2) return undefined;
  if (tokens.length === 2) {
    const signed = /^[-+]$/.test(first.text) && second?.kind === "number";
    return signed ? number(second.text, first.text === "-") : undefined;
  }
  if (first.kind === "number") return number(first.text, false);
  if (first.kind === "string") return string(first.text);
  return isWord(first, "TRUE") || isWord(first, "FALSE") ? first.text.toUpperCase() : undefined;
}

function number(text: string, negative: boolean): string {
  const exponent = /e/i.test(text);
  const [whole = "", fraction = ""] = text.split(".");
  const digits = `${whole.replace(/^0+(?=\d)/, "") || "0"}.${fraction.replace(/0+$/, "")}`.replace(/\.$/, "");
  const value = exponent ? text.toUpperCase() : digits;
  return negative && value !== "0" ? `-${value}` : value;
}

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", "0": "\0" };

function string(text: string): string {
  if (/^x/i.test(text)) return text.toUpperCase();
  if (text.startsWith("$$")) return literal(text.slice(2, -2));
  return literal(
    text
      .slice(1, -1)
      .replaceAll(/''|\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|([0-7]{3})|([\s\S]))/g, (_, x, u, octal, one: string) => {
        if (x !== undefined || u !== undefined) return String.fromCharCode(Number.parseInt(x ?? u, 16));
        if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
        return one === undefined ? "'" : (escapes[one] ?? one);
      }),
  );
}

/** `db.schema.seq.NEXTVAL`, with any number of parts. */
function sequenceOf(tokens: readonly Token[]): string | undefined {
  const last = tokens.at(-1);
  if (tokens.length < 3 || tokens.length % 2 === 0 || last === undefined || !isWord(last, "NEXTVAL")) return undefined;
  const parts = tokens.slice(0, -1).map((token, index) => {
    if (index % 2 === 1) return token.kind === "operator" && token.text === "." ? "." : undefined;
    return token.kind === "word" || token.kind === "quoted" ? nameOf(token.text) : undefined;
  });
  return parts.includes(undefined) ? undefined : `${parts.join("")}NEXTVAL`;
}

function isEmptyCall(pieces: readonly Piece[]): boolean {
  const [name, open, close] = pieces;
  return (
    pieces.length === 3 &&
    name !== undefined &&
    /^(?:name|function)$/.test(name.role) &&
    open?.text === "(" &&
    close?.text === ")"
  );
}
