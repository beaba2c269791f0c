import type { Client } from "../../provider/client/client";
import { locate } from "../../provider/resource/locate";
import { isFile, isTemplate, structureOf } from "../../provider/resources/service-spec-forms";
import type { StoredName } from "../../provider/sql";
import type { Nameless } from "./reference";
import { serviceDefinition, wholeSpec } from "./service-definition";
import type { ServiceSpec } from "./service-details";
import type { ContainerSpec } from "./service-spec";

type Given = Nameless<ServiceSpec>;

/** A specification with what the service has of what it cannot be without, and what follows from `null`. */
export async function wholeOf(client: Client, name: readonly StoredName[], spec: Given): Promise<Given> {
  const followsLeast = (["maxInstances", "minReadyInstances"] as const).filter((key) => spec[key] === null);
  const isWhole = spec.computePool !== undefined && spec.spec !== undefined;
  if (isWhole && followsLeast.length === 0 && spec.minInstances !== null) return spec;
  const row = await locate(serviceDefinition, client, name, "fresh");
  if (row === undefined) return spec;
  const least = spec.minInstances === null ? 1 : (spec.minInstances ?? Number(row["min_instances"] ?? 1));
  const described = spec.spec === undefined ? await wholeSpec({ client, name }) : undefined;
  return {
    ...spec,
    computePool: spec.computePool ?? row["compute_pool"] ?? undefined,
    ...(described === undefined ? {} : { spec: described as ContainerSpec }),
    ...(spec.minInstances === null ? { minInstances: least } : {}),
    ...Object.fromEntries(followsLeast.map((key) => [key, least])),
  };
}

/** Whether only Snowflake knows what it comes to. */
export function isUnread(spec: ContainerSpec | undefined): boolean {
  return isFile(spec) || (isTemplate(spec) && structureOf(spec) === undefined);
}
