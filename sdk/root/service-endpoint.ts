import type { Row } from "../../provider/client/client";
import type { Context } from "../../provider/resource/lifecycle/context";
import { urlOf } from "../../provider/resources/service-endpoints";
import type { StoredName } from "../../provider/sql";
import { shown } from "./service-containers";

/** An endpoint of a service. */
export interface Endpoint {
  /** Its name in the specification. */
  readonly name: string;
  /** The port on which the service listens; absent for a range. */
  readonly port?: number;
  /** The ports on which it listens, `8000-8010`. */
  readonly portRange?: string;
  /** `HTTP`, `HTTPS` or `TCP`. */
  readonly protocol: string;
  /** Whether it can be reached from outside Snowflake. */
  readonly isPublic: boolean;
  /** Its host as Snowflake tells it, without a scheme; while there is none, a sentence about that. Absent if it is not public. */
  readonly ingressUrl?: string;
  /** Where it is reached from outside Snowflake, `https://…`; absent until it is provisioned. */
  readonly url?: string;
}

/** A public endpoint that has its address. */
export interface ReachableEndpoint extends Endpoint {
  /** Where it is reached from outside Snowflake, `https://…`. */
  readonly url: string;
}

/** The endpoints of a service, in Snowflake's order. */
export async function endpointsOf(context: Context, name: readonly StoredName[]): Promise<Endpoint[]> {
  return (await shown(context, "ENDPOINTS", name)).map(endpointOf);
}

function endpointOf(row: Row): Endpoint {
  const { port, port_range: portRange, ingress_url: ingressUrl } = row;
  const url = urlOf(ingressUrl);
  const isPort = port !== null && port !== undefined && /^[1-9]\d*$/.test(port);
  return {
    name: row["name"] ?? "",
    ...(isPort ? { port: Number(port) } : {}),
    ...(portRange ? { portRange } : {}),
    protocol: row["protocol"] ?? "HTTP",
    isPublic: row["is_public"] === "true",
    ...(ingressUrl ? { ingressUrl } : {}),
    ...(url === undefined ? {} : { url }),
  };
}
