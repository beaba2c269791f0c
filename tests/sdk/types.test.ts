import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { Database, DatabaseArgs, Warehouse, WarehouseArgs } from "../../sdk";

/** Never run: the compiler checks each line, also that what is expected to be an error is one. */
export function programs(warehouse: Warehouse, database: Database, flag: boolean) {
  const warehouses: WarehouseArgs[] = [
    {},
    { warehouseSize: "X-Large", autoSuspend: 60, comment: flag ? "c" : undefined },
    { autoSuspend: pulumi.output(60), comment: pulumi.secret("c"), autoResume: pulumi.output(flag) },
    { tags: { "A.B.C": pulumi.output("1") }, tables: [pulumi.output("A.B.C")] },
    { fallbackWarehouse: warehouse },
    { fallbackWarehouse: warehouse.qualifiedName },
    { dataLoss: "recoverable", createMode: "ifNotExists", timeouts: { create: "5m" }, connection: "dev", role: "R" },
    // @ts-expect-error: a misspelt property
    { warehouseSzie: "SMALL" },
    // @ts-expect-error: text for a number
    { autoSuspend: "60" },
    // @ts-expect-error: a word that is none
    { dataLoss: "maybe" },
    // @ts-expect-error: there is no such operation
    { timeouts: { destroy: "5m" } },
    // @ts-expect-error: null is not what TypeScript programs write
    { comment: null },
  ];
  const databases: DatabaseArgs[] = [
    { clone: { source: database, at: { offset: 60 } }, dataRetentionTimeInDays: 7 },
    { defaultStreamlitNotebookWarehouse: warehouse },
    // @ts-expect-error: a property of warehouses
    { autoSuspend: 60 },
    // @ts-expect-error: a clone has a source
    { clone: { at: { offset: 60 } } },
  ];
  const name: pulumi.Output<string> = warehouse.qualifiedName;
  const seconds: pulumi.Output<number | undefined> = warehouse.autoSuspend;
  // @ts-expect-error: outputs are not assigned
  warehouse.comment = pulumi.output("c");
  return { warehouses, databases, name, seconds };
}

test("programs are checked by the compiler", () => {
  expect(programs).toBeTypeOf("function");
});
