import { type LoginRequest, type ResultColumn, type Session, SqlError } from "../../../emulator/engine/engine";
import type { SqlEngine } from "../../../emulator/http/context";

/** What the protocol needs of an engine, with statements made for these tests. */
export interface FakeEngine extends SqlEngine {
  /** Statements that were executed, in order. */
  readonly executed: string[];
}

/** One column of each type that a driver decodes in a way of its own, and a row of it. */
const samples: [type: string, cell: string | null, extra?: Partial<ResultColumn>][] = [
  ["fixed", "42", { precision: 38, scale: 0 }],
  ["fixed", "1.50", { precision: 10, scale: 2 }],
  ["real", "1.5"],
  ["text", "it's"],
  ["boolean", "1"],
  ["boolean", "0"],
  ["date", "19723"],
  ["timestamp_ntz", "1704067200.000000000", { precision: 0, scale: 9 }],
  ["timestamp_ltz", "1704067200.000000000", { precision: 0, scale: 9 }],
  ["timestamp_tz", "1704067200.000000000 960", { precision: 0, scale: 9 }],
  ["timestamp_ltz", "1704067200.5", { precision: 0, scale: 3 }],
  ["timestamp_ntz", "1704067200.500000000", { precision: 0, scale: 3 }],
  ["binary", "00FF", { length: 8388608, byteLength: 8388608 }],
  ["variant", '{"a": 1}'],
  ["text", null],
];

/** Makes an engine that knows `CREATE …`, `FAIL`, `SAMPLES`, `BINDS`, `USE ROLE …`, `INSERT` and `ECHO …`. */
export function fakeEngine(): FakeEngine {
  const executed: string[] = [];
  let sessions = 0;
  return {
    executed,
    openSession: (request) => {
      if (request.role === "MISSING") throw new SqlError("390189", "08001", "Role 'MISSING' does not exist.");
      return newSession(request, ++sessions);
    },
    closeSession: () => {},
    findUser: () => undefined,
    sessionParameters: (session) => [{ name: "TIMEZONE", value: session.parameters.get("TIMEZONE") ?? "UTC" }],
    split: (sql) => sql.split(";").map((part) => part.trim()),
    execute: (session, sql, { bindings, describeOnly }) => {
      if (!describeOnly) executed.push(sql);
      const [word = "", ...rest] = sql.split(" ");
      switch (word) {
        case "CREATE":
          return table(["status"], [["Created."]], 0x6000);
        case "FAIL":
          throw new SqlError("002003", "02000", "SQL compilation error:\nDatabase 'X' does not exist.", at(1, 5));
        case "SAMPLES":
          return sampleResult();
        case "BINDS":
          return table(["binds"], [[JSON.stringify(bindings)]], 0x1000);
        case "USE":
          session.role = rest[1] ?? session.role;
          return table(["status"], [["Statement executed successfully."]], 0x4300);
        case "INSERT":
          return { ...table(["number of rows inserted"], [["3"]], 0x3100), columns: [column("n", "fixed")] };
        case "ECHO":
          return table(["echo"], [[rest.join(" ")]], 0x1000);
        default:
          throw new SqlError("001003", "42000", `SQL compilation error:\nsyntax error near ${word}`, at(1, 0));
      }
    },
  };
}

function newSession(request: LoginRequest, id: number): Session {
  return {
    id,
    user: request.user,
    role: request.role ?? "ACCOUNTADMIN",
    secondaryRoles: "NONE",
    database: request.database ?? null,
    schema: request.schema ?? null,
    warehouse: request.warehouse ?? null,
    parameters: new Map(Object.entries(request.parameters ?? {})),
    lastQueryId: null,
    variables: new Map(),
  };
}

function table(names: string[], rows: (string | null)[][], statementTypeId: number) {
  return { columns: names.map((name) => column(name, "text")), rows, statementTypeId };
}

function sampleResult() {
  const columns = samples.map(([type, , extra], index) => ({ ...column(`C${index}`, type), ...extra }));
  return { columns, rows: [samples.map(([, cell]) => cell)], statementTypeId: 0x1000 };
}

function column(name: string, type: string): ResultColumn {
  return { name, type, nullable: true, length: null, byteLength: null, precision: null, scale: null };
}

function at(line: number, position: number) {
  return { line, position };
}
