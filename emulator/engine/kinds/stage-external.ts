import type { Json } from "../catalog/object";
import { compilationError, invalidCombination, invalidPropertyValue, unsupported } from "../sql-error";
import type { Cloud } from "../stage/clouds";
import { cloudOf } from "../stage/clouds";
import type { Change } from "../statements/kind";
import type { StageClauses } from "./stage-clauses";
import { member, requireMembers } from "./stage-clauses";

/** Puts the clauses of a stage in cloud storage into its state. */
export function settleExternal(change: Change, clauses: StageClauses, url: string): void {
  const { before, draft, properties } = change;
  const cloud = cloudOf(url);
  const former = before?.properties["url"];
  if (typeof former === "string" && cloudOf(former) !== cloud) throw unsupported("changing the cloud of a stage");
  if (draft) properties["encryption"] = "NONE";
  requireMembers(clauses, "DIRECTORY", cloud.directory);
  properties["url"] = url;
  settleEndpoint(change, clauses, cloud);
  settleAccess(properties, clauses, cloud);
  settlePrivatelink(change, clauses, cloud);
  settleEncryption(change, clauses, cloud);
}

function settleEndpoint({ before, properties }: Change, clauses: StageClauses, cloud: Cloud): void {
  const former = before?.properties["endpoint"] ?? null;
  const endpoint = clauses["ENDPOINT"] ?? properties["endpoint"] ?? null;
  if (cloud.compatible && endpoint === null) throw invalidPropertyValue("", "ENDPOINT");
  if (!cloud.compatible && endpoint !== null) throw unsupported("ENDPOINT of a stage that is not S3-compatible");
  if (before && endpoint !== former) throw unsupported("changing the ENDPOINT of a stage");
  properties["endpoint"] = endpoint;
  const arn = clauses["AWS_ACCESS_POINT_ARN"];
  if (arn === undefined) return;
  if (cloud.name !== "AWS") throw unsupported("AWS_ACCESS_POINT_ARN of a stage outside of AWS");
  properties["accessPointArn"] = arn;
}

/** An integration or credentials: the one takes the other's place. */
function settleAccess(properties: Record<string, Json>, clauses: StageClauses, cloud: Cloud): void {
  const integration = clauses["STORAGE_INTEGRATION"];
  const credentials = clauses["CREDENTIALS"];
  if (integration !== undefined && credentials !== undefined) {
    throw invalidCombination(["STORAGE_INTEGRATION", String(integration)], ["CREDENTIALS", "***"]);
  }
  if (integration !== undefined && cloud.compatible) throw unsupported("STORAGE_INTEGRATION of an S3-compatible stage");
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
}

function requireCredentials(given: readonly string[], allowed: readonly (readonly string[])[]): void {
  const same = (keys: readonly string[]) => keys.length === given.length && keys.every((key) => given.includes(key));
  if (!allowed.some(same)) throw invalidPropertyValue(given.join(", "), "CREDENTIALS");
}

/** As accounts have it that were set up as Snowflake advises; no source has its code. */
function needsIntegration() {
  const detail =
    "Creation of stages with direct credentials, including accessing public stages, has been forbidden for GCS stages. See your account administrator for details.";
  return compilationError("000002", "0A000", detail);
}

function settlePrivatelink({ before, draft, properties }: Change, clauses: StageClauses, cloud: Cloud): void {
  const privatelink = clauses["USE_PRIVATELINK_ENDPOINT"];
  if (privatelink === undefined) return;
  if (cloud.compatible) throw unsupported("USE_PRIVATELINK_ENDPOINT of an S3-compatible stage");
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

function settleEncryption({ draft, properties }: Change, clauses: StageClauses, cloud: Cloud): void {
  if (clauses["ENCRYPTION"] === undefined) return;
  const masterKey = member(clauses, "ENCRYPTION", "MASTER_KEY") === true;
  const kmsKey = member(clauses, "ENCRYPTION", "KMS_KEY_ID") !== undefined;
  const type = String(member(clauses, "ENCRYPTION", "TYPE") ?? (masterKey ? "AWS_CSE" : ""));
  if (!cloud.encryption.includes(type)) throw invalidPropertyValue(type, "ENCRYPTION");
  // AWS_CSE is taken without a key, whatever the page says; a stage that has one may go on with it.
  if (type === "AZURE_CSE" && !masterKey && draft) throw invalidCombination(["TYPE", type], ["MASTER_KEY", ""]);
  if (masterKey && !type.endsWith("_CSE")) throw invalidCombination(["TYPE", type], ["MASTER_KEY", "***"]);
  if (kmsKey && !type.endsWith("_KMS")) throw invalidCombination(["TYPE", type], ["KMS_KEY_ID", "***"]);
  const keeps = !draft && properties["encryption"] === type && properties["hasKey"] === true;
  Object.assign(properties, { encryption: type, hasKey: masterKey || kmsKey || keeps });
}
