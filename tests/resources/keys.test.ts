import { describe, expect, test } from "vitest";
import { changesOf } from "../../provider/resource";
import { namesOf } from "../../provider/resource/names";
import { table } from "../../provider/resources";
import { parseQualified } from "../../provider/sql";
import { canonical, edited, planned } from "./plans";

type Written = Readonly<Record<string, unknown>>;

const columns = ["id", "a", "b", "c"].map((name) => ({ name, type: "int" }));
const alter = "ALTER TABLE SCRATCH.PUBLIC.LOADING ";

function clauses(before: Written, after: Written): string[] {
  return edited(table, { columns, ...before }, { columns, ...after }).map((text) => text.replace(alter, ""));
}

describe("keys are changed by", () => {
  test.each<[string, Written, Written, string[]]>([
    ["a primary key is added", {}, { primaryKey: ["id"] }, ["ADD PRIMARY KEY (ID)"]],
    ["a primary key is dropped", { primaryKey: ["id"] }, {}, ["DROP PRIMARY KEY"]],
    [
      "a primary key of other columns is another one",
      { primaryKey: ["id"] },
      { primaryKey: ["id", "a"] },
      ["DROP PRIMARY KEY", "ADD PRIMARY KEY (ID, A)"],
    ],
    [
      "the order of its columns counts",
      { primaryKey: ["id", "a"] },
      { primaryKey: ["a", "id"] },
      ["DROP PRIMARY KEY", "ADD PRIMARY KEY (A, ID)"],
    ],
    ["a key with a name is dropped by it", { primaryKey: { columns: ["id"], name: "pk" } }, {}, ["DROP CONSTRAINT PK"]],
    [
      "a key is renamed",
      { primaryKey: { columns: ["id"], name: "pk" } },
      { primaryKey: { columns: ["id"], name: '"the key"' } },
      ['RENAME CONSTRAINT PK TO "the key"'],
    ],
    [
      "a key whose name is not known is made again with one",
      { primaryKey: ["id"] },
      { primaryKey: { columns: ["id"], name: "pk" } },
      ["DROP PRIMARY KEY", "ADD CONSTRAINT PK PRIMARY KEY (ID)"],
    ],
    [
      "a name that is no longer said may stay",
      { primaryKey: { columns: ["id"], name: "pk" } },
      { primaryKey: ["id"] },
      [],
    ],
    [
      "queries may rely on it",
      { primaryKey: ["id"] },
      { primaryKey: { columns: ["id"], rely: true } },
      ["MODIFY PRIMARY KEY RELY"],
    ],
    [
      "queries may not rely on it any more",
      { uniqueKeys: [{ columns: ["a", "b"], rely: true }] },
      { uniqueKeys: [["a", "b"]] },
      ["MODIFY UNIQUE (A, B) NORELY"],
    ],
    [
      "not to be relied on is the default",
      { primaryKey: ["id"] },
      { primaryKey: { columns: ["id"], rely: false } },
      [],
    ],
    [
      "a key is renamed before it is changed by its new name",
      { uniqueKeys: [{ columns: ["a"], name: "u" }] },
      { uniqueKeys: [{ columns: ["a"], name: "v", rely: true }] },
      ["RENAME CONSTRAINT U TO V", "MODIFY CONSTRAINT V RELY"],
    ],
    [
      "a comment takes a new key",
      { uniqueKeys: [["a"]] },
      { uniqueKeys: [{ columns: ["a"], comment: "c" }] },
      ["DROP UNIQUE (A)", "ADD UNIQUE (A) COMMENT 'c'"],
    ],
    [
      "of several keys only those that differ are touched",
      { uniqueKeys: [["a"], ["b"]] },
      { uniqueKeys: [["b"], ["c"]] },
      ["DROP UNIQUE (A)", "ADD UNIQUE (C)"],
    ],
    ["their order does not count", { uniqueKeys: [["a"], ["b"]] }, { uniqueKeys: [["b"], ["a"]] }, []],
    [
      "a foreign key is added",
      {},
      { foreignKeys: [{ columns: ["a"], references: { table: "p" }, onDelete: "cascade" }] },
      ["ADD FOREIGN KEY (A) REFERENCES SCRATCH.PUBLIC.P ON DELETE CASCADE"],
    ],
    [
      "a foreign key is dropped",
      { foreignKeys: [{ columns: ["a", "b"], references: { table: "p" } }] },
      { foreignKeys: [] },
      ["DROP FOREIGN KEY (A, B)"],
    ],
    [
      "another target is another key",
      { foreignKeys: [{ columns: ["a"], references: { table: "p" } }] },
      { foreignKeys: [{ columns: ["a"], references: { table: "q" } }] },
      ["DROP FOREIGN KEY (A)", "ADD FOREIGN KEY (A) REFERENCES SCRATCH.PUBLIC.Q"],
    ],
    [
      "another action is another key",
      { foreignKeys: [{ columns: ["a"], references: { table: "p" } }] },
      { foreignKeys: [{ columns: ["a"], references: { table: "p" }, onUpdate: "SET NULL" }] },
      ["DROP FOREIGN KEY (A)", "ADD FOREIGN KEY (A) REFERENCES SCRATCH.PUBLIC.P ON UPDATE SET NULL"],
    ],
    [
      "the default action is none",
      { foreignKeys: [{ columns: ["a"], references: { table: "p" } }] },
      { foreignKeys: [{ columns: ["a"], references: { table: "p" }, onUpdate: "no action", match: "full" }] },
      [],
    ],
    [
      "columns of the target that are no longer said may stay",
      { foreignKeys: [{ columns: ["a"], references: { table: "p", columns: ["x"] } }] },
      { foreignKeys: [{ columns: ["a"], references: { table: "p" } }] },
      [],
    ],
    [
      "a check is added, without a look at the rows",
      {},
      { checks: ["a > 0"] },
      ["ADD CHECK (A > 0) ENABLE NOVALIDATE"],
    ],
    [
      "a check is exchanged",
      { checks: [{ name: "c", expression: "a > 0" }] },
      { checks: [{ name: "c", expression: "a > 1" }] },
      ["DROP CONSTRAINT C", "ADD CONSTRAINT C CHECK (A > 1) ENABLE NOVALIDATE"],
    ],
  ])("%s", (_, before, after, statements) => {
    expect(clauses(before, after)).toEqual(statements);
  });
});

