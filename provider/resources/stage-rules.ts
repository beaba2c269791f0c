import { type Rule, rule } from "../resource/definition";
import type { Values } from "../resource/property";
import { type Cloud, cloudOf } from "./stage-clouds";
import { type Encryption, internalEncryption } from "./stage-encryption";

/** What only external stages have. */
const external = ["storageIntegration", "credentials", "masterKey", "endpoint", "awsAccessPointArn"] as const;

/** What goes together in a stage. */
export const stageRules: readonly Rule[] = [
  ...external.map((key) =>
    rule([key, "url"], (values) =>
      values[key] !== undefined && values["url"] === undefined ? "needs url: only external stages have it" : undefined,
    ),
  ),
  rule(["usePrivatelinkEndpoint", "url"], ({ usePrivatelinkEndpoint: uses, url }) =>
    uses === true && url === undefined ? "needs url: only external stages have it" : undefined,
  ),
  rule(["storageIntegration", "credentials"], ({ storageIntegration, credentials }) =>
    storageIntegration !== undefined && credentials !== undefined
      ? "cannot go together with credentials: one of them gives access"
      : undefined,
  ),
  rule(["encryption", "url"], ({ encryption, url }) => {
    const { type } = (encryption ?? {}) as Partial<Encryption>;
    if (type === undefined) return undefined;
    const allowed = url === undefined ? internalEncryption : (cloudOf(String(url))?.encryption ?? []);
    return (allowed as readonly string[]).includes(type)
      ? undefined
      : `${JSON.stringify(type)} is not for ${url === undefined ? "internal stages" : String(url)}; use ${allowed.join(", ")}`;
  }),
  rule(["masterKey", "encryption"], ({ masterKey, encryption }) => {
    const { type } = (encryption ?? {}) as Partial<Encryption>;
    if (masterKey !== undefined && type?.endsWith("_CSE") !== true)
      return 'needs encryption: { type: "AWS_CSE" } or { type: "AZURE_CSE" } beside it';
    return masterKey === undefined && type?.endsWith("_CSE") === true ? `is missing: ${type} needs it` : undefined;
  }),
  ofCloud("credentials", (values, cloud) => {
    const given = Object.entries(values["credentials"] as object).flatMap(([key, value]) => (value ? [key] : []));
    const isWhole = cloud.credentials.some(
      (set) => set.length === given.length && set.every((key) => given.includes(key)),
    );
    if (isWhole) return undefined;
    const sets = cloud.credentials.map((set) => set.join(" and ")).join("; or ");
    return `${given.join(" and ")} ${given.length === 1 ? "is" : "are"} not what ${String(values["url"])} takes: ${sets || "a storageIntegration instead"}`;
  }),
  ofCloud("storageIntegration", (_, { compatible }) =>
    compatible ? "cannot be used with s3compat://; give credentials" : undefined,
  ),
  rule(["endpoint", "url"], ({ endpoint, url }) => {
    const compatible = url !== undefined && cloudOf(String(url))?.compatible === true;
    if (compatible && endpoint === undefined) return "is missing: s3compat:// needs it";
    return endpoint !== undefined && url !== undefined && !compatible ? "is only for s3compat://" : undefined;
  }),
  ofCloud("awsAccessPointArn", (_, { name, compatible }) =>
    name === "AWS" && !compatible ? undefined : "is only for stages on Amazon S3",
  ),
  ofCloud("usePrivatelinkEndpoint", ({ usePrivatelinkEndpoint: uses }, { compatible }) =>
    uses === true && compatible ? "cannot be used with s3compat://" : undefined,
  ),
  rule(["directory", "url"], ({ directory, url }) => {
    const cloud = url === undefined ? undefined : cloudOf(String(url));
    const allowed: readonly string[] = url === undefined ? ["autoRefresh"] : (cloud?.directory ?? []);
    const wrong = Object.keys((directory ?? {}) as object).filter((key) => key !== "enable" && !allowed.includes(key));
    return wrong.length === 0
      ? undefined
      : `${wrong.join(", ")} cannot be set for ${url === undefined ? "an internal stage" : String(url)}; it has enable, ${allowed.join(", ")}`;
  }),
];

/** A condition on a property of an external stage, given where it is. */
function ofCloud(key: string, problem: (values: Values, cloud: Cloud) => string | undefined): Rule {
  return rule([key, "url"], (values) => {
    const cloud = values["url"] === undefined ? undefined : cloudOf(String(values["url"]));
    return values[key] === undefined || cloud === undefined ? undefined : problem(values, cloud);
  });
}
