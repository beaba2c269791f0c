import { z } from "zod";
import type { Client, Operation } from "../client/client";
import {
  canonicalQualified,
  IdentifierError,
  join,
  parseQualified,
  quoted,
  raw,
  type Sql,
  type StoredName,
  sql,
} from "../sql";
import { safe } from "./plan";
import type { Property } from "./property";
import { isUnknown } from "./unknown";

/** Values of tags by the tag's qualified name. */
export type Tags = Readonly<Record<string, string>>;

const schema: z.ZodType<Tags, Tags> = z.record(z.string(), z.string().max(256)).transform((written, context) => {
  const entries = Object.entries(written).map(([tag, value]) => [nameOfTag(tag, context) ?? tag, value] as const);
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
});

/**
 * Tags of an object, a property that every kind with tags has. Names are qualified (`DB.SCHEMA.TAG`), because nothing may
 * depend on a current schema. Their drift is read only with `readTags`: that takes a warehouse.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/work
 */
export const tags: Property<Tags, Tags> = {
  schema,
  write: (value) => settings(value),
  place: "option",
  clause: (value) => sql`WITH TAG (${settings(value)})`,
  source: { from: "tags" },
  parse: () => undefined,
  isUnset: (value) => Object.keys(value).length === 0,
  change: "alter",
  fallback: "unset",
  onChange: ({ alter, before = {}, after = {}, reason }) => {
    const set = Object.entries(after).filter(([tag, value]) => before[tag] !== value);
    const unset = Object.keys(before).filter((tag) => !(tag in after));
    return [
      ...(set.length === 0 ? [] : [safe(sql`${alter} SET TAG ${settings(Object.fromEntries(set))}`, reason, ["tags"])]),
      ...(unset.length === 0
        ? []
        : [safe(sql`${alter} UNSET TAG ${join(unset.map(nameInSql), ", ")}`, reason, ["tags"])]),
    ];
  },
};

/** The live values of the tags that are managed, in one statement. */
export async function readTags(
  noun: string,
  client: Client,
  name: readonly StoredName[],
  managed: Tags,
  operation: Operation,
): Promise<Tags | undefined> {
  const names = Object.keys(managed);
  if (names.length === 0) return undefined;
  const object = quoted(...name).text;
  const columns = names.map((tag, index) => sql`SYSTEM$GET_TAG(${tag}, ${object}, ${noun}) AS ${raw(`T${index}`)}`);
  const { rows } = await client.execute(sql`SELECT ${join(columns, ", ")}`, { writes: false, operation });
  const live = names.flatMap((tag, index) => {
    const value = rows[0]?.[`T${index}`] ?? null;
    return value === null ? [] : [[tag, value] as const];
  });
  return live.length === 0 ? undefined : Object.fromEntries(live);
}

function settings(value: Tags): Sql {
  return join(
    Object.entries(value).map(([tag, text]) => sql`${nameInSql(tag)} = ${isUnknown(text) ? raw("<tag>") : text}`),
    ", ",
  );
}

function nameInSql(tag: string): Sql {
  return quoted(...parseQualified(tag));
}

function nameOfTag(tag: string, context: z.core.$RefinementCtx): string | undefined {
  try {
    const parts = parseQualified(tag);
    if (parts.length === 3) return canonicalQualified(parts);
    context.addIssue({
      code: "custom",
      path: [tag],
      message: `the tag ${JSON.stringify(tag)} needs its database and schema: "DB.SCHEMA.${tag}"`,
    });
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    context.addIssue({ code: "custom", path: [tag], message: error.message });
  }
  return undefined;
}
