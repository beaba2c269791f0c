import type { StatementResult } from "./result";
import type { Binding, LoginRequest, ReportedParameter, Session, UserRecord } from "./session";
import { SqlError } from "./sql-error";

export type { ResultColumn, StatementResult } from "./result";
export type { Binding, LoginRequest, ParameterValue, ReportedParameter, Session, UserRecord } from "./session";
export { SqlError } from "./sql-error";

/** How the emulated account is set up. */
export interface EngineOptions {
  organization: string;
  account: string;
  region?: string;
  users?: UserRecord[];
  now?: () => Date;
  edition?: "STANDARD" | "ENTERPRISE";
}

/** How one statement is run. */
export interface ExecuteOptions {
  /** The id that the protocol side gave the statement. */
  queryId: string;
  bindings?: Record<string, Binding>;
  /** Answers the columns without executing anything. */
  describeOnly?: boolean;
  multiStatementCount?: number;
}

/** The object model and SQL of the emulated account. */
export class Engine {
  /** Called after each statement that changed the catalog. */
  onChange?: () => void;

  constructor(_options: EngineOptions) {}

  /** Opens a session for a user whose identity the protocol side has proven. */
  openSession(_request: LoginRequest): Session {
    throw new SqlError("390100", "28000", "Incorrect username or password was specified.");
  }

  closeSession(_session: Session): void {}

  /** Runs exactly one statement. */
  execute(_session: Session, _text: string, _options: ExecuteOptions): StatementResult {
    throw new SqlError("001003", "42000", "SQL compilation error:\nsyntax error");
  }

  /** The parameters that drivers are told about, with their effective values. */
  sessionParameters(_session: Session): ReportedParameter[] {
    return [];
  }

  /** A user as the catalog knows it (created by options or by CREATE USER), for checking a login. */
  findUser(_name: string): UserRecord | undefined {
    return undefined;
  }

  /** Splits a text into statements. */
  split(text: string): string[] {
    return [text];
  }

  /** The whole catalog as data for JSON. */
  save(): unknown {
    return {};
  }

  /** Takes up a catalog that {@link save} wrote. */
  load(_data: unknown): void {}
}

/** The parameters that drivers are told about, with their effective values. */
export function sessionParameters(engine: Engine, session: Session): ReportedParameter[] {
  return engine.sessionParameters(session);
}
