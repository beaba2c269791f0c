import type { CatalogObject, Json } from "../catalog/object";
import { executed, status } from "../result";
import type { CreateDraft, ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import { refused } from "./refusals";

/** Policies on a table by their kind; several row access policies never stand on one. */
type Policies = Record<string, string>;

const withColumns = ["ROW ACCESS POLICY", "STORAGE LIFECYCLE POLICY"];
const whole = ["AGGREGATION POLICY", "JOIN POLICY"];

/** Reads `[WITH] ROW ACCESS POLICY p ON (c, …)` and its like in CREATE TABLE. */
export function readPolicyClause(cursor: Cursor, draft: CreateDraft): boolean {
  const kinds = [...withColumns, ...whole];
  const kind = kinds.find((words) => cursor.accept("WITH", ...words.split(" ")) || cursor.accept(...words.split(" ")));
  if (kind === undefined) return false;
  draft.clauses["policies"] = { ...(draft.clauses["policies"] as Policies), [kind]: readPolicy(cursor, kind) };
  return true;
}

/** Reads ADD and DROP ROW ACCESS POLICY, SET and UNSET AGGREGATION POLICY and their like. */
export function readPolicyAction(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("DROP", "ALL", "ROW", "ACCESS", "POLICIES")) {
    return change(({ "ROW ACCESS POLICY": _, ...others }) => others);
  }
  const added = find(cursor, "ADD", withColumns) ?? find(cursor, "SET", whole);
  if (added) {
    const policy = readPolicy(cursor, added);
    const force = cursor.accept("FORCE");
    return change((before, { name }) => {
      if (before[added] !== undefined && !force) throw refused(`Table '${name}' has a ${added.toLowerCase()} already.`);
      return { ...before, [added]: policy };
    });
  }
  const dropped = find(cursor, "DROP", withColumns) ?? find(cursor, "UNSET", whole);
  if (!dropped) return undefined;
  const policy = dropped === "ROW ACCESS POLICY" ? qualifiedText(cursor.name(3).parts) : undefined;
  const next = policy === undefined ? undefined : readReplacement(cursor, dropped);
  return change(({ [dropped]: before, ...others }, { name }) => {
    if (before === undefined || (policy !== undefined && !same(before, policy))) {
      throw refused(`Table '${name}' has no such ${dropped.toLowerCase()}.`);
    }
    return next === undefined ? others : { ...others, [dropped]: next };
  });
}

/** Reads `, ADD ROW ACCESS POLICY p ON (c, …)` behind a DROP, so that the table is never without one. */
function readReplacement(cursor: Cursor, kind: string): string | undefined {
  if (!cursor.acceptSymbol(",")) return undefined;
  cursor.expect("ADD", ...kind.split(" "));
  return readPolicy(cursor, kind);
}

function find(cursor: Cursor, verb: string, kinds: readonly string[]): string | undefined {
  return kinds.find((kind) => cursor.accept(verb, ...kind.split(" ")));
}

function readPolicy(cursor: Cursor, kind: string): string {
  const { parts } = cursor.name(3);
  if (withColumns.includes(kind)) {
    cursor.expect("ON");
    cursor.list(() => cursor.identifier());
  } else if (cursor.accept("ENTITY", "KEY") || cursor.accept("ALLOWED", "JOIN", "KEYS")) {
    cursor.list(() => cursor.identifier());
  }
  return qualifiedText(parts);
}

/** Names of one policy, one of them perhaps shorter. */
function same(a: string, b: string): boolean {
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}

function change(next: (before: Policies, table: CatalogObject) => Policies): ObjectAction {
  return ({ access, catalog }, table) => {
    access.requireOwnership(table);
    table.properties["policies"] = next((table.properties["policies"] ?? {}) as Policies, table) as Json;
    table.updatedOn = catalog.stamp();
    return status(executed);
  };
}
