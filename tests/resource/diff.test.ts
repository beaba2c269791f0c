import { describe, expect, test } from "vitest";
import { changesOf, unknownValue } from "../../provider/resource";
import { database, warehouse } from "../../provider/resources";

describe("a difference in", () => {
  test.each([
    ["nothing", { name: "A", autoSuspend: 60 }, { name: "A", autoSuspend: 60 }, []],
    ["the name renames", { name: "A" }, { name: "B" }, [{ key: "name", effect: "rename" }]],
    // That is how the engine asks about the children of a parent that is replaced.
    [
      "a name not known yet replaces",
      { name: "A" },
      { name: "A".replace("A", unknownValue) },
      [{ key: "name", effect: "replace" }],
    ],
    [
      "a property not known yet alters",
      { name: "A" },
      { name: "A", comment: unknownValue },
      [{ key: "comment", effect: "alter" }],
    ],
    ["the order of keys is none", { name: "A", tags: { x: "1", y: "2" } }, { name: "A", tags: { y: "2", x: "1" } }, []],
    [
      "options is recorded, and sends nothing",
      { name: "A", dataLoss: "refuse" },
      { name: "A", dataLoss: "allow", timeouts: { create: "5m" }, connection: "b", role: "R", readTags: true },
      ["connection", "role", "dataLoss", "readTags", "timeouts"].map((key) => ({ key, effect: "record" })),
    ],
    [
      "what only creation knows is recorded",
      { name: "A" },
      { name: "A", initiallySuspended: true, waitForCompletion: true },
      [
        { key: "waitForCompletion", effect: "record" },
        { key: "initiallySuspended", effect: "record" },
      ],
    ],
    [
      "the type to INTERACTIVE replaces",
      { name: "A", warehouseType: "STANDARD" },
      { name: "A", warehouseType: "INTERACTIVE" },
      [{ key: "warehouseType", effect: "replace" }],
    ],
  ])("%s", (_, before, after, changes) => {
    expect(changesOf(warehouse, before, after)).toEqual(changes);
  });

  test("where a database comes from replaces it", () => {
    expect(changesOf(database, { name: "A" }, { name: "A", fromListing: "X" })).toEqual([
      { key: "fromListing", effect: "replace" },
    ]);
  });
});
