import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { validate } from "../../../provider/resource";
import { table } from "../../../provider/resources";
import { type AnyTable, anyChange, anyTable } from "../../resources/any-table";
import { freshName, type Stage, startStage } from "./stage";

const numRuns = Number(process.env["ANY_TABLE_RUNS"] ?? 40);
const place = { schema: "SCRATCH.PUBLIC" };
const config = { "snowflake:warehouse": "W" };

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(
    "CREATE WAREHOUSE W",
    "CREATE DATABASE SCRATCH",
    "CREATE SEQUENCE SCRATCH.PUBLIC.SEQ",
    "CREATE TABLE SCRATCH.PUBLIC.PARENT (ID INT PRIMARY KEY)",
  );
});
afterAll(() => stage.close());

const accepted = ({ written }: AnyTable) => validate(table, { name: "x", ...place, ...written }).problems.length === 0;

const anyPair = anyTable
  .filter(accepted)
  .chain((before) =>
    fc.tuple(
      fc.constant(before),
      fc.oneof({ weight: 8, arbitrary: anyChange(before) }, { weight: 1, arbitrary: anyTable }).filter(accepted),
    ),
  );

describe.each(["ifEmpty", "recoverable", "allow"])("under dataLoss %s, any table", (dataLoss) => {
  test("becomes any other, or is refused before anything is changed", { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyPair, fc.boolean(), async ([before, after], isFilled) => {
        const name = freshName();
        const id = `SCRATCH.PUBLIC.${name}`;
        const args = ({ written }: AnyTable) => ({ name, ...place, dataLoss, ...written });
        const [a, b] = [args(before), args(after)];
        const entry = await stage.run({ config }).up("table", a);
        expect((await stage.run({ config }).refresh("table", entry))?.outputs).toEqual(entry.outputs);
        if (isFilled) await stage.sql(...rowsFor(id, before));
        const values = await valuesOf(id, before.columns);
        stage.sent();

        const run = stage.run({ config });
        const changed = await run.up("table", b, entry).catch((error: Error) => error);
        if (changed instanceof Error) {
          expect(changed.message).toMatch(/^Refused to |Nothing was changed/);
          expect(stage.sent().filter((sql) => !/^(SHOW|SELECT|DESCRIBE)/.test(sql))).toEqual([]);
          expect((await stage.run({ config }).refresh("table", entry))?.outputs).toEqual(entry.outputs);
          return;
        }
        expect((await stage.run({ config }).refresh("table", changed))?.outputs).toEqual(changed.outputs);
        expect((await stage.run({ config }).up("table", b, changed)).effect).toBe("same");
        if (changed.effect === "replace") return;
        const kept = after.columns.filter(({ former }) => former !== undefined);
        const now = await valuesOf(id, kept);
        for (const { name: column, former = "" } of kept) expect(now.get(column)).toEqual(values.get(former));
      }),
      { numRuns, seed: 20_260_131 },
    );
  });
});

/** Statements that put two rows into a table, if its columns let rows be written without more ado. */
function rowsFor(id: string, { columns, written }: AnyTable): readonly string[] {
  const { primaryKey } = written;
  const inKey = Array.isArray(primaryKey)
    ? primaryKey
    : ((primaryKey as { columns: string[] } | undefined)?.columns ?? []);
  const isFilledByItself = (column: Record<string, unknown>) =>
    "as" in column || "autoincrement" in column || "default" in column;
  const own = columns.filter((one) => !isFilledByItself(one.written) && one.type.value !== undefined);
  const isMissing = columns.some(
    (one) =>
      !own.includes(one) &&
      !isFilledByItself(one.written) &&
      (one.written["nullable"] === false || inKey.includes(one.name)),
  );
  if (isMissing || own.length === 0) return [];
  const row = `(${own.map(({ type: { value } }) => value).join(", ")})`;
  return ["USE WAREHOUSE W", `INSERT INTO ${id} (${own.map(({ name }) => name).join(", ")}) VALUES ${row}, ${row}`];
}

/** The values of columns, row by row. */
async function valuesOf(id: string, columns: readonly { readonly name: string }[]) {
  if (columns.length === 0) return new Map();
  const cells = columns.map(({ name }, index) => `${name} AS V${index}`);
  const rows = await stage.sql("USE WAREHOUSE W", `SELECT ${cells.join(", ")} FROM ${id}`);
  return new Map(columns.map(({ name }, index) => [name, rows.map((row) => row[`V${index}`])]));
}
