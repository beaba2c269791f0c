import { randomUUID } from "node:crypto";
import { type Emulator, type EmulatorOptions, type LoggedStatement, startEmulator } from "../../emulator";
import type { definitions } from "../../provider/resources";
import { type ProjectOptions, type PulumiProject, pulumiProject, type UpdateResult } from "./pulumi";

/** A row as SHOW and SELECT answer it, every cell as text. */
export type Row = Readonly<Record<string, string | null>>;

/** One resource of a program: its kind, arguments and Pulumi options. `{ ref: "db" }` among these is that resource. */
export interface Declared {
  readonly kind: (typeof definitions)[keyof typeof definitions]["kind"];
  readonly args?: Readonly<Record<string, unknown>>;
  readonly opts?: Readonly<Record<string, unknown>>;
}

/** How a stage is set. */
export interface StageOptions extends ProjectOptions {
  readonly emulator?: EmulatorOptions;
  /** Where the account and its address stand; user and password are always configured. Default: `config`. */
  readonly address?: "config" | "environment";
}

/** An emulator, and a Pulumi project whose configuration points at it. */
export interface Stage extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly project: PulumiProject;
  /** What the program consists of, from now on: one resource per entry. */
  declare(resources: Readonly<Record<string, Declared>>): void;
  /** Runs statements behind Pulumi's back as ACCOUNTADMIN, unlogged; answers the rows of the last. */
  sql(...statements: readonly string[]): readonly Row[];
  /** What Pulumi has sent since the last call, without what comes with each log-in. */
  sent(): string[];
  /** The same, with query tags and roles. */
  log(): readonly LoggedStatement[];
  /** Log-ins since the last call. */
  logins(): number;
  /** Names of the objects of a kind, without those that every account has. */
  names(plural: string): string[];
}

/** The password that stands in the configuration, encrypted. */
export const PASSWORD = "correct horse battery";

/** Makes one resource for each entry of `resources.json`. */
const PROGRAM = `
import { readFileSync } from "node:fs";
import * as snowflake from "pulumi-dynamic-snowflake";

const resources = JSON.parse(readFileSync("resources.json", "utf8"));
const made: Record<string, unknown> = {};
const resolved = (value: any): any => {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.ref === "string") return made[value.ref];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item)]));
};
for (const [name, { kind, args, opts }] of Object.entries<any>(resources)) {
  made[name] = new (snowflake as any)[kind](name, resolved(args ?? {}), resolved(opts ?? {}));
}
`;

/** What stands in the account itself: their SHOW knows no place. */
const OF_THE_ACCOUNT = new Set(["DATABASES", "WAREHOUSES", "COMPUTE POOLS"]);

/** What takes time in an account takes none here, and every image has been pushed, unless a test says otherwise. */
const AT_ONCE: EmulatorOptions = {
  images: "any",
  containerTimes: { nodeStartMs: 0, suspendMs: 0, containerStartMs: 0, endpointMs: 0, stopMs: 0 },
};

/** Starts an emulator and makes a project for it. Without a program, it makes what is {@link Stage.declare | declared}. */
export async function startStage({ emulator: emulated, address, ...options }: StageOptions = {}): Promise<Stage> {
  const users = emulated?.users === undefined ? {} : { users: [...emulated.users, { name: "BY_HAND" }] };
  const emulator = await startEmulator({ ...AT_ONCE, ...emulated, ...users });
  const who = { "snowflake:user": "DEPLOYER", "snowflake:password": { secret: PASSWORD } };
  const outside = address === "environment";
  const project = await pulumiProject({
    program: PROGRAM,
    ...options,
    files: { "resources.json": "{}", ...options.files },
    config: { ...(outside ? {} : configFor(emulator)), ...who, ...options.config },
    env: { ...(outside ? environmentFor(emulator, "LOCAL-EMULATOR") : {}), ...options.env },
  });
  const hand = emulator.engine.openSession({ user: "BY_HAND", role: "ACCOUNTADMIN" });
  let seen = 0;
  let loggedIn = 0;
  const log = () => {
    const fresh = emulator.statements().slice(seen);
    seen += fresh.length;
    return fresh.filter(({ sql }) => !isOfLogin(sql));
  };
  const sql: Stage["sql"] = (...statements) => {
    let rows: readonly Row[] = [];
    for (const statement of statements) {
      const answer = emulator.engine.execute(hand, statement, { queryId: randomUUID() });
      rows = answer.rows.map((cells) =>
        Object.fromEntries(answer.columns.map(({ name }, index) => [name, cells[index] ?? null])),
      );
    }
    return rows;
  };
  return {
    emulator,
    project,
    declare: (resources) => project.write(JSON.stringify(resources), "resources.json"),
    sql,
    log,
    sent: () => log().map((one) => one.sql),
    logins() {
      const { logins } = emulator.counts();
      const fresh = logins - loggedIn;
      loggedIn = logins;
      return fresh;
    },
    names: (plural) =>
      sql(`SHOW ${plural}${OF_THE_ACCOUNT.has(plural) ? "" : " IN ACCOUNT"}`)
        .map(({ name }) => name ?? "")
        .filter((name) => !["SNOWFLAKE", "COMPUTE_WH", "SYSTEM$STREAMLIT_NOTEBOOK_WH"].includes(name)),
    async [Symbol.asyncDispose]() {
      await emulator.close();
      project.remove();
    },
  };
}

/** The configuration that leads to an emulator, without user and password. */
export function configFor(emulator: Pick<Emulator, "port">): Record<string, string> {
  return {
    "snowflake:organizationName": "LOCAL",
    "snowflake:accountName": "EMULATOR",
    "snowflake:host": "127.0.0.1",
    "snowflake:port": String(emulator.port),
    "snowflake:protocol": "http",
  };
}

/** The environment that leads to an emulator, without user and password. */
export function environmentFor(emulator: Pick<Emulator, "port">, account: string): Record<string, string> {
  return {
    SNOWFLAKE_ACCOUNT: account,
    SNOWFLAKE_HOST: "127.0.0.1",
    SNOWFLAKE_PORT: String(emulator.port),
    SNOWFLAKE_PROTOCOL: "http",
  };
}

/** What a command complained about; nothing, if all went well. */
export function failures(result: UpdateResult): unknown[] {
  const errors = result.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  return result.exitCode === 0 ? errors : [...errors, printed(result)];
}

/** Everything that a command printed. */
export function printed({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  return `${stdout}\n${stderr}`;
}

function isOfLogin(sql: string): boolean {
  return /^ALTER SESSION|CURRENT_ORGANIZATION_NAME/.test(sql);
}
