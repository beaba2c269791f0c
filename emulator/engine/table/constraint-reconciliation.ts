import type { CatalogObject } from "../catalog/object";
import type { Context } from "../statements/context";
import type { Constraint } from "./constraint";
import { isGenerated } from "./constraint";
import type { ConstraintDraft } from "./constraint-draft";
import type { KeyHolder } from "./keys";
import { addConstraints, sameColumns } from "./keys";
import { dropReferences } from "./references";

/** Constraints as a statement wants them, and what has to go before. */
export interface Reconciliation {
  constraints: readonly Constraint[];
  drop(context: Context, table: CatalogObject): void;
}

/** Keeps the constraints that the drafts describe, drops the others and adds those that are missing. */
export function reconcileConstraints(
  context: Context,
  holder: KeyHolder,
  drafts: readonly ConstraintDraft[],
): Reconciliation {
  const kept = holder.constraints.filter((constraint) => drafts.some((draft) => describes(draft, constraint)));
  const missing = drafts.filter((draft) => !kept.some((constraint) => describes(draft, constraint)));
  const lost = holder.constraints.filter((constraint) => !kept.includes(constraint));
  return {
    constraints: addConstraints(context, { ...holder, constraints: kept }, missing),
    drop(context, table) {
      for (const { kind, columns } of lost) {
        if (kind === "PRIMARY KEY" || kind === "UNIQUE") dropReferences(context, table, columns);
      }
    },
  };
}

function describes(draft: ConstraintDraft, { kind, name, columns }: Constraint): boolean {
  const named = draft.name === undefined ? isGenerated(name) : draft.name === name;
  return named && draft.kind === kind && sameColumns(draft.columns, columns);
}
