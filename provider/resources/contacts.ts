import { z } from "zod";
import { clause, nameOf } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { join, parseQualified, quoted, raw, type Sql, sql } from "../sql";

type Contacts = Readonly<Record<string, string>>;

const purpose = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: "is not a purpose: letters, digits and _ are allowed, e.g. STEWARD" });

/** Whom to ask about an object: contacts by purpose. Snowflake does not list them with the object, so their drift is not seen. */
export const contacts: Property<Contacts, Contacts> = clause<Contacts, Contacts>(
  z.record(purpose, nameOf(3)).transform((written) =>
    Object.fromEntries(
      Object.entries(written)
        .map(([key, name]) => [key.toUpperCase(), name] as const)
        .toSorted(),
    ),
  ),
  (value) => settings(Object.entries(value)),
  {
    place: "tail",
    clause: (value) => sql`WITH CONTACT (${settings(Object.entries(value))})`,
    isUnset: (value) => Object.keys(value).length === 0,
    onChange: ({ alter, before = {}, after = {}, reason }) => {
      const set = Object.entries(after).filter(([key, name]) => before[key] !== name);
      const unset = Object.keys(before).filter((key) => !(key in after));
      return [
        ...(set.length === 0 ? [] : [safe(sql`${alter} SET CONTACT ${settings(set)}`, reason, ["contacts"])]),
        ...unset.map((key) => safe(sql`${alter} UNSET CONTACT ${raw(key)}`, reason, ["contacts"])),
      ];
    },
  },
);

function settings(entries: readonly (readonly [string, string])[]): Sql {
  return join(
    entries.map(([key, name]) => sql`${raw(key)} = ${quoted(...parseQualified(name))}`),
    ", ",
  );
}
