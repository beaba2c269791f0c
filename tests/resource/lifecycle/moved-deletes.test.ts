import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage | undefined;
afterAll(() => stage?.close());

const columns = [{ name: "ID", type: "int" }];

describe("a table whose schema was renamed", () => {
  let database: string;
  beforeEach(async () => {
    stage ??= await startStage();
    database = freshName();
    await stage.sql("CREATE WAREHOUSE IF NOT EXISTS W", `CREATE DATABASE ${database}`);
  });
  const layout = async () => {
    const run = (stage as Stage).run();
    const schema = await run.up("schema", { database, name: "old" });
    const table = await run.up("table", { schema: `${database}.OLD`, name: "t", columns });
    (stage as Stage).sent();
    return { schema, table };
  };
  const drops = () => (stage as Stage).sent().filter((sql) => sql.startsWith("DROP"));

  test("in this run is dropped where it is now", async () => {
    const { schema, table } = await layout();
    const run = (stage as Stage).run();
    await run.up("schema", { database, name: "new" }, schema);
    await run.destroy("table", table);
    expect(drops()).toEqual([`DROP TABLE ${database}.NEW.T`]);
  });

  test("in a run that was killed, or by hand, is dropped where it is now", async () => {
    const { table } = await layout();
    await (stage as Stage).sql(`ALTER SCHEMA ${database}.OLD RENAME TO ${database}.NEW`);
    await (stage as Stage).run().destroy("table", table);
    expect(drops()).toEqual([`DROP TABLE ${database}.NEW.T`]);
  });

  test("is refused under its new name if it holds rows", async () => {
    const { schema, table } = await layout();
    await (stage as Stage).sql(`INSERT INTO ${database}.OLD.T VALUES (1)`);
    const run = (stage as Stage).run();
    await run.up("schema", { database, name: "new" }, schema);
    const error = await failure(run.destroy("table", table));
    expect(error.message).toContain(`Refused to drop Table ${database}.NEW.T, which holds:\n  - 1 row`);
    expect(drops()).toEqual([]);
  });

  test("and which was dropped and made again there is left alone", async () => {
    const { schema, table } = await layout();
    const run = (stage as Stage).run();
    await run.up("schema", { database, name: "new" }, schema);
    await (stage as Stage).sql(`CREATE OR REPLACE TABLE ${database}.NEW.T (ID INT)`);
    await run.destroy("table", table);
    expect(drops()).toEqual([]);
    expect(run.said.join("\n")).toMatch(/is another object than the one in the state/);
  });

  test("is gone if it is nowhere", async () => {
    const { table } = await layout();
    await (stage as Stage).sql(`DROP SCHEMA ${database}.OLD`);
    await (stage as Stage).run().destroy("table", table);
    expect(drops()).toEqual([]);
  });
});
