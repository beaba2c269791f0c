import type { ExamplesOf } from "./examples";

/** What the jobs of the examples run on, and where their images are. */
const needs = [
  "CREATE DATABASE IF NOT EXISTS SCRATCH",
  "CREATE COMPUTE POOL IF NOT EXISTS JOBS_A MIN_NODES = 1 MAX_NODES = 20 INSTANCE_FAMILY = CPU_X64_L",
  "CREATE COMPUTE POOL IF NOT EXISTS JOBS_B MIN_NODES = 1 MAX_NODES = 20 INSTANCE_FAMILY = CPU_X64_L",
  "CREATE IMAGE REPOSITORY IF NOT EXISTS SCRATCH.PUBLIC.IMAGES",
];

const image = "/scratch/public/images/load:1";

/** The least that a job needs beside its place. The tests of all properties wait for nothing. */
export const leastJob = {
  computePool: "JOBS_A",
  spec: { spec: { containers: [{ name: "main", image }] } },
  waitFor: "none",
} as const;

const { spec: _, ...withoutSpec } = leastJob;
const { computePool: __, ...withoutPool } = leastJob;
const { waitFor: ___, ...withoutWaiting } = leastJob;

/** Two values of each property of a job. Nothing alters a job, so that none of them drifts. */
export function jobServiceExamples(
  shared: Pick<ExamplesOf<"jobService">, "comment" | "tags">,
): ExamplesOf<"jobService"> {
  const { drift: _drift, ...comment } = shared.comment;
  return {
    computePool: {
      a: "jobs_a",
      b: "JOBS_B",
      canonicalA: "JOBS_A",
      with: withoutPool,
      without: leastJob,
      change: "replace",
      needs,
      required: true,
    },
    spec: {
      a: `
spec:
  containers:
    - image: ${image}
      name: main
      env: { MODE: "it's $$" }
      args: ["--all"]
`,
      b: { containers: [{ name: "main", image: "/scratch/public/images/load:2" }] },
      canonicalA: { spec: { containers: [{ name: "main", image, env: { MODE: "it's $$" }, args: ["--all"] }] } },
      with: withoutSpec,
      without: leastJob,
      change: "replace",
      needs,
      required: true,
    },
    triggers: { a: { day: "1" }, b: { day: "2" }, with: leastJob, change: "replace", needs },
    replicas: { a: 2, b: 3, with: leastJob, change: "replace", needs },
    queryWarehouse: {
      a: "queries",
      b: '"more queries"',
      canonicalA: "QUERIES",
      with: leastJob,
      change: "replace",
      needs: [...needs, "CREATE WAREHOUSE IF NOT EXISTS QUERIES", 'CREATE WAREHOUSE IF NOT EXISTS "more queries"'],
    },
    externalAccessIntegrations: {
      a: ["job_b", "JOB_A"],
      b: ["JOB_B"],
      canonicalA: ["JOB_A", "JOB_B"],
      with: leastJob,
      change: "replace",
      needs: [
        ...needs,
        "CREATE DATABASE IF NOT EXISTS GOVERNANCE",
        "CREATE NETWORK RULE IF NOT EXISTS GOVERNANCE.PUBLIC.OUT TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('example.com')",
        "CREATE EXTERNAL ACCESS INTEGRATION IF NOT EXISTS JOB_A ALLOWED_NETWORK_RULES = (GOVERNANCE.PUBLIC.OUT) ENABLED = TRUE",
        "CREATE EXTERNAL ACCESS INTEGRATION IF NOT EXISTS JOB_B ALLOWED_NETWORK_RULES = (GOVERNANCE.PUBLIC.OUT) ENABLED = TRUE",
      ],
    },
    comment: { ...comment, with: leastJob, change: "record", needs },
    tags: { ...shared.tags, with: leastJob, change: "record", needs: [...needs, ...(shared.tags.needs ?? [])] },
    // An image that nobody has pushed runs for ever.
    waitFor: { a: "done", b: "none", with: withoutWaiting, change: "record", needs, notEmulated: true },
  };
}
