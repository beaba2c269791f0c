import { type ResultColumn, type Session, SqlError, type UserRecord } from "../../emulator/engine/engine";
import type { SqlEngine } from "../../emulator/http/context";
import { type RunningEmulator, serve } from "../../emulator/http/serve";
import type { EmulatorOptions } from "../../emulator/options";
import type { ClientOptions, StatementEvent } from "../../provider/client/client";
import { Clients } from "../../provider/client/client";

/** The emulator's protocol in front of a few statements whose answers these tests choose. */
export type Server = RunningEmulator<SqlEngine> & {
  /** Statements that took effect, in order. */
  readonly executed: string[];
  /** Sessions that were opened, in order. */
  readonly sessions: Session[];
};

export async function startServer(options: EmulatorOptions = {}): Promise<Server> {
  const executed: string[] = [];
  const sessions: Session[] = [];
  const server = await serve(scriptedEngine(executed, sessions), { organization: "ACME", account: "DEV" }, options);
  return Object.assign(server, { executed, sessions });
}

/** Configuration that leads to the server, as a stack would have it; `undefined` takes a key out. */
export function configFor(server: { port: number }, more: Readonly<Record<string, string | undefined>> = {}) {
  const config: Record<string, string | undefined> = {
    "snowflake:organizationName": "ACME",
    "snowflake:accountName": "DEV",
    "snowflake:user": "DEPLOYER",
    "snowflake:password": PASSWORD,
    "snowflake:host": "127.0.0.1",
    "snowflake:port": String(server.port),
    "snowflake:protocol": "http",
    ...more,
  };
  return config;
}

export const PASSWORD = "correct horse battery";

/** Clients of a stack with that configuration, in a home without files, and what they told and logged. */
export function clientsWith(
  config: Readonly<Record<string, string | undefined>>,
  more: Partial<ClientOptions> & { env?: NodeJS.ProcessEnv } = {},
) {
  const events: StatementEvent[] = [];
  const lines: string[] = [];
  const clients = new Clients({
    source: {
      config: (key) => config[key],
      env: { PULUMI_SNOWFLAKE_LOG: "debug", ...more.env },
      homedir: () => "/nonexistent",
    },
    version: "1.2.3",
    log: (line) => lines.push(line),
    onStatement: (event) => events.push(event),
    ...more,
  });
  return { clients, client: clients.for({}), events, lines };
}

const ANSWERS: Readonly<Record<string, () => never>> = {
  "DROP WAREHOUSE NOPE": refuse("002003", "02000", "SQL compilation error:\nWarehouse 'NOPE' does not exist."),
  "CREATE WAREHOUSE TAKEN": refuse("002002", "42710", "SQL compilation error:\nObject 'TAKEN' already exists."),
  "DROP WAREHOUSE THEIRS": refuse("003001", "42501", "SQL access control error:\nInsufficient privileges."),
};

function scriptedEngine(executed: string[], sessions: Session[]): SqlEngine {
  return {
    openSession: (request) => {
      if (request.role === "MISSING") throw new SqlError("390189", "08001", "Role 'MISSING' specified does not exist.");
      const { user, role = "DEPLOY", warehouse = null } = request;
      const facts = { id: sessions.length + 1, parameters: new Map(), variables: new Map() };
      const session: Session = { ...NO_CONTEXT, ...facts, user, role, warehouse };
      sessions.push(session);
      return session;
    },
    closeSession: () => {},
    findUser: () => undefined as UserRecord | undefined,
    sessionParameters: () => [{ name: "CLIENT_SESSION_KEEP_ALIVE", value: true }],
    split: (text) => [text],
    execute: (session, text) => {
      ANSWERS[text]?.();
      executed.push(text);
      return answer(session, text);
    },
  };
}

const NO_CONTEXT = { secondaryRoles: "NONE", database: null, schema: null, lastQueryId: null } as const;

function refuse(code: string, sqlState: string, message: string): () => never {
  return () => {
    throw new SqlError(code, sqlState, message);
  };
}

/** One column of each type that the driver decodes in a way of its own, and a cell. */
const SAMPLES: readonly (readonly [string, ResultColumn["type"], string | null, number?])[] = [
  ["whole", "fixed", "90071992547409931", 0],
  ["fraction", "fixed", "1.50", 2],
  ["flag", "boolean", "1"],
  ["day", "date", "19723"],
  ["created_on", "timestamp_ltz", "1704067200.123456789", 9],
  ["local", "timestamp_ntz", "1704067200.000000001", 9],
  ["zoned", "timestamp_tz", "1704067200.500 960", 3],
  ["before", "timestamp_ltz", "-0.5", 3],
  ["data", "variant", '{"a": 1}'],
  ["bytes", "binary", "00FF"],
  ["nothing", "text", null],
  ["no number", "fixed", null, 0],
  ["text", "text", "NULL"],
];

function answer(session: Session, text: string) {
  if (text === "SAMPLES") {
    return {
      columns: SAMPLES.map(([name, type, , scale]) => column(name, type, scale)),
      rows: [SAMPLES.map(([, , cell]) => cell)],
      statementTypeId: 0x1000,
    };
  }
  if (text.startsWith("SELECT CURRENT_ORGANIZATION_NAME()")) {
    const now = `${Date.now() / 1000 + 3600}`;
    const cells = {
      ORGANIZATION: "ACME",
      ACCOUNT: "DEV",
      LOCATOR: "XY1",
      ROLE_NAME: session.role,
      USER_NAME: session.user,
    };
    return {
      columns: [...Object.keys(cells).map((name) => column(name, "text")), column("NOW", "timestamp_ltz", 9)],
      rows: [[...Object.values(cells), now]],
      statementTypeId: 0x1000,
    };
  }
  return { columns: [column("status", "text")], rows: [[`ran ${text}`]], statementTypeId: 0x6000 };
}

function column(name: string, type: string, scale?: number): ResultColumn {
  return { name, type, nullable: true, length: null, byteLength: null, precision: null, scale: scale ?? null };
}
