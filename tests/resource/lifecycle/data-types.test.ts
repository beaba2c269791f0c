import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalType } from "../../../provider/sql";
import { dataTypes } from "../../resources/data-types";
import { freshName, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql("CREATE DATABASE SCRATCH");
});
afterAll(() => stage.close());

describe.each(dataTypes)("$canonical", ({ canonical, spellings }) => {
  test("is what all its spellings mean", () => {
    expect(new Set([canonical, ...spellings].map(canonicalType))).toEqual(new Set([canonical]));
  });

  test("stays as it is in whatever spelling, in columns that are created and in columns that are added", async () => {
    const place = { schema: "SCRATCH.PUBLIC", name: freshName() };
    const declared = (types: readonly string[]) => ({
      ...place,
      columns: [
        { name: "id", type: "int" },
        ...types.map((type, index) => ({ name: `c${index}`, type, ...(index === 1 ? { nullable: false } : {}) })),
      ],
    });
    const created = await stage.run().up("table", declared(spellings));
    expect((await stage.run().refresh("table", created))?.outputs).toEqual(created.outputs);
    // Each column in another spelling than before.
    const respelt = declared([...spellings.slice(1), ...spellings.slice(0, 1)]);
    expect((await stage.run().up("table", respelt, created)).effect).toBe("same");

    const more = declared([...spellings, canonical]);
    const added = await stage.run().up("table", more, created);
    expect(added.effect).toBe("update");
    expect((await stage.run().refresh("table", added))?.outputs).toEqual(added.outputs);
    expect((await stage.run().up("table", more, added)).effect).toBe("same");
  });
});

test("types that an older server shows in other words stand for the same", async () => {
  const args = {
    schema: "SCRATCH.PUBLIC",
    name: freshName(),
    columns: [{ name: "a", type: "array(varchar(16777216))" }],
  };
  const entry = await stage.run().up("table", args);
  expect(entry.inputs["columns"]).toEqual([{ name: "A", type: "ARRAY(VARCHAR)" }]);
  expect((await stage.run().refresh("table", entry))?.outputs).toEqual(entry.outputs);
});
