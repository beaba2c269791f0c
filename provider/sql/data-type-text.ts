import { distance } from "fastest-levenshtein";
import { reservedWords } from "./reserved-words";

/** A text that is not a data type; the message says what was written, what was perhaps meant, and what is allowed. */
export class DataTypeError extends Error {
  override readonly name = "DataTypeError";
}

/** What a column without a length gets. A move to 134217728 is announced (bcr-2118). */
const defaultVarcharLength = 16_777_216;
const maximumVarcharLength = 134_217_728;
const defaultCharLength = 1;
/** A move to 67108864 comes with the one of VARCHAR. */
const defaultBinaryLength = 8_388_608;
const maximumBinaryLength = 67_108_864;
const maximumNesting = 50;

/** Snowflake's words, by the type that they stand for. */
const spellings = {
  NUMBER: "NUMBER DECIMAL DEC NUMERIC",
  INT: "INT INTEGER BIGINT SMALLINT TINYINT BYTEINT",
  FLOAT: "FLOAT FLOAT4 FLOAT8 DOUBLE REAL",
  DECFLOAT: "DECFLOAT",
  VARCHAR: "VARCHAR STRING TEXT VARCHAR2 NVARCHAR NVARCHAR2",
  CHAR: "CHAR CHARACTER NCHAR",
  BINARY: "BINARY VARBINARY",
  BOOLEAN: "BOOLEAN BOOL",
  DATE: "DATE",
  TIME: "TIME",
  TIMESTAMP: "TIMESTAMP",
  TIMESTAMP_NTZ: "TIMESTAMP_NTZ TIMESTAMPNTZ DATETIME",
  TIMESTAMP_LTZ: "TIMESTAMP_LTZ TIMESTAMPLTZ",
  TIMESTAMP_TZ: "TIMESTAMP_TZ TIMESTAMPTZ",
  VARIANT: "VARIANT",
  OBJECT: "OBJECT",
  ARRAY: "ARRAY",
  MAP: "MAP",
  VECTOR: "VECTOR",
  GEOGRAPHY: "GEOGRAPHY",
  GEOMETRY: "GEOMETRY",
  FILE: "FILE",
  UUID: "UUID",
  INTERVAL: "INTERVAL",
  PERIOD: "PERIOD",
} as const;

const units: readonly string[] = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"];

type Family = keyof typeof spellings;

const families: ReadonlyMap<string, Family> = new Map(
  Object.entries(spellings).flatMap(([family, words]) => words.split(" ").map((word) => [word, family as Family])),
);

/**
 * The one text of a data type, as DESCRIBE TABLE shows it: `int` is `NUMBER(38,0)`, `string` is `VARCHAR(16777216)`.
 * Canonical text passes unchanged. TIMESTAMP alone is TIMESTAMP_NTZ, as it is unless TIMESTAMP_TYPE_MAPPING says otherwise.
 *
 * @throws {@link DataTypeError} if the text is not a data type, or a length or precision is out of range.
 * @see https://docs.snowflake.com/en/sql-reference/intro-summary-data-types
 */
export function canonicalType(written: string): string {
  const reader = new TypeReader(written);
  const type = reader.type(0);
  reader.end();
  return type;
}

/** Walks once over the text of a type. */
class TypeReader {
  readonly #written: string;
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(written: string) {
    this.#written = written;
    this.#tokens = written.match(/"(?:[^"]|"")*"|[A-Za-z_][\w$]*|\d+|[^\s]/g) ?? [];
  }

