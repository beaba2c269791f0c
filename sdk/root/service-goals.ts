import type { Row } from "../../provider/client/client";
import { InvalidArgumentError, SqlError } from "../../provider/client/errors";
import { actOf, type Context } from "../../provider/resource/lifecycle/context";
import type { Poll } from "../../provider/resource/lifecycle/polling";
import { locate } from "../../provider/resource/locate";
import { called } from "../../provider/resource/names";
import { missing } from "../../provider/resource/objects/look";
import { ServiceWatch } from "../../provider/resources/service-watch";
import { canonicalQualified, type StoredName } from "../../provider/sql";
import { serviceDefinition as definition } from "./service-definition";
import { type Endpoint, endpointsOf, type ReachableEndpoint } from "./service-endpoint";

/** A status of a service, or of a job. */
export type ServiceStatus =
  | ("PENDING" | "RUNNING" | "FAILED" | "DONE" | "SUSPENDING" | "SUSPENDED" | "DELETING" | "DELETED")
  | ("CANCELLING" | "CANCELLED" | "INTERNAL_ERROR");

/** The statuses of services and jobs. */
export const serviceStatuses: readonly ServiceStatus[] = [
  ...(["PENDING", "RUNNING", "FAILED", "DONE", "SUSPENDING", "SUSPENDED", "DELETING", "DELETED"] as const),
  ...(["CANCELLING", "CANCELLED", "INTERNAL_ERROR"] as const),
];

/**
 * What a service is waited for to be: `READY` when all its instances run what was specified last and enough of them are ready, or a
 * status of Snowflake's.
 */
export type ServiceGoal = "READY" | ServiceStatus;

/** So many looks in a row have to see a service suspended that was to run: it may just have been told to resume. */
const looksThatFail = 3;

/** Something that a service is waited for. */
export interface Goal<T> {
  /** What was seen last. */
  readonly seen: string;
  look(context: Context, round: Poll): Promise<T | undefined>;
}

/** Looks at a service until it has a status. */
export class Status implements Goal<true> {
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
export class Running implements Goal<true> {
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
export class Reachable implements Goal<readonly ReachableEndpoint[]> {
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
