import type { Constraint } from "../table/constraint";
import { constraintsOf } from "../table/constraint";
import { placeColumns } from "./information-schema-tables";
import type { Contents, Placed, ViewColumn } from "./information-schema-view";
import { text, time, viewOf, yesNo } from "./information-schema-view";

interface PlacedConstraint extends Placed {
  constraint: Constraint;
}

/** https://docs.snowflake.com/en/sql-reference/info-schema/table_constraints */
export const tableConstraintsView = viewOf<PlacedConstraint>(
  [
    ...nameColumns(),
    ...placeColumns<PlacedConstraint>(),
    text("CONSTRAINT_TYPE", ({ constraint }) => constraint.kind),
    yesNo("IS_DEFERRABLE", ({ constraint }) => constraint.deferrability !== "NOT DEFERRABLE"),
    yesNo("INITIALLY_DEFERRED", ({ constraint }) => constraint.deferrability !== "INITIALLY IMMEDIATE"),
    yesNo("ENFORCED", () => false),
    text("COMMENT", ({ constraint }) => constraint.comment),
    time("CREATED", ({ constraint }) => constraint.createdOn),
    time("LAST_ALTERED", ({ constraint }) => constraint.createdOn),
    yesNo("RELY", ({ constraint }) => constraint.rely),
  ],
  (contents) => constraints(contents, (kind) => kind !== "CHECK"),
);

/** The conditions of CHECK. */
export const checkConstraintsView = viewOf<PlacedConstraint>(
  [
    ...nameColumns().slice(0, 2),
    text("CONSTRAINT_TABLE", ({ table }) => table.name),
    text("CONSTRAINT_NAME", ({ constraint }) => constraint.name),
    text("CHECK_CLAUSE", ({ constraint }) => constraint.condition ?? null),
  ],
  (contents) => constraints(contents, (kind) => kind === "CHECK"),
);

function nameColumns(): ViewColumn<PlacedConstraint>[] {
  return [
    text("CONSTRAINT_CATALOG", ({ database }) => database),
    text("CONSTRAINT_SCHEMA", ({ schema }) => schema.name),
    text("CONSTRAINT_NAME", ({ constraint }) => constraint.name),
  ];
}

function constraints({ tables }: Contents, among: (kind: Constraint["kind"]) => boolean): PlacedConstraint[] {
  return tables.flatMap((placed) =>
    constraintsOf(placed.table)
      .filter(({ kind }) => among(kind))
      .map((constraint) => ({ ...placed, constraint })),
  );
}
