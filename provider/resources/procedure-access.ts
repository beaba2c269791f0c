import { z } from "zod";
import { same } from "../resource/equal";
import { clause, nameOf } from "../resource/forms";
import type { Property } from "../resource/property";
import { canonicalName, canonicalQualified, IdentifierError, join, parseQualified, raw, sql } from "../sql";
import { bareName } from "./argument-text";
import { listed } from "./procedure-described";

type Secrets = Readonly<Record<string, string>>;

/** Integrations through which the code may reach other networks, in any order. */
export const externalAccessIntegrations: Property<readonly string[], readonly string[]> = clause<
  readonly string[],
  readonly string[]
>(
  z.array(nameOf(1)) as unknown as z.ZodType<readonly string[], readonly string[]>,
  (names) => sql`(${join(names.map(raw), ", ")})`,
  {
    source: { column: "external_access_integrations" },
    parse: (cell) => {
      const names = listed(cell ?? "").map((name) => canonicalName(bareName(name)));
      return names.length === 0 ? undefined : names;
    },
    isUnset: (names) => names.length === 0,
    equal: (left, right) => same(left.toSorted(), right.toSorted()),
    asWritten: true,
  },
);

/** Secrets that the code may read, by the names that it has for them. */
export const secrets: Property<Secrets, Secrets> = clause<Secrets, Secrets>(
  z
    .record(z.string().min(1, { error: "is not the name of a variable" }), nameOf(3))
    .transform((written) => sorted(Object.entries(written))),
  (value) =>
    sql`(${join(
      Object.entries(value).map(([variable, name]) => sql`${variable} = ${raw(name)}`),
      ", ",
    )})`,
  {
    source: { column: "secrets" },
    parse: shownSecrets,
    isUnset: (value) => Object.keys(value).length === 0,
  },
);

/** `{"cred":"\"DB\".\"S\".CRED"}` of SHOW. */
function shownSecrets(cell: string | null): Secrets | undefined {
  if (cell === null || cell === "") return undefined;
  try {
    const shown = Object.entries(JSON.parse(cell) as Readonly<Record<string, unknown>>);
    if (shown.length === 0) return undefined;
    return sorted(shown.map(([variable, name]) => [variable, canonicalQualified(parseQualified(String(name)))]));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof IdentifierError) return { [cell]: "" };
    throw error;
  }
}

function sorted(entries: readonly (readonly [string, string])[]): Secrets {
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
