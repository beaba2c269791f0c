import { InvalidArgumentError } from "../../provider/client/errors";
import { ClosedFunctionError, closedFunctionBody } from "../../provider/resources/closed-function";
import type { CanonicalArgument } from "../../provider/resources/procedure-arguments";
import { argumentTypes } from "../../provider/resources/signature";
import { DataTypeError, type StoredName, withoutTypes } from "../../provider/sql";
import { typesOfName } from "./procedure-name";

/** What stands for a default that Snowflake has, and does not show. */
export const notShown = "(not shown)";

/** What CREATE has to say again where anything of it changes. */
const code = ["arguments", "returns", "language", "body", "runtimeVersion", "packages", "imports", "handler"] as const;

type Spec = Readonly<Record<string, unknown>>;

/** A specification whose code is text in a language: a function becomes JavaScript, and SQL need not be said. */
export function codeInLong(spec: Spec): Spec {
  const { body, language, arguments: args } = spec;
  if (typeof body !== "function") return { ...spec, language: language ?? "sql" };
  if (language !== undefined && String(language).toLowerCase() !== "javascript")
    throw refused(spec["name"], `body is a JavaScript function, but language says ${JSON.stringify(language)}`);
  const names = Array.isArray(args) ? args.map((one: { readonly name?: unknown }) => String(one?.name)) : [];
  try {
    return { ...spec, language: "javascript", body: closedFunctionBody(body as () => unknown, names).body };
  } catch (error) {
    if (error instanceof ClosedFunctionError) throw refused(spec["name"], `body ${error.message}`);
    throw error;
  }
}

/** Whether a specification leaves out what CREATE has to say. */
export function isPartial(spec: Spec): boolean {
  return ["arguments", "returns", "language", "body"].some((key) => spec[key] === undefined);
}

/**
 * A specification with the code that stands, where it says nothing of that. Of another language, nothing is taken.
 *
 * @param stands - What describes the procedure as it is; absent if there is none.
 */
export function withStandingCode(spec: Spec, stands: Spec | undefined): Spec {
  if (stands === undefined) return spec;
  const language = typeof spec["body"] === "function" ? "javascript" : (spec["language"] ?? stands["language"]);
  const isSame = String(language).toLowerCase() === stands["language"];
  const taken = isSame ? code : (["arguments", "returns"] as const);
  const missing = taken.filter((key) => spec[key] === undefined && stands[key] !== undefined);
  return { ...spec, ...Object.fromEntries(missing.map((key) => [key, stands[key]])) };
}

/** Whether a specification holds defaults that Snowflake has not shown, and no statement can say again. */
export function hidesDefaults(spec: Spec): boolean {
  const args = spec["arguments"];
  return Array.isArray(args) && args.some((one: Partial<CanonicalArgument> | null) => one?.default === notShown);
}

/**
 * Checks that a specification is of the procedure that a reference means.
 *
 * @throws InvalidArgumentError if its arguments are of other types, or are not said.
 */
export function checkTypes(own: StoredName, spec: Spec): void {
  const types = typesOfName(own);
  const { arguments: given = [] } = spec;
  const list = (Array.isArray(given) ? given : []) as readonly { readonly type?: unknown }[];
  const wanted = argumentTypes(types);
  if (spec["arguments"] === undefined && types.length > 0)
    throw refused(withoutTypes(own), `there is none, so arguments have to say the names for ${wanted}`);
  let said: string;
  try {
    said = argumentTypes(list.map(({ type }) => String(type)));
  } catch (error) {
    // What is wrong with a type is said with all else that is wrong.
    if (error instanceof DataTypeError) return;
    throw error;
  }
  if (said === wanted) return;
  throw refused(
    withoutTypes(own),
    `the arguments are of the types ${said}, which make it another procedure than the one with ${wanted}. Take a reference to that one`,
  );
}

/** An error about a specification, before anything was sent. */
export function refused(name: unknown, problem: string): InvalidArgumentError {
  const called = typeof name === "string" ? ` ${name}` : "";
  return new InvalidArgumentError({
    objectKind: "Procedure",
    message: `Procedure${called}: ${problem}. Nothing was sent.`,
  });
}
