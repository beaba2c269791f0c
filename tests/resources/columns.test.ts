import { describe, expect, test } from "vitest";
import { changesOf, type Step } from "../../provider/resource";
import { table } from "../../provider/resources";
import { canonical, planned } from "./plans";

type Column = Readonly<Record<string, unknown>>;

const id = { name: "id", type: "int" };
const alter = "ALTER TABLE SCRATCH.PUBLIC.LOADING ";

function steps(before: readonly Column[], after: readonly Column[]): readonly Step[] {
  return planned(table, { columns: before }, { columns: after });
}

function clauses(before: readonly Column[], after: readonly Column[]): string[] {
  return steps(before, after).map(({ statement }) => statement.text.replace(alter, ""));
}

/** Why a change takes a replacement; absent if it does not. */
function replacedBecause(before: readonly Column[], after: readonly Column[]): string | undefined {
  const changes = changesOf(table, canonical(table, { columns: before }), canonical(table, { columns: after }));
  return changes.find(({ effect }) => effect === "replace")?.why;
}

describe("nothing is sent", () => {
  test.each<[string, Column[], Column[]]>([
    ["for another spelling of a type", [{ name: "a", type: "int" }], [{ name: "A", type: "number(38, 0)" }]],
    ["for another order", [id, { name: "a", type: "int" }], [{ name: "a", type: "int" }, id]],
    ["for a renamedFrom that stays", [id], [{ ...id, renamedFrom: "old" }]],
    ["for a renamedFrom that is taken out", [{ ...id, renamedFrom: "old" }], [id]],
    [
      "for a renamedFrom whose column is there again",
      [
        { ...id, renamedFrom: "old" },
        { name: "old", type: "int" },
      ],
      [
        { ...id, renamedFrom: "old" },
        { name: "old", type: "int" },
      ],
    ],
    ["for what is no longer said of nullability", [{ ...id, nullable: true }], [id]],
  ])("%s", (_, before, after) => {
    expect(clauses(before, after)).toEqual([]);
  });
});

