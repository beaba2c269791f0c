import type { CatalogObject } from "../catalog/object";
import { evaluateArguments, readCallArguments } from "../procedure/call-arguments";
import { statementTypes, text } from "../result";
import { compilationError } from "../sql-error";
import type { Action, Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import { cancel, waitFor } from "./service-calls";

/** Whether `service!` stands at the cursor. */
export function atServiceMethod(cursor: Cursor): boolean {
  let distance = 0;
  while (isName(cursor, distance) && isSymbol(cursor, distance + 1, ".")) distance += 2;
  return isName(cursor, distance) && isSymbol(cursor, distance + 1, "!");
}

/** Reads `service!method(…)`, after the words CALL or SELECT. */
export function parseServiceMethod(cursor: Cursor): Action {
  const name = cursor.name(3);
  cursor.expectSymbol("!");
  const method = cursor.identifier();
  const given = readCallArguments(cursor);
  cursor.expectEnd();
  return (context) => {
    const service = requireObject(context, context.kinds.get("SERVICE"), name, method);
    const args = evaluateArguments(context, given).map(({ value }) => value.cell);
    return {
      columns: [text(method)],
      rows: [[callMethod(context, service, method, args)]],
      statementTypeId: statementTypes.select,
    };
  };
}

function callMethod(
  context: Context,
  service: CatalogObject,
  method: string,
  args: readonly (string | null)[],
): string {
  if (method === "SPCS_CANCEL_JOB" && args.length === 0) return cancel(context, service);
  if (method === "SPCS_WAIT_FOR" && args.length === 2) return waitFor(context, service, args);
  throw compilationError("002140", "42601", `Unknown function ${method}`);
}

function isName(cursor: Cursor, distance: number): boolean {
  return ["word", "name"].includes(cursor.ahead(distance).kind);
}

function isSymbol(cursor: Cursor, distance: number, symbol: string): boolean {
  const { kind, value } = cursor.ahead(distance);
  return kind === "symbol" && value === symbol;
}
