import { scriptAdvice } from "../../provider/client/advice";
import { bounded } from "../../provider/client/bounded";
import type { Client } from "../../provider/client/client";
import { InvalidArgumentError } from "../../provider/client/errors";
import { recording } from "../../provider/client/recording";
import { cacheFolder } from "../../provider/dynamic/cache-folder";
import { NoClaims } from "../../provider/resource/claims";
import { Journal, NoJournal } from "../../provider/resource/journal";
import type { Context } from "../../provider/resource/lifecycle/context";
import { canonicalName, type Sql, type StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";

/** What is done by one call: the statements that it has sent, or would send, and what there is to say. */
export interface Record {
  readonly statements: string[];
  readonly notices: string[];
}

/** One session that all references of a root share. */
export class Connection {
  readonly #client: Client;
  readonly #logIn: ((role: string) => Client) | undefined;
  readonly #context: Omit<Context, "clientFor" | "say">;
  /** The connections of other roles that were made of this one. */
  readonly #others = new Map<StoredName, Connection>();
  #isClosed = false;

  /** @param logIn - Opens a session of another role; absent where there can be none. */
  constructor(client: Client, logIn?: (role: string) => Client, env: NodeJS.ProcessEnv = process.env) {
    this.#client = client;
    this.#logIn = logIn;
    this.#context = {
      policy: { config: () => undefined, env: {} },
      advice: scriptAdvice,
      journal: new Journal(cacheFolder(env, "journal")),
      claims: new NoClaims(),
      deleting: new Set(),
      underWay: new Set(),
      moved: new Map(),
      project: "",
      folder: process.cwd(),
      contents: cacheFolder(env, "files"),
    };
  }

  /** What the functions of the core need for one call. */
  context(call: CallOptions = {}, record: Record = { statements: [], notices: [] }): Context {
    return this.#contextOf(recording(this.#bounded(call), { send: true, note: noteIn(record) }), record);
  }

  /** The same for a call that sends nothing that writes. */
  dryContext(call: CallOptions, record: Record): Context {
    const context = this.#contextOf(recording(this.#bounded(call), { send: false, note: noteIn(record) }), record);
    return { ...context, isDryRun: true, journal: new NoJournal(), claims: new NoClaims(), underWay: new Set() };
  }

  /** Runs one statement. */
  async execute(
    statement: Sql,
    { writes, ...call }: CallOptions & { readonly writes: boolean },
  ): Promise<Awaited<ReturnType<Client["execute"]>>> {
    return this.#bounded(call).execute(statement, { writes });
  }

  /**
   * A session of another role, shared by all who ask for that.
   *
   * @throws InvalidArgumentError if the connection was opened by the program.
   */
  withRole(role: StoredName): Connection {
    const known = this.#others.get(role);
    if (known !== undefined && !known.#isClosed) return known;
    if (this.#logIn === undefined) {
      throw new InvalidArgumentError({
        message: `withRole(${JSON.stringify(canonicalName(role))}) takes a log-in of its own, and this root was given an open connection. Give connect() the settings, or another connection that was opened with that role.`,
      });
    }
    const client = this.#logIn(canonicalName(role));
    const other = new Connection(client, this.#logIn);
    // What ends with this session does not outlive it.
    if (this.#isClosed) void other.close();
    this.#others.set(role, other);
    return other;
  }

  /** Ends the session, and those of other roles. What was stopped for a change comes back first. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#context.underWay);
    await Promise.all([this.#client.close(), ...[...this.#others.values()].map((other) => other.close())]);
  }

  #bounded(call: CallOptions): Client {
    return bounded(this.#client, call);
  }

  #contextOf(client: Client, { notices }: Record): Context {
    return { ...this.#context, clientFor: () => client, say: (line) => void notices.push(line) };
  }
}

function noteIn({ statements }: Record): (statement: Sql) => void {
  return (statement) => void statements.push(statement.redacted);
}
