import type { Json } from "../catalog/object";
import type { CreateDraft } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import type { ClusterDraft } from "./clustering";
import { readClusterBy } from "./clustering";
import type { ColumnDraft } from "./column-draft";
import { readColumn } from "./column-draft";
import type { ConstraintDraft } from "./constraint-draft";
import { atConstraint, readConstraint } from "./constraint-draft";
import type { QueryDraft } from "./from-query";
import { atNames, readQueryOfTable } from "./from-query";

/** What stands between the brackets of CREATE TABLE. */
export interface Definition {
  columns: ColumnDraft[];
  constraints: ConstraintDraft[];
}

/** What CREATE TABLE says in clauses of its own; drafts live for one statement, so they need not be JSON. */
export interface TableDraft {
  definition?: Definition;
  /** Columns without types, whose query follows. */
  names?: string[];
  query?: QueryDraft;
  /** Parts of the name of the table to imitate. */
  like?: string[];
  clusterBy?: ClusterDraft;
}

/** The clauses of its own that a CREATE TABLE has. */
export function tableDraft(draft: CreateDraft): TableDraft {
  return (draft.clauses["table"] ?? {}) as unknown as TableDraft;
}

/** Reads `(column | constraint, …)`, `LIKE s`, `CLUSTER BY (e, …)` or `AS query`. */
export function readTableClause(cursor: Cursor, draft: CreateDraft): boolean {
  const known = tableDraft(draft);
  const clause = readClause(cursor, known);
  if (clause) draft.clauses["table"] = { ...known, ...clause } as unknown as Json;
  return clause !== undefined;
}

function readClause(cursor: Cursor, { definition, names, clusterBy }: TableDraft): TableDraft | undefined {
  if (cursor.atSymbol("(") && !definition && !names) {
    return atNames(cursor) ? { names: cursor.list(() => cursor.identifier()) } : { definition: readDefinition(cursor) };
  }
  if (cursor.accept("LIKE")) return { like: cursor.name(3).parts };
  const clustering = clusterBy ? undefined : readClusterBy(cursor);
  if (clustering) return { clusterBy: clustering };
  const query = readQueryOfTable(cursor);
  return query && { query };
}

function readDefinition(cursor: Cursor): Definition {
  const definition: Definition = { columns: [], constraints: [] };
  cursor.list(() => {
    if (atConstraint(cursor)) definition.constraints.push(readConstraint(cursor));
    else definition.columns.push(readColumn(cursor));
  });
  return definition.columns.length > 0 ? definition : cursor.unexpected();
}
