import { expect, test } from "vitest";
import { listedValues } from "../../provider/resource/live";
import { database, table, warehouse } from "../../provider/resources";
import { storedName } from "../../provider/sql";
import type { Database, Table, Warehouse } from "../../sdk/root";
import { detailsOf } from "../../sdk/root/details";
import { flag, moment, number, oneOf } from "../../sdk/root/facts";

const facts = { state: oneOf(["STARTED", "SUSPENDED"]), queued: number(), isDefault: flag(), resumedOn: moment() };

function warehouseOf(row: Record<string, string | null>): Warehouse {
  const values = listedValues(warehouse, row);
  return detailsOf<Warehouse>({ definition: warehouse, facts }, [storedName("W")], values, {}, row);
}

test("words that are not known yet are kept as they are shown, and left out of specifications", () => {
  const found = warehouseOf({
    name: "W",
    type: "QUANTUM",
    size: "9X-Large",
    scaling_policy: "PROPHETIC",
    state: "DREAMING",
    auto_suspend: "60",
  });
  expect(found).toMatchObject({
    warehouseType: "QUANTUM",
    warehouseSize: "9X-Large",
    scalingPolicy: "PROPHETIC",
    state: "DREAMING",
    autoSuspend: 60,
  });
  expect(found.toSpec()).toEqual({ name: "W", autoSuspend: 60 });
});

test("what is known is in one spelling, and what is not said is absent", () => {
  const found = warehouseOf({ name: "W", type: "standard", size: "X-Large", resource_monitor: "null", comment: "" });
  expect(found).toMatchObject({ warehouseType: "STANDARD", warehouseSize: "XLARGE" });
  for (const key of ["resourceMonitor", "comment", "scalingPolicy", "state"]) expect(found).not.toHaveProperty(key);
});

test("cells that are not what they used to be are absent, and stand in raw", () => {
  const row = {
    name: "W",
    auto_suspend: "soon",
    auto_resume: "perhaps",
    queued: "many",
    is_default: "?",
    resumed_on: "yesterday",
    new_column: "new",
  };
  const { raw, ...found } = warehouseOf(row);
  expect(raw).toEqual(row);
  expect(found).toEqual({ name: "W", storedName: "W", qualifiedName: "W" });
});

test("a row with hardly anything is a row", () => {
  expect(warehouseOf({ name: "W" })).toMatchObject({ name: "W", raw: { name: "W" } });
  const names = ["D", "S", "t"].map(storedName);
  const one = detailsOf<Table>({ definition: table, facts: {} }, names, listedValues(table, { name: "t" }), {}, {});
  expect(one).toMatchObject({ name: '"t"', qualifiedName: 'D.S."t"', database: "D", schema: "S" });
  const row = { name: "D", options: "TRANSIENT, SPARKLING" };
  const db = detailsOf<Database>(
    { definition: database, facts: {} },
    [storedName("D")],
    listedValues(database, row),
    {},
    row,
  );
  expect(db).toMatchObject({ transient: true });
});

test("details are plain data", () => {
  const found = warehouseOf({ name: "W", type: "STANDARD" });
  expect(JSON.parse(JSON.stringify(found))).toEqual({ ...found });
  expect(Object.keys({ ...found })).not.toContain("toSpec");
});
