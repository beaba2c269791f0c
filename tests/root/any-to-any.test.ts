import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { validate } from "../../provider/resource";
import { InvalidArgumentError } from "../../sdk/root";
import { declared, needsOf, placeOf } from "../resources/examples";
import { type AnyKind, kinds, told, writesOf } from "./kinds";
import { type Stage, startRoot } from "./stage";

const numRuns = Number(process.env["ANY_TO_ANY_RUNS"] ?? 12);

let stage: Stage;
beforeAll(async () => {
  stage = await startRoot();
  const needs = kinds.flatMap(({ definition, place, cases }) => [
    ...place,
    ...cases.flatMap(([, example]) => needsOf(definition, example)),
  ]);
  await stage.sql(...new Set(needs), "CREATE WAREHOUSE IF NOT EXISTS COMPUTE");
});
afterAll(() => stage.close());

const writes = () => writesOf(stage.sent());

/** What an object comes from is said once, and not all of it is emulated. */
const apart = new Set(["clone", "like", "copyGrants", "copyTags", "fromShare", "fromListing", "asReplicaOf"]);

/** Specifications that Snowflake would accept, of any of the properties with either value; or parts of them that say `null`. */
function specifications({ definition, cases, least }: AnyKind) {
  const drawn = cases.filter(([key]) => !apart.has(key));
  return fc
    .subarray([...drawn], { maxLength: Math.min(10, drawn.length) })
    .chain((chosen) =>
      fc.tuple(
        fc.constant(chosen),
        fc.array(fc.constantFrom("a", "b", "a", "b", "null"), { minLength: chosen.length, maxLength: chosen.length }),
      ),
    )
    .map(([chosen, sides]): Record<string, unknown> => {
      const said = chosen.map(([key, example], index) => {
        const side = sides[index];
        if (side === "a" || side === "b") return declared(example, key, side);
        return example.required === true ? {} : { [key]: null };
      });
      return Object.assign({}, least, ...said);
    })
    .filter((spec) => {
      const { problems } = validate(definition, { name: "x", ...placeOf(definition).args, ...spec });
      return problems.length === 0;
    });
}

describe.each(kinds.map((kind) => [kind.kind, kind] as const))("a %s", (_, kind) => {
  test("comes from any specification to any other, as the dry run says, and stays there", {
    timeout: 300_000,
  }, async () => {
    const states = fc.array(specifications(kind), { minLength: 2, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(states, async (specs) => {
        const one = kind.reference(stage.root, kind.freshName());
        for (const spec of specs) {
          stage.sent();
          const options = { dataLoss: "allow" } as const;
          const plan = await one.createOrAlter(spec, { ...options, dryRun: true }).catch((error: Error) => error);
          expect(writes()).toEqual([]);
          const done = await one.createOrAlter(spec, options).catch((error: Error) => error);
          if (plan instanceof Error || done instanceof Error) {
            expect(done).toBeInstanceOf(InvalidArgumentError);
            expect(plan).toMatchObject({ message: (done as Error).message });
            expect(writes()).toEqual([]);
            return;
          }
          expect(told(writes(), done.statements)).toEqual(done.statements);
          expect({ ...plan, notices: [] }).toEqual({ ...done, notices: [] });
          expect(await one.createOrAlter(spec)).toMatchObject({ action: "unchanged", statements: [] });
          const shown = (await one.fetch({ foreignKeys: true, parameters: true })).toSpec();
          expect(await one.createOrAlter(shown)).toMatchObject({ action: "unchanged", statements: [] });
          expect(writes()).toEqual([]);
        }
        await one.drop();
      }),
      { numRuns, seed: 20_260_131 },
    );
  });
});
