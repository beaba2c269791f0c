import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import {
  canonicalSpecification,
  differences,
  parseSpecification,
  printYaml,
  reportedSpecification,
  type ServiceSpecification,
  withoutAdded,
} from "../../provider/specification";
import { anySpecification } from "./any-specification";

const declared: ServiceSpecification = {
  spec: {
    containers: [
      {
        name: "echo",
        image: "/tutorial_db/data_schema/tutorial_repository/my_echo_service_image:latest",
        env: { SERVER_PORT: "8000", CHARACTER_NAME: "Bob" },
        readinessProbe: { port: 8000, path: "/healthcheck" },
      },
    ],
    endpoints: [{ name: "echoendpoint", port: 8000, public: true }],
  },
};

const cell = `---
spec:
  containers:
  - name: "echo"
    image: "myorg-acct.registry.snowflakecomputing.com/tutorial_db/data_schema/tutorial_repository/my_echo_service_image:latest"
    sha256: "@sha256:d04a2d7b7d9bd607df994926e3cc672edcb541474e4888a01703e8bb0dd3f173"
    env:
      SERVER_PORT: "8000"
      CHARACTER_NAME: "Bob"
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
  endpoints:
  - name: "echoendpoint"
    port: 8000
    public: true
`;

/** What is reported, with a change of its text. */
function reported(change: (text: string) => string = (text) => text): ServiceSpecification {
  const read = reportedSpecification(change(cell));
  if (read === undefined) throw new Error("the reported text does not read");
  return read;
}

const more = (text: string) => reported((all) => all + text);
const place = 'spec.containers["echo"]';

describe("what is reported", () => {
  test("is no different for what Snowflake adds", () => {
    expect(differences(declared, reported())).toEqual([]);
  });

  test.each<[string, ServiceSpecification, object[]]>([
    [
      "another image",
      reported((text) => text.replace("image:latest", "image:v2")),
      [
        {
          path: `${place}.image`,
          declared: "/tutorial_db/data_schema/tutorial_repository/my_echo_service_image",
          reported: "/tutorial_db/data_schema/tutorial_repository/my_echo_service_image:v2",
        },
      ],
    ],
    [
      "a port",
      reported((text) => text.replace("port: 8000\n      path", "port: 8001\n      path")),
      [{ path: `${place}.readinessProbe.port`, declared: 8000, reported: 8001 }],
    ],
    [
      "a public endpoint that is none any more",
      reported((text) => text.replace("public: true", "public: false")),
      [{ path: 'spec.endpoints["echoendpoint"].public', declared: true }],
    ],
    [
      "another value of a variable, without showing it",
      reported((text) => text.replace('"Bob"', '"s3cret"')),
      [{ path: `${place}.env.CHARACTER_NAME`, declared: "a value", reported: "another value" }],
    ],
    [
      "a variable more and one less",
      reported((text) => text.replace('CHARACTER_NAME: "Bob"', 'OTHER: "s3cret"')),
      [
        { path: `${place}.env.CHARACTER_NAME`, declared: "a value" },
        { path: `${place}.env.OTHER`, reported: "a value" },
      ],
    ],
    [
      "an endpoint more",
      more('  - name: "admin"\n    port: 9000\n'),
      [{ path: 'spec.endpoints["admin"]', reported: { name: "admin", port: 9000 } }],
    ],
    [
      "a container more, without its values",
      reported((text) =>
        text.replace("  endpoints:", '  - name: "x"\n    image: "/a/b/c/d"\n    env:\n      P: "s3cret"\n  endpoints:'),
      ),
      [{ path: 'spec.containers["x"]', reported: { name: "x", image: "/a/b/c/d", env: { P: "a value" } } }],
    ],
    [
      "a volume more",
      more('  volumes:\n  - name: "v"\n    source: "local"\n'),
      [{ path: "spec.volumes", reported: [{ name: "v", source: "local" }] }],
    ],
    [
      "a secret more",
      reported((text) =>
        text.replace(
          "    resources:",
          '    secrets:\n    - snowflakeSecret: "DB.S.K"\n      directoryPath: "/s"\n    resources:',
        ),
      ),
      [{ path: `${place}.secrets`, reported: [{ snowflakeSecret: { objectName: "DB.S.K" }, directoryPath: "/s" }] }],
    ],
    [
      "GPUs, which Snowflake does not add",
      reported((text) => text.replace('cpu: "1"', 'cpu: "1"\n        nvidia.com/gpu: 1')),
      [{ path: `${place}.resources`, reported: { limits: { "nvidia.com/gpu": 1 } } }],
    ],
    [
      "another log level",
      more('  logExporters:\n    eventTableConfig:\n      logLevel: "NONE"\n'),
      [{ path: "spec.logExporters", reported: { eventTableConfig: { logLevel: "NONE" } } }],
    ],
    ["a default that is said", more('  logExporters:\n    eventTableConfig:\n      logLevel: "INFO"\n'), []],
    ["a key that is new to us", more("  novelty:\n    a: 1\n"), []],
  ])("is different for %s", (_, theirs, expected) => {
    const found = differences(declared, theirs);
    expect(found).toEqual(expected);
    expect(JSON.stringify(found)).not.toContain("s3cret");
  });

  test("is different where a declared amount is another, and only there", () => {
    const container = declared.spec.containers[0];
    const limited = {
      spec: { ...declared.spec, containers: [{ ...container, resources: { limits: { memory: "6144Mi", cpu: 2 } } }] },
    };
    expect(differences(limited as ServiceSpecification, reported())).toEqual([
      { path: `${place}.resources.limits.cpu`, declared: 2, reported: 1 },
    ]);
  });

  test("is different for all variables when there were none, without their values", () => {
    const { env: _, ...bare } = declared.spec.containers[0] as { env: unknown; name: string; image: string };
    const found = differences(
      { spec: { ...declared.spec, containers: [bare] } },
      reported((text) => text.replace("Bob", "s3cret")),
    );
    expect(found).toEqual([
      { path: `${place}.env.CHARACTER_NAME`, reported: "a value" },
      { path: `${place}.env.SERVER_PORT`, reported: "a value" },
    ]);
  });

  test("is the same for names that Snowflake qualifies, and for settings of disks that were not declared", () => {
    const own = {
      spec: {
        containers: [{ name: "a", image: "/d/s/r/i", secrets: [{ snowflakeSecret: "key", directoryPath: "/s" }] }],
        volumes: [
          { name: "b", source: "block", size: "10Gi", blockConfig: { initialContents: { fromSnapshot: "snap" } } },
          { name: "s", source: "stage", stageConfig: { name: "@st/x" } },
        ],
      },
    };
    const theirs = {
      spec: {
        containers: [
          {
            name: "a",
            image: "/d/s/r/i",
            secrets: [{ snowflakeSecret: { objectName: "D.S.KEY" }, directoryPath: "/s" }],
          },
        ],
        volumes: [
          {
            name: "b",
            source: "block",
            size: "10Gi",
            blockConfig: {
              initialContents: { fromSnapshot: "D.S.SNAP" },
              iops: 3000,
              throughput: 125,
              encryption: "SNOWFLAKE_SSE",
            },
          },
          { name: "s", source: "stage", stageConfig: { name: "@D.S.ST/x", resources: { limits: { cpu: "0.5" } } } },
        ],
      },
    };
    expect(differences(own, theirs as never)).toEqual([]);
    expect(differences(own, JSON.parse(JSON.stringify(theirs).replace("D.S.KEY", "D.S.MONKEY")))).toHaveLength(1);
  });

  test("is passed over where what was declared is not known yet", () => {
    const container = declared.spec.containers[0];
    for (const unknown of [
      { ...declared, spec: unknownValue },
      { spec: { ...declared.spec, containers: unknownValue } },
      { spec: { ...declared.spec, containers: [unknownValue] } },
      { spec: { ...declared.spec, containers: [{ ...container, name: unknownValue }] } },
      { spec: { ...declared.spec, endpoints: [{ name: unknownValue, port: 8000 }] } },
      { spec: { ...declared.spec, endpoints: unknownValue } },
      {
        spec: {
          ...declared.spec,
          containers: [{ ...container, env: unknownValue, image: unknownValue, resources: unknownValue }],
        },
      },
      {
        spec: {
          ...declared.spec,
          containers: [{ ...container, env: { SERVER_PORT: unknownValue, CHARACTER_NAME: "Bob" } }],
        },
      },
    ]) {
      expect(differences(unknown as never, reported())).toEqual([]);
    }
  });

  test("is the same as any specification that it was made of", () => {
    fc.assert(
      fc.property(anySpecification, (specification) => {
        const theirs = reportedSpecification(`---\n${printYaml(withFilledIn(specification))}`);
        if (theirs === undefined) throw new Error("the reported text does not read");
        expect(differences(specification, theirs)).toEqual([]);
        expect(withoutAdded(theirs, specification)).toEqual(canonicalSpecification(specification));
      }),
      { numRuns: 40 },
    );
  });
});

