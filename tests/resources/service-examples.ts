import type { ExamplesOf } from "./examples";

/** What the services of the examples run on, and what they run. */
const needs = [
  "CREATE COMPUTE POOL IF NOT EXISTS POOL_A MIN_NODES = 1 MAX_NODES = 20 INSTANCE_FAMILY = CPU_X64_L",
  "CREATE COMPUTE POOL IF NOT EXISTS POOL_B MIN_NODES = 1 MAX_NODES = 20 INSTANCE_FAMILY = CPU_X64_L",
  "CREATE IMAGE REPOSITORY IF NOT EXISTS SCRATCH.PUBLIC.IMAGES",
];

const image = "/scratch/public/images/web:1";

const spec = { spec: { containers: [{ name: "web", image }] } };

/** The least that a service needs beside its place. The tests of all properties wait for nothing, and move it at will. */
export const leastService = { computePool: "POOL_A", spec, waitFor: "none", allowDowntime: true } as const;

const { spec: _, ...withoutSpec } = leastService;
const { computePool: __, ...withoutPool } = leastService;
const { waitFor: ___, ...withoutWaiting } = leastService;
const { allowDowntime: ____, ...withoutDowntime } = leastService;

const integrations = [
  "CREATE DATABASE IF NOT EXISTS GOVERNANCE",
  "CREATE NETWORK RULE IF NOT EXISTS GOVERNANCE.PUBLIC.OUT TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('example.com')",
  "CREATE EXTERNAL ACCESS INTEGRATION IF NOT EXISTS OUT_A ALLOWED_NETWORK_RULES = (GOVERNANCE.PUBLIC.OUT) ENABLED = TRUE",
  "CREATE EXTERNAL ACCESS INTEGRATION IF NOT EXISTS OUT_B ALLOWED_NETWORK_RULES = (GOVERNANCE.PUBLIC.OUT) ENABLED = TRUE",
];

/** Two values of each property of a service. */
export function serviceExamples(shared: Pick<ExamplesOf<"service">, "comment" | "tags">): ExamplesOf<"service"> {
  const least = leastService;
  return {
    computePool: {
      a: "pool_a",
      b: "POOL_B",
      canonicalA: "POOL_A",
      with: withoutPool,
      change: "replace",
      needs,
      required: true,
      without: least,
    },
    spec: {
      a: `
spec:
  endpoints: [{ name: api, port: 8080 }]
  containers:
    - image: ${image}
      name: web
      env: { MODE: "it's $$" }
      resources: { requests: { memory: 1Gi, cpu: 500m } }
`,
      b: {
        containers: [
          { name: "web", image: "/scratch/public/images/web:2", args: ["--verbose"] },
          { name: "side", image, command: ["sleep", "infinity"] },
        ],
      },
      canonicalA: {
        spec: {
          containers: [
            { name: "web", image, env: { MODE: "it's $$" }, resources: { requests: { memory: "1Gi", cpu: 0.5 } } },
          ],
          endpoints: [{ name: "api", port: 8080 }],
        },
      },
      with: withoutSpec,
      without: least,
      change: "alter",
      needs,
      required: true,
      drift: `FROM SPECIFICATION $$ { "spec": { "containers": [ { "name": "web", "image": "${image}", "args": ["by hand"] } ] } } $$`,
    },
    triggers: { a: { code: "1" }, b: { code: "2" }, with: least, change: "alter", needs },
    autoSuspendSecs: { a: 600, b: 300, with: least, change: "alter", needs, drift: "SET AUTO_SUSPEND_SECS = 900" },
    externalAccessIntegrations: {
      a: ["out_b", "OUT_A"],
      b: ["OUT_B"],
      canonicalA: ["OUT_A", "OUT_B"],
      with: least,
      change: "alter",
      needs: [...needs, ...integrations],
      drift: "UNSET EXTERNAL_ACCESS_INTEGRATIONS",
    },
    autoResume: { a: false, b: true, with: least, change: "alter", needs, drift: "SET AUTO_RESUME = FALSE" },
    minInstances: { a: 2, b: 3, with: least, change: "alter", needs, drift: "SET MIN_INSTANCES = 1" },
    minReadyInstances: {
      a: 1,
      b: 2,
      with: { ...least, minInstances: 3 },
      change: "alter",
      needs,
      drift: "SET MIN_READY_INSTANCES = 3",
    },
    maxInstances: { a: 3, b: 4, with: least, change: "alter", needs, drift: "SET MAX_INSTANCES = 5" },
    logLevel: { a: "info", b: "ERROR", canonicalA: "INFO", with: least, change: "alter", needs },
    queryWarehouse: {
      a: "queries",
      b: '"more queries"',
      canonicalA: "QUERIES",
      with: least,
      change: "alter",
      needs: [...needs, "CREATE WAREHOUSE IF NOT EXISTS QUERIES", 'CREATE WAREHOUSE IF NOT EXISTS "more queries"'],
      drift: "UNSET QUERY_WAREHOUSE",
    },
    tags: { ...shared.tags, with: least, needs: [...needs, ...(shared.tags.needs ?? [])] },
    comment: { ...shared.comment, with: least, needs },
    waitFor: { a: "ready", b: "none", with: withoutWaiting, change: "record", needs },
    allowDowntime: { a: true, b: false, with: withoutDowntime, change: "record", needs },
  };
}
