import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalDefault,
  canonicalExpression,
  canonicalName,
  columnOf,
  expressionList,
  expressionProblem,
  identifiersIn,
  literal,
  storedName,
} from "../../provider/sql";

const hostile = fc.string({ unit: fc.constantFrom(..."'\"\\;,()$-/*\n aZ1é🎉") });
const name = fc
  .string({ unit: fc.constantFrom(..."'\"\\;,()$-/* aZ1é🎉"), minLength: 1, maxLength: 20 })
  .map((text) => canonicalName(storedName(text)));

/** Anything from single signs to whole expressions, much of it wrong. */
const scraps = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."a B case when then else end and not in is null current_date f ( ) [ ] { } , . .. : :: + - * / || => -> <= 1 .5 1e3 2. $1 x'4a' $$".split(
          " ",
        ),
        "'it\\'s'",
        "/* ; */",
        "-- x\n",
        "$$a'b$$",
        "as number(10,2)",
      ),
      hostile.map(literal),
      name,
    ),
    { maxLength: 12 },
  )
  .chain((words) =>
    fc
      .array(fc.constantFrom("", " ", "\n"), { minLength: 12, maxLength: 12 })
      .map((blanks) => words.map((word, at) => `${word}${blanks[at]}`).join("")),
  );

const expression = scraps.filter((text) => expressionProblem(text) === undefined);

