import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import { unsupported } from "../sql-error";
import { cloudOf } from "../stage/clouds";
import { copyStage } from "../stage/copy-stage";
import { directoryOf, refresh } from "../stage/directory";
import { parseRemove } from "../stage/list";
import { parsePut } from "../stage/transfer-statements";
import { applyChange, changedState } from "../statements/change";
import type { Context } from "../statements/context";
import type { Change, Kind, ObjectAction } from "../statements/kind";
import { comment } from "../statements/options";
import { requireObject } from "../statements/resolve";
import * as show from "../statements/show-columns";
import type { Cursor } from "../syntax/cursor";
import type { StageClauses } from "./stage-clauses";
import { readStageClause } from "./stage-clauses";
import { describeStage } from "./stage-describe";
import { settleClauses } from "./stage-rules";

/** STAGE: https://docs.snowflake.com/en/sql-reference/sql/create-stage */
export const stage: Kind = {
  kind: "STAGE",
  words: ["STAGE"],
  plural: ["STAGES"],
  noun: "Stage",
  createdAs: "Stage area",
  space: "STAGE",
  container: "SCHEMA",
  modifiers: ["TEMP", "TEMPORARY"],
  createPrivilege: "CREATE STAGE",
  privileges: ["USAGE", "READ", "WRITE"],
  grantable: ({ properties }) => (properties["url"] === null ? ["READ", "WRITE"] : ["USAGE"]),
  checkHeld(_object, held) {
    if (held.has("WRITE") && !held.has("READ")) throw unsupported("WRITE without READ on a stage");
  },
  orAlter: true,
  taggable: true,
  // There is no UNSET.
  options: { COMMENT: { ...comment, in: ["create", "set"] } },
  statements: [
    { words: ["PUT"], parse: parsePut },
    { words: ["REMOVE"], parse: parseRemove },
    { words: ["RM"], parse: parseRemove },
  ],

  clause(cursor, { clauses }) {
    if (clauses["clone"] !== undefined || !cursor.accept("CLONE")) return readStageClause(cursor, clauses);
    clauses["clone"] = cursor.name(3).parts;
    return true;
  },

  settle(context, change) {
    const { draft, before } = change;
    if (!draft) return;
    const { clone, ...clauses } = draft.clauses;
    const temporary = draft.modifiers.size > 0;
    if (before && (before.properties["temporary"] !== null) !== temporary) {
      throw unsupported("CREATE OR ALTER with another TEMPORARY");
    }
    if (before && !change.given.has("COMMENT")) change.comment = "";
    if (Array.isArray(clone)) settleClone(context, change, clone.map(String));
    else settleClauses(context, change, clauses);
    change.properties["temporary"] = temporary ? context.session.id : null;
  },

  alter(cursor) {
    if (cursor.accept("REFRESH")) return refreshDirectory(readSubpath(cursor));
    if (!cursor.at("SET") || cursor.ahead(1).value === "TAG") return undefined;
    cursor.expect("SET");
    return readSet(cursor);
  },

  copying: copyStage,

  show: {
    cap: "cut",
    columns: [
      show.createdOn,
      show.name,
      show.databaseName,
      show.schemaName,
      show.textColumn("url", ({ properties }) => String(properties["url"] ?? "")),
      show.textColumn("has_credentials", ({ properties }) => show.flag(properties["credentials"] !== null)),
      show.textColumn("has_encryption_key", ({ properties }) => show.flag(properties["hasKey"] === true)),
      show.owner,
      show.commentColumn,
      show.constant("region", null),
      show.textColumn("type", typeOf),
      show.textColumn("cloud", ({ properties: { url } }) => (typeof url === "string" ? cloudOf(url).name : null)),
      show.constant("notification_channel", null),
      show.textColumn("storage_integration", ({ properties }) => textOrNull(properties["storageIntegration"])),
      show.textColumn("endpoint", ({ properties }) => textOrNull(properties["endpoint"])),
      show.ownerRoleType,
      show.textColumn("directory_enabled", (object) => show.flag(directoryOf(object).enable)),
    ],
  },

  describe: (_context, object) => describeStage(object),
};

/** Internal stages are cloned with their schema only, and then only if that is asked for. */
function settleClone(context: Context, change: Change, parts: string[]): void {
  const source = requireObject(context, stage, { parts, text: "" }, "CREATE STAGE");
  context.access.require(source, "USAGE");
  if (source.properties["url"] === null) throw unsupported("CLONE of an internal stage");
  if (change.before || Object.keys(change.draft?.clauses ?? {}).length > 1) {
    throw unsupported("CREATE STAGE … CLONE with other clauses");
  }
  if (!change.given.has("COMMENT")) change.comment = source.comment;
  change.properties = structuredClone(source.properties);
}

function readSet(cursor: Cursor): ObjectAction {
  const clauses: StageClauses = {};
  let comment: string | undefined;
  do {
    if (comment === undefined && cursor.accept("COMMENT")) {
      cursor.expectSymbol("=");
      comment = cursor.string();
    } else if (!readStageClause(cursor, clauses)) cursor.unexpected();
    cursor.acceptSymbol(",");
  } while (!cursor.atEnd());
  return (context, object) => {
    context.access.requireOwnership(object);
    const change = changedState(context, stage, object, new Map(comment === undefined ? [] : [["COMMENT", comment]]));
    settleClauses(context, change, clauses);
    applyChange(context, object, change);
    return status(executed);
  };
}

function readSubpath(cursor: Cursor): string {
  if (!cursor.accept("SUBPATH")) return "";
  cursor.expectSymbol("=");
  return cursor.string().replace(/^\/+/, "");
}

function refreshDirectory(subpath: string): ObjectAction {
  return ({ access, catalog }, object) => {
    if (object.properties["url"] === null) access.require(object, "WRITE");
    else access.require(object, "USAGE");
    if (!directoryOf(object).enable) throw unsupported("REFRESH of a stage without a directory table");
    return refresh(catalog, object, subpath);
  };
}

function typeOf({ properties }: CatalogObject): string {
  const place = properties["url"] === null ? "INTERNAL" : "EXTERNAL";
  if (properties["temporary"] !== null) return `${place} TEMPORARY`;
  return properties["encryption"] === "SNOWFLAKE_SSE" ? "INTERNAL NO CSE" : place;
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
