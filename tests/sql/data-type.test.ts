import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalType,
  DataTypeError,
  isNumeric,
  isSemiStructured,
  isText,
  typeChange,
  typeOfDescribed,
  typeOfShownJson,
  wholeDigits,
} from "../../provider/sql";

const anyCase = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) => [...text].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter.toLowerCase())).join(""));

/** Canonical types of every family, nested up to three deep. */
const canonical = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .integer({ min: 1, max: 38 })
      .chain((p) => fc.integer({ min: 0, max: Math.min(p, 37) }).map((s) => `NUMBER(${p},${s})`)),
    fc.integer({ min: 1, max: 16_777_215 }).map((length) => `VARCHAR(${length})`),
    fc.integer({ min: 1, max: 8_388_607 }).map((length) => `BINARY(${length})`),
    fc
      .tuple(fc.constantFrom("TIME", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ"), fc.integer({ min: 0, max: 9 }))
      .map(([name, digits]) => `${name}(${digits})`),
    fc.integer({ min: 1, max: 4096 }).map((dimension) => `VECTOR(FLOAT, ${dimension})`),
    fc.constantFrom("FLOAT", "DECFLOAT", "BOOLEAN", "DATE", "VARIANT", "OBJECT", "ARRAY", "GEOGRAPHY", "FILE", "UUID"),
    fc.tuple(tie("type"), fc.constantFrom("", " NOT NULL")).map(([type, rest]) => `ARRAY(${type}${rest})`),
    fc.tuple(fc.constantFrom("VARCHAR", "NUMBER(5,0)"), tie("type")).map(([key, type]) => `MAP(${key}, ${type})`),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom("city", "City", '"zip code"', '"a""b"', '"order"', "_x$1"), tie("type")), {
        selector: ([key]) => key,
        maxLength: 3,
      })
      .map((keys) => `OBJECT(${keys.map(([key, type]) => `${key} ${type}`).join(", ")})`),
  ),
})).type;

