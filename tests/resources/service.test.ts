import { describe, expect, test } from "vitest";
import { fromDriver } from "../../provider/client/errors";
import { changesOf, createStatements, unknownValue, validate } from "../../provider/resource";
import { dropStatement } from "../../provider/resource/statements";
import { service } from "../../provider/resources";
import { parseQualified } from "../../provider/sql";
import { canonical, checked, created, edited, planned, problemsOf } from "./plans";

type Written = Record<string, unknown>;

const image = "/scratch/public/images/web:1";
const least = { computePool: "pool", spec: { containers: [{ name: "web", image }] } };
const create = "CREATE SERVICE SCRATCH.PUBLIC.LOADING IN COMPUTE POOL POOL";
const alter = "ALTER SERVICE SCRATCH.PUBLIC.LOADING";

/** A service of one container, with more fields of it and of `spec`. */
function withContainer(container: object, more: object = {}): Written {
  return { computePool: "pool", spec: { containers: [{ name: "web", image, ...container }], ...more } };
}

/** The specification that a statement holds. */
function inside(statement: string | undefined): unknown {
  return JSON.parse(/FROM SPECIFICATION \$\$(.*?)\$\$/s.exec(statement ?? "")?.[1] ?? "null");
}

describe("a service is created by", () => {
  const yaml = `
# The same, otherwise written
spec:
    endpoints: [ { port: 80, name: ui } ]
    containers:
    - image: "${image}"
      name: 'web'
      env: { B: "2", A: '1' }
`;
  const object = {
    containers: [{ name: "web", image, env: { A: "1", B: "2" } }],
    endpoints: [{ name: "ui", port: 80, public: false, protocol: "HTTP" }],
  };

  test.each<[string, unknown]>([
    ["an object of what stands under spec", object],
    ["a whole object", { spec: object }],
    ["YAML", yaml],
    ["JSON", JSON.stringify({ spec: object })],
    ["an object with places left empty", { ...object, volumes: undefined, logExporters: null }],
  ])("one statement with its structure, from %s", (_, spec) => {
    const [statement, ...others] = created(service, { computePool: "pool", spec });
    expect(others).toEqual([]);
    expect(statement).toMatch(/^CREATE SERVICE SCRATCH\.PUBLIC\.LOADING IN COMPUTE POOL POOL FROM SPECIFICATION \$\$/);
    expect(inside(statement)).toEqual({
      spec: {
        containers: [{ name: "web", image, env: { A: "1", B: "2" } }],
        endpoints: [{ name: "ui", port: 80 }],
      },
    });
  });

  test.each<[string, unknown, string]>([
    [
      "a file on a stage",
      { stage: 'scratch.public."my files"', file: "services/it's.yaml" },
      `FROM @SCRATCH.PUBLIC."my files" SPECIFICATION_FILE = 'services/it''s.yaml'`,
    ],
    [
      "a template",
      {
        template: `spec: { containers: [{ name: web, image: "/scratch/public/images/{{ image }}", args: {{ args }} }] }`,
        values: { image: "web:1", args: ["a", "it's"] },
      },
      `FROM SPECIFICATION_TEMPLATE $$spec: { containers: [{ name: web, image: "/scratch/public/images/{{ image }}", args: {{ args }} }] }$$ ` +
        `USING ("image" => '"web:1"', "args" => '["a","it''s"]')`,
    ],
    [
      "a template with text that is no mere letters, as text in JSON",
      {
        template: { stage: "a.b.c", file: "t" },
        values: { a: image, b: "1.10", c: "it's", d: ' "x.y" ', e: '["-n", 2]', f: "" },
      },
      `FROM @A.B.C SPECIFICATION_TEMPLATE_FILE = 't' USING ("a" => '"${image}"', "b" => '"1.10"', "c" => '"it''s"', "d" => ' "x.y" ', "e" => '["-n", 2]', "f" => '')`,
    ],
    [
      "a template in a file",
      { template: { stage: "scratch.public.files", file: "t.yaml" }, values: { n: 1, on: true } },
      `FROM @SCRATCH.PUBLIC.FILES SPECIFICATION_TEMPLATE_FILE = 't.yaml' USING ("n" => 1, "on" => TRUE)`,
    ],
  ])("%s", (_, spec, clause) => {
    expect(created(service, { computePool: "pool", spec })).toEqual([`${create} ${clause}`]);
  });

  test("its options, and nothing for what only this library knows", () => {
    const [statement] = created(service, {
      ...least,
      autoSuspendSecs: 300,
      externalAccessIntegrations: ["out_b", "OUT_A", "out_b"],
      autoResume: false,
      minInstances: 2,
      minReadyInstances: 1,
      maxInstances: 3,
      logLevel: "info",
      queryWarehouse: '"my wh"',
      comment: "it's",
      triggers: { code: "4711" },
      waitFor: "ready",
      allowDowntime: true,
      timeouts: { create: "5m" },
    });
    expect(statement?.replace(/\$\$.*\$\$/s, "…")).toBe(
      `${create} FROM SPECIFICATION … AUTO_SUSPEND_SECS = 300 EXTERNAL_ACCESS_INTEGRATIONS = (OUT_A, OUT_B) AUTO_RESUME = FALSE ` +
        `MIN_INSTANCES = 2 MIN_READY_INSTANCES = 1 MAX_INSTANCES = 3 LOG_LEVEL = 'INFO' QUERY_WAREHOUSE = "my wh" COMMENT = 'it''s'`,
    );
  });

  test.each([
    "$$; DROP DATABASE SAFE; --",
    "'",
    '"',
    "\n",
    "\\",
    "{{ x }}",
    "{% x %}",
    "😀",
    "$",
    "\u2028",
    "\\u0024$",
  ])("text that nobody takes for code: %j", (hostile) => {
    const [statement = ""] = created(service, withContainer({ args: [hostile], env: { [`K${hostile}`]: hostile } }));
    expect(statement.split("$$")).toHaveLength(3);
    expect(statement).not.toContain("{{");
    expect(inside(statement)).toEqual({
      spec: { containers: [{ name: "web", image, args: [hostile], env: { [`K${hostile}`]: hostile } }] },
    });
    const template = `spec: { containers: [ { name: web, image: "/a/b/c/{{ i }}" } ] } # ${hostile.replaceAll(/[{}\n\u2028]/g, "")}`;
    const [templated = ""] = created(service, { computePool: "pool", spec: { template, values: { i: "x:1" } } });
    expect(templated).toContain(`USING ("i" => '"x:1"')`);
  });
});

