import type { Client, ExecuteOptions, Operation } from "../client/client";
import { ConnectionError } from "../client/errors";
import { containerOf } from "../resource/names";
import { quoted, raw, type Sql, type StoredName, sql } from "../sql";
import { computePools, isSuspendedIn } from "./compute-pool-known";
import { type PoolService, servicesOn } from "./compute-pool-services";

/**
 * What is sent to make way for a change of a pool, and to bring back what made way: the latter also when the run is stopping. A
 * statement whose answer is lost is sent again only if it has had no effect.
 */
export class PoolStatements {
  readonly #client: Client;
  readonly #operation: Operation;
  readonly #name: readonly StoredName[];

  constructor(client: Client, operation: Operation, name: readonly StoredName[]) {
    this.#client = client;
    this.#operation = operation;
    this.#name = name;
  }

  async suspend(): Promise<void> {
    await this.#alter("SUSPEND", async () => isSuspendedIn(await this.state()), false);
  }

  async resume(): Promise<void> {
    await this.#alter("RESUME", async () => !isSuspendedIn(await this.state()), true);
  }

  /** What the role sees on the pool, services and jobs. */
  services(): Promise<readonly PoolService[]> {
    return servicesOn(this.#client, this.#name, { operation: this.#operation, evenWhenStopping: true });
  }

  /** Resuming one that runs does nothing. */
  async resumeService(service: readonly StoredName[]): Promise<void> {
    const statement = sql`ALTER SERVICE ${quoted(...service)} RESUME`;
    const once = () => this.#write(statement, containerOf({ plural: "SERVICES" }, service), true);
    await once().catch((error) => {
      if (!isLost(error)) throw error;
      return once();
    });
  }

  /** The pool's state; absent if it is not there any more. */
  async state(): Promise<string | undefined> {
    const [own = ""] = this.#name;
    const statement = sql`SHOW COMPUTE POOLS LIKE ${own.replaceAll("\\", "\\\\")}`;
    const { rows } = await this.#client.execute(statement, this.#options(false, false));
    return rows.find((row) => row["name"] === own)?.["state"] ?? undefined;
  }

  async #alter(verb: "SUSPEND" | "RESUME", isDone: () => Promise<boolean>, evenWhenStopping: boolean): Promise<void> {
    const statement = sql`ALTER COMPUTE POOL ${quoted(...this.#name)} ${raw(verb)}`;
    const once = () => this.#write(statement, containerOf(computePools, this.#name), evenWhenStopping);
    try {
      await once();
    } catch (error) {
      if (!isLost(error)) throw error;
      if (!(await isDone())) await once();
    }
  }

  #write(statement: Sql, container: string, evenWhenStopping: boolean): Promise<unknown> {
    const once = () => this.#client.execute(statement, this.#options(true, evenWhenStopping));
    return this.#client.writing(container, once, { evenWhenStopping });
  }

  #options(writes: boolean, evenWhenStopping: boolean): ExecuteOptions {
    return { writes, operation: this.#operation, evenWhenStopping };
  }
}

function isLost(error: unknown): boolean {
  return error instanceof ConnectionError && error.outcomeUnknown;
}
