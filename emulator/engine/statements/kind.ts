import type { CatalogObject, Json } from "../catalog/object";
import type { Cell, ResultColumn, StatementResult } from "../result";
import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import type { Context, Statement } from "./context";
import type { Options, Values } from "./options";
import type { Place } from "./resolve";

/** What stands before the name in a CREATE. */
export interface CreateHead {
  orReplace: boolean;
  orAlter: boolean;
  ifNotExists: boolean;
  /** TRANSIENT, TEMPORARY, ADAPTIVE … */
  modifiers: ReadonlySet<string>;
  name: QualifiedName;
}

/** Everything that a CREATE asks for. */
export interface CreateDraft extends CreateHead {
  values: Values;
  tags: TagValue[];
  /** What the kind's own clauses put here. */
  clauses: Record<string, Json>;
}

/** A tag and its value, as written. */
export interface TagValue {
  tag: QualifiedName;
  value: string;
}

/** A clause or an ALTER of a kind's own. */
export type ObjectAction = (context: Context, object: CatalogObject) => StatementResult;

/** A column of SHOW. */
export interface ShowColumn {
  column: ResultColumn;
  cell(object: CatalogObject, context: Context): Cell;
  /** `history`: only with HISTORY; `enterprise`: missing on Standard edition. */
  only?: "history" | "enterprise";
}

/** How SHOW lists a kind. */
export interface ShowRules {
  columns: readonly ShowColumn[];
  terse?: readonly ShowColumn[];
  /** Whether HISTORY is understood. */
  history?: boolean;
  /** Whether WITH PRIVILEGES is understood. */
  withPrivileges?: boolean;
  /** What happens above 10,000 rows. */
  cap: "error" | "cut";
  /** Reads a clause of its own that leaves rows out; undefined when there is none here. */
  filter?(cursor: Cursor): ((object: CatalogObject) => boolean) | undefined;
}

/** How the contents of a container are copied. */
export interface CopyOptions {
  /** As they were then; undefined is now. */
  time: number | undefined;
  /** INCLUDE INTERNAL STAGES. */
  internalStages: boolean;
}

/** A kind of object: all that the general statements need to know about it. */
export interface Kind {
  /** `DATABASE`, `RESOURCE MONITOR` … */
  kind: string;
  words: readonly string[];
  plural: readonly string[];
  /** Other words that ALTER, DROP, DESCRIBE and GRANT take for the kind. */
  otherWords?: readonly string[];
  /** Other words that SHOW takes for the plural. */
  otherPlural?: readonly string[];
  /** Reads what, besides the name, says which object is meant; the argument types of a procedure. */
  readSignature?(cursor: Cursor): string;
  /** How SHOW GRANTS writes the last part of the name, if not as the name alone. */
  grantName?(object: CatalogObject): string;
  /** As error and status texts write it: `Database`. */
  noun: string;
  /** As the status of CREATE writes it, if in another way. */
  createdAs?: string;
  /** Kinds that share names in a container share the space. */
  space: string;
  container: "ACCOUNT" | "DATABASE" | "SCHEMA";
  /** Words between CREATE and the kind; the rest is refused. */
  modifiers?: readonly string[];
  /** What the role needs on the container in order to create one. */
  createPrivilege: string;
  /** A privilege that includes {@link createPrivilege}. */
  widerCreatePrivilege?: string;
  /** What can be granted on one. */
  privileges: readonly string[];
  /** What can be granted on this object, where it is not all of them. */
  grantable?(object: CatalogObject): readonly string[];
  /** Refuses what a role would hold on the object, or on objects to come, after a GRANT or REVOKE. */
  checkHeld?(object: CatalogObject | undefined, held: ReadonlySet<string>): void;
  /** What an ALTER … SET needs besides ownership. */
  alterPrivileges?: readonly string[];
  options: Options;
  orAlter?: boolean;
  taggable?: boolean;
  /** UNDROP brings one back. */
  undroppable?: boolean;
  swappable?: boolean;
  renamable?: boolean;
  /** Whether OR REPLACE is understood; most kinds do. */
  replaceable?: boolean;
  /** Reads one clause of CREATE that is no option; false when there is none here. */
  clause?(cursor: Cursor, draft: CreateDraft): boolean;
  /** Refuses, at the end of a CREATE, a statement that lacks something. */
  finish?(cursor: Cursor, draft: CreateDraft): void;
  /** What is wrong with the draft as a whole, and what it stands for; `existing` when OR ALTER found one. */
  settle?(context: Context, change: Change): void;
  /** After the object is in the catalog. */
  created?(context: Context, object: CatalogObject, draft: CreateDraft): void;
  /** After an ALTER has put new values into the object; with the properties from before. */
  changed?(context: Context, object: CatalogObject, before: Readonly<Record<string, Json>>): void;
  /** The properties that it has in a copy of its container; undefined leaves it out. */
  copying?(object: CatalogObject, options: CopyOptions): Record<string, Json> | undefined;
  /** After the object came with the copy of its container; copies by the ids of what they were copied from. */
  copied?(context: Context, object: CatalogObject, copies: ReadonlyMap<number, CatalogObject>): void;
  /** Reads an ALTER of its own; undefined when there is none here. */
  alter?(cursor: Cursor): ObjectAction | undefined;
  /** The ALTERs that take the object in use when they name none, and which that is. @throws SqlError when none is in use. */
  inUse?: { alter(cursor: Cursor): ObjectAction | undefined; find(context: Context): CatalogObject };
  /** Refuses another name or container. */
  moving?(context: Context, object: CatalogObject, place: Place): void;
  /** Before objects that one statement names get another owner. */
  transferring?(context: Context, objects: readonly CatalogObject[], owner: number): void;
  /** Reads what may follow the name in DROP; what is done then before the object is dropped, instead of `dropping`. */
  dropClause?(cursor: Cursor): NonNullable<Kind["dropping"]>;
  /** Before the object is dropped. */
  dropping?(context: Context, object: CatalogObject): void;
  /** Before a container of the object is dropped. */
  containerDropped?(context: Context, object: CatalogObject): void;
  /** Why DROP … RESTRICT leaves the object alone; undefined when nothing outside needs it. */
  blocksRestrict?(context: Context, object: CatalogObject): string | undefined;
  show?: ShowRules;
  describe?(context: Context, object: CatalogObject): StatementResult;
  /** Reads what may follow the name in DESCRIBE. */
  describeClause?(cursor: Cursor): NonNullable<Kind["describe"]>;
  /** Statements that begin with other words than the general ones. */
  statements?: readonly Statement[];
  /** Such statements that only read; they are tried before the general ones. */
  reading?: readonly Statement[];
}

/** The state that a CREATE or ALTER leads to; `settle` may complete or refuse it. */
export interface Change {
  name: string;
  /** The state before, when there was one. */
  before: CatalogObject | undefined;
  container: CatalogObject;
  comment: string;
  parameters: CatalogObject["parameters"];
  properties: Record<string, Json>;
  /** Options that the statement names. */
  given: ReadonlySet<string>;
  draft: CreateDraft | undefined;
}