describe("a value of an environment variable", () => {
  const secret = "hush-4711";
  const forms: [string, unknown, unknown][] = [
    ["an object", ...both((value) => ({ containers: [{ name: "web", image, env: { KEY: value } }] }))],
    ["YAML", ...both((value) => `spec:\n  containers: [{ name: web, image: ${image}, env: { KEY: ${value} } }]`)],
    [
      "a template",
      ...both((value) => ({
        template: `spec: { containers: [{ name: web, image: ${image}, env: { KEY: "{{ key }}" } }] }`,
        values: { key: value },
      })),
    ],
    [
      "the text of a template",
      ...both((value) => ({
        template: `spec: { containers: [{ name: web, image: ${image}, env: { KEY: "${value}", B: "{{ b }}" } }] }`,
        values: { b: "b" },
      })),
    ],
    [
      "a template that only Snowflake understands",
      ...both((value) => ({ template: `{% if x %}${value}{% endif %}`, values: { x: value } })),
    ],
    [
      "a template in a file",
      ...both((value) => ({ template: { stage: "a.b.c", file: "t.yaml" }, values: { key: value } })),
    ],
  ];

  function both(spec: (value: string) => unknown): [unknown, unknown] {
    return [spec(secret), spec(`${secret}-new`)];
  }

  test.each(forms)("of %s is sent, and shown nowhere", (_, a, b) => {
    const before = { computePool: "pool", spec: a };
    const after = { computePool: "pool", spec: b };
    const [create] = createStatements(service, canonical(service, before));
    const [change, ...others] = planned(service, before, after);
    expect(others).toEqual([]);
    expect(create?.statement.text).toContain(secret);
    expect(change?.statement.text).toContain(`${secret}-new`);
    expect(JSON.stringify([create?.statement.redacted, change?.statement.redacted, change?.reason])).not.toContain(
      secret,
    );
  });

  test.each(forms)("of %s is taken out of what Snowflake says of the statement", (_, spec) => {
    const [create] = createStatements(service, canonical(service, { computePool: "pool", spec }));
    const said = { code: "395018", message: `Invalid spec: KEY: ${secret} in image ${image}` };
    const error = fromDriver(said, create?.statement);
    expect(error.message).not.toContain(secret);
    expect(error.message).toContain(image);
  });

  test.each<[string, unknown]>([
    ["a number", { containers: [{ name: "web", image, env: { KEY: 4711 } }] }],
    ["in YAML", `spec:\n  containers:\n  - name: web\n    image: ${image}\n    env:\n      KEY: [hush-4711]\n`],
    ["in YAML that is broken", `spec:\n  containers:\n  - name: web\n    env:\n      KEY: "hush-4711\n`],
    [
      "in a template",
      { template: `spec: { containers: [{ name: web, env: { K: hush-4711 } }], {{ a }}`, values: { a: "4711" } },
    ],
  ])("that is wrong is refused without being repeated: %s", (_, spec) => {
    const problems = problemsOf(service, { computePool: "pool", spec });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain("4711");
  });
});

