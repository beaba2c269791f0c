import { invalidParameterValue } from "../sql-error";
import type { Cursor } from "../syntax/cursor";

/** Reads `PATTERN = 'regex'` if it is there: whether a path matches as a whole. */
export function readPattern(cursor: Cursor): ((path: string) => boolean) | undefined {
  if (!cursor.accept("PATTERN")) return undefined;
  cursor.expectSymbol("=");
  return patternMatcher(cursor.string());
}

/** Java's expressions, as far as JavaScript has the same. */
function patternMatcher(pattern: string): (path: string) => boolean {
  const [, ignoreCase, body = ""] = /^(\(\?i\))?(.*)$/s.exec(pattern) ?? [];
  try {
    const expression = new RegExp(`^(?:${body})$`, ignoreCase ? "iu" : "u");
    return (path) => expression.test(path);
  } catch {
    throw invalidParameterValue(pattern, "PATTERN");
  }
}
