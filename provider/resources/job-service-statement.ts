import { createHash } from "node:crypto";
import type { Definition } from "../resource/definition";
import { type Step, safe } from "../resource/plan";
import type { Values } from "../resource/property";
import { clauseOf, nameIn } from "../resource/statements";
import { join, sql } from "../sql";

/** What stands between the name and the specification, which comes last. */
const options = ["replicas", "queryWarehouse", "comment", "externalAccessIntegrations", "tags"];

/**
 * `EXECUTE JOB SERVICE IN COMPUTE POOL … NAME = … ASYNC = TRUE … FROM SPECIFICATION …`: never more than started by the statement, so
 * that a lost connection loses nothing.
 */
export function executeStep(definition: Definition, values: Values): Step {
  const clauses = (keys: readonly string[]) =>
    keys.flatMap((key) => {
      const property = definition.properties[key];
      return property === undefined || values[key] === undefined ? [] : [clauseOf(key, property, values)];
    });
  const name = nameIn(definition, values);
  const statement = join([
    sql`EXECUTE JOB SERVICE`,
    ...clauses(["computePool"]),
    sql`NAME = ${name} ASYNC = TRUE`,
    ...clauses(options),
    ...clauses(["spec"]),
  ]);
  return safe(statement, `run ${definition.kind} ${name.text}`, Object.keys(values));
}

/** What a run is told from another by: of its triggers Snowflake knows nothing. */
export function digestOf(definition: Definition, values: Values): string {
  const asked = Object.entries(values).filter(([key]) => definition.properties[key]?.change === "replace");
  return createHash("sha256")
    .update(JSON.stringify(Object.fromEntries(asked), inOrder))
    .digest("hex");
}

/** The order of keys has no meaning. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
