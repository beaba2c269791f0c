// Functions that Snowflake runs. Their source becomes the code of a task, so they use nothing but their parameters, JavaScript
// itself and `snowflake`, which is there, not here.
declare const snowflake: {
  execute(command: { sqlText: string; binds?: readonly (string | number)[] }): unknown;
};

/** Copies the first rows of a table into another. */
export function trunc(fromTable: string, toTable: string, count: number): string {
  const sqlText = `CREATE OR REPLACE TABLE IDENTIFIER(?) AS SELECT * FROM IDENTIFIER(?) LIMIT ${Number(count)}`;
  snowflake.execute({ sqlText, binds: [toTable, fromTable] });
  return "Truncated table successfully created!";
}

/** Copies ten rows of one shipping mode into a table of its own. */
export function filterByShipmode(mode: string): string {
  const sqlText = "CREATE OR REPLACE TABLE FILTER_TABLE AS SELECT * FROM LINEITEM WHERE L_SHIPMODE = ? LIMIT 10";
  snowflake.execute({ sqlText, binds: [mode] });
  return "Filter table successfully created!";
}
