import { rolesGrantedTo, systemRoles } from "./catalog/access";
import type { Catalog } from "./catalog/catalog";
import { accountId } from "./catalog/catalog";
import type { CatalogObject } from "./catalog/object";
import type { UserRecord } from "./session";
import type { Kinds } from "./statements/context";
import { globalPrivileges, initialPrivileges } from "./statements/global-privileges";

/** Makes the roles that every account has, with their privileges. */
export function addSystemRoles(catalog: Catalog, kinds: Kinds): void {
  for (const name of Object.keys(systemRoles)) addRole(catalog, name);
  for (const [name, heirs] of Object.entries(systemRoles)) {
    for (const heir of heirs) grantRole(catalog, name, requireRole(catalog, heir));
  }
  const privileges = { ...initialPrivileges, ACCOUNTADMIN: globalPrivileges(kinds) };
  // One time for all: each stamp puts the account's clock a little ahead.
  const createdOn = catalog.stamp();
  for (const [name, list] of Object.entries(privileges)) {
    const { id: to } = requireRole(catalog, name);
    for (const privilege of list) {
      catalog.grants.add({ privilege, on: accountId, to, withGrantOption: true, by: null, createdOn });
    }
  }
}

/** Makes a user from the emulator's options; without a list of roles it is an ACCOUNTADMIN. */
export function addUser(catalog: Catalog, record: UserRecord): CatalogObject {
  const name = record.name.toUpperCase();
  const user = catalog.add({
    kind: "USER",
    space: "USER",
    name,
    parent: accountId,
    owner: requireRole(catalog, "ACCOUNTADMIN").id,
    properties: { LOGIN_NAME: name, DISPLAY_NAME: name, DEFAULT_SECONDARY_ROLES: [], DISABLED: false },
  });
  updateUser(catalog, user, record);
  return user;
}

/** Gives a user the credentials and roles of the options: a key that was rotated there counts, not the saved one. */
export function updateUser(catalog: Catalog, user: CatalogObject, record: UserRecord): void {
  const roles = (record.roles ?? ["ACCOUNTADMIN"]).map((role) => role.toUpperCase());
  const [first, second] = record.publicKeys ?? [];
  Object.assign(user.properties, {
    PASSWORD: record.password ?? null,
    RSA_PUBLIC_KEY: first ?? null,
    RSA_PUBLIC_KEY_2: second ?? null,
    DEFAULT_ROLE: record.defaultRole?.toUpperCase() ?? roles[0] ?? "PUBLIC",
  });
  const granted = new Set(accountRolesOf(catalog, user));
  for (const role of roles) {
    if (!catalog.find(accountId, "ROLE", role)) addRole(catalog, role, requireRole(catalog, "ACCOUNTADMIN").id);
    if (!granted.has(role)) grantRole(catalog, role, user);
  }
}

/** What a login is checked against. */
export function userRecord(catalog: Catalog, user: CatalogObject): UserRecord {
  const { properties } = user;
  const publicKeys = [properties["RSA_PUBLIC_KEY"], properties["RSA_PUBLIC_KEY_2"]].filter(
    (key) => typeof key === "string",
  );
  const password = properties["PASSWORD"];
  const tokens = properties["tokens"];
  const defaultRole = properties["DEFAULT_ROLE"];
  return {
    name: user.name,
    ...(typeof password === "string" && { password }),
    ...(publicKeys.length > 0 && { publicKeys }),
    ...(Array.isArray(tokens) && tokens.length > 0 && { tokens: tokens.map(String) }),
    ...(typeof defaultRole === "string" && { defaultRole }),
    roles: accountRolesOf(catalog, user),
  };
}

function accountRolesOf(catalog: Catalog, user: CatalogObject): string[] {
  return rolesGrantedTo(catalog, user.id)
    .map((id) => catalog.get(id))
    .filter(({ kind }) => kind === "ROLE")
    .map(({ name }) => name);
}

function addRole(catalog: Catalog, name: string, owner: number | null = null): CatalogObject {
  return catalog.add({ kind: "ROLE", space: "ROLE", name, parent: accountId, owner });
}

function requireRole(catalog: Catalog, name: string): CatalogObject {
  const role = catalog.find(accountId, "ROLE", name);
  if (!role) throw new Error(`no role ${name}`);
  return role;
}

function grantRole(catalog: Catalog, name: string, to: CatalogObject): void {
  const { id: on, owner: by } = requireRole(catalog, name);
  const createdOn = catalog.stamp();
  catalog.grants.add({ privilege: "USAGE", on, to: to.id, withGrantOption: false, by, createdOn });
}
