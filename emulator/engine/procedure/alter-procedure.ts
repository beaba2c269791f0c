import { executed, status } from "../result";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import type { DefinitionDraft } from "./clauses";
import { readDefinitionClause, readExecuteAs } from "./clauses";
import { foreignOption } from "./complete";
import type { Definition } from "./definition";
import { definitionOf, keepDefinition } from "./definition";
import { secretPaths } from "./settle";

/** Reads the ALTERs that only procedures have: EXECUTE AS, and the settings that are lists. */
export function readProcedureAction(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("EXECUTE", "AS")) {
    const executeAs = readExecuteAs(cursor);
    return change(() => ({ executeAs }));
  }
  if (cursor.at("UNSET", "SECRETS") || cursor.at("UNSET", "EXTERNAL_ACCESS_INTEGRATIONS"))
    return readUnsetLists(cursor);
  if (!cursor.at("SET", "SECRETS") && !cursor.at("SET", "EXTERNAL_ACCESS_INTEGRATIONS")) return undefined;
  cursor.next();
  const draft: DefinitionDraft = {};
  while (cursor.at("SECRETS") || cursor.at("EXTERNAL_ACCESS_INTEGRATIONS")) {
    if (!readDefinitionClause(cursor, draft)) cursor.unexpected();
    cursor.acceptSymbol(",");
  }
  const { secrets, integrations } = draft;
  return change((context) => ({
    ...(integrations && { integrations }),
    ...(secrets && { secrets: secretPaths(context, secrets) }),
  }));
}

function readUnsetLists(cursor: Cursor): ObjectAction {
  cursor.next();
  const words: string[] = [];
  do words.push(cursor.oneOf("SECRETS", "EXTERNAL_ACCESS_INTEGRATIONS"));
  while (cursor.acceptSymbol(","));
  return change(() => ({
    ...(words.includes("SECRETS") && { secrets: {} }),
    ...(words.includes("EXTERNAL_ACCESS_INTEGRATIONS") && { integrations: [] }),
  }));
}

function change(make: (context: Context) => Partial<Definition>): ObjectAction {
  return (context, object) => {
    context.access.requireOwnership(object);
    const before = definitionOf(object);
    const parts = make(context);
    const inline = before.language === "SQL" || before.language === "JAVASCRIPT";
    if (inline && parts.secrets) throw foreignOption("SECRETS", before.language);
    if (inline && parts.integrations) throw foreignOption("EXTERNAL_ACCESS_INTEGRATIONS", before.language);
    keepDefinition(object.properties, { ...before, ...parts });
    object.updatedOn = context.catalog.stamp();
    return status(executed);
  };
}
