import { describe, expect, test } from "vitest";
import { changesOf } from "../../provider/resource";
import { updateStatements } from "../../provider/resource/statements";
import { computePool } from "../../provider/resources";
import { counted } from "../../provider/resources/compute-pool-load";
import { familiesIn, familyDoubt, instanceFamilies } from "../../provider/resources/instance-families";
import { storedName } from "../../provider/sql";
import { leastPool } from "./container-examples";
import { canonical, created, edited, planned, problemsOf } from "./plans";

type Written = Record<string, unknown>;

const small = { minNodes: 1, maxNodes: 4, instanceFamily: "CPU_X64_XS" };
const clausesOfSmall = "MIN_NODES = 1 MAX_NODES = 4 INSTANCE_FAMILY = CPU_X64_XS";

describe("a compute pool is created by", () => {
  test.each<[Written, string]>([
    [{}, clausesOfSmall],
    [{ instanceFamily: "gpu_nv_s" }, "MIN_NODES = 1 MAX_NODES = 4 INSTANCE_FAMILY = GPU_NV_S"],
    [{ forApplication: '"My App"' }, `FOR APPLICATION "My App" ${clausesOfSmall}`],
    [
      {
        autoResume: false,
        initiallySuspended: true,
        autoSuspendSecs: 0,
        placementGroup: "distributed",
        backupInstanceFamilies: ["cpu_x64_s", "CPU_X64_M"],
        comment: "it's",
        tags: { "a.b.c": "1" },
        allowDowntime: true,
        waitFor: "none",
      },
      `${clausesOfSmall} AUTO_RESUME = FALSE INITIALLY_SUSPENDED = TRUE AUTO_SUSPEND_SECS = 0 PLACEMENT_GROUP = 'DISTRIBUTED' ` +
        "BACKUP_INSTANCE_FAMILIES = ('CPU_X64_S', 'CPU_X64_M') COMMENT = 'it''s' WITH TAG (A.B.C = '1')",
    ],
    [{ backupInstanceFamilies: [] }, clausesOfSmall],
  ])("%o", (written, clauses) => {
    expect(created(computePool, { ...small, ...written })).toEqual([`CREATE COMPUTE POOL LOADING ${clauses}`]);
  });
});