describe("a data type", () => {
  test.each([
    ["NUMBER DECIMAL DEC NUMERIC INT INTEGER BIGINT SMALLINT TINYINT BYTEINT", "NUMBER(38,0)"],
    ["FLOAT FLOAT4 FLOAT8 DOUBLE REAL", "FLOAT"],
    ["DECFLOAT", "DECFLOAT"],
    ["VARCHAR STRING TEXT VARCHAR2 NVARCHAR NVARCHAR2", "VARCHAR(16777216)"],
    ["CHAR CHARACTER NCHAR", "VARCHAR(1)"],
    ["BINARY VARBINARY", "BINARY(8388608)"],
    ["BOOLEAN BOOL", "BOOLEAN"],
    ["DATE", "DATE"],
    ["TIME", "TIME(9)"],
    ["TIMESTAMP DATETIME TIMESTAMP_NTZ TIMESTAMPNTZ", "TIMESTAMP_NTZ(9)"],
    ["TIMESTAMP_LTZ TIMESTAMPLTZ", "TIMESTAMP_LTZ(9)"],
    ["TIMESTAMP_TZ TIMESTAMPTZ", "TIMESTAMP_TZ(9)"],
    ["VARIANT", "VARIANT"],
    ["OBJECT", "OBJECT"],
    ["ARRAY", "ARRAY"],
    ["GEOGRAPHY", "GEOGRAPHY"],
    ["GEOMETRY", "GEOMETRY"],
    ["FILE", "FILE"],
    ["UUID", "UUID"],
  ])("%s is %s, in capitals or not", (words, type) => {
    for (const word of words.split(" ")) {
      fc.assert(
        fc.property(anyCase(word), (written) => {
          expect(canonicalType(` ${written}\n`)).toBe(type);
        }),
      );
    }
  });

  test.each([
    ["double precision", "FLOAT"],
    ["Double\n  Precision", "FLOAT"],
    ["char varying", "VARCHAR(16777216)"],
    ["char varying(10)", "VARCHAR(10)"],
    ["nchar varying", "VARCHAR(16777216)"],
    ["NCHAR  VARYING (7)", "VARCHAR(7)"],
    ["character varying(7)", "VARCHAR(7)"],
    ["nchar(3)", "VARCHAR(3)"],
    ["text(20)", "VARCHAR(20)"],
    ["VARCHAR(134217728)", "VARCHAR(134217728)"],
    ["varbinary(16)", "BINARY(16)"],
    ["BINARY(67108864)", "BINARY(67108864)"],
    ["number( 10 , 2 )", "NUMBER(10,2)"],
    ["NUMBER(011)", "NUMBER(11,0)"],
    ["DEC(5)", "NUMBER(5,0)"],
    ["NUMBER(38,37)", "NUMBER(38,37)"],
    ["DECFLOAT(38)", "DECFLOAT"],
    ["time(0)", "TIME(0)"],
    ["timestamp without time zone", "TIMESTAMP_NTZ(9)"],
    ["timestamp with time zone", "TIMESTAMP_TZ(9)"],
    ["timestamp with local time zone (6)", "TIMESTAMP_LTZ(6)"],
    ["timestamp (3) with local time zone", "TIMESTAMP_LTZ(3)"],
    ["timestamp(0)", "TIMESTAMP_NTZ(0)"],
    ["datetime(3)", "TIMESTAMP_NTZ(3)"],
    ["timestampltz(3)", "TIMESTAMP_LTZ(3)"],
    ["vector(float, 256)", "VECTOR(FLOAT, 256)"],
    ["VECTOR( INT,4096 )", "VECTOR(INT, 4096)"],
    ["interval  year to month", "INTERVAL YEAR TO MONTH"],
    ["interval day(3) to second(6)", "INTERVAL DAY(3) TO SECOND(6)"],
    ["period(timestamp)", "PERIOD(TIMESTAMP_NTZ(9))"],
  ])("%s is %s", (written, type) => {
    expect(canonicalType(written)).toBe(type);
    expect(canonicalType(type)).toBe(type);
  });

  test.each([
    ["array(int)", "ARRAY(NUMBER(38,0))"],
    ["ARRAY(INT NOT NULL)", "ARRAY(NUMBER(38,0) NOT NULL)"],
    ["ARRAY(INT NULL)", "ARRAY(NUMBER(38,0))"],
    ["array(string)", "ARRAY(VARCHAR)"],
    ["ARRAY(VARCHAR(16777216))", "ARRAY(VARCHAR)"],
    ["ARRAY(VARCHAR(134217728))", "ARRAY(VARCHAR)"],
    ["ARRAY(VARCHAR(10))", "ARRAY(VARCHAR(10))"],
    ["ARRAY(CHAR)", "ARRAY(VARCHAR(1))"],
    ["ARRAY(BINARY(8388608))", "ARRAY(BINARY)"],
    ["array(array)", "ARRAY(ARRAY)"],
    ["object()", "OBJECT()"],
    ['OBJECT(city VARCHAR, "Zip" NUMBER(5) NOT NULL)', "OBJECT(city VARCHAR, Zip NUMBER(5,0) NOT NULL)"],
    ['object("zip code" int, "order" int)', 'OBJECT("zip code" NUMBER(38,0), "order" NUMBER(38,0))'],
    ["object(order int)", 'OBJECT("order" NUMBER(38,0))'],
    ["object(a int, A int)", "OBJECT(a NUMBER(38,0), A NUMBER(38,0))"],
    ["object(a double precision not null, b date)", "OBJECT(a FLOAT NOT NULL, b DATE)"],
    ["map(varchar, int)", "MAP(VARCHAR, NUMBER(38,0))"],
    [
      "MAP(INT, MAP(TEXT, ARRAY(STRING(10) NOT NULL)) NOT NULL)",
      "MAP(NUMBER(38,0), MAP(VARCHAR, ARRAY(VARCHAR(10) NOT NULL)) NOT NULL)",
    ],
  ])("with a structure, %s, is %s", (written, type) => {
    expect(canonicalType(written)).toBe(type);
    expect(canonicalType(type)).toBe(type);
  });

  test("in canonical form passes unchanged, however its blanks and letters are written", () => {
    fc.assert(
      fc.property(canonical, fc.constantFrom("", " ", "\n\t"), (type, blank) => {
        expect(canonicalType(type)).toBe(type);
        expect(canonicalType(type.replaceAll(/"(?:[^"]|"")*"|[(),]/g, (piece) => `${blank}${piece}${blank}`))).toBe(
          type,
        );
        expect(typeOfDescribed(type)).toEqual({ type, collate: undefined });
        expect(typeChange(type, type)).toBe("none");
      }),
    );
  });

  test.each([
    ["varcahr", "did you mean VARCHAR?"],
    ["NUMBR(10)", "did you mean NUMBER?"],
    ["timestmp", "did you mean TIMESTAMP?"],
    ["money", "there is no type MONEY; the types are NUMBER, INT, FLOAT"],
    ["", "a type is missing"],
    ["INT(5)", "write NUMBER(precision, 0)"],
    ["NUMBER(0)", "the precision of NUMBER is a whole number from 1 to 38, not 0"],
    ["NUMBER(39)", "from 1 to 38, not 39"],
    ["NUMBER(38,38)", "the scale of NUMBER is a whole number from 0 to 37, not 38"],
    ["NUMBER(5,6)", "the scale 6 is larger than the precision 5"],
    ["NUMBER(5,-1)", "not -"],
    ["NUMBER(5.5)", ") is expected instead of ."],
    ["NUMBER()", "not )"],
    ["NUMBER(5", ") is expected at the end"],
    ["VARCHAR(0)", "from 1 to 134217728, not 0"],
    ["VARCHAR(134217729)", "from 1 to 134217728"],
    ["BINARY(67108865)", "from 1 to 67108864"],
    ["TIME(10)", "from 0 to 9, not 10"],
    ["TIMESTAMP_TZ(10)", "from 0 to 9, not 10"],
    ["VECTOR(FLOAT, 0)", "from 1 to 4096, not 0"],
    ["VECTOR(FLOAT, 4097)", "from 1 to 4096"],
    ["VECTOR(VARCHAR, 3)", "FLOAT or INT"],
    ["VECTOR", "( is expected at the end"],
    ["MAP(FLOAT, INT)", "the keys of a MAP are VARCHAR or NUMBER with scale 0, not FLOAT"],
    ["MAP(NUMBER(5,2), INT)", "not NUMBER(5,2)"],
    ["MAP(INT)", ", is expected instead of )"],
    ["OBJECT(a INT, a INT)", "the key a is there twice"],
    ['OBJECT(a INT, "a" INT)', "the key a is there twice"],
    ["OBJECT(a)", "there is no type )"],
    ["OBJECT('a' INT)", "a key of an OBJECT is a name"],
    ["ARRAY()", "there is no type )"],
    ["BOOLEAN(1)", "BOOLEAN takes nothing in parentheses"],
    ["INT NOT NULL", "NOT does not belong to the type"],
    ["VARCHAR COLLATE 'de'", "COLLATE does not belong to the type"],
    ["INTERVAL YEAR TO DAY", "YEAR TO MONTH"],
    ["INTERVAL SECOND TO DAY", "from a larger to a smaller"],
    ["PERIOD(INT)", "a PERIOD is one of DATE, TIME or TIMESTAMP"],
    ["INT); DROP TABLE T; --", "nothing is expected from"],
    ["ARRAY(".repeat(51), "at most 50 deep"],
  ])("%s is refused, and the refusal says why", (written, words) => {
    expect(() => canonicalType(written)).toThrow(DataTypeError);
    expect(() => canonicalType(written)).toThrow(words);
  });

  test("is a fixed point or an error, whatever the text", () => {
    const word = fc.constantFrom(
      ..."ARRAY OBJECT MAP INT VARCHAR TIMESTAMP WITH TIME ZONE ( ) , 3 NOT NULL a \" '".split(" "),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(" ")),
        ),
        (text) => {
          try {
            const type = canonicalType(text);
            expect(canonicalType(type)).toBe(type);
          } catch (error) {
            expect(error).toBeInstanceOf(DataTypeError);
          }
          expect(typeOfDescribed(typeOfDescribed(text).type).type).toBe(typeOfDescribed(text).type);
          typeOfShownJson(text);
        },
      ),
    );
  });
});