test("a check without a name cannot be dropped, which takes a replacement", () => {
  const [before, after] = [{ columns, checks: ["a > 0"] }, { columns }].map((one) => canonical(table, one));
  expect(changesOf(table, before ?? {}, after ?? {})).toEqual([
    { key: "checks", effect: "replace", why: "CHECK (A > 0) has no name to drop it by" },
  ]);
});

describe("together with columns", () => {
  const renamed = [columns[0], { name: "z", type: "int", renamedFrom: "a" }, ...columns.slice(2)];

  test.each<[string, Written, Written, string[]]>([
    [
      "keys follow the rename of a column",
      {
        primaryKey: ["a", "id"],
        uniqueKeys: [["a"]],
        foreignKeys: [{ columns: ["a"], references: { table: "p" } }],
      },
      {
        columns: renamed,
        primaryKey: ["z", "id"],
        uniqueKeys: [["z"]],
        foreignKeys: [{ columns: ["z"], references: { table: "p" } }],
      },
      ["RENAME COLUMN A TO Z"],
    ],
    [
      "a key that changes as its column is renamed is dropped by the old name and made by the new",
      { uniqueKeys: [["a"]] },
      { columns: renamed, uniqueKeys: [{ columns: ["z"], comment: "c" }] },
      ["DROP UNIQUE (A)", "RENAME COLUMN A TO Z", "ADD UNIQUE (Z) COMMENT 'c'"],
    ],
    [
      "a key stays with its column when a new column takes the name",
      { primaryKey: ["a"] },
      { columns: [...renamed, { name: "a", type: "int" }], primaryKey: ["z"] },
      ["RENAME COLUMN A TO Z", "ADD COLUMN A NUMBER(38,0)"],
    ],
    [
      "a key goes to the column that takes the name",
      { primaryKey: ["a"] },
      { columns: [...renamed, { name: "a", type: "int" }], primaryKey: ["a"] },
      ["DROP PRIMARY KEY", "RENAME COLUMN A TO Z", "ADD COLUMN A NUMBER(38,0)", "ADD PRIMARY KEY (A)"],
    ],
    [
      "a key goes from column to column along a chain of renames",
      { uniqueKeys: [["b"]] },
      {
        columns: [
          { name: "id", type: "int" },
          { name: "b", type: "int", renamedFrom: "a" },
          { name: "z", type: "int", renamedFrom: "b" },
          { name: "c", type: "int" },
        ],
        uniqueKeys: [["b"]],
      },
      ["DROP UNIQUE (B)", "RENAME COLUMN B TO Z", "RENAME COLUMN A TO B", "ADD UNIQUE (B)"],
    ],
    [
      "a clustering key goes to the column that takes the name",
      { clusterBy: ["a"] },
      { columns: [...renamed, { name: "a", type: "int" }], clusterBy: ["a"] },
      ["DROP CLUSTERING KEY", "RENAME COLUMN A TO Z", "ADD COLUMN A NUMBER(38,0)", "CLUSTER BY (A)"],
    ],
    [
      "a key of a column that goes is dropped before it",
      { primaryKey: ["id", "a"] },
      { columns: columns.filter(({ name }) => name !== "a"), primaryKey: ["id"] },
      ["DROP PRIMARY KEY", "DROP COLUMN A", "ADD PRIMARY KEY (ID)"],
    ],
    [
      "a key of a new column is made after it",
      {},
      { columns: [...columns, { name: "d", type: "int" }], uniqueKeys: [["d"]] },
      ["ADD COLUMN D NUMBER(38,0)", "ADD UNIQUE (D)"],
    ],
    [
      "foreign keys go before the keys that they may refer to, and come after them",
      {
        primaryKey: ["id"],
        uniqueKeys: [["a"]],
        foreignKeys: [{ columns: ["b"], references: { table: "loading", columns: ["a"] } }],
        checks: [{ name: "c", expression: "a > 0" }],
      },
      {
        primaryKey: ["a"],
        uniqueKeys: [["id"]],
        foreignKeys: [{ columns: ["b"], references: { table: "loading", columns: ["id"] } }],
      },
      [
        "DROP CONSTRAINT C",
        "DROP FOREIGN KEY (B)",
        "DROP UNIQUE (A)",
        "DROP PRIMARY KEY",
        "ADD PRIMARY KEY (A)",
        "ADD UNIQUE (ID)",
        "ADD FOREIGN KEY (B) REFERENCES SCRATCH.PUBLIC.LOADING (ID)",
      ],
    ],
  ])("%s", (_, before, after, statements) => {
    expect(clauses(before, after)).toEqual(statements);
  });
});

