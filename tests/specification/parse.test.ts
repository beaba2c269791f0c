import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import { parseSpecification } from "../../provider/specification";

const image = "/db/schema/repo/echo:v1";

/** A specification with one container, with more fields of it and of `spec`. */
function withContainer(container: object, spec: object = {}, top: object = {}) {
  return { spec: { containers: [{ name: "echo", image, ...container }], ...spec }, ...top };
}

/** Problems as lines, `place: message`. */
function problemsOf(written: unknown): readonly string[] {
  return parseSpecification(written).problems.map(({ path, message }) => `${path}: ${message}`);
}

const container = "spec.containers[0]";

describe("a specification", () => {
  test("is taken as it is written, without what is left empty", () => {
    const written = withContainer(
      {
        command: ["python3", "main.py"],
        args: undefined,
        env: { PORT: "8000", NONE: undefined },
        readinessProbe: { port: 8000, path: "/healthcheck" },
        livenessProbe: { port: 8000, path: "/health", periodSeconds: 10 },
        resources: {
          requests: { memory: "0.5Gi", cpu: "500m", "nvidia.com/gpu": 1 },
          limits: { memory: "512Mi", cpu: 0.5, "nvidia.com/gpu": "1" },
        },
        volumeMounts: [
          { name: "models", mountPath: "/opt/models" },
          { name: "models", mountPath: "/opt/again" },
        ],
        secrets: [
          { snowflakeSecret: "db.s.key", envVarName: "KEY", secretKeyRef: "secret_string" },
          { snowflakeSecret: { objectReference: "ref" }, directoryPath: "/secrets" },
        ],
        sessionTokenConfig: { path: "/app/session", permission: "0600", mountConnectionConfig: true },
      },
      {
        endpoints: [
          {
            name: "ui",
            port: 8000,
            public: true,
            corsSettings: { "Access-Control-Allow-Origin": ["https://example.com"] },
          },
          { name: "mesh", portRange: "9000-9010", protocol: "TCP" },
        ],
        volumes: [
          { name: "models", source: "stage", stageConfig: { name: "@db.s.models/v1", metadataCache: "1h30m" } },
          { name: "old", source: "@models", uid: 1000 },
          { name: "ram", source: "memory", size: "2G" },
          { name: "disk", source: "block", size: "10Gi", blockConfig: { iops: 4000, snapshotDeleteAfter: "12h" } },
          { name: "scratch", source: "local" },
        ],
        logExporters: { eventTableConfig: { logLevel: "ERROR" } },
        platformMonitor: { metricConfig: { groups: ["system", "status"] } },
        resourceManagement: {
          autoScalingPolicies: {
            scaleUp: {
              anyConditions: [
                {
                  metricCondition: {
                    metricName: "network.ingress.cps",
                    labels: { "snow.endpoint.name": "ui" },
                    aggregationType: "avg",
                    stabilizationPeriodSecs: 60,
                    stepScaling: {
                      adjustmentType: "changeInstanceCount",
                      scalingSteps: [{ lowerBound: 2, upperBound: 4, targetAdjustment: 1 }],
                    },
                  },
                },
              ],
            },
          },
        },
      },
      {
        capabilities: { securityContext: { executeAsCaller: true, enableCustomCredentials: false } },
        serviceRoles: [{ name: "Users", endpoints: ["ui"] }],
      },
    );
    expect(parseSpecification(written)).toEqual({
      specification: JSON.parse(JSON.stringify(written)),
      problems: [],
    });
  });

  test.each<[string, unknown, string[]]>([
    ["nothing", null, [": is nothing; an object is expected"]],
    ["a number", 5, [": 5 is a number; an object is expected"]],
    ["no spec", {}, ["spec: is missing"]],
    ["no containers", { spec: {} }, ["spec.containers: is missing"]],
    [
      "an empty list",
      { spec: { containers: [] } },
      ["spec.containers: is empty; a service has at least one container"],
    ],
    ["a list of nothing", { spec: { containers: [null] } }, [`${container}: is nothing; an object is expected`]],
    [
      "containers at the top",
      { spec: { containers: [{ name: "echo", image }] }, endpoints: [] },
      ["endpoints: is not a field of a specification; it stands under spec"],
    ],
    [
      "roles under spec",
      withContainer({}, { serviceRoles: [] }),
      ["spec.serviceRoles: is not a field of spec; it stands under the top, beside spec"],
    ],
    [
      "fields with mistakes",
      withContainer({ enviroment: {}, volumemounts: [], ports: [] }),
      [
        `${container}.enviroment: is not a field of a container; it has name, image, command, args, env, readinessProbe, livenessProbe, resources, volumeMounts, secrets, mountSessionToken, sessionTokenConfig`,
        `${container}.volumemounts: is not a field of a container; did you mean volumeMounts?`,
        `${container}.ports: is not a field of a container; it has name, image, command, args, env, readinessProbe, livenessProbe, resources, volumeMounts, secrets, mountSessionToken, sessionTokenConfig`,
      ],
    ],
    [
      "hostile fields",
      JSON.parse('{"spec": {"containers": [{"name": "a", "image": "/d/s/r/i", "__proto__": {}}]}, "constructor": 1}'),
      [
        `${container}.__proto__: is not a field of a container; it has name, image, command, args, env, readinessProbe, livenessProbe, resources, volumeMounts, secrets, mountSessionToken, sessionTokenConfig`,
        "constructor: is not a field of a specification; it has spec, capabilities, serviceRoles",
      ],
    ],
    [
      "two containers of one name",
      {
        spec: {
          containers: [
            { name: "a", image },
            { name: "b", image },
            { name: "a", image },
          ],
        },
      },
      ['spec.containers[2].name: "a" is the name of another container, [0], too'],
    ],
    [
      "a name with capitals",
      withContainer({ name: "My_App-" }),
      [
        `${container}.name: "My_App-" is not a name: up to 63 characters, a–z, 0–9 and -, with a letter first and no - last; "my-app" would be one`,
      ],
    ],
    ["a name of 63 characters", withContainer({ name: "a".repeat(63) }), []],
    [
      "a name of 64 characters",
      withContainer({ name: "a".repeat(64) }),
      [
        `${container}.name: "${"a".repeat(64)}" is not a name: up to 63 characters, a–z, 0–9 and -, with a letter first and no - last; "${"a".repeat(63)}" would be one`,
      ],
    ],
    [
      "variables that are no text",
      withContainer({ env: { PORT: 8000, DEBUG: true, LIST: ["s3cret"], "": "x", "A=B": "x" } }),
      [
        `${container}.env.PORT: is a number; environment variables are text: put the value in quotes`,
        `${container}.env.DEBUG: is true or false; environment variables are text: put the value in quotes`,
        `${container}.env.LIST: is not text; environment variables are text`,
        `${container}.env[""]: is not the name of an environment variable; it is not empty and has no =`,
        `${container}.env["A=B"]: is not the name of an environment variable; it is not empty and has no =`,
      ],
    ],
    [
      "arguments that are no text, without showing them",
      withContainer({ args: [8080], command: "run s3cret" }),
      [
        `${container}.command: the value is text; a list is expected`,
        `${container}.args[0]: the value is a number; text is expected: put it in quotes`,
      ],
    ],
    [
      "text that cannot be kept",
      withContainer({ args: ["a\u0000"], env: { A: "\ud800" } }),
      [
        `${container}.args[0]: holds a NUL character, which Snowflake cannot keep`,
        `${container}.env.A: holds half of a surrogate pair, which is not text`,
      ],
    ],
    [
      "probes",
      withContainer({ readinessProbe: { port: 0 }, livenessProbe: { port: 65536, path: "", periodSeconds: 0.5 } }),
      [
        `${container}.readinessProbe.port: 0 is too small; at least 1 is allowed`,
        `${container}.readinessProbe.path: is missing`,
        `${container}.livenessProbe.port: 65536 is too big; at most 65535 is allowed`,
        `${container}.livenessProbe.path: "" is not a path; write / for the root`,
        `${container}.livenessProbe.periodSeconds: 0.5 is not a whole number; a whole number is expected`,
      ],
    ],
    [
      "resources",
      withContainer({
        resources: {
          requests: { memory: 5, cpu: "two", "nvidia.com/gpu": 1 },
          limits: { memory: "5", cpu: -1, "nvidia.com/gpu": 2 },
        },
      }),
      [
        `${container}.resources.requests.memory: 5 has no unit; write one: Gi, Mi (powers of 1024), G, M (powers of 1000)`,
        `${container}.resources.requests.cpu: "two" is not an amount of CPU; write cores as 0.5, or "500m" for thousandths`,
        `${container}.resources.limits.memory: "5" has no unit; write one: Gi, Mi (powers of 1024), G, M (powers of 1000)`,
        `${container}.resources.limits.cpu: -1 is not an amount of CPU; write cores as 0.5, or "500m" for thousandths`,
        `${container}.resources.limits["nvidia.com/gpu"]: 2 is not the request 1; for GPUs both are the same number`,
      ],
    ],
    [
      "requests above limits",
      withContainer({
        resources: {
          requests: { memory: "1Gi", cpu: 1.001, "nvidia.com/gpu": 1 },
          limits: { memory: "1G", cpu: "1000m" },
        },
      }),
      [
        `${container}.resources.requests.memory: "1Gi" is more than the limit "1G"`,
        `${container}.resources.requests.cpu: 1.001 is more than the limit "1000m"`,
        `${container}.resources.requests["nvidia.com/gpu"]: is without limits; for GPUs both say the same number, so write limits with "nvidia.com/gpu": 1`,
      ],
    ],
    [
      "mounts",
      withContainer(
        {
          volumeMounts: [
            { name: "dta", mountPath: "opt" },
            { name: "data", mountPath: "/opt" },
            { name: "data", mountPath: "/opt/" },
          ],
        },
        { volumes: [{ name: "data", source: "local" }] },
      ),
      [
        `${container}.volumeMounts[0].mountPath: "opt" is not an absolute path; it starts with /`,
        `${container}.volumeMounts[0].name: "dta" is not a volume of this service; did you mean data?`,
        `${container}.volumeMounts[2].mountPath: "/opt/" is where [1] is mounted; a path takes one volume`,
      ],
    ],
    [
      "volumes that are no list, without more about their mounts",
      withContainer({ volumeMounts: [{ name: "data", mountPath: "/data" }] }, { volumes: "data" }),
      ['spec.volumes: "data" is text; a list is expected'],
    ],
    [
      "secrets",
      withContainer({
        env: { KEY: "x" },
        secrets: [
          { snowflakeSecret: "s" },
          { snowflakeSecret: "s", directoryPath: "/s", envVarName: "A", secretKeyRef: "username" },
          { snowflakeSecret: "s", envVarName: "B" },
          { snowflakeSecret: "s", directoryPath: "/s", secretKeyRef: "username" },
          { snowflakeSecret: { objectName: "s", objectReference: "r" }, directoryPath: "/s" },
          { snowflakeSecret: {}, directoryPath: "/s" },
          { snowflakeSecret: "s", envVarName: "KEY", secretKeyRef: "pasword" },
          { snowflakeSecret: 5, envVarName: "B", secretKeyRef: "password" },
        ],
      }),
      [
        `${container}.secrets[6].secretKeyRef: "pasword" is not one of username, password, secret_string, access_token; did you mean password?`,
        `${container}.secrets[7].snowflakeSecret: 5 is a number; text or an object is expected`,
        `${container}.secrets[0]: says not where the secret goes; write directoryPath, for files, or envVarName`,
        `${container}.secrets[1]: has both directoryPath and envVarName; a secret goes to files or to a variable`,
        `${container}.secrets[2]: says not which part of the secret the variable holds; write secretKeyRef: secret_string, username, password or access_token`,
        `${container}.secrets[3].secretKeyRef: is only for envVarName; with directoryPath each part of the secret becomes a file`,
        `${container}.secrets[4].snowflakeSecret: needs one of objectName and objectReference`,
        `${container}.secrets[5].snowflakeSecret: needs one of objectName and objectReference`,
        `${container}.secrets[6].envVarName: "KEY" is set by env too`,
        `${container}.secrets[7].envVarName: "B" is set by secrets[2] too`,
      ],
    ],
    [
      "the session token",
      {
        spec: {
          containers: [
            { name: "a", image, mountSessionToken: false, sessionTokenConfig: { path: "/x" } },
            { name: "b", image, sessionTokenConfig: {} },
            { name: "c", image, sessionTokenConfig: { permission: "0600" } },
            { name: "d", image, sessionTokenConfig: { path: "/a/../b", permission: "0755" } },
            { name: "e", image, sessionTokenConfig: { path: "/a/", permission: 600 } },
          ],
        },
      },
      [
        "spec.containers[4].sessionTokenConfig.permission: 600 is a number; text is expected: put it in quotes",
        "spec.containers[0].sessionTokenConfig: is for a token that mountSessionToken: false leaves out; take one of the two out",
        "spec.containers[1].sessionTokenConfig: is empty; write path, permission or mountConnectionConfig, or take it out",
        "spec.containers[2].sessionTokenConfig.permission: is only for a token with a path; write path too",
        'spec.containers[3].sessionTokenConfig.path: "/a/../b" is not a directory for the token: an absolute path of letters, digits, _, - and ., without . or .. as a step and without / last',
        'spec.containers[3].sessionTokenConfig.permission: "0755" is not a mode for the token: "0400", "0600", "0640" and "0644" are',
        'spec.containers[4].sessionTokenConfig.path: "/a/" is not a directory for the token: an absolute path of letters, digits, _, - and ., without . or .. as a step and without / last',
      ],
    ],
    [
      "endpoints",
      withContainer(
        {},
        {
          endpoints: [
            { name: "none" },
            { name: "both", port: 1, portRange: "1-2", protocol: "TCP" },
            { name: "backwards", portRange: "20-10", protocol: "TCP" },
            { name: "far", portRange: "1-65536", public: true },
            { name: "tcp", port: 80, public: true, protocol: "TCP" },
            { name: "low", port: 80, protocol: "http" },
            { name: "tcp", port: 81 },
            { name: "cors", port: 82, corsSettings: { "Access-Control-Allow-Origin": ["*", "https://a.b/c"] } },
          ],
        },
      ),
      [
        'spec.endpoints[5].protocol: "http" is not one of HTTP, HTTPS, TCP; did you mean HTTP?',
        'spec.endpoints[7].corsSettings.Access-Control-Allow-Origin[0]: "*" is not allowed, for security; write each origin: https://example.com',
        'spec.endpoints[7].corsSettings.Access-Control-Allow-Origin[1]: "https://a.b/c" is not an origin; write https://example.com or https://example.com:12345, without a path',
        'spec.endpoints[6].name: "tcp" is the name of another endpoint, [4], too',
        "spec.endpoints[0]: has no port; write port, or portRange for several",
        "spec.endpoints[1]: has both port and portRange; it takes one of them",
        'spec.endpoints[2].portRange: "20-10" is not a range of ports; write 8000-8010, the lower first, from 1 to 65535',
        'spec.endpoints[3].portRange: "1-65536" is not a range of ports; write 8000-8010, the lower first, from 1 to 65535',
        "spec.endpoints[3].public: is true; a range of ports cannot be public: write port, or take public out",
        "spec.endpoints[3].protocol: is missing: a range of ports is for TCP, so write protocol: TCP",
        "spec.endpoints[4].protocol: is TCP; a public endpoint speaks HTTP: take protocol out, or public",
      ],
    ],
    [
      "volumes",
      withContainer(
        {},
        {
          volumes: [
            { name: "a", source: "blok" },
            { name: "b", source: "block" },
            { name: "c", source: "block", size: "5G" },
            { name: "d", source: "block", size: "65537Gi", stageConfig: { name: "models" } },
            { name: "e", source: "memory" },
            { name: "f", source: "local", size: "1Gi", uid: 5 },
            { name: "g", source: "stage" },
            { name: "a", source: "@s", blockConfig: { snapshotDeleteAfter: "7" } },
          ],
        },
      ),
      [
        'spec.volumes[0].source: "blok" is not the source of a volume; use local, memory, block, stage; did you mean block?',
        'spec.volumes[3].stageConfig.name: "models" is not a stage; write "@db.schema.stage" or "@stage/folder", with @ first',
        'spec.volumes[7].blockConfig.snapshotDeleteAfter: "7" is not a time to keep a snapshot; write hours or days: 12h, 7d',
        'spec.volumes[7].name: "a" is the name of another volume, [0], too',
        "spec.volumes[1]: has no size; a block volume needs one: size: 10Gi",
        'spec.volumes[2].size: "5G" is not the size of a block volume; write whole Gi, from 1Gi to 65536Gi',
        "spec.volumes[3].stageConfig: is not for a block volume; it is for source: stage",
        'spec.volumes[3].size: "65537Gi" is not the size of a block volume; write whole Gi, from 1Gi to 65536Gi',
        "spec.volumes[4]: has no size; a memory volume needs one: size: 10Gi",
        "spec.volumes[5].size: is not for a local volume; it is for source: memory or block",
        "spec.volumes[5].uid: is not for a local volume; it is for source: stage or block",
        'spec.volumes[6]: has no stageConfig; a stage volume needs one with a name: "@db.schema.stage"',
        "spec.volumes[7].blockConfig: is not for a @stage volume; it is for source: block",
      ],
    ],
    [
      "log levels",
      withContainer({}, { logExporters: { eventTableConfig: { logLevel: "WARN" } } }),
      ['spec.logExporters.eventTableConfig.logLevel: "WARN" is not one of INFO, ERROR, NONE'],
    ],
    [
      "service roles",
      withContainer(
        {},
        { endpoints: [{ name: "ui", port: 80 }] },
        {
          serviceRoles: [{ name: "a", endpoints: ["iu", "ui"] }, { name: "A", endpoints: [] }, { name: "a-b" }],
        },
      ),
      [
        "serviceRoles[1].endpoints: is empty; a service role is for at least one endpoint",
        `serviceRoles[2].name: "a-b" is not a service role's name: letters, digits and _, with a letter first and no _ last`,
        "serviceRoles[2].endpoints: is missing",
        'serviceRoles[1].name: "A" is the name of another service role, [0], too',
        'serviceRoles[0].endpoints[0]: "iu" is not an endpoint of this service; there is ui',
      ],
    ],
  ])("is refused: %s", (_, written, problems) => {
    expect(problemsOf(written)).toEqual(problems);
  });

  test.each([
    ["scaleUp", "anyConditions", {}, "needs one of targetScaling and stepScaling"],
    [
      "scaleDown",
      "allConditions",
      {
        targetScaling: { targetValue: 1 },
        stepScaling: { adjustmentType: "exactInstanceCount", scalingSteps: [{ lowerBound: 1, targetAdjustment: 1 }] },
      },
      "needs one of targetScaling and stepScaling",
    ],
    [
      "scaleUp",
      "anyConditions",
      {
        stepScaling: {
          adjustmentType: "exactInstanceCount",
          scalingSteps: [{ lowerBound: 2, upperBound: 1, targetAdjustment: 1 }],
        },
      },
      "has lowerBound 2, which is not below upperBound 1",
    ],
    [
      "suspend",
      "allConditions",
      { stepScaling: { adjustmentType: "exactInstanceCount", scalingSteps: [{ lowerBound: 1, targetAdjustment: 1 }] } },
      "is not for suspend; write targetScaling",
    ],
  ])("is refused with a policy %s that does not scale in one way", (policy, list, scaling, message) => {
    const metricCondition = { metricName: "m", aggregationType: "min", stabilizationPeriodSecs: 60, ...scaling };
    const policies = { [policy]: { [list]: [{ metricCondition }] } };
    const { problems } = parseSpecification(
      withContainer({}, { resourceManagement: { autoScalingPolicies: policies } }),
    );
    expect(problems.map((one) => one.message)).toEqual([message]);
    expect(problems[0]?.path).toContain(
      `spec.resourceManagement.autoScalingPolicies.${policy}.${list}[0].metricCondition`,
    );
  });
});

