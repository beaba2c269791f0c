import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ContainerAccount } from "./container-account";
import { service, specification, startContainers } from "./container-account";

let account: ContainerAccount;
beforeAll(async () => {
  account = await startContainers();
});
afterAll(() => account.emulator.close());
afterEach(() => account.run("DROP SERVICE IF EXISTS S FORCE"));

const shown = async () => String((await account.row("DESCRIBE SERVICE S"))["spec"]);
const read = async (text: string) => {
  await account.run(service("S", text));
  return parse(await shown());
};
const refused = (text: string) => account.error(service("S", text));

describe("DESCRIBE SERVICE", () => {
  test("shows the specification in Snowflake's order, with what Snowflake adds", async () => {
    await account.run(
      service(
        "S",
        `
# A comment.
serviceRoles:
- endpoints: [echo]
  name: echo_role
spec:
  endpoints:
  - public: true
    name: echo
    port: 8000
  containers:
  - image: acme-dev-one.registry.snowflakecomputing.com/d/public/r/web:v2
    readinessProbe: { path: /healthcheck, port: 8000 }
    env:
      SERVER_PORT: 8000
      CHARACTER_NAME: Bob
      "on": yes
      VERSION: 1.10
      NOTHING:
    args: ["--n", 2, true]
    volumeMounts:
    - mountPath: /opt/logs
      name: logs
    name: echo
  volumes:
  - { name: logs, source: local }
`,
      ),
    );
    const digest = (await account.row("SHOW SERVICE CONTAINERS IN SERVICE S"))["image_digest"];
    expect(await shown()).toBe(`---
spec:
  containers:
  - name: "echo"
    image: "acme-dev-one.registry.snowflakecomputing.com/d/public/r/web:v2"
    sha256: "@${digest}"
    args:
    - "--n"
    - "2"
    - "true"
    env:
      SERVER_PORT: "8000"
      CHARACTER_NAME: "Bob"
      "on": "yes"
      VERSION: "1.10"
      NOTHING: ""
    readinessProbe:
      port: 8000
      path: "/healthcheck"
    resources:
      limits:
        memory: "6Gi"
        cpu: "1"
      requests:
        memory: "0.5Gi"
        cpu: "0.5"
    volumeMounts:
    - name: "logs"
      mountPath: "/opt/logs"
  endpoints:
  - name: "echo"
    port: 8000
    public: true
  volumes:
  - name: "logs"
    source: "local"
serviceRoles:
- name: "echo_role"
  endpoints:
  - "echo"
`);
  });

  test.each([
    ["", { limits: { memory: "6Gi", cpu: "1" }, requests: { memory: "0.5Gi", cpu: "0.5" } }],
    [
      "requests: { memory: 2G, cpu: 500m }",
      { limits: { memory: "6Gi", cpu: "1" }, requests: { memory: "2G", cpu: "500m" } },
    ],
    [
      "limits: { memory: 2Gi, cpu: 0.75 }",
      { limits: { memory: "2Gi", cpu: "0.75" }, requests: { memory: "2Gi", cpu: "0.75" } },
    ],
    [
      "limits: { memory: 100Gi, cpu: 64 }\n      requests: { memory: 1Gi, cpu: 0.6 }",
      { limits: { memory: "6Gi", cpu: "1" }, requests: { memory: "1Gi", cpu: "0.6" } },
    ],
  ])("completes resources: %j", async (written, expected) => {
    const container = written === "" ? "" : `    resources:\n      ${written}`;
    const { spec } = await read(specification("web", { container }));
    expect(spec.containers[0].resources).toEqual(expected);
  });

  test("keeps hostile values as they are", async () => {
    const values = ['"', "it's: # no\n\tcomment", "\\", `$` + "{x}", "{{ y }}", "\u2028é", "null", "- a"];
    const env = Object.fromEntries(values.map((value, i) => [`V${i}`, value]));
    const { spec } = await read(
      JSON.stringify({ spec: { containers: [{ name: "main", image: "/d/public/r/web", env }] } }).replaceAll(
        "$",
        "\\u0024",
      ),
    );
    expect(spec.containers[0].env).toEqual(env);
  });
});

