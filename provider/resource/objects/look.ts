import type { Row } from "../../client/client";
import { ObjectMissingError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import { type Definition, propertiesOf } from "../definition";
import { accountOf, actOf, type Context } from "../lifecycle/context";
import { readLive } from "../live";
import { locate } from "../locate";
import { called } from "../names";
import { readOutputs } from "../outputs";
import type { Values } from "../property";

/** What of an object is wanted besides its row of SHOW. */
export interface Wanted {
  /** The properties to read; all readable ones if absent. */
  readonly keys?: ReadonlySet<string> | undefined;
  /** The values of these tags, by qualified name; that needs a warehouse. */
  readonly tags?: readonly string[] | undefined;
  /** Values that are managed: of a property with parts, only what is said of it is read. */
  readonly managed?: Values | undefined;
  /** What is believed of what Snowflake does not tell. */
  readonly known?: Values | undefined;
  /** Whether what Snowflake decides of it is wanted too. */
  readonly outputs?: boolean | undefined;
}

/** What there is of an object. */
export interface Looked {
  /** Its row of SHOW; absent of what is no object of a listing. */
  readonly row?: Row | undefined;
  readonly values: Values;
  readonly outputs: Values;
}

/** An object as it stands now, read by listings that concurrent callers share; absent if it is not there. */
export async function look(
  definition: Definition,
  context: Context,
  name: readonly StoredName[],
  wanted: Wanted = {},
): Promise<Looked | undefined> {
  if (definition.lifecycle !== undefined) return lookWhole(definition, context, name);
  const { client, operation } = actOf(definition, context, {}, name, "read");
  const row = await locate(definition, client, name, "fresh");
  if (row === undefined) return undefined;
  const values = await lookAtRow(definition, context, name, row, wanted);
  const reading = { client, name, row, operation, freshness: "fresh", values } as const;
  return { row, values, outputs: wanted.outputs === true ? await readOutputs(definition, reading) : {} };
}

/** The values of an object whose row is known. */
export async function lookAtRow(
  definition: Definition,
  context: Context,
  name: readonly StoredName[],
  row: Row,
  { keys, tags, managed, known = {} }: Wanted,
): Promise<Values> {
  const { client, operation } = actOf(definition, context, {}, name, "read");
  return readLive(definition, client, name, row, {
    ...(keys === undefined ? {} : { keys }),
    ...(managed === undefined ? {} : { managed }),
    tags: tags !== undefined,
    known: tags === undefined ? known : { ...known, tags: Object.fromEntries(tags.map((tag) => [tag, ""])) },
    operation,
    freshness: "fresh",
  });
}

async function lookWhole(
  { lifecycle }: Definition,
  context: Context,
  name: readonly StoredName[],
): Promise<Looked | undefined> {
  try {
    const state = await lifecycle?.lookUp(context, canonicalQualified(name), {});
    if (state === undefined) return undefined;
    const { row } = state as { readonly row?: Row };
    return { row, values: state.values, outputs: state.outputs ?? {} };
  } catch (error) {
    if (error instanceof ObjectMissingError) return undefined;
    throw error;
  }
}

/** That there is no such object, or that the role does not see it. */
export async function missing(
  definition: Definition,
  context: Context,
  name: readonly StoredName[],
): Promise<ObjectMissingError> {
  const who = await context.clientFor({}).identity();
  return new ObjectMissingError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `There is no ${called(definition, name)} in ${accountOf(who)}, or role ${who.role} may not see it. Check the spelling, the role, and that the connection is the right one.`,
  });
}

/** The properties of a kind that a reading without a wish of its own takes: what listings of many objects tell. */
export function listedKeys(definition: Definition, apart: readonly string[], parameters: boolean): Set<string> {
  const wanted = propertiesOf(definition).filter(([key, { source }]) => {
    if (apart.includes(key)) return false;
    return (source.from !== "parameter" && source.from !== "parameters") || parameters;
  });
  return new Set(wanted.map(([key]) => key));
}