describe("SHOW COLUMNS", () => {
  test.each([
    ['{"type":"FIXED","precision":38,"scale":0,"nullable":true}', "NUMBER(38,0)"],
    ['{"type":"REAL","nullable":true}', "FLOAT"],
    ['{"type":"TEXT","length":20,"byteLength":80,"nullable":true,"fixed":false}', "VARCHAR(20)"],
    ['{"type":"BINARY","length":8388608,"byteLength":8388608,"nullable":true,"fixed":true}', "BINARY(8388608)"],
    ['{"type":"BOOLEAN","nullable":true}', "BOOLEAN"],
    ['{"type":"DATE","nullable":true}', "DATE"],
    ['{"type":"TIME","precision":0,"scale":3,"nullable":true}', "TIME(3)"],
    ['{"type":"TIMESTAMP_NTZ","precision":0,"scale":9,"nullable":true}', "TIMESTAMP_NTZ(9)"],
    ['{"type":"TIMESTAMP_LTZ","precision":0,"scale":0,"nullable":true}', "TIMESTAMP_LTZ(0)"],
    ['{"type":"TIMESTAMP_TZ","precision":0,"scale":9,"nullable":true}', "TIMESTAMP_TZ(9)"],
    ['{"type":"VARIANT","nullable":true}', "VARIANT"],
    ['{"type":"OBJECT","nullable":true}', "OBJECT"],
    ['{"type":"ARRAY","nullable":true}', "ARRAY"],
    ['{"type":"GEOGRAPHY","nullable":true}', "GEOGRAPHY"],
    ['{"type":"DECFLOAT","nullable":true}', "DECFLOAT"],
    ['{"type":"UUID","nullable":true}', "UUID"],
    ['{"type":"VECTOR","nullable":true,"vectorElementType":"FLOAT","dimension":3}', "VECTOR(FLOAT, 3)"],
    ['{"type":"VECTOR","nullable":true,"vectorElementType":"int","length":3}', "VECTOR(INT, 3)"],
  ])("tells of %s that it is %s", (json, type) => {
    expect(typeOfShownJson(json)).toEqual({ type, nullable: true, collation: undefined });
  });

  test.each([
    '{"type":"ARRAY","nullable":true,"elementType":{"type":"FIXED"}}',
    '{"type":"OBJECT","nullable":true,"fields":[]}',
    '{"type":"MAP","nullable":true}',
    '{"type":"VECTOR","nullable":true}',
    '{"type":"FIXED","nullable":true}',
    '{"type":"TEXT","nullable":true}',
    '{"type":"HYPERCUBE","nullable":true}',
  ])("does not tell all of %s", (json) => {
    expect(typeOfShownJson(json)).toEqual({ type: undefined, nullable: true, collation: undefined });
  });

  test.each(["", "{", "null", "[]", '"TEXT"', "3", "VARCHAR(20)"])("tells nothing with %j", (json) => {
    expect(typeOfShownJson(json)).toEqual({ type: undefined, nullable: undefined, collation: undefined });
  });

  test("tells whether NULL is allowed, and the collation", () => {
    expect(typeOfShownJson('{"type":"TEXT","length":9,"nullable":false,"collation":"de-ci"}')).toEqual({
      type: "VARCHAR(9)",
      nullable: false,
      collation: "de-ci",
    });
  });
});

