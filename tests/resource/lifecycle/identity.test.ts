import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WrongAccountError } from "../../../provider/client/errors";
import { type Entry, failure, freshName, kept, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql("CREATE ROLE BLIND", "GRANT ROLE BLIND TO ROLE ACCOUNTADMIN");
});
afterAll(() => stage.close());

const made = (args: Record<string, unknown>) => stage.run().up("warehouse", args);

async function commentOf(name: string): Promise<string | null | undefined> {
  const rows = await stage.sql("SHOW WAREHOUSES");
  return rows.find((row) => row["name"] === name)?.["comment"];
}

describe("an object that was created again by somebody else", () => {
  let name: string;
  let entry: Entry;
  beforeAll(async () => {
    name = freshName();
    entry = await made({ name, comment: "ours" });
    await stage.sql(`CREATE OR REPLACE WAREHOUSE ${name} COMMENT = 'theirs'`);
  });

  test("is not updated", async () => {
    const error = await failure(stage.run().up("warehouse", { name, comment: "new" }, entry));
    expect(error.message).toContain(
      "dropped and created again outside Pulumi. Nothing was changed. Run pulumi refresh",
    );
    expect(await commentOf(name)).toBe("theirs");
  });

  test("is not dropped, and the user is told how to take it up", async () => {
    const run = stage.run();
    await run.destroy("warehouse", entry);
    expect(run.said).toEqual([expect.stringMatching(/left alone.*PULUMI_SNOWFLAKE_ADOPT='Warehouse:T_\w+' pulumi up/)]);
    expect(await commentOf(name)).toBe("theirs");
  });

  test("is taken over by refresh, and is ours then", async () => {
    const run = stage.run();
    const read = await run.refresh("warehouse", entry);
    expect(run.said).toEqual([expect.stringContaining("the state takes over the new one")]);
    expect(read?.inputs["comment"]).toBe("theirs");
    if (read === undefined) throw new Error("gone");
    const repaired = await stage.run().up("warehouse", { name, comment: "ours" }, read);
    expect(await commentOf(name)).toBe("ours");
    await stage.run().destroy("warehouse", repaired);
    expect(await commentOf(name)).toBeUndefined();
  });
});

describe("an object that is not there any more", () => {
  test("is gone for refresh, an error for update and a success for delete", async () => {
    const name = freshName();
    const entry = await made({ name });
    await stage.sql(`DROP WAREHOUSE ${name}`);
    const error = await failure(stage.run().up("warehouse", { name, comment: "new" }, entry));
    expect(error.message).toContain("is not there any more");
    expect(await stage.run().refresh("warehouse", entry)).toBeUndefined();
    await stage.run().destroy("warehouse", entry);
    const again = await stage.run().up("warehouse", { name });
    expect(again.effect).toBe("create");
  });

  test("is not taken for gone by a role that sees nothing", async () => {
    const name = freshName();
    const entry = await made({ name });
    const blind = { config: { "snowflake:role": "BLIND" } };
    for (const work of [
      stage.run(blind).refresh("warehouse", entry),
      stage.run(blind).destroy("warehouse", entry),
      stage.run(blind).up("warehouse", { name, comment: "x" }, entry),
    ]) {
      expect((await failure(work)).message).toContain(
        `Role BLIND does not see Warehouse ${name}, which role ACCOUNTADMIN saw last. That does not prove that it is gone`,
      );
    }
    expect(await commentOf(name)).toBe("");
  });
});

test("another account changes neither state nor server", async () => {
  const other = await startStage({ account: "LOCAL-OTHER" });
  const name = freshName();
  const entry = await made({ name, comment: "here" });
  const there = { config: { "snowflake:accountName": "OTHER", "snowflake:port": String(other.emulator.port) } };
  await other.sql(`CREATE WAREHOUSE ${name}`);
  for (const work of [
    stage.run(there).refresh("warehouse", entry),
    stage.run(there).destroy("warehouse", entry),
    stage.run(there).up("warehouse", { name, comment: "x" }, entry),
  ]) {
    const error = await failure(work);
    expect(error).toBeInstanceOf(WrongAccountError);
    expect(error.message).toContain(`Connected to LOCAL.OTHER, but Warehouse ${name} lives in LOCAL.EMULATOR`);
  }
  expect(await commentOf(name)).toBe("here");
  expect(await other.sql("SHOW WAREHOUSES")).toHaveLength(1);
  await other.close();
});

