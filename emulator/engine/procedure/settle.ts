import type { CatalogObject } from "../catalog/object";
import { compilationError, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { Change } from "../statements/kind";
import { pathOf, requireObject } from "../statements/resolve";
import type { QualifiedName } from "../syntax/name";
import type { Argument } from "./argument";
import { arityOf, generalised } from "./argument";
import type { DefinitionDraft } from "./clauses";
import { foreignOption } from "./complete";
import type { Definition } from "./definition";
import { definitionOf, keepDefinition } from "./definition";

/** What CREATE made of the definition, and what is refused of a CREATE or ALTER as a whole. */
export interface ProcedureDraft extends DefinitionDraft {
  complete?: Omit<Definition, "secrets">;
}

/** Parameters that a plain CREATE does not take. */
const later = ["LOG_LEVEL", "TRACE_LEVEL", "METRIC_LEVEL", "AUTO_EVENT_LOGGING"];

/** Gives a procedure the definition that its CREATE says. */
export function settleProcedure(context: Context, change: Change): void {
  const { draft, before, container, given, properties } = change;
  const complete = (draft?.clauses["definition"] as unknown as ProcedureDraft | undefined)?.complete;
  if (draft && complete) {
    const early = draft.orAlter ? undefined : later.find((name) => given.has(name));
    if (early) throw unsupported(`CREATE PROCEDURE with ${early}`);
    const { secrets = {} } = draft.clauses["definition"] as unknown as ProcedureDraft;
    const definition = { ...complete, secrets: secretPaths(context, secrets) };
    if (before) checkAlteration(definitionOf(before), definition);
    else checkOverloads(context, container, { name: change.name, args: definition.args });
    keepDefinition(properties, definition);
    const temporary = draft.modifiers.has("TEMP") || draft.modifiers.has("TEMPORARY");
    if (!before) properties["temporary"] = temporary ? context.session.id : null;
  }
  const { language } = properties["definition"] as unknown as Definition;
  if (given.has("AUTO_EVENT_LOGGING") && language !== "SQL") throw foreignOption("AUTO_EVENT_LOGGING", language);
}

/** Full names of secrets that exist and that the role may read. */
export function secretPaths(context: Context, secrets: Record<string, QualifiedName>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(secrets).map(([variable, name]) => {
      const secret = requireObject(context, context.kinds.get("SECRET"), name, "CREATE PROCEDURE");
      context.access.require(secret, "READ", "USAGE");
      return [variable, pathOf(context, secret)];
    }),
  );
}

/** 000949: a call could mean either of two procedures, because arguments of one can be left out. */
export function checkOverloads(
  { catalog }: Context,
  container: CatalogObject,
  { name, args, itself }: { name: string; args: readonly Argument[]; itself?: CatalogObject },
): void {
  const others = catalog
    .children(container.id, "PROCEDURE")
    .filter((other) => other.name === name && other !== itself)
    .map((other) => definitionOf(other).args);
  if (!others.some((other) => isAmbiguous(args, other))) return;
  throw compilationError(
    "000949",
    "42723",
    `Cannot overload PROCEDURE '${name}' as it would cause ambiguous PROCEDURE overloading.`,
  );
}

/** Two procedures whose calls never differ in the number of arguments alone, with or without those left out. */
function isAmbiguous(a: readonly Argument[], b: readonly Argument[]): boolean {
  if (typesOf(a, a.length) === typesOf(b, b.length)) return false;
  const [one, other] = [arityOf(a), arityOf(b)];
  const counts = Array.from({ length: Math.min(one.most, other.most) + 1 }, (_, count) => count);
  return counts
    .filter((count) => count >= Math.max(one.least, other.least))
    .some((count) => typesOf(a, count) === typesOf(b, count));
}

function typesOf(args: readonly Argument[], count: number): string {
  return args
    .slice(0, count)
    .map(({ type }) => generalised(type))
    .join(", ");
}

function checkAlteration(before: Definition, after: Definition): void {
  if (before.language !== after.language) throw unsupported("CREATE OR ALTER PROCEDURE with another LANGUAGE");
}
