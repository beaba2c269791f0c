import { expect, test } from "vitest";
import { table } from "../../provider/resources";
import type { CanonicalColumn } from "../../provider/resources/column";
import { matchColumns } from "../../provider/resources/column-match";
import { progressOf } from "../../provider/resources/column-progress";
import { canonical } from "./plans";

/** `Z<A` is a column Z that was A. */
function columns(text: string): readonly CanonicalColumn[] {
  const written = text.split(" ").map((one) => {
    const [name, renamedFrom] = one.split("<");
    return { name, type: "int", ...(renamedFrom === undefined ? {} : { renamedFrom }) };
  });
  return canonical(table, { columns: written })["columns"] as readonly CanonicalColumn[];
}

test.each<[string, string, string, string | undefined]>([
  ["A B", "A B", "A B", ""],
  ["A", "Z<A", "A", ""],
  ["A", "Z<A", "Z", "Z"],
  // Somebody else's column has the name.
  ["A", "Z<A", "A Z", undefined],
  ["A", "Z<A", "Z A", undefined],
  // A new column takes the old name.
  ["A", "Z<A A", "A", ""],
  ["A", "Z<A A", "Z", "Z"],
  ["A", "Z<A A", "Z A", "Z"],
  ["A", "Z<A A", "A Z", undefined],
  // Renames of which each waits for the next.
  ["A B", "B<A C<B", "A B", ""],
  ["A B", "B<A C<B", "A C", "C"],
  ["A B", "B<A C<B", "B C", "C B"],
  ["A B", "B<A C<B", "A B C", undefined],
  ["A B", "B<A C<B A", "B C A", "C B"],
  ["A B", "B<A C<B A", "A C", "C"],
  ["A B", "B<A C<B A", "A B", ""],
  ["A B", "B<A C<B A", "A B C", undefined],
  // A column that somebody dropped.
  ["A B", "Z<A Y<B", "Y", "Z Y"],
])("from %s to %s, where %s stands: renamed %s", (before, after, live, done) => {
  const progress = progressOf(matchColumns(columns(before), columns(after)), live.split(" "));
  expect(progress?.done.map((one) => one.after.name).join(" ")).toBe(done);
});
