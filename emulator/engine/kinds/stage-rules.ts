import type { Json } from "../catalog/object";
import { compilationError, invalidCombination, invalidPropertyValue, unsupported } from "../sql-error";
import { cloudOf } from "../stage/clouds";
import { directoryOf, noDirectory, setDirectory } from "../stage/directory";
import { settleFormat } from "../stage/file-format";
import type { Context } from "../statements/context";
import type { Change } from "../statements/kind";
import { pathOf, requireObject } from "../statements/resolve";
import { parseName } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import type { StageClauses } from "./stage-clauses";

/** What a stage is without any clause: internal, and encrypted by clients. */
export const newStage: Record<string, Json> = {
  url: null,
  storageIntegration: null,
  /** Which ones there are; of their values, the id of the key alone is kept. */
  credentials: null,
  keyId: null,
  encryption: "SNOWFLAKE_FULL",
  hasKey: false,
  endpoint: null,
  accessPointArn: null,
  privatelink: false,
  directory: { ...noDirectory } as unknown as Json,
  format: { type: "CSV", options: {} },
  formatName: null,
  temporary: null,
};

/** Clauses that only external stages have. */
const externalClauses = [
  "STORAGE_INTEGRATION",
  "CREDENTIALS",
  "ENDPOINT",
  "AWS_ACCESS_POINT_ARN",
  "USE_PRIVATELINK_ENDPOINT",
];

/** Puts the clauses of CREATE, CREATE OR ALTER or ALTER … SET into the state that the statement leads to. */
export function settleClauses(context: Context, change: Change, clauses: StageClauses): void {
  const { before, draft, properties } = change;
  const altering = !draft;
  const files = before?.properties["files"] ?? [];
  if (!altering) Object.assign(properties, structuredClone(newStage), { files });
  if (altering && clauses["DIRECTORY"] !== undefined) requireEnableOnly(clauses["DIRECTORY"]);
  if (before && draft && member(clauses, "DIRECTORY", "REFRESH_ON_CREATE") !== undefined) {
    throw unsupported("CREATE OR ALTER with REFRESH_ON_CREATE");
  }
  const url = clauses["URL"] ?? properties["url"] ?? null;
  if (url === null) settleInternal(change, clauses);
  else settleExternal(change, clauses, String(url));
  if (before && (before.properties["url"] === null) !== (url === null)) {
    throw unsupported("changing an internal stage into an external one, or back");
  }
  settleDirectory(change, clauses);
  settleFileFormat(context, properties, clauses);
}

function settleInternal({ before, draft, properties }: Change, clauses: StageClauses): void {
  const wrong = externalClauses.find((key) => clauses[key] !== undefined);
  if (wrong !== undefined) throw unsupported(`${wrong} of an internal stage`);
  requireMembers(clauses, "DIRECTORY", ["ENABLE", "AUTO_REFRESH"]);
  requireMembers(clauses, "ENCRYPTION", ["TYPE"]);
  const type = member(clauses, "ENCRYPTION", "TYPE");
  if (type === undefined && clauses["ENCRYPTION"] !== undefined) throw invalidPropertyValue("", "ENCRYPTION");
  if (type !== undefined && type !== "SNOWFLAKE_FULL" && type !== "SNOWFLAKE_SSE") {
    throw invalidPropertyValue(String(type), "ENCRYPTION");
  }
  if (!draft && type !== undefined) throw unsupported("ALTER STAGE … SET ENCRYPTION of an internal stage");
  properties["encryption"] = type ?? (draft ? "SNOWFLAKE_FULL" : (properties["encryption"] ?? null));
  if (before && before.properties["url"] === null && before.properties["encryption"] !== properties["encryption"]) {
    throw unsupported("changing the ENCRYPTION of an internal stage");
  }
}

function settleExternal(change: Change, clauses: StageClauses, url: string): void {
  const { before, draft, properties } = change;
  const cloud = cloudOf(url);
  const former = before?.properties["url"];
  if (typeof former === "string" && cloudOf(former).name !== cloud.name) {
    throw unsupported("changing the cloud of an external stage");
  }
  if (draft) properties["encryption"] = "NONE";
  requireMembers(clauses, "DIRECTORY", cloud.directory);
  const integration = clauses["STORAGE_INTEGRATION"];
  const credentials = clauses["CREDENTIALS"];
  if (integration !== undefined && credentials !== undefined) {
    throw invalidCombination(["STORAGE_INTEGRATION", String(integration)], ["CREDENTIALS", "***"]);
  }
  if (integration !== undefined && cloud.compatible) throw unsupported("STORAGE_INTEGRATION of an S3-compatible stage");
  if ((cloud.compatible === true) !== ((clauses["ENDPOINT"] ?? properties["endpoint"] ?? null) !== null)) {
    throw cloud.compatible
      ? invalidPropertyValue("", "ENDPOINT")
      : unsupported("ENDPOINT of a stage that is not S3-compatible");
  }
  if (!draft && clauses["ENDPOINT"] !== undefined) throw unsupported("ALTER STAGE … SET ENDPOINT");
  if (clauses["AWS_ACCESS_POINT_ARN"] !== undefined && cloud.name !== "AWS") {
    throw unsupported("AWS_ACCESS_POINT_ARN of a stage outside of AWS");
  }
  if (clauses["USE_PRIVATELINK_ENDPOINT"] !== undefined && cloud.compatible) {
    throw unsupported("USE_PRIVATELINK_ENDPOINT of an S3-compatible stage");
  }
  properties["url"] = url;
  if (clauses["ENDPOINT"] !== undefined) properties["endpoint"] = clauses["ENDPOINT"];
  if (clauses["AWS_ACCESS_POINT_ARN"] !== undefined) properties["accessPointArn"] = clauses["AWS_ACCESS_POINT_ARN"];
  if (integration !== undefined) {
    Object.assign(properties, { storageIntegration: integration, credentials: null, keyId: null });
  }
  if (credentials !== undefined) {
    const given = Object.keys(credentials as object).sort();
    requireCredentials(given, cloud.credentials);
    const keyId = member(clauses, "CREDENTIALS", "AWS_KEY_ID") ?? null;
    Object.assign(properties, { credentials: given, keyId, storageIntegration: null });
  }
  if (cloud.name === "GCP" && properties["storageIntegration"] === null) throw needsIntegration();
  settlePrivatelink(change, clauses);
  settleExternalEncryption(properties, clauses, cloud.encryption);
}

