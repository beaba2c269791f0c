import type { LocalSnowflake } from "./local-snowflake";
import type { Stack } from "./stack";
import { expectSame, Surprise, section, table } from "./transcript";

const GO = ["--yes", "--skip-preview"];
const QUIET = ["--suppress-progress", "--suppress-outputs"];
const SHOW_SQL = { PULUMI_SNOWFLAKE_SHOW_SQL: "1" };

/** What the quickstart shows, in order. @throws {@link Surprise} as soon as something is not as it should be. */
export async function tour(stack: Stack, snowflake: LocalSnowflake): Promise<void> {
  console.log(`\nA local Snowflake listens on ${snowflake.url}. The program is examples/quickstart/index.ts.`);

  section("pulumi preview: the plan, and its SQL");
  await stack.run(["stack", "select", "--create", "quickstart"]);
  await stack.show(["preview", ...QUIET], { env: SHOW_SQL });

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
  const again = await stack.run(["up", "--yes", "--expect-no-changes", ...QUIET]);
  if (again.exitCode !== 0) throw new Surprise(`the second up changed something.\n${again.output}`);
  console.log("second up: no changes");

  const [warehouse] = warehouses;
  if (warehouse === undefined) throw new Surprise("the program exports no warehouses.");
  await repair(stack, snowflake, warehouse);

  section("And now?");
  console.log(NEXT);
}

async function repair(stack: Stack, snowflake: LocalSnowflake, warehouse: string): Promise<void> {
  const declared = await autoSuspend(snowflake, warehouse);
  const changed = declared + 3540;
  section("Somebody changes a warehouse by hand; pulumi refresh sees it");
  const byHand = `ALTER WAREHOUSE ${warehouse} SET AUTO_SUSPEND = ${changed}`;
  console.log(`  ${byHand}\n`);
  await snowflake.query(byHand);
  const drift = await stack.show(["refresh", ...GO, "--diff", ...QUIET]);
  if (!drift.includes(`${declared} => ${changed}`)) throw new Surprise("refresh did not see the change.");

  section("pulumi up repairs it");
  await stack.show(["up", ...GO, ...QUIET], { env: SHOW_SQL, hide: /pulumi:pulumi:Stack|^\s*asked / });
  expectSame(`AUTO_SUSPEND of ${warehouse}`, await autoSuspend(snowflake, warehouse), declared);
  console.log(`The driver agrees: AUTO_SUSPEND of ${warehouse} is ${declared} again.`);
}

async function showObjects(snowflake: LocalSnowflake): Promise<void> {
  const databases = await snowflake.query("SHOW DATABASES");
  table(databases.map((row) => pick(row, ["name", "options", "retention_time", "comment"])));
  console.log();
  const warehouses = await snowflake.query("SHOW WAREHOUSES");
  table(warehouses.map((row) => pick(row, ["name", "size", "state", "auto_suspend", "max_cluster_count", "comment"])));
}

function pick(row: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}

async function autoSuspend(snowflake: LocalSnowflake, warehouse: string): Promise<number> {
  const rows = await snowflake.query("SHOW WAREHOUSES");
  return Number(rows.find((row) => row["name"] === warehouse)?.["auto_suspend"]);
}

const NEXT = `Edit examples/quickstart/index.ts and run this again: it goes on from here.

  npm run quickstart -- --destroy            cleans up

The same program against your account:

  npm run --silent pulumi -- login --local                                (state in your home folder; or your own backend)
  npm run --silent pulumi -- stack init dev
  npm run --silent pulumi -- config set snowflake:organizationName …
  npm run --silent pulumi -- config set snowflake:accountName …
  npm run --silent pulumi -- config set snowflake:user …
  npm run --silent pulumi -- config set --secret snowflake:password       (asks for it; or snowflake:privateKey)
  npm run --silent pulumi -- up`;
