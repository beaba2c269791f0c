import type { Row } from "../../provider/client/client";
import type { Context } from "../../provider/resource/lifecycle/context";
import { quoted, raw, type StoredName, sql } from "../../provider/sql";
import { type FactsOf, moment, number, oneOf, readFacts, text, withRow } from "./facts";

const containerFacts = {
  /** Number of the instance that it belongs to, from 0. */
  instanceId: number(),
  /** Status of that instance. */
  instanceStatus: text(),
  /** What it does: `PENDING`, `READY`, `FAILED` … */
  status: oneOf(["PENDING", "READY", "DONE", "FAILED", "TERMINATING", "UNKNOWN"]),
  /** What it does, or why it does not run: `Running`, `Waiting to start` … */
  message: text(),
  /** The image, without its tag. */
  imageName: text(),
  /** Digest of the image that it was started from, `sha256:…`. */
  imageDigest: text(),
  /** How often it was started again. */
  restartCount: number(),
  /** When it was started. */
  startTime: moment(),
  /** What it ended with last; absent while it never has. */
  lastExitCode: number(),
  /** When it was last started again. */
  lastRestartTime: moment(),
};

const instanceFacts = {
  /** Its number, from 0. */
  instanceId: number(),
  /** What it does: `PENDING`, `READY`, `FAILED` … */
  status: oneOf(["PENDING", "READY", "FAILED", "TERMINATING", "SUCCEEDED"]),
  /** Digest of the specification that it runs: during an upgrade, instances differ. */
  specDigest: text(),
  /** When it was made. */
  creationTime: moment(),
  /** When it was started. */
  startTime: moment(),
  /** Its address within Snowflake's network. */
  ipAddress: text(),
};

/** Something that SHOW tells of a service. */
export interface Shown {
  /** All columns that SHOW has for it, as text. */
  readonly raw: Readonly<Record<string, string | null>>;
}

/** A container of a service, or of a job, in one of its instances. */
export interface ServiceContainer extends FactsOf<typeof containerFacts>, Shown {
  /** Its name in the specification. */
  readonly name: string;
}

/** An instance of a service, or of a job. */
export interface ServiceInstance extends FactsOf<typeof instanceFacts>, Shown {}

/** The containers of all instances; none while it is suspended. */
export async function containersOf(context: Context, name: readonly StoredName[]): Promise<ServiceContainer[]> {
  return containersIn(await shown(context, "SERVICE CONTAINERS", name));
}

/** The containers among rows of SHOW SERVICE CONTAINERS: a service without any has one row for itself. */
export function containersIn(rows: readonly Row[]): ServiceContainer[] {
  return rows.flatMap((row) => {
    const { container_name: name } = row;
    return name === null || name === undefined || name === ""
      ? []
      : [withRow({ name, ...readFacts(containerFacts, row) }, row)];
  });
}

/** The instances; none while it is suspended. */
export async function instancesOf(context: Context, name: readonly StoredName[]): Promise<ServiceInstance[]> {
  const rows = await shown(context, "SERVICE INSTANCES", name);
  return rows.flatMap((row) => (row["instance_id"] === null ? [] : [withRow(readFacts(instanceFacts, row), row)]));
}

/** The rows of SHOW … IN SERVICE. */
export async function shown(context: Context, what: string, name: readonly StoredName[]): Promise<readonly Row[]> {
  const statement = sql`SHOW ${raw(what)} IN SERVICE ${quoted(...name)}`;
  return (await context.clientFor({}).execute(statement, { writes: false })).rows;
}
