import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import { compilationError, insufficientPrivileges, missing, unsupported } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import type { Action, Context, Kinds } from "./context";
import { globalPrivileges } from "./global-privileges";
import type { Kind } from "./kind";
import { readObjectName } from "./object-name";
import { requireObject } from "./resolve";
import { objectsIn, readScope } from "./show";

/** What privileges are on. */
interface Target {
  kind: Kind | "ACCOUNT";
  objects(context: Context): CatalogObject[];
}

/** GRANT, after the word. */
export function parseGrant(cursor: Cursor, kinds: Kinds): Action {
  if (cursor.accept("ROLE")) return parseRoleGrant(cursor, "TO");
  const privileges = readPrivileges(cursor);
  const target = readTarget(cursor, kinds);
  check(cursor, kinds, privileges, target);
  cursor.expect("TO");
  cursor.accept("ROLE");
  const role = cursor.name();
  if (privileges.owner && (cursor.accept("COPY") || cursor.accept("REVOKE"))) cursor.expect("CURRENT", "GRANTS");
  const withGrantOption = cursor.accept("WITH", "GRANT", "OPTION");
  cursor.expectEnd();
  return (context) => {
    const grantee = requireGrantee(context, "ROLE", role);
    const objects = target.objects(context);
    if (privileges.owner) {
      giveOwnership(context, objects, grantee);
      return status(executed);
    }
    for (const object of objects) {
      const given = expand(privileges, kinds, target, object);
      checkHeld(context, target, { object, grantee, given, taken: [] });
      for (const privilege of given) {
        requireGrantor(context, object, privilege);
        const by = context.access.role?.id ?? null;
        const createdOn = context.catalog.stamp();
        context.catalog.grants.add({ privilege, on: object.id, to: grantee.id, withGrantOption, by, createdOn });
      }
    }
    return status(executed);
  };
}

/** REVOKE, after the word. */
export function parseRevoke(cursor: Cursor, kinds: Kinds): Action {
  if (cursor.accept("ROLE")) return parseRoleGrant(cursor, "FROM");
  const optionOnly = cursor.accept("GRANT", "OPTION", "FOR");
  const token = cursor.token;
  const privileges = readPrivileges(cursor);
  if (privileges.owner) cursor.unexpected(token);
  const target = readTarget(cursor, kinds);
  check(cursor, kinds, privileges, target);
  cursor.expect("FROM");
  cursor.accept("ROLE");
  const role = cursor.name();
  if (!cursor.accept("CASCADE")) cursor.accept("RESTRICT");
  cursor.expectEnd();
  return (context) => {
    const grantee = requireGrantee(context, "ROLE", role);
    for (const object of target.objects(context)) {
      const taken = expand(privileges, kinds, target, object);
      if (!optionOnly) checkHeld(context, target, { object, grantee, given: [], taken });
      for (const privilege of taken) {
        requireGrantor(context, object, privilege);
        const grant = context.catalog.grants.find(privilege, object.id, grantee.id);
        if (grant && optionOnly) grant.withGrantOption = false;
        else if (grant) context.catalog.grants.remove(grant);
      }
    }
    return status(executed);
  };
}

function parseRoleGrant(cursor: Cursor, direction: "TO" | "FROM"): Action {
  const name = cursor.name();
  cursor.expect(direction);
  const kind = cursor.oneOf("ROLE", "USER");
  const granteeName = cursor.name();
  cursor.expectEnd();
  return (context) => {
    const { catalog, access } = context;
    const role = requireGrantee(context, "ROLE", name);
    const grantee = requireGrantee(context, kind, granteeName);
    if (!access.owns(role) && !access.managesGrants) throw insufficientPrivileges("ROLE", role.name);
    const existing = catalog.grants.find("USAGE", role.id, grantee.id);
    if (direction === "FROM" && existing) catalog.grants.remove(existing);
    if (direction === "TO") {
      refuseCycle(context, role, grantee);
      const by = access.role?.id ?? null;
      const createdOn = catalog.stamp();
      catalog.grants.add({ privilege: "USAGE", on: role.id, to: grantee.id, withGrantOption: false, by, createdOn });
    }
    return status(executed);
  };
}

interface Privileges {
  words: string[];
  all: boolean;
  owner: boolean;
}

function readPrivileges(cursor: Cursor): Privileges {
  if (cursor.accept("ALL")) {
    cursor.accept("PRIVILEGES");
    return { words: [], all: true, owner: false };
  }
  const words: string[] = [];
  do {
    const privilege: string[] = [];
    while (cursor.token.kind === "word" && !cursor.at("ON")) privilege.push(cursor.next().value);
    if (privilege.length === 0) cursor.unexpected();
    words.push(privilege.join(" "));
  } while (cursor.acceptSymbol(","));
  return { words, all: false, owner: words.length === 1 && words[0] === "OWNERSHIP" };
}

