import type { Connection, SnowflakeError } from "snowflake-sdk";
import type { EmulatorOptions } from "../../emulator/index";
import { type Emulator, startEmulator } from "../../emulator/index";
import { connect, execute } from "./protocol/driver";

export const second = 1000;
export const minute = 60 * second;

/** How long things take in these tests; the clock stands still unless it is moved. */
export const times = {
  nodeStartMs: 60 * second,
  containerStartMs: 30 * second,
  endpointMs: 120 * second,
  suspendMs: 20 * second,
  stopMs: 10 * second,
};

export type Row = Record<string, unknown>;

/** An emulator with a repository of images and a compute pool P, and a session of the real driver. */
export interface ContainerAccount {
  emulator: Emulator;
  connection: Connection;
  run(...texts: string[]): Promise<void>;
  rows(text: string): Promise<Row[]>;
  row(text: string): Promise<Row>;
  /** The one cell of an answer. */
  value(text: string): Promise<unknown>;
  /** `code message` of the error that a statement ends with. */
  error(text: string): Promise<string>;
  /** Moves the clock on, and half a second more: each statement that changes something takes a millisecond. */
  advance(ms: number): void;
  /** The status of a service. */
  status(name: string): Promise<unknown>;
}

/** Images: `web` runs, `web:v2` too, `broken` fails at once, `job` ends well after 5 s, `bad-job` with code 3. */
export async function startContainers(options: EmulatorOptions = {}): Promise<ContainerAccount> {
  const emulator = await startEmulator({
    account: "acme-dev_one",
    now: () => new Date("2030-01-01T00:00:00.000Z"),
    containerTimes: times,
    ...options,
  });
  const connection = await connect(emulator.url, { account: "acme-dev-one" });
  const account = accountOf(emulator, connection);
  await account.run("CREATE DATABASE D", "CREATE IMAGE REPOSITORY R", pool("P"));
  const push = { repository: "D.PUBLIC.R" };
  emulator.pushImage({ ...push, image: "web", behaviour: { outcome: "runs", logs: "one\ntwo\nthree\n" } });
  emulator.pushImage({ ...push, image: "web", tag: "v2", behaviour: { outcome: "runs", logs: "second\n" } });
  emulator.pushImage({
    ...push,
    image: "broken",
    behaviour: { outcome: "fails", exitCode: 2, message: "no such file" },
  });
  emulator.pushImage({ ...push, image: "job", behaviour: { outcome: "exits", afterSeconds: 5, logs: "done\n" } });
  emulator.pushImage({ ...push, image: "bad-job", behaviour: { outcome: "exits", exitCode: 3, afterSeconds: 5 } });
  return account;
}

export function accountOf(emulator: Emulator, connection: Connection): ContainerAccount {
  const rows = async (text: string) => (await execute(connection, text)).rows;
  const row = async (text: string) => {
    const [only, ...others] = await rows(text);
    if (!only || others.length > 0) throw new Error(`${others.length + (only ? 1 : 0)} rows: ${text}`);
    return only;
  };
  return {
    emulator,
    connection,
    rows,
    row,
    run: async (...texts) => {
      for (const text of texts) await execute(connection, text);
    },
    value: async (text) => Object.values(await row(text))[0],
    error: async (text) => {
      try {
        await execute(connection, text);
      } catch (error) {
        const { code, message } = error as SnowflakeError;
        return `${code} ${message}`;
      }
      throw new Error(`no error: ${text}`);
    },
    advance: (ms) => emulator.advance(ms + 500),
    status: async (name) => (await row(`DESCRIBE SERVICE ${name}`))["status"],
  };
}

/** CREATE COMPUTE POOL of nodes with 1 core and 6 GiB. */
export function pool(name: string, options = "MIN_NODES = 1 MAX_NODES = 1"): string {
  return `CREATE COMPUTE POOL ${name} ${options} INSTANCE_FAMILY = CPU_X64_XS`;
}

/** A specification with one container. */
export function specification(image = "web", { container = "", spec = "", top = "" } = {}): string {
  return `
spec:
  containers:
  - name: main
    image: /d/public/r/${image}
${container}
${spec}
${top}`;
}

/** CREATE SERVICE with one container. */
export function service(name: string, text = specification(), options = "", on = "P"): string {
  return `CREATE SERVICE ${name} IN COMPUTE POOL ${on} FROM SPECIFICATION $$${text}$$ ${options}`;
}