describe("columns are changed by", () => {
  test.each<[string, Column[], Column[], string[]]>([
    ["one is added", [id], [id, { name: "a", type: "string" }], ["ADD COLUMN A VARCHAR(16777216)"]],
    [
      "several are added in one statement, each with all that is said of it",
      [id],
      [
        { name: "a", type: "int", nullable: false, default: 0, comment: "c" },
        id,
        { name: '"b c"', type: "text", collate: "en" },
      ],
      [`ADD COLUMN A NUMBER(38,0) NOT NULL DEFAULT 0 COMMENT 'c', "b c" VARCHAR(16777216) COLLATE 'en'`],
    ],
    [
      "one is added with a sequence of the same schema",
      [id],
      [id, { name: "a", type: "int", default: "seq.nextval" }],
      ["ADD COLUMN A NUMBER(38,0) DEFAULT SCRATCH.PUBLIC.SEQ.NEXTVAL"],
    ],
    ["one is dropped", [id, { name: "a", type: "int" }], [id], ["DROP COLUMN A"]],
    [
      "several are dropped in one statement",
      [id, { name: "a", type: "int" }, { name: '"b c"', type: "int" }],
      [id],
      ['DROP COLUMN A, "b c"'],
    ],
    [
      "all are exchanged: the new ones come first, so that there is always one left",
      [id],
      [{ name: "a", type: "int" }],
      ["ADD COLUMN A NUMBER(38,0)", "DROP COLUMN ID"],
    ],
    [
      "one is renamed",
      [id, { name: "old", type: "int" }],
      [id, { name: "new", type: "int", renamedFrom: "old" }],
      ["RENAME COLUMN OLD TO NEW"],
    ],
    [
      "one of several former names is the one that stands",
      [id, { name: "older", type: "int" }],
      [id, { name: "new", type: "int", renamedFrom: ["old", "older", "oldest"] }],
      ["RENAME COLUMN OLDER TO NEW"],
    ],
    [
      "the first of several former names wins, and the other column is dropped",
      [id, { name: "old", type: "int" }, { name: "older", type: "int" }],
      [id, { name: "new", type: "int", renamedFrom: ["old", "older"] }],
      ["RENAME COLUMN OLD TO NEW", "DROP COLUMN OLDER"],
    ],
    [
      "a name is freed before the next column takes it",
      [
        { name: "a", type: "int" },
        { name: "b", type: "text" },
      ],
      [
        { name: "b", type: "int", renamedFrom: "a" },
        { name: "c", type: "text", renamedFrom: "b" },
      ],
      ["RENAME COLUMN B TO C", "RENAME COLUMN A TO B"],
    ],
    [
      "a chain of three, in whatever order it is written",
      [
        { name: "a", type: "int" },
        { name: "b", type: "int" },
        { name: "c", type: "int" },
      ],
      [
        { name: "c", type: "int", renamedFrom: "b" },
        { name: "d", type: "int", renamedFrom: "c" },
        { name: "b", type: "int", renamedFrom: "a" },
      ],
      ["RENAME COLUMN C TO D", "RENAME COLUMN B TO C", "RENAME COLUMN A TO B"],
    ],
    [
      "a new column takes the old name of a renamed one",
      [id, { name: "a", type: "int" }],
      [id, { name: "b", type: "int", renamedFrom: "a" }, { name: "a", type: "text" }],
      ["RENAME COLUMN A TO B", "ADD COLUMN A VARCHAR(16777216)"],
    ],
    [
      "a column keeps its name although another one was once called so",
      [id, { name: "a", type: "int" }, { name: "b", type: "int" }],
      [id, { name: "a", type: "int" }, { name: "b", type: "int", renamedFrom: "a" }],
      [],
    ],
    [
      "text is widened",
      [{ name: "a", type: "varchar(10)" }],
      [{ name: "a", type: "string" }],
      ["ALTER COLUMN A SET DATA TYPE VARCHAR(16777216)"],
    ],
    [
      "numbers get more digits",
      [{ name: "a", type: "number(10,2)" }],
      [{ name: "a", type: "number(12,2)" }],
      ["ALTER COLUMN A SET DATA TYPE NUMBER(12,2)"],
    ],
    [
      "numbers get fewer digits",
      [{ name: "a", type: "number(10,2)" }],
      [{ name: "a", type: "number(5,2)" }],
      ["ALTER COLUMN A SET DATA TYPE NUMBER(5,2)"],
    ],
    ["NULL is forbidden", [id], [{ ...id, nullable: false }], ["ALTER COLUMN ID SET NOT NULL"]],
    [
      "NULL is forbidden where it was allowed in so many words",
      [{ ...id, nullable: true }],
      [{ ...id, nullable: false }],
      ["ALTER COLUMN ID SET NOT NULL"],
    ],
    ["NULL is allowed", [{ ...id, nullable: false }], [{ ...id, nullable: true }], ["ALTER COLUMN ID DROP NOT NULL"]],
    ["NULL is allowed again", [{ ...id, nullable: false }], [id], ["ALTER COLUMN ID DROP NOT NULL"]],
    ["a comment is set", [id], [{ ...id, comment: "it's" }], ["ALTER COLUMN ID COMMENT 'it''s'"]],
    ["a comment is changed", [{ ...id, comment: "a" }], [{ ...id, comment: "b" }], ["ALTER COLUMN ID COMMENT 'b'"]],
    ["a comment is unset", [{ ...id, comment: "a" }], [{ ...id, comment: "" }], ["ALTER COLUMN ID UNSET COMMENT"]],
    ["a default is dropped", [{ ...id, default: 5 }], [id], ["ALTER COLUMN ID DROP DEFAULT"]],
    ["DEFAULT NULL is none", [{ ...id, default: 5 }], [{ ...id, default: "null" }], ["ALTER COLUMN ID DROP DEFAULT"]],
    [
      "one sequence becomes another",
      [{ ...id, default: "a.nextval" }],
      [{ ...id, default: "x.y.b.nextval" }],
      ["ALTER COLUMN ID SET DEFAULT X.Y.B.NEXTVAL"],
    ],
    [
      "a sequence of the same schema is named in full",
      [{ ...id, default: "a.nextval" }],
      [{ ...id, default: "b.nextval" }],
      ["ALTER COLUMN ID SET DEFAULT SCRATCH.PUBLIC.B.NEXTVAL"],
    ],
    [
      "several columns are altered in one statement",
      [
        { name: "a", type: "varchar(10)" },
        { name: "b", type: "int", nullable: false },
        { name: "c", type: "int" },
      ],
      [
        { name: "a", type: "varchar(20)" },
        { name: "b", type: "int" },
        { name: "c", type: "int", comment: "c" },
      ],
      ["ALTER COLUMN A SET DATA TYPE VARCHAR(20), COLUMN B DROP NOT NULL, COLUMN C COMMENT 'c'"],
    ],
    [
      "a second action on one column takes a second statement",
      [
        { name: "a", type: "varchar(10)", default: "'x'" },
        { name: "b", type: "int" },
      ],
      [
        { name: "a", type: "varchar(20)", nullable: false, comment: "c" },
        { name: "b", type: "int", comment: "d" },
      ],
      [
        "ALTER COLUMN A SET DATA TYPE VARCHAR(20), COLUMN B COMMENT 'd'",
        "ALTER COLUMN A SET NOT NULL",
        "ALTER COLUMN A DROP DEFAULT",
        "ALTER COLUMN A COMMENT 'c'",
      ],
    ],
    [
      "a renamed column is altered under its new name",
      [{ name: "a", type: "varchar(10)" }],
      [{ name: "b", type: "varchar(20)", renamedFrom: "a" }],
      ["RENAME COLUMN A TO B", "ALTER COLUMN B SET DATA TYPE VARCHAR(20)"],
    ],
    [
      "renames come first, then what is new, what is other, and what goes",
      [
        { name: "a", type: "int" },
        { name: "b", type: "varchar(5)" },
        { name: "gone", type: "int" },
      ],
      [
        { name: "c", type: "int", renamedFrom: "a" },
        { name: "b", type: "varchar(6)" },
        { name: "new", type: "int" },
      ],
      [
        "RENAME COLUMN A TO C",
        "ADD COLUMN NEW NUMBER(38,0)",
        "ALTER COLUMN B SET DATA TYPE VARCHAR(6)",
        "DROP COLUMN GONE",
      ],
    ],
    [
      "a masking policy is set",
      [id],
      [{ ...id, maskingPolicy: "a.b.m" }],
      ["ALTER COLUMN ID SET MASKING POLICY A.B.M FORCE"],
    ],
    [
      "a masking policy is exchanged without a moment in which nothing is masked",
      [{ ...id, maskingPolicy: "a.b.m" }],
      [{ ...id, maskingPolicy: { policy: "a.b.n", using: ["id"] } }],
      ["ALTER COLUMN ID SET MASKING POLICY A.B.N USING (ID) FORCE"],
    ],
    [
      "a masking policy is taken away",
      [{ ...id, maskingPolicy: "a.b.m" }],
      [id],
      ["ALTER COLUMN ID UNSET MASKING POLICY"],
    ],
    [
      "a projection policy is set",
      [id],
      [{ ...id, projectionPolicy: "a.b.p" }],
      ["ALTER COLUMN ID SET PROJECTION POLICY A.B.P FORCE"],
    ],
    [
      "a projection policy is taken away",
      [{ ...id, projectionPolicy: "a.b.p" }],
      [id],
      ["ALTER COLUMN ID UNSET PROJECTION POLICY"],
    ],
    [
      "tags are set, changed and taken away",
      [{ ...id, tags: { "a.b.c": "1", "a.b.d": "2" } }],
      [{ ...id, tags: { "a.b.c": "3", "a.b.e": "4" } }],
      ["ALTER COLUMN ID SET TAG A.B.C = '3', A.B.E = '4'", "ALTER COLUMN ID UNSET TAG A.B.D"],
    ],
  ])("%s", (_, before, after, statements) => {
    expect(clauses(before, after)).toEqual(statements);
    expect(replacedBecause(before, after)).toBeUndefined();
    for (const step of steps(before, after)) expect(step.properties).toEqual(["columns"]);
  });
});

