import type { CatalogObject } from "../catalog/object";
import type { StatementResult } from "../result";
import { fixed, statementTypes, text } from "../result";
import type { Action } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import { followFiles } from "./directory";
import { filesOf, setFiles } from "./files";
import { readLocation, requireStage } from "./location";
import { readPattern } from "./pattern";

/** LIST: https://docs.snowflake.com/en/sql-reference/sql/list */
export function parseList(cursor: Cursor): Action {
  const location = readLocation(cursor);
  const matches = readPattern(cursor);
  cursor.expectEnd();
  return (context): StatementResult => {
    const stage = requireStage(context, location, { doing: "LIST", privilege: "READ" });
    return {
      columns: [text("name"), fixed("size"), text("md5"), text("last_modified")],
      rows: chosen(stage, location.path, matches).map(({ path, size, md5, modifiedOn }) => [
        listedName(stage, path),
        String(size),
        md5,
        new Date(modifiedOn).toUTCString(),
      ]),
      statementTypeId: statementTypes.show,
    };
  };
}

/** REMOVE: https://docs.snowflake.com/en/sql-reference/sql/remove */
export function parseRemove(cursor: Cursor): Action {
  const location = readLocation(cursor);
  const matches = readPattern(cursor);
  cursor.expectEnd();
  return (context): StatementResult => {
    const stage = requireStage(context, location, { doing: "REMOVE", privilege: "WRITE" });
    const removed = new Set(chosen(stage, location.path, matches));
    setFiles(
      stage,
      filesOf(stage).filter((file) => !removed.has(file)),
    );
    followFiles(context.catalog, stage);
    return {
      columns: [text("name"), text("result")],
      rows: [...removed].map(({ path }) => [listedName(stage, path), "removed"]),
      statementTypeId: statementTypes.show,
    };
  };
}

/** The files whose paths begin with a text; `a/b` takes `a/b.csv`, `a/b/c.csv` and `a/bc.csv`. */
export function chosen(stage: CatalogObject, path: string, matches?: (path: string) => boolean) {
  return filesOf(stage).filter((file) => file.path.startsWith(path) && (matches?.(file.path) ?? true));
}

function listedName(stage: CatalogObject, path: string): string {
  return `${stage.name.toLowerCase()}/${path}`;
}
