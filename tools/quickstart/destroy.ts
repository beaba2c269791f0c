import type { LocalSnowflake } from "./local-snowflake";
import { GO, QUIET, type Stack } from "./stack";
import { expectSame, section } from "./transcript";

const SETTING = "PULUMI_SNOWFLAKE_DATA_LOSS";
const ALLOW = `${SETTING}=allow pulumi destroy`;

/** Destroys what the quickstart has created. @throws {@link Surprise} if something of it is left. */
export async function destroy(stack: Stack, snowflake: LocalSnowflake): Promise<void> {
  section("pulumi destroy");
  const outputs = await stack.outputs();
  if (Object.keys(outputs).length > 0) {
    console.log(
      `The tables hold rows by now, which pulumi destroy alone would refuse to drop. For this run:\n  ${ALLOW}\n`,
    );
    await stack.show(["destroy", ...GO, ...QUIET], { env: { [SETTING]: "allow" } });
  }
  const there = await snowflake.names();
  const ours = Object.values(outputs).flat();
  expectSame(
    "what is left in Snowflake",
    ours.filter((name) => there.includes(name)),
    [],
  );
  console.log("\nEverything is gone. `npm run quickstart` starts afresh.");
}
