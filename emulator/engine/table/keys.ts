import { randomUUID } from "node:crypto";
import type { CatalogObject } from "../catalog/object";
import { parameterDefinition } from "../catalog/parameters";
import type { TableColumn } from "../query/table-data";
import { alreadyExists, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import { requireObject, resolvePlace } from "../statements/resolve";
import { sessionParameter } from "../statements/show-parameters";
import { identifierText, qualifiedText } from "../syntax/name";
import type { Constraint, Reference } from "./constraint";
import { constraintsOf } from "./constraint";
import type { ConstraintDraft, ConstraintProperties } from "./constraint-draft";
import { conditionText } from "./constraint-draft";
import { duplicateColumn, refused, unknownIdentifier } from "./refusals";

/** Stands for a table that is not in the catalog yet. */
export const newTable = -1;

/** The table that gets constraints. */
export interface KeyHolder {
  id: number;
  name: string;
  container: CatalogObject;
  columns: readonly TableColumn[];
  constraints: readonly Constraint[];
}

/** The constraints of a table after those of a statement were added. */
export function addConstraints(
  context: Context,
  holder: KeyHolder,
  drafts: readonly ConstraintDraft[],
): readonly Constraint[] {
  // Keys first, since a foreign key may point to a key of its own table.
  const keysFirst = [...drafts].sort((a, b) => Number(a.kind === "FOREIGN KEY") - Number(b.kind === "FOREIGN KEY"));
  const constraints = [...holder.constraints];
  for (const draft of keysFirst) {
    const constraint = settleConstraint(context, { ...holder, constraints }, draft);
    if (constraint) constraints.push(constraint);
  }
  return constraints;
}

function settleConstraint(context: Context, holder: KeyHolder, draft: ConstraintDraft): Constraint | undefined {
  const { kind, columns, properties } = draft;
  checkColumns(holder.columns, columns);
  if (isNotCreated(draft)) {
    if (failsUnsupported(context)) throw unsupported(`${kind} with ENABLE, DISABLE or VALIDATE`);
    return undefined;
  }
  if (draft.name !== undefined && holder.constraints.some(({ name }) => name === draft.name)) {
    throw alreadyExists(identifierText(draft.name));
  }
  if (kind === "PRIMARY KEY" && holder.constraints.some((other) => other.kind === kind)) {
    throw refused(`Primary key already exists for table '${holder.name}'.`);
  }
  const references = kind === "FOREIGN KEY" ? settleReference(context, holder, draft) : undefined;
  return {
    name: draft.name ?? generatedName(),
    kind,
    columns,
    createdOn: context.catalog.stamp(),
    comment: draft.comment ?? null,
    rely: properties.rely ?? false,
    deferrability: deferrability(properties),
    ...(references && { references }),
    ...conditionText(draft),
  };
}

/** Keys that are to be enabled or validated, and checks that are not, come to nothing. */
function isNotCreated({ kind, properties }: ConstraintDraft): boolean {
  if (kind === "CHECK") return properties.enabled === false;
  return properties.enabled === true || properties.validated === true;
}

/** A name for a constraint that was given none. */
export function generatedName(): string {
  return `SYS_CONSTRAINT_${randomUUID()}`;
}

function checkColumns(known: readonly TableColumn[], columns: readonly string[]): void {
  for (const [i, column] of columns.entries()) {
    if (columns.indexOf(column) !== i) throw duplicateColumn(column);
    if (!known.some(({ name }) => name === column)) throw unknownIdentifier(identifierText(column));
  }
}

function settleReference(context: Context, holder: KeyHolder, draft: ConstraintDraft): Reference {
  const written = draft.references as NonNullable<ConstraintDraft["references"]>;
  const { onUpdate = "NO ACTION", onDelete = "NO ACTION" } = draft.properties;
  const table = context.kinds.get("TABLE");
  const place = resolvePlace(context, table, written.table, "CREATE TABLE");
  const own = place.container === holder.container && place.name === holder.name;
  const target = own ? undefined : requireObject(context, table, written.table, "CREATE TABLE");
  if (target) context.access.require(target, "REFERENCES");
  const key = keyOf(target ? constraintsOf(target) : holder.constraints, written.columns);
  if (!key || key.columns.length !== draft.columns.length) {
    throw refused(
      `Foreign key (${qualifiedList(draft.columns)}) of table '${holder.name}' matches no primary or unique key of table '${place.name}'.`,
    );
  }
  return { table: target?.id ?? holder.id, columns: key.columns, onUpdate, onDelete };
}

function qualifiedList(columns: readonly string[]): string {
  return columns.map((column) => qualifiedText([column])).join(", ");
}

/** The key over exactly these columns, in its own order; the primary key when none are named. */
export function keyOf(constraints: readonly Constraint[], columns: readonly string[]): Constraint | undefined {
  if (columns.length === 0) return constraints.find(({ kind }) => kind === "PRIMARY KEY");
  return constraints.find(
    ({ kind, columns: own }) => (kind === "PRIMARY KEY" || kind === "UNIQUE") && sameColumns(own, columns),
  );
}

/** Whether two keys are over the same columns in the same order. */
export function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column, i) => column === b[i]);
}

function deferrability({ deferrable, initially = "DEFERRED" }: ConstraintProperties): string {
  return deferrable ? `INITIALLY ${initially}` : "NOT DEFERRABLE";
}

function failsUnsupported({ catalog, session }: Context): boolean {
  const definition = parameterDefinition("UNSUPPORTED_DDL_ACTION");
  if (!definition) return false;
  return String(sessionParameter(catalog, session, definition).value).toUpperCase() === "FAIL";
}
