import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import { evaluate, noScope } from "./evaluate";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import { operandsOf } from "./expression-tree";
import { jsonFunctions } from "./json-functions";
import { isJson } from "./json-values";
import { render } from "./render";
import type { Value } from "./value";

/** What stands for one column in VALUES or SET. */
export type Item = Expression | "DEFAULT";

/** Reads the rows of VALUES. */
export function readValues(cursor: Cursor): Item[][] {
  const rows: Item[][] = [];
  do rows.push(cursor.list(() => (cursor.accept("DEFAULT") ? "DEFAULT" : readExpression(cursor))));
  while (cursor.acceptSymbol(","));
  return rows;
}

/** The value of an item; undefined for DEFAULT. */
export function valueFor(context: Context, item: Item | undefined): Value | undefined {
  if (item === undefined || item === "DEFAULT") return undefined;
  if (makesJson(item))
    throw compilationError("002014", "22000", `Invalid expression [${render(item)}] in VALUES clause`);
  return evaluate(item, context, noScope);
}

/** JSON comes into a table by INSERT … SELECT only. */
function makesJson(expression: Expression): boolean {
  const { kind } = expression;
  if (kind === "cast" && isJson(expression.type)) return true;
  const named =
    kind === "call" && (expression.name in jsonFunctions || /^TO_(VARIANT|ARRAY|OBJECT)$/.test(expression.name));
  return named || operandsOf(expression).some(makesJson);
}
