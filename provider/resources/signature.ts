import { canonicalName, DataTypeError, IdentifierError, type StoredName, typeOfDescribed } from "../sql";
import { bareName, closing, nameAndType, splitAtCommas } from "./argument-text";
import { generalType, withoutSizes } from "./argument-type";
import { shownReturns } from "./procedure-returns";

/** An argument as DESCRIBE PROCEDURE shows it. */
export interface DescribedArgument {
  readonly name: StoredName;
  /** Without lengths, as in {@link generalType}. */
  readonly type: string;
}

/** What SHOW PROCEDURES tells in `arguments`. */
export interface ShownArguments {
  /** Types of all arguments, without lengths. */
  readonly types: readonly string[];
  /** How many of them, from the end, may be left out. */
  readonly optional: number;
  /** Places of those through which a value is handed back. */
  readonly outputs: readonly number[];
  /** Canonical, as from {@link shownReturns}. */
  readonly returns: string;
}

/** Types of arguments as statements about a procedure want them: `(VARCHAR, NUMBER)`, `()` for none. */
export function argumentTypes(types: readonly string[]): string {
  return `(${types.map(generalType).join(", ")})`;
}

/**
 * The canonical form of types in parentheses: `(text, decimal(10,2))` is `(VARCHAR, NUMBER)`.
 *
 * @throws {@link IdentifierError} if they are not types in parentheses.
 */
export function canonicalArgumentTypes(written: string): string {
  const [, inner] = /^\s*\(([\s\S]*)\)\s*$/.exec(written) ?? [];
  if (inner === undefined) {
    throw new IdentifierError(
      `${JSON.stringify(written)} are no types of arguments; write (VARCHAR, NUMBER), or () for none`,
    );
  }
  try {
    return argumentTypes(splitAtCommas(inner));
  } catch (error) {
    if (error instanceof DataTypeError) throw new IdentifierError(error.message);
    throw error;
  }
}

/** What tells a procedure apart from others of its name: `ID(VARCHAR, NUMBER)`. */
export function signature(name: StoredName, types: readonly string[]): string {
  return `${canonicalName(name)}${argumentTypes(types)}`;
}

/** Reads `arguments` of SHOW PROCEDURES, `NAME(FLOAT, DEFAULT NUMBER) RETURN TABLE (…)`. Never throws. */
export function shownArguments(cell: string, name: StoredName): ShownArguments {
  // A name is shown as it is stored, whatever it holds.
  const start = [name, `"${name.replaceAll('"', '""')}"`].find((one) => cell.startsWith(`${one}(`));
  const text = cell.slice(start?.length ?? cell.indexOf("("));
  const end = closing(text);
  const items = splitAtCommas(text.slice(1, end));
  return {
    types: items.map((item) => withoutSizes(typeOfDescribed(item.replace(marks, "")).type)),
    optional: items.filter((item) => marked(item, "DEFAULT")).length,
    outputs: items.flatMap((item, index) => (marked(item, "OUT") ? [index] : [])),
    returns: shownReturns(text.slice(end + 1).replace(/^\s*RETURNS?\s+/i, "")),
  };
}

/**
 * Reads `signature` of DESCRIBE PROCEDURE, `(X FLOAT, Y NUMBER)`, whose names are shown as they are stored. Never throws.
 *
 * @param types - The types of SHOW PROCEDURES; with them, names may hold commas and parentheses.
 */
export function describedArguments(text: string, types?: readonly string[]): readonly DescribedArgument[] {
  const inner = text.trim().replace(/^\(|\)$/g, "");
  const plain = splitAtCommas(inner).map(argumentOf);
  if (types === undefined || plain.map(({ type }) => type).join() === types.join()) return plain;
  return fitting(inner, types)?.map(argumentOf) ?? plain;
}

function argumentOf(piece: string): DescribedArgument {
  const [name, type] = nameAndType(piece);
  return { name: bareName(name), type: withoutSizes(typeOfDescribed(type).type) };
}

const marks = /^\s*(?:(?:DEFAULT|OUT)\s+)+/i;

function marked(item: string, mark: "DEFAULT" | "OUT"): boolean {
  return (marks.exec(item)?.[0].toUpperCase() ?? "").includes(mark);
}

/** More would take long to try, and names that need it are rare enough. */
const mostToFit = 12;

/** The pieces of a signature, if it has these types. */
function fitting(inner: string, types: readonly string[]): readonly string[] | undefined {
  if (types.length === 0 || types.length > mostToFit) return undefined;
  const escaped = types.map(
    (type) => `([\\s\\S]+? ${type.replaceAll(/[.*+?^$\\{}()|[\]]/g, "\\$&")}(?:\\(\\d+(?:, ?\\d+)?\\))?)`,
  );
  return new RegExp(`^${escaped.join(", ?")}$`).exec(inner)?.slice(1);
}
