import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Definition, validate } from "../../../provider/resource";
import { definitions } from "../../../provider/resources";
import { declared, type Example, examples, least, needsOf } from "../../resources/examples";
import { freshName, type Kind, type Stage, startStage } from "./stage";

const kinds = Object.keys(definitions) as Kind[];

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  const needs = kinds.flatMap((kind) =>
    Object.values<Example>(examples[kind]).flatMap((one) => needsOf(definitions[kind], one)),
  );
  await stage.sql(...new Set(needs));
});
afterAll(() => stage.close());

/** What an object comes from is said once, and not all of it is emulated. */
const apart = new Set([
  "clone",
  "like",
  "copyGrants",
  "copyTags",
  "fromShare",
  "fromListing",
  "asReplicaOf",
  "fromBackupSet",
]);

/** Declarations that Snowflake would accept, of any of the properties with either value. */
function declarations(kind: Kind) {
  const definition: Definition = definitions[kind];
  const drawn = Object.entries<Example>(examples[kind]).filter(
    ([key, { notEmulated }]) => !apart.has(key) && notEmulated !== true,
  );
  return fc
    .subarray(drawn, { maxLength: Math.min(10, drawn.length) })
    .chain((chosen) =>
      fc.tuple(fc.constant(chosen), fc.array(fc.boolean(), { minLength: chosen.length, maxLength: chosen.length })),
    )
    .map(
      ([chosen, sides]): Record<string, unknown> =>
        Object.assign(
          {},
          least(definition),
          ...chosen.map(([key, example], index) => declared(example, key, sides[index] ? "a" : "b")),
        ),
    )
    .filter((written) => validate(definition, { name: "x", ...written }).problems.length === 0);
}

describe.each(kinds)("a %s", (kind) => {
  const consent = "allowDowntime" in definitions[kind].properties ? { allowDowntime: true } : {};
  test("comes from any declaration to any other, and stays there", { retry: 0 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(declarations(kind), { minLength: 2, maxLength: 3 }), async (states) => {
        const name = freshName();
        const run = stage.run();
        let entry = undefined as Awaited<ReturnType<typeof run.up>> | undefined;
        for (const written of states) {
          const args = { name, dataLoss: "allow", ...written, ...consent };
          entry = await stage.run().up(kind, args, entry);
          const read = await stage.run().refresh(kind, entry);
          expect(read?.outputs).toEqual(entry.outputs);
          expect((await run.up(kind, args, read)).effect).toBe("same");
        }
        if (entry !== undefined) await stage.run().destroy(kind, entry);
      }),
      { numRuns: 15, seed: 20_260_131 },
    );
  });
});
