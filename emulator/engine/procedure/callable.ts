import type { CatalogObject } from "../catalog/object";
import type { Value } from "../query/value";
import type { StatementResult } from "../result";
import type { Binding, Session } from "../session";
import { SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { tokenize } from "../syntax/lexer";
import type { Definition } from "./definition";
import { definitionOf } from "./definition";

/** A procedure that is called: one of the catalog, or one that lives for its call. */
export interface Callable {
  name: string;
  definition: Definition;
  /** Where it is in the catalog. */
  object?: CatalogObject;
}

/** What a body answers: a value, or the rows of RETURNS TABLE. */
export type Outcome = { value: Value } | { table: Pick<StatementResult, "columns" | "rows"> };

/** Runs one statement of a body with the rights of the procedure. */
export type RunInBody = (
  text: string,
  bindings: Record<string, Binding>,
) => { queryId: string; result: StatementResult };

export function callableOf(object: CatalogObject): Callable {
  return { name: object.name, definition: definitionOf(object), object };
}

/** How the statements of a procedure's body are run: as its owner in its own schema, or as whoever calls it. */
export function bodyRunner(context: Context, { object, definition }: Callable): RunInBody {
  if (definition.executeAs !== "OWNER" || !object) return (text, bindings) => context.run(text, { bindings });
  const session = ownerSession(context, object);
  return (text, bindings) => {
    refuseSessionChange(text);
    return context.run(text, { session, bindings });
  };
}

function ownerSession({ session, catalog }: Context, object: CatalogObject): Session {
  const schema = catalog.get(object.parent);
  const owner = object.owner === null ? undefined : catalog.lookup(object.owner);
  return {
    ...session,
    role: owner?.name ?? session.role,
    secondaryRoles: "NONE",
    database: catalog.get(schema.parent).name,
    schema: schema.name,
    parameters: new Map(session.parameters),
    variables: new Map(),
  };
}

const sessionChanges: Record<string, string> = {
  USE: "USE",
  SET: "SET",
  UNSET: "UNSET",
  "ALTER SESSION": "ALTER_SESSION",
};

/** 090236: with the owner's rights, a procedure leaves the session of its caller alone. */
function refuseSessionChange(text: string): void {
  const [first, second] = tokenize(text);
  const type = sessionChanges[`${first?.value} ${second?.value}`] ?? sessionChanges[first?.value ?? ""];
  if (first?.kind !== "word" || type === undefined) return;
  throw new SqlError("090236", "P0000", `Stored procedure execution error: Unsupported statement type '${type}'.`);
}
