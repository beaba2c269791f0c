import type { Json } from "../catalog/object";
import { invalidCombination, invalidPropertyValue, unsupported } from "../sql-error";
import { directoryOf, noDirectory, setDirectory } from "../stage/directory";
import { settleFormat } from "../stage/file-format";
import type { Context } from "../statements/context";
import type { Change } from "../statements/kind";
import { pathOf, requireObject } from "../statements/resolve";
import { parseName } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import type { StageClauses } from "./stage-clauses";
import { member, requireMembers } from "./stage-clauses";
import { settleExternal } from "./stage-external";

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

function requireEnableOnly(directory: Json): void {
  const wrong = Object.keys(directory as object).find((key) => key !== "ENABLE");
  if (wrong !== undefined) throw unsupported(`ALTER STAGE … SET DIRECTORY with ${wrong}`);
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}