function readTarget(cursor: Cursor, kinds: Kinds): Target {
  cursor.expect("ON");
  if (cursor.accept("ACCOUNT")) return { kind: "ACCOUNT", objects: ({ catalog }) => [catalog.account] };
  if (cursor.accept("ALL")) {
    const kind = kinds.readPlural(cursor);
    if (kind.container === "ACCOUNT" || !cursor.at("IN")) cursor.unexpected();
    const scope = readScope(cursor, kind.container);
    const objects = (context: Context) => objectsIn(context, [kind.space], kind.container, scope);
    return { kind, objects: (context) => objects(context).filter(({ owner }) => owner !== null) };
  }
  const kind = kinds.read(cursor);
  const name = readObjectName(cursor, kind);
  return { kind, objects: (context) => [requireObject(context, kind, name, "GRANT")] };
}

/** A privilege that the kind does not have is no privilege. */
function check(cursor: Cursor, kinds: Kinds, privileges: Privileges, target: Target): void {
  if (privileges.all || (privileges.owner && target.kind !== "ACCOUNT")) return;
  const known = privilegesOf(kinds, target);
  if (privileges.words.every((word) => known.includes(word))) return;
  const wrong = privileges.words.find((word) => !known.includes(word));
  const on = target.kind === "ACCOUNT" ? "ACCOUNT" : target.kind.kind;
  throw compilationError(
    "003008",
    "42601",
    `Invalid object type '${on}' for privilege '${wrong}' near '${cursor.token.text}'.`,
  );
}

function expand(privileges: Privileges, kinds: Kinds, target: Target, object: CatalogObject): string[] {
  const grantable = target.kind === "ACCOUNT" ? undefined : target.kind.grantable?.(object);
  if (privileges.all) return privilegesOf(kinds, target).filter((word) => grantable?.includes(word) ?? true);
  const wrong = privileges.words.find((word) => grantable && !grantable.includes(word));
  if (wrong !== undefined) throw unsupported(`${wrong} on this ${object.kind.toLowerCase()}`);
  return privileges.words;
}

function checkHeld(
  { catalog }: Context,
  { kind }: Target,
  change: { object: CatalogObject; grantee: CatalogObject; given: readonly string[]; taken: readonly string[] },
): void {
  if (kind === "ACCOUNT" || !kind.checkHeld) return;
  const { object, grantee, given, taken } = change;
  const grants = catalog.grants.on(object.id).filter(({ to }) => to === grantee.id);
  const held = new Set([...grants.map(({ privilege }) => privilege), ...given]);
  for (const privilege of taken) held.delete(privilege);
  kind.checkHeld(object, held);
}

function privilegesOf(kinds: Kinds, { kind }: Target): string[] {
  if (kind === "ACCOUNT") return globalPrivileges(kinds);
  const inside = kinds.all.filter(({ container }) => container === kind.kind).map((child) => child.createPrivilege);
  return [...new Set([...kind.privileges, ...inside])];
}

function requireGrantee(context: Context, kind: "ROLE" | "USER", name: QualifiedName): CatalogObject {
  const found = context.catalog.find(accountId, kind, name.parts[0] as string);
  if (!found) throw missing(kind === "ROLE" ? "Role" : "User", name.text);
  return found;
}

function requireGrantor({ access, catalog }: Context, object: CatalogObject, privilege: string): void {
  if (access.owns(object) || access.managesGrants) return;
  const may = catalog.grants
    .on(object.id)
    .some((grant) => grant.privilege === privilege && grant.withGrantOption && access.all.has(grant.to));
  if (!may) throw insufficientPrivileges(object.kind, object.name);
}

function giveOwnership(context: Context, objects: readonly CatalogObject[], grantee: CatalogObject): void {
  const { access, kinds } = context;
  const refused = objects.find((object) => !access.owns(object) && !access.managesGrants);
  if (refused) throw insufficientPrivileges(refused.kind, refused.name);
  const [first] = objects;
  if (first) kinds.get(first.kind).transferring?.(context, objects, grantee.id);
  for (const object of objects) object.owner = grantee.id;
}

function refuseCycle({ catalog }: Context, role: CatalogObject, grantee: CatalogObject): void {
  const inside = new Set([role.id]);
  for (const id of inside) {
    for (const grant of catalog.grants.to(id)) if (catalog.lookup(grant.on)?.kind === "ROLE") inside.add(grant.on);
  }
  if (!inside.has(grantee.id)) return;
  throw compilationError(
    "003096",
    "42501",
    `Cannot grant ROLE ${role.name} to ROLE ${grantee.name}: it would be a cycle.`,
  );
}
