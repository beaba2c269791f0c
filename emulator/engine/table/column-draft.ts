import type { DataType } from "../query/data-type";
import { readType } from "../query/data-type";
import type { Expression } from "../query/expression";
import { readExpression } from "../query/expression";
import { readQuery } from "../query/select";
import type { TagValue } from "../statements/kind";
import { readTagClause } from "../statements/tagging";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import type { QualifiedName } from "../syntax/name";
import type { ConstraintDraft } from "./constraint-draft";
import { readInlineConstraint, takeBracket } from "./constraint-draft";

/** A column as a statement writes it. */
export interface ColumnDraft {
  name: string;
  type: DataType;
  nullable?: boolean;
  collation?: string;
  default?: Expression;
  identity?: IdentityDraft;
  /** The expression of a virtual column, and its tokens. */
  virtual?: { expression: Expression; tokens: Token[] };
  comment?: string;
  constraints: ConstraintDraft[];
  tags: TagValue[];
  maskingPolicy?: QualifiedName;
  projectionPolicy?: QualifiedName;
}

/** AUTOINCREMENT as written. */
export interface IdentityDraft {
  start: number;
  increment: number;
  ordered?: boolean;
}

/** Words that can follow the expression of a default. */
const afterDefault = new Set(
  `NOT NULL COMMENT COLLATE CONSTRAINT UNIQUE PRIMARY FOREIGN REFERENCES CHECK MASKING PROJECTION WITH TAG AUTOINCREMENT
  IDENTITY DEFAULT`.split(/\s+/),
);

/** Reads a column: its name, type and whatever follows in any order. */
export function readColumn(cursor: Cursor): ColumnDraft {
  const token = cursor.token;
  if (token.kind === "word" && noColumnNames.has(token.value)) cursor.unexpected();
  const name = cursor.identifier();
  const draft: ColumnDraft = { name, type: readType(cursor), constraints: [], tags: [] };
  while (readPart(cursor, draft));
  return draft;
}

/** Names that a column may only have in double quotes. */
const noColumnNames = new Set(
  `CONSTRAINT CURRENT_DATE CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP`.split(
    " ",
  ),
);

function readPart(cursor: Cursor, draft: ColumnDraft): boolean {
  const undecided = draft.default === undefined && draft.identity === undefined && draft.virtual === undefined;
  if (undecided && cursor.accept("DEFAULT")) draft.default = readDefault(cursor);
  else if (undecided && (cursor.accept("AUTOINCREMENT") || cursor.accept("IDENTITY"))) {
    draft.identity = readIdentity(cursor);
  } else if (draft.virtual === undefined && (cursor.accept("GENERATED", "ALWAYS", "AS") || cursor.accept("AS"))) {
    draft.virtual = readVirtual(cursor);
  } else if (draft.nullable === undefined && cursor.accept("NOT", "NULL")) draft.nullable = false;
  else if (draft.nullable === undefined && cursor.accept("NULL")) draft.nullable = true;
  else if (draft.collation === undefined && cursor.accept("COLLATE")) draft.collation = cursor.string().toLowerCase();
  else if (draft.comment === undefined && cursor.accept("COMMENT")) draft.comment = cursor.string();
  else if (cursor.accept("WITH", "MASKING", "POLICY") || cursor.accept("MASKING", "POLICY")) {
    draft.maskingPolicy = readMaskingPolicy(cursor);
  } else if (cursor.accept("WITH", "PROJECTION", "POLICY") || cursor.accept("PROJECTION", "POLICY")) {
    draft.projectionPolicy = cursor.name(3);
  } else if (!readTagClause(cursor, draft.tags)) {
    const constraint = readInlineConstraint(cursor, draft.name);
    if (!constraint) return false;
    draft.constraints.push(constraint);
  }
  return true;
}

/** Reads the expression of a default: NOT NULL behind it is the column's. */
export function readDefault(cursor: Cursor): Expression {
  const tokens = cursor.take(({ kind, value }) => kind === "word" && afterDefault.has(value));
  const inner = cursor.over(tokens);
  const expression = readExpression(inner);
  inner.expectEnd();
  return expression;
}

/** Reads `[(start, step) | START [WITH] s INCREMENT [BY] i] [ORDER | NOORDER]`. */
function readIdentity(cursor: Cursor): IdentityDraft {
  const identity: IdentityDraft = { start: 1, increment: 1 };
  if (cursor.acceptSymbol("(")) {
    identity.start = cursor.integer();
    cursor.expectSymbol(",");
    identity.increment = cursor.integer();
    cursor.expectSymbol(")");
  } else {
    if (cursor.accept("START")) identity.start = readAmount(cursor, "WITH");
    if (cursor.accept("INCREMENT")) identity.increment = readAmount(cursor, "BY");
  }
  if (cursor.accept("ORDER")) identity.ordered = true;
  else if (cursor.accept("NOORDER")) identity.ordered = false;
  return identity;
}

/** Reads the number behind START or INCREMENT. */
export function readAmount(cursor: Cursor, word: "WITH" | "BY"): number {
  cursor.accept(word);
  cursor.acceptSymbol("=");
  return cursor.integer();
}

function readVirtual(cursor: Cursor): NonNullable<ColumnDraft["virtual"]> {
  cursor.expectSymbol("(");
  const tokens = takeBracket(cursor);
  cursor.accept("VIRTUAL");
  const inner = cursor.over(tokens);
  const expression = readExpression(inner, readQuery);
  inner.expectEnd();
  return { expression, tokens };
}

/** Reads the name of the policy; the columns that it may look at are understood and forgotten. */
export function readMaskingPolicy(cursor: Cursor): QualifiedName {
  const name = cursor.name(3);
  if (cursor.accept("USING")) cursor.list(() => cursor.identifier());
  return name;
}
