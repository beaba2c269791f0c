import type { Row } from "../client/client";
import { SqlError, TimeoutError } from "../client/errors";
import type { Waiting } from "../resource/definition";
import { type Act, adviceOf } from "../resource/lifecycle/context";
import type { Poll } from "../resource/lifecycle/polling";
import { locate } from "../resource/locate";
import { called } from "../resource/names";
import { canonicalQualified, quoted, type StoredName, sql } from "../sql";
import { type ContainerStatus, containersOf, failureOf, inWords } from "./container-status";
import { readEndpoints } from "./service-endpoints";
import { withoutSecrets } from "./service-secrets";

/** So many looks in a row have to see a container failed: Snowflake starts it again. */
const looksThatFail = 3;

/** So often has a container to be started again before it counts as failed. */
const restartsThatFail = 3;

const onlyRuns = "Containers of a service have to go on running: what ends by itself is for a JobService.";

const dead = ["FAILED", "INTERNAL_ERROR", "DELETING", "DELETED"];

/** Looks at a service until it runs. */
export class ServiceWatch {
  readonly #act: Act;
  readonly #name: readonly StoredName[];
  readonly #upgrades: boolean;
  readonly #tell: Waiting["tell"];
  readonly #spec: unknown;
  /** How many instances have to be ready; all of them unless the program says otherwise. */
  readonly #leastReady: number | undefined;
  /** What was read right before the first look. */
  #row: Row | undefined;
  /** The status of the last look; empty before the first. */
  #status = "";
  #said = "";
  #failing = 0;
  #containers: readonly ContainerStatus[] = [];
  #endpoints: readonly string[] = [];

  /** @param how - Whether the row was read right before the first look, so that it need not be read again. */
  constructor(
    act: Act,
    { name, before, after, row, tell }: Waiting,
    { isFresh = before === undefined }: { readonly isFresh?: boolean } = {},
  ) {
    this.#act = act;
    this.#name = name;
    this.#upgrades = before !== undefined;
    this.#row = isFresh ? row : undefined;
    this.#tell = tell;
    this.#spec = after["spec"];
    this.#leastReady = after["minReadyInstances"] as number | undefined;
  }

  /** The status that the last look has found; empty before the first. */
  get status(): string {
    return this.#status;
  }

  /** The row of a service that runs, or is suspended; absent while it is neither. @throws SqlError if it will not run. */
  async look(round: Poll): Promise<Row | undefined> {
    const row = this.#row ?? (await locate(this.#act.definition, this.#act.client, this.#name, "fresh"));
    this.#row = undefined;
    if (row === undefined) throw this.#failed("it was dropped while it was waited for");
    const status = row["status"] ?? "";
    this.#status = status;
    if (status === "SUSPENDED" || status === "SUSPENDING") {
      this.#say("is suspended: not waited for");
      return row;
    }
    const isUp = status === "RUNNING" && row["is_upgrading"] !== "true";
    if (isUp && !this.#upgrades) return row;
    const old = this.#upgrades ? await this.#instancesLeft(row, round) : new Set<string>();
    if (isUp && old === undefined) return row;
    await round.space();
    const all = await containersOf(this.#act, this.#name);
    // What still runs from before an upgrade may have failed then.
    this.#containers = all.filter(({ instance }) => old?.has(instance) !== true);
    this.#say(`${this.#upgrades ? "is upgraded" : `is ${status}`}: ${withoutSecrets(inWords(all), this.#spec)}`);
    const fails = dead.includes(status) || this.#containers.some(isFailing);
    this.#failing = fails ? this.#failing + 1 : 0;
    if ((dead.includes(status) && !this.#upgrades) || this.#failing >= looksThatFail)
      throw this.#failed(`it is ${status}${await this.#story()}`);
    return undefined;
  }

  /** The row of a service whose public endpoints all have addresses; absent while one has not. @throws SqlError as above. */
  async provisioned(round: Poll): Promise<Row | undefined> {
    await round.space();
    const endpoints = await readEndpoints(this.#act.client, this.#name, this.#act.operation);
    const missing = Object.entries(endpoints).filter(([, one]) => one.public && one.url === undefined);
    this.#endpoints = missing.map(([name]) => name);
    if (missing.length > 0) this.#say(`runs; ${this.#endpoints.join(", ")}: the address is being provisioned`);
    await round.space();
    const row = await this.look(round);
    if (row === undefined || (missing.length > 0 && row["status"] === "RUNNING")) return undefined;
    this.#tell?.("endpoints", endpoints);
    return row;
  }

  /** What is said when the time is over. */
  async late(): Promise<TimeoutError> {
    const last = await this.#story();
    return new TimeoutError({
      ...this.#about(),
      message: `It did not become ready in time${last === "" ? "." : `:${last}\n`}${this.#goesOn(` Give it longer with ${this.#limit()}, or`)}`,
    });
  }

  /** What is said when it runs and its endpoints have no addresses in time. */
  unprovisioned(): TimeoutError {
    return new TimeoutError({
      ...this.#about(),
      message: `It runs, but the address of ${this.#endpoints.join(", ")} was not provisioned in time.${this.#goesOn(` Give it longer with ${this.#limit()}, do without with waitFor: "ready", or`)}`,
    });
  }

  /**
   * Numbers of the instances that do not run yet what the service is declared to run; absent if all do, and enough are ready. SHOW
   * SERVICES tells of an upgrade only once it has begun.
   */
  async #instancesLeft(
    { spec_digest: digest, min_instances: least }: Row,
    round: Poll,
  ): Promise<ReadonlySet<string> | undefined> {
    await round.space();
    const statement = sql`SHOW SERVICE INSTANCES IN SERVICE ${quoted(...this.#name)}`;
    const { rows } = await this.#act.client.execute(statement, { writes: false, operation: this.#act.operation });
    const old = rows.filter((row) => digest && row["spec_digest"] && row["spec_digest"] !== digest);
    const ready = rows.filter((row) => row["status"] === "READY").length;
    const enough = this.#leastReady ?? Math.max(rows.length, Number(least ?? 1));
    if (old.length === 0 && ready >= enough) return undefined;
    return new Set(old.map((row) => row["instance_id"] ?? ""));
  }

  /** What the containers say: they may write their variables to their logs. */
  async #story(): Promise<string> {
    const story = await failureOf(this.#act, this.#name, this.#containers);
    const ends = this.#containers.some(
      ({ status, exitCode, restarts }) => status !== "READY" && exitCode === "0" && restarts > 0,
    );
    return withoutSecrets(`${story}${ends ? `\n${onlyRuns}` : ""}`, this.#spec);
  }

  #failed(what: string): SqlError {
    const end = what.includes("\n") ? "\n" : ".";
    return new SqlError({ ...this.#about(), message: `It does not run: ${what}${end}${this.#goesOn("")}` });
  }

  #goesOn(also: string): string {
    const { again } = adviceOf(this.#act.context);
    const line = `${also} mend its spec or its image, and ${again}: it goes on from there.`.trim();
    return ` ${line.charAt(0).toUpperCase()}${line.slice(1)}`;
  }

  #limit(): string {
    return adviceOf(this.#act.context).timeouts("timeouts");
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
