import { renameColumn } from "./edits";
import type { LocalSnowflake } from "./local-snowflake";
import { showRows } from "./objects";
import type { Program } from "./program";
import { GO, QUIET, SHOW_SQL, type Stack, sentIn } from "./stack";
import { expectSame, section } from "./transcript";

const TABLE = "ANALYTICS.MARTS.ORDERS";
const RENAME = `ALTER TABLE ${TABLE} RENAME COLUMN AMOUNT TO TOTAL`;

/** A column of a table that holds rows gets another name: one ALTER, and the rows stay. */
export async function renamedColumn(stack: Stack, snowflake: LocalSnowflake, program: Program): Promise<void> {
  section("Rows come in");
  await loadOnce(snowflake, "ANALYTICS.MARTS.CUSTOMERS", "(EMAIL) VALUES ('ada@example.com'), ('grace@example.com')");
  await loadOnce(snowflake, TABLE, "(CUSTOMER_ID, AMOUNT) VALUES (1, 19.99), (1, 5), (2, 120.5)");
  const before = await showRows(snowflake, `SELECT ID, CUSTOMER_ID, AMOUNT, STATUS FROM ${TABLE} ORDER BY ID`);

  section("A column is renamed in the program, and keeps its values");
  program.edit(renameColumn);
  const output = await stack.show(["up", ...GO, ...QUIET], SHOW_SQL);
  expectSame("the statements sent", sentIn(output), [RENAME]);
  const after = await showRows(snowflake, `SELECT ID, CUSTOMER_ID, TOTAL, STATUS FROM ${TABLE} ORDER BY ID`);
  expectSame(`the rows of ${TABLE}`, after, before);
  console.log("\nThe driver agrees: the rows are the same. renamedFrom may stay in the program, or go.");
}

/** A second run finds the rows of the first. */
async function loadOnce(snowflake: LocalSnowflake, table: string, rows: string): Promise<void> {
  const [row = {}] = await snowflake.query(`SELECT COUNT(*) AS N FROM ${table}`);
  if (Number(row["N"]) > 0) return console.log(`  ${table} has rows already.`);
  const insert = `INSERT INTO ${table} ${rows}`;
  console.log(`  ${insert}`);
  await snowflake.query(insert);
}
