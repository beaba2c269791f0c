import { InvalidArgumentError, ObjectMissingError, SqlError, TimeoutError } from "../../provider/client/errors";
import { Poll } from "../../provider/resource/lifecycle/polling";
import { canonicalQualified, type StoredName } from "../../provider/sql";
import type { Connection } from "./connection";
import { containersIn, type ServiceContainer, shown } from "./service-containers";
import { checkCount, chosen, containerIn, type FollowLogsOptions, linesOf, namesIn, readLog } from "./service-log";
import { continued } from "./service-log-lines";
import { sharingTime } from "./wait-until";

/** The longest distance between two readings. */
const longestMs = 5000;

/** So many looks in a row have to miss a container: an upgrade puts another in its place. */
const looksThatEnd = 3;

/** Statuses in which nothing is written any more. */
const over = ["SUSPENDED", "DONE", "CANCELLED", "INTERNAL_ERROR", "DELETED"];

/** The lines that a container writes, as they come, until it ends or the following is ended. */
export async function* followLog(
  connection: Connection,
  name: readonly StoredName[],
  options: FollowLogsOptions,
  { isJob }: { readonly isJob: boolean },
): AsyncGenerator<string, void, undefined> {
  const { signal, timeoutMs = Number.POSITIVE_INFINITY } = options;
  const until = Date.now() + timeoutMs;
  const poll = new Poll(until, longestMs, signal);
  const log = new FollowedLog(connection, name, options, isJob, poll);
  try {
    for (;;) {
      const { container, isOver } = await log.look();
      if (container !== undefined) {
        await poll.space();
        const lines = await log.read(container, { isLast: isOver });
        yield* lines;
        if (lines.length > 0) poll.quicken();
      }
      if (isOver || !(await poll.pause())) return;
    }
  } catch (error) {
    const isEnded = signal?.aborted === true || Date.now() >= until;
    if (!(error instanceof TimeoutError && isEnded)) throw error;
  }
}

/** What a look has found. */
interface Look {
  /** The container; absent while it is not there. */
  readonly container?: ServiceContainer;
  /** Whether nothing will be written that is not written already. */
  readonly isOver: boolean;
}

/** A log that is read again and again, each time after a look at its container. */
class FollowedLog {
  readonly #connection: Connection;
  readonly #name: readonly StoredName[];
  readonly #options: FollowLogsOptions;
  readonly #isJob: boolean;
  readonly #poll: Poll;
  readonly #left: () => Pick<FollowLogsOptions, "signal" | "timeoutMs">;
  /** The container as it was when its log was read last. */
  #known: ServiceContainer | undefined;
  /** The last reading; absent before the first. */
  #seen: readonly string[] | undefined;
  #missed = 0;
  /** Whether the last reading did not go on from the one before: the container was started again, or lines are lost. */
  #isDoubtful = false;

  constructor(
    connection: Connection,
    name: readonly StoredName[],
    options: FollowLogsOptions,
    isJob: boolean,
    poll: Poll,
  ) {
    checkCount("tail", options.tail, 0);
    this.#connection = connection;
    this.#name = name;
    this.#options = options;
    this.#isJob = isJob;
    this.#poll = poll;
    this.#left = sharingTime({ signal: options.signal, timeoutMs: options.timeoutMs });
  }

  /** Looks at the container, and whether it goes on. @throws ObjectMissingError or InvalidArgumentError if it has never been there. */
  async look(): Promise<Look> {
    try {
      const rows = await shown(this.#connection.context(this.#left()), "SERVICE CONTAINERS", this.#name);
      return this.#found(rows[0]?.["service_status"] ?? "", containersIn(rows));
    } catch (error) {
      if (!(error instanceof ObjectMissingError) || this.#known === undefined) throw error;
      return { isOver: true };
    }
  }

  /**
   * The lines that are new.
   *
   * @param how - Whether there will be no other reading.
   */
  async read(container: ServiceContainer, { isLast }: { readonly isLast: boolean }): Promise<readonly string[]> {
    const before = await this.#writtenBefore(container);
    this.#known = container;
    const now = await this.#lines(container, false);
    const { fresh, isWhole } = continued(this.#seen ?? [], now);
    if (!isWhole && !this.#isDoubtful && !isLast) {
      // The next look tells whether it was started again: then this is another log.
      this.#isDoubtful = true;
      return before;
    }
    this.#isDoubtful = false;
    const { tail = now.length } = this.#options;
    const lines = this.#seen === undefined ? now.slice(Math.max(0, now.length - tail)) : fresh;
    if (now.length > 0 || this.#seen === undefined) this.#seen = now;
    return [...before, ...lines];
  }

  #found(status: string, containers: readonly ServiceContainer[]): Look {
    const isOver = over.includes(status) || (this.#isJob && status === "FAILED");
    const { instance = 0 } = this.#options;
    const here = containers.filter(({ instanceId }) => instanceId === instance);
    const { container: name } = containerIn(this.#options, here) ?? this.#chosen(here) ?? {};
    const container = here.find((one) => one.name === name);
    if (container !== undefined) {
      this.#missed = 0;
      return { container, isOver: isOver || (this.#isJob && /^(DONE|FAILED)$/.test(container.status ?? "")) };
    }
    if (this.#known === undefined && here.length > 0) throw this.#noSuch(namesIn(here, instance));
    this.#missed = containers.length > 0 || isOver ? this.#missed + 1 : 0;
    const isGone = this.#missed >= looksThatEnd;
    if (isGone && this.#known === undefined) throw this.#noSuch([]);
    return { isOver: isGone || isOver };
  }

  /** @throws InvalidArgumentError if there are several of which none is named. */
  #chosen(here: readonly ServiceContainer[]) {
    return here.length === 0 ? undefined : chosen(this.#options, here, canonicalQualified(this.#name));
  }

  /** What is left of the log of a container that has been started again since, so that another log has begun. */
  async #writtenBefore(container: ServiceContainer): Promise<readonly string[]> {
    if (this.#known === undefined || !isAnother(this.#known, container)) return [];
    const seen = this.#seen ?? [];
    this.#seen = [];
    if ((container.restartCount ?? 0) <= (this.#known.restartCount ?? 0)) return [];
    const whole = await this.#lines(container, true);
    await this.#poll.space();
    return continued(seen, whole).fresh;
  }

  async #lines({ name, status }: ServiceContainer, previous: boolean): Promise<readonly string[]> {
    const { instance } = this.#options;
    const context = this.#connection.context(this.#left());
    try {
      return linesOf(await readLog(context, this.#name, { instance, container: name, previous }));
    } catch (error) {
      const isNone = error instanceof SqlError || error instanceof ObjectMissingError;
      // What has not been started has no log yet, and what was started again may have lost its old one.
      if (isNone && (previous || status === "PENDING")) return [];
      if (error instanceof ObjectMissingError && this.#seen !== undefined) return [];
      throw error;
    }
  }

  #noSuch(names: readonly string[]): InvalidArgumentError {
    const { instance = 0, container } = this.#options;
    const service = canonicalQualified(this.#name);
    return new InvalidArgumentError({
      objectKind: "Service",
      name: service,
      message:
        names.length === 0
          ? `${service} has no instance ${instance}.`
          : `${service} has no container ${container}; it has ${names.join(", ")}.`,
    });
  }
}

function isAnother(before: ServiceContainer, now: ServiceContainer): boolean {
  if (before.restartCount !== now.restartCount) return true;
  const [started, starts] = [before.startTime?.getTime(), now.startTime?.getTime()];
  return started !== undefined && starts !== undefined && started !== starts;
}