describe("a rename", () => {
  test("keeps the object, its id and everything else", async () => {
    const [from, to] = [freshName(), `"${freshName()} b"`];
    const entry = await made({ name: from, comment: "c" });
    stage.sent();
    const renamed = await stage.run().up("warehouse", { name: to, comment: "d" }, entry);
    expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual([
      `ALTER WAREHOUSE ${from} RENAME TO ${to}`,
      `ALTER WAREHOUSE ${to} SET COMMENT = 'd'`,
    ]);
    expect(renamed.id).toBe(from);
    expect(renamed.outputs["identity"]).toEqual(entry.outputs["identity"]);
    expect((await stage.run().refresh("warehouse", renamed))?.outputs).toEqual(renamed.outputs);
    await stage.run().destroy("warehouse", renamed);
    expect(await commentOf(to.slice(1, -1))).toBeUndefined();
  });

  test("that somebody has made already is followed without a statement", async () => {
    const [from, to] = [freshName(), freshName()];
    const entry = await made({ name: from });
    await stage.sql(`ALTER WAREHOUSE ${from} RENAME TO ${to}`);
    stage.sent();
    const followed = await stage.run().up("warehouse", { name: to }, entry);
    expect(stage.sent().filter((sql) => !sql.startsWith("SHOW"))).toEqual([]);
    expect((await stage.run().refresh("warehouse", followed))?.outputs).toEqual(followed.outputs);
  });

  test("to a name that is taken is refused, and changes nothing", async () => {
    const [a, b] = [freshName(), freshName()];
    const entryA = await made({ name: a, comment: "a" });
    const entryB = await made({ name: b, comment: "b" });
    const swap = [
      stage.run().up("warehouse", { name: b, comment: "a" }, entryA),
      stage.run().up("warehouse", { name: a, comment: "b" }, entryB),
    ];
    for (const work of swap)
      expect((await failure(work)).message).toContain("if the two names are swapped, go through a third name");
    expect([await commentOf(a), await commentOf(b)]).toEqual(["a", "b"]);
  });

  test("outside Pulumi is hinted at when the old name is gone", async () => {
    const [from, to] = [freshName(), freshName()];
    const entry = await made({ name: from });
    await stage.sql(`ALTER WAREHOUSE ${from} RENAME TO ${to}`);
    const run = stage.run();
    expect(await run.refresh("warehouse", entry)).toBeUndefined();
    expect(run.said.join()).toContain(to);
  });
});

test("an update that stops halfway keeps what was done, and the next goes on from there", async () => {
  const name = freshName();
  const entry = await made({ name, comment: "a", autoResume: false });
  stage.emulator.setFaults([
    { match: "UNSET AUTO_RESUME", do: "error", code: "000603", sqlState: "XX000", message: "oops" },
  ]);
  const run = stage.run();
  const args = { name, comment: "b", autoSuspend: 60 };
  const error = await failure(run.up("warehouse", args, entry));
  const half = kept(error, entry.inputs);
  expect(error.message).toContain("was changed in part; the next pulumi up goes on from there");
  expect(half.outputs).toMatchObject({ comment: "b", autoSuspend: 60, autoResume: false });
  stage.sent();
  const whole = await stage.run().up("warehouse", args, half);
  expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual([`ALTER WAREHOUSE ${name} UNSET AUTO_RESUME`]);
  expect((await stage.run().refresh("warehouse", whole))?.outputs).toEqual(whole.outputs);
});

test("a change of options alone sends nothing, and is in the outputs that delete will see", async () => {
  const name = freshName();
  const entry = await made({ name });
  stage.sent();
  const changed = await stage.run().up("warehouse", { name, dataLoss: "allow", timeouts: { delete: "1m" } }, entry);
  expect(changed.effect).toBe("update");
  expect(changed.outputs).toMatchObject({ dataLoss: "allow", timeouts: { delete: "1m" } });
  expect(stage.sent()).toEqual([]);
});

describe("hostile text", () => {
  test.each([
    ['"; DROP WAREHOUSE COMPUTE_WH; --"', "'; DROP DATABASE PROD; --"],
    ['"back\\slash"', "\\'"],
    ['"two""quotes"', "\\"],
    ['"$$"', "$$ /* */ -- ;\n\t"],
    [`"${"é".repeat(255)}"`, "🎉".repeat(50)],
    ['"🎉 dots.and.more"', '"""'],
    ['"100%_"', "%_"],
  ])("in the name %s and the comment %j comes back as it was", async (name, comment) => {
    const entry = await made({ name, comment });
    expect(entry.outputs).toMatchObject({ name, comment });
    expect((await stage.run().refresh("warehouse", entry))?.outputs).toEqual(entry.outputs);
    const changed = await stage.run().up("warehouse", { name, comment: `${comment}!` }, entry);
    expect((await stage.run().refresh("warehouse", changed))?.outputs).toEqual(changed.outputs);
    await stage.run().destroy("warehouse", changed);
    expect(await stage.run().refresh("warehouse", changed)).toBeUndefined();
  });
});
