import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { declared, needsOf } from "../resources/examples";
import { kinds, told, writesOf } from "./kinds";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startRoot();
  for (const { place } of kinds) await stage.sql(...place);
  await stage.sql("CREATE WAREHOUSE COMPUTE");
});
afterAll(() => stage.close());

const writes = () => writesOf(stage.sent());

const cases = kinds.flatMap((kind) => kind.cases.map(([key, example]) => [kind.kind, key, kind, example] as const));

describe.each(cases)("%s.%s", (_kind, key, kind, example) => {
  const { definition } = kind;
  const a = { ...kind.least, ...declared(example, key, "a") };
  const b = { ...kind.least, ...declared(example, key, "b") };
  const isCopy = ["clone", "like", "asReplicaOf", "fromShare"].includes(key);
  const specOf = (written: Readonly<Record<string, unknown>>) => {
    const { columns, ...others } = written;
    // A copy has the columns of its source.
    return columns === undefined || isCopy || "like" in others ? others : written;
  };

  beforeAll(async () => {
    await stage.sql(...needsOf(definition, example));
  });

  test.each([
    ["a", a],
    ["b", b],
  ])("goes round as %s", async (_, written) => {
    const name = kind.freshName();
    const collection = kind.collection(stage.root);
    const made = await collection.create({ name, ...specOf(written) });
    stage.sent();
    expect(await made.createOrAlter(specOf(written))).toMatchObject({ action: "unchanged", statements: [] });
    const found = await made.fetch({ foreignKeys: true, parameters: true });
    const spec = found.toSpec();
    expect(await made.createOrAlter(spec)).toMatchObject({ action: "unchanged", statements: [] });
    expect(writes()).toEqual([]);

    const other = await collection.create({ ...spec, name: kind.freshName() });
    const { name: _name, ...same } = (await other.fetch({ foreignKeys: true, parameters: true })).toSpec();
    const { name: __, ...first } = spec;
    expect(same).toEqual(first);
  });

  test("changes from a to b, as its dry run says, and back to the default", async () => {
    const name = kind.freshName();
    const made = await kind.collection(stage.root).create({ name, ...specOf(a) });
    stage.sent();
    const change = { ...specOf(b) };
    const dataLoss = "allow";
    const plan = await made.createOrAlter(change, { dryRun: true, dataLoss }).catch((error: Error) => error);
    expect(writes()).toEqual([]);
    const done = await made.createOrAlter(change, { dataLoss }).catch((error: Error) => error);
    if (plan instanceof Error || done instanceof Error) {
      expect(done).toMatchObject({ name: "InvalidArgumentError" });
      expect(plan).toMatchObject({ message: (done as Error).message });
      expect(writes()).toEqual([]);
      return;
    }
    expect(plan.statements).toEqual(done.statements);
    expect(told(writes(), done.statements)).toEqual(done.statements);
    expect(await made.createOrAlter(change, { dataLoss })).toMatchObject({ action: "unchanged", statements: [] });
    const property = definition.properties[key];
    if (property?.change === "creation" || example.required === true) return;
    const beside = example.without ?? example.withB ?? example.with ?? {};
    const reset = { ...specOf({ ...beside }), [key]: null };
    const back = await made.createOrAlter(reset, { dataLoss }).catch((error: Error) => error);
    if (back instanceof Error) {
      expect(back).toMatchObject({ name: "InvalidArgumentError" });
      return;
    }
    expect(told(writes(), back.statements)).toEqual(back.statements);
    expect(await made.createOrAlter(reset, { dataLoss })).toMatchObject({ action: "unchanged", statements: [] });
  });
});
