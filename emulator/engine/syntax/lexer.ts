import { createToken, Lexer } from "chevrotain";
import type { Binding } from "../session";
import { SqlError, syntaxError } from "../sql-error";
import { bindText } from "./bind-text";
import { decodeString } from "./string-literal";

/**
 * What a token is: `word` is an unquoted identifier or keyword, `name` a quoted identifier, `unbound` a bind mark without
 * a value, `file` and `location` the places of PUT and GET.
 */
export type TokenKind =
  | "word"
  | "name"
  | "string"
  | "number"
  | "variable"
  | "symbol"
  | "null"
  | "unbound"
  | "file"
  | "location"
  | "end";

/** One token of a statement. */
export interface Token {
  kind: TokenKind;
  /** As written; `<EOF>` at the end. */
  text: string;
  /** The stored form: decoded string, upper-cased word, unquoted name. */
  value: string;
  /** From 1. */
  line: number;
  /** Column, from 0. */
  position: number;
  /** Place in the whole text, from 0. */
  offset: number;
}

const blank = createToken({ name: "Blank", pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });
const lineComment = createToken({ name: "LineComment", pattern: /(?:--|\/\/)[^\n\r]*/, group: Lexer.SKIPPED });
const blockComment = createToken({
  name: "BlockComment",
  pattern: /\/\*[\s\S]*?\*\//,
  group: Lexer.SKIPPED,
  line_breaks: true,
});
const string = createToken({ name: "String", pattern: /'(?:[^'\\]|''|\\[\s\S])*'/, line_breaks: true });
const dollarString = createToken({ name: "DollarString", pattern: /\$\$[\s\S]*?\$\$/, line_breaks: true });
const quotedName = createToken({ name: "QuotedName", pattern: /"(?:[^"]|"")+"/, line_breaks: true });
const number = createToken({ name: "Number", pattern: /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/ });
const word = createToken({ name: "Word", pattern: /[A-Za-z_][A-Za-z0-9_$]*/ });
// Unquoted, these end at a blank; their slashes begin no comment.
const file = createToken({ name: "File", pattern: /file:\/\/[^\s;']+/i });
const location = createToken({ name: "Location", pattern: /@(?:"(?:[^"]|"")*"|[^\s;,()'"])+/, line_breaks: true });
const variable = createToken({ name: "Variable", pattern: /\$(?:[A-Za-z_][A-Za-z0-9_$]*|\d+)/ });
const bind = createToken({ name: "Bind", pattern: /\?|:[A-Za-z0-9_]+/ });
const symbol = createToken({ name: "Symbol", pattern: /->>|=>|::|<>|!=|<=|>=|\|\||[-+*/%=<>(),.;:@[\]{}!^&|~]/ });

const cast = createToken({ name: "Cast", pattern: /::/ });
const lexer = new Lexer([
  blank,
  lineComment,
  blockComment,
  string,
  dollarString,
  quotedName,
  number,
  file,
  location,
  word,
  variable,
  cast,
  bind,
  symbol,
]);

/** Cuts a text into tokens; the last one is the end. Bind marks become the literals they stand for. */
export function tokenize(text: string, bindings: Record<string, Binding> = {}): Token[] {
  const { tokens, errors } = lexer.tokenize(text);
  const failed = errors[0];
  if (failed) {
    throw syntaxError({
      text: text.slice(failed.offset, failed.offset + failed.length),
      line: failed.line ?? 1,
      position: (failed.column ?? 1) - 1,
    });
  }
  let binds = 0;
  const found = tokens.map((token): Token => {
    const at = {
      text: token.image,
      line: token.startLine ?? 1,
      position: (token.startColumn ?? 1) - 1,
      offset: token.startOffset,
    };
    switch (token.tokenType) {
      case string:
        return { kind: "string", value: decodeString(token.image.slice(1, -1)), ...at };
      case dollarString:
        return { kind: "string", value: token.image.slice(2, -2), ...at };
      case quotedName:
        return { kind: "name", value: token.image.slice(1, -1).replaceAll('""', '"'), ...at };
      case number:
        return { kind: "number", value: token.image, ...at };
      case word:
        return { kind: "word", value: token.image.toUpperCase(), ...at };
      case file:
        return { kind: "file", value: token.image, ...at };
      case location:
        return { kind: "location", value: token.image, ...at };
      case variable:
        return { kind: "variable", value: token.image.slice(1).toUpperCase(), ...at };
      case bind: {
        if (token.image === "?") binds += 1;
        const key = token.image === "?" ? String(binds) : token.image.slice(1);
        return { ...bound(key, bindings), ...at };
      }
      default:
        return { kind: "symbol", value: token.image, ...at };
    }
  });
  found.push(end(text));
  return found;
}

function bound(key: string, bindings: Record<string, Binding>): { kind: TokenKind; value: string } {
  const binding = bindings[key];
  // In the body of a task or procedure it is a variable of the body; anywhere else the parser stops at it.
  if (!binding) return { kind: "unbound", value: key };
  const { type, value } = binding;
  if (Array.isArray(value)) throw new SqlError("000002", "0A000", "Unsupported feature 'array bind'.");
  if (value === null) return { kind: "null", value: "NULL" };
  if (type === "FIXED" || type === "REAL") return { kind: "number", value };
  if (type === "BOOLEAN") return { kind: "word", value: value.toUpperCase() };
  return { kind: "string", value: bindText(type, value) };
}

function end(text: string): Token {
  const lines = text.split(/\r\n|\n|\r/);
  const last = lines[lines.length - 1] ?? "";
  return { kind: "end", text: "<EOF>", value: "", line: lines.length, position: last.length, offset: text.length };
}
