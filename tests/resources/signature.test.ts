import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalReturns, sameReturns } from "../../provider/resources/procedure-returns";
import {
  argumentTypes,
  canonicalArgumentTypes,
  describedArguments,
  shownArguments,
  signature,
} from "../../provider/resources/signature";
import { storedName } from "../../provider/sql";

const hostileName = fc
  .string({ unit: fc.constantFrom(..."'\"\\;,()$-/* aZ1é🎉."), minLength: 1, maxLength: 12 })
  .map(storedName);
const types = fc.array(
  fc.constantFrom("NUMBER", "VARCHAR", "FLOAT", "TIMESTAMP_NTZ", "VECTOR(INT, 16)", "ARRAY", "BOOLEAN", "GEOGRAPHY"),
  { maxLength: 4 },
);

describe("the types of a procedure's arguments", () => {
  test.each([
    [["number(36,2)", "integer", "decimal"], "(NUMBER, NUMBER, NUMBER)"],
    [["double precision", "real"], "(FLOAT, FLOAT)"],
    [["text", "char(10)", "varchar(20)"], "(VARCHAR, VARCHAR, VARCHAR)"],
    [["varbinary", "datetime", "time(3)"], "(BINARY, TIMESTAMP_NTZ, TIME)"],
    [["timestamp_ltz(3)", "bool"], "(TIMESTAMP_LTZ, BOOLEAN)"],
    [["vector(int,16)", "variant", "array(int)"], "(VECTOR(INT, 16), VARIANT, ARRAY(NUMBER(38,0)))"],
    [[], "()"],
  ])("%j count as %s", (written, text) => {
    expect(argumentTypes(written)).toBe(text);
  });

  test.each([
    ["(text, decimal(10,2))", "(VARCHAR, NUMBER)"],
    [" ( ) ", "()"],
    ["(vector(int, 3),object(a int, b text))", "(VECTOR(INT, 3), OBJECT(a NUMBER(38,0), b VARCHAR))"],
  ])("%j are %s", (written, canonical) => {
    expect(canonicalArgumentTypes(written)).toBe(canonical);
    expect(canonicalArgumentTypes(canonical)).toBe(canonical);
  });

  test.each(["", "VARCHAR", "(nonsense)", "(VARCHAR,)"])("%j are none", (written) => {
    expect(() => canonicalArgumentTypes(written)).toThrow(expect.objectContaining({ name: "IdentifierError" }));
  });

  test("tell procedures of one name apart", () => {
    expect(signature(storedName("ID"), ["varchar(10)", "int"])).toBe("ID(VARCHAR, NUMBER)");
    expect(signature(storedName("my id"), [])).toBe('"my id"()');
  });
});

describe("SHOW PROCEDURES is read", () => {
  test.each([
    ["ID(FLOAT) RETURN FLOAT", "ID", { types: ["FLOAT"], optional: 0, outputs: [], returns: "FLOAT" }],
    ["ID() RETURN VARCHAR", "ID", { types: [], optional: 0, outputs: [], returns: "VARCHAR" }],
    ["ID(DEFAULT NUMBER) RETURN NUMBER", "ID", { types: ["NUMBER"], optional: 1, outputs: [], returns: "NUMBER" }],
    [
      "ID(FLOAT, DEFAULT NUMBER) RETURN TABLE ()",
      "ID",
      { types: ["FLOAT", "NUMBER"], optional: 1, outputs: [], returns: "TABLE()" },
    ],
    [
      "ID(VECTOR(INT, 16), ARRAY) RETURN TABLE (A NUMBER, B VARCHAR)",
      "ID",
      { types: ["VECTOR(INT, 16)", "ARRAY"], optional: 0, outputs: [], returns: "TABLE(A NUMBER, B VARCHAR)" },
    ],
    [
      "ID(OUT NUMBER, DEFAULT OUT VARCHAR) RETURN DATE",
      "ID",
      { types: ["NUMBER", "VARCHAR"], optional: 1, outputs: [0, 1], returns: "DATE" },
    ],
    [
      "A(B) RETURN C(FLOAT) RETURN DATE",
      "A(B) RETURN C",
      { types: ["FLOAT"], optional: 0, outputs: [], returns: "DATE" },
    ],
    ['"a b"(FLOAT) RETURN DATE', "a b", { types: ["FLOAT"], optional: 0, outputs: [], returns: "DATE" }],
    ["ID(NEWTYPE) RETURN NEWTYPE", "ID", { types: ["NEWTYPE"], optional: 0, outputs: [], returns: "NEWTYPE" }],
  ])("%s", (cell, name, shown) => {
    expect(shownArguments(cell, storedName(name))).toEqual(shown);
  });

  test("whatever the name holds", () => {
    fc.assert(
      fc.property(hostileName, types, (name, shown) => {
        expect(shownArguments(`${name}(${shown.join(", ")}) RETURN FLOAT`, name)).toEqual({
          types: shown,
          optional: 0,
          outputs: [],
          returns: "FLOAT",
        });
      }),
    );
  });
});

