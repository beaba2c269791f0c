import { literal } from "./literal";

/** One statement, or a piece of one: what is sent, and the same text with secrets left out, for logs and errors. */
export class Sql {
  /** What is sent, secrets included. */
  readonly text: string;
  /** The same with `***` in place of secrets. */
  readonly redacted: string;
  /** Secrets in it that are no literals of their own, as the user wrote them. */
  readonly secrets: readonly string[];

  constructor(text: string, redacted: string = text, secrets: readonly string[] = []) {
    this.text = text;
    this.redacted = redacted;
    this.secrets = secrets;
  }

  /** The text with `***` in place of secrets. */
  toString(): string {
    return this.redacted;
  }
}

/** SQL that the user wrote as SQL (an expression, a body), or a keyword of ours. The only way text becomes code. */
export function raw(text: string): Sql {
  return new Sql(text);
}

/** A string literal whose value appears as `'***'` wherever the statement is shown. */
export function secret(value: string): Sql {
  return new Sql(literal(value), "'***'");
}

/** What may stand in a `sql` template: text becomes a literal, numbers and booleans themselves, `Sql` is put in as it is. */
export type SqlValue = Sql | string | number | boolean;

/**
 * Builds a statement: ``sql`ALTER TABLE ${name} SET COMMENT = ${comment}` ``. Strings become literals; names and keywords
 * are values of their own (see `quoted`, `raw`).
 */
export function sql(texts: TemplateStringsArray, ...values: readonly SqlValue[]): Sql {
  let text = texts[0] ?? "";
  let redacted = text;
  const secrets: string[] = [];
  values.forEach((value, index) => {
    const piece = asSql(value);
    secrets.push(...piece.secrets);
    const after = texts[index + 1] ?? "";
    text += piece.text + after;
    redacted += piece.redacted + after;
  });
  return new Sql(text, redacted, secrets);
}

/** Pieces with a separator between them, empty pieces left out. */
export function join(pieces: readonly SqlValue[], separator = " "): Sql {
  const parts = pieces.map(asSql).filter((piece) => piece.text !== "");
  return new Sql(
    parts.map((part) => part.text).join(separator),
    parts.map((part) => part.redacted).join(separator),
    parts.flatMap((part) => part.secrets),
  );
}

function asSql(value: SqlValue): Sql {
  if (value instanceof Sql) return value;
  if (typeof value === "string") return new Sql(literal(value));
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`${value} has no SQL literal`);
  return new Sql(typeof value === "boolean" ? (value ? "TRUE" : "FALSE") : String(value));
}
