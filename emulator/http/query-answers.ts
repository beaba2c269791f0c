import type { ResultColumn, SqlError, StatementResult } from "../engine/engine";
import { type Envelope, failure, pending, success } from "./answers";
import type { Context } from "./context";
import { transferAnswer } from "./file-answers";
import { reportedParameters } from "./parameters";
import type { Query } from "./query";
import type { OpenSession } from "./session-store";

/** Statement type of the parent of several statements. */
const multiStatement = 0xa000;

/** A result; always in JSON, which all drivers read. Files are sent and fetched at the host. */
export function resultAnswer(
  context: Context,
  open: OpenSession,
  query: Query,
  result: StatementResult,
  host = "",
): Envelope {
  if (result.transfer) {
    const transfer = transferAnswer(context, open, result.transfer, host);
    return success({ ...state(context, open), queryId: query.id, ...transfer });
  }
  return success({
    ...state(context, open),
    queryId: query.id,
    rowtype: result.columns.map(rowtypeEntry),
    rowset: rowset(result),
    total: result.rows.length,
    returned: result.rows.length,
    statementTypeId: result.statementTypeId,
    version: 1,
    queryResultFormat: "json",
    numberOfBinds: 0,
    arrayBindSupported: false,
    databaseProvider: null,
    sendResultTime: Date.now(),
  });
}

/** The answer to several statements: a result of its own, and where each statement's result is. */
export function parentAnswer(
  context: Context,
  open: OpenSession,
  query: Query,
  children: readonly { id: string; statementTypeId: number }[],
): Envelope {
  const name = "multiple statement execution";
  const column = { name, type: "text", nullable: false, length: 16777216, byteLength: 16777216 };
  const answer = resultAnswer(context, open, query, {
    columns: [{ ...column, precision: null, scale: null }],
    rows: [["Multiple statements executed successfully."]],
    statementTypeId: multiStatement,
  });
  return success({
    ...(answer.data as object),
    resultIds: children.map((child) => child.id).join(","),
    resultTypes: children.map((child) => child.statementTypeId).join(","),
  });
}

/** A failed statement. HTTP status 200 and `sqlState` are what keeps Node from sending it again. */
export function errorAnswer(context: Context, open: OpenSession, query: Query, error: SqlError): Envelope {
  return failure(error.code, error.message, {
    ...state(context, open),
    errorCode: error.code,
    sqlState: error.sqlState,
    queryId: query.id,
    line: error.line ?? -1,
    pos: error.position ?? -1,
    type: error.line === undefined ? "EXECUTION" : "COMPILATION",
    age: 0,
    internalError: false,
  });
}

/** A statement that has no answer yet. */
export function pendingAnswer(code: "333333" | "333334", query: Query): Envelope {
  return pending(code, {
    queryId: query.id,
    getResultUrl: `/queries/${query.id}/result`,
    queryAbortsAfterSecs: 300,
    progressDesc: null,
  });
}

function state(context: Context, open: OpenSession) {
  const { database, schema, warehouse, role } = open.session;
  return {
    parameters: reportedParameters(context, open),
    finalDatabaseName: database,
    finalSchemaName: schema,
    finalWarehouseName: warehouse,
    finalRoleName: role,
  };
}

function rowtypeEntry(column: ResultColumn) {
  return { ...column, database: "", schema: "", table: "", collation: null };
}

const timed = new Set(["time", "timestamp_ntz", "timestamp_ltz", "timestamp_tz"]);

// Python takes the fraction of a second as a whole number in units of the scale: it must have that many digits.
function rowset({ columns, rows }: StatementResult): StatementResult["rows"] {
  const scales = columns.map(({ type, scale }) => (timed.has(type) ? (scale ?? 9) : undefined));
  if (scales.every((scale) => scale === undefined)) return rows;
  return rows.map((row) =>
    row.map((cell, index) => {
      const scale = scales[index];
      return cell === null || scale === undefined ? cell : withDigits(cell, scale);
    }),
  );
}

function withDigits(cell: string, scale: number): string {
  const [, seconds = "", fraction = "", offset = ""] = /^(-?\d+)(?:\.(\d+))?( \d+)?$/.exec(cell) ?? [];
  if (seconds === "") return cell;
  return `${seconds}${scale > 0 ? "." : ""}${fraction.padEnd(scale, "0").slice(0, scale)}${offset}`;
}
