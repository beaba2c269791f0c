import { describe, expect, test } from "vitest";
import { changesOf, unknownValue } from "../../provider/resource";
import type { State } from "../../provider/resource/state";
import { dropStatement } from "../../provider/resource/statements";
import { creationSteps } from "../../provider/resource/steps";
import { definitions, jobService } from "../../provider/resources";
import { digestOf } from "../../provider/resources/job-service-statement";
import { parseQualified } from "../../provider/sql";
import { canonical, checked, created, edited, problemsOf } from "./plans";

const image = "/scratch/public/images/load:1";
const least = { computePool: "pool", spec: { containers: [{ name: "main", image }] } };
const execute = "EXECUTE JOB SERVICE IN COMPUTE POOL POOL NAME = SCRATCH.PUBLIC.LOADING ASYNC = TRUE";

/** A statement without what stands between `$$`. */
const outline = (statement = "") => statement.replace(/\$\$.*?\$\$/s, "$$$$…$$$$");

describe("a job is run by", () => {
  test.each<[object, string]>([
    [{}, "FROM SPECIFICATION $$…$$"],
    [{ replicas: 10 }, "REPLICAS = 10 FROM SPECIFICATION $$…$$"],
    [{ replicas: 1 }, "FROM SPECIFICATION $$…$$"],
    [{ queryWarehouse: '"my wh"' }, 'QUERY_WAREHOUSE = "my wh" FROM SPECIFICATION $$…$$'],
    [{ comment: "it's" }, "COMMENT = 'it''s' FROM SPECIFICATION $$…$$"],
    [
      { externalAccessIntegrations: ["out_b", "OUT_A"] },
      "EXTERNAL_ACCESS_INTEGRATIONS = (OUT_A, OUT_B) FROM SPECIFICATION $$…$$",
    ],
    [{ tags: { "gov.public.cost": "4711" } }, "TAG (GOV.PUBLIC.COST = '4711') FROM SPECIFICATION $$…$$"],
    [
      { spec: { stage: "scratch.public.files", file: "jobs/load.yaml" } },
      "FROM @SCRATCH.PUBLIC.FILES SPECIFICATION_FILE = 'jobs/load.yaml'",
    ],
    [
      { comment: "c", tags: { "gov.public.cost": "x" }, queryWarehouse: "w", replicas: 2 },
      "REPLICAS = 2 QUERY_WAREHOUSE = W COMMENT = 'c' TAG (GOV.PUBLIC.COST = 'x') FROM SPECIFICATION $$…$$",
    ],
    [{ triggers: { a: "1" }, waitFor: "none", timeouts: { create: "3h" } }, "FROM SPECIFICATION $$…$$"],
  ])("one statement with its clauses before its specification, from %o", (written, tail) => {
    const statements = created(jobService, { ...least, ...written });
    expect(statements.map(outline)).toEqual([`${execute} ${tail}`]);
  });

  test("what a preview shows while things are not known", () => {
    const { values, problems } = checked(jobService, {
      ...least,
      computePool: unknownValue,
      queryWarehouse: unknownValue,
    });
    expect(problems).toEqual([]);
    const [step] = creationSteps(jobService, values);
    expect(outline(step?.statement.text)).toBe(
      "EXECUTE JOB SERVICE <computePool> NAME = SCRATCH.PUBLIC.LOADING ASYNC = TRUE QUERY_WAREHOUSE = <queryWarehouse> FROM SPECIFICATION $$…$$",
    );
  });

  test("a statement that shows no value of the environment", () => {
    const spec = { containers: [{ name: "main", image, env: { PASSWORD: "hush" } }] };
    const [step] = creationSteps(jobService, canonical(jobService, { ...least, spec }));
    expect(step?.statement.text).toContain("hush");
    expect(step?.statement.redacted).not.toContain("hush");
  });
});