describe("DESCRIBE TABLE", () => {
  test.each([
    ["VARCHAR(16777216)", "VARCHAR(16777216)", undefined],
    ["VARCHAR", "VARCHAR(16777216)", undefined],
    ["VARCHAR(16777216) COLLATE 'en_us'", "VARCHAR(16777216)", "en_us"],
    ["VARCHAR(100)  COLLATE 'it''s'", "VARCHAR(100)", "it's"],
    ["DECFLOAT(38)", "DECFLOAT", undefined],
    ["ARRAY(VARCHAR(16777216) NOT NULL)", "ARRAY(VARCHAR NOT NULL)", undefined],
    ["MAP(VARCHAR, VARCHAR)", "MAP(VARCHAR, VARCHAR)", undefined],
    ["hyper  cube( 3 )", "HYPER CUBE( 3 )", undefined],
    ['TREE("a  b")', 'TREE("a  b")', undefined],
    ["", "", undefined],
  ])("shows %j: %j, collated %j", (shown, type, collate) => {
    expect(typeOfDescribed(shown)).toEqual({ type, collate });
  });
});

describe("a column", () => {
  test.each([
    ["VARCHAR(10)", "VARCHAR(10)", "none"],
    ["VARCHAR(10)", "VARCHAR(16777216)", "widen"],
    ["NUMBER(10,2)", "NUMBER(12,2)", "widen"],
    ["NUMBER(10,2)", "NUMBER(8,2)", "ifValuesFit"],
  ])("of %s becomes %s: %s", (before, after, change) => {
    expect(typeChange(before, after)).toBe(change);
  });

  test.each([
    ["VARCHAR(100)", "VARCHAR(10)", "VARCHAR(100) cannot be made shorter (VARCHAR(10))"],
    ["BINARY(10)", "BINARY(20)", "the length of BINARY(10) cannot be changed (BINARY(20))"],
    ["BINARY(20)", "BINARY(10)", "the length of BINARY(20) cannot be changed (BINARY(10))"],
    ["NUMBER(38,0)", "NUMBER(38,2)", "the scale of NUMBER(38,0) cannot be changed (NUMBER(38,2))"],
    ["NUMBER(10,2)", "NUMBER(12,4)", "the scale of NUMBER(10,2) cannot be changed (NUMBER(12,4))"],
    ["TIMESTAMP_NTZ(9)", "TIMESTAMP_NTZ(3)", "the precision of TIMESTAMP_NTZ(9) cannot be changed (TIMESTAMP_NTZ(3))"],
    ["TIME(3)", "TIME(9)", "the precision of TIME(3) cannot be changed (TIME(9))"],
    ["NUMBER(38,0)", "VARCHAR(16777216)", "NUMBER(38,0) cannot become VARCHAR(16777216)"],
    ["TIMESTAMP_NTZ(9)", "TIMESTAMP_TZ(9)", "TIMESTAMP_NTZ(9) cannot become TIMESTAMP_TZ(9)"],
    ["ARRAY", "ARRAY(VARCHAR)", "ARRAY cannot become ARRAY(VARCHAR)"],
    ["ARRAY(NUMBER(5,0))", "ARRAY(NUMBER(6,0))", "ARRAY(NUMBER(5,0)) cannot become ARRAY(NUMBER(6,0))"],
    ["VECTOR(FLOAT, 3)", "VECTOR(FLOAT, 4)", "VECTOR(FLOAT, 3) cannot become VECTOR(FLOAT, 4)"],
    ["HYPER CUBE", "DATE", "HYPER CUBE cannot become DATE"],
  ])("of %s cannot become %s in place", (before, after, why) => {
    expect(typeChange(before, after)).toEqual({ impossible: why });
  });
});

test.each([
  ["NUMBER(10,2)", { numeric: true, text: false, semiStructured: false, digits: 8 }],
  ["NUMBER(38,0)", { numeric: true, text: false, semiStructured: false, digits: 38 }],
  ["FLOAT", { numeric: true, text: false, semiStructured: false, digits: undefined }],
  ["DECFLOAT", { numeric: true, text: false, semiStructured: false, digits: undefined }],
  ["VARCHAR(10)", { numeric: false, text: true, semiStructured: false, digits: undefined }],
  ["VARIANT", { numeric: false, text: false, semiStructured: true, digits: undefined }],
  ["ARRAY(VARCHAR)", { numeric: false, text: false, semiStructured: true, digits: undefined }],
  ["OBJECT()", { numeric: false, text: false, semiStructured: true, digits: undefined }],
  ["MAP(VARCHAR, NUMBER(38,0))", { numeric: false, text: false, semiStructured: true, digits: undefined }],
  ["TIME(9)", { numeric: false, text: false, semiStructured: false, digits: undefined }],
])("%s: %o", (type, facts) => {
  expect({
    numeric: isNumeric(type),
    text: isText(type),
    semiStructured: isSemiStructured(type),
    digits: wholeDigits(type),
  }).toEqual(facts);
});