describe("a foreign key", () => {
  const to = (target: string, place: Written = {}) =>
    canonical(table, { columns, ...place, foreignKeys: [{ columns: ["a"], references: { table: target } }] });
  const targetOf = (values: Written) =>
    (values["foreignKeys"] as readonly { readonly references: { readonly table: string } }[])[0]?.references.table;

  test.each([
    ["scratch.public.parent", "PARENT"],
    ["public.parent", "PARENT"],
    ["parent", "PARENT"],
    ["scratch.other.parent", "OTHER.PARENT"],
    ["elsewhere.public.parent", "ELSEWHERE.PUBLIC.PARENT"],
  ])("to %s is kept as one to %s, relative to the table", (written, kept) => {
    expect(targetOf(to(written))).toBe(kept);
  });

  test("is the same after its schema, or its database, has been renamed with all that is in it", () => {
    const before = to("scratch.public.parent");
    const after = to("scratch.renamed.parent", { schema: "scratch.renamed" });
    expect(changesOf(table, before, after)).toEqual([{ key: "schema", effect: "rename" }]);
    const elsewhere = to("renamed.other.parent", { schema: "renamed.public" });
    expect(changesOf(table, to("scratch.other.parent"), elsewhere)).toEqual([{ key: "database", effect: "rename" }]);
  });

  test("is another one when the table moves away from its parent", () => {
    const [before, after] = [to("scratch.public.parent"), to("scratch.other.parent", { schema: "scratch.other" })];
    expect(changesOf(table, before, after)).toEqual([{ key: "schema", effect: "rename" }]);
    const left = to("scratch.public.parent", { schema: "scratch.other" });
    expect(changesOf(table, before, left)).toContainEqual({ key: "foreignKeys", effect: "alter" });
  });

  test("follows its parent's rename", () => {
    const before = to("parent");
    const renamed = (name: readonly string[]) =>
      name.join(".") === "SCRATCH.PUBLIC.PARENT"
        ? parseQualified("SCRATCH.PUBLIC.NEW")
        : parseQualified(name.join("."));
    const followed = table.properties.foreignKeys.follow?.(
      before["foreignKeys"] as never,
      renamed,
      namesOf(table, before),
    );
    expect(followed).toEqual(to("new")["foreignKeys"]);
  });
});

test("the drop of a key asks whether foreign keys of other tables refer to it; that of a foreign key does not", () => {
  const conditions = (before: Written) =>
    planned(table, { columns, ...before }, { columns }).map(({ condition }) => condition?.text);
  expect(conditions({ primaryKey: ["id", "a"] })).toEqual(["no foreign key may refer to (ID, A)"]);
  expect(conditions({ uniqueKeys: [["a"]] })).toEqual(["no foreign key may refer to (A)"]);
  expect(conditions({ foreignKeys: [{ columns: ["a"], references: { table: "p" } }] })).toEqual([undefined]);
});
