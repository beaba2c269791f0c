import type { Json } from "../../catalog/object";
import { invalidSpecification } from "../errors";
import { container } from "./container-fields";
import { endpoint } from "./endpoint-fields";
import type { Field } from "./fields";
import { boolean, list, mapping, number, root, table, text, word } from "./fields";
import type { Specification } from "./specification";
import { blockVolumes } from "./specification";
import { volume } from "./volume-fields";

const steps = mapping(
  {
    adjustmentType: word("changeInstanceCount", "exactInstanceCount", "percentChangeInstanceCount"),
    scalingSteps: list(mapping({ lowerBound: number, upperBound: number, targetAdjustment: number })),
  },
  { required: ["adjustmentType", "scalingSteps"] },
);

const condition = mapping(
  {
    metricCondition: mapping(
      {
        metricName: text(),
        labels: table(text(), () => true),
        aggregationType: word("min", "max", "avg"),
        stabilizationPeriodSecs: number,
        targetScaling: mapping({ targetValue: number }, { required: ["targetValue"] }),
        stepScaling: steps,
      },
      { required: ["metricName", "aggregationType"] },
    ),
  },
  { required: ["metricCondition"] },
);

function policy(conditions: string): Field {
  return mapping({ [conditions]: list(condition) }, { required: [conditions] });
}

const spec = mapping(
  {
    containers: list(container, { most: 20, by: "name" }),
    endpoints: list(endpoint, { most: 100, by: "name" }),
    volumes: list(volume, { most: 20, by: "name" }),
    logExporters: mapping({ eventTableConfig: mapping({ logLevel: word("INFO", "ERROR", "NONE") }) }),
    platformMonitor: mapping({ metricConfig: mapping({ groups: list(text()) }) }),
    resourceManagement: mapping({
      autoScalingPolicies: mapping({
        scaleUp: policy("anyConditions"),
        scaleDown: policy("allConditions"),
        suspend: policy("allConditions"),
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
