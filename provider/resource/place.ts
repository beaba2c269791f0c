import { canonicalName, canonicalQualified, IdentifierError, parseQualified } from "../sql";
import type { Definition } from "./definition";
import { isUnknown, unknownValue } from "./unknown";
import type { Problem } from "./validate";

type Written = Readonly<Record<string, unknown>>;

/**
 * Where an object of a schema stands, whichever way it was said: `schema` may be a name beside `database`, or name its database
 * too (`"DB.RAW"`, which is also what the resource stands for). Both must agree.
 */
export function placed(
  definition: Pick<Definition, "scope" | "kind">,
  written: Written,
): { readonly written: Written; readonly problems: readonly Problem[] } {
  const { schema, database } = written;
  const isGiven = (value: unknown) => value !== undefined && value !== null;
  if (definition.scope !== "schema" || !isGiven(schema)) return { written, problems: [] };
  // The engine asks with both, or with the one that a program gave.
  if (isUnknown(schema))
    return { written: isGiven(database) ? written : { ...written, database: unknownValue }, problems: [] };
  const parts = partsOf(schema);
  if (parts === undefined)
    return { written: isGiven(database) ? written : { ...written, database: unknownValue }, problems: [] };
  if (parts.length > 2)
    return refused(
      written,
      `${JSON.stringify(schema)} has ${parts.length} parts; a schema's name has two, DATABASE.SCHEMA`,
    );
  const [first, second] = parts;
  if (second === undefined) {
    if (isGiven(database)) return { written, problems: [] };
    return refused(
      written,
      `${JSON.stringify(schema)} names no database: give the Schema itself, ${JSON.stringify(`DATABASE.${schema}`)}, or database beside it`,
    );
  }
  const named = canonicalQualified([first as never]);
  const given = partsOf(database);
  if (given?.length === 1 && canonicalQualified(given) !== named)
    return refused(
      written,
      `${JSON.stringify(schema)} stands in database ${named}, but database says ${canonicalQualified(given)}; leave one of them out`,
    );
  return { written: { ...written, database: named, schema: canonicalName(second) }, problems: [] };
}

function refused(written: Written, message: string) {
  return {
    written: { ...written, database: unknownValue, schema: unknownValue },
    problems: [{ path: "schema", message }],
  };
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