describe("a compute pool is changed by", () => {
  test.each<[Written, Written, string[]]>([
    [{}, { minNodes: 2, maxNodes: 6, comment: "c" }, ["SET MIN_NODES = 2 MAX_NODES = 6 COMMENT = 'c'"]],
    [
      {
        autoResume: false,
        autoSuspendSecs: 60,
        placementGroup: "A",
        backupInstanceFamilies: ["CPU_X64_S"],
        comment: "c",
      },
      { placementGroup: "a" },
      ["UNSET AUTO_RESUME, AUTO_SUSPEND_SECS, BACKUP_INSTANCE_FAMILIES, COMMENT"],
    ],
    [{ initiallySuspended: true }, { allowDowntime: true, waitFor: "idle" }, []],
    [{}, { instanceFamily: "cpu_x64_xs" }, []],
    [{}, { instanceFamily: "CPU_X64_S" }, ["SUSPEND", "SET INSTANCE_FAMILY = CPU_X64_S", "RESUME"]],
    [{ placementGroup: "A" }, {}, ["SUSPEND", "UNSET PLACEMENT_GROUP", "RESUME"]],
    [
      { comment: "c" },
      { instanceFamily: "CPU_X64_S", placementGroup: "B", maxNodes: 5 },
      ["SUSPEND", "SET MAX_NODES = 5 INSTANCE_FAMILY = CPU_X64_S PLACEMENT_GROUP = 'B'", "UNSET COMMENT", "RESUME"],
    ],
    [
      { backupInstanceFamilies: ["CPU_X64_S"] },
      { instanceFamily: "CPU_X64_S" },
      ["SUSPEND", "UNSET BACKUP_INSTANCE_FAMILIES", "SET INSTANCE_FAMILY = CPU_X64_S", "RESUME"],
    ],
  ])("%o → %o", (before, after, clauses) => {
    const statements = clauses.map((clause) => `ALTER COMPUTE POOL LOADING ${clause}`);
    expect(edited(computePool, { ...small, ...before }, { ...small, ...after })).toEqual(statements);
  });

  test("steps that say what they stop, of which the keeper sends the first and the last", () => {
    const steps = planned(computePool, small, { ...small, instanceFamily: "CPU_X64_S" });
    expect(steps.map(({ class: how, kept, stops }) => [how, kept, stops])).toEqual([
      ["needs suspend", true, undefined],
      ["needs suspend", undefined, "suspend it, and stop every service on it"],
      ["needs suspend", true, undefined],
    ]);
  });

  test.each([
    ["SUSPENDED", ["SET INSTANCE_FAMILY = CPU_X64_S"]],
    ["STOPPING", ["SET INSTANCE_FAMILY = CPU_X64_S"]],
    ["IDLE", ["SUSPEND", "SET INSTANCE_FAMILY = CPU_X64_S", "RESUME"]],
  ])("no suspension that is not needed: %s", (state, clauses) => {
    const after = canonical(computePool, { ...small, instanceFamily: "CPU_X64_S" });
    const steps = updateStatements(computePool, [storedName("P")], canonical(computePool, small), after, {
      row: { state },
    });
    expect(steps.map(({ statement }) => statement.text)).toEqual(clauses.map((one) => `ALTER COMPUTE POOL P ${one}`));
    expect(steps.some(({ stops }) => stops !== undefined)).toBe(state === "IDLE");
  });

  test("a replacement if it is for another application", () => {
    const [mine, yours] = ["MINE", "YOURS"].map((forApplication) =>
      canonical(computePool, { ...small, forApplication }),
    );
    expect(changesOf(computePool, mine ?? {}, yours ?? {})).toEqual([{ key: "forApplication", effect: "replace" }]);
  });
});

describe("a compute pool is refused", () => {
  test.each<[Written, { readonly path: string; readonly message: string | RegExp }]>([
    [{ name: '"my pool"' }, { path: "name", message: /needs quotes.*like "MY_POOL"$/ }],
    [{ minNodes: 0 }, { path: "minNodes", message: "0 is too small; at least 1 is allowed" }],
    [{ minNodes: 5 }, { path: "minNodes", message: "5 is above maxNodes 4; raise maxNodes or lower minNodes" }],
    [{ minNodes: undefined }, { path: "minNodes", message: /^is missing: / }],
    [{ maxNodes: undefined }, { path: "maxNodes", message: /^is missing: / }],
    [{ instanceFamily: undefined }, { path: "instanceFamily", message: /^is missing: / }],
    [{ instanceFamily: "CPU X64" }, { path: "instanceFamily", message: /^is no instance family: it has letters/ }],
    [{ instanceFamily: "A; DROP" }, { path: "instanceFamily", message: /^is no instance family: it has letters/ }],
    [{ autoSuspendSecs: -1 }, { path: "autoSuspendSecs", message: "-1 is too small; at least 0 is allowed" }],
    [{ placementGroup: "" }, { path: "placementGroup", message: /^is no placement group/ }],
    [
      { backupInstanceFamilies: ["CPU_X64_S", "cpu_x64_s"] },
      { path: "backupInstanceFamilies", message: /^CPU_X64_S is there twice/ },
    ],
    [
      { backupInstanceFamilies: ["CPU_X64_S", "cpu_x64_xs"] },
      { path: "backupInstanceFamilies", message: /^CPU_X64_XS is the instanceFamily itself/ },
    ],
    [{ waitFor: "running" }, { path: "waitFor", message: '"running" is not one of idle, active, none' }],
    [
      { waitFor: "idle", initiallySuspended: true },
      { path: "waitFor", message: /^"idle" would wait for ever/ },
    ],
    [
      { createMode: "orReplace" },
      {
        path: "createMode",
        message: /^"orReplace" is not for a ComputePool: there is no CREATE OR REPLACE COMPUTE POOL/,
      },
    ],
  ])("%o", (written, { path, message }) => {
    expect(problemsOf(computePool, { ...small, ...written })).toEqual([
      { path, message: typeof message === "string" ? message : expect.stringMatching(message) },
    ]);
  });
});

