import { expect, test } from "vitest";
import { foreignKeys } from "../../provider/resources/table-keys";

const to = (table: string, name?: string) => ({
  columns: ["ID"],
  references: { table },
  ...(name === undefined ? {} : { name }),
});
const all = { before: {}, after: {}, memory: {} };

test.each([
  ["stands under the target's new name, and can be dropped", [to("OLD")], [to("NEW")], [to("OTHER")], [to("NEW")]],
  ["stands where its target has its name", [to("OLD")], [to("OLD")], [to("OTHER")], [to("OLD")]],
  ["stands already where the program follows the rename", [to("OLD")], [to("NEW")], [to("NEW")], [to("NEW")]],
  ["is gone if one of another name stands there", [to("OLD", "A")], [to("NEW", "B")], [to("OTHER", "A")], undefined],
  ["is gone if nothing stands there", [to("OLD")], [], [to("OTHER")], undefined],
])("a foreign key that is changed after its target was renamed %s", (_, recorded, live, after, expected) => {
  expect(foreignKeys.settle?.(recorded, live, after, all)).toEqual(expected);
});