describe("what is not known yet", () => {
  const full = withContainer(
    {
      command: ["a"],
      env: { A: "b" },
      readinessProbe: { port: 1, path: "/" },
      resources: {
        requests: { memory: "1Gi", cpu: 1, "nvidia.com/gpu": 1 },
        limits: { memory: "1Gi", cpu: 1, "nvidia.com/gpu": 1 },
      },
      volumeMounts: [{ name: "data", mountPath: "/data" }],
      secrets: [{ snowflakeSecret: { objectName: "s" }, envVarName: "S", secretKeyRef: "username" }],
      sessionTokenConfig: { path: "/a", permission: "0600" },
    },
    {
      endpoints: [{ name: "ui", portRange: "1-2", protocol: "TCP", public: false }],
      volumes: [
        { name: "data", source: "block", size: "1Gi", blockConfig: { initialContents: { fromSnapshot: "s" } } },
      ],
      resourceManagement: {
        autoScalingPolicies: {
          suspend: {
            allConditions: [
              {
                metricCondition: {
                  metricName: "m",
                  aggregationType: "min",
                  stabilizationPeriodSecs: 1,
                  targetScaling: { targetValue: 1 },
                },
              },
            ],
          },
        },
      },
    },
    { serviceRoles: [{ name: "r", endpoints: ["ui"] }], capabilities: { securityContext: { executeAsCaller: true } } },
  );

  test("is passed over, whole or in part, at any place", () => {
    const places = placesIn(full);
    expect(places.length).toBeGreaterThan(50);
    for (const place of places) {
      const written = replaced(full, place);
      expect({ place, ...parseSpecification(written) }).toEqual({ place, specification: written, problems: [] });
    }
  });

  test("is not parsed if it is the whole text", () => {
    expect(parseSpecification(unknownValue)).toEqual({ problems: [] });
  });

  test("hides no problem beside it", () => {
    const written = withContainer({
      name: "Echo",
      image: unknownValue,
      volumeMounts: [{ name: unknownValue, mountPath: "x" }],
    });
    expect(parseSpecification(written).problems.map(({ path }) => path)).toEqual([
      "spec.containers[0].name",
      "spec.containers[0].volumeMounts[0].mountPath",
    ]);
  });
});

/** Ways to every value inside of one. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [[key], ...placesIn(item).map((rest) => [key, ...rest])]);
}

/** The value with one that is not known yet at a place. */
function replaced(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return unknownValue;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? replaced(item, rest) : item));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest) };
}
