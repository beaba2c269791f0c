import type { Client, Operation, Row } from "../client/client";
import { quoted, raw, type StoredName, sql } from "../sql";
import { type Definition, propertiesOf } from "./definition";
import { means } from "./diff";
import { locate } from "./locate";
import { containers } from "./names";
import { type AnyProperty, keywordOf, type Values } from "./property";
import { readTags } from "./tags";

/** What of an object is asked for. */
export interface Asked {
  /** The properties wanted; all readable ones if absent. */
  readonly keys?: ReadonlySet<string>;
  /** Whether tags are asked for too; that needs a warehouse. */
  readonly tags: boolean;
  /** What was last known, for what Snowflake does not tell. */
  readonly known: Values;
  readonly operation: Operation;
  /** How old what statements of its own answer may be. */
  readonly freshness: "shared" | "fresh";
  /** What is managed, where not everything is wanted: a value may tell which of its parts. */
  readonly managed?: Values;
  /** The outputs as the state has them. */
  readonly recorded?: Values;
}

/**
 * The live values of an object in canonical form. What Snowflake shows as not set, or as inherited, is absent; what it does
 * not show at all is taken from what is known.
 */
export async function readLive(
  definition: Definition,
  client: Client,
  name: readonly StoredName[],
  row: Row,
  asked: Asked,
): Promise<Values> {
  const wanted = propertiesOf(definition).filter(([key]) => asked.keys === undefined || asked.keys.has(key));
  const settable = wanted.filter(([, { source }]) => source.from === "parameter" || source.from === "parameters");
  const isListed = settable.length > 0 && (await tellsAll(definition, client, name, row, settable, asked));
  const parameters =
    settable.length > 0 && !isListed
      ? await readParameters(definition, client, name, asked.operation)
      : new Map<string, Parameter>();
  const tags = asked.tags && wanted.some(([, { source }]) => source.from === "tags");
  const entries = await Promise.all(
    wanted.map(async ([key, property]): Promise<readonly [string, unknown]> => {
      if (property.source.from === "tags" && tags) {
        return [
          key,
          await readTags(
            definition.noun,
            client,
            name,
            (asked.known[key] ?? {}) as Readonly<Record<string, string>>,
            asked.operation,
          ),
        ];
      }
      if (property.source.from === "statements") {
        const { freshness, managed, operation, recorded = {} } = asked;
        const reading = { client, name, row, operation, freshness, managed: managed?.[key], recorded };
        const value = await property.source.read(reading);
        return [key, settled(property, value)];
      }
      if (property.source.from === "parameters") {
        const own = new Map(
          [...parameters].flatMap(([keyword, one]) => (one.own ? [[keyword, one.value] as const] : [])),
        );
        return [key, settled(property, property.source.of(own, asked.managed?.[key]))];
      }
      return [key, liveValue(key, property, row, parameters, asked.known)];
    }),
  );
  const live = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  return { ...live, ...asWritten(wanted, asked.managed ?? {}, live) };
}

/** What is known in other words than Snowflake's stays as it was written, while it means the same. */
function asWritten(wanted: readonly (readonly [string, AnyProperty])[], known: Values, live: Values): Values {
  const all = { before: known, after: live, memory: {} };
  const kept = wanted.filter(
    ([key, property]) =>
      property.asWritten === true &&
      known[key] !== undefined &&
      live[key] !== undefined &&
      means(property, known[key], live[key], all),
  );
  return Object.fromEntries(kept.map(([key]) => [key, known[key]]));
}

/**
 * Whether the listings tell of all parameters that they are set as they are known: what is in effect is what is known, and it is
 * not what the container hands on. SHOW PARAMETERS is asked of one object at a time.
 */
async function tellsAll(
  { scope }: Definition,
  client: Client,
  name: readonly StoredName[],
  row: Row,
  settable: readonly (readonly [string, AnyProperty])[],
  { known, freshness }: Asked,
): Promise<boolean> {
  const agrees = settable.every(([key, { source }]) => {
    const column = source.from === "parameter" ? source.shownAs : undefined;
    return column !== undefined && known[key] !== undefined && row[column] === String(known[key]);
  });
  if (!agrees || scope === "account") return false;
  const container = await locate(containers[scope], client, name.slice(0, -1), freshness);
  return settable.every(([, { source }]) => {
    const column = source.from === "parameter" ? source.shownAs : undefined;
    return column !== undefined && container !== undefined && container[column] !== row[column];
  });
}

/** One value from the row of SHOW or the own parameters. */
function liveValue(
  key: string,
  property: AnyProperty,
  row: Row,
  parameters: ReadonlyMap<string, Parameter>,
  known: Values,
): unknown {
  const { source } = property;
  if (source.from === "column") {
    const cell = row[source.column || keywordOf(key, property).toLowerCase()];
    // Some editions and older servers lack the column: then nothing is known of it.
    if (cell === undefined) return known[key];
    return settled(property, property.parse(cell, row));
  }
  if (source.from === "parameter") {
    const keyword = source.key || keywordOf(key, property);
    const parameter = parameters.get(keyword);
    if (parameter === undefined) return known[key];
    return parameter.own ? settled(property, property.parse(parameter.value, row)) : undefined;
  }
  return known[key];
}

function settled(property: AnyProperty, value: unknown): unknown {
  // A cell that is no number any more tells nothing.
  if (Number.isNaN(value)) return undefined;
  return value !== undefined && property.isUnset?.(value) === true ? undefined : value;
}

/** A parameter as SHOW PARAMETERS has it. */
interface Parameter {
  readonly value: string;
  /** Set on the object itself; an inherited value is not its own. */
  readonly own: boolean;
}

/** All parameters of an object. */
async function readParameters(
  definition: Definition,
  client: Client,
  name: readonly StoredName[],
  operation: Operation,
): Promise<ReadonlyMap<string, Parameter>> {
  const statement = sql`SHOW PARAMETERS IN ${raw(definition.noun)} ${quoted(...name)}`;
  const { rows } = await client.execute(statement, { writes: false, operation });
  return new Map(
    rows.map((row) => [row["key"] ?? "", { value: row["value"] ?? "", own: row["level"] === definition.noun }]),
  );
}

/** Words in a row of SHOW that this release does not know, by property, as they are shown. */
export function unknownWords(definition: Definition, row: Row): Readonly<Record<string, string>> {
  const shown = propertiesOf(definition).flatMap(([key, property]): readonly (readonly [string, string])[] => {
    const { source, words, parse, schema } = property;
    if (words === undefined || source.from !== "column") return [];
    const cell = row[source.column || keywordOf(key, property).toLowerCase()];
    if (cell === undefined || cell === null || cell === "" || cell === "null") return [];
    return parse(cell, row) === undefined && !schema.safeParse(cell).success ? [[key, cell]] : [];
  });
  return Object.fromEntries(shown);
}

/** The values that a row of SHOW itself holds: what a listing tells of each object without another statement. */
export function listedValues(definition: Definition, row: Row): Values {
  const listed = propertiesOf(definition).filter(([, { source }]) => source.from === "column");
  const entries = listed.map(([key, property]) => [key, liveValue(key, property, row, new Map(), {})] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
