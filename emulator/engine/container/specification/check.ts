import type { Json } from "../../catalog/object";
import { invalidSpecification } from "../errors";
import { container } from "./container-fields";
import { endpoint } from "./endpoint-fields";
import { boolean, list, mapping, root, text, word } from "./fields";
import { policy } from "./scaling-fields";
import type { Specification } from "./specification";
import { blockVolumes } from "./specification";
import { volume } from "./volume-fields";

const spec = mapping(
  {
    containers: list(container, { most: 20, by: "name" }),
    endpoints: list(endpoint, { most: 100, by: "name" }),
    volumes: list(volume, { most: 20, by: "name" }),
    logExporters: mapping({ eventTableConfig: mapping({ logLevel: word("INFO", "ERROR", "NONE") }) }),
    platformMonitor: mapping({ metricConfig: mapping({ groups: list(text()) }) }),
    resourceManagement: mapping({
      autoScalingPolicies: mapping({
        scaleUp: policy("anyConditions", { hasSteps: true }),
        scaleDown: policy("allConditions", { hasSteps: true }),
        suspend: policy("allConditions", { hasSteps: false }),
      }),
    }),
  },
  // The reference has examples with the singular.
  { required: ["containers"], aliases: { container: "containers", endpoint: "endpoints" } },
);

const role = mapping(
  {
    name: text(/^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$/, "a name of letters, digits and underscores"),
    endpoints: list(text()),
  },
  { required: ["name", "endpoints"] },
);

const whole = mapping(
  {
    spec,
    capabilities: mapping({ securityContext: mapping({ executeAsCaller: boolean, enableCustomCredentials: boolean }) }),
    serviceRoles: list(role, { by: "name" }),
  },
  { required: ["spec"] },
);

const mostBlockVolumes = 3;

/** Checks a specification. @throws SqlError 395018 that says where and what is wrong. */
export function checkSpecification(written: Json): Specification {
  const checked = whole(written, root) as unknown as Specification;
  const volumes = new Set((checked.spec.volumes ?? []).map(({ name }) => name));
  const endpoints = new Set((checked.spec.endpoints ?? []).map(({ name }) => name));
  for (const [i, { volumeMounts = [] }] of checked.spec.containers.entries()) {
    for (const [j, { name }] of volumeMounts.entries()) {
      if (!volumes.has(name)) throw undeclared("volume", name, `containers[${i}].volumeMounts[${j}]`);
    }
  }
  for (const [i, { endpoints: named }] of (checked.serviceRoles ?? []).entries()) {
    for (const name of named) if (!endpoints.has(name)) throw undeclared("endpoint", name, `serviceRoles[${i}]`);
  }
  if (blockVolumes(checked).length > mostBlockVolumes) {
    throw invalidSpecification(`invalid 'volumes' for 'spec'. There may be ${mostBlockVolumes} block volumes at most`);
  }
  return checked;
}

function undeclared(what: string, name: string, path: string) {
  return invalidSpecification(`there is no ${what} '${name}', which '${path}' names`);
}
