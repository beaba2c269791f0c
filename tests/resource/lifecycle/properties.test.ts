import { afterAll, beforeAll, describe, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import type { Definition } from "../../../provider/resource";
import { definitions } from "../../../provider/resources";
import { declared, type Example, examples, needsOf, placeOf } from "../../resources/examples";
import { freshName, type Kind, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const cases = (Object.keys(definitions) as Kind[]).flatMap((kind) =>
  Object.entries<Example>(examples[kind])
    .filter(([, example]) => example.notEmulated !== true)
    .map(([key, example]) => [kind, key, example] as const),
);

describe.concurrent.each(cases)("%s.%s", (kind, key, example) => {
  test("is created, read, changed and taken out", async ({ expect }) => {
    const definition: Definition = definitions[kind];
    const place = placeOf(definition).args;
    const run = stage.run();
    const name = freshName();
    const args = (which: "a" | "b" | "without"): Props => ({
      name,
      ...place,
      dataLoss: "allow",
      ...declared(example, key, which),
    });
    const [a, b, without] = [args("a"), args("b"), args("without")];
    await stage.sql(...needsOf(definition, example));
    const created = await run.up(kind, a);
    expect(created.inputs[key]).toEqual(example.canonicalA ?? example.a);

    const read = await run.refresh(kind, created);
    expect(read?.outputs).toEqual(created.outputs);
    expect(read?.inputs).toEqual(created.inputs);
    expect((await run.up(kind, a, created)).effect).toBe("same");

    const changed = await stage.run().up(kind, b, created);
    expect(changed.effect).toBe(example.change === "replace" ? "replace" : "update");
    const seen = await stage.run().refresh(kind, changed);
    expect(seen?.outputs).toEqual(changed.outputs);
    expect((await run.up(kind, b, seen)).effect).toBe("same");

    if (example.drift !== undefined) {
      await stage.sql(`ALTER ${definition.noun} ${created.id} ${example.drift}`);
      const drifted = await stage.run().refresh(kind, changed);
      expect(drifted?.inputs[key]).not.toEqual(changed.inputs[key]);
      const repaired = await stage.run().up(kind, b, drifted);
      expect(repaired.effect).toBe("update");
      expect((await stage.run().refresh(kind, repaired))?.outputs).toEqual(changed.outputs);
    }

    const plain = await stage.run().up(kind, without, changed);
    if (example.required !== true) expect(plain.outputs).not.toHaveProperty(key);
    expect((await stage.run().up(kind, without, await stage.run().refresh(kind, plain))).effect).toBe("same");
  });
});
