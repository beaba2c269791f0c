import type { CatalogObject, Json } from "../catalog/object";
import type { Expression } from "../query/expression";
import { readExpression } from "../query/expression";
import { columnNames } from "../query/render";
import type { TableColumn } from "../query/table-data";
import { executed, status } from "../result";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import { qualifiedText } from "../syntax/name";
import { expressionText } from "./column";
import { refused, unknownIdentifier } from "./refusals";

/** A clustering key as it was read. */
export interface ClusterDraft {
  expressions: { expression: Expression; tokens: Token[] }[];
}

interface ClusteringKey {
  /** As SHOW TABLES lists them. */
  texts: string[];
  columns: string[];
}

/** Reads `CLUSTER BY [LINEAR] (e, …)`. */
export function readClusterBy(cursor: Cursor): ClusterDraft | undefined {
  if (!cursor.accept("CLUSTER", "BY")) return undefined;
  cursor.accept("LINEAR");
  const expressions = cursor.list(() => {
    const tokens = cursor.take(() => false);
    const inner = cursor.over(tokens);
    const expression = readExpression(inner);
    inner.expectEnd();
    return { expression, tokens };
  });
  return { expressions };
}

/** A clustering key over the columns of a table; virtual columns cannot be in it. */
export function settleClustering({ expressions }: ClusterDraft, columns: readonly TableColumn[]): Json {
  const used = expressions
    .flatMap(({ expression }) => columnNames(expression))
    .map((parts) => {
      const column = columns.find(({ name }) => name === parts.at(-1)) ?? unknown(parts);
      if (column.expression === undefined) return column.name;
      throw refused(`Virtual column '${column.name}' cannot be in a clustering key.`);
    });
  const names = columns.map(({ name }) => name);
  return { texts: expressions.map(({ tokens }) => expressionText(tokens, names)), columns: [...new Set(used)] };
}

function unknown(parts: readonly string[]): never {
  throw unknownIdentifier(qualifiedText(parts));
}

/** `LINEAR(A, B)`, or nothing. */
export function clusterText(table: CatalogObject): string {
  const key = clusteringKey(table);
  return key ? `LINEAR(${key.texts.join(", ")})` : "";
}

/** Whether the service keeps the table clustered. */
export function isReclustered(table: CatalogObject): boolean {
  return clusteringKey(table) !== undefined && table.properties["reclusterSuspended"] !== true;
}

/** Refuses what may not be done to a column of the clustering key. */
export function requireUnclustered(table: CatalogObject, column: string, doing: "drop" | "rename"): void {
  if (!clusteringKey(table)?.columns.includes(column)) return;
  throw refused(`Cannot ${doing} column '${column}' which belongs to a clustering key`);
}

/** Reads SUSPEND RECLUSTER, RESUME RECLUSTER and DROP CLUSTERING KEY. */
export function readClusteringAction(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("DROP", "CLUSTERING", "KEY")) return change({ clusterBy: null, reclusterSuspended: false });
  if (cursor.accept("SUSPEND", "RECLUSTER")) return change({ reclusterSuspended: true });
  return cursor.accept("RESUME", "RECLUSTER") ? change({ reclusterSuspended: false }) : undefined;
}

function change(properties: Record<string, Json>): ObjectAction {
  return ({ access, catalog }, table) => {
    access.requireOwnership(table);
    Object.assign(table.properties, properties);
    table.updatedOn = catalog.stamp();
    return status(executed);
  };
}

function clusteringKey(table: CatalogObject): ClusteringKey | undefined {
  return (table.properties["clusterBy"] ?? undefined) as unknown as ClusteringKey | undefined;
}
