import type { CatalogObject } from "../catalog/object";
import { columnsOf } from "../query/table-data";
import type { StatementResult } from "../result";
import { executed, status } from "../result";
import { alreadyExists, missing, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { identifierText } from "../syntax/name";
import type { Constraint } from "./constraint";
import { constraintsOf, setConstraints } from "./constraint";
import type { ConstraintDraft, ConstraintProperties } from "./constraint-draft";
import { atConstraint, readConstraint, readProperty } from "./constraint-draft";
import { addConstraints, sameColumns } from "./keys";
import { dropReferences, foreignKeysTo, noteReferences } from "./references";
import { refused } from "./refusals";

/** Which constraint of the table is meant. */
interface Choice {
  text: string;
  chooses(constraint: Constraint): boolean;
}

/** Reads ADD, DROP, RENAME, ALTER and MODIFY of a constraint. */
export function readConstraintAction(cursor: Cursor): ObjectAction | undefined {
  const back = cursor.mark();
  if (cursor.accept("RENAME", "CONSTRAINT")) return readRename(cursor);
  if (cursor.accept("ADD") && atConstraint(cursor)) return readAdd(cursor);
  back();
  if (cursor.accept("DROP")) {
    const choice = readChoice(cursor);
    if (choice) return readDrop(cursor, choice);
  } else if (cursor.accept("ALTER") || cursor.accept("MODIFY")) {
    const choice = readChoice(cursor);
    if (choice) return readChange(cursor, choice);
  }
  back();
  return undefined;
}

function readAdd(cursor: Cursor): ObjectAction {
  const draft = readConstraint(cursor);
  if (draft.kind === "CHECK" && draft.properties.validated !== false) throw unsupported("ADD CHECK without NOVALIDATE");
  return (context, table) => add(context, table, draft);
}

function add(context: Context, table: CatalogObject, draft: ConstraintDraft): StatementResult {
  const { catalog, access } = context;
  access.requireOwnership(table);
  const { id, name } = table;
  const constraints = constraintsOf(table);
  const holder = { id, name, container: catalog.get(table.parent), columns: columnsOf(table), constraints };
  return put(context, table, addConstraints(context, holder, [draft]));
}

function readRename(cursor: Cursor): ObjectAction {
  const choice = named(cursor.identifier());
  cursor.expect("TO");
  const name = cursor.identifier();
  return (context, table) => {
    const constraint = choose(context, table, choice);
    if (constraintsOf(table).some((other) => other.name === name)) throw alreadyExists(identifierText(name));
    return replace(context, table, constraint, { ...constraint, name });
  };
}

function readChange(cursor: Cursor, choice: Choice): ObjectAction {
  const properties: ConstraintProperties = {};
  const token = cursor.token;
  while (readProperty(cursor, properties));
  if (Object.keys(properties).length === 0) cursor.unexpected(token);
  return (context, table) => {
    const constraint = choose(context, table, choice);
    return replace(context, table, constraint, { ...constraint, rely: properties.rely ?? constraint.rely });
  };
}

function readDrop(cursor: Cursor, choice: Choice): ObjectAction {
  const restrict = !cursor.accept("CASCADE") && cursor.accept("RESTRICT");
  return (context, table) => {
    const constraint = choose(context, table, choice);
    if (constraint.kind === "PRIMARY KEY" || constraint.kind === "UNIQUE") {
      const { columns } = constraint;
      const needed = foreignKeysTo(context, table).find((key) =>
        sameColumns(key.constraint.references.columns, columns),
      );
      if (restrict && needed) {
        throw refused(`Cannot drop a key that is referenced by foreign key '${needed.constraint.name}'.`);
      }
      dropReferences(context, table, columns);
    }
    return put(
      context,
      table,
      constraintsOf(table).filter(({ name }) => name !== constraint.name),
    );
  };
}

/** Reads `CONSTRAINT n`, `PRIMARY KEY`, `UNIQUE (c, …)` or `FOREIGN KEY (c, …)`. */
function readChoice(cursor: Cursor): Choice | undefined {
  if (cursor.accept("CONSTRAINT")) return named(cursor.identifier());
  if (cursor.accept("PRIMARY", "KEY")) {
    return { text: "PRIMARY KEY", chooses: ({ kind }) => kind === "PRIMARY KEY" };
  }
  const wanted = cursor.accept("FOREIGN", "KEY") ? "FOREIGN KEY" : cursor.accept("UNIQUE") ? "UNIQUE" : undefined;
  if (!wanted) return undefined;
  const list = cursor.list(() => cursor.identifier());
  const text = `${wanted} (${list.map(identifierText).join(", ")})`;
  return { text, chooses: ({ kind, columns }) => kind === wanted && sameColumns(columns, list) };
}

function named(name: string): Choice {
  return { text: identifierText(name), chooses: (constraint) => constraint.name === name };
}

function choose({ access }: Context, table: CatalogObject, { text, chooses }: Choice): Constraint {
  access.requireOwnership(table);
  const found = constraintsOf(table).find(chooses);
  if (!found) throw missing("Constraint", text);
  return found;
}

function replace(context: Context, table: CatalogObject, before: Constraint, after: Constraint): StatementResult {
  return put(
    context,
    table,
    constraintsOf(table).map((constraint) => (constraint.name === before.name ? after : constraint)),
  );
}

function put(context: Context, table: CatalogObject, constraints: readonly Constraint[]): StatementResult {
  setConstraints(table, constraints);
  noteReferences(context, table);
  table.updatedOn = context.catalog.stamp();
  return status(executed);
}