describe("what is reported, as somebody would have declared it", () => {
  test("is without what Snowflake derives, also when nothing is known of a declaration", () => {
    const taken = withoutAdded(reported());
    expect(taken).toEqual(canonicalSpecification(declared));
    expect(parseSpecification(taken).problems).toEqual([]);
  });

  test("keeps amounts of which somebody must have spoken", () => {
    const spoken = reported((text) => text.replace('"0.5Gi"', '"2Gi"').replace('"0.5"', '"0.75"'));
    expect(withoutAdded(spoken).spec.containers[0]?.resources).toEqual({
      requests: { memory: "2Gi", cpu: 0.75 },
      limits: { memory: "6Gi", cpu: 1 },
    });
  });

  test("tells of drift in the form of what was declared", () => {
    const drifted = withoutAdded(
      reported((text) => text.replace("image:latest", "image:v2")),
      declared,
    );
    expect(drifted.spec.containers[0]).toEqual({
      ...declared.spec.containers[0],
      image: "/tutorial_db/data_schema/tutorial_repository/my_echo_service_image:v2",
    });
  });
});

test("a specification of hundreds of lines is read and compared", () => {
  const containers = Array.from({ length: 12 }, (_, index) => ({
    name: `c${index}`,
    image: `/db/s/r/image${index}:v1`,
    env: Object.fromEntries(Array.from({ length: 12 }, (_, one) => [`VARIABLE_${one}`, `value ${one}`])),
    readinessProbe: { port: 8000 + index, path: "/health" },
  }));
  const text = printYaml({ spec: { containers } });
  expect(text.split("\n").length).toBeGreaterThan(200);
  const { specification } = parseSpecification(text);
  if (specification === undefined) throw new Error("nothing was read");
  expect(differences(specification, reportedSpecification(text) as ServiceSpecification)).toEqual([]);
});

/** What Snowflake makes of a specification when it reports it. */
function withFilledIn(specification: ServiceSpecification): ServiceSpecification {
  const containers = specification.spec.containers.map((one) => ({
    ...one,
    sha256: `@sha256:${"0".repeat(64)}`,
    resources: {
      limits: { memory: "6Gi", cpu: "1", ...one.resources?.limits },
      requests: { memory: "0.5Gi", cpu: "0.5", ...one.resources?.requests },
    },
  }));
  return { ...specification, spec: { ...specification.spec, containers } };
}
