import type { Row } from "../client/client";
import { SqlError, TimeoutError } from "../client/errors";
import type { Waiting } from "../resource/definition";
import { same } from "../resource/equal";
import type { Act } from "../resource/lifecycle/context";
import { type Poll, poll } from "../resource/lifecycle/polling";
import { locate } from "../resource/locate";
import { called } from "../resource/names";
import type { Values } from "../resource/property";
import { canonicalQualified, quoted, type StoredName, sql } from "../sql";
import { type ContainerStatus, containersOf, failureOf, inWords } from "./container-status";
import { readEndpoints } from "./service-endpoints";
import { hasPublicEndpoint } from "./service-spec-forms";

/** Unless the resource says otherwise: pools may take ten minutes to start, endpoints five. */
const longestMs = 20 * 60_000;

/** So many looks in a row have to see a container failed: Snowflake starts it again. */
const looksThatFail = 3;

/** So often has a container to be started again before it counts as failed. */
const restartsThatFail = 3;

/** What changes of a service start it anew, or start more of it. */
const startedBy = ["spec", "triggers", "minInstances", "minReadyInstances"];

/**
 * Waits until a service runs as declared: all that has to be ready is, no upgrade is under way, and its public endpoints have
 * addresses. A service that is suspended is not waited for.
 */
export async function waitForService(act: Act, waiting: Waiting): Promise<Row> {
  const { before, after, unfinished } = waiting;
  const isStarted = before === undefined || startedBy.some((key) => !same(before[key], after[key]));
  const waitFor = after["waitFor"];
  if (waitFor === "none" || (!isStarted && !unfinished)) return waiting.row;
  const until = Date.now() + (act.timeoutMs ?? longestMs);
  const watch = new Watch(act, waiting);
  const row = await poll(until, (round) => watch.look(round));
  if (row === undefined) throw await watch.late();
  if (row["status"] === "SUSPENDED" || waitFor === "ready" || !mayBePublic(after)) return row;
  if ((await poll(until, () => watch.provisioned())) === undefined) throw watch.unprovisioned();
  return row;
}

function mayBePublic(after: Values): boolean {
  return after["waitFor"] === "endpoints" || hasPublicEndpoint(after["spec"]) !== false;
}

/** Looks at a service until it runs. */
class Watch {
  readonly #act: Act;
  readonly #name: readonly StoredName[];
  readonly #upgrades: boolean;
  #said = "";
  #failing = 0;
  #containers: readonly ContainerStatus[] = [];
  #endpoints: readonly string[] = [];

  constructor(act: Act, { name, before }: Waiting) {
    this.#act = act;
    this.#name = name;
    this.#upgrades = before !== undefined;
  }

  /** The row of a service that runs; absent while it does not. @throws SqlError if it will not. */
  async look(round: Poll): Promise<Row | undefined> {
    const row = await locate(this.#act.definition, this.#act.client, this.#name, "fresh");
    if (row === undefined) throw this.#failed("it is not there any more");
    const status = row["status"] ?? "";
    if (status === "SUSPENDED" || status === "SUSPENDING") {
      this.#say("is suspended: not waited for");
      return row;
    }
    const isUp = status === "RUNNING" && row["is_upgrading"] !== "true";
    if (isUp && !this.#upgrades) return row;
    await round.space();
    if (isUp && (await this.#runsAll(row))) return row;
    if (isUp) await round.space();
    this.#containers = await containersOf(this.#act, this.#name);
    this.#say(`${row["is_upgrading"] === "true" ? "is upgraded" : `is ${status}`}: ${inWords(this.#containers)}`);
    this.#failing = this.#containers.some(isFailing) ? this.#failing + 1 : 0;
    if (["FAILED", "INTERNAL_ERROR", "DELETING", "DELETED"].includes(status) || this.#failing >= looksThatFail)
      throw this.#failed(`it is ${status}${await failureOf(this.#act, this.#name, this.#containers)}`);
    return undefined;
  }

  /** True when all public endpoints have addresses; absent while one has not. */
  async provisioned(): Promise<true | undefined> {
    const endpoints = await readEndpoints(this.#act.client, this.#name, this.#act.operation);
    const missing = Object.entries(endpoints).filter(([, one]) => one.public && one.url === undefined);
    this.#endpoints = missing.map(([name]) => name);
    if (missing.length === 0) return true;
    this.#say(`runs; ${this.#endpoints.join(", ")}: the address is being provisioned`);
    return undefined;
  }

  /** What is said when the time is over. */
  async late(): Promise<TimeoutError> {
    const last = await failureOf(this.#act, this.#name, this.#containers);
    return new TimeoutError({
      ...this.#about(),
      message: `It did not become ready in time${last === "" ? "." : `:${last}\n`}${this.#goesOn(" Give it longer with timeouts, or")}`,
    });
  }

  /** What is said when it runs and its endpoints have no addresses in time. */
  unprovisioned(): TimeoutError {
    return new TimeoutError({
      ...this.#about(),
      message: `It runs, but the address of ${this.#endpoints.join(", ")} was not provisioned in time.${this.#goesOn(' Give it longer with timeouts, do without with waitFor: "ready", or')}`,
    });
  }

  /** Whether every instance runs what the service is declared to run: SHOW SERVICES tells of an upgrade only once it has begun. */
  async #runsAll({ spec_digest: digest }: Row): Promise<boolean> {
    const statement = sql`SHOW SERVICE INSTANCES IN SERVICE ${quoted(...this.#name)}`;
    const { rows } = await this.#act.client.execute(statement, { writes: false, operation: this.#act.operation });
    return rows.every(
      (row) => row["status"] === "READY" && (!digest || !row["spec_digest"] || row["spec_digest"] === digest),
    );
  }

  #failed(what: string): SqlError {
    const end = what.includes("\n") ? "\n" : ".";
    return new SqlError({ ...this.#about(), message: `It does not run: ${what}${end}${this.#goesOn("")}` });
  }

  #goesOn(also: string): string {
    const line = `${also} mend its spec or its image, and run pulumi up again: it goes on from there.`.trim();
    return ` ${line.charAt(0).toUpperCase()}${line.slice(1)}`;
  }

  #about() {
    return { objectKind: this.#act.definition.kind, name: canonicalQualified(this.#name) };
  }

  #say(what: string): void {
    if (what === this.#said) return;
    this.#said = what;
    this.#act.context.say(`${called(this.#act.definition, this.#name)} ${what}`);
  }
}

function isFailing({ status, restarts }: ContainerStatus): boolean {
  return status === "FAILED" || (status !== "READY" && restarts >= restartsThatFail);
}
