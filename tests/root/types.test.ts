import { expect, test } from "vitest";
import { col, type Database, type Root, sql, type Table, type TableReference, type Warehouse } from "../../sdk/root";

/** Never run: the compiler checks each line, also that what is expected to be an error is one. */
export async function scripts(root: Root, flag: boolean) {
  const db = await root.databases.create({ name: "D", comment: flag ? "c" : undefined }, { mode: "orReplace" });
  const wh = await root.warehouses.create({ name: "W", warehouseSize: "X-Large", autoSuspend: null });
  const schema = db.schema("S");
  const table: TableReference = await schema.tables.create({
    name: "T",
    columns: [col("ID", "int", { nullable: false, primaryKey: true }), { name: "V", type: "variant" }],
    clone: db.schema("S").table("OTHER"),
  });
  const details: Table = await table.fetch();
  const found: readonly (number | Date | boolean | string | undefined)[] = [
    details.rows satisfies number | undefined,
    details.createdOn satisfies Date | undefined,
    details.changeTracking satisfies boolean | undefined,
    details.owner satisfies string | undefined,
    details.columns?.[0]?.nullable satisfies boolean | undefined,
  ];
  const spec = details.toSpec();
  spec.columns?.push(col("AT", "date"));
  spec.comment = null;
  await table.createOrAlter({ ...spec, columns: [...(spec.columns ?? [])] }, { dryRun: true });
  await table.createOrAlter({ comment: "no name is needed" });
  const { rows } = await root.query(sql`SELECT ID, AT FROM ${table}`, { ID: "number", AT: "date", V: "json" });
  const id: number | null | undefined = rows[0]?.ID;
  const at: Date | null | undefined = rows[0]?.AT;
  const { rows: plain } = await root.query(sql`SELECT 1 AS A`);
  const text: string | null | undefined = plain[0]?.["A"];
  const warehouse: Warehouse | undefined = await root.warehouses.list({ like: "W%" }).first();
  const databases: Database[] = await root.databases.list({ history: true }).toArray();

  // @ts-expect-error: a misspelt property
  await root.warehouses.create({ name: "W", warehouseSzie: "SMALL" });
  // @ts-expect-error: a misspelt property of a column
  await schema.tables.create({ name: "T", columns: [{ name: "A", type: "int", nulable: false }] });
  // @ts-expect-error: a misspelt property in a change
  await wh.createOrAlter({ autoSuspnd: 60 });
  // @ts-expect-error: text for a number
  await wh.createOrAlter({ autoSuspend: "60" });
  // @ts-expect-error: an object needs a name to be created
  await root.databases.create({ comment: "c" });
  // @ts-expect-error: no such mode
  await root.databases.create({ name: "D" }, { mode: "orreplace" });
  // @ts-expect-error: what may be lost is one of four words
  await table.createOrAlter({ comment: "c" }, { dataLoss: "maybe" });
  // @ts-expect-error: warehouses are not kept by Time Travel
  root.warehouses.list({ history: true });
  // @ts-expect-error: only tables are listed with their columns
  root.databases.list({ deep: true });
  // @ts-expect-error: a count is a number
  const count: string | undefined = details.rows;
  // @ts-expect-error: a moment is a Date
  const moment: string | undefined = details.createdOn;
  // @ts-expect-error: a column of another type
  const wrong: string | null | undefined = rows[0]?.ID;
  // @ts-expect-error: a column that was not asked for
  const none = rows[0]?.NAME;
  // @ts-expect-error: details are what was read
  details.comment = "c";
  // @ts-expect-error: a statement is built, never pasted together
  await root.query("SELECT 1");
  // @ts-expect-error: an object is no part of a statement
  sql`SELECT ${{ name: "T" }}`;
  return { found, id, at, text, warehouse, databases, count, moment, wrong, none };
}

test("scripts are checked by the compiler", () => {
  expect(scripts).toBeTypeOf("function");
});