function settlePrivatelink({ before, draft, properties }: Change, clauses: StageClauses): void {
  const privatelink = clauses["USE_PRIVATELINK_ENDPOINT"];
  if (privatelink === undefined) return;
  if (clauses["STORAGE_INTEGRATION"] !== undefined) {
    const detail = "options USE_PRIVATELINK_ENDPOINT and STORAGE_INTEGRATION are incompatible.";
    throw compilationError("001430", "42601", detail);
  }
  if (before && !draft && privatelink === true && properties["storageIntegration"] !== null) {
    // As the service words it; no source has its code.
    throw compilationError(
      "000002",
      "0A000",
      "Integration based stages are not allowed to be altered to use privatelink endpoint. Please alter the storage integration instead",
    );
  }
  properties["privatelink"] = privatelink;
}

/** As accounts have it that were set up as Snowflake advises; no source has its code. */
function needsIntegration() {
  const detail =
    "Creation of stages with direct credentials, including accessing public stages, has been forbidden for GCS stages. See your account administrator for details.";
  return compilationError("000002", "0A000", detail);
}

function settleExternalEncryption(
  properties: Record<string, Json>,
  clauses: StageClauses,
  allowed: readonly string[],
): void {
  if (clauses["ENCRYPTION"] === undefined) return;
  const masterKey = member(clauses, "ENCRYPTION", "MASTER_KEY") === true;
  const kmsKey = member(clauses, "ENCRYPTION", "KMS_KEY_ID") !== undefined;
  const type = String(member(clauses, "ENCRYPTION", "TYPE") ?? (masterKey ? "AWS_CSE" : ""));
  if (!allowed.includes(type)) throw invalidPropertyValue(type, "ENCRYPTION");
  // AWS_CSE is taken without a key, whatever the page says.
  if (masterKey !== type.endsWith("_CSE") && !(type === "AWS_CSE" && !masterKey))
    throw invalidCombination(["TYPE", type], ["MASTER_KEY", masterKey ? "***" : ""]);
  if (kmsKey && !type.endsWith("_KMS")) throw invalidCombination(["TYPE", type], ["KMS_KEY_ID", "***"]);
  Object.assign(properties, { encryption: type, hasKey: masterKey || kmsKey });
}

function settleDirectory({ before, draft, properties }: Change, clauses: StageClauses): void {
  if (clauses["DIRECTORY"] === undefined) return;
  const enable = member(clauses, "DIRECTORY", "ENABLE");
  if (enable === undefined) throw invalidPropertyValue("", "DIRECTORY");
  const former = before ? directoryOf(before) : noDirectory;
  const kept = enable === true && former.enable ? former : noDirectory;
  const options = {
    autoRefresh: member(clauses, "DIRECTORY", "AUTO_REFRESH") === true,
    notificationIntegration: textOrNull(member(clauses, "DIRECTORY", "NOTIFICATION_INTEGRATION")),
    snsTopic: textOrNull(member(clauses, "DIRECTORY", "AWS_SNS_TOPIC")),
  };
  setDirectory({ properties }, { ...kept, ...(draft ? options : {}), enable: enable === true });
}

function settleFileFormat(context: Context, properties: Record<string, Json>, clauses: StageClauses): void {
  const written = clauses["FILE_FORMAT"] as Record<string, Json> | undefined;
  if (written === undefined) return;
  const { FORMAT_NAME: name, ...options } = written;
  if (name !== undefined && Object.keys(options).length > 0) {
    const [key = "", value] = Object.entries(options)[0] ?? [];
    throw invalidCombination(["FORMAT_NAME", String(name)], [key, String(value)]);
  }
  if (name === undefined) {
    Object.assign(properties, { format: { ...settleFormat(new Map(Object.entries(options))) }, formatName: null });
    return;
  }
  const kind = context.kinds.get("FILE FORMAT");
  const format = requireObject(context, kind, parseName(String(name), 3), "CREATE STAGE");
  properties["formatName"] = qualifiedText(pathOf(context, format));
}

function requireCredentials(given: readonly string[], allowed: readonly (readonly string[])[]): void {
  const same = (keys: readonly string[]) => keys.length === given.length && keys.every((key) => given.includes(key));
  if (!allowed.some(same)) throw invalidPropertyValue(given.join(", "), "CREDENTIALS");
}

function requireMembers(clauses: StageClauses, clause: string, allowed: readonly string[]): void {
  const wrong = Object.keys((clauses[clause] ?? {}) as object).find((key) => !allowed.includes(key));
  if (wrong !== undefined) throw unsupported(`${wrong} in ${clause} of this stage`);
}

function requireEnableOnly(directory: Json): void {
  const wrong = Object.keys(directory as object).find((key) => key !== "ENABLE");
  if (wrong !== undefined) throw unsupported(`ALTER STAGE … SET DIRECTORY with ${wrong}`);
}

function member(clauses: StageClauses, clause: string, key: string): Json | undefined {
  return (clauses[clause] as Record<string, Json> | undefined)?.[key];
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}
