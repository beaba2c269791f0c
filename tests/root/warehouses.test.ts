import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { WarehouseReference, WarehouseSpec } from "../../sdk/root";
import { writesOf } from "./kinds";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
let count = 0;
beforeAll(async () => {
  stage = await startRoot();
});
afterAll(() => stage.close());
beforeEach(() => void stage.sent());

const writes = () => writesOf(stage.sent());
async function made(spec: Omit<WarehouseSpec, "name"> = {}): Promise<WarehouseReference> {
  const one = await stage.root.warehouses.create({ name: `W${++count}`, ...spec });
  stage.sent();
  return one;
}

describe("a change says only what changes", () => {
  test.each<[Omit<WarehouseSpec, "name">, Omit<WarehouseSpec, "name">, string[]]>([
    [{ maxClusterCount: 5 }, { minClusterCount: 3 }, ["SET MIN_CLUSTER_COUNT = 3"]],
    [{ warehouseSize: "LARGE" }, { comment: "c" }, ["SET COMMENT = 'c'"]],
    [{ warehouseType: "ADAPTIVE" }, { queryThroughputMultiplier: 4 }, ["SET QUERY_THROUGHPUT_MULTIPLIER = 4"]],
    [
      { warehouseType: "SNOWPARK-OPTIMIZED" },
      { resourceConstraint: "MEMORY_16X_x86" },
      ["SET RESOURCE_CONSTRAINT = MEMORY_16X_x86"],
    ],
    [{ warehouseType: "SNOWPARK-OPTIMIZED" }, { warehouseSize: null }, []],
    [
      { warehouseSize: "SMALL" },
      { warehouseType: "SNOWPARK-OPTIMIZED" },
      ["SET WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED' WAREHOUSE_SIZE = 'MEDIUM'"],
    ],
    [
      { warehouseSize: "LARGE" },
      { warehouseType: "SNOWPARK-OPTIMIZED" },
      ["SET WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED'"],
    ],
    [{ warehouseSize: "LARGE", autoSuspend: 60 }, { warehouseType: "ADAPTIVE" }, ["SET WAREHOUSE_TYPE = 'ADAPTIVE'"]],
    [{ autoSuspend: 60 }, { autoSuspend: null }, ["SET AUTO_SUSPEND = 0"]],
    [{ autoSuspend: 0 }, { autoSuspend: null }, []],
    [{}, { scalingPolicy: null, autoResume: null, enableQueryAcceleration: null, generation: null }, []],
    [{ generation: "1" }, { enableQueryAcceleration: null, queryAccelerationMaxScaleFactor: null }, []],
  ])("%j, then %j", async (before, change, clauses) => {
    const wh = await made(before);
    const { statements } = await wh.createOrAlter(change);
    expect(statements).toEqual(clauses.map((clause) => `ALTER WAREHOUSE ${wh} ${clause}`));
    expect(writes()).toEqual(statements);
    expect(await wh.createOrAlter(change)).toMatchObject({ action: "unchanged", statements: [] });
  });

  test("and is refused where it contradicts what stands, before anything is sent", async () => {
    const wh = await made({ maxClusterCount: 2 });
    for (const change of [
      { minClusterCount: 3 },
      { queryThroughputMultiplier: 4 },
      { resourceConstraint: "MEMORY_1X" },
    ]) {
      await expect(wh.createOrAlter(change)).rejects.toMatchObject({ kind: "InvalidArgument", objectName: wh.name });
    }
    expect(writes()).toEqual([]);
  });
});

test("verbs", async () => {
  const wh = await made({ initiallySuspended: true });
  expect((await wh.fetch()).state).toBe("SUSPENDED");
  await wh.resume();
  await wh.resume({ ifSuspended: true });
  expect((await wh.fetch()).state).toBe("STARTED");
  await expect(wh.resume()).rejects.toMatchObject({ kind: "Sql", objectKind: "Warehouse", objectName: wh.name });
  await wh.abortAllQueries();
  await wh.suspend();
  expect((await wh.fetch()).state).toBe("SUSPENDED");
  await stage.root.warehouse("NO").suspend({ ifExists: true });
  await expect(stage.root.warehouse("NO").suspend()).rejects.toMatchObject({ kind: "ObjectMissing" });
});
