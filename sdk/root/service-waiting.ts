import type { Row } from "../../provider/client/client";
import { InvalidArgumentError, SnowflakeError, SqlError, TimeoutError } from "../../provider/client/errors";
import { actOf, type Context } from "../../provider/resource/lifecycle/context";
import type { Poll } from "../../provider/resource/lifecycle/polling";
import { locate } from "../../provider/resource/locate";
import { called } from "../../provider/resource/names";
import { missing } from "../../provider/resource/objects/look";
import { underHeading } from "../../provider/resource/objects/under-heading";
import { containersOf, inWords } from "../../provider/resources/container-status";
import { describedSpec } from "../../provider/resources/service-described";
import { withoutSecrets } from "../../provider/resources/service-secrets";
import { ServiceWatch } from "../../provider/resources/service-watch";
import { canonicalQualified, type StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import { serviceDefinition as definition } from "./service-definition";
import { type Endpoint, endpointsOf, type ReachableEndpoint } from "./service-endpoint";
import { waitUntil } from "./wait-until";

/** The statuses of services and jobs. */
export const serviceStatuses = [
  ...(["PENDING", "RUNNING", "FAILED", "DONE", "SUSPENDING", "SUSPENDED", "DELETING", "DELETED"] as const),
  ...(["CANCELLING", "CANCELLED", "INTERNAL_ERROR"] as const),
] as const;

/** A status of a service, or of a job. */
export type ServiceStatus = (typeof serviceStatuses)[number];

/**
 * What a service is waited for to be: `READY` when all its instances run what was specified last and enough of them are ready, or a
 * status of Snowflake's.
 */
export type ServiceGoal = "READY" | ServiceStatus;

/** Pools may take ten minutes to start, and addresses five. */
const longestMs = 20 * 60_000;

/** So many looks in a row have to see a service suspended that was to run: it may just have been told to resume. */
const looksThatFail = 3;

/** Waits until a service is what it shall be. */
export async function awaitService(
  connection: Connection,
  name: readonly StoredName[],
  goal: ServiceGoal,
  call: CallOptions,
): Promise<void> {
  if (goal !== "READY" && !serviceStatuses.includes(goal)) {
    throw new InvalidArgumentError({
      objectKind: definition.kind,
      message: `${JSON.stringify(goal)} is nothing that a service becomes; use one of READY, ${serviceStatuses.join(", ")}.`,
    });
  }
  const watch = goal === "READY" || goal === "RUNNING" ? new Running(name, goal) : new Status(name, goal);
  await waitFor(connection, name, goal, call, watch);
}

/** Waits until a service that was just made or changed is up; one that is suspended is not waited for. */
export async function awaitUp(connection: Connection, name: readonly StoredName[], call: CallOptions): Promise<void> {
  await waitFor(connection, name, "READY", call, new Running(name, "READY", { maySleep: true }));
}

/** Waits until public endpoints have their addresses, and the service runs that answers there. */
export async function awaitEndpoints(
  connection: Connection,
  name: readonly StoredName[],
  wanted: string | undefined,
  call: CallOptions,
): Promise<readonly ReachableEndpoint[]> {
  const goal = wanted === undefined ? "reachable" : `reachable at ${wanted}`;
  return waitFor(connection, name, goal, call, new Reachable(name, wanted));
}

/** Something that a service is waited for. */
interface Watch<T> {
  /** What was seen last. */
  readonly seen: string;
  look(context: Context, round: Poll): Promise<T | undefined>;
}

async function waitFor<T>(
  connection: Connection,
  name: readonly StoredName[],
  goal: string,
  call: CallOptions,
  watch: Watch<T>,
): Promise<T> {
  const about = { objectKind: definition.kind, name: canonicalQualified(name) };
  try {
    return await waitUntil(connection, call, {
      longestMs,
      look: (context, round) => watch.look(context, round),
      async late(why, context) {
        const last = context === undefined ? "" : await lastOf(context, name);
        const seen = watch.seen === "" ? "it was not looked at" : `it is ${watch.seen}`;
        return new TimeoutError({
          ...about,
          message: `${called(definition, name)} was not ${goal} ${why}: ${seen}${last}. Give it longer with timeoutMs.`,
        });
      },
    });
  } catch (error) {
    const named = isAboutIt(error) ? underHeading(error, `${called(definition, name)} was waited for.`) : error;
    throw await withoutItsSecrets(named, connection, name);
  }
}

function isAboutIt(error: unknown): boolean {
  return error instanceof SqlError && error.message.startsWith("It ");
}

/** What its containers do, where that is told. */
async function lastOf(context: Context, name: readonly StoredName[]): Promise<string> {
  try {
    const words = inWords(await containersOf(actOf(definition, context, {}, name, "read"), name));
    return words === "" ? "" : `; ${words}`;
  } catch (error) {
    if (error instanceof SnowflakeError) return "";
    throw error;
  }
}

/** Containers may write values of their environment variables into what an error quotes. */
export async function withoutItsSecrets(
  error: unknown,
  connection: Connection,
  name: readonly StoredName[],
): Promise<unknown> {
  if (!(error instanceof SqlError || error instanceof TimeoutError)) return error;
  const client = connection.context({ timeoutMs: 10_000 }).clientFor({});
  const spec = await describedSpec({ client, name }).catch(() => undefined);
  error.message = withoutSecrets(error.message, spec);
  return error;
}

/** Looks at a service until it has a status. */
class Status implements Watch<true> {
  readonly #name: readonly StoredName[];
  readonly #goal: ServiceStatus;
  seen = "";

  constructor(name: readonly StoredName[], goal: ServiceStatus) {
    this.#name = name;
    this.#goal = goal;
  }

  async look(context: Context): Promise<true | undefined> {
    const row = await locate(definition, context.clientFor({}), this.#name, "fresh");
    if (row === undefined && this.#goal === "DELETED") return true;
    if (row === undefined) throw await missing(definition, context, this.#name);
    this.seen = row["status"] ?? "";
    return this.seen === this.#goal ? true : undefined;
  }
}

/** Looks at a service until it runs. What its containers say is thrown when it does not. */
class Running implements Watch<true> {
  readonly #name: readonly StoredName[];
  readonly #goal: "READY" | "RUNNING";
  readonly #maySleep: boolean;
  #watch: ServiceWatch | undefined;
  #asleep = 0;
  seen = "";

  constructor(name: readonly StoredName[], goal: "READY" | "RUNNING", { maySleep = false } = {}) {
    this.#name = name;
    this.#goal = goal;
    this.#maySleep = maySleep;
  }

  async look(context: Context, round: Poll): Promise<true | undefined> {
    this.#watch ??= await watchOf(context, this.#name, { upgrades: this.#goal === "READY" });
    const row = await this.#watch.look(round);
    this.seen = this.#watch.status;
    if (row === undefined) {
      this.#asleep = 0;
      return undefined;
    }
    if (row["status"] === "RUNNING" || this.#maySleep) return true;
    this.#asleep += 1;
    if (this.#asleep >= looksThatFail) throw asleep(this.#name, this.seen, this.#goal);
    return undefined;
  }
}

/** Looks at a service until its public endpoints have addresses. */
class Reachable implements Watch<readonly ReachableEndpoint[]> {
  readonly #name: readonly StoredName[];
  readonly #wanted: string | undefined;
  #watch: ServiceWatch | undefined;
  #missing = "";

  constructor(name: readonly StoredName[], wanted: string | undefined) {
    this.#name = name;
    this.#wanted = wanted;
  }

  get seen(): string {
    return `${this.#watch?.status ?? ""}${this.#missing}`;
  }

  async look(context: Context, round: Poll): Promise<readonly ReachableEndpoint[] | undefined> {
    this.#watch ??= await watchOf(context, this.#name, { upgrades: false });
    const row = await this.#watch.look(round);
    await round.space();
    const wanted = chosen(await endpointsOf(context, this.#name), this.#name, this.#wanted);
    const reachable = wanted.filter((one): one is ReachableEndpoint => one.url !== undefined);
    const others = wanted.filter(({ url }) => url === undefined).map(({ name }) => name);
    this.#missing = others.length === 0 ? "" : `, and the address of ${others.join(", ")} is being provisioned`;
    return row !== undefined && others.length === 0 ? reachable : undefined;
  }
}

/** @throws InvalidArgumentError for an endpoint that there is not, or that will never have an address. */
function chosen(
  all: readonly Endpoint[],
  service: readonly StoredName[],
  wanted: string | undefined,
): readonly Endpoint[] {
  const open = all.filter(({ isPublic }) => isPublic);
  if (wanted === undefined) return open;
  const found = open.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  const isPrivate = all.some(({ name }) => name === wanted);
  const names =
    open.length === 0 ? "no public endpoint" : `the public endpoints ${open.map(({ name }) => name).join(", ")}`;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(service),
    message: `${isPrivate ? `Endpoint ${wanted} is not public, and never gets an address` : `There is no endpoint ${wanted}`}: ${called(definition, service)} has ${names}.`,
  });
}

async function watchOf(
  context: Context,
  name: readonly StoredName[],
  { upgrades }: { readonly upgrades: boolean },
): Promise<ServiceWatch> {
  const row = await rowOf(context, name);
  const act = actOf(definition, context, {}, name, "read");
  const waiting = { name, row, after: {}, unfinished: true, ...(upgrades ? { before: {} } : {}) };
  return new ServiceWatch(act, waiting, { isFresh: true });
}

/** Its row of SHOW. @throws ObjectMissingError if there is none. */
export async function rowOf(context: Context, name: readonly StoredName[]): Promise<Row> {
  const row = await locate(definition, context.clientFor({}), name, "fresh");
  if (row === undefined) throw await missing(definition, context, name);
  return row;
}

function asleep(name: readonly StoredName[], status: string, goal: string): SqlError {
  return new SqlError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} is ${status}, and does not become ${goal} by itself: call resume() first.`,
  });
}
