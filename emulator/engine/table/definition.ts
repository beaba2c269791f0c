import type { CatalogObject, Json } from "../catalog/object";
import { columnsOf, toJson } from "../query/table-data";
import { cloneContents, settleClone } from "../statements/clone";
import type { Context } from "../statements/context";
import type { Change, CreateDraft, Kind } from "../statements/kind";
import { requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import type { ClusterDraft } from "./clustering";
import { readClusterBy, settleClustering } from "./clustering";
import { settleColumns } from "./column";
import type { ColumnDraft } from "./column-draft";
import { readColumn } from "./column-draft";
import { constraintsOf, isGenerated } from "./constraint";
import type { ConstraintDraft } from "./constraint-draft";
import { atConstraint, readConstraint } from "./constraint-draft";
import { addConstraints, generatedName, newTable } from "./keys";
import { noteReferences } from "./references";

/** What stands between the brackets of CREATE TABLE. */
interface Definition {
  columns: ColumnDraft[];
  constraints: ConstraintDraft[];
}

/** Reads `(column | constraint, …)`. */
export function readDefinition(cursor: Cursor, draft: CreateDraft): boolean {
  if (!cursor.atSymbol("(") || draft.clauses["definition"] !== undefined) return false;
  const definition: Definition = { columns: [], constraints: [] };
  cursor.list(() => {
    if (atConstraint(cursor)) definition.constraints.push(readConstraint(cursor));
    else definition.columns.push(readColumn(cursor));
  });
  if (definition.columns.length === 0) cursor.unexpected();
  keep(draft, "definition", definition);
  return true;
}

/** Reads `LIKE s`. */
export function readLikeTable(cursor: Cursor, draft: CreateDraft): boolean {
  if (!cursor.accept("LIKE")) return false;
  draft.clauses["like"] = cursor.name(3).parts;
  return true;
}

/** Reads `CLUSTER BY (e, …)`. */
export function readClustering(cursor: Cursor, draft: CreateDraft): boolean {
  const clustering = readClusterBy(cursor);
  if (clustering) keep(draft, "clusterBy", clustering);
  return clustering !== undefined;
}

/** Makes the new table be what the statement says: columns of its own, or those of another table. */
export function settleDefinition(context: Context, kind: Kind, change: Change): void {
  const { draft, properties, container } = change;
  if (!draft) return;
  const transient = draft.modifiers.has("TRANSIENT") || container.properties["transient"] === true;
  if (transient) properties["transient"] = true;
  properties["rows"] = [];
  const definition = kept<Definition>(draft, "definition");
  if (definition) define(context, change, definition);
  else if (draft.clauses["like"] !== undefined) imitate(context, kind, change, draft.clauses["like"] as string[]);
  else {
    settleClone(context, kind, change);
    change.properties["referencedBy"] = [];
    change.properties["reclusterSuspended"] = Boolean(change.properties["clusterBy"]);
  }
  const clustering = kept<ClusterDraft>(draft, "clusterBy");
  if (!clustering) return;
  const columns = change.properties["columns"] as unknown as ReturnType<typeof columnsOf>;
  change.properties["clusterBy"] = settleClustering(
    clustering,
    columns.map(({ name }) => name),
  );
}

/** After the table is in the catalog. */
export function completeDefinition(context: Context, table: CatalogObject, draft: CreateDraft): void {
  cloneContents(context, table, draft);
  noteReferences(context, table);
  if (draft.clauses["copyGrants"] === true) copyGrants(context, table, draft);
}

function define(context: Context, { name, container, parameters, properties }: Change, definition: Definition): void {
  const settled = settleColumns(context, definition.columns, {
    table: name,
    container,
    parameters,
    columns: [],
    added: false,
  });
  const drafts = [...definition.columns.flatMap(({ constraints }) => constraints), ...definition.constraints];
  const holder = { id: newTable, name, container, columns: settled, constraints: [] };
  const constraints = addConstraints(context, holder, drafts);
  const primary = constraints.find(({ kind }) => kind === "PRIMARY KEY")?.columns ?? [];
  properties["columns"] = toJson(
    settled.map((column) => (primary.includes(column.name) ? { ...column, nullable: false } : column)),
  );
  properties["constraints"] = constraints as unknown as Json;
}

function imitate(context: Context, kind: Kind, change: Change, parts: string[]): void {
  const source = requireObject(context, kind, { parts, text: "" }, `CREATE ${kind.kind}`);
  change.properties["columns"] = toJson(columnsOf(source));
  change.properties["constraints"] = constraintsOf(source).map((constraint) => ({
    ...constraint,
    name: isGenerated(constraint.name) ? generatedName() : constraint.name,
    createdOn: context.catalog.stamp(),
  })) as unknown as Json;
  if (change.draft) change.draft.clauses["likeSource"] = source.id;
}

/** Grants of the table that is replaced, else of the one that was copied. */
function copyGrants({ catalog }: Context, table: CatalogObject, { clauses }: CreateDraft): void {
  const from = clauses["replaced"] ?? clauses["cloneSource"] ?? clauses["likeSource"];
  if (typeof from !== "number") return;
  for (const grant of catalog.grants.on(from)) catalog.grants.add({ ...grant, on: table.id });
}

// Drafts live for one statement only, so what is no JSON may stand among the clauses.
function keep(draft: CreateDraft, key: string, value: Definition | ClusterDraft): void {
  draft.clauses[key] = value as unknown as Json;
}

function kept<T>(draft: CreateDraft, key: string): T | undefined {
  return draft.clauses[key] as unknown as T | undefined;
}
