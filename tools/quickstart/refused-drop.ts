import { takeOutEvents } from "./edits";
import type { LocalSnowflake } from "./local-snowflake";
import type { Program } from "./program";
import { GO, QUIET, type Stack } from "./stack";
import { expectSame, Surprise, section } from "./transcript";

const TABLE = "ANALYTICS.RAW.EVENTS";
const COUNT = `SELECT COUNT(*) AS N FROM ${TABLE}`;

/** A table that holds rows is taken out of the program: the drop is refused, and says what would be lost. */
export async function refusedDrop(stack: Stack, snowflake: LocalSnowflake, program: Program): Promise<void> {
  section("A table that holds rows is taken out of the program: its drop is refused");
  const insert = `INSERT INTO ${TABLE} (SOURCE, PAYLOAD) SELECT 'web', PARSE_JSON('{"page": "/prices"}')`;
  console.log(`  ${insert}\n`);
  await snowflake.query(insert);
  const before = await snowflake.query(COUNT);
  const text = program.edited;
  program.edit(takeOutEvents);
  const { exitCode, output } = await stack.showAnyway(["up", ...GO, ...QUIET]);
  program.write(text);
  const holds = Number(before[0]?.["N"]) === 1 ? "1 row" : `${before[0]?.["N"]} rows`;
  const promised = [`Refused to drop Table ${TABLE}`, holds, 'dataLoss: "allow"', "retainOnDelete", "protect"];
  const missing = promised.filter((words) => !output.includes(words));
  if (exitCode === 0 || missing.length > 0)
    throw new Surprise(`the drop of ${TABLE} was not refused as promised; missing: ${missing.join(", ")}.`);
  expectSame(`the rows of ${TABLE}`, await snowflake.query(COUNT), before);
  console.log(`\nThe driver agrees: ${TABLE} still holds ${holds}. The table is put back into the program.`);
}
