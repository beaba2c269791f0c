import { z } from "zod";
import { clause, nameOf } from "../resource/forms";
import type { Property } from "../resource/property";
import { canonicalQualified, parseQualified, quoted, raw, type Sql, type StoredName, sql, storedName } from "../sql";

/** A moment of the source: exactly one of the three. */
export interface Moment {
  /** A timestamp with its offset, `2026-01-31T12:00:00Z`. */
  readonly timestamp?: string | undefined;
  /** Seconds back from now, e.g. 3600 for an hour ago. */
  readonly offset?: number | undefined;
  /** The query id of a statement. */
  readonly statement?: string | undefined;
}

/** What to copy, and from when; said at creation only. */
export interface Clone {
  /** Name of the source, of the same kind. */
  readonly source: string;
  /** As it was at that moment, what the moment's statement did included. */
  readonly at?: Moment | undefined;
  /** As it was just before that moment. */
  readonly before?: Moment | undefined;
}

const moment = z
  .strictObject({
    timestamp: z.iso
      .datetime({
        offset: true,
        error: (issue) => `${JSON.stringify(issue.input)} is not a timestamp; write it like 2026-01-31T12:00:00Z`,
      })
      .optional(),
    offset: z.int().min(0).optional(),
    // Shaped like a UUID, without its version and variant.
    statement: z.guid({ error: (issue) => `${JSON.stringify(issue.input)} is not a query id` }).optional(),
  })
  .refine((value) => Object.values(value).filter((one) => one !== undefined).length === 1, {
    error: "needs exactly one of timestamp, offset and statement",
  });

/** The CLONE clause of a kind whose names have so many parts. */
export function clone(parts: 1 | 2 | 3): Property<Clone, Clone> {
  const schema = z
    .strictObject({ source: nameOf(parts), at: moment.optional(), before: moment.optional() })
    .refine(({ at, before }) => at === undefined || before === undefined, {
      error: "at and before cannot both be given",
    });
  return clause<Clone, Clone>(schema, cloneClause, {
    place: "head",
    clause: cloneClause,
    change: howOriginChanges,
    follow: (value, renamed) => ({ ...value, source: canonicalQualified(renamed(parseQualified(value.source))) }),
  });
}

/** How an object came to be is said at its creation: taken out of the program, it is forgotten; another one is another object. */
export function howOriginChanges(_before: unknown, after: unknown): "creation" | "replace" {
  return after === undefined ? "creation" : "replace";
}

/** The statement that copies an object, under a name beside its own, as it was at a moment. */
export function copyAt(noun: string, name: readonly StoredName[], moment: string): Sql {
  const beside = [...name.slice(0, -1), storedName(`${[...(name.at(-1) ?? "")].slice(0, 240).join("")}_BEFORE`)];
  return sql`CREATE ${raw(noun)} ${quoted(...beside)} ${cloneClause({ source: canonicalQualified(name), at: { timestamp: moment } })}`;
}

function cloneClause({ source, at, before }: Clone): Sql {
  const from = sql`CLONE ${quoted(...parseQualified(source))}`;
  if (at !== undefined) return sql`${from} AT (${momentOf(at)})`;
  return before === undefined ? from : sql`${from} BEFORE (${momentOf(before)})`;
}

function momentOf({ timestamp, offset, statement }: Moment): Sql {
  if (timestamp !== undefined) return sql`TIMESTAMP => ${timestamp}::TIMESTAMP_TZ`;
  if (offset !== undefined) return sql`OFFSET => ${raw(String(-offset))}`;
  return sql`STATEMENT => ${statement ?? ""}`;
}