describe("A specification", () => {
  test("may have every field of the page", async () => {
    await account.run(
      "CREATE STAGE IF NOT EXISTS ST",
      "CREATE SECRET IF NOT EXISTS PW TYPE = PASSWORD USERNAME = 'u' PASSWORD = 'p'",
    );
    const { spec, capabilities, serviceRoles } = await read(`
spec:
  containers:
  - name: main
    image: /D/Public/R/web:latest
    command: [python]
    args: [main.py]
    env: { A: b }
    readinessProbe: { port: 80, path: /, periodSeconds: 10, failureThreshold: 2 }
    livenessProbe: { port: 80, path: /health }
    resources: { requests: { memory: 1Gi, cpu: 0.5 }, limits: { memory: 2Gi } }
    volumeMounts:
    - { name: a, mountPath: /a }
    - { name: b, mountPath: /b }
    - { name: c, mountPath: /c }
    - { name: d, mountPath: /d }
    secrets:
    - { snowflakeSecret: pw, directoryPath: /secrets }
    - { snowflakeSecret: { objectName: d.public.pw }, envVarName: PASSWORD, secretKeyRef: password }
    sessionTokenConfig: { path: /app/token.dir, permission: "0600", mountConnectionConfig: true }
  - name: side
    image: /d/public/r/web@${(await digestOf()) ?? ""}
    mountSessionToken: false
  endpoints:
  - { name: ui, port: 80, public: true, corsSettings: { Access-Control-Allow-Origin: ["https://example.com/", "https://example.com:1234"] } }
  - { name: raw, portRange: 9000-9010, protocol: TCP }
  volumes:
  - { name: a, source: memory, size: 512Mi }
  - { name: b, source: "@st/models", uid: 1000, gid: 1000 }
  - { name: c, source: stage, stageConfig: { name: "@d.public.st", metadataCache: 1h } }
  - name: d
    source: block
    size: 10Gi
    blockConfig: { iops: 4000, throughput: 200, encryption: SNOWFLAKE_SSE, snapshotOnDelete: false, snapshotDeleteAfter: 2d }
  logExporters: { eventTableConfig: { logLevel: ERROR } }
  platformMonitor: { metricConfig: { groups: [system, system_limits] } }
  resourceManagement:
    autoScalingPolicies:
      scaleUp:
        anyConditions:
        - metricCondition:
            metricName: container.cpu.usage
            labels: { a: b }
            aggregationType: avg
            stabilizationPeriodSecs: 60
            targetScaling: { targetValue: 0.8 }
capabilities: { securityContext: { executeAsCaller: true } }
serviceRoles:
- { name: ui_role, endpoints: [ui, raw] }
`);
    expect(spec.containers.map(({ name }: { name: string }) => name)).toEqual(["main", "side"]);
    expect(spec.volumes[3].blockConfig).toMatchObject({ iops: 4000, snapshotDeleteAfter: "2d" });
    expect(spec.resourceManagement.autoScalingPolicies.scaleUp.anyConditions).toHaveLength(1);
    expect(capabilities).toEqual({ securityContext: { executeAsCaller: true } });
    expect(serviceRoles).toEqual([{ name: "ui_role", endpoints: ["ui", "raw"] }]);
  });

  test("may be in quotes, with an anchor, or with the singular that the pages have", async () => {
    await account.run(
      "CREATE SERVICE S IN COMPUTE POOL P FROM SPECIFICATION 'spec: {container: [{name: main, image: /d/public/r/web}]}'",
    );
    expect(parse(await shown()).spec.containers).toMatchObject([{ name: "main" }]);
    await account.run("DROP SERVICE S");
    const { spec } = await read(`
spec:
  containers:
  - { name: a, image: &web /d/public/r/web, env: &env { A: b } }
  - { name: b, image: *web, env: *env }`);
    expect(spec.containers[1]).toMatchObject({ image: "/d/public/r/web", env: { A: "b" } });
  });

  test("is refused, and nothing else happens, when it is nested without end or refers to itself too often", async () => {
    expect(await refused(`spec: ${"[".repeat(100_000)}`)).toMatch(/^395018 /);
    const lists = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    expect(await refused(["a0: &a0 [x]", ...lists, "spec: *a9"].join("\n"))).toMatch(/^395018 .*alias/s);
  });

  const one = "containers: [{ name: main, image: /d/public/r/web";
  test.each([
    ["", "it is empty"],
    ["# nothing", "it is empty"],
    ["a: 1\n---\nb: 2", "more than one YAML document"],
    ["spec: {", "at line 1, column 8"],
    ["spec:\n  containers: []\n  containers: []", "Map keys must be unique at line 3, column 3"],
    ["spec: *a", "Unresolved alias"],
    ["- spec", "invalid 'service specification'"],
    ["{}", "missing required option 'spec'"],
    ["spec: {}", "missing required option 'containers' for 'spec'"],
    ["spec: { containers: [] }", "invalid 'containers' for 'spec'. Value is empty"],
    ["spec: { containers: { name: a } }", "invalid 'containers' for 'spec'. Value must be a list"],
    ["spec: { containers: [{ name: main }] }", "missing required option 'image' for 'containers[0]'"],
    ["spec: { containers: [{ image: /d/public/r/web }] }", "missing required option 'name' for 'containers[0]'"],
    ["spec: { containers: [{ name: Main, image: /d/public/r/web }] }", "invalid 'name' for 'containers[0]'"],
    [
      `spec: { containers: [{ name: ${"a".repeat(64)}, image: /d/public/r/web }] }`,
      "invalid 'name' for 'containers[0]'",
    ],
    ["spec: { containers: [{ name: a-, image: /d/public/r/web }] }", "invalid 'name' for 'containers[0]'"],
    ["spec: { containers: [{ name: main, image: nginx }] }", "invalid 'image' for 'containers[0]'"],
    [`spec: { ${one} }, { name: main, image: /d/public/r/web }] }`, "duplicate 'name' for 'containers[1]': 'main'"],
    [`spec: { ${one} }], sevice: 1 }`, "unknown option 'sevice' for 'spec'"],
    [`spec: { ${one} }], serviceRoles: [] }`, "unknown option 'serviceRoles' for 'spec'"],
    [`spec: { ${one} }] }\nroles: []`, "unknown option 'roles'"],
    [`spec: { ${one}, img: x }] }`, "unknown option 'img' for 'containers[0]'"],
    [`spec: { ${one}, __proto__: { a: 1 } }] }`, "unknown option '__proto__' for 'containers[0]'"],
    [`spec: { ${one}, command: python }] }`, "invalid 'command' for 'containers[0]'. Value must be a list"],
    [`spec: { ${one}, env: [a] }] }`, "invalid 'env' for 'containers[0]'"],
    [`spec: { ${one}, env: { A: { b: c } } }] }`, "invalid 'A' for 'containers[0].env'"],
    [
      `spec: { ${one}, readinessProbe: { path: / } }] }`,
      "missing required option 'port' for 'containers[0].readinessProbe'",
    ],
    [`spec: { ${one}, readinessProbe: { path: x, port: 1 } }] }`, "invalid 'path' for 'containers[0].readinessProbe'"],
    [`spec: { ${one}, readinessProbe: { path: /, port: 0 } }] }`, "invalid 'port' for 'containers[0].readinessProbe'"],
    [`spec: { ${one}, volumeMounts: [{ name: v, mountPath: /v }] }] }`, "there is no volume 'v'"],
    [`spec: { ${one}, volumeMounts: [] }] }`, "invalid 'volumeMounts' for 'containers[0]'. Value is empty"],
    [
      `spec: { ${one}, resources: { requests: { memory: 5 } } }] }`,
      "invalid 'memory' for 'containers[0].resources.requests'",
    ],
    [`spec: { ${one}, resources: { requests: { memory: 5Tb } } }] }`, "invalid 'memory'"],
    [`spec: { ${one}, resources: { requests: { cpu: fast } } }] }`, "invalid 'cpu'"],
    [
      `spec: { ${one}, resources: { requests: { cpu: 1 }, limits: { cpu: 500m } } }] }`,
      "The request for cpu, 1, is above",
    ],
    [`spec: { ${one}, resources: { requests: { memory: 1Gi }, limits: { memory: 1G } } }] }`, "The request for memory"],
    [
      `spec: { ${one}, resources: { requests: { nvidia.com/gpu: 1 } } }] }`,
      "nvidia.com/gpu must have a request and a limit",
    ],
    [`spec: { ${one}, secrets: [{ snowflakeSecret: x }] }] }`, "either directoryPath or envVarName"],
    [
      `spec: { ${one}, secrets: [{ snowflakeSecret: x, directoryPath: /a, secretKeyRef: username }] }] }`,
      "secretKeyRef goes with",
    ],
    [`spec: { ${one}, secrets: [{ snowflakeSecret: {}, envVarName: A }] }] }`, "either objectName or objectReference"],
    [
      `spec: { ${one}, mountSessionToken: false, sessionTokenConfig: { path: /a } }] }`,
      "sessionTokenConfig cannot be given",
    ],
    [`spec: { ${one}, sessionTokenConfig: {} }] }`, "invalid 'sessionTokenConfig' for 'containers[0]'. Value is empty"],
    [
      `spec: { ${one}, sessionTokenConfig: { path: /a/../b } }] }`,
      "invalid 'path' for 'containers[0].sessionTokenConfig'",
    ],
    [`spec: { ${one}, sessionTokenConfig: { path: /a, permission: 0600 } }] }`, "invalid 'permission'"],
    [`spec: { ${one}, sessionTokenConfig: { path: /a, permission: "0544" } }] }`, "invalid 'permission'"],
    [
      `spec: { ${one} }], resourceManagement: { autoScalingPolicies: { scaleUp: { anyConditions: [{ metricCondition: { metricName: m, aggregationType: avg } }] } } } }`,
      "It must have either targetScaling or stepScaling",
    ],
    [
      `spec: { ${one} }], resourceManagement: { autoScalingPolicies: { suspend: { allConditions: [{ metricCondition: { metricName: m, aggregationType: avg, stepScaling: { adjustmentType: changeInstanceCount, scalingSteps: [{ lowerBound: 1, targetAdjustment: 1 }] } } }] } } } }`,
      "suspend takes targetScaling only",
    ],
    [
      `spec: { ${one} }], endpoints: [{ name: a }] }`,
      "invalid 'endpoints[0]' for 'spec'. It must have either port or portRange",
    ],
    [`spec: { ${one} }], endpoints: [{ name: a, port: 70000 }] }`, "invalid 'port' for 'endpoints[0]'. Value '70000'"],
    [`spec: { ${one} }], endpoints: [{ name: a, port: 1, protocol: UDP }] }`, "invalid 'protocol' for 'endpoints[0]'"],
    [`spec: { ${one} }], endpoints: [{ name: a, port: 1, public: yes }] }`, "invalid 'public' for 'endpoints[0]'"],
    [`spec: { ${one} }], endpoints: [{ name: a, port: 1, public: true, protocol: TCP }] }`, "A public endpoint"],
    [`spec: { ${one} }], endpoints: [{ name: a, portRange: 1-5 }] }`, "portRange takes the protocol TCP"],
    [`spec: { ${one} }], endpoints: [{ name: a, portRange: 5-1, protocol: TCP }] }`, "invalid 'portRange'"],
    [
      `spec: { ${one} }], endpoints: [{ name: a, port: 1 }, { name: a, port: 2 }] }`,
      "duplicate 'name' for 'endpoints[1]'",
    ],
    [
      `spec: { ${one} }], endpoints: [{ name: a, port: 1, authenticationPolicy: x }] }`,
      "unknown option 'authenticationPolicy' for 'endpoints[0]'",
    ],
    [`spec: { ${one} }], volumes: [{ name: a, source: memory }] }`, "A memory volume must have a size"],
    [`spec: { ${one} }], volumes: [{ name: a, source: block, size: 0.5Gi }] }`, "a whole number of Gi"],
    [`spec: { ${one} }], volumes: [{ name: a, source: tape }] }`, "invalid 'source' for 'volumes[0]'"],
    [`spec: { ${one} }], volumes: [{ name: a, source: stage }] }`, "stageConfig goes with the source stage"],
    [`spec: { ${one} }], volumes: [{ name: a, source: local, uid: 5 }] }`, "uid and gid go with"],
    [`spec: { ${one} }], volumes: [{ name: a, source: "@nowhere" }] }`, "Stage 'D.PUBLIC.NOWHERE' does not exist"],
    [
      `spec: { ${one}, secrets: [{ snowflakeSecret: nobody, directoryPath: /a }] }] }`,
      "Secret 'D.PUBLIC.NOBODY' does not exist",
    ],
    [
      `spec: { ${one} }], logExporters: { eventTableConfig: { logLevel: LOUD } } }`,
      "invalid 'logLevel' for 'logExporters.eventTableConfig'",
    ],
    [`spec: { ${one} }] }\ncapabilities: { securityContext: { executeAsCaller: "x" } }`, "invalid 'executeAsCaller'"],
    [
      `spec: { ${one} }] }\nserviceRoles: [{ name: a, endpoints: [b] }]`,
      "there is no endpoint 'b', which 'serviceRoles[0]' names",
    ],
    [`spec: { ${one} }] }\nserviceRoles: [{ name: a- , endpoints: [b] }]`, "invalid 'name' for 'serviceRoles[0]'"],
  ])("is refused with its place: %j", async (text, message) => {
    const error = await refused(text);
    expect(error).toContain(message);
    if (!message.includes("does not exist")) expect(error).toMatch(/^395018 Invalid spec: .*\.$/s);
    expect(await account.rows("SHOW SERVICES")).toEqual([]);
  });
});

