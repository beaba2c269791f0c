/** A statement that Snowflake would refuse: its code, SQLSTATE and the server's own text. */
export class SqlError extends Error {
  override readonly name = "SqlError";
  /** Six digits, e.g. `"002003"`. */
  readonly code: string;
  readonly sqlState: string;
  /** Line of the offending token, from 1. */
  readonly line?: number;
  /** Column of the offending token, from 0. */
  readonly position?: number;

  constructor(code: string, sqlState: string, message: string, at?: { line: number; position: number }) {
    super(message);
    this.code = code;
    this.sqlState = sqlState;
    if (at) {
      this.line = at.line;
      this.position = at.position;
    }
  }
}

/** An error of the compiler: its text starts with `SQL compilation error:`. */
export function compilationError(code: string, sqlState: string, detail: string): SqlError {
  return new SqlError(code, sqlState, `SQL compilation error:\n${detail}`);
}

/** 001003: a token that no rule allows at its place. */
export function syntaxError(token: { text: string; line: number; position: number }): SqlError {
  const { text, line, position } = token;
  const detail = `syntax error line ${line} at position ${position} unexpected '${text}'.`;
  return new SqlError("001003", "42000", `SQL compilation error:\n${detail}`, { line, position });
}

/** 002003: missing, or hidden from the role; `noun` is `Database`, `Schema`, `Table` … */
export function missing(noun: string, name: string): SqlError {
  const state = noun === "Table" || noun === "Object" ? "42S02" : "02000";
  return compilationError("002003", state, `${noun} '${name}' does not exist or not authorized.`);
}

/** 002043: the container of a SHOW, or the target of a USE, is missing or hidden. */
export function missingContainer(): SqlError {
  return compilationError("002043", "02000", "Object does not exist, or operation cannot be performed.");
}

/** 002002: the name is taken. */
export function alreadyExists(name: string): SqlError {
  return compilationError("002002", "42710", `Object '${name}' already exists.`);
}

/** 003001: the role sees the object but may not do this to it. */
export function insufficientPrivileges(noun: string, name: string): SqlError {
  const detail = `Insufficient privileges to operate on ${noun.toLowerCase()} '${name}'.`;
  return new SqlError("003001", "42501", `SQL access control error:\n${detail}`);
}

/** 001008: a value that a parameter does not take. */
export function invalidParameterValue(value: string, parameter: string): SqlError {
  return compilationError("001008", "22023", `invalid value [${value}] for parameter '${parameter}'`);
}

/** 001422: a value that a property does not take. */
export function invalidPropertyValue(value: string, property: string): SqlError {
  return compilationError("001422", "22023", `invalid value '${value}' for property '${property}'`);
}

/** 001425: two properties that exclude each other. */
export function invalidCombination(a: [string, string], b: [string, string]): SqlError {
  return compilationError(
    "001425",
    "22023",
    `invalid property combination '${a[0]}'='${a[1]}' and '${b[0]}'='${b[1]}'`,
  );
}

/** 000002: understood, but not supported by Snowflake. */
export function unsupported(feature: string): SqlError {
  return compilationError("000002", "0A000", `Unsupported feature '${feature}'.`);
}
