import { z } from "zod";
import { clause, nameOf, reference } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { parseQualified, quoted, raw, sql } from "../sql";
import { howOriginChanges } from "./clone";

/** A backup of a database, schema or table. */
export interface Backup {
  /** Name of the backup set. */
  readonly set: string;
  /** Identifier of the backup in it. */
  readonly identifier: string;
}

const fromBackup = ({ set, identifier }: Backup) => sql`FROM BACKUP SET ${raw(set)} IDENTIFIER ${identifier}`;

/** A backup that an object is restored from; said at creation only. */
export const restored = clause<Backup, Backup>(
  z.strictObject({ set: dotted(1, 3), identifier: z.string().min(1) }),
  fromBackup,
  { place: "head", clause: fromBackup, change: howOriginChanges },
);

/** The ways in which a database comes from somewhere else; each is said at creation only. */
export const origins = {
  /** Share it is made from, `ACCOUNT.SHARE` or `ORG.ACCOUNT.SHARE`. A change is a replacement. @defaultValue none */
  fromShare: origin(dotted(2, 3), (value) => sql`FROM SHARE ${raw(value)}`),
  /** Global name of the listing it is made from. A change is a replacement. @defaultValue none */
  fromListing: origin(z.string().min(1), (value) => sql`FROM LISTING ${value}`),
  /** Primary database it is a secondary of, `ORG.ACCOUNT.DB`. A change is a replacement. @defaultValue none */
  asReplicaOf: origin(nameOf(3), (value) => sql`AS REPLICA OF ${quoted(...parseQualified(value))}`),
  /** Backup it is restored from. A change is a replacement. @defaultValue none */
  fromBackupSet: restored,
};

/** Accounts that may hold a replica, `ORG.ACCOUNT`. */
export function accounts(
  what: "REPLICATION" | "FAILOVER",
  key: string,
): Property<readonly string[], readonly string[]> {
  const list = (names: readonly string[]) => raw(names.join(", "));
  return clause<readonly string[], readonly string[]>(
    z.array(dotted(2, 2)).transform((names) => [...new Set(names)].toSorted()),
    list,
    {
      place: "after",
      isUnset: (names) => names.length === 0,
      onChange: ({ alter, before = [], after = [], reason }) => {
        const added = after.filter((name) => !before.includes(name));
        const dropped = before.filter((name) => !after.includes(name));
        return [
          ...(added.length === 0
            ? []
            : [safe(sql`${alter} ENABLE ${raw(what)} TO ACCOUNTS ${list(added)}`, reason, [key])]),
          ...(dropped.length === 0
            ? []
            : [safe(sql`${alter} DISABLE ${raw(what)} TO ACCOUNTS ${list(dropped)}`, reason, [key])]),
        ];
      },
    },
  );
}

function origin(
  schema: z.ZodType<string, string>,
  write: (value: string) => ReturnType<typeof sql>,
): Property<string, string> {
  return {
    ...reference(),
    schema,
    write,
    clause: write,
    place: "head",
    change: "replace",
    source: { from: "nowhere" },
  };
}

/** A qualified name with a number of parts between two bounds, in canonical form, so that it may stand in SQL as it is. */
function dotted(least: number, most: number): z.ZodType<string, string> {
  return z.string().transform((written, context) => {
    for (const parts of [1, 2, 3] as const) {
      if (parts < least || parts > most) continue;
      const read = nameOf(parts).safeParse(written);
      if (read.success) return read.data;
    }
    context.addIssue({
      code: "custom",
      message: `${JSON.stringify(written)} is not a name of ${least === most ? least : `${least} to ${most}`} parts with dots between them`,
    });
    return z.NEVER;
  });
}