describe("a service is refused with", () => {
  test.each<[Written, string, string]>([
    [{ spec: least.spec }, "computePool", "is missing"],
    [{ computePool: "pool" }, "spec", "is missing"],
    [{ ...least, computePool: '"my pool"' }, "computePool", "the name of no compute pool"],
    [{ ...least, name: '"my service"' }, "name", "needs quotes"],
    [withContainer({ imagee: image }), "spec.containers[0].imagee", "did you mean image?"],
    [{ computePool: "pool", spec: { containers: [{ name: "web" }] } }, "spec.containers[0].image", "is missing"],
    [withContainer({ image: "nginx:latest" }), "spec.containers[0].image", "Docker Hub"],
    [
      withContainer(
        {},
        {
          endpoints: [
            { name: "a", port: 1 },
            { name: "a", port: 2 },
          ],
        },
      ),
      "spec.endpoints[1].name",
      '"a"',
    ],
    [withContainer({}, { endpoints: [{ name: "a", port: 65536 }] }), "spec.endpoints[0].port", "65535"],
    [withContainer({}, { endpoints: [{ name: "a" }] }), "spec.endpoints[0]", "port"],
    [
      withContainer({ resources: { requests: { memory: "1 GB" } } }),
      "spec.containers[0].resources.requests.memory",
      "Gi",
    ],
    [
      withContainer({ resources: { requests: { memory: 512 } } }),
      "spec.containers[0].resources.requests.memory",
      "unit",
    ],
    [withContainer({ env: { A: true } }), "spec.containers[0].env.A", "quote"],
    [{ computePool: "pool", spec: {} }, "spec.containers", "is missing"],
    [{ computePool: "pool", spec: "" }, "spec", "is empty"],
    [{ computePool: "pool", spec: 5 }, "spec", "5 is a number"],
    [{ computePool: "pool", spec: "spec:\n  containers:\n  - {name: web" }, "spec", "line 3"],
    [
      { computePool: "pool", spec: `spec:\n  containers:\n  - name: web\n    image: ${image}\n    img: x` },
      "spec.containers[0].img",
      "line 5",
    ],
    [{ computePool: "pool", spec: { spec: { ...least.spec }, serviceRole: [] } }, "spec.serviceRole", "serviceRoles"],
    [{ ...least, minInstances: 3, maxInstances: 2 }, "maxInstances", "2 is less than minInstances, which is 3"],
    [{ ...least, minInstances: 0 }, "minInstances", "at least 1"],
    [{ ...least, minReadyInstances: 2 }, "minReadyInstances", "more than minInstances, which is 1"],
    [{ ...least, autoSuspendSecs: 299 }, "autoSuspendSecs", "at least 300"],
    [
      { ...withContainer({}, { endpoints: [{ name: "a", port: 1, public: true }] }), autoSuspendSecs: 300 },
      "autoSuspendSecs",
      "public",
    ],
    [{ ...least, waitFor: "endpoints" }, "waitFor", "has none"],
    [{ ...least, waitFor: "running" }, "waitFor", "endpoints, ready, none"],
    [{ ...least, triggers: ["a"] }, "triggers", "is a list"],
    [{ ...least, createMode: "orReplace" }, "createMode", "no CREATE OR REPLACE SERVICE"],
    [{ computePool: "pool", spec: { stage: "a.b.c", file: "" } }, "spec.file", "no path"],
    [{ computePool: "pool", spec: { stage: "a.b.c", file: "../x.yaml" } }, "spec.file", "not a path below the stage"],
    [{ computePool: "pool", spec: { file: "x.yaml" } }, "spec.stage", "is missing"],
    [{ computePool: "pool", spec: { stage: "a.b.c" } }, "spec.file", "no path"],
    [{ computePool: "pool", spec: { stage: "a.b.c", file: "x", path: "y" } }, "spec.path", "{ stage, file }"],
    [{ computePool: "pool", spec: { template: 5, values: { a: 1 } } }, "spec.template", "neither"],
    [
      { computePool: "pool", spec: { template: "{{ a }}{{ b }}", values: { a: null, b: "x" } } },
      "spec.values.a",
      "has no value",
    ],
    [{ computePool: "pool", spec: { template: { stage: "a.b.c", file: "t" } } }, "spec.values", "is empty"],
    [{ computePool: "pool", spec: { values: { a: 1 } } }, "spec.template", "neither"],
    [{ computePool: "pool", spec: { template: "{{ a }}", values: [1] } }, "spec.values", "is no object"],
    [
      { computePool: "pool", spec: { template: "{{ a }}", values: { a: "x", B: 1 } } },
      "spec.values.B",
      "not a variable",
    ],
    [
      { computePool: "pool", spec: { template: "spec: {{ a }}", values: { a: {} } } },
      "spec.template",
      "once its values are put in",
    ],
  ])("%j", (written, path, words) => {
    const problems = problemsOf(service, written);
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.find((problem) => problem.path === path)?.message).toContain(words);
    expect(problems).toHaveLength(1);
  });

  test("all that is wrong, each at its place", () => {
    const spec = {
      containers: [
        { name: "web", image: "nginx" },
        { name: "web", image, command: "sleep" },
      ],
      endpoints: [{ name: "a", port: 0 }],
    };
    expect(
      problemsOf(service, { computePool: "pool", spec, minInstances: 2, maxInstances: 1 }).map(({ path }) => path),
    ).toEqual(
      expect.arrayContaining([
        "spec.containers[0].image",
        "spec.containers[1].command",
        "spec.containers[1].name",
        "spec.endpoints[0].port",
        "maxInstances",
      ]),
    );
  });
});