describe("a replacement, because Snowflake has no statement for it:", () => {
  test.each<[string, Column, Column, string]>([
    ["shorter text", { type: "varchar(20)" }, { type: "varchar(10)" }, "VARCHAR(20)"],
    ["another scale", { type: "number(10,2)" }, { type: "number(10,3)" }, "scale"],
    ["another scale with more digits", { type: "number(10,2)" }, { type: "number(12,3)" }, "scale"],
    ["another family", { type: "int" }, { type: "varchar" }, "VARCHAR(16777216)"],
    ["a fraction for whole numbers", { type: "int" }, { type: "float" }, "FLOAT"],
    ["longer binary", { type: "binary(10)" }, { type: "binary(20)" }, "BINARY(20)"],
    ["shorter binary", { type: "binary(20)" }, { type: "binary(10)" }, "BINARY(10)"],
    [
      "another precision of a timestamp",
      { type: "timestamp_ntz(3)" },
      { type: "timestamp_ntz(6)" },
      "TIMESTAMP_NTZ(6)",
    ],
    ["another precision of a time", { type: "time(9)" }, { type: "time(0)" }, "TIME(0)"],
    ["another time zone", { type: "timestamp_ntz" }, { type: "timestamp_tz" }, "TIMESTAMP_TZ(9)"],
    ["another shape", { type: "array(int)" }, { type: "array(varchar)" }, "ARRAY(VARCHAR)"],
    ["another dimension", { type: "vector(float, 3)" }, { type: "vector(float, 4)" }, "VECTOR(FLOAT, 4)"],
    [
      "a default for a column that exists",
      { type: "int" },
      { type: "int", default: 5 },
      "column A: a column that exists cannot be given a default",
    ],
    [
      "another default",
      { type: "int", default: 5 },
      { type: "int", default: 6 },
      "column A: its default 5 cannot become 6 (only a sequence can become another one)",
    ],
    [
      "a sequence for a constant",
      { type: "int", default: 5 },
      { type: "int", default: "s.nextval" },
      "its default 5 cannot become S.NEXTVAL",
    ],
    [
      "a constant for a sequence",
      { type: "int", default: "s.nextval" },
      { type: "int", default: 5 },
      "its default S.NEXTVAL cannot become 5",
    ],
    ["a collation", { type: "text" }, { type: "text", collate: "en" }, "column A: its collation cannot be changed"],
    ["no collation", { type: "text", collate: "en" }, { type: "text" }, "column A: its collation cannot be changed"],
    [
      "autoincrement",
      { type: "int" },
      { type: "int", autoincrement: true },
      "column A: autoincrement cannot be changed",
    ],
    [
      "another start",
      { type: "int", autoincrement: true },
      { type: "int", autoincrement: { start: 5 } },
      "column A: autoincrement cannot be changed",
    ],
    [
      "another order",
      { type: "int", autoincrement: { order: true } },
      { type: "int", autoincrement: { order: false } },
      "column A: autoincrement cannot be changed",
    ],
    [
      "another expression of a virtual column",
      { type: "int", as: "id + 1" },
      { type: "int", as: "id + 2" },
      "column A: the expression of a virtual column cannot be changed",
    ],
    [
      "a virtual column in place of a real one",
      { type: "int" },
      { type: "int", as: "id + 2" },
      "column A: the expression of a virtual column cannot be changed",
    ],
  ])("%s", (_, before, after, why) => {
    const [left, right] = [
      [id, { name: "a", ...before }],
      [id, { name: "a", ...after }],
    ];
    expect(replacedBecause(left, right)).toContain(why);
    expect(clauses(left, right)).toEqual([]);
  });

  test.each<[string, Column, string]>([
    [
      "a new column with a function as default",
      { type: "timestamp_ltz", default: "current_timestamp()" },
      "column A: a column that is added takes a constant or a sequence as default, not CURRENT_TIMESTAMP()",
    ],
    ["a new column with an expression as default", { type: "int", default: "1 + 1" }, "as default, not 1 + 1"],
  ])("%s", (_, added, why) => {
    expect(replacedBecause([id], [id, { name: "a", ...added }])).toContain(why);
  });

  test("all reasons at once, by the former name of each column", () => {
    const before = [{ name: "a", type: "varchar(20)" }, { name: "b", type: "int" }, id];
    const after = [
      { name: "c", type: "varchar(10)", collate: "en", renamedFrom: "a" },
      { name: "b", type: "text" },
      id,
    ];
    const why = replacedBecause(before, after);
    expect(why?.split("; ").map((one) => /^column (\w+): /.exec(one)?.[1])).toEqual(["A", "A", "B"]);
  });
});

