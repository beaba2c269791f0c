/**
 * Whether two SQL texts are the same but for blanks between their tokens, around the whole, and any `;` at the end. Literals,
 * names in quotes, text in dollars, paths on stages and comments are compared letter by letter, and so is the case of
 * letters; a comment that runs to the end of its line needs that end.
 */
export function sameBody(left: string, right: string): boolean {
  return left === right || squeezed(left) === squeezed(right);
}

/** A text with each token on a line of its own: the same for all texts that are the same body. */
export function squeezed(text: string): string {
  const pieces = piecesOf(text);
  const last = pieces.findLastIndex((piece) => !isEnd(piece));
  return pieces
    .slice(0, last + 1)
    .map(({ text: piece }) => piece)
    .join("\n");
}

/** A body without the blanks around it, and without any `;` at its end. */
export function trimmedBody(text: string): string {
  let trimmed = trim(text);
  while (isEnd(piecesOf(trimmed).at(-1))) trimmed = trim(trimmed.slice(0, -1));
  return trimmed;
}

/**
 * What is wrong with a text as the one statement that a task or a procedure runs, or undefined: it is empty, a quote or a comment
 * in it does not end, or it is several statements and no block.
 */
export function bodyProblem(text: string): string | undefined {
  const code = piecesOf(text).filter(({ kind }) => kind !== "comment");
  if (code.every(isEnd)) return "is empty; write the SQL statement that shall run";
  const unclosed = code.find(({ kind, text: piece }) => kind === "unclosed" && !piece.startsWith("$$"));
  if (unclosed !== undefined) {
    return unclosed.text.startsWith("/*")
      ? "has a comment /* that never ends"
      : `has a quote ${unclosed.text[0]} that never ends`;
  }
  const second = secondStatement(code);
  if (second === undefined) return undefined;
  return `has several statements, the second of which starts with ${JSON.stringify(second)}; put them into a block, BEGIN … END, or into a procedure`;
}

interface Piece {
  readonly kind: Kind;
  readonly text: string;
}

type Kind = "comment" | "literal" | "unclosed" | "word" | "sign";

/** In the order in which they are tried. Blanks are those of ASCII: what others mean to Snowflake no page says. */
const patterns: readonly (readonly [kind: Kind | "blank", pattern: string])[] = [
  ["blank", String.raw`[ \t\r\n\f\v]+`],
  ["comment", String.raw`(?:--|//)[^\n]*|/\*[\s\S]*?\*/`],
  ["literal", String.raw`[xX]?'(?:[^'\\]|''|\\[\s\S])*'(?!')|\$\$[\s\S]*?\$\$|"(?:[^"]|"")*"(?!")`],
  ["unclosed", String.raw`(?:'|"|\$\$|/\*)[\s\S]*`],
  ["literal", String.raw`@(?:"(?:[^"]|"")*"|[^\s;(),'"])+|(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?`],
  ["word", String.raw`(?:[A-Za-z_]|\$(?!\$)|[^\0-\x7f])(?:\w|\$(?!\$)|[^\0-\x7f])*`],
  ["sign", String.raw`::|:=|\|\||<=|>=|<>|!=|==|=>|->>|->|\*\*|\.\.|[\s\S]`],
];

const anyPiece = new RegExp(patterns.map(([, pattern]) => `(${pattern})`).join("|"), "gu");

function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const match of text.matchAll(anyPiece)) {
    const kind = patterns[match.slice(1).findIndex((group) => group !== undefined)]?.[0] ?? "blank";
    // What runs to the end of its line, or of the text, does so without the blanks there, such as an editor's \r.
    if (kind !== "blank")
      pieces.push({ kind, text: kind === "comment" || kind === "unclosed" ? trim(match[0]) : match[0] });
  }
  return pieces;
}

/** The first word of what follows a `;` that stands in no block, or undefined. */
function secondStatement(code: readonly Piece[]): string | undefined {
  let depth = 0;
  let declaring = false;
  for (const [index, piece] of code.entries()) {
    const [before, after] = [code[index - 1], code[index + 1]];
    if (isEnd(piece) && depth === 0 && !declaring) {
      const next = code.slice(index).find((one) => !isEnd(one));
      if (next !== undefined) return next.text;
    }
    if (piece.kind !== "word" || before?.text === ".") continue;
    const word = piece.text.toUpperCase();
    const startsBlock = before === undefined || isWord(before, "AS");
    if (word === "DECLARE" && depth === 0) declaring ||= startsBlock;
    else if (word === "BEGIN" && (depth > 0 || declaring || startsBlock) && !opensTransaction(after)) {
      depth += 1;
      // In DECLARE, a block behind AS is the body of a nested procedure.
      declaring &&= isWord(before, "AS");
    } else if (word === "CASE" && !isWord(before, "END")) depth += 1;
    else if (word === "END" && !endsInside(after)) depth = Math.max(0, depth - 1);
  }
  return undefined;
}

function opensTransaction(after: Piece | undefined): boolean {
  return after === undefined || isEnd(after) || /^(?:TRANSACTION|WORK|NAME)$/i.test(after.text);
}

/** `END IF` and the like close what is not counted: there is no IF without THEN, but there are functions of that name. */
function endsInside(after: Piece | undefined): boolean {
  return after?.kind === "word" && /^(?:IF|FOR|WHILE|LOOP|REPEAT)$/i.test(after.text);
}

function isWord(piece: Piece | undefined, word: string): boolean {
  return piece?.kind === "word" && piece.text.toUpperCase() === word;
}

function isEnd(piece: Piece | undefined): boolean {
  return piece?.kind === "sign" && piece.text === ";";
}

function trim(text: string): string {
  return text.replace(/^[ \t\r\n\f\v]+/, "").replace(/[ \t\r\n\f\v]+$/, "");
}
