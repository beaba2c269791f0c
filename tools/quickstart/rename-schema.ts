import { renameSchema } from "./edits";
import type { LocalSnowflake } from "./local-snowflake";
import { showRows } from "./objects";
import type { Program } from "./program";
import { GO, QUIET, SHOW_SQL, type Stack, sentIn } from "./stack";
import { expectSame, section } from "./transcript";

const RENAME = "ALTER SCHEMA ANALYTICS.MARTS RENAME TO ANALYTICS.SALES";

/** A schema gets another name: one ALTER, and its tables follow without a statement of their own. */
export async function renamedSchema(stack: Stack, snowflake: LocalSnowflake, program: Program): Promise<void> {
  section("A schema is renamed, and its tables follow");
  const before = await snowflake.query("SELECT ID FROM ANALYTICS.MARTS.ORDERS ORDER BY ID");
  program.edit(renameSchema);
  const output = await stack.show(["up", ...GO, ...QUIET], SHOW_SQL);
  expectSame("the statements sent", sentIn(output), [RENAME]);
  const orders = await showRows(snowflake, "SELECT ID, TOTAL, STATUS FROM ANALYTICS.SALES.ORDERS ORDER BY ID");
  expectSame(
    "the rows of ANALYTICS.SALES.ORDERS",
    orders.map(([id]) => id),
    before.map((row) => row["ID"]),
  );
  await stack.unchanged();
  console.log(
    "\nOne ALTER; the tables, their keys and their rows are where the program now says. Another up: no changes.",
  );
}