describe("an order that is not said is whatever it is", () => {
  test.each<[Column, Column]>([
    [{ autoincrement: true }, { autoincrement: { order: true } }],
    [{ autoincrement: { order: false } }, { autoincrement: { start: 1, increment: 1 } }],
  ])("%o → %o", (before, after) => {
    expect(clauses([{ ...id, ...before }], [{ ...id, ...after }])).toEqual([]);
    expect(replacedBecause([{ ...id, ...before }], [{ ...id, ...after }])).toBeUndefined();
  });
});

describe("a default that came with ADD COLUMN", () => {
  const plain = { name: "a", type: "int" };
  const given = { ...plain, default: 5 };
  const remember = (before: readonly Column[], after: readonly Column[], memory = {}) =>
    table.remember?.(canonical(table, { columns: before }), canonical(table, { columns: after }), memory);

  test("is kept in mind, through renames, until its column goes", () => {
    expect(remember([id], [id, given])).toEqual({ fixedDefaults: ["A"] });
    const memory = { fixedDefaults: ["A"] };
    expect(remember([id, given], [id, given], memory)).toEqual(memory);
    expect(remember([id, given], [id, { ...given, name: "b", renamedFrom: "a" }], memory)).toEqual({
      fixedDefaults: ["B"],
    });
    expect(remember([id, given], [id], memory)).toBeUndefined();
  });

  test("is not what came with CREATE TABLE, or without a default", () => {
    expect(remember([id, given], [id, plain])).toBeUndefined();
    expect(remember([id], [id, plain])).toBeUndefined();
  });

  test("takes a replacement to be dropped", () => {
    const [before, after] = [canonical(table, { columns: [id, given] }), canonical(table, { columns: [id, plain] })];
    expect(changesOf(table, before, after, { fixedDefaults: ["A"] })).toEqual([
      {
        key: "columns",
        effect: "replace",
        why: "column A: a default that came with ADD COLUMN cannot be dropped",
      },
    ]);
    expect(changesOf(table, before, after)).toEqual([{ key: "columns", effect: "alter" }]);
  });
});

