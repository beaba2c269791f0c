import { canonicalType, type StoredName, storedName } from "../sql";

/** Parts between the commas that stand in no parentheses, without blanks around them. */
export function splitAtCommas(text: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"]|"")*"|[\s\S]/g)) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (token === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += token;
  }
  const trimmed = parts.map((part) => part.trim());
  return trimmed.length === 1 && trimmed[0] === "" ? [] : trimmed;
}

/** Where the parenthesis that a text starts with is closed. */
export function closing(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"]|"")*"|[()]/g)) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}

/** The name and the type of `X DOUBLE PRECISION`: the name is all that stands before a type. */
export function nameAndType(piece: string): readonly [name: string, type: string] {
  const [, quoted, type] = /^("(?:[^"]|"")*")\s+([\s\S]+)$/.exec(piece) ?? [];
  if (quoted !== undefined && type !== undefined) return [quoted, type];
  const blanks = [...piece.matchAll(/\s+/g)].map(({ index }) => index);
  const at = blanks.find((index) => isType(piece.slice(index))) ?? blanks.at(-1) ?? piece.length;
  return [piece.slice(0, at), piece.slice(at).trim()];
}

/** A name that Snowflake shows as it is stored, or in quotes. Never throws. */
export function bareName(shown: string): StoredName {
  const [, inner] = /^"((?:[^"]|"")*)"$/.exec(shown) ?? [];
  try {
    return storedName(inner?.replaceAll('""', '"') ?? shown);
  } catch {
    return shown as StoredName;
  }
}

function isType(text: string): boolean {
  try {
    return canonicalType(text) !== "";
  } catch {
    return false;
  }
}
