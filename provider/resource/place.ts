import { canonicalQualified, IdentifierError, parseQualified } from "../sql";
import type { Definition } from "./definition";
import { identityKeys } from "./names";
import { isUnknown, unknownValue } from "./unknown";
import type { Problem } from "./validate";

type Written = Readonly<Record<string, unknown>>;

/**
 * Where an object stands, whichever way it was said: `schema` may be a name beside `database`, or name its database too
 * (`"DB.RAW"`, which is also what the resource stands for); and so a `stage`. All must agree.
 */
export function placed(
  definition: Pick<Definition, "scope" | "kind">,
  written: Written,
): { readonly written: Written; readonly problems: readonly Problem[] } {
  const { scope } = definition;
  const outer = identityKeys(definition).slice(0, -2);
  const innermost = written[scope];
  if (outer.length === 0 || !isGiven(innermost)) return { written, problems: [] };
  const unsaid = outer.filter((key) => !isGiven(written[key]));
  const parts = partsOf(innermost);
  // The engine asks with all of them, or with the ones that a program gave.
  if (parts === undefined) return { written: { ...written, ...unknown(unsaid) }, problems: [] };
  const text = JSON.stringify(innermost);
  const whole = [...outer, scope].map((key) => key.toUpperCase());
  if (parts.length > whole.length)
    return refused(
      definition,
      written,
      `${text} has ${parts.length} parts; a ${scope}'s name has ${whole.length === 2 ? "two" : "three"}, ${whole.join(".")}`,
    );
  if (parts.length < whole.length) {
    if (parts.length === 1 && unsaid.length === 0) return { written, problems: [] };
    const example = [...whole.slice(0, whole.length - parts.length), innermost].join(".");
    const beside = parts.length === 1 ? unsaid.join(" and ") : outer[0];
    return refused(
      definition,
      written,
      `${text} names no ${beside}: give the ${titled(scope)} itself, ${JSON.stringify(example)}${parts.length === 1 ? `, or ${beside} beside it` : ""}`,
    );
  }
  for (const [index, key] of outer.entries()) {
    const named = canonicalQualified(parts.slice(index, index + 1));
    const given = partsOf(written[key])?.slice(-1);
    if (given !== undefined && canonicalQualified(given) !== named)
      return refused(
        definition,
        written,
        `${text} stands in ${key} ${named}, but ${key} says ${canonicalQualified(given)}; leave one of them out`,
      );
  }
  const names = [...outer, scope].map((key, index) => [key, canonicalQualified(parts.slice(index, index + 1))]);
  return { written: { ...written, ...Object.fromEntries(names) }, problems: [] };
}

function refused(definition: Pick<Definition, "scope">, written: Written, message: string) {
  const { scope } = definition;
  return {
    written: { ...written, ...unknown(identityKeys(definition).slice(0, -1)) },
    problems: [{ path: scope, message }],
  };
}

function unknown(keys: readonly string[]): Written {
  return Object.fromEntries(keys.map((key) => [key, unknownValue]));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function titled(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The parts of a qualified name; absent if it is none, which the property itself reports. */
function partsOf(value: unknown): ReturnType<typeof parseQualified> | undefined {
  if (typeof value !== "string" || isUnknown(value)) return undefined;
  try {
    return parseQualified(value);
  } catch (error) {
    if (error instanceof IdentifierError) return undefined;
    throw error;
  }
}
