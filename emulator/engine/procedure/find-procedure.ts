import type { CatalogObject } from "../catalog/object";
import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import { resolvePlace } from "../statements/resolve";
import type { Token } from "../syntax/lexer";
import type { QualifiedName } from "../syntax/name";
import { qualifiedText } from "../syntax/name";
import type { GivenArgument } from "./call-arguments";
import { distance } from "./call-arguments";
import { definitionOf } from "./definition";

/** The procedures of a name that the role may call. */
export function callableProcedures(context: Context, name: QualifiedName): CatalogObject[] {
  const place = resolvePlace(context, context.kinds.get("PROCEDURE"), name, "CALL");
  return context.catalog
    .children(place.container.id, "PROCEDURE")
    .filter(
      (object) => object.name === place.name && context.access.sees(object) && context.access.holds(object, "USAGE"),
    );
}

/** The procedure whose arguments are nearest to those of a call; 001044 when none takes them. */
export function nearest(
  candidates: readonly CatalogObject[],
  given: readonly GivenArgument[],
  { name, token }: { name: QualifiedName; token: Token },
): CatalogObject {
  const [best] = candidates
    .flatMap((object) => {
      const steps = distance(definitionOf(object).args, given);
      return steps === undefined ? [] : [{ object, steps }];
    })
    .sort((a, b) => a.steps - b.steps);
  if (best) return best.object;
  throw wrongArguments(name.parts.at(-1) as string, given, token);
}

/** 001044: there is such a procedure, but for other arguments. */
export function wrongArguments(name: string, given: readonly GivenArgument[], { line, position }: Token) {
  const types = given.map(({ value }) => value.type.shown).join(", ");
  const detail = `error line ${line} at position ${position}\nInvalid argument types for function '${name}': (${types})`;
  return compilationError("001044", "42P13", detail);
}

/** 002140 or, for a name with its schema, 002141: there is no such procedure, or none that the role may call. */
export function unknownProcedure({ parts }: QualifiedName) {
  return parts.length === 1
    ? compilationError("002140", "42601", `Unknown function ${qualifiedText(parts)}`)
    : compilationError("002141", "42601", `Unknown user-defined function ${qualifiedText(parts)}`);
}
