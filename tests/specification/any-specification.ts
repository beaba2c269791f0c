import fc from "fast-check";
import type { ServiceSpecification } from "../../provider/specification";

const hostile = fc.constantFrom(
  "",
  "$$",
  "$",
  "'",
  '"',
  "\\",
  "\\'",
  "{{ x }}",
  "{% if %}",
  "yes",
  "on",
  "~",
  "null",
  "0x10",
  "1_000",
  "8080",
  "- a",
  "# no comment",
  "a: b",
  "&anchor",
  "*alias",
  "!tag",
  "|\n  x",
  "---",
  " \t",
  "line\nline\r\n",
  "\u2028",
  "é漢😀",
  "__proto__",
);
const anyText = fc.oneof(
  hostile,
  fc.string({ unit: "binary", maxLength: 12 }).filter((text) => !text.includes("\u0000")),
);

const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,6}[a-z0-9])?$/);
const identifier = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/);
const path = fc.stringMatching(/^(\/[a-z0-9_]{1,5}){1,3}$/);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const image = fc
  .record({
    host: maybe(fc.constant("myorg-acct.registry.snowflakecomputing.com")),
    path: fc.tuple(identifier, identifier, identifier),
    image: fc.stringMatching(/^[a-z0-9]{1,6}$/),
    tag: maybe(fc.constantFrom("latest", "v1.2", "Dev")),
  })
  .map((one) => `${one.host ?? ""}/${one.path.join("/")}/${one.image}${one.tag === undefined ? "" : `:${one.tag}`}`);

const environmentName = fc.oneof(
  identifier,
  anyText.filter((key) => key !== "" && !key.includes("=")),
);
const probe = fc.record(
  {
    port: fc.integer({ min: 1, max: 65535 }),
    path,
    periodSeconds: fc.constantFrom(1, 5, 10),
    failureThreshold: fc.constantFrom(3, 4),
  },
  { requiredKeys: ["port", "path"] },
);
const request = fc.record(
  { memory: fc.constantFrom("512Mi", "0.5Gi", "500M"), cpu: fc.constantFrom(0.5, "500m", "0.25") },
  { requiredKeys: [] },
);
const limit = fc.record(
  { memory: fc.constantFrom("1Gi", "1024Mi", "0.75Gi", "2G"), cpu: fc.constantFrom(1, "1500m", "2") },
  { requiredKeys: [] },
);
const volume = fc.oneof(
  name.map((one) => ({ name: one, source: "local" })),
  name.map((one) => ({ name: one, source: "memory", size: "1.5G" })),
  fc.tuple(name, maybe(fc.constantFrom("7d", "48h"))).map(([one, snapshotDeleteAfter]) => ({
    name: one,
    source: "block",
    size: "10Gi",
    blockConfig: { initialContents: { fromSnapshot: "db.s.snap" }, iops: 3000, snapshotDeleteAfter },
  })),
  name.map((one) => ({
    name: one,
    source: "stage",
    stageConfig: { name: "@db.s.st/Folder/", metadataCache: "90s", resources: { limits: { cpu: 2 } } },
  })),
);
const secret = fc.record({ snowflakeSecret: fc.constantFrom("db.s.key", { objectName: "Key" }), directoryPath: path });

const unique = { selector: (one: { readonly name: string }) => one.name, maxLength: 3 };

/** Any specification without a problem, hostile texts and all. */
export const anySpecification: fc.Arbitrary<ServiceSpecification> = fc.uniqueArray(volume, unique).chain((volumes) => {
  const mounts = fc
    .uniqueArray(path, { maxLength: volumes.length })
    .map((paths) => paths.map((mountPath, index) => ({ name: volumes[index]?.name ?? "", mountPath })));
  const container = fc.record(
    {
      name,
      image,
      command: fc.array(anyText, { maxLength: 2 }),
      args: fc.array(anyText, { maxLength: 2 }),
      env: fc.dictionary(environmentName, anyText, { maxKeys: 3 }),
      readinessProbe: probe,
      livenessProbe: probe,
      resources: fc.record({ requests: request, limits: limit }, { requiredKeys: [] }),
      volumeMounts: mounts,
      secrets: fc.array(secret, { maxLength: 2 }),
      mountSessionToken: fc.boolean(),
    },
    { requiredKeys: ["name", "image"] },
  );
  const endpoint = fc.oneof(
    fc.record({ name, port: fc.integer({ min: 1, max: 65535 }), public: fc.boolean() }),
    fc.record({ name, portRange: fc.constant("8000-8010"), protocol: fc.constant("TCP" as const) }),
  );
  return fc
    .tuple(fc.uniqueArray(container, { ...unique, minLength: 1 }), fc.uniqueArray(endpoint, unique), fc.boolean())
    .map(
      ([containers, endpoints, executeAsCaller]) =>
        ({
          spec: { containers, endpoints, volumes, logExporters: { eventTableConfig: { logLevel: "INFO" } } },
          capabilities: { securityContext: { executeAsCaller } },
          serviceRoles: endpoints.map((one, index) => ({ name: `Role${index}`, endpoints: [one.name] })),
        }) as ServiceSpecification,
    );
});

/** The same specification with the keys of all objects in another order. */
export function reordered<T>(value: T, random: (size: number) => number): T {
  if (Array.isArray(value)) return value.map((one) => reordered(one, random)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reordered(item, random)] as const);
  return Object.fromEntries(shuffled(entries, random)) as T;
}

/** The items in another order. */
export function shuffled<T>(items: readonly T[], random: (size: number) => number): readonly T[] {
  const rest = [...items];
  return items.map(() => rest.splice(random(rest.length), 1)[0] as T);
}
