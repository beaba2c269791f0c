import { numberOf, realType, textType, timestampLtzType, variantType } from "../query/data-type";
import { binaryType } from "../query/function-types";
import { isJson } from "../query/json-values";
import { secondsCell } from "../query/time-values";
import type { Value } from "../query/value";
import { booleanValue, cast, nullValue } from "../query/value";
import type { StatementResult } from "../result";
import { statementTypes } from "../result";
import type { Binding } from "../session";
import { SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import type { Callable, RunInBody } from "./callable";
import { runSandboxed } from "./javascript-engine";
import { javaScriptLibrary } from "./javascript-library";
import { bindingOf, valueIn } from "./variables";

/** Seconds that a body may take. */
const timeLimit = 5;

/** A value on its way out of the sandbox. */
interface Encoded {
  none?: true;
  text?: string;
  number?: string;
  boolean?: boolean;
  json?: string;
  bytes?: string;
  /** Milliseconds since the epoch; `nanos` are those within the second, where they are known. */
  date?: number;
  nanos?: number | null;
}

/** How a body ended: with a value, with the error of a statement, or with an exception of its own. */
interface Output {
  value?: Encoded;
  sql?: string;
  at?: string;
  uncaught?: string;
  place?: { line: number; position: number };
}

/** Runs a body in JavaScript; its arguments have the names of the procedure's. */
export function runJavaScript(context: Context, procedure: Callable, values: readonly Value[], run: RunInBody): Value {
  const { name, definition } = procedure;
  const body = definition.body ?? "";
  const seconds = Math.min(timeLimit, statementTimeout(context));
  const ended = runSandboxed({
    library: javaScriptLibrary,
    body: `(function (${definition.args.map(({ name }, i) => parameterName(name, i)).join(", ")}) {${body}\n})`,
    input: JSON.stringify({
      args: values.map(({ type, cell }) => ({ cell, column: { type: type.wire, scale: type.scale } })),
      wire: "type" in definition.returns ? definition.returns.type.wire : "text",
    }),
    call: (request) => JSON.stringify(answer(run, JSON.parse(request) as Request)),
    timeLimitMs: seconds * 1000,
  });
  if ("stopped" in ended) throw timedOut(seconds);
  if ("uncompiled" in ended) {
    throw new SqlError("100131", "P0000", `JavaScript compilation error: Uncaught ${ended.uncompiled} in ${name}`);
  }
  if ("failed" in ended) throw failure(name, body, { uncaught: ended.failed });
  const output = JSON.parse(ended.output) as Output;
  if (!output.value) throw failure(name, body, output);
  return decoded(output.value);
}

/** A name that JavaScript does not take leaves the argument to `arguments`. */
function parameterName(name: string, index: number): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `argument${index + 1}`;
}

interface Request {
  sqlText: string;
  binds: Encoded[];
}

/** Runs a statement of the body; its error is an answer too, which the body may catch. */
function answer(run: RunInBody, { sqlText, binds }: Request): unknown {
  const bindings = Object.fromEntries(binds.map((bind, i) => [String(i + 1), bound(bind)]));
  try {
    const { queryId, result } = run(sqlText, bindings);
    return {
      queryId,
      columns: result.columns.map((column) => ({ ...column, sqlType: sqlType(column.type) })),
      rows: result.rows,
      texts: result.rows.map((row) => row.map((cell, i) => asText(result, i, cell))),
      counts: countsOf(result),
    };
  } catch (error) {
    if (error instanceof SqlError) return { error: error.message };
    throw error;
  }
}

function bound(bind: Encoded): Binding {
  if (bind.number !== undefined) return { type: /^-?\d+$/.test(bind.number) ? "FIXED" : "REAL", value: bind.number };
  return bindingOf(decoded(bind));
}

function decoded({ text, number, boolean, json, bytes, date, nanos }: Encoded): Value {
  if (text !== undefined) return { type: textType, cell: text };
  if (number !== undefined) return { type: /^-?\d{1,38}$/.test(number) ? numberOf(38, 0) : realType, cell: number };
  if (boolean !== undefined) return booleanValue(boolean);
  if (json !== undefined) return { type: variantType, cell: json };
  if (bytes !== undefined) return { type: binaryType, cell: bytes.toUpperCase() };
  if (date === undefined) return nullValue;
  const seconds = BigInt(Math.floor(date / 1000)) * 1_000_000_000n;
  const within = BigInt(nanos ?? (date - Math.floor(date / 1000) * 1000) * 1_000_000);
  return { type: timestampLtzType, cell: secondsCell(seconds + within, 9) };
}

function asText({ columns }: StatementResult, index: number, cell: string | null): string | null {
  const column = columns[index];
  if (!column || cell === null) return null;
  const value = valueIn(column, cell);
  return isJson(value.type) ? cell : cast(value, textType).cell;
}

function sqlType(wire: string): string {
  return { fixed: "NUMBER", real: "FLOAT", text: "VARCHAR" }[wire] ?? wire.toUpperCase();
}

function countsOf({ statementTypeId, rows }: StatementResult) {
  const count = (type: number, index = 0) => (statementTypeId === type ? Number(rows[0]?.[index] ?? 0) : 0);
  const inserted = count(statementTypes.insert);
  const updated = count(statementTypes.update);
  const deleted = count(statementTypes.delete);
  const duplicates = count(statementTypes.update, 1);
  return { inserted, updated, deleted, duplicates, affected: inserted + updated + deleted };
}

function failure(name: string, body: string, { sql, at, uncaught, place }: Output): SqlError {
  if (sql !== undefined) {
    return new SqlError("100183", "P0000", `Execution error in store procedure ${name}:\n${sql}\n${at}`);
  }
  const line = place && body.split("\n")[place.line - 1];
  const where = place && line !== undefined ? ` at '${line}' position ${place.position}` : "";
  const trace = place ? `\nstackstrace: \n${name} line: ${place.line}` : "";
  return new SqlError("100132", "P0000", `JavaScript execution error: Uncaught ${uncaught} in ${name}${where}${trace}`);
}

function timedOut(seconds: number): SqlError {
  const detail = `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`;
  return new SqlError("000630", "57014", detail);
}

/** STATEMENT_TIMEOUT_IN_SECONDS of the session; 0 is no limit. */
function statementTimeout({ session }: Context): number {
  const seconds = Number(session.parameters.get("STATEMENT_TIMEOUT_IN_SECONDS") ?? 0);
  return seconds > 0 ? seconds : Number.POSITIVE_INFINITY;
}