describe("DESCRIBE PROCEDURE is read", () => {
  test.each([
    ["()", []],
    ["(X FLOAT)", [{ name: "X", type: "FLOAT" }]],
    [
      "(X FLOAT, my arg VECTOR(INT, 16))",
      [
        { name: "X", type: "FLOAT" },
        { name: "my arg", type: "VECTOR(INT, 16)" },
      ],
    ],
    [
      "(DATE DATE, a VARCHAR(10))",
      [
        { name: "DATE", type: "DATE" },
        { name: "a", type: "VARCHAR" },
      ],
    ],
    ["(X DOUBLE PRECISION)", [{ name: "X", type: "FLOAT" }]],
    ["(X NEWTYPE)", [{ name: "X", type: "NEWTYPE" }]],
    ['("a, b" NUMBER)', [{ name: "a, b", type: "NUMBER" }]],
  ])("%s", (text, read) => {
    expect(describedArguments(text)).toEqual(read);
  });

  test.each([
    ["(a, b NUMBER)", ["NUMBER"], [{ name: "a, b", type: "NUMBER" }]],
    [
      "(a) NUMBER, (b FLOAT)",
      ["NUMBER", "FLOAT"],
      [
        { name: "a)", type: "NUMBER" },
        { name: "(b", type: "FLOAT" },
      ],
    ],
    ["(X NUMBER(38,0))", ["NUMBER"], [{ name: "X", type: "NUMBER" }]],
  ])("%s, with the types %j", (text, shown, read) => {
    expect(describedArguments(text, shown)).toEqual(read);
  });

  test("with a hostile name among others", () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        fc.pre(name === name.trim() && !name.startsWith('"'));
        expect(describedArguments(`(X FLOAT, ${name} NUMBER)`, ["FLOAT", "NUMBER"])).toEqual([
          { name: "X", type: "FLOAT" },
          { name, type: "NUMBER" },
        ]);
      }),
    );
  });
});

describe("what a procedure returns", () => {
  test.each([
    ["int", "NUMBER"],
    ["number(36,2)", "NUMBER(36,2)"],
    ["char", "VARCHAR(1)"],
    ["string", "VARCHAR"],
    ["float not null", "FLOAT NOT NULL"],
    ["float null", "FLOAT"],
    ["table()", "TABLE()"],
    ['TABLE (id int, "my name" varchar(10))', 'TABLE(ID NUMBER, "my name" VARCHAR(10))'],
    ["timestamp_ltz", "TIMESTAMP_LTZ"],
    ["timestamp_tz(9)", "TIMESTAMP_TZ"],
    ["timestamp_tz(3)", "TIMESTAMP_TZ(3)"],
  ])("%j is %s", (written, canonical) => {
    expect(canonicalReturns(written)).toBe(canonical);
    expect(canonicalReturns(canonical)).toBe(canonical);
  });

  test.each(["", "nonsense", "table (id)", "table (a-b int)", "table"])("%j is none", (written) => {
    expect(() => canonicalReturns(written)).toThrow(/is not a|cannot be empty/);
  });

  test.each([
    ["NUMBER", "NUMBER(38,0)"],
    ["FLOAT NOT NULL", "FLOAT NOT NULL"],
    ["VARCHAR", "VARCHAR(16777216)"],
    ["VARCHAR", "VARCHAR(134217728)"],
    ["BINARY", "BINARY"],
    ["TABLE(ID NUMBER, NAME VARCHAR)", "TABLE (ID NUMBER, NAME VARCHAR)"],
    ['TABLE("a b" NUMBER)', 'TABLE ("a b" NUMBER(38,0))'],
    ["TABLE()", "TABLE ()"],
    ['TABLE("a b" NUMBER)', "TABLE (a b NUMBER)"],
  ])("%s means the same as the shown %s", (canonical, shown) => {
    expect(sameReturns(canonical, shown)).toBe(true);
  });

  test.each([
    ["NUMBER", "NUMBER(36,2)"],
    ["FLOAT", "FLOAT NOT NULL"],
    ["VARCHAR", "VARCHAR(1)"],
    ["TABLE(ID NUMBER)", "TABLE (ID VARCHAR)"],
    ["TABLE(ID NUMBER)", "TABLE ()"],
  ])("%s means another thing than the shown %s", (canonical, shown) => {
    expect(sameReturns(canonical, shown)).toBe(false);
  });
});
