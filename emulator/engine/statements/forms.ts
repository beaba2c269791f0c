import type { Json } from "../catalog/object";
import type { Cursor } from "../syntax/cursor";

/** The right side of an option as it was written. */
export interface Written {
  kind: "string" | "number" | "word" | "name" | "null";
  /** Decoded text, digits with their sign, or upper-cased word. */
  value: string;
  /** Parts, when it is a name of several. */
  parts: readonly string[];
}

/** Reads a value into what is kept; undefined refuses it. */
export type Form = (written: Written) => Json | undefined;

/** Reads the right side of `KEY = value`: a literal, a word or a name. */
export function readValue(cursor: Cursor): Written {
  const token = cursor.token;
  switch (token.kind) {
    case "string":
      cursor.next();
      return { kind: "string", value: token.value, parts: [] };
    case "number":
      cursor.next();
      return { kind: "number", value: token.value, parts: [] };
    case "null":
      cursor.next();
      return { kind: "null", value: "NULL", parts: [] };
    case "variable": {
      cursor.next();
      const value = cursor.variable(token);
      return { kind: typeof value === "number" ? "number" : "string", value: String(value), parts: [] };
    }
    case "word":
      if (token.value === "NULL") {
        cursor.next();
        return { kind: "null", value: "NULL", parts: [] };
      }
      if (!cursor.atIdentifier()) {
        cursor.next();
        return { kind: "word", value: token.value, parts: [token.value] };
      }
      break;
    case "name":
      break;
    default: {
      if (!cursor.acceptSymbol("-") || cursor.token.kind !== "number") return cursor.unexpected();
      return { kind: "number", value: `-${cursor.next().value}`, parts: [] };
    }
  }
  const { parts } = cursor.name(3);
  return { kind: token.kind, value: parts.join("."), parts };
}

/** TRUE or FALSE. */
export function booleanForm(): Form {
  return ({ kind, value }) => {
    const word = value.toUpperCase();
    if ((kind !== "word" && kind !== "string") || (word !== "TRUE" && word !== "FALSE")) return undefined;
    return word === "TRUE";
  };
}

/** A whole number within bounds. */
export function integerForm(min: number, max: number = Number.MAX_SAFE_INTEGER): Form {
  return ({ kind, value }) => {
    if ((kind !== "number" && kind !== "string") || !/^-?\d+$/.test(value)) return undefined;
    const number = Number(value);
    return number >= min && number <= max ? number : undefined;
  };
}

/** A string literal. */
export function textForm(): Form {
  return ({ kind, value }) => (kind === "string" ? value : undefined);
}

/** One of the words, quoted or not, in any case. */
export function wordForm(...words: string[]): Form {
  const byUpperCase = new Map(words.map((word) => [word.toUpperCase(), word]));
  return ({ kind, value }) => (kind === "null" ? undefined : byUpperCase.get(value.toUpperCase()));
}

/** The name of an object, or a string with one. */
export function identifierForm(): Form {
  return ({ kind, value }) => (kind === "number" || kind === "null" ? undefined : value);
}

/** The form, or NULL. */
export function nullable(form: Form): Form {
  return (written) => (written.kind === "null" ? null : form(written));
}
