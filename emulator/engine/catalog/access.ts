import type { Session } from "../session";
import { insufficientPrivileges } from "../sql-error";
import type { Catalog } from "./catalog";
import { accountId } from "./catalog";
import type { CatalogObject } from "./object";

/** The five roles that every account has, each with the roles that inherit from it. */
export const systemRoles: Record<string, string[]> = {
  ACCOUNTADMIN: [],
  SECURITYADMIN: ["ACCOUNTADMIN"],
  SYSADMIN: ["ACCOUNTADMIN"],
  USERADMIN: ["SECURITYADMIN"],
  PUBLIC: [],
};

/** What a session may see and do. */
export class Access {
  private readonly catalog: Catalog;
  /** The active role and all it inherits. */
  readonly primary: ReadonlySet<number>;
  /** The same with the secondary roles. */
  readonly all: ReadonlySet<number>;
  readonly role: CatalogObject | undefined;
  readonly managesGrants: boolean;
  /** Containers that were asked for already; an object of this class lives for one statement. */
  private readonly seen = new Map<number, boolean>();

  constructor(catalog: Catalog, session: Session) {
    this.catalog = catalog;
    this.role = catalog.find(accountId, "ROLE", session.role);
    const everybody = catalog.find(accountId, "ROLE", "PUBLIC");
    const own = [this.role, everybody].flatMap((role) => (role ? [role.id] : []));
    this.primary = inherited(catalog, own);
    const user = session.secondaryRoles === "ALL" ? catalog.find(accountId, "USER", session.user) : undefined;
    this.all = user ? inherited(catalog, [...own, ...rolesGrantedTo(catalog, user.id)]) : this.primary;
    this.managesGrants = this.holds(catalog.account, "MANAGE GRANTS");
  }

  owns(object: CatalogObject): boolean {
    return object.owner !== null && this.all.has(object.owner);
  }

  /** Whether a role of the session owns the object or was given one of the privileges on it. */
  holds(object: CatalogObject, ...privileges: string[]): boolean {
    if (this.owns(object)) return true;
    return this.catalog.grants
      .on(object.id)
      .some((grant) => this.all.has(grant.to) && (privileges.length === 0 || privileges.includes(grant.privilege)));
  }

  /** Whether the privilege can be used: one to create something counts only with the active role and what it inherits. */
  uses(object: CatalogObject, privilege: string): boolean {
    const roles = privilege.startsWith("CREATE ") ? this.primary : this.all;
    if (object.owner !== null && roles.has(object.owner)) return true;
    return this.catalog.grants.on(object.id).some((grant) => roles.has(grant.to) && grant.privilege === privilege);
  }

  /** Whether SHOW lists the object. */
  sees(object: CatalogObject): boolean {
    if (object.kind === "ROLE" || object.kind === "USER") return true;
    if (object.parent !== accountId && !this.seesContainer(object.parent)) return false;
    if (object.kind === "DATABASE ROLE") return true;
    if (object.owner === null) return true;
    return this.managesGrants || this.holds(object) || this.managesContents(object.parent);
  }

  /** Whoever owns a schema with managed access decides about grants on what is in it. */
  private managesContents(container: number): boolean {
    const schema = this.catalog.lookup(container);
    return schema?.properties["managedAccess"] === true && this.owns(schema);
  }

  private seesContainer(id: number): boolean {
    const known = this.seen.get(id) ?? this.sees(this.catalog.get(id));
    this.seen.set(id, known);
    return known;
  }

  /** Refuses unless {@link holds}. */
  require(object: CatalogObject, ...privileges: string[]): void {
    if (!this.holds(object, ...privileges)) throw insufficientPrivileges(object.kind, object.name);
  }

  requireOwnership(object: CatalogObject): void {
    if (!this.owns(object)) throw insufficientPrivileges(object.kind, object.name);
  }
}

/** Roles given to a role or user directly, those of databases among them. */
export function rolesGrantedTo(catalog: Catalog, grantee: number): number[] {
  const granted = catalog.grants
    .to(grantee)
    .filter((grant) => grant.privilege === "USAGE" && isRole(catalog.lookup(grant.on)))
    .map((grant) => grant.on);
  return [...new Set(granted)];
}

/** Whether it is a role, of the account or of a database. */
export function isRole(object: CatalogObject | undefined): boolean {
  return object?.kind === "ROLE" || object?.kind === "DATABASE ROLE";
}

/** The roles and all roles that they inherit. */
export function inherited(catalog: Catalog, roles: readonly number[]): Set<number> {
  const found = new Set(roles);
  for (const role of found) for (const granted of rolesGrantedTo(catalog, role)) found.add(granted);
  return found;
}
