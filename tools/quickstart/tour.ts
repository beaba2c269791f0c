import { drift } from "./drift";
import { renameColumn, renameSchema, takeOutEvents, wayBack } from "./edits";
import type { LocalSnowflake } from "./local-snowflake";
import { hasTable, showObjects } from "./objects";
import type { Program } from "./program";
import { refusedDrop } from "./refused-drop";
import { renamedColumn } from "./rename-column";
import { renamedSchema } from "./rename-schema";
import { GO, QUIET, SHOW_SQL, type Stack } from "./stack";
import { expectSame, Surprise, section } from "./transcript";

/** What the quickstart shows, in order. @throws {@link Surprise} as soon as something is not as it should be. */
export async function tour(stack: Stack, snowflake: LocalSnowflake, program: Program): Promise<void> {
  console.log(`\nA local Snowflake listens on ${snowflake.url}. The program is examples/quickstart/index.ts.`);
  if (program.isEdited) await goBack(stack, program);

  section("pulumi preview: the plan, and its SQL");
  await stack.run(["stack", "select", "--create", "quickstart"]);
  await stack.show(["preview", ...QUIET], { env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" } });

  section("pulumi up: creates it");
  await stack.show(["up", ...GO, "--suppress-progress"]);

  section("What Snowflake says, asked by its own driver");
  const { databases = [], warehouses = [] } = await stack.outputs();
  await showObjects(snowflake);
  const there = await snowflake.names();
  expectSame(
    "what is missing in Snowflake",
    [...databases, ...warehouses].filter((name) => !there.includes(name)),
    [],
  );

  section("pulumi up, again");
  await stack.unchanged();
  console.log("second up: no changes");

  const [warehouse] = warehouses;
  if (warehouse === undefined) throw new Surprise("the program exports no warehouses.");
  await drift(stack, snowflake, warehouse);

  const tables = ["ANALYTICS.MARTS.CUSTOMERS", "ANALYTICS.MARTS.ORDERS", "ANALYTICS.RAW.EVENTS"];
  const present = await Promise.all(tables.map((table) => hasTable(snowflake, table)));
  if (present.every(Boolean) && program.fits(renameColumn, takeOutEvents, renameSchema)) {
    await snowflake.query(`USE WAREHOUSE ${warehouse}`);
    await edits(stack, snowflake, program);
  } else {
    section("Changes of columns, tables and schemas");
    console.log("Left out: they edit the program as it came, and this one has been changed.");
  }

  section("And now?");
  console.log(NEXT);
}

/** The acts that edit a copy of the program; in the end, Snowflake is again what the program itself says. */
async function edits(stack: Stack, snowflake: LocalSnowflake, program: Program): Promise<void> {
  program.write(program.text);
  const edited = stack.of(program.copy);
  await renamedColumn(edited, snowflake, program);
  await refusedDrop(edited, snowflake, program);
  await renamedSchema(edited, snowflake, program);
  await goBack(stack, program);
}

async function goBack(stack: Stack, program: Program): Promise<void> {
  section("Back to the program as it is in examples/quickstart, by the same renames");
  program.write(wayBack(program.text));
  await stack.of(program.copy).show(["up", ...GO, ...QUIET], SHOW_SQL);
  program.forget();
}

const NEXT = `Edit examples/quickstart/index.ts and run this again: it goes on from here.

  npm run quickstart -- --destroy            cleans up, rows included

The same program against your account:

  npm run --silent pulumi -- login --local                                (state in your home folder; or your own backend)
  npm run --silent pulumi -- stack init dev
  npm run --silent pulumi -- config set snowflake:organizationName …
  npm run --silent pulumi -- config set snowflake:accountName …
  npm run --silent pulumi -- config set snowflake:user …
  npm run --silent pulumi -- config set --secret snowflake:password       (asks for it; or snowflake:privateKey)
  npm run --silent pulumi -- up`;
