import type { LocalSnowflake } from "./local-snowflake";
import type { Stack } from "./stack";
import { expectSame, section } from "./transcript";

/** Destroys what the quickstart has created. @throws {@link Surprise} if something of it is left. */
export async function destroy(stack: Stack, snowflake: LocalSnowflake): Promise<void> {
  section("pulumi destroy");
  const outputs = await stack.outputs();
  if (Object.keys(outputs).length > 0) {
    await stack.show(["destroy", "--yes", "--skip-preview", "--suppress-progress", "--suppress-outputs"]);
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
