import type { TaskContext } from "./task-run/run";

/** A value of a session or object parameter. */
export type ParameterValue = string | number | boolean;

/** What a session knows; the engine reads and changes it, the protocol side keeps it. */
export interface Session {
  readonly id: number;
  readonly user: string;
  role: string;
  secondaryRoles: "ALL" | "NONE";
  database: string | null;
  schema: string | null;
  warehouse: string | null;
  /** Parameters set on the session itself; the rest is inherited. */
  parameters: Map<string, ParameterValue>;
  lastQueryId: string | null;
  readonly variables: Map<string, unknown>;
  /** Where the client reached the emulator, such as `http://127.0.0.1:8123`; absent where there was no client. */
  readonly origin?: string;
  /** The task whose body runs in the session. */
  readonly task?: TaskContext;
}

/** What a client asks for when it logs in. */
export interface LoginRequest {
  user: string;
  role?: string;
  database?: string;
  schema?: string;
  warehouse?: string;
  parameters?: Record<string, ParameterValue>;
  /** Where the client reached the emulator, such as `http://127.0.0.1:8123`. */
  origin?: string;
}

/** A value for a `?` or `:1`; a list binds one value per row. */
export interface Binding {
  type: string;
  value: string | null | (string | null)[];
}

/** A user as the emulator's options name it. */
export interface UserRecord {
  /** Log-in name; letter case makes no difference. */
  name: string;
  /** Without one, the user cannot log in by password. */
  password?: string;
  /** Public keys of key pairs, two at most: PEM text, or its base64 without header. */
  publicKeys?: string[];
  /** Roles granted to the user; those that do not exist are created. */
  roles?: string[];
  /** Role of a session that names none. */
  defaultRole?: string;
  /** OAuth tokens, programmatic access tokens and tokens of workload identity. */
  tokens?: string[];
}

/** A parameter as it is reported to drivers. */
export interface ReportedParameter {
  name: string;
  value: ParameterValue;
}
