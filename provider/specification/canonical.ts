import { isDeepStrictEqual } from "node:util";
import { holdsUnknown } from "../resource/unknown";
import {
  canonicalDirectory,
  canonicalName,
  canonicalSeconds,
  canonicalStage,
  canonicalTimeKept,
} from "./canonical-forms";
import { canonicalImage } from "./image";
import { canonicalCpu, canonicalMemory } from "./quantity";
import { fieldsOf, textOf } from "./reading";
import { apply, asIs, fields, listOf, mapOf, type Rule, setOf, unless, upperCase } from "./rule";
import type { ServiceSpecification } from "./specification";

/**
 * The one form of a specification: keys in a fixed order, no defaults, one spelling of amounts, images and names, and lists whose
 * order has no meaning in order. What is not known yet stays. Bringing the result into canonical form again changes nothing.
 */
export function canonicalSpecification(specification: ServiceSpecification): ServiceSpecification {
  return (apply(whole, specification) ?? {}) as ServiceSpecification;
}

/** Whether two specifications mean the same. What is not known yet is never the same. */
export function equalSpecification(left: ServiceSpecification, right: ServiceSpecification): boolean {
  const [a, b] = [canonicalSpecification(left), canonicalSpecification(right)];
  return isDeepStrictEqual(a, b) && !holdsUnknown(a);
}

/** What tells items of a list apart, for lists whose order has no meaning; undefined for lists that are compared as a whole. */
export function identityOf(list: string, item: unknown): string | undefined {
  const { name, mountPath, envVarName, directoryPath } = fieldsOf(item);
  if (list === "volumeMounts") return textOf(mountPath);
  // A directory may take several secrets, a variable takes one.
  if (list === "secrets") return textOf(envVarName) ?? textOf(directoryPath);
  return ["containers", "endpoints", "volumes", "serviceRoles"].includes(list) ? textOf(name) : undefined;
}

const byIdentity = (list: string) => (item: unknown) => `${identityOf(list, item) ?? ""}\u0000${JSON.stringify(item)}`;

const amounts = fields({ memory: canonicalMemory, cpu: canonicalCpu, "nvidia.com/gpu": canonicalCpu });
const resources = fields({ requests: amounts, limits: amounts });

const probe = (periodSeconds: number) =>
  fields({ port: asIs, path: asIs, periodSeconds: unless(periodSeconds), failureThreshold: unless(3) });

const secretName = fields({ objectName: canonicalName, objectReference: asIs });

/** Reported values that look like numbers may stand without quotes. */
const asText: Rule = (value) => (typeof value === "number" || typeof value === "boolean" ? String(value) : value);

const container = fields({
  name: asIs,
  image: canonicalImage,
  command: listOf(asText),
  args: listOf(asText),
  env: mapOf(asText),
  readinessProbe: probe(5),
  livenessProbe: probe(10),
  resources,
  volumeMounts: setOf(fields({ name: asIs, mountPath: canonicalDirectory }), byIdentity("volumeMounts")),
  secrets: setOf(
    fields({
      snowflakeSecret: (value) => secretName(typeof value === "string" ? { objectName: value } : value),
      directoryPath: canonicalDirectory,
      envVarName: asIs,
      secretKeyRef: asIs,
    }),
    byIdentity("secrets"),
  ),
  mountSessionToken: unless(true),
  sessionTokenConfig: fields({ path: asIs, permission: unless("0644"), mountConnectionConfig: unless(false) }),
});

const endpoint = fields({
  name: asIs,
  port: asIs,
  portRange: asIs,
  public: unless(false),
  protocol: unless("HTTP", upperCase),
  corsSettings: fields({
    "Access-Control-Allow-Origin": setOf((value) => (typeof value === "string" ? value.replace(/\/$/, "") : value)),
    "Access-Control-Allow-Methods": setOf(asIs),
    "Access-Control-Allow-Headers": setOf(asIs),
    "Access-Control-Expose-Headers": setOf(asIs),
  }),
});

const stageDefaults = { requests: { memory: "512Mi", cpu: 0 }, limits: { memory: "1Gi", cpu: 0.5 } };

const volume = fields({
  name: asIs,
  source: (value) => (typeof value === "string" && value.startsWith("@") ? canonicalStage(value) : value),
  size: canonicalMemory,
  uid: asIs,
  gid: asIs,
  blockConfig: fields({
    initialContents: fields({ fromSnapshot: canonicalName }),
    iops: asIs,
    throughput: asIs,
    encryption: upperCase,
    snapshotOnDelete: unless(true),
    snapshotDeleteAfter: unless("7d", canonicalTimeKept),
  }),
  stageConfig: fields({
    name: canonicalStage,
    metadataCache: canonicalSeconds,
    resources: unless(stageDefaults, resources),
  }),
});

const condition = fields({
  metricCondition: fields({
    metricName: asIs,
    labels: mapOf(asText),
    aggregationType: asIs,
    stabilizationPeriodSecs: asIs,
    targetScaling: fields({ targetValue: asIs }),
    stepScaling: fields({
      adjustmentType: asIs,
      scalingSteps: listOf(fields({ lowerBound: asIs, upperBound: asIs, targetAdjustment: asIs })),
    }),
  }),
});

const whole = fields({
  spec: fields({
    containers: setOf(container, byIdentity("containers")),
    endpoints: setOf(endpoint, byIdentity("endpoints")),
    volumes: setOf(volume, byIdentity("volumes")),
    logExporters: fields({ eventTableConfig: fields({ logLevel: unless("INFO", upperCase) }) }),
    platformMonitor: fields({ metricConfig: fields({ groups: setOf(asIs) }) }),
    resourceManagement: fields({
      autoScalingPolicies: fields({
        scaleUp: fields({ anyConditions: setOf(condition) }),
        scaleDown: fields({ allConditions: setOf(condition) }),
        suspend: fields({ allConditions: setOf(condition) }),
      }),
    }),
  }),
  capabilities: fields({
    securityContext: fields({ executeAsCaller: unless(false), enableCustomCredentials: unless(false) }),
  }),
  serviceRoles: setOf(fields({ name: upperCase, endpoints: setOf(asIs) }), byIdentity("serviceRoles")),
});