describe("while a value is not known yet", () => {
  const unknown = unknownValue;
  const shapes: [string, unknown][] = [
    ["all", unknown],
    ["an image", { containers: [{ name: "web", image: unknown }] }],
    ["an environment", { containers: [{ name: "web", image, env: unknown }] }],
    ["a container", { containers: [{ name: "web", image }, unknown] }],
    ["the containers", { containers: unknown }],
    ["the endpoints", { containers: [{ name: "web", image }], endpoints: unknown }],
    [
      "an endpoint's fields",
      { containers: [{ name: "web", image }], endpoints: [{ name: unknown, port: unknown, public: unknown }] },
    ],
    ["all under spec", { spec: unknown }],
    ["a stage", { stage: unknown, file: "f.yaml" }],
    ["a file", { stage: "a.b.c", file: unknown }],
    ["a template", { template: unknown, values: { a: "b" } }],
    ["values", { template: "{{ a }}", values: unknown }],
    ["a value", { template: "{{ a }}", values: { a: unknown } }],
    ["a template's stage", { template: { stage: unknown, file: "f" }, values: { a: unknown } }],
  ];

  test.each(shapes)("of a spec, %s, it is passed over", (_, spec) => {
    const written = { computePool: unknown, spec, waitFor: "endpoints", autoSuspendSecs: 300 };
    const { values, problems } = checked(service, written);
    expect(problems).toEqual([]);
    expect(validate(service, values)).toEqual({ values, problems: [] });
    for (const { statement, reason } of [
      ...createStatements(service, values),
      ...planned(service, least, { ...least, ...written, computePool: "pool" }),
      ...planned(
        service,
        { ...least, spec: `spec: { containers: [{ name: a, image: ${image} }] }` },
        { ...least, spec },
      ),
    ]) {
      expect(`${statement.text} ${reason}`).not.toContain(unknown);
    }
    expect(
      changesOf(service, canonical(service, least), { ...canonical(service, least), spec: values["spec"] }),
    ).toEqual([{ key: "spec", effect: "alter" }]);
  });

  test("other mistakes are found all the same", () => {
    const spec = {
      containers: [{ name: "web", image: unknown, imagee: 1 }, unknown, { name: "web", image: unknown }],
      endpoints: [{ name: "a", port: 70_000 }],
    };
    const paths = problemsOf(service, { computePool: unknown, spec, minInstances: 2, maxInstances: 1 }).map(
      ({ path }) => path,
    );
    expect(paths.toSorted()).toEqual([
      "maxInstances",
      "spec.containers[0].imagee",
      "spec.containers[2].name",
      "spec.endpoints[0].port",
    ]);
    expect(
      problemsOf(service, { computePool: "p", spec: { template: "{{ a }}{{ b }}", values: { a: unknown } } }),
    ).toEqual([expect.objectContaining({ path: "spec.values.b" })]);
    expect(problemsOf(service, { computePool: "p", spec: { stage: unknown, file: "../x" } })).toEqual([
      expect.objectContaining({ path: "spec.file" }),
    ]);
  });
});

