import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import { blockVolumes, canonicalSpecification, equalSpecification } from "../../provider/specification";

const image = "/db/s/r/echo";

/** A specification with one container, with more fields of it and of `spec`. */
function of(container: object, spec: object = {}, top: object = {}): never {
  return { spec: { containers: [{ name: "echo", image, ...container }], ...spec }, ...top } as never;
}

const volume = (fields: object) => of({}, { volumes: [{ name: "v", ...fields }] });
const endpoints = (...all: object[]) => of({}, { endpoints: all });
const condition = (metricName: string) => ({ metricCondition: { metricName, aggregationType: "avg" } });
const scaleUp = (...names: string[]) =>
  of({}, { resourceManagement: { autoScalingPolicies: { scaleUp: { anyConditions: names.map(condition) } } } });

describe("the canonical form", () => {
  test("has its keys in one order, and neither defaults nor what is empty", () => {
    const written = {
      serviceRoles: [{ endpoints: ["b", "a"], name: "users" }],
      capabilities: { securityContext: { executeAsCaller: false } },
      spec: {
        logExporters: { eventTableConfig: { logLevel: "INFO" } },
        volumes: [],
        endpoints: [
          { protocol: "HTTP", public: false, port: 2, name: "b" },
          { port: 1, name: "a" },
        ],
        containers: [
          {
            env: { B: "2", A: "1" },
            args: [],
            livenessProbe: { periodSeconds: 10, failureThreshold: 3, path: "/", port: 1 },
            readinessProbe: { periodSeconds: 10, failureThreshold: 3, path: "/", port: 1 },
            mountSessionToken: true,
            sessionTokenConfig: { mountConnectionConfig: false },
            image: "h.registry.snowflakecomputing.com/DB/s/r/echo:latest",
            name: "echo",
          },
        ],
      },
    };
    expect(JSON.stringify(canonicalSpecification(written as never))).toBe(
      JSON.stringify({
        spec: {
          containers: [
            {
              name: "echo",
              image,
              env: { A: "1", B: "2" },
              readinessProbe: { port: 1, path: "/", periodSeconds: 10 },
              livenessProbe: { port: 1, path: "/" },
            },
          ],
          endpoints: [
            { name: "a", port: 1 },
            { name: "b", port: 2 },
          ],
        },
        serviceRoles: [{ name: "USERS", endpoints: ["a", "b"] }],
      }),
    );
  });

  test.each<[string, never, never]>([
    [
      "amounts",
      of({ resources: { limits: { memory: "1Gi", cpu: "500m" } } }),
      of({ resources: { limits: { cpu: 0.5, memory: "1024Mi" } } }),
    ],
    [
      "numbers of GPUs",
      of({ resources: { limits: { "nvidia.com/gpu": "1" } } }),
      of({ resources: { limits: { "nvidia.com/gpu": 1 } } }),
    ],
    [
      "names of secrets",
      of({ secrets: [{ snowflakeSecret: "Db.s.KEY" }] }),
      of({ secrets: [{ snowflakeSecret: { objectName: "db.S.key" } }] }),
    ],
    [
      "directories",
      of({ volumeMounts: [{ name: "v", mountPath: "/a/" }] }),
      of({ volumeMounts: [{ name: "v", mountPath: "/a" }] }),
    ],
    [
      "the order of containers",
      { spec: { containers: [{ name: "a" }, { name: "b" }] } } as never,
      { spec: { containers: [{ name: "b" }, { name: "a" }] } } as never,
    ],
    [
      "the order of endpoints",
      endpoints({ name: "a", port: 1 }, { name: "b", port: 2 }),
      endpoints({ name: "b", port: 2 }, { name: "a", port: 1 }),
    ],
    [
      "origins",
      endpoints({ name: "a", corsSettings: { "Access-Control-Allow-Origin": ["https://b.c", "https://a.b"] } }),
      endpoints({ name: "a", corsSettings: { "Access-Control-Allow-Origin": ["https://a.b/", "https://b.c/"] } }),
    ],
    [
      "groups of metrics",
      of({}, { platformMonitor: { metricConfig: { groups: ["b", "a", "b"] } } }),
      of({}, { platformMonitor: { metricConfig: { groups: ["a", "b"] } } }),
    ],
    ["stages", volume({ source: "@db.s.st/Folder/" }), volume({ source: "@DB.S.ST/Folder" })],
    [
      "times to cache",
      volume({ stageConfig: { name: "@s", metadataCache: "90s" } }),
      volume({ stageConfig: { name: "@S", metadataCache: "1m30s" } }),
    ],
    [
      "a stage's default resources",
      volume({
        stageConfig: {
          name: "@s",
          resources: { requests: { cpu: "0", memory: "0.5Gi" }, limits: { cpu: 0.5, memory: "1Gi" } },
        },
      }),
      volume({ stageConfig: { name: "@s" } }),
    ],
    [
      "times to keep",
      volume({ blockConfig: { snapshotDeleteAfter: "48h" } }),
      volume({ blockConfig: { snapshotDeleteAfter: "2d" } }),
    ],
    [
      "defaults of block volumes",
      volume({ blockConfig: { snapshotOnDelete: true, snapshotDeleteAfter: "168h" } }),
      volume({}),
    ],
    ["the order of conditions", scaleUp("a", "b"), scaleUp("b", "a")],
  ])("is the same for %s", (_, left, right) => {
    expect(canonicalSpecification(left)).toEqual(canonicalSpecification(right));
    expect(equalSpecification(left, right)).toBe(true);
  });

  test.each<[string, never, never]>([
    ["the order of arguments", of({ args: ["a", "b"] }), of({ args: ["b", "a"] })],
    ["the letter case of a tag", of({ image: `${image}:v` }), of({ image: `${image}:V` })],
    ["the letter case of a folder", volume({ source: "@s/a" }), volume({ source: "@s/A" })],
    [
      "the two kinds of stage volumes",
      volume({ source: "@s" }),
      volume({ source: "stage", stageConfig: { name: "@s" } }),
    ],
    ["an empty variable", of({ env: { A: "" } }), of({})],
    ["bytes", of({ resources: { limits: { memory: "1Gi" } } }), of({ resources: { limits: { memory: "1G" } } })],
    [
      "periods that are another probe's default",
      of({ livenessProbe: { periodSeconds: 5 } }),
      of({ livenessProbe: {} }),
    ],
  ])("is not the same for %s", (_, left, right) => {
    expect(equalSpecification(left, right)).toBe(false);
  });

  test("keeps what is not known yet, and is not equal to itself then", () => {
    const written = of(
      { image: unknownValue, env: { A: unknownValue } },
      { endpoints: unknownValue, volumes: [unknownValue] },
    );
    expect(canonicalSpecification(written)).toEqual(written);
    expect(equalSpecification(written, written)).toBe(false);
    expect(canonicalSpecification({ spec: unknownValue } as never)).toEqual({ spec: unknownValue });
  });
});

describe("block volumes", () => {
  test("are named in the order of the specification, as far as that is known", () => {
    const volumes = [
      { name: "b", source: "block" },
      { name: "l", source: "local" },
      unknownValue,
      { name: unknownValue, source: "block" },
      { name: "a", source: "block" },
    ];
    expect(blockVolumes(of({}, { volumes }))).toEqual(["b", "a"]);
    expect(blockVolumes(of({}))).toEqual([]);
    expect(blockVolumes(of({}, { volumes: unknownValue }))).toEqual([]);
  });
});