describe("a step", () => {
  test("that drops columns says what it loses, and the way out where a new one may be meant", () => {
    const gone = [
      { name: "a", type: "int" },
      { name: "b", type: "int" },
    ];
    expect(steps([id, ...gone], [id])).toMatchObject([
      { class: "loses data", loses: "drop columns A, B of", recoverable: true, reason: "columns: drop columns A, B" },
    ]);
    expect(steps([id, ...gone], [id])[0]).not.toHaveProperty("instead");
    expect(steps([id, { name: "a", type: "int" }], [id, { name: "c", type: "int" }])[1]).toMatchObject({
      loses: "drop column A of",
      instead: 'if a column was renamed, say so on the new one: renamedFrom: "A"',
    });
  });

  test.each<[string, Column[], Column[], string | undefined]>([
    ["NOT NULL needs values", [id], [{ ...id, nullable: false }], "column ID must hold no NULL to become NOT NULL"],
    [
      "NOT NULL of semi-structured data needs an empty table",
      [{ name: "v", type: "variant" }],
      [{ name: "v", type: "variant", nullable: false }],
      "the table must hold no rows for column V to become NOT NULL",
    ],
    [
      "fewer digits need small numbers",
      [{ name: "a", type: "number(10,2)" }],
      [{ name: "a", type: "number(5,2)" }],
      "column A must hold only what fits into NUMBER(5,2)",
    ],
    ["more digits need nothing", [{ name: "a", type: "number(5,2)" }], [{ name: "a", type: "number(9,2)" }], undefined],
    [
      "a new NOT NULL column without a default needs an empty table",
      [id],
      [id, { name: "a", type: "int", nullable: false }],
      "the table must hold no rows for A to be added",
    ],
    [
      "with a constant default it does not",
      [id],
      [id, { name: "a", type: "int", nullable: false, default: 0 }],
      undefined,
    ],
    [
      "a numbered column needs an empty table",
      [id],
      [id, { name: "a", type: "int", autoincrement: true }],
      "the table must hold no rows for A to be added",
    ],
    [
      "a sequence as default needs an empty table",
      [id],
      [id, { name: "a", type: "int", default: "s.nextval" }, { name: "b", type: "int" }],
      "the table must hold no rows for A to be added",
    ],
  ])("%s", (_, before, after, condition) => {
    const [step, ...others] = steps(before, after);
    expect(others).toEqual([]);
    if (condition === undefined) expect(step).not.toHaveProperty("condition");
    else expect(step?.condition?.text).toContain(condition);
    // What fits is not lost, but `refuse` means narrowing too.
    expect(step?.class).toBe(condition?.includes("what fits into") === true ? "loses data" : "safe");
  });

  test("asks about several columns at once", () => {
    const before = [id, { name: "a", type: "number(10)" }];
    const after = [
      { ...id, nullable: false },
      { name: "a", type: "number(5)" },
    ];
    expect(steps(before, after)[0]?.condition?.text).toBe(
      "column ID must hold no NULL to become NOT NULL; column A must hold only what fits into NUMBER(5,0)",
    );
  });

  test("gives its reason in words", () => {
    const before = [id, { name: "a", type: "varchar(10)" }, { name: "gone", type: "int" }];
    const after = [
      id,
      { name: "b", type: "varchar(20)", comment: "c", renamedFrom: "a" },
      { name: "new", type: "int" },
    ];
    expect(steps(before, after).map(({ reason }) => reason)).toEqual([
      "columns: rename A to B",
      "columns: add NEW",
      expect.stringContaining("A: name A → B, type VARCHAR(10) → VARCHAR(20), comment none → c"),
      expect.stringContaining("A: name A → B, type VARCHAR(10) → VARCHAR(20), comment none → c"),
      "columns: drop column GONE",
    ]);
  });
});

test("columns that are managed from now on, or not any more, send nothing", () => {
  const [columns, like] = [[id], "a.b.c"];
  expect(planned(table, { like }, { like, columns })).toEqual([]);
  expect(planned(table, { like, columns }, { like })).toEqual([]);
});
