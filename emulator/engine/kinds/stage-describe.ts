import type { CatalogObject } from "../catalog/object";
import type { Cell, StatementResult } from "../result";
import { statementTypes, text } from "../result";
import { directoryOf } from "../stage/directory";
import { formatOf, formatRows } from "../stage/file-format";

/** Options of COPY as every stage has them: they cannot be set on stages any more. */
const copyOptions: Cell[][] = [
  ["ON_ERROR", "String", "ABORT_STATEMENT", "ABORT_STATEMENT"],
  ["SIZE_LIMIT", "Long", "", ""],
  ["PURGE", "Boolean", "false", "false"],
  ["RETURN_FAILED_ONLY", "Boolean", "false", "false"],
  ["ENFORCE_LENGTH", "Boolean", "true", "true"],
  ["TRUNCATECOLUMNS", "Boolean", "false", "false"],
  ["FORCE", "Boolean", "false", "false"],
];

/** DESCRIBE STAGE: https://docs.snowflake.com/en/sql-reference/sql/desc-stage */
export function describeStage(stage: CatalogObject): StatementResult {
  const parents: [string, Cell[][]][] = [
    ["STAGE_FILE_FORMAT", fileFormat(stage)],
    ["STAGE_COPY_OPTIONS", copyOptions],
    ["STAGE_LOCATION", location(stage)],
    ["STAGE_INTEGRATION", integration(stage)],
    ["STAGE_CREDENTIALS", credentials(stage)],
    ["DIRECTORY", directory(stage)],
    ["PRIVATELINK", privatelink(stage)],
  ];
  return {
    columns: ["parent_property", "property", "property_type", "property_value", "property_default"].map((name) =>
      text(name),
    ),
    rows: parents.flatMap(([parent, rows]) => rows.map((row) => [parent, ...row])),
    statementTypeId: statementTypes.describe,
  };
}

function fileFormat(stage: CatalogObject): Cell[][] {
  const { formatName } = stage.properties;
  if (typeof formatName === "string") return [["FORMAT_NAME", "String", formatName.replaceAll('"', '\\"'), ""]];
  return formatRows(formatOf(stage));
}

function location({ properties }: CatalogObject): Cell[][] {
  const { url, accessPointArn } = properties;
  const rows: Cell[][] = [["URL", "String", typeof url === "string" ? JSON.stringify([url]) : "", ""]];
  if (typeof accessPointArn === "string") rows.push(["AWS_ACCESS_POINT_ARN", "String", accessPointArn, ""]);
  return rows;
}

function integration({ properties }: CatalogObject): Cell[][] {
  const { storageIntegration } = properties;
  return typeof storageIntegration === "string" ? [["STORAGE_INTEGRATION", "String", storageIntegration, ""]] : [];
}

/** Of all credentials, the id of the key alone is shown. */
function credentials({ properties }: CatalogObject): Cell[][] {
  const { url, keyId } = properties;
  const onS3 = typeof url === "string" && url.toLowerCase().startsWith("s3");
  return onS3 ? [["AWS_KEY_ID", "String", typeof keyId === "string" ? keyId : "", ""]] : [];
}

function directory(stage: CatalogObject): Cell[][] {
  const { enable, autoRefresh, notificationIntegration, snsTopic, refreshedOn } = directoryOf(stage);
  const rows: Cell[][] = [
    ["ENABLE", "Boolean", String(enable), "false"],
    ["AUTO_REFRESH", "Boolean", String(autoRefresh), "false"],
  ];
  if (notificationIntegration !== null) rows.push(["NOTIFICATION_INTEGRATION", "String", notificationIntegration, ""]);
  if (snsTopic !== null) rows.push(["AWS_SNS_TOPIC", "String", snsTopic, ""]);
  if (!enable) return rows;
  const refreshed =
    refreshedOn === null ? "" : new Date(refreshedOn).toISOString().replace("T", " ").replace("Z", " +0000");
  return [["LAST_REFRESHED_ON", "Timestamp", refreshed, ""], ...rows];
}

function privatelink({ properties }: CatalogObject): Cell[][] {
  if (properties["url"] === null) return [];
  return [["USE_PRIVATELINK_ENDPOINT", "Boolean", String(properties["privatelink"] === true), "false"]];
}
