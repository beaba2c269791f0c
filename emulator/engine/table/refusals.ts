import type { SqlError } from "../sql-error";
import { compilationError } from "../sql-error";

/** 040050, 040052 … : a column cannot have the other type. */
export function cannotChangeType(code: string, column: string, from: string, to: string, because = ""): SqlError {
  return compilationError(code, "22000", `cannot change column ${column} from type ${from} to ${to}${because}`);
}

/** 002023: a default of another type than its column's. */
export function defaultMismatch(column: string, expected: string, got: string): SqlError {
  const detail = `Expression type does not match column data type, expecting ${expected} but got ${got} for column ${column}`;
  return compilationError("002023", "22000", detail);
}

/** 002263: a default that may not stand here. */
export function invalidDefault(text: string): SqlError {
  return compilationError("002263", "22000", `Invalid column default expression [${text}]`);
}

/** 002025: two columns of one name. */
export function duplicateColumn(name: string): SqlError {
  return compilationError("002025", "42S21", `duplicate column name '${name}'`);
}

/** 001430: ADD of a column that is there. */
export function columnExists(name: string): SqlError {
  return compilationError("001430", "42601", `column '${name}' already exists`);
}

/** 000904: no such column. */
export function unknownIdentifier(name: string): SqlError {
  return compilationError("000904", "42000", `invalid identifier '${name}'`);
}

/** A statement that Snowflake refuses with a text that is known and a code that no source tells. */
export function refused(detail: string): SqlError {
  return compilationError("000002", "0A000", detail);
}
