import { compilationError, SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { containerName } from "../statements/show";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import type { QualifiedName } from "../syntax/name";
import { evaluate, noScope } from "./evaluate";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import { requireDatabase, textSource } from "./information-schema";
import type { OpenQuery, Source } from "./scope";
import { columnsOf } from "./table-data";
import type { Tagged } from "./tag-references";
import { taggedObject, tagsOf } from "./tag-references";
import { requireWarehouse } from "./warehouse";

/** Reads `TABLE(function(…))`. */
export function readTableFunction(cursor: Cursor): OpenQuery {
  cursor.expect("TABLE");
  cursor.expectSymbol("(");
  const token = cursor.token;
  const name = cursor.name(3);
  cursor.expectSymbol("(");
  const args = [readExpression(cursor)];
  while (cursor.acceptSymbol(",")) args.push(readExpression(cursor));
  cursor.expectSymbol(")");
  cursor.expectSymbol(")");
  return (context) => callTableFunction(context, name, args, token);
}

function callTableFunction(context: Context, name: QualifiedName, args: Expression[], token: Token): Source {
  const values = args.map((argument) => evaluate(argument, context, noScope).cell ?? "");
  if (name.text === "RESULT_SCAN" && values.length === 1) return resultScan(context, values[0] as string);
  const tagFunction =
    name.parts.at(-2) === "INFORMATION_SCHEMA" ? tagFunctions[name.parts.at(-1) as string] : undefined;
  if (tagFunction && values.length === 2) {
    requireWarehouse(context);
    if (name.parts.length === 3) requireDatabase(context, name.parts[0] as string);
    return tagFunction(context, values[0] as string, values[1] as string);
  }
  const at = `error line ${token.line} at position ${token.position}`;
  throw compilationError("002141", "42601", `${at}\nUnknown table function ${name.text}`);
}

/** The rows of a former statement of the session. */
function resultScan({ results }: Context, queryId: string): Source {
  const result = results.get(queryId);
  if (!result) throw new SqlError("000709", "02000", `Statement ${queryId} not found`);
  const columns = result.columns.map(({ name, type, nullable, length, precision, scale }) => ({
    name,
    nullable,
    type: { wire: type, shown: type.toUpperCase(), length, precision, scale },
  }));
  return { columns, rows: result.rows };
}

const tagFunctions: Record<string, (context: Context, name: string, domain: string) => Source> = {
  TAG_REFERENCES: (context, name, domain) => tagSource(context, [taggedObject(context, name, domain)]),
  TAG_REFERENCES_ALL_COLUMNS(context, name, domain) {
    const { object } = taggedObject(context, name, domain);
    return tagSource(
      context,
      columnsOf(object).map((column) => ({ object, column })),
    );
  },
};

function tagSource(context: Context, all: readonly Tagged[]): Source {
  const rows = all.flatMap((tagged) =>
    tagsOf(context, tagged).map(({ tag, value, level, inherited }) => [
      tag[0] ?? null,
      tag[1] ?? null,
      tag[2] ?? null,
      value,
      inherited ? "INHERITED" : "MANUAL",
      level,
      containerName(context, tagged.object, "DATABASE"),
      containerName(context, tagged.object, "SCHEMA"),
      tagged.object.name,
      tagged.column ? "COLUMN" : tagged.object.kind,
      tagged.column?.name ?? null,
    ]),
  );
  const names = `TAG_DATABASE TAG_SCHEMA TAG_NAME TAG_VALUE APPLY_METHOD LEVEL OBJECT_DATABASE OBJECT_SCHEMA OBJECT_NAME
    DOMAIN COLUMN_NAME`;
  return textSource(names, rows);
}