describe("a service is changed by", () => {
  const yaml = `spec:\n  containers:\n  - {image: ${image}, name: web}`;

  test.each<[string, unknown, unknown]>([
    ["from an object to YAML", least.spec, yaml],
    ["from YAML to other YAML", yaml, `{"spec": {"containers": [{"name": "web", "image": "${image}"}]}}`],
    ["to what holds by default", least.spec, withContainer({ mountSessionToken: true }, { endpoints: [] })["spec"]],
    [
      "to the registry's address",
      least.spec,
      withContainer({ image: `acme-dev.registry.snowflakecomputing.com${image}` })["spec"],
    ],
    [
      "to a template that comes to the same",
      least.spec,
      { template: `spec: { containers: [{ name: web, image: {{ i }} }] }`, values: { i: image } },
    ],
    [
      "to a template whose values are written as JSON",
      least.spec,
      {
        template: `spec: { containers: [{ name: web, image: ${image.slice(0, -1)}{{ tag }} }] }`,
        values: { tag: ' "1" ' },
      },
    ],
    [
      "to containers and endpoints in another order",
      {
        containers: [
          { name: "a", image },
          { name: "b", image },
        ],
        endpoints: [
          { name: "x", port: 1 },
          { name: "y", port: 2 },
        ],
      },
      {
        endpoints: [
          { name: "y", port: 2 },
          { name: "x", port: 1 },
        ],
        containers: [
          { name: "b", image },
          { name: "a", image },
        ],
      },
    ],
  ])("nothing, if the spec is only written otherwise: %s", (_, before, after) => {
    expect(edited(service, { computePool: "pool", spec: before }, { computePool: "pool", spec: after })).toEqual([]);
    const [a, b] = [before, after].map((spec) => canonical(service, { computePool: "pool", spec }));
    expect(changesOf(service, a ?? {}, b ?? {})).toEqual([]);
  });

  test("one upgrade, which says what is new, and where", () => {
    const after = withContainer(
      { image: "/scratch/public/images/web:2", env: { KEY: "x" } },
      { endpoints: [{ name: "ui", port: 80, public: true }] },
    );
    const [step, ...others] = planned(service, least, after);
    expect(others).toEqual([]);
    expect(step?.statement.text).toMatch(/^ALTER SERVICE SCRATCH\.PUBLIC\.LOADING FROM SPECIFICATION \$\$\{/);
    expect(step).toMatchObject({ class: "safe", properties: ["spec"] });
    expect(step?.reason).toBe(
      'spec: spec.containers["web"].image: "/scratch/public/images/web:1" → "/scratch/public/images/web:2", ' +
        'spec.containers["web"].env.KEY: none → "a value", ' +
        'spec.endpoints: none → [{"name":"ui","port":80,"public":true}]',
    );
  });

  test.each<[string, Written, Written, string[]]>([
    [
      "a file for text",
      least,
      { ...least, spec: { stage: "a.b.c", file: "f.yaml" } },
      ["FROM @A.B.C SPECIFICATION_FILE = 'f.yaml'"],
    ],
    [
      "another file",
      { ...least, spec: { stage: "a.b.c", file: "f.yaml" } },
      { ...least, spec: { stage: "a.b.c", file: "g.yaml" } },
      ["FROM @A.B.C SPECIFICATION_FILE = 'g.yaml'"],
    ],
    [
      "settings",
      least,
      { ...least, minInstances: 2, maxInstances: 3, comment: "c" },
      ["SET MIN_INSTANCES = 2 MAX_INSTANCES = 3 COMMENT = 'c'"],
    ],
    [
      "settings that are taken out",
      {
        ...least,
        comment: "c",
        queryWarehouse: "w",
        autoResume: false,
        externalAccessIntegrations: ["a"],
        logLevel: "INFO",
        maxInstances: 2,
      },
      least,
      ["UNSET EXTERNAL_ACCESS_INTEGRATIONS, AUTO_RESUME, MAX_INSTANCES, LOG_LEVEL, QUERY_WAREHOUSE, COMMENT"],
    ],
    [
      "a lower bound for what goes back to its default",
      { ...least, minInstances: 3 },
      { ...least, maxInstances: 2 },
      ["SET MIN_INSTANCES = 1 MAX_INSTANCES = 2"],
    ],
    ["tags", { ...least, tags: { "a.b.c": "1" } }, least, ["UNSET TAG A.B.C"]],
    [
      "what nothing is sent for",
      least,
      { ...least, waitFor: "none", allowDowntime: true, timeouts: { update: "5m" } },
      [],
    ],
  ])("%s", (_, before, after, clauses) => {
    expect(edited(service, before, after)).toEqual(clauses.map((clause) => `${alter} ${clause}`));
  });

  test("an upgrade to the same spec when a trigger changes, once if the spec changes too", () => {
    const before = { ...least, triggers: { hash: "1" } };
    const [step, ...others] = planned(service, before, { ...before, triggers: { hash: "2" } });
    expect(others).toEqual([]);
    expect(step?.statement.text).toMatch(/^ALTER SERVICE SCRATCH\.PUBLIC\.LOADING FROM SPECIFICATION /);
    expect(step).toMatchObject({ properties: ["triggers"], reason: "triggers: hash" });
    const both = planned(service, before, { ...withContainer({ args: ["x"] }), triggers: { hash: "2" } });
    expect(both).toEqual([expect.objectContaining({ properties: ["spec", "triggers"] })]);
  });

  test("a replacement on another pool", () => {
    expect(
      changesOf(service, canonical(service, least), canonical(service, { ...least, computePool: "other" })),
    ).toEqual([expect.objectContaining({ key: "computePool", effect: "replace" })]);
  });

  test("a replacement when its block volumes are others, which no upgrade changes", () => {
    const mounted = { volumeMounts: [{ name: "data", mountPath: "/data" }] };
    const volume = { name: "data", source: "block", size: "10Gi" };
    const before = withContainer(mounted, { volumes: [volume] });
    const effects = (from: Written, to: Written) =>
      changesOf(service, canonical(service, from), canonical(service, to)).map(({ effect }) => effect);
    const withVolume = (more: object) => withContainer(mounted, { volumes: [{ ...volume, ...more }] });
    expect(effects(before, least)).toEqual(["replace"]);
    expect(effects(least, before)).toEqual(["replace"]);
    expect(effects(before, withVolume({ size: "20Gi" }))).toEqual(["replace"]);
    expect(effects(before, withVolume({ blockConfig: { iops: 4000 } }))).toEqual(["replace"]);
    expect(effects(before, withVolume({ size: unknownValue }))).toEqual(["alter"]);
    const upgraded = { ...before, spec: { ...(before["spec"] as object), endpoints: [{ name: "ui", port: 80 }] } };
    expect(effects(before, upgraded)).toEqual(["alter"]);
    expect(effects(before, { ...before, spec: { stage: "d.s.files", file: "web.yaml" } })).toEqual(["alter"]);
  });

  test("refused with block volumes and a number of instances that varies", () => {
    const volumes = [{ name: "data", source: "block", size: "10Gi" }];
    const more = { minInstances: 1, maxInstances: 2 };
    expect(problemsOf(service, { ...withContainer({}, { volumes }), ...more })).toMatchObject([
      { path: "maxInstances", message: expect.stringContaining("block volume data") },
    ]);
    expect(problemsOf(service, { ...withContainer({}, { volumes }), minInstances: 2 })).toEqual([]);
  });
});

test("a service is dropped with its volumes only where data may be lost", () => {
  const drop = (dataLoss: "refuse" | "ifEmpty" | "recoverable" | "allow") =>
    dropStatement(service, parseQualified("a.b.c"), dataLoss).text;
  expect(drop("allow")).toBe("DROP SERVICE A.B.C FORCE");
  for (const dataLoss of ["refuse", "ifEmpty", "recoverable"] as const)
    expect(drop(dataLoss)).toBe("DROP SERVICE A.B.C");
});
