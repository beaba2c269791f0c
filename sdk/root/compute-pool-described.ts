import type { Row } from "../../provider/client/client";
import { NotAuthorizedError, ObjectMissingError } from "../../provider/client/errors";
import type { Context } from "../../provider/resource/lifecycle/context";
import { quoted, type StoredName, sql } from "../../provider/sql";
import { type Facts, readFacts } from "./facts";

interface Described {
  readonly told: object;
  readonly row: Row;
}

/** What DESCRIBE tells of a pool beside its row of SHOW; nothing to a role without MONITOR. */
export async function describePool(
  context: Context,
  name: readonly StoredName[],
  facts: Facts,
  shown: Row,
): Promise<Described> {
  const described = await descriptionOf(context, name);
  return { told: readFacts(facts, described), row: { ...described, ...shown } };
}

/** The row of DESCRIBE; empty if the role may not see it. */
export async function descriptionOf(context: Context, name: readonly StoredName[]): Promise<Row> {
  const statement = sql`DESCRIBE COMPUTE POOL ${quoted(...name)}`;
  try {
    const { rows } = await context.clientFor({}).execute(statement, { writes: false });
    return rows[0] ?? {};
  } catch (error) {
    if (error instanceof NotAuthorizedError || error instanceof ObjectMissingError) return {};
    throw error;
  }
}
