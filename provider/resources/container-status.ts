import type { Row } from "../client/client";
import type { Act } from "../resource/lifecycle/context";
import { aSecond } from "../resource/lifecycle/polling";
import { canonicalQualified, quoted, raw, type StoredName, sql } from "../sql";

/** A container of an instance as SHOW SERVICE CONTAINERS tells it. */
export interface ContainerStatus {
  /** Number of the instance, `"0"`; empty while there is none. */
  readonly instance: string;
  readonly name: string;
  /** `PENDING`, `READY`, `DONE`, `FAILED`, `TERMINATING` or `UNKNOWN`. */
  readonly status: string;
  readonly message: string;
  readonly restarts: number;
  readonly exitCode: string | null;
}

const logLines = 20;

/** The containers of a service, or of a job. */
export async function containersOf(act: Act, name: readonly StoredName[]): Promise<readonly ContainerStatus[]> {
  const statement = sql`SHOW SERVICE CONTAINERS IN SERVICE ${quoted(...name)}`;
  const { rows } = await act.client.execute(statement, { writes: false, operation: act.operation });
  return rows.map(statusOf);
}

function statusOf(row: Row): ContainerStatus {
  return {
    instance: row["instance_id"] ?? "",
    name: row["container_name"] ?? "",
    status: row["status"] ?? "",
    message: row["message"] ?? "",
    restarts: Number(row["restart_count"] ?? 0),
    exitCode: row["last_exit_code"] ?? null,
  };
}

/** What the containers do, in a line: `web PENDING (Waiting to start)`. */
export function inWords(containers: readonly ContainerStatus[]): string {
  const words = containers.map(({ instance, name, status, message, restarts }) => {
    const which = new Set(containers.map((one) => one.instance)).size > 1 ? ` of instance ${instance}` : "";
    const again = restarts > 0 ? `, restarted ${restarts} ${restarts === 1 ? "time" : "times"}` : "";
    const said = message === "" || message === "Running" ? "" : ` (${message})`;
    return `${name}${which} ${status === "" ? "not started" : status}${said}${again}`;
  });
  return [...new Set(words)].join(", ");
}

/** What went wrong with containers, each with its own message and the last lines of its log. Asks for one log a second. */
export async function failureOf(
  act: Act,
  name: readonly StoredName[],
  containers: readonly ContainerStatus[],
): Promise<string> {
  // The container of a job that is done is not started again.
  const failed = containers.filter(({ status, restarts }) => status !== "READY" && (status !== "DONE" || restarts > 0));
  const told: string[] = [];
  for (const container of failed.slice(0, 3)) {
    if (hasLog(container)) await aSecond();
    told.push(await storyOf(act, name, container));
  }
  const more = failed.length > 3 ? `\n- … and ${failed.length - 3} more` : "";
  return `${told.join("")}${more}`;
}

/** What a container says of itself. */
async function storyOf(act: Act, name: readonly StoredName[], container: ContainerStatus): Promise<string> {
  const { instance, name: own, status, message, restarts, exitCode } = container;
  const facts = [
    message === "" ? undefined : message,
    restarts > 0 ? `restarted ${restarts} ${restarts === 1 ? "time" : "times"}` : undefined,
    exitCode === null || exitCode === "" ? undefined : `last exit code ${exitCode}`,
  ].filter((fact) => fact !== undefined);
  const log = hasLog(container) ? await lastLogOf(act, name, container) : "";
  const lines = log === "" ? "" : `\n  last lines of its log:\n${log.replaceAll(/^/gm, "    ")}`;
  return `\n- container ${own}${instance === "" ? "" : ` of instance ${instance}`}: ${status}${facts.length === 0 ? "" : `: ${facts.join("; ")}`}${lines}`;
}

function hasLog({ instance, name }: ContainerStatus): boolean {
  return /^\d+$/.test(instance) && name !== "";
}

/** What a container has written last, before it was started again if it has written nothing since. */
async function lastLogOf(act: Act, name: readonly StoredName[], container: ContainerStatus): Promise<string> {
  const log = await logOf(act, name, container);
  if (log !== "" || container.restarts === 0) return log;
  await aSecond();
  return logOf(act, name, container, { previous: true });
}

/** The last lines that a container has written; empty if there are none, or the role may not see them. */
async function logOf(
  { client, operation }: Act,
  name: readonly StoredName[],
  { instance, name: container }: ContainerStatus,
  { previous = false } = {},
): Promise<string> {
  const before = raw(previous ? ", TRUE" : "");
  const call = sql`CALL SYSTEM$GET_SERVICE_LOGS(${canonicalQualified(name)}, ${instance}, ${container}, ${logLines}${before})`;
  try {
    const { rows } = await client.execute(call, { writes: false, operation });
    return (Object.values(rows[0] ?? {})[0] ?? "").trimEnd();
  } catch {
    return "";
  }
}
