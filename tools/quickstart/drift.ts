import type { LocalSnowflake } from "./local-snowflake";
import { GO, QUIET, SHOW_SQL, type Stack } from "./stack";
import { expectSame, Surprise, section } from "./transcript";

/** A warehouse is changed by hand, and the next `up` repairs it. */
export async function drift(stack: Stack, snowflake: LocalSnowflake, warehouse: string): Promise<void> {
  const declared = await autoSuspend(snowflake, warehouse);
  const changed = declared + 3540;
  section("Somebody changes a warehouse by hand; pulumi refresh sees it");
  const byHand = `ALTER WAREHOUSE ${warehouse} SET AUTO_SUSPEND = ${changed}`;
  console.log(`  ${byHand}\n`);
  await snowflake.query(byHand);
  const seen = await stack.show(["refresh", ...GO, "--diff", ...QUIET]);
  if (!seen.includes(`${declared} => ${changed}`)) throw new Surprise("refresh did not see the change.");

  section("pulumi up repairs it");
  await stack.show(["up", ...GO, ...QUIET], SHOW_SQL);
  expectSame(`AUTO_SUSPEND of ${warehouse}`, await autoSuspend(snowflake, warehouse), declared);
  console.log(`The driver agrees: AUTO_SUSPEND of ${warehouse} is ${declared} again.`);
}

async function autoSuspend(snowflake: LocalSnowflake, warehouse: string): Promise<number> {
  const rows = await snowflake.query("SHOW WAREHOUSES");
  return Number(rows.find((row) => row["name"] === warehouse)?.["auto_suspend"]);
}
