import { z } from "zod";
import { isUnknown } from "../resource/unknown";
import {
  canonicalName,
  canonicalType,
  DataTypeError,
  IdentifierError,
  parseIdentifier,
  type StoredName,
  typeOfDescribed,
} from "../sql";
import { bareName, nameAndType, splitAtCommas } from "./argument-text";
import { shortType, withoutSizes } from "./argument-type";

/**
 * The one spelling of what a procedure returns: a type without default lengths (`NUMBER`, `VARCHAR(10) NOT NULL`), or
 * `TABLE(ID NUMBER, NAME VARCHAR)`. Canonical text passes unchanged.
 *
 * @throws {@link DataTypeError} or {@link IdentifierError} if it is none.
 */
export function canonicalReturns(written: string): string {
  return returnsOf(written, (type) => shortType(canonicalType(type)), parseIdentifier);
}

/** The same of what Snowflake shows. Never throws. */
export function shownReturns(text: string): string {
  return returnsOf(text, (type) => shortType(typeOfDescribed(type).type), bareName);
}

/** Whether a canonical text and one of DESCRIBE mean the same. */
export function sameReturns(canonical: string, shown: string): boolean {
  return comparable(canonical) === comparable(shownReturns(shown));
}

/** The type of an argument. */
export const argumentType = typeText((written) => shortType(canonicalType(written)));

/** What a procedure returns. */
export const returnsType = typeText(canonicalReturns);

function typeText(canonical: (written: string) => string): z.ZodType<string, string> {
  return z.string().transform((written, context) => {
    if (isUnknown(written)) return written;
    try {
      return canonical(written);
    } catch (error) {
      if (!(error instanceof DataTypeError) && !(error instanceof IdentifierError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
      return z.NEVER;
    }
  });
}

function returnsOf(text: string, type: (text: string) => string, name: (text: string) => StoredName): string {
  const [, columns] = /^\s*TABLE\s*\(([\s\S]*)\)\s*$/i.exec(text) ?? [];
  if (columns !== undefined) {
    const items = splitAtCommas(columns).map((item) => {
      const [own, rest] = nameAndType(item);
      return `${canonicalName(name(own))} ${type(rest)}`;
    });
    return `TABLE(${items.join(", ")})`;
  }
  const [, written = text, not] = /^([\s\S]*?)\s+(NOT\s+)?NULL\s*$/i.exec(text) ?? [];
  return `${type(written)}${not === undefined ? "" : " NOT NULL"}`;
}

/** Snowflake shows a length for what was written without one, or none, depending on the release; names of columns in any case. */
function comparable(returns: string): string {
  return returns
    .replaceAll(/\b(?:VARCHAR\((?:16777216|134217728)\)|BINARY\((?:8388608|67108864)\))/g, withoutSizes)
    .toUpperCase();
}
