import { InvalidArgumentError } from "../../provider/client/errors";
import type { Context } from "../../provider/resource/lifecycle/context";
import { canonicalQualified, raw, type StoredName, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import { containersOf, type ServiceContainer } from "./service-containers";

/** Whose log is read. */
export interface LogSource {
  /** Number of the instance. @defaultValue 0 */
  readonly instance?: number | undefined;
  /** Name of the container. @defaultValue the only one; it has to be said where there are several */
  readonly container?: string | undefined;
}

/** What of a log is read. */
export interface LogOptions extends LogSource, CallOptions {
  /** So many of the newest lines, 1 at least. @defaultValue up to 100 KB of them */
  readonly tail?: number | undefined;
  /** Whether the log is read of the container as it was before it was started again last. @defaultValue false */
  readonly previous?: boolean | undefined;
}

/** How a log is followed. */
export interface FollowLogsOptions extends LogSource {
  /** So many of the newest lines that are there already are told first; 0 for none. @defaultValue up to 100 KB of them */
  readonly tail?: number | undefined;
  /** Ends the following: the loop ends as if there were no more lines. @defaultValue never */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the following ends likewise. @defaultValue never */
  readonly timeoutMs?: number | undefined;
}

/** A container of which a log is read. */
export interface LoggedContainer {
  readonly instance: number;
  readonly container: string;
}

/** More lines than that do not fit into what Snowflake answers. */
const allLines = 100_000;

/** The log of a container, as Snowflake answers it. */
export async function readLog(context: Context, name: readonly StoredName[], options: LogOptions): Promise<string> {
  const { tail, previous = false } = options;
  checkCount("tail", tail, 1);
  const { instance, container } =
    containerIn(options, []) ?? chosen(options, await containersOf(context, name), canonicalQualified(name));
  const lines = tail ?? (previous ? allLines : undefined);
  const rest = sql`${raw(lines === undefined ? "" : `, ${lines}`)}${raw(previous ? ", TRUE" : "")}`;
  const call = sql`CALL SYSTEM$GET_SERVICE_LOGS(${canonicalQualified(name)}, ${String(instance)}, ${container}${rest})`;
  const { rows } = await context.clientFor({}).execute(call, { writes: false });
  return Object.values(rows[0] ?? {})[0] ?? "";
}

/** The container that is meant; undefined if that takes a look at which there are. */
export function containerIn(
  { instance = 0, container }: LogSource,
  containers: readonly ServiceContainer[],
): LoggedContainer | undefined {
  checkCount("instance", instance, 0);
  if (container !== undefined) return { instance, container };
  const [only, ...others] = namesIn(containers, instance);
  return only === undefined || others.length > 0 ? undefined : { instance, container: only };
}

/** @throws InvalidArgumentError if there is none, or several of which none is named. */
export function chosen(source: LogSource, containers: readonly ServiceContainer[], service: string): LoggedContainer {
  const found = containerIn(source, containers);
  if (found !== undefined) return found;
  const { instance = 0 } = source;
  const names = namesIn(containers, instance);
  const message =
    names.length === 0
      ? `${service} has no containers in instance ${instance} now.`
      : `${service} has the containers ${names.join(", ")}: say which one is meant, container: ${JSON.stringify(names[0])}.`;
  throw new InvalidArgumentError({ objectKind: "Service", name: service, message });
}

/** The lines of a log. */
export function linesOf(log: string): readonly string[] {
  return log === "" ? [] : log.replace(/\r?\n$/, "").split(/\r?\n/);
}

/** Names of the containers of an instance. */
export function namesIn(containers: readonly ServiceContainer[], instance: number): readonly string[] {
  return [...new Set(containers.filter(({ instanceId }) => instanceId === instance).map(({ name }) => name))];
}

export function checkCount(what: string, count: number | undefined, least: number): void {
  if (count === undefined || (Number.isSafeInteger(count) && count >= least)) return;
  throw new InvalidArgumentError({ message: `${what}: ${count} is not a whole number from ${least} on.` });
}