describe("A specification in a file", () => {
  const put = async (name: string, text: string) => {
    const folder = mkdtempSync(join(tmpdir(), "snowflake-emulator-"));
    writeFileSync(join(folder, name), text);
    await account.run(
      "CREATE STAGE IF NOT EXISTS ST",
      `PUT file://${join(folder, name)} @ST/dir AUTO_COMPRESS = FALSE`,
    );
    rmSync(folder, { recursive: true });
  };

  test.each([
    "FROM @st SPECIFICATION_FILE = 'dir/spec.yaml'",
    "FROM @d.public.st/dir SPECIFICATION_FILE = 'spec.yaml'",
    `FROM '@\\"D\\".\\"PUBLIC\\".\\"ST\\"/dir' SPECIFICATION_FILE = 'spec.yaml'`,
    "FROM '@st/dir/' SPECIFICATION_FILE='/spec.yaml'",
    "FROM SPECIFICATION_FILE = '@st/dir/spec.yaml'",
  ])("is read: %s", async (from) => {
    await put("spec.yaml", specification("web:v2"));
    await account.run(`CREATE SERVICE S IN COMPUTE POOL P ${from} MIN_INSTANCES = 1`);
    expect(await shown()).toContain('image: "/d/public/r/web:v2"');
  });

  test("may be a template", async () => {
    await put("template.yaml", specification("web:{{ tag }}"));
    const create = "CREATE SERVICE S IN COMPUTE POOL P FROM @st/dir SPECIFICATION_TEMPLATE_FILE = 'template.yaml'";
    expect(await account.error(create)).toMatch(/^001003 /);
    await account.run(`${create} USING (tag => 'v2') COMMENT = 'c'`);
    expect(await shown()).toContain('image: "/d/public/r/web:v2"');
  });

  test("is refused where there is none, and where the role may not read it", async () => {
    const create = (from: string) => `CREATE SERVICE S IN COMPUTE POOL P FROM ${from}`;
    await put("spec.yaml", specification());
    expect(await account.error(create("@st SPECIFICATION_FILE = 'other.yaml'"))).toContain(
      "File 'other.yaml' does not exist",
    );
    expect(await account.error(create("@nowhere SPECIFICATION_FILE = 'a.yaml'"))).toMatch(/^002003 .*Stage/s);
    expect(await account.error(create("SPECIFICATION_FILE = 'a.yaml'"))).toMatch(/^000002 /);
    expect(await account.error(create("@st"))).toMatch(/^001003 /);
    await account.run("CREATE OR REPLACE ROLE DEV", "GRANT USAGE ON DATABASE D TO ROLE DEV");
    await account.run(
      "GRANT USAGE, CREATE SERVICE ON SCHEMA PUBLIC TO ROLE DEV",
      "GRANT ROLE DEV TO ROLE ACCOUNTADMIN",
    );
    await account.run("GRANT USAGE ON COMPUTE POOL P TO ROLE DEV", "USE ROLE DEV", "USE SECONDARY ROLES NONE");
    const hidden = await account.error(create("@st SPECIFICATION_FILE = 'dir/spec.yaml'"));
    await account.run("USE ROLE ACCOUNTADMIN");
    expect(hidden).toMatch(/^002003 /);
  });
});

