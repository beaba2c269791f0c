import { ObjectExistsError, SnowflakeError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import type { Definition } from "../definition";

/** The answer of Snowflake, whose errors then say which object they are about. */
export async function about<T>(
  { kind }: Pick<Definition, "kind">,
  name: readonly StoredName[],
  answer: Promise<T>,
  taken = name,
): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SnowflakeError && error.queryId !== undefined && error.objectKind === undefined) {
      const one = error instanceof ObjectExistsError ? taken : name;
      Object.assign(error, { objectKind: kind, objectName: canonicalQualified(one) });
    }
    throw error;
  }
}