describe("a job", () => {
  test.each<[object, object]>([
    [{ triggers: { day: "1" } }, { triggers: { day: "2" } }],
    [{ triggers: { day: "1" } }, {}],
    [{}, { computePool: "other" }],
    [{}, { spec: { containers: [{ name: "main", image, args: ["--all"] }] } }],
    [{}, { replicas: 2 }],
    [{}, { queryWarehouse: "W" }],
    [{ externalAccessIntegrations: ["A"] }, { externalAccessIntegrations: ["A", "B"] }],
  ])("runs again from %o to %o", (before, after) => {
    const changes = changesOf(
      jobService,
      canonical(jobService, { ...least, ...before }),
      canonical(jobService, { ...least, ...after }),
    );
    expect(changes.map(({ effect }) => effect)).toEqual(["replace"]);
    expect(edited(jobService, { ...least, ...before }, { ...least, ...after })).toEqual([]);
  });

  test.each<[object, object]>([
    [{ comment: "a" }, { comment: "b" }],
    [{ comment: "a" }, {}],
    [{}, { tags: { "GOV.PUBLIC.COST": "1" } }],
    [{}, { waitFor: "none" }],
    [{ timeouts: { create: "1h" } }, { timeouts: { create: "2h" } }],
  ])("runs nothing from %o to %o", (before, after) => {
    const [left, right] = [before, after].map((one) => canonical(jobService, { ...least, ...one }));
    expect(changesOf(jobService, left ?? {}, right ?? {}).map(({ effect }) => effect)).toEqual(["record"]);
  });

  test.each<[object, object]>([
    [{ spec: `spec: {containers: [{image: "${image}", name: main}]}` }, {}],
    [{ replicas: 1 }, {}],
    [{ triggers: {} }, {}],
    [{ externalAccessIntegrations: ["b", "A"] }, { externalAccessIntegrations: ["A", "B"] }],
  ])("is the same from %o to %o", (before, after) => {
    const [left, right] = [before, after].map((one) => canonical(jobService, { ...least, ...one }));
    expect(changesOf(jobService, left ?? {}, right ?? {})).toEqual([]);
  });

  test.each<[object, string, RegExp]>([
    [{ computePool: undefined }, "computePool", /is missing: a JobService needs a computePool/],
    [{ spec: undefined }, "spec", /is missing: a JobService needs a spec/],
    [{ name: '"my job"' }, "name", /Jobs take only names without quotes/],
    [{ replicas: 0 }, "replicas", /at least 1/],
    [{ waitFor: "ready" }, "waitFor", /"ready" is not one of done, none/],
    [{ createMode: "orReplace" }, "createMode", /no CREATE OR REPLACE/],
    [{ minInstances: 2 }, "minInstances", /is not a property of JobService/],
    [{ triggers: { day: 1 } }, "triggers.day", /text/],
  ])("is refused with %o", (written, path, message) => {
    expect(problemsOf(jobService, { ...least, ...written })).toEqual([
      { path, message: expect.stringMatching(message) },
    ]);
  });

  test("is dropped with its block volumes only where they may be lost", () => {
    const name = parseQualified("D.S.LOAD");
    expect(dropStatement(jobService, name).text.trim()).toBe("DROP SERVICE D.S.LOAD");
    expect(dropStatement(jobService, name, "allow").text).toBe("DROP SERVICE D.S.LOAD FORCE");
    const volumes = [{ name: "data", source: "block", size: "10Gi" }];
    const held = canonical(jobService, { ...least, spec: { ...least.spec, volumes } });
    expect(jobService.data?.holds?.(held)).toBe(true);
    expect(jobService.data?.holds?.(canonical(jobService, least))).toBe(false);
  });

  test("is told from a service by its row", () => {
    const rows = [{ is_job: "true" }, { is_job: "false" }, {}];
    expect(rows.map((row) => jobService.lists?.(row))).toEqual([true, false, false]);
    expect(rows.map((row) => definitions.service.lists?.(row))).toEqual([false, true, true]);
  });
});

describe("a preview", () => {
  const state = (facts: object, outputs: object = {}): State => ({
    values: {},
    options: {},
    facts: { account: "O.A", role: "R", version: 1, ...facts },
    outputs: outputs as State["outputs"] & object,
  });
  const announce = (recorded: State, replacedBecause: readonly string[] = []) =>
    jobService.announces?.({ recorded, replacedBecause });

  test("says that a job runs again, and why", () => {
    expect(announce(state({}), ["triggers: day"])).toContain("runs again (because of triggers: day)");
    expect(announce(state({ unfinished: true }, { status: "FAILED" }))).toBe("ended as FAILED: it runs again.");
    expect(announce(state({ unfinished: true }))).toContain("is waited for again");
  });

  test("says nothing of a job that is done", () => {
    expect(announce(state({}, { status: "DONE" }))).toBeUndefined();
  });

  test("names triggers that differ, and shows no value", () => {
    const { difference } = jobService.properties.triggers;
    expect(difference?.({ a: "1", b: "hush", c: "3" }, { b: "hush-2", c: "3", d: "4" })).toBe("a, b, d");
  });
});

test("a run is told from another by what makes it run again, in any order", () => {
  const digest = (written: object) => digestOf(jobService, canonical(jobService, { ...least, ...written }));
  expect(digest({ triggers: { a: "1", b: "2" } })).toBe(digest({ triggers: { b: "2", a: "1" } }));
  expect(digest({ comment: "c", waitFor: "none" })).toBe(digest({}));
  expect(new Set([{}, { triggers: { a: "1" } }, { triggers: { a: "2" } }, { replicas: 2 }].map(digest)).size).toBe(4);
});