  type(depth: number): string {
    if (depth > maximumNesting) throw this.#wrong(`types stand at most ${maximumNesting} deep in each other`);
    const family = this.#family();
    switch (family) {
      case "NUMBER":
        return this.#number();
      case "INT":
        if (this.#at("(")) throw this.#wrong("the integer types take no precision; write NUMBER(precision, 0)");
        return "NUMBER(38,0)";
      case "DECFLOAT":
        if (this.#at("(")) this.#inParentheses(() => this.#integer("the precision of DECFLOAT", 38, 38));
        return "DECFLOAT";
      case "VARCHAR":
        return this.#sized("VARCHAR", maximumVarcharLength, defaultVarcharLength, depth);
      case "CHAR":
        return this.#sized("VARCHAR", maximumVarcharLength, defaultCharLength, depth);
      case "BINARY":
        return this.#sized("BINARY", maximumBinaryLength, defaultBinaryLength, depth);
      case "TIMESTAMP": {
        const before = this.#fraction(family);
        const zone = this.#zone();
        return `${zone}(${before ?? this.#fraction(family) ?? 9})`;
      }
      case "TIME":
      case "TIMESTAMP_NTZ":
      case "TIMESTAMP_LTZ":
      case "TIMESTAMP_TZ":
        return `${family}(${this.#fraction(family) ?? 9})`;
      case "VECTOR":
        return this.#inParentheses(() => this.#vector());
      case "MAP":
        return this.#inParentheses(() => this.#map(depth));
      case "ARRAY":
        return this.#at("(") ? this.#inParentheses(() => `ARRAY(${this.#nullable(depth)})`) : family;
      case "OBJECT":
        return this.#at("(") ? this.#inParentheses(() => this.#object(depth)) : family;
      case "INTERVAL":
        return this.#interval();
      case "PERIOD":
        return this.#inParentheses(() => this.#period(depth));
      default:
        if (this.#at("(")) throw this.#wrong(`${family} takes nothing in parentheses`);
        return family;
    }
  }

  end(): void {
    const rest = this.#tokens[this.#next];
    if (rest === undefined) return;
    if (/^(?:NOT|NULL|COLLATE|DEFAULT|COMMENT)$/i.test(rest)) {
      throw this.#wrong(`${rest.toUpperCase()} does not belong to the type; it is a property of its own`);
    }
    throw this.#wrong(`nothing is expected from ${show(rest)} on`);
  }

  #family(): Family {
    const word = this.#take()?.toUpperCase() ?? "";
    const family = families.get(word);
    if (family === undefined) throw this.#unknown(word);
    if (word === "DOUBLE") this.#skip("PRECISION");
    if (family === "CHAR" && this.#skip("VARYING")) return "VARCHAR";
    return family;
  }

  #number(): string {
    if (!this.#at("(")) return "NUMBER(38,0)";
    return this.#inParentheses(() => {
      const precision = this.#integer("the precision of NUMBER", 1, 38);
      const scale = this.#skip(",") ? this.#integer("the scale of NUMBER", 0, 37) : 0;
      if (scale > precision) throw this.#wrong(`the scale ${scale} is larger than the precision ${precision}`);
      return `NUMBER(${precision},${scale})`;
    });
  }

  #sized(name: "VARCHAR" | "BINARY", maximum: number, byDefault: number, depth: number): string {
    const length = this.#at("(")
      ? this.#inParentheses(() => this.#integer(`the length of ${name}`, 1, maximum))
      : byDefault;
    // Snowflake shows ARRAY(VARCHAR) with the default length, with the largest, or with none, depending on the release.
    const without = name === "VARCHAR" ? defaultVarcharLength : defaultBinaryLength;
    return depth > 0 && (length === without || length === maximum) ? name : `${name}(${length})`;
  }

