import type { Example, ExamplesOf } from "./examples";

/** The least that a program has to declare of a compute pool. */
export const leastPool = { minNodes: 1, maxNodes: 4, instanceFamily: "CPU_X64_XS" };

const { minNodes: _min, ...withoutMin } = leastPool;
const { maxNodes: _max, ...withoutMax } = leastPool;
const { instanceFamily: _family, ...withoutFamily } = leastPool;

/** What compute pools have in common with other kinds is handed in. */
export function poolExamples(shared: { readonly comment: Example; readonly tags: Example }): ExamplesOf<"computePool"> {
  const own: ExamplesOf<"computePool"> = {
    forApplication: {
      a: "my_app",
      b: '"other app"',
      canonicalA: "MY_APP",
      with: { ...leastPool, allowDowntime: true },
      change: "replace",
    },
    minNodes: {
      a: 2,
      b: 3,
      with: withoutMin,
      without: leastPool,
      required: true,
      change: "alter",
      drift: "SET MIN_NODES = 4",
    },
    maxNodes: {
      a: 5,
      b: 6,
      with: withoutMax,
      without: leastPool,
      required: true,
      change: "alter",
      drift: "SET MAX_NODES = 9",
    },
    instanceFamily: {
      a: "cpu_x64_s",
      b: "CPU_X64_M",
      canonicalA: "CPU_X64_S",
      with: { ...withoutFamily, initiallySuspended: true, allowDowntime: true },
      without: { ...leastPool, allowDowntime: true },
      required: true,
      change: "alter",
      drift: "SET INSTANCE_FAMILY = CPU_X64_L",
    },
    autoResume: { a: false, b: true, change: "alter", drift: "SET AUTO_RESUME = FALSE" },
    initiallySuspended: { a: true, b: false, change: "record" },
    autoSuspendSecs: { a: 600, b: 0, change: "alter", drift: "SET AUTO_SUSPEND_SECS = 900" },
    placementGroup: {
      a: "a",
      b: "DISTRIBUTED",
      canonicalA: "A",
      with: { ...leastPool, initiallySuspended: true, allowDowntime: true },
      change: "alter",
      drift: "SET PLACEMENT_GROUP = 'B'",
    },
    backupInstanceFamilies: {
      a: ["cpu_x64_s"],
      b: ["CPU_X64_M", "CPU_X64_S"],
      canonicalA: ["CPU_X64_S"],
      change: "alter",
      drift: "SET BACKUP_INSTANCE_FAMILIES = ('CPU_X64_L')",
    },
    comment: shared.comment,
    tags: shared.tags,
    allowDowntime: { a: true, b: false, change: "record" },
    waitFor: { a: "IDLE", b: "none", canonicalA: "idle", change: "record" },
  };
  const entries = Object.entries(own).map(([key, example]) => [key, { with: leastPool, ...example }]);
  return Object.fromEntries(entries) as ExamplesOf<"computePool">;
}

/** The same for image repositories. */
export function repositoryExamples(shared: {
  readonly comment: Example;
  readonly tags: Example;
}): ExamplesOf<"imageRepository"> {
  return {
    encryption: {
      a: "snowflake_sse",
      b: "SNOWFLAKE_FULL",
      canonicalA: "SNOWFLAKE_SSE",
      change: "replace",
    },
    comment: shared.comment,
    tags: shared.tags,
  };
}
