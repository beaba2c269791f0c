import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FaultRule } from "../../../emulator/http/fault-rules";
import { type Entry, freshName, kept, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql("SELECT 1");
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const strikes = ["drop-before", "drop-after", "kill-session"] as const;

function fault(match: string, strike: (typeof strikes)[number]): FaultRule {
  return { match, do: strike };
}

/** What a user does when a run fails: runs it again, with what the engine has kept. */
async function upAgain(args: Record<string, unknown>, entry?: Entry): Promise<Entry> {
  try {
    return await stage.run().up("warehouse", args, entry);
  } catch (error) {
    const left = isUnfinished(error) ? kept(error, args) : entry;
    return stage.run().up("warehouse", args, left);
  }
}

function isUnfinished(error: unknown): boolean {
  return error instanceof Error && error.name === "UnfinishedError";
}

async function named(prefix: string) {
  return (await stage.sql("SHOW WAREHOUSES")).filter((row) => row["name"]?.startsWith(prefix));
}

describe.each(strikes)("when the connection fails by %s", (strike) => {
  test("at CREATE, one object is made, and it is ours", async () => {
    const name = freshName();
    stage.emulator.setFaults([fault(`^CREATE WAREHOUSE ${name}`, strike)]);
    const entry = await upAgain({ name, comment: "c" });
    expect(stage.emulator.faults()[0]?.fired).toBe(1);
    expect(await named(name)).toHaveLength(1);
    expect(entry.outputs["identity"]).not.toHaveProperty("adopted");
    expect((await stage.run().refresh("warehouse", entry))?.outputs).toEqual(entry.outputs);
  });

  test("at the read-back after CREATE, nothing is made twice", async () => {
    const name = freshName();
    await stage.run().refresh("warehouse", await stage.run().up("warehouse", { name: freshName() }));
    stage.emulator.setFaults([fault("^SHOW WAREHOUSES", strike)]);
    const entry = await upAgain({ name });
    expect(await named(name)).toHaveLength(1);
    expect((await stage.run().refresh("warehouse", entry))?.outputs).toEqual(entry.outputs);
  });

  test("at ALTER, the change arrives", async () => {
    const name = freshName();
    const entry = await stage.run().up("warehouse", { name, comment: "a", autoResume: false });
    stage.emulator.setFaults([fault(`^ALTER WAREHOUSE ${name}`, strike)]);
    const changed = await upAgain({ name, comment: "b", warehouseSize: "SMALL" }, entry);
    expect((await stage.run().refresh("warehouse", changed))?.outputs).toEqual(changed.outputs);
    expect(await named(name)).toMatchObject([{ comment: "b", size: "Small", auto_resume: "true" }]);
  });

  test("at RENAME, the object has its new name", async () => {
    const name = freshName();
    const entry = await stage.run().up("warehouse", { name });
    stage.emulator.setFaults([fault("RENAME TO", strike)]);
    const renamed = await upAgain({ name: `${name}_B` }, entry);
    expect((await named(name)).map((row) => row["name"])).toEqual([`${name}_B`]);
    expect((await stage.run().refresh("warehouse", renamed))?.outputs).toEqual(renamed.outputs);
  });

  test("at DROP, the object is gone, and nobody else's with it", async () => {
    const name = freshName();
    const entry = await stage.run().up("warehouse", { name });
    stage.emulator.setFaults([fault(`^DROP WAREHOUSE ${name}`, strike)]);
    await stage
      .run()
      .destroy("warehouse", entry)
      .catch(() => stage.run().destroy("warehouse", entry));
    expect(await named(name)).toEqual([]);
    await stage.sql(`CREATE WAREHOUSE ${name}`);
    await stage.run().destroy("warehouse", entry);
    expect(await named(name)).toHaveLength(1);
  });
});

test("a CREATE whose follow-up fails is kept, and finished by the next run", async () => {
  const name = freshName();
  const failing = "^ALTER WAREHOUSE .* FALLBACK_WAREHOUSE";
  await stage.sql("CREATE WAREHOUSE GENERAL_WH");
  stage.emulator.setFaults([{ match: failing, do: "error", code: "003001", sqlState: "42501", message: "no" }]);
  const args = { name, warehouseType: "INTERACTIVE", fallbackWarehouse: "GENERAL_WH" };
  const run = stage.run();
  const { inputs } = run.handlers.warehouse.check({}, args);
  const half = await run.handlers.warehouse.create(inputs).then(
    () => Promise.reject(new Error("did not fail")),
    (error: unknown) => kept(error, inputs),
  );
  expect(half.id).toBe(name);
  expect(half.outputs).toMatchObject({ warehouseType: "INTERACTIVE", identity: { createdOn: expect.any(String) } });
  expect(half.outputs).not.toHaveProperty("fallbackWarehouse");
  const whole = await stage.run().up("warehouse", args, half);
  expect(whole.effect).toBe("update");
  expect((await stage.run().refresh("warehouse", whole))?.outputs).toEqual(whole.outputs);
});