describe("an expression", () => {
  test.each([
    ["a+b*-c", "A + B * -C"],
    ["  A\n +\tb ", "A + B"],
    ["f ( a,b )", "F(A, B)"],
    ["f()", "F()"],
    ["(a + b)*c", "(A + B) * C"],
    ["a - -1", "A - -1"],
    ["- -1", "- -1"],
    ["a--1\n-1", "A - 1"],
    ["a/ *b", "A / * B"],
    ["a>=1 and b<>2 or not(c)", "A >= 1 AND B <> 2 OR NOT (C)"],
    ["x IN(1,2)", "X IN (1, 2)"],
    ["a between -1 and(2)", "A BETWEEN -1 AND (2)"],
    ["case when a then 1 else -1 end - 1", "CASE WHEN A THEN 1 ELSE -1 END - 1"],
    ["cast(a as number(10,2))", "CAST(A AS NUMBER(10, 2))"],
    ["a :: number (10,2)", "A::NUMBER(10, 2)"],
    ["count( * )", "COUNT(*)"],
    ["f(n=>1)", "F(N => 1)"],
    ["x->x+1", "X -> X + 1"],
    ["[1,a [ 0 ]]", "[1, A[0]]"],
    ["{ 'a':col }", "{'a': COL}"],
    ["1e3+.5+2.", "1E3 + .5 + 2."],
    ["x'4a'||'b'", "x'4a' || 'b'"],
    ["date'2020-01-01'", "DATE '2020-01-01'"],
    ["db . schema . udf (a)", 'DB."SCHEMA".UDF(A)'],
    ["db..udf(a)", "DB..UDF(A)"],
    ["$1:a", "$1:a"],
    ["naïve + 1", "NAïVE + 1"],
  ])("%j is written %j", (written, text) => {
    expect(canonicalExpression(written)).toBe(text);
    expect(canonicalExpression(text)).toBe(text);
  });

  test.each([
    ['"ABC" + "abc"', 'ABC + "abc"'],
    ['"My col" * 2', '"My col" * 2'],
    ['"a""b"', '"a""b"'],
    ['"ORDER" + "END"', '"ORDER" + "END"'],
    ["issue > 1", '"ISSUE" > 1'],
    ['"CURRENT_DATE"', '"CURRENT_DATE"'],
    ['"T"."C"', "T.C"],
    ['"-- no comment"', '"-- no comment"'],
  ])("has names without quotes that they do not need: %s is %s", (written, text) => {
    expect(canonicalExpression(written)).toBe(text);
    expect(canonicalExpression(text)).toBe(text);
  });

  test.each([
    ["v:city", "V:city"],
    ["v:City.Name::string", "V:City.Name::STRING"],
    ["v:a[0].bC + v:d", "V:a[0].bC + V:d"],
    ["v['k'].Ab", "V['k'].Ab"],
    ['v:"City"', 'V:"City"'],
    ["parse_json(a):b", "PARSE_JSON(A):b"],
  ])("keeps the case of keys in a path: %s is %s", (written, text) => {
    expect(canonicalExpression(written)).toBe(text);
    expect(canonicalExpression(text)).toBe(text);
  });

  test.each(
    "CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURRENT_ROLE LOCALTIME LOCALTIMESTAMP".split(" "),
  )("calls %s with parentheses", (word) => {
    expect(canonicalExpression(word.toLowerCase())).toBe(`${word}()`);
    expect(canonicalExpression(`${word} ( )`)).toBe(`${word}()`);
    expect(canonicalExpression(`f(${word}, ${word}(3))`)).toBe(`F(${word}(), ${word}(3))`);
  });

  test.each([
    ["'a  B'", "'a  B'"],
    ["'it\\'s'", "'it''s'"],
    ["'it''s'", "'it''s'"],
    ["'\\\\'", "'\\\\'"],
    ["'\\\\\\''", "'\\\\'''"],
    ["'a\\n'", "'a\\n'"],
    ["$$ it's $$", "$$ it's $$"],
    ["'/* no comment */ -- none'", "'/* no comment */ -- none'"],
  ])("keeps the string %s as %s", (written, text) => {
    expect(canonicalExpression(written)).toBe(text);
    expect(canonicalExpression(text)).toBe(text);
  });

  test.each([
    ["a /* b */ + /**/ 1", "A + 1"],
    ["a -- it's\n + 1", "A + 1"],
    ["a // ;\n + 1", "A + 1"],
    ["/* a /* b */ c", "C"],
  ])("has no comments: %j is %j", (written, text) => {
    expect(canonicalExpression(written)).toBe(text);
  });

  test("in canonical form passes unchanged, and is no less an expression", () => {
    fc.assert(
      fc.property(expression, (text) => {
        const canonical = canonicalExpression(text);
        expect(canonicalExpression(canonical)).toBe(canonical);
        expect(expressionProblem(canonical)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test("keeps every string and name in it", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile.map(literal), name), { minLength: 1 }), (pairs) => {
        const text = pairs.map(([string, column]) => `f(${string},${column})`).join("||");
        expect(canonicalExpression(text)).toBe(pairs.map(([string, column]) => `F(${string}, ${column})`).join(" || "));
      }),
    );
  });
});

describe("a text is no expression", () => {
  test.each([
    ["", "it is empty"],
    [" \n /* nothing */ ", "it is empty"],
    ["-- nothing\n", "it is empty"],
    ["a; drop table t", "a ; ends the statement"],
    ["(a; b)", "a ; ends the statement"],
    ["a, b", "a , outside parentheses"],
    ["a) + (b", "a ) closes nothing"],
    ["(a", "( is never closed"],
    ["f(a]", "a ] closes nothing"],
    ["[a", "[ is never closed"],
    ["'a", "a quote ' never ends"],
    ["'a\\'", "a quote ' never ends"],
    ["'a''", "a quote ' never ends"],
    ['"a', 'a quote " never ends'],
    ["$$a", "a quote $$ never ends"],
    ["a$$b", "a$$b holds $$"],
    ["1 /* a", "a comment /* never ends"],
    ["1 -- a", "the comment at its end"],
    ["1 // a", "the comment at its end"],
  ])("%j: %s", (text, problem) => {
    expect(expressionProblem(text)).toContain(problem);
  });

  test.each([
    "a",
    "f(a, b)",
    "[1, 2]",
    "{'a': 1, 'b': 2}",
    "';'",
    "'a, b'",
    '";" + ")"',
    "$$;'$$",
    "a /* ; */ + 1",
    "a -- ;\n + 1",
    "a -- ;\n",
    "'\\\\'",
    "''''",
  ])("but %j is one", (text) => {
    expect(expressionProblem(text)).toBeUndefined();
  });

  test("if it could end the parentheses that it is put in", () => {
    fc.assert(
      fc.property(scraps, scraps, (one, other) => {
        fc.pre(expressionProblem(one) === undefined && expressionProblem(other) === undefined);
        expect(expressionProblem(`(${one}, ${other})`)).toBeUndefined();
        expect(expressionList(`${one}, ${other}`)).toEqual([canonicalExpression(one), canonicalExpression(other)]);
      }),
    );
  });
});

test.each([
  ["a, f(b, c)", ["A", "F(B, C)"]],
  ["a", ["A"]],
  ["'a,b', \"c,d\"", ["'a,b'", '"c,d"']],
  ["date_trunc('month', a), b[0,1]", ["DATE_TRUNC('month', A)", "B[0, 1]"]],
  ["", []],
])("the list %j is %j", (text, items) => {
  expect(expressionList(text)).toEqual(items);
});

test.each([
  ["my_col", "MY_COL"],
  [' "MY_COL" ', "MY_COL"],
  ['"My col"', '"My col"'],
  ["issue", '"ISSUE"'],
  ['"END"', "END"],
  ["nextval", "NEXTVAL"],
  ["a /* c */", "A"],
  ["order", undefined],
  ["null", undefined],
  ["current_date", undefined],
  ["t.c", undefined],
  ["(a)", undefined],
  ["f(a)", undefined],
  ["a + 1", undefined],
  ["1", undefined],
  ["'a'", undefined],
  ["", undefined],
])("the column of %j is %j", (text, column) => {
  expect(columnOf(text)).toBe(column);
});

test("the column of a name is the name, whatever it is", () => {
  fc.assert(
    fc.property(name, (column) => {
      expect(columnOf(column)).toBe(column);
    }),
  );
});

test.each([
  ["a + b * A", ["A", "B"]],
  ["f(\"My col\", 'c', 1)", ['"My col"']],
  ["case when a is null then true else b end", ["A", "B"]],
  ["t.c > other.d", ["C", "D"]],
  ["v:city.name::string", ["V"]],
  ["cast(a as object(b int)) + c::timestamp with time zone", ["A", "C"]],
  ["a::double precision + b", ["A", "B"]],
  ["dateadd(day, 1, d)", ["D"]],
  ["extract(year from d)", ["D"]],
  ["date '2020-01-01' + current_date", []],
  ["seq.nextval + $1", []],
  ["f(n => a)", ["A"]],
  ["issue", ['"ISSUE"']],
])("the names in %j are %j", (text, names) => {
  expect(identifiersIn(text)).toEqual(names);
});

describe("a default", () => {
  test.each([
    ["3", "3"],
    ["+3", "3"],
    ["- 3", "-3"],
    ["007", "7"],
    ["1.50", "1.5"],
    ["1.0", "1"],
    ["100", "100"],
    [".5", "0.5"],
    ["-.50", "-0.5"],
    ["5.", "5"],
    ["-0", "0"],
    ["-0.00", "0"],
    ["000", "0"],
    ["1e3", "1E3"],
    ["+1e3", "1E3"],
    ["12345678901234567890123456789012345678", "12345678901234567890123456789012345678"],
    ["((1))", "1"],
    ["'abcde'", "'abcde'"],
    ["''", "''"],
    ["''''", "''''"],
    ["'it\\'s'", "'it''s'"],
    ["$$it's$$", "'it''s'"],
    ["$$a\\b$$", "'a\\\\b'"],
    ["'a\\\\b'", "'a\\\\b'"],
    ["'\\z'", "'z'"],
    ["'\\n'", "'\n'"],
    ["'\\x41\\u0042\\103'", "'ABC'"],
    ["'\\ud83c\\udf89'", "'🎉'"],
    ["'\\\"'", "'\"'"],
    ["true", "TRUE"],
    ["False", "FALSE"],
    ["x'4a'", "X'4A'"],
  ])("%s is the constant %s", (written, text) => {
    expect(canonicalDefault(written)).toEqual({ kind: "literal", text });
    expect(canonicalDefault(text)).toEqual({ kind: "literal", text });
  });

  test.each([
    ["db.schema1.seq.nextval", "DB.SCHEMA1.SEQ.NEXTVAL"],
    ["seq1 . NextVal", "SEQ1.NEXTVAL"],
    ['s."My seq".nextval', 'S."My seq".NEXTVAL'],
    ['"A"."B".nextval', "A.B.NEXTVAL"],
    ["(seq.nextval)", "SEQ.NEXTVAL"],
  ])("%s is the sequence %s", (written, text) => {
    expect(canonicalDefault(written)).toEqual({ kind: "sequence", text });
    expect(canonicalDefault(text)).toEqual({ kind: "sequence", text });
  });

  test.each([
    ["current_timestamp", "CURRENT_TIMESTAMP()"],
    ["CURRENT_TIMESTAMP ( )", "CURRENT_TIMESTAMP()"],
    ["localtimestamp", "LOCALTIMESTAMP()"],
    ["getdate()", "GETDATE()"],
    ["sysdate()", "SYSDATE()"],
    ["uuid_string()", "UUID_STRING()"],
    ["(current_date)", "CURRENT_DATE()"],
  ])("%s is the call %s", (written, text) => {
    expect(canonicalDefault(written)).toEqual({ kind: "function", text });
    expect(canonicalDefault(text)).toEqual({ kind: "function", text });
  });

  test.each([
    ["n1+5", "N1 + 5"],
    ["((a + b))", "A + B"],
    ["(a)+(b)", "(A) + (B)"],
    ["-(1)", "-(1)"],
    ["current_timestamp(3)", "CURRENT_TIMESTAMP(3)"],
    ["'2020-01-01'::date", "'2020-01-01'::DATE"],
    ["seq.nextval + 1", "SEQ.NEXTVAL + 1"],
    ["nextval", "NEXTVAL"],
    ["((1, 2))", "((1, 2))"],
  ])("%s is the expression %s", (written, text) => {
    expect(canonicalDefault(written)).toEqual({ kind: "expression", text });
    expect(canonicalDefault(text)).toEqual({ kind: "expression", text });
  });

  test.each(["null", "NULL", "(Null)", ""])("%j is none", (written) => {
    expect(canonicalDefault(written)).toBeUndefined();
  });

  test("that is a string keeps its value", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const text = literal(value);
        expect(canonicalDefault(text)).toEqual({ kind: "literal", text });
        if (!value.includes("$")) expect(canonicalDefault(`$$${value}$$`)).toEqual({ kind: "literal", text });
      }),
    );
  });

  test("that is a number keeps its value", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(9999), fc.nat(3), (whole, fraction, zeros) => {
        const written = `${whole}.${fraction}${"0".repeat(zeros)}`;
        expect(Number(canonicalDefault(written)?.text)).toBeCloseTo(Number(written), 6);
        expect(canonicalDefault(written)?.kind).toBe("literal");
      }),
    );
  });

  test("in canonical form passes unchanged", () => {
    fc.assert(
      fc.property(expression, (text) => {
        const canonical = canonicalDefault(text);
        if (canonical !== undefined) expect(canonicalDefault(canonical.text)).toEqual(canonical);
      }),
      { numRuns: 2000 },
    );
  });
});
