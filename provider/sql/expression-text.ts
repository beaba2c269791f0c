import { nesting, type Token } from "./expression-tokens";
import { canonicalName, IdentifierError, parseIdentifier } from "./identifiers";

/** Functions that SQL also knows without parentheses. */
const contextFunctions: ReadonlySet<string> = new Set(
  "CURRENT_DATE CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP".split(" "),
);

/** Words after which an operand comes: a `(` after them opens no call, and a sign after them belongs to a number. */
const operatorWords: ReadonlySet<string> = new Set(
  `ALL AND ANY AS BETWEEN BY CASE COLLATE DISTINCT ELSE ESCAPE EXISTS FROM GROUP HAVING ILIKE IN INTERVAL IS LIKE NOT OR
  OVER REGEXP RLIKE SELECT SOME THEN USING WHEN WHERE`.split(/\s+/),
);

/** Reserved in SHOW … IN alone: in an expression they may be columns, and those are written as everywhere else. */
const columnWords: ReadonlySet<string> = new Set(
  "ACCOUNT CONNECTION DATABASE GSCLUSTER ISSUE ORGANIZATION SCHEMA VIEW".split(" "),
);

/** What a token is where it stands, and how it is written. */
export interface Piece {
  readonly text: string;
  readonly role:
    | "name"
    | "function"
    | "keyword"
    | "path"
    | "value"
    | "open"
    | "close"
    | "comma"
    | "sign"
    | "tight"
    | "colon"
    | "operator";
}

/** Canonical pieces of an expression; pieces in order of the tokens, with `(` and `)` added to context functions. */
export function piecesOf(tokens: readonly Token[]): readonly Piece[] {
  const pieces: Piece[] = [];
  const visible = tokens.filter((token) => token.kind !== "lineComment");
  let path = false;
  visible.forEach((token, index) => {
    const before = pieces.at(-1);
    path = staysInPath(path, before, token);
    const piece = pieceOf(token, before, visible[index + 1], path);
    pieces.push(piece);
    if (piece.role === "function" && !isOpening(visible[index + 1])) {
      pieces.push({ text: "(", role: "open" }, { text: ")", role: "close" });
    }
  });
  return pieces;
}

/** Pieces as one text. */
export function write(pieces: readonly Piece[]): string {
  return pieces.map((piece, index) => `${gap(pieces[index - 1], piece)}${piece.text}`).join("");
}

/** Canonical name of an identifier token; undefined if it is not one (too long, letters that need quotes). */
export function nameOf(text: string): string | undefined {
  try {
    return canonicalName(parseIdentifier(text));
  } catch (error) {
    if (error instanceof IdentifierError) return undefined;
    throw error;
  }
}

function pieceOf(token: Token, before: Piece | undefined, after: Token | undefined, path: boolean): Piece {
  const { kind, text } = token;
  if (kind === "string") return { text: oneEscape(text), role: "value" };
  if (kind === "number") return { text: text.toUpperCase(), role: "value" };
  if (kind === "quoted") return { text: path ? text : unquoted(text), role: path ? "path" : "name" };
  if (kind === "word") return path ? { text, role: "path" } : word(upper(text), before, after);
  if (kind === "unclosed") return { text, role: "value" };
  if (nesting(token) === 1) return { text, role: "open" };
  if (nesting(token) === -1) return { text, role: "close" };
  if (text === "," || text === ";") return { text, role: "comma" };
  if (text === "." || text === ".." || text === "::") return { text, role: "tight" };
  if (text === ":") return { text, role: isOperand(before) && before?.role !== "value" ? "tight" : "colon" };
  if (/^[-+]$/.test(text) && !isOperand(before)) return { text, role: "sign" };
  return { text, role: "operator" };
}

function word(text: string, before: Piece | undefined, after: Token | undefined): Piece {
  const inName = before?.role === "tight";
  if (!inName && contextFunctions.has(text)) return { text, role: "function" };
  if (!inName && operatorWords.has(text)) return { text, role: "keyword" };
  if (columnWords.has(text) && !isOpening(after)) return { text: nameOf(text) ?? text, role: "name" };
  return { text, role: "name" };
}

/** In `col:city.name['x'].y`, letters keep their case from the colon or the bracket on. */
function staysInPath(path: boolean, before: Piece | undefined, token: Token): boolean {
  if (before?.text === ":" && before.role === "tight") return true;
  if (token.kind === "operator" && token.text === ".") return path || before?.text === "]";
  return path && before?.text === ".";
}

function isOperand(piece: Piece | undefined): boolean {
  return piece !== undefined && /^(?:name|function|path|value|close)$/.test(piece.role);
}

function isOpening(token: Token | undefined): boolean {
  return token?.kind === "operator" && token.text === "(";
}

function gap(before: Piece | undefined, piece: Piece): "" | " " {
  if (before === undefined || piece.role === "comma" || piece.role === "close" || before.role === "open") return "";
  if (piece.role === "colon" || piece.role === "tight")
    return isOperand(before) && !isNumberWithDot(before, piece) ? "" : " ";
  if (before.role === "tight") return isOperand(piece) && !isNumberWithDot(piece, before) ? "" : " ";
  // `- -1` written together would start a comment.
  if (before.role === "sign") return isOperand(piece) || piece.role === "open" ? "" : " ";
  if (piece.text === "(") return isCallable(before) ? "" : " ";
  if (piece.text === "[") return isOperand(before) ? "" : " ";
  return " ";
}

/** Written together, `1 .a` and `a. 5` would be other numbers. */
function isNumberWithDot(number: Piece, dot: Piece): boolean {
  return dot.text.startsWith(".") && /^\.?\d/.test(number.text);
}

function isCallable(piece: Piece): boolean {
  return piece.role === "name" || piece.role === "function" || piece.role === "path";
}

/** `\'` and `''` mean the same. */
function oneEscape(text: string): string {
  return text.startsWith("$$") ? text : text.replaceAll(/\\[\s\S]/g, (escaped) => (escaped === "\\'" ? "''" : escaped));
}

function unquoted(text: string): string {
  const name = nameOf(text) ?? text;
  return operatorWords.has(name) || name === "END" ? text : name;
}

/** Snowflake folds the case of plain letters; of others it does not say. */
function upper(text: string): string {
  return text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
}
