import { columnOf } from "../query/data-type";
import type { Value } from "../query/value";
import { cast, nullValue, textValue } from "../query/value";
import type { ResultColumn, StatementResult } from "../result";
import { statementTypes, text } from "../result";
import { SqlError, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { GivenArgument } from "./call-arguments";
import { completeArguments } from "./call-arguments";
import type { Callable, Outcome } from "./callable";
import { bodyRunner } from "./callable";
import type { Returns } from "./definition";
import { runJavaScript } from "./javascript";
import { runBlock } from "./sql-body";

/** Calls a procedure; the answer is one row, whose column is named after it, or a table. */
export function runProcedure(context: Context, procedure: Callable, given: readonly GivenArgument[]): StatementResult {
  const { args, returns, nullHandling } = procedure.definition;
  const output = args.find((arg) => arg.output);
  if (output) throw unsupported(`CALL with the output argument '${output.name}'`);
  const values = completeArguments(context, args, given);
  const isIdle = nullHandling !== "CALLED ON NULL INPUT" && values.some(({ cell }) => cell === null);
  const outcome: Outcome = isIdle ? { value: nullValue } : runBody(context, procedure, values);
  return { ...answer(procedure.name, returns, outcome), statementTypeId: statementTypes.select };
}

function runBody(context: Context, procedure: Callable, values: readonly Value[]): Outcome {
  const { language } = procedure.definition;
  const run = bodyRunner(context, procedure);
  if (language === "SQL") return runBlock(procedure, values, run);
  if (language === "JAVASCRIPT") return { value: runJavaScript(context, procedure, values, run) };
  return notRun(procedure);
}

/** Code in other languages is not run; a procedure that returns text says so, any other returns nothing. */
function notRun({ name, definition: { language, returns } }: Callable): Outcome {
  const message = `${name} was not run: the emulator does not execute ${spelled[language] ?? language}`;
  if ("table" in returns) {
    return returns.table.length > 0
      ? { table: { columns: returns.table.map((column) => columnOf(column.name, column.type)), rows: [] } }
      : { table: { columns: [text(name)], rows: [[message]] } };
  }
  const { wire, length } = returns.type;
  if (wire === "variant") return { value: textValue(message) };
  return { value: wire === "text" ? textValue(message.slice(0, length ?? message.length)) : nullValue };
}

const spelled: Record<string, string> = { PYTHON: "Python", JAVA: "Java", SCALA: "Scala" };

function answer(name: string, returns: Returns, outcome: Outcome): Pick<StatementResult, "columns" | "rows"> {
  if ("table" in returns) {
    if (!("table" in outcome)) return { columns: [text(name)], rows: [] };
    return asDeclared(outcome.table, returns.table);
  }
  if ("table" in outcome) throw mismatch();
  const { cell } = cast(outcome.value, returns.type);
  if (cell === null && returns.notNull) {
    throw new SqlError("100072", "22000", "NULL result in a non-nullable column");
  }
  return { columns: [columnOf(name, returns.type, !returns.notNull)], rows: [[cell]] };
}

/** A table with the columns that RETURNS names, unless it leaves them open. */
function asDeclared(
  { columns, rows }: { columns: ResultColumn[]; rows: StatementResult["rows"] },
  declared: readonly { name: string; type: Value["type"] }[],
): Pick<StatementResult, "columns" | "rows"> {
  if (declared.length === 0) return { columns, rows };
  if (declared.length !== columns.length || declared.some(({ type }, i) => type.wire !== columns[i]?.type)) {
    throw mismatch();
  }
  return { columns: declared.map(({ name, type }) => columnOf(name, type)), rows };
}

/** No source has the code of this error. */
function mismatch(): SqlError {
  const detail = "data type of returned table does not match expected returned table type";
  return new SqlError("100183", "P0000", `Stored procedure execution error: ${detail}`);
}
