import { z } from "zod";
import { absolutePath, cpu, gpu, matching, memory, name, object, port, positive, texts, word } from "./fields";
import { imageProblem } from "./image";
import { resourceManagement } from "./scaling-schema";
import type { ServiceSpecification } from "./specification";
import { volume } from "./volume-schema";

const image = z.string().refine((value) => imageProblem(value) === undefined, {
  error: ({ input }) => imageProblem(String(input)),
});

const probe = object("a probe", {
  port,
  path: matching(/./s, "a path; write / for the root"),
  periodSeconds: positive.optional(),
  failureThreshold: positive.optional(),
});

const amounts = object("an amount of resources", {
  memory: memory.optional(),
  cpu: cpu.optional(),
  "nvidia.com/gpu": gpu.optional(),
});

const environmentName = matching(/^[^=]+$/, "the name of an environment variable");

const secret = object("a secret", {
  snowflakeSecret: z.union([
    matching(/\S/, "the name of a secret"),
    object("a secret's name", {
      objectName: matching(/\S/, "the name of a secret").optional(),
      objectReference: matching(/\S/, "a reference").optional(),
    }),
  ]),
  directoryPath: absolutePath.optional(),
  envVarName: environmentName.optional(),
  secretKeyRef: word("username", "password", "secret_string", "access_token").optional(),
});

const container = object("a container", {
  name,
  image,
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  env: texts("environment variables").optional(),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
  resources: object("resources", { requests: amounts.optional(), limits: amounts.optional() }).optional(),
  volumeMounts: z.array(object("a volume mount", { name, mountPath: absolutePath })).optional(),
  secrets: z.array(secret).optional(),
  mountSessionToken: z.boolean().optional(),
  sessionTokenConfig: object("the session token's configuration", {
    path: z.string().optional(),
    permission: z.string().optional(),
    mountConnectionConfig: z.boolean().optional(),
  }).optional(),
});

const origin = z.string().refine(isOrigin, {
  error: ({ input }) =>
    input === "*"
      ? `"*" is not allowed, for security; write each origin: https://example.com`
      : `${JSON.stringify(input)} is not an origin; write https://example.com or https://example.com:12345, without a path`,
});

const endpoint = object("an endpoint", {
  name,
  port: port.optional(),
  portRange: z.string().optional(),
  public: z.boolean().optional(),
  protocol: word("HTTP", "HTTPS", "TCP").optional(),
  corsSettings: object("CORS settings", {
    "Access-Control-Allow-Origin": z.array(origin).min(1),
    "Access-Control-Allow-Methods": z.array(z.string()).optional(),
    "Access-Control-Allow-Headers": z.array(z.string()).optional(),
    "Access-Control-Expose-Headers": z.array(z.string()).optional(),
  }).optional(),
});

const specFields = {
  containers: z.array(container).min(1, { error: "is empty; a service has at least one container" }),
  endpoints: z.array(endpoint).optional(),
  volumes: z.array(volume).optional(),
  logExporters: object("log exporters", {
    eventTableConfig: object("the event table's configuration", { logLevel: word("INFO", "ERROR", "NONE").optional() }),
  }).optional(),
  platformMonitor: object("the platform monitor", {
    metricConfig: object("the metrics' configuration", { groups: z.array(matching(/\S/, "a group of metrics")) }),
  }).optional(),
  resourceManagement: resourceManagement.optional(),
};

const underSpec = Object.fromEntries(Object.keys(specFields).map((key) => [key, "spec"]));
const atTop = { serviceRoles: "the top, beside spec", capabilities: "the top, beside spec" };

const roleName = matching(
  /^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$/,
  "a service role's name: letters, digits and _, with a letter first and no _ last",
);

/** The whole specification: fields, types, words and ranges. What fields say about one another is in rules.ts. */
export const specificationSchema = object(
  "a specification",
  {
    spec: object("spec", specFields, atTop),
    capabilities: object("capabilities", {
      securityContext: object("the security context", {
        executeAsCaller: z.boolean().optional(),
        enableCustomCredentials: z.boolean().optional(),
      }).optional(),
    }).optional(),
    serviceRoles: z
      .array(
        object("a service role", {
          name: roleName,
          endpoints: z.array(name).min(1, { error: "is empty; a service role is for at least one endpoint" }),
        }),
      )
      .optional(),
  },
  underSpec,
) satisfies z.ZodType<ServiceSpecification>;

function isOrigin(written: string): boolean {
  if (!/^https?:\/\/[^/?#@\s*]+\/?$/i.test(written)) return false;
  return URL.canParse(written);
}
