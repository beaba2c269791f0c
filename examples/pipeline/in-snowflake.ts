// Functions that Snowflake runs. Their source becomes the code of a procedure, so they use nothing but their parameters,
// JavaScript itself and `snowflake`, which is there, not here.
declare const snowflake: {
  createStatement(command: { sqlText: string; binds?: unknown[] }): {
    execute(): { next(): boolean; getColumnValue(column: number): unknown };
    getNumRowsInserted(): number;
  };
  execute(command: { sqlText: string; binds?: unknown[] }): {
    next(): boolean;
    getColumnValue(column: number): unknown;
  };
};

/** Takes over what has come in from a source; returns how many orders that were. */
export function load(source: string): string {
  const insert = snowflake.createStatement({
    sqlText: "INSERT INTO ORDERS SELECT CURRENT_DATE(), SOURCE, AMOUNT FROM INCOMING WHERE SOURCE = ?",
    binds: [source],
  });
  insert.execute();
  snowflake.execute({ sqlText: "DELETE FROM INCOMING WHERE SOURCE = ?", binds: [source] });
  return `${insert.getNumRowsInserted()} orders`;
}

/** Returns to the graph which task shall run next: that is a value of the task, not of the function. */
export function choose(): void {
  const counted = snowflake.execute({
    sqlText: `SELECT COUNT(*) >= SYSTEM$GET_TASK_GRAPH_CONFIG('least')::INT FROM ORDERS WHERE DAY = CURRENT_DATE()`,
  });
  counted.next();
  const next = counted.getColumnValue(1) ? "report" : "wait";
  snowflake.execute({ sqlText: "CALL SYSTEM$SET_RETURN_VALUE(?)", binds: [next] });
}
