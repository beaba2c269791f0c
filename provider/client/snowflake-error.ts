/** What went wrong, in one word; each has a class of its own. */
export type ErrorKind =
  | "ObjectMissing"
  | "ObjectExists"
  | "NotAuthorized"
  | "InvalidArgument"
  | "Sql"
  | "Connection"
  | "Timeout"
  | "DataLoss"
  | "WrongAccount";

/** What an error knows besides its text. */
export interface ErrorFields {
  /** What happened and what to do next; never holds a secret. */
  readonly message: string;
  /** Snowflake's code, e.g. `002003`. */
  readonly code?: string | undefined;
  /** The SQLSTATE, five letters and digits. */
  readonly sqlState?: string | undefined;
  /** Snowflake's id of the statement, for its query history. */
  readonly queryId?: string | undefined;
  /** The statement that failed, secrets removed. */
  readonly statement?: string | undefined;
  /** The error that this one tells in better words. */
  readonly cause?: unknown;
  /** Kind of the object the error is about, e.g. `Warehouse`. */
  readonly objectKind?: string | undefined;
  /** Name of the object the error is about. */
  readonly name?: string | undefined;
}

/** Every error that this library throws on purpose is one of these. */
export abstract class SnowflakeError extends Error {
  /** Which of these errors it is, where `instanceof` will not do. */
  abstract readonly kind: ErrorKind;
  /** Snowflake's code, e.g. `002003`. */
  declare readonly code?: string;
  /** The SQLSTATE, five letters and digits. */
  declare readonly sqlState?: string;
  /** Snowflake's id of the statement, for its query history. */
  declare readonly queryId?: string;
  /** The statement that failed, secrets removed. */
  declare readonly statement?: string;
  /** Kind of the object the error is about, e.g. `Warehouse`. */
  declare readonly objectKind?: string;
  /** Canonical name of the object the error is about. */
  declare readonly objectName?: string;

  constructor(fields: ErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = new.target.name;
    if (fields.code !== undefined) this.code = fields.code;
    if (fields.sqlState !== undefined) this.sqlState = fields.sqlState;
    if (fields.queryId !== undefined) this.queryId = fields.queryId;
    if (fields.statement !== undefined) this.statement = fields.statement;
    if (fields.objectKind !== undefined) this.objectKind = fields.objectKind;
    if (fields.name !== undefined) this.objectName = fields.name;
  }
}

/** The object does not exist, or the role may not see it. */
export class ObjectMissingError extends SnowflakeError {
  override readonly kind = "ObjectMissing";
}

/** An object of that name exists already. */
export class ObjectExistsError extends SnowflakeError {
  override readonly kind = "ObjectExists";
}

/** The role lacks a privilege. */
export class NotAuthorizedError extends SnowflakeError {
  override readonly kind = "NotAuthorized";
}

/** A value given to the library, or a setting, is wrong. */
export class InvalidArgumentError extends SnowflakeError {
  override readonly kind = "InvalidArgument";
}

/** Snowflake refused a statement for a reason that has no class of its own. */
export class SqlError extends SnowflakeError {
  override readonly kind = "Sql";
}

/** What a failure of the way to Snowflake knows besides {@link ErrorFields}. */
export interface TransportFields extends ErrorFields {
  /** True if a statement that writes may have run all the same. @defaultValue false */
  readonly outcomeUnknown?: boolean | undefined;
}

/** Snowflake could not be reached, the session ended, or the log-in was refused. */
export class ConnectionError extends SnowflakeError {
  override readonly kind = "Connection";
  /** True if a statement that writes may have run all the same: look at its effect before sending it again. */
  readonly outcomeUnknown: boolean;

  constructor(fields: TransportFields) {
    super(fields);
    this.outcomeUnknown = fields.outcomeUnknown ?? false;
  }
}

/** A deadline passed, or the caller cancelled. */
export class TimeoutError extends SnowflakeError {
  override readonly kind = "Timeout";
  /** True if a statement that writes may have run all the same: look at its effect before sending it again. */
  readonly outcomeUnknown: boolean;

  constructor(fields: TransportFields) {
    super(fields);
    this.outcomeUnknown = fields.outcomeUnknown ?? false;
  }
}

/** The change would lose data, and nobody has said that it may. */
export class DataLossError extends SnowflakeError {
  override readonly kind = "DataLoss";
}

/** The session is in another account than the one the resource lives in. */
export class WrongAccountError extends SnowflakeError {
  override readonly kind = "WrongAccount";
}
