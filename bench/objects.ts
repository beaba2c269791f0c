import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { col, connect, type Root, type SchemaReference, sql } from "../sdk/root";
import { startLocalSnowflake } from "./emulator";

/** What a piece of work took. */
interface Row {
  readonly work: string;
  readonly statements: number;
  readonly most: number | undefined;
  /** Heap that is in use beside what was there before, collected, in MB: the greatest that was seen. */
  readonly heapMb?: number;
}

const tables = 10_000;
const concurrent = 200;

/** Measures the object model, prints what it took, and says whether all counts are within their goals. */
async function main(latencyMs: number): Promise<boolean> {
  await using local = await startLocalSnowflake(latencyMs);
  const { SNOWFLAKE_HOST: host = "", SNOWFLAKE_PORT: port = "" } = local.env;
  await using root = await connect({
    account: "LOCAL-EMULATOR",
    user: "BENCH",
    password: "any password will do",
    accessUrl: `http://${host}:${port}`,
  });
  const schema = await schemaOf(root);
  const rows: Row[] = [];
  const measure = async (work: string, most: number | undefined, run: () => Promise<number | undefined>) => {
    await local.traffic();
    const heapMb = await run();
    const { log } = await local.traffic();
    rows.push({ work, statements: log.length, most, ...(heapMb === undefined ? {} : { heapMb }) });
  };
  const all = Array.from({ length: concurrent }, (_, index) => `T${String(index).padStart(5, "0")}`);
  await measure(`create() of ${concurrent} tables at once`, concurrent, async () => {
    await Promise.all(
      all.map((name) => schema.tables.create({ name, columns: [col("ID", "int"), col("BODY", "variant")] })),
    );
    return undefined;
  });
  await measure(`fetch() of ${concurrent} tables at once`, 4, async () => {
    await Promise.all(all.map((name) => schema.table(name).fetch()));
    return undefined;
  });
  await measure(`exists() of ${concurrent} tables at once`, 1, async () => {
    await Promise.all(all.map((name) => schema.table(name).exists()));
    return undefined;
  });
  await measure(`createOrAlter() of ${concurrent} tables at once, nothing to do`, 4, async () => {
    const spec = { columns: [col("ID", "int"), col("BODY", "variant")] };
    await Promise.all(all.map((name) => schema.table(name).createOrAlter(spec)));
    return undefined;
  });
  await measure(`createOrAlter() of ${concurrent} tables at once, a column each`, concurrent + 8, async () => {
    const spec = { columns: [col("ID", "int"), col("BODY", "variant"), col("AT", "date")] };
    await Promise.all(all.map((name) => schema.table(name).createOrAlter(spec)));
    return undefined;
  });
  for (let index = concurrent; index < tables; index += 200) {
    const names = Array.from({ length: 200 }, (_, offset) => `T${String(index + offset).padStart(5, "0")}`);
    await Promise.all(names.map((name) => schema.tables.create({ name, columns: [col("ID", "int")] })));
  }
  await measure(`list() of ${tables.toLocaleString("en-US")} tables`, tables / 1000 + 1, () => listed(schema));
  await measure("list().first() of them", 1, async () => {
    await schema.tables.list().first();
    return undefined;
  });
  print(rows, latencyMs);
  return rows.every(({ statements, most }) => most === undefined || statements <= most);
}

async function schemaOf(root: Root): Promise<SchemaReference> {
  const database = await root.databases.create({ name: "BENCH" });
  await root.query(sql`SELECT 1`);
  return database.schemas.create({ name: "OBJECTS" });
}

/** Reads a listing, and keeps nothing of it. */
async function listed(schema: SchemaReference): Promise<number> {
  const before = heapInUse();
  let most = 0;
  let seen = 0;
  for await (const { rows } of schema.tables.list()) {
    seen += rows === 0 ? 1 : 0;
    if (seen % 1000 === 500) most = Math.max(most, heapInUse() - before);
  }
  if (seen !== tables) throw new Error(`${seen} of ${tables} tables were listed`);
  return most / 1e6;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heapInUse(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function print(rows: readonly Row[], latencyMs: number): void {
  console.log(`\n## The object model: ${latencyMs} ms a statement\n`);
  console.log("| work | statements | goal | heap in use |\n| --- | --- | --- | --- |");
  for (const { work, statements, most, heapMb } of rows) {
    const goal = most === undefined ? "" : `≤ ${most} ${statements <= most ? "ok" : "MISSED"}`;
    console.log(`| ${work} | ${statements} | ${goal} | ${heapMb === undefined ? "" : `${heapMb.toFixed(1)} MB`} |`);
  }
}

main(Number(process.argv[2] ?? 100)).then(
  (isGood) => {
    process.exitCode = isGood ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  },
);