describe("A template", () => {
  const create = (text: string, using: string) =>
    `CREATE SERVICE S IN COMPUTE POOL P FROM SPECIFICATION_TEMPLATE $$${text}$$ USING (${using})`;
  const env = (value: string) => specification("web", { container: `    env:\n      A: ${value}` });
  const rendered = async (text: string, using: string) => {
    await account.run(create(text, using));
    return parse(await shown()).spec.containers[0].env.A;
  };

  test.each([
    ["{{ a }}", "a => 'blah123'", "blah123"],
    ["{{a}}", "a => 111", "111"],
    ["{{ a }}", "a => -1.2", "-1.2"],
    ["{{ a }}", "a => TRUE", "true"],
    ["{{ a }}", `a => ' "/path/file.txt" '`, "/path/file.txt"],
    ["x{{ a }}y", '"a" => 5', "x5y"],
    ["{{ a | default('Bob') }}", "b => 1", "Bob"],
    ["{{ a | default('Bob', false) }}", "a => ''", ""],
    ["{{ a | default('Bob', true) }}", "a => ''", "Bob"],
    [`{{ a | default("Bob") }}`, "a => 'Eve'", "Eve"],
    ["{{ a | default(8000) }}", "b => 1", "8000"],
  ])("%s USING (%s)", async (template, using, expected) => {
    expect(await rendered(env(template), using)).toBe(expected);
  });

  test("takes JSON for a mapping or a list, and minds the case of names", async () => {
    const text = specification("web", { container: "    env: {{env_values}}\n    args: {{ARGS}}" });
    await account.run(create(text, `env_values => '{"PORT": 8000, "NAME": "Bob"}', ARGS => $$["-n", 2]$$`));
    expect(parse(await shown()).spec.containers[0]).toMatchObject({
      env: { PORT: "8000", NAME: "Bob" },
      args: ["-n", "2"],
    });
    await account.run("DROP SERVICE S");
    expect(await account.error(create(text, "ENV_VALUES => '{}', ARGS => '[1]'"))).toMatch(
      /^395069 .*Unable to render service spec from given template: 'env_values' is undefined/s,
    );
  });

  test("is understood after SPECIFICATION too, as the pages have it", async () => {
    await account.run(
      `CREATE SERVICE S IN COMPUTE POOL P FROM SPECIFICATION $$${specification("web:{{ tag }}")}$$ USING (tag => 'v2')`,
    );
    expect(await shown()).toContain("/web:v2");
  });

  test.each([
    ["{{ a }}", "b => 1", "'a' is undefined"],
    ["{{ a }}", "a => 'two words'", "neither alphanumeric nor valid JSON"],
    ["{{ a | upper }}", "a => 1", "is not understood by the emulator"],
    ["{% if a %}x{% endif %}", "a => 1", "is not understood by the emulator"],
    ["{{ a", "a => 1", "is not understood by the emulator"],
  ])("is refused: %s USING (%s)", async (template, using, message) => {
    const error = await account.error(create(env(template), using));
    expect(error).toMatch(/^395069 Unable to render service spec from given template: /);
    expect(error).toContain(message);
  });

  test("is checked once it is rendered", async () => {
    expect(await account.error(create(specification("{{ image }}"), `image => '"a b"'`))).toMatch(/^395018 /);
  });
});

async function digestOf(): Promise<string | undefined> {
  const [row] = await account.rows("SHOW IMAGES LIKE 'web' IN IMAGE REPOSITORY R");
  return row && String(row["digest"]);
}
