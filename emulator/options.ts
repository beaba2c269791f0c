import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { ContainerTimes } from "./engine/container/times";
import { parseContainerTimes } from "./engine/container/times";
import type { UserRecord } from "./engine/engine";
import { type FaultRule, parseFaultRules } from "./http/fault-rules";
import { parseUsers } from "./http/users";

/** How an emulator is started; everything may be left out. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1; 0 picks a free one. @defaultValue 0 */
  readonly port?: number;
  /** `ORG-ACCOUNT` or `NAME`. Given, a login that names another account is refused. @defaultValue LOCAL-EMULATOR */
  readonly account?: string;
  /** Milliseconds added to each statement. @defaultValue 0 */
  readonly latencyMs?: number;
  /** File that the catalog is loaded from and saved to. */
  readonly stateFile?: string;
  /** File that gets a line of JSON for each executed statement. */
  readonly statementLog?: string;
  /** Who may log in, and how. Left out, everybody may who has a password, and is ACCOUNTADMIN. */
  readonly users?: UserRecord[];
  /** Faults in force from the start. */
  readonly faults?: readonly FaultRule[];
  /** Edition of the account. @defaultValue ENTERPRISE */
  readonly edition?: "STANDARD" | "ENTERPRISE";
  /**
   * `any`: every image that a specification names is taken to be there, if its repository is; its containers run.
   * @defaultValue pushed
   */
  readonly images?: "pushed" | "any";
  /** How long compute pools, services and jobs take, by the account's clock. @defaultValue about a second in all */
  readonly containerTimes?: Partial<ContainerTimes>;
  /** Milliseconds until a statement is answered as still running. @defaultValue 45000 */
  readonly inProgressAfterMs?: number;
  /** The clock. */
  readonly now?: () => Date;
}

/** Name of an account, taken apart. */
export interface AccountName {
  readonly organization: string;
  readonly account: string;
}

/** What the command line asks for. */
export type Command = { kind: "start"; options: EmulatorOptions } | { kind: "help" } | { kind: "version" };

/** A command line that cannot be followed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Text of `--help`. */
export const usage = `Usage: snowflake-emulator [options]
       snowflake-emulator push --url URL DATABASE.SCHEMA.REPOSITORY IMAGE[:TAG] (see push --help)

A local Snowflake for the official drivers, on 127.0.0.1.

  --port N               port to listen on; 0 picks a free one (default 0)
  --state FILE           keep the catalog in this file across restarts
  --latency MS           make each statement take this much longer
  --statement-log FILE   append a line of JSON for each executed statement
  --faults JSON          faults to inject: a JSON list, or @FILE
  --users FILE           JSON list of users who may log in (default: everybody with a password)
  --account NAME         ORG-ACCOUNT or NAME; logins to any other account are refused
  --container-times JSON how long containers take, in milliseconds of the account's clock: {"nodeStartMs": 60000}
  --any-image            take every image of an image repository as present, whether it was pushed or not
  --help                 show this text
  --version              show the version
`;

/** Reads the command line and the files it names. @throws UsageError that says what to change. */
export function parseCommand(args: readonly string[]): Command {
  const { values } = parsed(args);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const options: EmulatorOptions = {
    port: wholeNumber("--port", values.port ?? "0", 65_535),
    latencyMs: wholeNumber("--latency", values.latency ?? "0", 3_600_000),
    ...(values.state === undefined ? {} : { stateFile: notEmpty("--state", values.state) }),
    ...(values["statement-log"] === undefined
      ? {}
      : { statementLog: notEmpty("--statement-log", values["statement-log"]) }),
    ...(values.account === undefined ? {} : { account: values.account }),
    ...(values["container-times"] === undefined ? {} : { containerTimes: containerTimes(values["container-times"]) }),
    ...(values["any-image"] ? { images: "any" } : {}),
    ...(values.users === undefined ? {} : { users: users(values.users) }),
    ...(values.faults === undefined ? {} : { faults: faults(values.faults) }),
  };
  parseAccount(options.account);
  return { kind: "start", options };
}

/** `ORG-ACCOUNT` or `NAME` in upper case. @throws UsageError if it is neither. */
export function parseAccount(name = "LOCAL-EMULATOR"): AccountName {
  const [, organization, account] = /^(?:([a-z][a-z0-9]*)-)?([a-z][a-z0-9_-]*)$/i.exec(name) ?? [];
  if (account === undefined) throw new UsageError(`--account ${name}: must be ORG-ACCOUNT or NAME, such as ACME-DEV.`);
  return {
    organization: (organization ?? "LOCAL").toUpperCase(),
    account: account.toUpperCase().replaceAll("-", "_"),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        port: { type: "string" },
        state: { type: "string" },
        latency: { type: "string" },
        "statement-log": { type: "string" },
        faults: { type: "string" },
        users: { type: "string" },
        account: { type: "string" },
        "container-times": { type: "string" },
        "any-image": { type: "boolean" },
        help: { type: "boolean" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= most) return value;
  throw new UsageError(`${option} ${text}: must be a whole number from 0 to ${most}.`);
}

function notEmpty(option: string, text: string): string {
  if (text !== "") return text;
  throw new UsageError(`${option}: names no file.`);
}

function users(path: string): UserRecord[] {
  return checked(`--users ${path}`, () => parseUsers(JSON.parse(readFileSync(path, "utf8"))));
}

function faults(text: string): FaultRule[] {
  const source = text.startsWith("@") ? text : "(given inline)";
  return checked(`--faults ${source}`, () =>
    parseFaultRules(JSON.parse(text.startsWith("@") ? readFileSync(text.slice(1), "utf8") : text)),
  );
}

function containerTimes(text: string): ContainerTimes {
  return checked(`--container-times ${text}`, () => parseContainerTimes(JSON.parse(text)));
}

function checked<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${what}: ${(error as Error).message}`);
  }
}
