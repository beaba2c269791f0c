import type { SqlError } from "../sql-error";
import { compilationError, syntaxError } from "../sql-error";
import type { Token } from "./lexer";
import { tokenize } from "./lexer";
import type { QualifiedName } from "./name";
import { qualifiedText } from "./name";
import { isReserved } from "./reserved";

/** How names are read in a session. */
export interface NameRules {
  /** QUOTED_IDENTIFIERS_IGNORE_CASE. */
  foldQuoted?: boolean;
  variables?: ReadonlyMap<string, unknown>;
  /** TIMESTAMP_TYPE_MAPPING: what the type TIMESTAMP stands for. */
  timestampType?: string;
}

const longestName = 255;

/** A place in the tokens of one statement, and the ways to read on from it. */
export class Cursor {
  private index = 0;
  private readonly tokens: readonly Token[];
  private readonly rules: NameRules;
  private readonly source: string;

  /** `source` is the text that the tokens were cut from, for those who want it as it was written. */
  constructor(tokens: readonly Token[], rules: NameRules = {}, source = "") {
    this.tokens = tokens;
    this.rules = rules;
    this.source = source;
  }

  get token(): Token {
    return this.ahead(0);
  }

  /** What the type TIMESTAMP stands for. */
  get timestampType(): string {
    return this.rules.timestampType ?? "TIMESTAMP_NTZ";
  }

  ahead(distance: number): Token {
    return this.tokens[Math.min(this.index + distance, this.tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.token;
    if (token.kind !== "end") this.index += 1;
    return token;
  }

  /** Remembers the place; the returned function goes back to it. */
  mark(): () => void {
    const index = this.index;
    return () => {
      this.index = index;
    };
  }

  /** Fails at the present token. */
  unexpected(token: Token = this.token): never {
    throw token.kind === "unbound" ? notBound(token) : syntaxError(token);
  }

  /** Takes the tokens before one that `ends` accepts; brackets are taken whole, and at least one token is taken. */
  take(ends: (token: Token) => boolean): Token[] {
    const taken: Token[] = [];
    let depth = 0;
    while (!this.atEnd()) {
      if (depth === 0 && (this.atSymbol(")") || this.atSymbol(",") || (taken.length > 0 && ends(this.token)))) break;
      if (this.atSymbol("(")) depth += 1;
      if (this.atSymbol(")")) depth -= 1;
      taken.push(this.next());
    }
    return taken.length > 0 ? taken : this.unexpected();
  }

  /** Another cursor over tokens that were taken; what follows them is its end. */
  over(tokens: readonly Token[]): Cursor {
    return new Cursor([...tokens, { ...this.token, kind: "end" }], this.rules, this.source);
  }

  /** What was written from a token to the present one, with its blanks and comments but none around it. */
  writtenSince(first: Token): string {
    return this.source.slice(first.offset, this.token.offset).trim();
  }

  /** Takes the rest of the statement as it was written, from behind the token that was read last. */
  rest(): string {
    const last = this.ahead(-1);
    while (!this.atEnd()) this.next();
    return this.source.slice(last.offset + last.text.length, this.token.offset).trim();
  }

  atEnd(): boolean {
    return this.token.kind === "end" || (this.atSymbol(";") && this.ahead(1).kind === "end");
  }

  expectEnd(): void {
    if (!this.atEnd()) this.unexpected();
  }

  at(...words: string[]): boolean {
    return words.every((word, i) => this.ahead(i).kind === "word" && this.ahead(i).value === word);
  }

  /** Reads these words in a row, or nothing. */
  accept(...words: string[]): boolean {
    if (!this.at(...words)) return false;
    this.index += words.length;
    return true;
  }

  expect(...words: string[]): void {
    for (const word of words) if (!this.accept(word)) this.unexpected();
  }

  /** Reads one of these words. */
  oneOf<W extends string>(...words: W[]): W {
    const found = words.find((word) => this.accept(word));
    return found ?? this.unexpected();
  }

  atSymbol(symbol: string): boolean {
    return this.token.kind === "symbol" && this.token.value === symbol;
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.atSymbol(symbol)) return false;
    this.index += 1;
    return true;
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) this.unexpected();
  }

  atIdentifier(): boolean {
    return this.token.kind === "name" || (this.token.kind === "word" && !isReserved(this.token.value));
  }

  /** One identifier in its stored form. */
  identifier(): string {
    if (!this.atIdentifier()) this.unexpected();
    const token = this.next();
    const name = token.kind === "name" && this.rules.foldQuoted ? token.value.toUpperCase() : token.value;
    if ([...name].length > longestName) {
      throw compilationError(
        "002020",
        "42601",
        `Object name '${name}' exceeds maximum length limit of ${longestName} characters`,
      );
    }
    return name;
  }

  /** A name of up to `most` parts; also `IDENTIFIER('…')`. */
  name(most = 1): QualifiedName {
    if (this.at("IDENTIFIER") && this.ahead(1).value === "(" && this.ahead(1).kind === "symbol") {
      return this.computedName(most);
    }
    const parts = [this.identifier()];
    while (this.atSymbol(".")) {
      const dot = this.next();
      if (parts.length >= most) this.unexpected(dot);
      if (parts.length === 1 && most === 3 && this.acceptSymbol(".")) parts.push("PUBLIC");
      parts.push(this.identifier());
    }
    return { parts, text: qualifiedText(parts) };
  }

  private computedName(most: number): QualifiedName {
    this.next();
    this.expectSymbol("(");
    const token = this.next();
    if (token.kind !== "string" && token.kind !== "variable") this.unexpected(token);
    const text = token.kind === "variable" ? this.variable(token) : token.value;
    this.expectSymbol(")");
    return parseName(String(text), most, this.rules);
  }

  /** The value of a session variable. */
  variable(token: Token): unknown {
    if (!this.rules.variables?.has(token.value)) {
      throw compilationError(
        "002211",
        "02000",
        `error line ${token.line} at position ${token.position}\nSession variable '$${token.value}' does not exist`,
      );
    }
    return this.rules.variables.get(token.value);
  }

  /** A string literal. */
  string(): string {
    if (this.token.kind !== "string") this.unexpected();
    return this.next().value;
  }

  /** A whole number, perhaps with a sign. */
  integer(): number {
    const negative = this.acceptSymbol("-");
    if (this.token.kind !== "number" || !/^\d+$/.test(this.token.value)) this.unexpected();
    return Number(this.next().value) * (negative ? -1 : 1);
  }

  /** Items between brackets, separated by commas. */
  list<T>(item: () => T): T[] {
    this.expectSymbol("(");
    const items = [item()];
    while (this.acceptSymbol(",")) items.push(item());
    this.expectSymbol(")");
    return items;
  }
}

/** 002049: a bind mark that no value was given for. */
function notBound({ value }: Token): SqlError {
  return compilationError("002049", "42601", `Bind variable ${value} not set.`);
}

/** A name that stands in a text, such as the argument of a function. */
export function parseName(text: string, most: number, rules: NameRules = {}): QualifiedName {
  const cursor = new Cursor(tokenize(text), rules);
  const name = cursor.name(most);
  cursor.expectEnd();
  return name;
}
