import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodyProblem, sameBody, squeezed, trimmedBody } from "../../provider/sql/body";

const scraps = fc.array(
  fc.constantFrom(
    ..."select a B 1 .5 1.5 e5 , ( ) ; . .. : :: := - -- / * => = > <= $1 $$ $ ' \" \\ @stage/path x'4a' begin end case é".split(
      " ",
    ),
    "'it''s  x'",
    "'\\''",
    '"a  b"',
    "$$ a  b $$",
    "/* a  b */",
    "-- a  b\n",
    "\n",
    "\r\n",
    "  ",
    " ",
    "\t",
  ),
  { maxLength: 14 },
);

describe("the same body", () => {
  test.each([
    ["select 1", "  select\n\t1 ;\n"],
    ["select 1", "select 1;;\n;"],
    ["select a,b from t", "select a , b\r\nfrom t"],
    ["select (a+b)*c", "select ( a + b ) * c"],
    ["select 1 -- one\n, 2", "select 1   -- one\n   ,2"],
    ["select 1 -- one\n, 2", "select 1 -- one\r\n, 2"],
    ["select t.a::number", "select t . a :: number"],
    ["begin\n  select 1;\nend;", "begin select 1; end"],
    ["copy into t from @s/x (type = csv)", "copy into t from @s/x(type=csv)"],
  ])("%j is %j", (left, right) => {
    expect(sameBody(left, right)).toBe(true);
  });

  test.each([
    ["another case of letters", "select a", "SELECT a"],
    ["blanks in a literal", "select 'a  b'", "select 'a b'"],
    ["a ; in a literal", "select 'a;'", "select 'a'"],
    ["blanks in a literal that holds quotes", "select 'it''s  it'", "select 'it''s it'"],
    ["blanks in a literal behind an escape", "select 'a\\'  b'", "select 'a\\' b'"],
    ["blanks in a name", 'select "a  b"', 'select "a b"'],
    ["blanks in dollars", "call p($$a  b$$)", "call p($$a b$$)"],
    ["blanks in dollars right behind a word", "as$$a  b$$", "as$$a b$$"],
    ["blanks in a comment", "select /* a  b */ 1", "select /* a b */ 1"],
    ["the end of a comment's line", "select 1 -- x\n, 2", "select 1 -- x , 2"],
    ["a comment more", "select 1", "select 1 -- one"],
    ["two words or one", "select a b", "select ab"],
    ["two numbers or one", "select 1 .5", "select 1.5"],
    ["two signs or a comment", "select 1 - - 1", "select 1 -- 1"],
    ["two signs or an arrow", "f(a = > 1)", "f(a => 1)"],
    ["two literals or a quote in one", "select 'a' 'b'", "select 'a''b'"],
    ["a blank in a path on a stage", "copy into t from @s/a b", "copy into t from @s/ab"],
    ["a blank after a path on a stage", "list @s/a/ b", "list @s/a/b"],
    ["blanks behind a quote that never ends", "select 'a  b", "select 'a b"],
    ["a blank that is not of ASCII", "select\u00a01", "select 1"],
  ])("counts %s: %j is not %j", (_, left, right) => {
    expect(sameBody(left, right)).toBe(false);
  });

  test("is found again in its own tokens", () => {
    fc.assert(
      fc.property(scraps, (words) => {
        const text = words.join("");
        fc.pre(!/;\s*$/.test(squeezed(text)));
        expect(squeezed(squeezed(text))).toBe(squeezed(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("has all its letters", () => {
    const letters = (text: string) => text.replaceAll(/[\s;]/g, "");
    fc.assert(
      fc.property(scraps, (words) => {
        const text = words.join("");
        expect(letters(squeezed(text))).toBe(letters(text));
        expect(letters(trimmedBody(text))).toBe(letters(text));
      }),
    );
  });
});

describe("a body in canonical form", () => {
  test.each([
    ["\n    select 1\n  ", "select 1"],
    ["select 1;", "select 1"],
    ["select 1 ;\n", "select 1"],
    ["select 1; ;\n;", "select 1"],
    [";;", ""],
    ["begin select 1; end;", "begin select 1; end"],
    ["select 1 -- a;", "select 1 -- a;"],
    ["select ';", "select ';"],
    ["select 1; -- done", "select 1; -- done"],
  ])("%j is %j", (written, canonical) => {
    expect(trimmedBody(written)).toBe(canonical);
  });

  test("is the same body", () => {
    fc.assert(
      fc.property(scraps, (words) => {
        expect(sameBody(trimmedBody(words.join("")), words.join(""))).toBe(true);
      }),
    );
  });
});

describe("what a task or a procedure runs", () => {
  test.each([
    "select 1",
    "select 1;",
    "select 1; -- done\n",
    "select ';' /* ; */ -- ;\n, $$;$$",
    'select ";" from t',
    "begin insert into t values (1); select 2; end",
    "BEGIN\n  BEGIN TRANSACTION;\n  LET x := CASE WHEN 1 = 1 THEN 2 END;\n  COMMIT;\nEND;",
    "begin if (1 = 1) then select 1; end if; for i in 1 to 3 do select 2; end for; return 1; end;",
    "begin case (x) when 1 then select 1; else select 2; end case; select 3; end",
    "declare x int; y int; begin x := 1; end;",
    "declare p procedure () returns int as begin return 1; end; x int; begin call p(); return x; end;",
    "create procedure p() returns int as begin select 1; return 2; end",
    "create procedure p() returns int as declare x int; begin select 1; return 2; end",
    "execute immediate $$ begin select 1; select 2; end $$",
    "with p as procedure () returns int language javascript as $$ a; b; $$ call p()",
    "call a$$b('x')",
  ])("may be %j", (text) => {
    expect(bodyProblem(text)).toBeUndefined();
  });

  test.each(["", " \n", "-- nothing", "/* nothing */;", ";"])("is not empty, as %j is", (text) => {
    expect(bodyProblem(text)).toBe("is empty; write the SQL statement that shall run");
  });

  test.each([
    ["select 1; select 2", '"select"'],
    ["insert into t values (1);\ninsert into u values (2);", '"insert"'],
    ["begin select 1; end; drop table t", '"drop"'],
    ["declare x int; begin x := 1; end; call p()", '"call"'],
    ["begin; insert into t values (1); commit", '"insert"'],
    ["begin transaction; commit;", '"commit"'],
    ["select case when a then b end; select 2", '"select"'],
    ["select t.begin; select 2", '"select"'],
  ])("is one statement or a block, which %j is not", (text, second) => {
    expect(bodyProblem(text)).toBe(
      `has several statements, the second of which starts with ${second}; put them into a block, BEGIN … END, or into a procedure`,
    );
  });

  test.each([
    ["select 'a", "has a quote ' that never ends"],
    ["select 'a\\'", "has a quote ' that never ends"],
    ['select "a', 'has a quote " that never ends'],
    ["select 1 /* one", "has a comment /* that never ends"],
  ])("ends its quotes, which %j does not", (text, problem) => {
    expect(bodyProblem(text)).toBe(problem);
  });
});