/** What may be wrong with a pool, each with its place. */
function doubtsOf(values: Written): readonly unknown[] {
  return (computePool.doubts ?? []).flatMap(({ problem }): readonly unknown[] => {
    const found = problem(values) ?? [];
    return typeof found === "string" ? [found] : found;
  });
}

describe("what a pool counts beyond what the role sees", () => {
  const on = (...jobs: readonly boolean[]) =>
    jobs.map((isJob, index) => ({ name: [storedName(`S${index}`)], full: `S${index}`, status: "RUNNING", isJob }));
  test.each([
    [on(), "0", "0", { services: 0, jobs: 0 }, 0],
    [on(), "2", "1", { services: 2, jobs: 1 }, 2],
    [on(false), "1", "0", { services: 0, jobs: 0 }, 0],
    // One page says that jobs are counted among services, the other that they are not.
    [on(false, true), "2", "1", { services: 0, jobs: 0 }, 1],
    [on(false, true), "1", "1", { services: 0, jobs: 0 }, 0],
    [on(false, true), "3", "1", { services: 1, jobs: 0 }, 2],
    // Counts that lag behind a creation.
    [on(false, false), "0", "0", { services: 0, jobs: 0 }, 0],
  ])("%j of %s services and %s jobs", (services, numServices, numJobs, unseen, perhapsUnseen) => {
    const row = { num_services: numServices, num_jobs: numJobs };
    expect(counted(services, row)).toEqual({ services, unseen, perhapsUnseen });
  });
});

describe("an instance family", () => {
  test("is taken as known in every spelling of the letters", () => {
    for (const family of instanceFamilies) {
      expect(canonical(computePool, { ...leastPool, instanceFamily: family.toLowerCase() })["instanceFamily"]).toBe(
        family,
      );
      expect(familyDoubt(family)).toBeUndefined();
    }
  });

  test("that is not known passes, with a doubt and the nearest name", () => {
    const written = { ...small, instanceFamily: "cpu_x64_xxs" };
    expect(problemsOf(computePool, written)).toEqual([]);
    const doubts = doubtsOf(canonical(computePool, written));
    expect(doubts).toEqual([
      expect.stringMatching(/^"CPU_X64_XXS" is not an instance family .* did you mean CPU_X64_XS\?/),
    ]);
    expect(familyDoubt("QUANTUM")).not.toContain("did you mean");
  });

  test("is doubted among the backups too, each by its place", () => {
    const values = canonical(computePool, { ...small, backupInstanceFamilies: ["CPU_X64_S", "CPU_X65_M"] });
    const doubts = doubtsOf(values);
    expect(doubts).toEqual([{ path: "backupInstanceFamilies[1]", message: expect.stringContaining("CPU_X64_M?") }]);
  });

  test.each([
    [null, []],
    ["", []],
    ["[]", []],
    ["CPU_X64_S", ["CPU_X64_S"]],
    ["CPU_X64_S, CPU_X64_M", ["CPU_X64_S", "CPU_X64_M"]],
    ['["CPU_X64_S","CPU_X64_M"]', ["CPU_X64_S", "CPU_X64_M"]],
    ["('CPU_X64_S')", ["CPU_X64_S"]],
  ])("is read from %j in a list of backups", (cell, families) => {
    expect(familiesIn(cell)).toEqual(families);
  });
});
