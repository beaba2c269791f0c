import { compilationError, SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { containerName } from "../statements/show";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import type { QualifiedName } from "../syntax/name";
import { taskDependents } from "../task/dependents";
import { evaluate, noScope } from "./evaluate";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import { requireDatabase, textSource } from "./information-schema";
import type { OpenQuery, Source } from "./scope";
import { columnsOf } from "./table-data";
import type { Tagged } from "./tag-references";
import { taggedObject, tagsOf } from "./tag-references";
import { completeTaskGraphs, currentTaskGraphs } from "./task-graph-runs";
import { taskHistory } from "./task-history";
import type { Value } from "./value";
import { truth } from "./value";
import { requireWarehouse } from "./warehouse";

/** A table function in INFORMATION_SCHEMA. */
export interface TableFunction {
  /** Names in order of their places; the first `required` may not be left out. */
  parameters: readonly string[];
  required: number;
  /** Arguments by name; those that were left out are missing. */
  call(context: Context, args: ReadonlyMap<string, Value>): Source;
}

/** An argument by place, or by name: `RESULT_LIMIT => 10`. */
interface Argument {
  name: string | undefined;
  expression: Expression;
  token: Token;
}

/** Reads `TABLE(function(…))`. */
export function readTableFunction(cursor: Cursor): OpenQuery {
  cursor.expect("TABLE");
  cursor.expectSymbol("(");
  const token = cursor.token;
  const name = cursor.name(3);
  cursor.expectSymbol("(");
  const args: Argument[] = [];
  if (!cursor.atSymbol(")")) {
    do args.push(readArgument(cursor));
    while (cursor.acceptSymbol(","));
  }
  cursor.expectSymbol(")");
  cursor.expectSymbol(")");
  return (context) => callTableFunction(context, name, args, token);
}

function readArgument(cursor: Cursor): Argument {
  const token = cursor.token;
  const arrow = cursor.ahead(1);
  const named = token.kind === "word" && arrow.kind === "symbol" && arrow.value === "=>";
  const name = named ? cursor.next().value : undefined;
  if (named) cursor.next();
  return { name, expression: readExpression(cursor), token };
}

function callTableFunction(context: Context, name: QualifiedName, args: readonly Argument[], token: Token): Source {
  const only = args.length === 1 ? args[0] : undefined;
  if (name.text === "RESULT_SCAN" && only && only.name === undefined) {
    return resultScan(context, evaluate(only.expression, context, noScope).cell ?? "");
  }
  const word = name.parts.at(-1) as string;
  const known = name.parts.at(-2) === "INFORMATION_SCHEMA" && Object.hasOwn(tableFunctions, word);
  const found = known ? tableFunctions[word] : undefined;
  if (!found) throw compilationError("002141", "42601", `${placeOf(token)}\nUnknown table function ${name.text}`);
  const values = assigned(context, { ...found, name: word, token }, args);
  requireWarehouse(context);
  // Every account has the database SNOWFLAKE; here it has nothing but these functions.
  if (name.parts.length === 3 && name.parts[0] !== "SNOWFLAKE") requireDatabase(context, name.parts[0] as string);
  return found.call(context, values);
}

/** The values of the arguments by the names of the parameters. */
function assigned(
  context: Context,
  { name, token, parameters, required }: TableFunction & { name: string; token: Token },
  args: readonly Argument[],
): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [i, argument] of args.entries()) {
    const parameter = argument.name ?? parameters[i];
    if (parameter === undefined) throw wrongCount("000939", "too many", name, token, [parameters.length, args.length]);
    if (!parameters.includes(parameter) || values.has(parameter)) {
      // No source has Snowflake's own text.
      throw compilationError("000904", "42000", `${placeOf(argument.token)}\ninvalid identifier '${parameter}'`);
    }
    values.set(parameter, evaluate(argument.expression, context, noScope));
  }
  if (parameters.slice(0, required).every((parameter) => values.has(parameter))) return values;
  throw wrongCount("000938", "not enough", name, token, [required, args.length]);
}

function wrongCount(code: string, how: string, name: string, token: Token, [expected, got]: [number, number]) {
  const detail = `${how} arguments for function [${name}] expected ${expected}, got ${got}`;
  return compilationError(code, "22023", `${placeOf(token)}\n${detail}`);
}

function placeOf({ line, position }: Token): string {
  return `error line ${line} at position ${position}`;
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

const tagParameters = { parameters: ["OBJECT_NAME", "OBJECT_DOMAIN"], required: 2 };

const tableFunctions: Readonly<Record<string, TableFunction>> = {
  TASK_HISTORY: taskHistory,
  CURRENT_TASK_GRAPHS: currentTaskGraphs,
  COMPLETE_TASK_GRAPHS: completeTaskGraphs,
  TAG_REFERENCES: {
    ...tagParameters,
    call: (context, args) => tagSource(context, [tagged(context, args)]),
  },
  TAG_REFERENCES_ALL_COLUMNS: {
    ...tagParameters,
    call(context, args) {
      const { object } = tagged(context, args);
      return tagSource(
        context,
        columnsOf(object).map((column) => ({ object, column })),
      );
    },
  },
  TASK_DEPENDENTS: {
    parameters: ["TASK_NAME", "RECURSIVE"],
    required: 1,
    call(context, args) {
      const recursive = args.get("RECURSIVE");
      return taskDependents(context, args.get("TASK_NAME")?.cell ?? "", {
        recursive: recursive === undefined || truth(recursive) === true,
      });
    },
  },
};

function tagged(context: Context, args: ReadonlyMap<string, Value>): Tagged {
  return taggedObject(context, args.get("OBJECT_NAME")?.cell ?? "", args.get("OBJECT_DOMAIN")?.cell ?? "");
}

function tagSource(context: Context, all: readonly Tagged[]): Source {
  const rows = all.flatMap((one) =>
    tagsOf(context, one).map(({ tag, value, level, inherited }) => [
      tag[0] ?? null,
      tag[1] ?? null,
      tag[2] ?? null,
      value,
      inherited ? "INHERITED" : "MANUAL",
      level,
      containerName(context, one.object, "DATABASE"),
      containerName(context, one.object, "SCHEMA"),
      one.object.name,
      one.column ? "COLUMN" : one.object.kind,
      one.column?.name ?? null,
    ]),
  );
  const names = `TAG_DATABASE TAG_SCHEMA TAG_NAME TAG_VALUE APPLY_METHOD LEVEL OBJECT_DATABASE OBJECT_SCHEMA OBJECT_NAME
    DOMAIN COLUMN_NAME`;
  return textSource(names, rows);
}
