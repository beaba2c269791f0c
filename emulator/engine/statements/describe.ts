import type { CatalogObject } from "../catalog/object";
import type { StatementResult } from "../result";
import { statementTypes, text, timestampCell, timestampLtz } from "../result";
import type { Cursor } from "../syntax/cursor";
import type { Action, Kinds } from "./context";
import { readObjectName } from "./object-name";
import { requireObject } from "./resolve";

/** DESCRIBE of any kind, after the word DESCRIBE or DESC. */
export function parseDescribe(cursor: Cursor, kinds: Kinds): Action {
  const token = cursor.token;
  const kind = kinds.read(cursor);
  const plain = kind.describe ?? cursor.unexpected(token);
  const name = readObjectName(cursor, kind);
  const describe = kind.describeClause?.(cursor) ?? plain;
  cursor.expectEnd();
  return (context) => describe(context, requireObject(context, kind, name, `DESCRIBE ${kind.kind}`));
}

/** The answer of DESCRIBE for kinds that list what is in them. */
export function listing(objects: readonly CatalogObject[]): StatementResult {
  return {
    columns: [timestampLtz("created_on"), text("name"), text("kind")],
    rows: objects.map((object) => [timestampCell(object.createdOn), object.name, object.kind.replaceAll(" ", "_")]),
    statementTypeId: statementTypes.describe,
  };
}
