import type { Client, Operation, Row } from "../client/client";
import type { OutputReading } from "../resource/definition";
import { quoted, type StoredName, sql } from "../sql";
import { structureOf } from "./service-spec-forms";

/** An endpoint of a service as Snowflake offers it. */
export interface ServiceEndpoint {
  /** Where it is reached from outside Snowflake, `https://…`; absent if it is not public, or not provisioned yet. */
  readonly url?: string;
  /** The port on which the service listens; absent for a range. */
  readonly port?: number;
  /** The ports on which it listens, `8000-8010`. */
  readonly portRange?: string;
  /** `HTTP`, `HTTPS` or `TCP`. */
  readonly protocol: string;
  /** Whether it can be reached from outside Snowflake. */
  readonly public: boolean;
}

/** The endpoints of a service by name. */
export type ServiceEndpoints = Readonly<Record<string, ServiceEndpoint>>;

/** The endpoints of a service, which are not asked for where it is known that there are none. */
export async function endpointsOf({ client, name, operation, values }: OutputReading): Promise<ServiceEndpoints> {
  const structure = structureOf(values["spec"]);
  if (structure !== undefined && (structure.spec.endpoints ?? []).length === 0) return {};
  return readEndpoints(client, name, operation);
}

/** SHOW ENDPOINTS, by name. */
export async function readEndpoints(
  client: Client,
  name: readonly StoredName[],
  operation: Operation,
): Promise<ServiceEndpoints> {
  const statement = sql`SHOW ENDPOINTS IN SERVICE ${quoted(...name)}`;
  const { rows } = await client.execute(statement, { writes: false, operation });
  return Object.fromEntries(rows.map((row) => [row["name"] ?? "", endpointOf(row)]));
}

function endpointOf(row: Row): ServiceEndpoint {
  const url = urlOf(row["ingress_url"]);
  const port = Number(row["port"] ?? Number.NaN);
  return {
    ...(url === undefined ? {} : { url }),
    ...(Number.isInteger(port) && port > 0 ? { port } : {}),
    ...(row["port_range"] ? { portRange: row["port_range"] } : {}),
    protocol: row["protocol"] ?? "HTTP",
    public: row["is_public"] === "true",
  };
}

/** The address in a cell of SHOW ENDPOINTS; until there is a host, the cell holds a sentence. */
export function urlOf(cell: string | null | undefined): string | undefined {
  const host = cell?.trim() ?? "";
  if (!/^[^\s/]+\.[^\s]+$/.test(host)) return undefined;
  return /^https?:\/\//.test(host) ? host : `https://${host}`;
}