  /** Digits of the seconds. */
  #fraction(family: Family): number | undefined {
    return this.#at("(") ? this.#inParentheses(() => this.#integer(`the precision of ${family}`, 0, 9)) : undefined;
  }

  #zone(): "TIMESTAMP_NTZ" | "TIMESTAMP_LTZ" | "TIMESTAMP_TZ" {
    const without = this.#skip("WITHOUT");
    if (!without && !this.#skip("WITH")) return "TIMESTAMP_NTZ";
    const local = !without && this.#skip("LOCAL");
    this.#expect("TIME");
    this.#expect("ZONE");
    if (without) return "TIMESTAMP_NTZ";
    return local ? "TIMESTAMP_LTZ" : "TIMESTAMP_TZ";
  }

  #vector(): string {
    const element = this.#take()?.toUpperCase() ?? "";
    if (element !== "FLOAT" && element !== "INT") throw this.#wrong("the elements of a VECTOR are FLOAT or INT");
    this.#expect(",");
    return `VECTOR(${element}, ${this.#integer("the dimension of VECTOR", 1, 4096)})`;
  }

  #map(depth: number): string {
    const key = this.type(depth + 1);
    if (!/^VARCHAR|^NUMBER\(\d+,0\)$/.test(key)) {
      throw this.#wrong(`the keys of a MAP are VARCHAR or NUMBER with scale 0, not ${key}`);
    }
    this.#expect(",");
    return `MAP(${key}, ${this.#nullable(depth)})`;
  }

  #object(depth: number): string {
    const keys = new Map<string, string>();
    while (!this.#at(")")) {
      if (keys.size > 0) this.#expect(",");
      const key = this.#key();
      if (keys.has(key)) throw this.#wrong(`the key ${key} is there twice`);
      keys.set(key, this.#nullable(depth));
    }
    return `OBJECT(${[...keys].map(([key, type]) => `${key} ${type}`).join(", ")})`;
  }

  /** `INTERVAL DAY(3) TO SECOND(6)`: from a larger unit to a smaller one, years and months apart from the rest. */
  #interval(): string {
    const from = this.#unit();
    if (!this.#skip("TO")) return `INTERVAL ${from.text}`;
    const to = this.#unit();
    if (to.rank <= from.rank || from.rank < 2 !== to.rank < 2) {
      throw this.#wrong(
        `an INTERVAL is YEAR TO MONTH, or from a larger to a smaller one of ${units.slice(2).join(", ")}`,
      );
    }
    return `INTERVAL ${from.text} TO ${to.text}`;
  }

  #unit(): { readonly rank: number; readonly text: string } {
    const word = this.#take()?.toUpperCase() ?? "";
    const rank = units.indexOf(word);
    if (rank < 0) throw this.#wrong(`the units of an INTERVAL are ${units.join(", ")}`);
    const digits = this.#at("(")
      ? `(${this.#inParentheses(() => this.#integer(`the precision of ${word}`, 0, 9))})`
      : "";
    return { rank, text: `${word}${digits}` };
  }

  #period(depth: number): string {
    const element = this.type(depth + 1);
    if (!/^(?:DATE$|TIME)/.test(element))
      throw this.#wrong(`a PERIOD is one of DATE, TIME or TIMESTAMP, not of ${element}`);
    return `PERIOD(${element})`;
  }

  /** Unlike a column's name, a key keeps its case without quotes: `{'city': …}` fits OBJECT(city VARCHAR). */
  #key(): string {
    const written = this.#take() ?? "";
    const key = /^[A-Za-z_]/.test(written) ? written : /^"(.+)"$/s.exec(written)?.[1];
    if (key === undefined) {
      throw this.#wrong('a key of an OBJECT is a name, as in OBJECT(city VARCHAR, "zip code" NUMBER)');
    }
    return /^[A-Za-z_][\w$]*$/.test(key) && !reservedWords.has(key.toUpperCase()) ? key : `"${key}"`;
  }

  #nullable(depth: number): string {
    const type = this.type(depth + 1);
    if (!this.#skip("NOT")) {
      this.#skip("NULL");
      return type;
    }
    this.#expect("NULL");
    return `${type} NOT NULL`;
  }

  #inParentheses<T>(read: () => T): T {
    this.#expect("(");
    const inner = read();
    this.#expect(")");
    return inner;
  }

  #integer(what: string, least: number, most: number): number {
    const written = this.#take();
    const value = /^\d+$/.test(written ?? "") ? Number(written) : Number.NaN;
    if (value >= least && value <= most) return value;
    const allowed = least === most ? `${least}` : `a whole number from ${least} to ${most}`;
    throw this.#wrong(`${what} is ${allowed}${written === undefined ? "" : `, not ${written}`}`);
  }

  #at(token: string): boolean {
    return this.#tokens[this.#next]?.toUpperCase() === token;
  }

  #skip(token: string): boolean {
    const there = this.#at(token);
    if (there) this.#next += 1;
    return there;
  }

  #expect(token: string): void {
    const found = this.#tokens[this.#next];
    if (!this.#skip(token))
      throw this.#wrong(`${token} is expected ${found === undefined ? "at the end" : `instead of ${found}`}`);
  }

  #take(): string | undefined {
    const token = this.#tokens[this.#next];
    this.#next += 1;
    return token;
  }

  #unknown(word: string): DataTypeError {
    if (word === "") return this.#wrong("a type is missing");
    const near = [...families.keys()]
      .map((name) => ({ name, far: distance(name, word) }))
      .filter(({ name, far }) => far <= Math.max(1, Math.floor(Math.min(name.length, word.length) / 3)))
      .sort((one, other) => one.far - other.far)[0];
    const meant = near === undefined ? "" : ` (did you mean ${near.name}?)`;
    return this.#wrong(`there is no type ${word}${meant}; the types are ${Object.keys(spellings).join(", ")}`);
  }

  #wrong(why: string): DataTypeError {
    return new DataTypeError(`${show(this.#written)} is not a data type: ${why}`);
  }
}

function show(text: string): string {
  const short = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return short.includes('"') && !/['\\\n]/.test(short) ? `'${short}'` : JSON.stringify(short);
}
