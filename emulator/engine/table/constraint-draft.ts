import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import type { QualifiedName } from "../syntax/name";
import { writtenText } from "../syntax/written-text";
import type { ConstraintKind, ReferenceRule } from "./constraint";

/** A constraint as a statement writes it. */
export interface ConstraintDraft {
  kind: ConstraintKind;
  name?: string;
  columns: string[];
  /** Without columns: the primary key of the table. */
  references?: { table: QualifiedName; columns: string[] };
  condition?: Token[];
  properties: ConstraintProperties;
  comment?: string;
}

/** What a statement says about a constraint beyond its columns. */
export interface ConstraintProperties {
  enforced?: boolean;
  enabled?: boolean;
  validated?: boolean;
  rely?: boolean;
  deferrable?: boolean;
  initially?: string;
  onUpdate?: ReferenceRule;
  onDelete?: ReferenceRule;
}

/** Whether a constraint that names its columns begins here. */
export function atConstraint(cursor: Cursor): boolean {
  if (cursor.at("CONSTRAINT") || cursor.at("PRIMARY", "KEY") || cursor.at("FOREIGN", "KEY")) return true;
  return (cursor.at("UNIQUE") || cursor.at("CHECK")) && cursor.ahead(1).value === "(";
}

/** Reads a constraint that names its columns. */
export function readConstraint(cursor: Cursor): ConstraintDraft {
  const draft = begin(cursor);
  if (draft.kind === "CHECK") readCondition(cursor, draft);
  else draft.columns = cursor.list(() => cursor.identifier());
  if (draft.kind === "FOREIGN KEY") readReference(cursor, draft);
  readProperties(cursor, draft);
  if (cursor.accept("COMMENT")) draft.comment = cursor.string();
  return draft;
}

/** Reads a constraint that stands behind its column, if there is one. */
export function readInlineConstraint(cursor: Cursor, column: string): ConstraintDraft | undefined {
  const starts = ["CONSTRAINT", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "REFERENCES"];
  if (!starts.some((word) => cursor.at(word))) return undefined;
  const draft = begin(cursor);
  if (draft.kind === "CHECK") readCondition(cursor, draft);
  else draft.columns = [column];
  if (draft.kind === "FOREIGN KEY") readReference(cursor, draft);
  return readProperties(cursor, draft);
}

function begin(cursor: Cursor): ConstraintDraft {
  const name = cursor.accept("CONSTRAINT") ? { name: cursor.identifier() } : {};
  return { ...name, kind: readKind(cursor), columns: [], properties: {} };
}

function readKind(cursor: Cursor): ConstraintKind {
  if (cursor.accept("PRIMARY", "KEY")) return "PRIMARY KEY";
  if (cursor.accept("UNIQUE")) return "UNIQUE";
  if (cursor.accept("CHECK")) return "CHECK";
  if (!cursor.accept("FOREIGN", "KEY") && !cursor.at("REFERENCES")) cursor.unexpected();
  return "FOREIGN KEY";
}

function readCondition(cursor: Cursor, draft: ConstraintDraft): void {
  cursor.expectSymbol("(");
  draft.condition = takeBracket(cursor);
}

/** The tokens up to the closing bracket, which is read too. */
export function takeBracket(cursor: Cursor): Token[] {
  const tokens: Token[] = [];
  do tokens.push(...(cursor.atSymbol(",") ? [cursor.next()] : cursor.take(() => false)));
  while (!cursor.atEnd() && !cursor.atSymbol(")"));
  cursor.expectSymbol(")");
  return tokens;
}

function readReference(cursor: Cursor, draft: ConstraintDraft): void {
  cursor.expect("REFERENCES");
  const table = cursor.name(3);
  draft.references = { table, columns: cursor.atSymbol("(") ? cursor.list(() => cursor.identifier()) : [] };
}

function readProperties(cursor: Cursor, draft: ConstraintDraft): ConstraintDraft {
  while (readProperty(cursor, draft.properties, draft.kind));
  return draft;
}

/** Reads one property of a constraint, if there is one. */
export function readProperty(cursor: Cursor, into: ConstraintProperties, kind?: ConstraintKind): boolean {
  if (cursor.accept("NOT", "ENFORCED")) into.enforced = false;
  else if (cursor.accept("ENFORCED")) into.enforced = true;
  else if (cursor.accept("ENABLE")) into.enabled = true;
  else if (cursor.accept("DISABLE")) into.enabled = false;
  else if (cursor.accept("VALIDATE")) into.validated = true;
  else if (cursor.accept("NOVALIDATE")) into.validated = false;
  else if (cursor.accept("RELY")) into.rely = true;
  else if (cursor.accept("NORELY")) into.rely = false;
  else if (cursor.accept("NOT", "DEFERRABLE")) into.deferrable = false;
  else if (cursor.accept("DEFERRABLE")) into.deferrable = true;
  else if (cursor.accept("INITIALLY")) into.initially = cursor.oneOf("DEFERRED", "IMMEDIATE");
  else if (kind === "FOREIGN KEY" && cursor.accept("MATCH")) cursor.oneOf("FULL", "SIMPLE", "PARTIAL");
  else if (kind === "FOREIGN KEY" && cursor.accept("ON")) readRules(cursor, into);
  else return false;
  return true;
}

/** Reads what follows ON: UPDATE and its rule, DELETE and its rule, or both. */
function readRules(cursor: Cursor, into: ConstraintProperties): void {
  if (!cursor.at("UPDATE") && !cursor.at("DELETE")) cursor.unexpected();
  if (cursor.accept("UPDATE")) into.onUpdate = readRule(cursor);
  if (cursor.accept("DELETE")) into.onDelete = readRule(cursor);
}

function readRule(cursor: Cursor): ReferenceRule {
  if (cursor.accept("SET", "NULL")) return "SET NULL";
  if (cursor.accept("SET", "DEFAULT")) return "SET DEFAULT";
  if (cursor.accept("NO", "ACTION")) return "NO ACTION";
  return cursor.oneOf("CASCADE", "RESTRICT");
}

/** The condition of a CHECK as text. */
export function conditionText(draft: ConstraintDraft): { condition?: string } {
  return draft.condition ? { condition: writtenText(draft.condition) } : {};
}
