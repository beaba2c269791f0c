import { readProcedureAction } from "../procedure/alter-procedure";
import { readArguments, readSignature, signatureOf } from "../procedure/argument";
import { callStatements } from "../procedure/call";
import { readDefinitionClause } from "../procedure/clauses";
import { completeDefinition } from "../procedure/complete";
import { definitionOf } from "../procedure/definition";
import type { ProcedureDraft } from "../procedure/settle";
import { checkOverloads, settleProcedure } from "../procedure/settle";
import { describeProcedure, grantName, showProcedures } from "../procedure/show-procedure";
import { unsupported } from "../sql-error";
import type { CreateDraft, Kind } from "../statements/kind";
import { comment, parameterOptions } from "../statements/options";
import type { Cursor } from "../syntax/cursor";

/** PROCEDURE: https://docs.snowflake.com/en/sql-reference/sql/create-procedure */
export const procedure: Kind = {
  kind: "PROCEDURE",
  words: ["PROCEDURE"],
  plural: ["PROCEDURES"],
  otherPlural: ["USER", "PROCEDURES"],
  noun: "Procedure",
  createdAs: "Function",
  space: "PROCEDURE",
  container: "SCHEMA",
  modifiers: ["SECURE", "TEMP", "TEMPORARY"],
  createPrivilege: "CREATE PROCEDURE",
  privileges: ["USAGE"],
  orAlter: true,
  taggable: true,
  options: { ...parameterOptions("PROCEDURE"), COMMENT: comment },

  readSignature,
  grantName,

  clause(cursor, draft) {
    const definition = draftOf(draft);
    if (definition.args) return readDefinitionClause(cursor, definition) || readBody(cursor, definition);
    definition.args = readArguments(cursor);
    draft.name = { ...draft.name, signature: signatureOf(definition.args) };
    return true;
  },

  finish(cursor, draft) {
    const definition = draftOf(draft);
    if (!definition.args) cursor.unexpected();
    if (draft.tags.length > 0) throw unsupported("CREATE PROCEDURE with TAG");
    definition.complete = completeDefinition(definition, { secure: draft.modifiers.has("SECURE") });
  },

  settle: settleProcedure,

  created(context, object, { clauses }) {
    const { replaced } = clauses;
    const { copyGrants } = clauses["definition"] as unknown as ProcedureDraft;
    if (copyGrants !== true || typeof replaced !== "number") return;
    const { catalog, access } = context;
    for (const grant of catalog.grants.on(replaced)) {
      catalog.grants.add({ ...grant, on: object.id, by: access.role?.id ?? null, createdOn: catalog.stamp() });
    }
  },

  moving: (context, object, { container, name }) =>
    checkOverloads(context, container, { name, args: definitionOf(object).args, itself: object }),

  alter: readProcedureAction,
  show: showProcedures,
  describe: describeProcedure,
  statements: callStatements,
};

/** What was read of a definition; it stands among the clauses, and lives as long as the statement. */
function draftOf(draft: CreateDraft): ProcedureDraft {
  draft.clauses["definition"] ??= {};
  return draft.clauses["definition"] as unknown as ProcedureDraft;
}

/** Reads `AS` and the body: a literal, or in SQL also a block as it stands. */
function readBody(cursor: Cursor, definition: ProcedureDraft): boolean {
  if (!cursor.accept("AS")) return false;
  const { language = "SQL" } = definition;
  definition.body = cursor.token.kind === "string" || language !== "SQL" ? cursor.string() : cursor.rest();
  cursor.expectEnd();
  return true;
}
