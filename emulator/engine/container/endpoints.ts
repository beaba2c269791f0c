import { createHash } from "node:crypto";
import type { CatalogObject } from "../catalog/object";
import type { Cell } from "../result";
import type { Context } from "../statements/context";
import { recordOf } from "./service-record";
import type { SpecifiedEndpoint } from "./specification/specification";
import { isPublic } from "./specification/specification";

/** What stands in place of an address that is still to come. */
const provisioning = "Endpoints provisioning in progress... check back in a few minutes";

/** The rows of SHOW ENDPOINTS, in the order of the specification. */
export function endpointRows(context: Context, service: CatalogObject): Cell[][] {
  return (recordOf(service).specification.spec.endpoints ?? []).map((endpoint) => [
    endpoint.name,
    endpoint.port === undefined ? null : String(endpoint.port),
    endpoint.portRange ?? null,
    endpoint.protocol ?? "HTTP",
    String(isPublic(endpoint)),
    ingressUrl(context, service, endpoint),
  ]);
}

function ingressUrl(
  { account, catalog, containers }: Context,
  service: CatalogObject,
  endpoint: SpecifiedEndpoint,
): Cell {
  if (!isPublic(endpoint)) return null;
  const askedOn = recordOf(service).endpoints[endpoint.name] ?? 0;
  if (catalog.now() < askedOn + containers.times.endpointMs) return provisioning;
  const hash = createHash("sha256").update(`${service.id} ${service.createdOn} ${endpoint.name}`).digest();
  const label = `${hash.readBigUInt64BE(0).toString(36).padStart(8, "a").slice(0, 7)}-${account.organization}-${account.name}`;
  return `${label.toLowerCase().replaceAll("_", "-")}.snowflakecomputing.app`;
}
