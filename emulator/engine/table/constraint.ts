import type { CatalogObject, Json } from "../catalog/object";

/** What makes a constraint. */
export type ConstraintKind = "PRIMARY KEY" | "UNIQUE" | "FOREIGN KEY" | "CHECK";

/** What becomes of a foreign key when the key it points to changes. */
export type ReferenceRule = "CASCADE" | "SET NULL" | "SET DEFAULT" | "RESTRICT" | "NO ACTION";

/** A constraint of a table. */
export interface Constraint {
  /** Different for every constraint of the account. */
  name: string;
  kind: ConstraintKind;
  /** In the order of the key; empty for CHECK. */
  columns: string[];
  createdOn: number;
  comment: string | null;
  rely: boolean;
  /** `NOT DEFERRABLE`, `INITIALLY DEFERRED` or `INITIALLY IMMEDIATE`. */
  deferrability: string;
  /** What a foreign key points to. */
  references?: Reference;
  /** The condition of a CHECK, as SQL text. */
  condition?: string;
}

/** Columns of another table, and what happens here when they change there. */
export interface Reference {
  /** Id of the table. */
  table: number;
  columns: string[];
  onUpdate: ReferenceRule;
  onDelete: ReferenceRule;
}

/** The constraints of a table, in order of creation. */
export function constraintsOf(table: CatalogObject): readonly Constraint[] {
  return (table.properties["constraints"] ?? []) as unknown as Constraint[];
}

/** Gives a table other constraints. */
export function setConstraints(table: CatalogObject, constraints: readonly Constraint[]): void {
  table.properties["constraints"] = constraints as unknown as Json;
}

/** The name of a constraint that was given none. */
export function isGenerated(name: string): boolean {
  return name.startsWith("SYS_CONSTRAINT_");
}
