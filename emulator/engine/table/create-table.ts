import type { CatalogObject, Json } from "../catalog/object";
import type { TableColumn } from "../query/table-data";
import { columnsOf, toJson } from "../query/table-data";
import { unsupported } from "../sql-error";
import { cloneContents, settleClone } from "../statements/clone";
import type { Context } from "../statements/context";
import type { Change, CreateDraft, Kind } from "../statements/kind";
import { requireObject } from "../statements/resolve";
import { settleClustering } from "./clustering";
import { settleColumns } from "./column";
import { constraintsOf, isGenerated } from "./constraint";
import type { Definition, TableDraft } from "./definition";
import { tableDraft } from "./definition";
import { tableFromQuery } from "./from-query";
import { addConstraints, generatedName, newTable } from "./keys";
import { alterTableTo } from "./or-alter";
import { noteReferences } from "./references";

/** Makes the table be what CREATE says: columns of its own, those of a query, or those of another table. */
export function settleTable(context: Context, kind: Kind, change: Change): void {
  const { draft, before, properties, container } = change;
  if (!draft) return;
  const transient = draft.modifiers.has("TRANSIENT") || container.properties["transient"] === true;
  const own = tableDraft(draft);
  if (draft.orAlter) checkOrAlter(draft, own);
  if (before) {
    if (transient !== (before.properties["transient"] === true))
      throw unsupported("CREATE OR ALTER with another TRANSIENT");
    alterTableTo(context, kind, change, own);
    return;
  }
  if (transient) properties["transient"] = true;
  properties["rows"] = [];
  if (own.definition) define(context, change, own.definition);
  if (own.query) fill(context, change, own);
  if (own.like) imitate(context, kind, change, own.like);
  if (draft.clauses["clone"] !== undefined) clone(context, kind, change);
  if (own.clusterBy) change.properties["clusterBy"] = settleClustering(own.clusterBy, columnsIn(change));
}

/** After the table is in the catalog. */
export function completeTable(context: Context, table: CatalogObject, draft: CreateDraft): void {
  cloneContents(context, table, draft);
  noteReferences(context, table);
  copyGrants(context, table, draft);
  copyTags(context, table, draft);
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

function fill(context: Context, { properties }: Change, { query, names }: TableDraft): void {
  if (!query) return;
  const columns = properties["columns"] as unknown as TableColumn[] | undefined;
  if (columns?.some(({ expression }) => expression !== undefined)) throw unsupported("AS with a virtual column");
  const data = tableFromQuery(context, query, { names, columns });
  properties["columns"] = toJson(data.columns);
  properties["rows"] = toJson(data.rows);
}

function imitate(context: Context, kind: Kind, change: Change, parts: string[]): void {
  const source = requireObject(context, kind, { parts, text: "" }, `CREATE ${kind.kind}`);
  change.properties["columns"] = toJson(columnsOf(source));
  change.properties["clusterBy"] = source.properties["clusterBy"] ?? null;
  change.properties["constraints"] = constraintsOf(source).map((constraint) => ({
    ...constraint,
    name: isGenerated(constraint.name) ? generatedName() : constraint.name,
    createdOn: context.catalog.stamp(),
  })) as unknown as Json;
  if (change.draft) change.draft.clauses["likeSource"] = source.id;
}

function clone(context: Context, kind: Kind, change: Change): void {
  settleClone(context, kind, change);
  change.properties["referencedBy"] = [];
  change.properties["reclusterSuspended"] = Boolean(change.properties["clusterBy"]);
}

function checkOrAlter(draft: CreateDraft, { definition, like, query }: TableDraft): void {
  const { clone, policies } = draft.clauses;
  if (like || query || clone !== undefined) throw unsupported("CREATE OR ALTER with AS, LIKE or CLONE");
  if (policies !== undefined) throw unsupported("CREATE OR ALTER with a policy");
  const { columns = [], constraints = [] } = definition ?? {};
  if ([...constraints, ...columns.flatMap((column) => column.constraints)].some(({ kind }) => kind === "CHECK")) {
    throw unsupported("CREATE OR ALTER with CHECK");
  }
  if (columns.some(({ virtual }) => virtual)) throw unsupported("CREATE OR ALTER with a virtual column");
  if (
    columns.some(({ tags, maskingPolicy, projectionPolicy }) => tags.length > 0 || maskingPolicy || projectionPolicy)
  ) {
    throw unsupported("CREATE OR ALTER with tags or policies of a column");
  }
}

/** COPY GRANTS: those of the table that is replaced, else of the one that was copied. */
function copyGrants({ catalog }: Context, table: CatalogObject, { clauses }: CreateDraft): void {
  const from = clauses["replaced"] ?? clauses["cloneSource"] ?? clauses["likeSource"];
  if (clauses["copyGrants"] !== true || typeof from !== "number") return;
  for (const grant of catalog.grants.on(from)) catalog.grants.add({ ...grant, on: table.id });
}

/** COPY TAGS: those of the table that is replaced, and of its columns that keep name and type. */
function copyTags({ catalog }: Context, table: CatalogObject, { clauses }: CreateDraft): void {
  const { copyTags, replaced } = clauses;
  if (copyTags !== true || typeof replaced !== "number") return;
  const before = catalog.get(replaced);
  Object.assign(table.tags, before.tags);
  const tagged = columnsOf(table).map((column) => {
    const same = columnsOf(before).find(({ name, type }) => name === column.name && type.shown === column.type.shown);
    return same?.tags ? { ...column, tags: { ...column.tags, ...same.tags } } : column;
  });
  table.properties["columns"] = toJson(tagged);
}

function columnsIn({ properties }: Change): TableColumn[] {
  return properties["columns"] as unknown as TableColumn[];
}
