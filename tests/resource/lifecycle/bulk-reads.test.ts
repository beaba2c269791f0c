import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Entry, type Stage, startStage } from "./stage";

const ACCOUNT = "LOCAL.EMULATOR";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

/** Tables that somebody made in a schema, each with so many columns, and what the state says of them. */
async function tables(schema: string, count: number, columns: number, more = ""): Promise<readonly Entry[]> {
  const written = Array.from({ length: columns }, (_, index) => `C${index} NUMBER(${(index % 38) + 1},0)`).join(", ");
  const names = Array.from({ length: count }, (_, index) => `T${index}`);
  const { engine } = stage.emulator;
  const session = engine.openSession({ user: "BY_HAND", role: "ACCOUNTADMIN" });
  engine.execute(session, `CREATE SCHEMA IF NOT EXISTS ${schema}`, { queryId: "schema" });
  for (const name of names)
    engine.execute(session, `CREATE TABLE ${schema}.${name} (${written})${more}`, { queryId: name });
  const rows = (
    await Promise.all(
      [...new Set(names.map((name) => name.slice(0, 2)))].map((prefix) =>
        stage.sql(`SHOW TABLES IN SCHEMA ${schema} STARTS WITH '${prefix}' LIMIT 10000`),
      ),
    )
  ).flat();
  const createdOn = new Map(rows.map((row) => [row["name"] ?? "", row["created_on"] ?? ""]));
  return names.map((name) => ({
    id: `${schema}.${name}`,
    inputs: {},
    outputs: {
      database: schema.split(".")[0],
      schema: schema.split(".")[1],
      name,
      columns: Array.from({ length: columns }, (_, index) => ({
        name: `C${index}`,
        type: `NUMBER(${(index % 38) + 1},0)`,
      })),
      identity: { account: ACCOUNT, role: "ACCOUNTADMIN", createdOn: createdOn.get(name), version: 1 },
    },
  }));
}

/** Reads all, eight at a time, as the engine does. */
async function refreshAll(entries: readonly Entry[]): Promise<readonly (Entry | undefined)[]> {
  const run = stage.run();
  const read: (Entry | undefined)[] = [];
  const queue = [...entries.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      read[next[0]] = await run.refresh("table", next[1]);
  };
  stage.sent();
  await Promise.all(Array.from({ length: 8 }, worker));
  return read;
}

const outputs = (entries: readonly (Entry | undefined)[]) => entries.map((entry) => entry?.outputs);

describe("a refresh of many tables", () => {
  test("takes one listing of tables and one of columns", async () => {
    await stage.sql("CREATE DATABASE SMALL");
    const entries = [...(await tables("SMALL.A", 300, 2)), ...(await tables("SMALL.B", 300, 2))];
    expect(outputs(await refreshAll(entries))).toEqual(outputs(entries));
    expect(stage.sent()).toEqual(["SHOW TABLES IN DATABASE SMALL LIMIT 10000", "SHOW COLUMNS IN DATABASE SMALL"]);
  });

  test("sees every column where SHOW COLUMNS stops without a word", async () => {
    await stage.sql("CREATE DATABASE WIDE");
    const entries = await tables("WIDE.RAW", 1_003, 10);
    expect(outputs(await refreshAll(entries))).toEqual(outputs(entries));
    const sent = stage.sent();
    expect(sent.slice(0, 3)).toEqual([
      "SHOW TABLES IN DATABASE WIDE LIMIT 10000",
      "SHOW COLUMNS IN DATABASE WIDE",
      "SHOW COLUMNS IN SCHEMA WIDE.RAW",
    ]);
    // One for each table that the listing did not reach, or did not end.
    expect(sent.length).toBeLessThanOrEqual(10);
  });

  test("sees exactly as many columns as a listing has room for", async () => {
    await stage.sql("CREATE DATABASE EXACT");
    const entries = await tables("EXACT.RAW", 1_000, 10);
    expect(outputs(await refreshAll(entries))).toEqual(outputs(entries));
    expect(stage.sent().length).toBeLessThanOrEqual(5);
  });

  test("finds tables where SHOW TABLES refuses to list them all", async () => {
    await stage.sql("CREATE DATABASE MANY");
    await tables("MANY.A", 9_990, 1);
    const entries = await tables("MANY.B", 30, 1);
    expect(outputs(await refreshAll(entries))).toEqual(outputs(entries));
    expect(stage.sent()).toEqual([
      "SHOW TABLES IN DATABASE MANY LIMIT 10000",
      "SHOW TABLES IN SCHEMA MANY.B LIMIT 10000",
      "SHOW COLUMNS IN DATABASE MANY",
      "SHOW COLUMNS IN SCHEMA MANY.B",
    ]);
  });

  test("asks for no parameters of a table that the listings tell of", async () => {
    await stage.sql("CREATE DATABASE KEPT");
    const entries = (await tables("KEPT.RAW", 50, 1, " DATA_RETENTION_TIME_IN_DAYS = 7")).map((entry) => ({
      ...entry,
      outputs: { ...entry.outputs, dataRetentionTimeInDays: 7 },
    }));
    expect(outputs(await refreshAll(entries))).toEqual(outputs(entries));
    expect(stage.sent()).toHaveLength(3);
    // Now it might be inherited: only SHOW PARAMETERS knows.
    await stage.sql(
      "ALTER SCHEMA KEPT.RAW SET DATA_RETENTION_TIME_IN_DAYS = 7",
      "ALTER TABLE KEPT.RAW.T1 UNSET DATA_RETENTION_TIME_IN_DAYS",
    );
    const [first, second] = outputs(await refreshAll(entries.slice(0, 2)));
    expect(first).toEqual(entries[0]?.outputs);
    expect(second).not.toHaveProperty("dataRetentionTimeInDays");
    expect(stage.sent().filter((sql) => sql.startsWith("SHOW PARAMETERS"))).toHaveLength(2);
  });
});
