import { textType } from "../query/data-type";
import type { Value } from "../query/value";
import { cast } from "../query/value";
import type { ResultColumn } from "../result";
import type { Binding } from "../session";
import type { Token } from "../syntax/lexer";

/** A value as a statement takes it for a bind mark. */
export function bindingOf(value: Value): Binding {
  const { type, cell } = value;
  if (cell === null) return { type: "TEXT", value: null };
  if (type.wire === "fixed") return { type: "FIXED", value: cell };
  // With an exponent, a statement takes the number for a FLOAT.
  if (type.wire === "real") return { type: "REAL", value: /e/i.test(cell) ? cell : `${cell}e0` };
  if (type.wire === "decfloat") return { type: "REAL", value: cell };
  if (type.wire === "boolean") return { type: "BOOLEAN", value: cell === "1" ? "TRUE" : "FALSE" };
  return { type: "TEXT", value: cast(value, textType).cell };
}

/** The value in a cell of a result. */
export function valueIn({ type, length, precision, scale }: ResultColumn, cell: string | null): Value {
  return { type: { wire: type, shown: type.toUpperCase(), length, precision, scale }, cell };
}

/** Puts a colon before the names of variables in an expression, where a statement would take them for columns. */
export function withMarks(text: string, tokens: readonly Token[], isVariable: (name: string) => boolean): string {
  let marked = "";
  let end = 0;
  for (const [i, token] of tokens.entries()) {
    const alone = tokens[i - 1]?.value !== "." && !["(", "."].includes(tokens[i + 1]?.value ?? "");
    if (token.kind !== "word" || !alone || !isVariable(token.value)) continue;
    marked += `${text.slice(end, token.offset)}:${token.text}`;
    end = token.offset + token.text.length;
  }
  return marked + text.slice(end);
}
