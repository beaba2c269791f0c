import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator";
import type { EmulatorOptions } from "../../../emulator/options";
import type { Advice } from "../../../provider/client/advice";
import type { Row } from "../../../provider/client/client";
import type { Handlers, Props } from "../../../provider/dynamic/handlers";
import { kindHandlers } from "../../../provider/dynamic/kind-handlers";
import { type ProviderProcess, providerProcess } from "../../../provider/dynamic/provider-process";
import { UnfinishedError } from "../../../provider/resource/lifecycle/context";
import { outputsOf } from "../../../provider/resource/state";
import { definitions } from "../../../provider/resources";
import { raw } from "../../../provider/sql";

// A busy machine is no failure.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

export type Kind = keyof typeof definitions;

/** What the engine keeps of a resource. */
export interface Entry {
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

/** What a run did with a resource, in the engine's words. */
export type Effect = "create" | "same" | "update" | "replace";

/** One run of a provider process: it forgets its claims when it ends, as the real one does. */
export interface Run {
  readonly handlers: Readonly<Record<Kind, Handlers>>;
  /** What the process told the user. */
  readonly said: string[];
  /** Names of what the process is deleting right now. */
  readonly deleting: Set<string>;
  /** Brings a resource to what a program declares, as the engine would. */
  up(kind: Kind, args: Props, entry?: Entry): Promise<Entry & { readonly effect: Effect }>;
  /** What `refresh` makes of an entry; absent if the object is gone. */
  refresh(kind: Kind, entry: Entry): Promise<Entry | undefined>;
  /** Removes a resource from the program. */
  destroy(kind: Kind, entry: Entry): Promise<void>;
}

/** What a run is given from outside. */
export interface RunOptions {
  readonly config?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The words for those who read the messages. */
  readonly advice?: Advice;
}

/** An emulator, and runs of the real provider against it, through the real driver. */
export interface Stage {
  readonly emulator: Emulator;
  run(options?: RunOptions): Run;
  /** Runs statements behind the provider's back, one after another; answers the rows of the last. */
  sql(...statements: readonly string[]): Promise<readonly Row[]>;
  /** The same as another role. */
  as(role: string, ...statements: readonly string[]): Promise<readonly Row[]>;
  /** Statements that the provider has sent since the last call, without those of log-ins. */
  sent(): string[];
  /** The user's cache folder. */
  readonly cache: string;
  close(): Promise<void>;
}

/** What takes time in an account takes none here, and every image has been pushed, unless a test says otherwise. */
const atOnce: EmulatorOptions = {
  images: "any",
  containerTimes: { nodeStartMs: 0, suspendMs: 0, containerStartMs: 0, endpointMs: 0, stopMs: 0 },
};

/** Starts an emulator with an empty account. */
export async function startStage(options: EmulatorOptions = {}): Promise<Stage> {
  const emulator = await startEmulator({ ...atOnce, ...options });
  const cache = mkdtempSync(join(tmpdir(), "cache-"));
  const processes: ProviderProcess[] = [];
  const open = ({ config = {}, env = {} }: RunOptions): ProviderProcess => {
    const merged: Readonly<Record<string, string>> = { ...configFor(emulator, options.account), ...config };
    const made = providerProcess((key) => merged[key], {
      XDG_CACHE_HOME: cache,
      PULUMI_NODEJS_PROJECT: "tests",
      ...env,
    });
    processes.push(made);
    return made;
  };
  const worksheet = open({ config: { "snowflake:user": "BY_HAND" } });
  const execute = async (role: string | undefined, statements: readonly string[]): Promise<readonly Row[]> => {
    const client = worksheet.context.clientFor(role === undefined ? {} : { role });
    let rows: readonly Row[] = [];
    for (const statement of statements) ({ rows } = await client.execute(raw(statement), { writes: true }));
    return rows;
  };
  let seen = 0;
  return {
    emulator,
    cache,
    run: (runOptions = {}) => runIn(open(runOptions), runOptions),
    sql: (...statements) => execute(undefined, statements),
    as: (role, ...statements) => execute(role, statements),
    sent() {
      const all = emulator.statements();
      const fresh = all.slice(seen).filter(({ user, sql }) => user !== "BY_HAND" && !isOfLogin(sql));
      seen = all.length;
      return fresh.map(({ sql }) => sql);
    },
    async close() {
      await Promise.all(processes.map((one) => one.close()));
      await emulator.close();
      rmSync(cache, { recursive: true, force: true });
    },
  };
}

/** A name that no other test uses. */
export function freshName(): string {
  return `T_${randomUUID().replaceAll("-", "").toUpperCase()}`;
}

/** The error that a piece of work ends with. */
export async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => Promise.reject(new Error("did not fail")),
    (error: Error) => error,
  );
}

/** What the engine keeps after a handler said that it was left unfinished. */
export function kept(error: unknown, inputs: Props): Entry {
  if (!(error instanceof UnfinishedError)) throw error;
  return { id: error.id, inputs, outputs: outputsOf(error.state) };
}

/** Configuration of a stack that leads to an emulator. */
export function configFor(
  emulator: Pick<Emulator, "port">,
  account = "LOCAL-EMULATOR",
): Readonly<Record<string, string>> {
  const [organization = "", name = ""] = account.split("-");
  return {
    "snowflake:organizationName": organization,
    "snowflake:accountName": name,
    "snowflake:user": "DEPLOYER",
    "snowflake:password": "correct horse battery",
    "snowflake:host": "127.0.0.1",
    "snowflake:port": String(emulator.port),
    "snowflake:protocol": "http",
  };
}

function isOfLogin(sql: string): boolean {
  return /^ALTER SESSION|CURRENT_ORGANIZATION_NAME/.test(sql);
}

function runIn(process: ProviderProcess, { advice }: RunOptions): Run {
  const said: string[] = [];
  const context = { ...process.context, ...(advice && { advice }), say: (line: string) => said.push(line) };
  const told: ProviderProcess = { ...process, context };
  const handlers = Object.fromEntries(
    Object.entries(definitions).map(([kind, definition]) => [kind, kindHandlers(definition, () => told)]),
  ) as Readonly<Record<Kind, Handlers>>;
  return {
    handlers,
    said,
    deleting: told.context.deleting,
    async up(kind, args, entry) {
      const one = handlers[kind];
      const { inputs, problems } = one.check(entry?.inputs ?? {}, args);
      if (problems.length > 0) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
      const create = async (effect: Effect) => ({ ...(await one.create(inputs)), inputs, effect });
      if (entry === undefined) return create("create");
      const { changes, replaces, deleteBeforeReplace } = one.diff(entry.id, entry.outputs, inputs);
      if (changes.length === 0) return { ...entry, inputs, effect: "same" };
      if (replaces.length === 0)
        return { id: entry.id, inputs, outputs: await one.update(entry.id, entry.outputs, inputs), effect: "update" };
      if (deleteBeforeReplace) await one.delete(entry.id, entry.outputs);
      const made = await create("replace");
      if (!deleteBeforeReplace) await one.delete(entry.id, entry.outputs);
      return made;
    },
    async refresh(kind, entry) {
      const found = await handlers[kind].read(entry.id, entry.outputs);
      return found === undefined ? undefined : { id: found.id, inputs: found.inputs, outputs: found.outputs };
    },
    async destroy(kind, entry) {
      await handlers[kind].delete(entry.id, entry.outputs);
    },
  };
}
