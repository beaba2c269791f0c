import { retentionDays } from "../catalog/parameters";
import { executed, status } from "../result";
import { alreadyExists, compilationError, insufficientPrivileges, unsupported } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import { identifierText } from "../syntax/name";
import { applyChange, newState, rewrittenState } from "./change";
import { tellContents } from "./contents";
import type { Action, Context, Kinds } from "./context";
import { applyFutureGrants } from "./future-grant";
import type { CreateDraft, CreateHead, Kind } from "./kind";
import type { Values, WrittenOptions } from "./options";
import { checkOptions, readOption } from "./options";
import { resolvePlace } from "./resolve";
import { applyTags, readTagClause } from "./tagging";

/** CREATE of any kind, after the word CREATE. */
export function parseCreate(cursor: Cursor, kinds: Kinds): Action {
  const orToken = cursor.token;
  const or = cursor.accept("OR") ? cursor.oneOf("REPLACE", "ALTER") : undefined;
  const modifierTokens = [];
  const modifiers = new Set<string>();
  while (!kinds.all.some((kind) => cursor.at(...kind.words))) {
    if (!kinds.all.some((kind) => kind.modifiers?.includes(cursor.token.value)) || cursor.token.kind !== "word") {
      cursor.unexpected();
    }
    modifierTokens.push(cursor.token);
    modifiers.add(cursor.next().value);
  }
  const kind = kinds.read(cursor);
  const refused = modifierTokens.find(({ value }) => !kind.modifiers?.includes(value));
  if (refused) cursor.unexpected(refused);
  if ((or === "ALTER" && !kind.orAlter) || (or === "REPLACE" && kind.replaceable === false)) cursor.unexpected(orToken);
  const ifToken = cursor.token;
  const ifNotExists = cursor.accept("IF", "NOT", "EXISTS");
  if (ifNotExists && or === "ALTER") cursor.unexpected(ifToken);
  const name = cursor.name(partsOf(kind));
  const head = { orReplace: or === "REPLACE", orAlter: or === "ALTER", ifNotExists, modifiers, name };
  return readBody(cursor, kind, head);
}

/** The most parts that a name of the kind can have. */
export function partsOf(kind: Kind): number {
  return { ACCOUNT: 1, DATABASE: 2, SCHEMA: 3 }[kind.container];
}

function readBody(cursor: Cursor, kind: Kind, head: CreateHead): Action {
  const written: WrittenOptions = [];
  const draft: CreateDraft = { ...head, values: new Map(), tags: [], clauses: {} };
  while (!cursor.atEnd()) {
    if (kind.clause?.(cursor, draft)) continue;
    if (kind.taggable && readTagClause(cursor, draft.tags)) continue;
    if (readOption(cursor, kind.options, "create", written)) continue;
    cursor.acceptSymbol(",");
    if (!readOption(cursor, kind.options, "create", written)) cursor.unexpected();
  }
  kind.finish?.(cursor, draft);
  if (draft.orReplace && draft.ifNotExists) {
    throw compilationError("001430", "42601", "options OR REPLACE and IF NOT EXISTS are incompatible.");
  }
  if (draft.orAlter && draft.tags.length > 0) {
    throw unsupported("CREATE OR ALTER with TAG");
  }
  return (context) => create(context, kind, { ...draft, values: checkOptions(written, kind.options) });
}

/** Creates an object, once the statement was read and its options checked. */
export function create(context: Context, kind: Kind, draft: CreateDraft) {
  const { catalog, access } = context;
  const place = resolvePlace(context, kind, draft.name, `CREATE ${kind.kind}`);
  const existing = catalog.find(place.container.id, kind.space, place.name, place.signature);
  if (existing && !access.sees(existing)) throw existsButHidden(place.name);
  if (existing && draft.ifNotExists) {
    return status(`${place.name} already exists, statement succeeded.`);
  }
  if (existing && draft.orAlter && existing.kind === kind.kind) {
    access.requireOwnership(existing);
    const change = rewrittenState(context, kind, existing, completed(kind, draft.values), draft);
    kind.settle?.(context, change);
    applyChange(context, existing, change);
    return status(executed);
  }
  if (existing && !draft.orReplace) throw alreadyExists(identifierText(place.name));
  // What goes with the session takes no more than access to the place.
  const temporary = draft.modifiers.has("TEMPORARY") || draft.modifiers.has("TEMP");
  const wider = kind.widerCreatePrivilege === undefined ? [] : [kind.widerCreatePrivilege];
  if (!access.holds(place.container, kind.createPrivilege, ...wider, ...(temporary ? ["USAGE"] : []))) {
    throw insufficientPrivileges(place.container.kind, place.container.name);
  }
  if (existing && existing.kind !== kind.kind) throw alreadyExists(identifierText(place.name));
  if (existing) access.requireOwnership(existing);
  const change = newState(kind, place.container, place.name, draft);
  kind.settle?.(context, change);
  const tags = applyTags(context, draft.tags);
  if (existing) {
    draft.clauses["replaced"] = existing.id;
    kind.dropping?.(context, existing);
    tellContents(context, existing);
    catalog.detach(existing, kind.undroppable ? retentionDays(catalog, existing) : 0);
  }
  const object = catalog.add({
    kind: kind.kind,
    space: kind.space,
    name: place.name,
    ...(kind.readSignature && { signature: place.signature ?? "" }),
    parent: place.container.id,
    owner: access.role?.id ?? null,
    comment: change.comment,
    parameters: change.parameters,
    properties: change.properties,
    tags,
  });
  kind.created?.(context, object, draft);
  applyFutureGrants(context, kind, object, draft);
  if (existing) catalog.release(existing);
  return status(`${kind.createdAs ?? kind.noun} ${place.name} successfully created.`);
}

/** OR ALTER takes out whatever the statement does not name. */
function completed(kind: Kind, values: Values): Values {
  const all: Values = new Map();
  for (const [key, option] of Object.entries(kind.options)) {
    if (option.in === undefined || option.in.includes("unset")) all.set(key, undefined);
  }
  for (const [key, value] of values) all.set(key, value);
  return all;
}

function existsButHidden(name: string) {
  const detail = `Object '${identifierText(name)}' already exists, but current role has no privileges on it. If this is unexpected and you cannot resolve this problem, contact your system administrator. ACCOUNTADMIN role may be required to manage the privileges on the object.`;
  return compilationError("003041", "42710", detail);
}
