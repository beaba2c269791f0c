import type { DataType } from "../query/data-type";
import type { Expression } from "../query/expression";
import { columnNames } from "../query/render";
import { compilationError } from "../sql-error";
import { qualifiedText } from "../syntax/name";
import type { ColumnDraft } from "./column-draft";
import { refused, unknownIdentifier } from "./refusals";

/** A column that a virtual one may use. */
export interface BaseColumn {
  name: string;
  type: DataType;
  hasDefault: boolean;
}

const unsteady = new Set(
  `RANDOM UUID_STRING SYSDATE GETDATE CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME LOCALTIME LOCALTIMESTAMP CURRENT_USER
  CURRENT_ROLE`.split(/\s+/),
);

/** Refuses a virtual column that Snowflake would not compute; `bases` are those that it may use. */
export function checkVirtual(draft: ColumnDraft, bases: readonly BaseColumn[]): void {
  const { name, type, virtual } = draft;
  if (!virtual) return;
  checkConstraints(draft);
  if (virtual.tokens.some(({ kind }) => kind === "variable")) throw invalidUse("011204", "session variable", name);
  if (contains(virtual.expression, ({ kind }) => kind === "subquery" || kind === "exists")) {
    throw invalidUse("011202", "subquery", name);
  }
  const call = unsteadyCall(virtual.expression);
  if (call) throw invalidUse("011201", `non-deterministic ${call} function`, name);
  for (const parts of columnNames(virtual.expression)) {
    const base = bases.find((one) => one.name === parts.at(-1));
    if (!base) throw unknownIdentifier(qualifiedText(parts));
    if (base.hasDefault) {
      throw refused(`Column '${base.name}' has a default value, so virtual column '${name}' cannot use it.`);
    }
  }
  const found = typeOf(virtual.expression, bases);
  if (found && !holds(type, found)) {
    const detail = `Data type of virtual column does not match the data type of its expression for column '${name}'. Expected data type '${type.shown}', found '${found.shown}'.`;
    throw compilationError("001482", "42601", detail);
  }
}

/** 0112xx: something that a virtual column does not allow. */
export function virtualError(code: string, detail: string) {
  return compilationError(code, "42601", detail);
}

/** 011207: a constraint that a virtual column cannot have. */
export function constraintOnVirtual(constraint: "NOT NULL" | "CHECK", name: string) {
  return virtualError("011207", `Cannot set ${constraint} constraint on virtual column ${name}.`);
}

function checkConstraints({ name, nullable, constraints, ...draft }: ColumnDraft): void {
  if (nullable === false) throw constraintOnVirtual("NOT NULL", name);
  if (constraints.some(({ kind }) => kind === "CHECK")) throw constraintOnVirtual("CHECK", name);
  if (draft.default || draft.identity) throw refused(`Virtual column '${name}' cannot have a default value.`);
}

function invalidUse(code: string, what: string, column: string) {
  return virtualError(code, `Invalid usage of ${what} in ${column} virtual column definition.`);
}

/** The first function in the expression that may answer differently each time. */
function unsteadyCall(expression: Expression): string | undefined {
  const names: string[] = [];
  contains(expression, ({ kind, name }) => {
    const found = (kind === "call" && unsteady.has(String(name))) || kind === "aggregate";
    if (found) names.push(String(name));
    return found;
  });
  return names[0];
}

function contains(part: unknown, matches: (node: { kind?: unknown; name?: unknown }) => boolean): boolean {
  if (typeof part !== "object" || part === null) return false;
  return matches(part) || Object.values(part).some((inner) => contains(inner, matches));
}

/** The type where it can be told without knowing functions. */
function typeOf(expression: Expression, bases: readonly BaseColumn[]): DataType | undefined {
  if (expression.kind === "cast") return expression.type;
  if (expression.kind !== "column") return undefined;
  return bases.find(({ name }) => name === expression.parts.at(-1))?.type;
}

function holds(declared: DataType, found: DataType): boolean {
  if (declared.wire !== found.wire || declared.scale !== found.scale) return false;
  return (declared.precision ?? 0) >= (found.precision ?? 0) && (declared.length ?? 0) >= (found.length ?? 0);
}
