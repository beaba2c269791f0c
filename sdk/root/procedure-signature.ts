import type { Client, Row } from "../../provider/client/client";
import { locate } from "../../provider/resource/locate";
import { containerOf } from "../../provider/resource/names";
import { procedure } from "../../provider/resources";
import { plural } from "../../provider/resources/procedure-described";
import { describedArguments, shownArguments } from "../../provider/resources/signature";
import { canonicalName, quoted, type StoredName, sql, withoutTypes } from "../../provider/sql";

/** An argument of a procedure that exists. */
export interface KnownArgument {
  readonly storedName: StoredName;
  /** In canonical spelling. */
  readonly name: string;
  readonly type: string;
  /** Whether a call may leave it out. */
  readonly isOptional: boolean;
}

/** What is known of a procedure's calls. */
export interface Signature {
  readonly arguments: readonly KnownArgument[];
  /** Whether it returns a table. */
  readonly isTable: boolean;
}

/** How a procedure can be called; absent if there is none. Concurrent callers share the two statements. */
export async function signatureOf(client: Client, names: readonly StoredName[]): Promise<Signature | undefined> {
  const row = await locate(procedure, client, names, "fresh");
  if (row === undefined) return undefined;
  const shown = shownOf(row);
  const statement = sql`DESCRIBE PROCEDURE ${quoted(...names)}`;
  const described = await client.listing({ container: containerOf({ plural }, names), statement }, "fresh");
  const text = described.find(({ property }) => property === "signature")?.["value"] ?? "";
  const optional = shown.types.length - shown.optional;
  return {
    arguments: describedArguments(text, shown.types).map(({ name, type }, index) => ({
      storedName: name,
      name: canonicalName(name),
      type,
      isOptional: index >= optional,
    })),
    isTable: shown.returns.startsWith("TABLE("),
  };
}

/** What SHOW tells of arguments and of what is returned. */
export function shownOf(row: Row) {
  return shownArguments(row["arguments"] ?? "", withoutTypes((row["name"] ?? "") as StoredName));
}
