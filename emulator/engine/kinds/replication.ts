import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import { insufficientPrivileges, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";

/** How a database takes part in replication. */
export interface Replication {
  /** Full name of the primary database of a secondary one. */
  secondaryOf?: string;
  /** Accounts that may have a secondary; undefined as long as the database is no primary. */
  replicatedTo?: readonly string[];
  /** Accounts where a secondary may become the primary. */
  failoverTo: readonly string[];
}

/** What is known of a database's replication; one that was made from a share has an origin and takes no part. */
export function replicationOf({ properties }: CatalogObject): Replication {
  const { origin, imported, replication, failover } = properties;
  return {
    ...(typeof origin === "string" && imported !== true && { secondaryOf: origin }),
    ...(Array.isArray(replication) && { replicatedTo: replication.map(String) }),
    failoverTo: Array.isArray(failover) ? failover.map(String) : [],
  };
}

/** Reads {ENABLE | DISABLE} {REPLICATION | FAILOVER}, REFRESH and PRIMARY. */
export function readReplication(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("REFRESH")) return refresh;
  if (cursor.accept("PRIMARY")) return becomePrimary;
  const word = ["REPLICATION", "FAILOVER"].find((one) => cursor.at("ENABLE", one) || cursor.at("DISABLE", one));
  if (word === undefined) return undefined;
  const key = word === "REPLICATION" ? "replication" : "failover";
  if (cursor.accept("DISABLE", word)) {
    const accounts = cursor.at("TO") ? readAccounts(cursor) : undefined;
    return administered((_context, database) => disable(database, key, accounts));
  }
  cursor.expect("ENABLE", word);
  const accounts = readAccounts(cursor);
  if (key === "replication") cursor.accept("IGNORE", "EDITION", "CHECK");
  return administered((_context, database) => enable(database, key, accounts));
}

function readAccounts(cursor: Cursor): string[] {
  cursor.expect("TO", "ACCOUNTS");
  const accounts: string[] = [];
  do accounts.push(qualifiedText(cursor.name(2).parts));
  while (cursor.acceptSymbol(","));
  return accounts;
}

function enable(database: CatalogObject, key: "replication" | "failover", accounts: readonly string[]): void {
  const { secondaryOf, replicatedTo, failoverTo } = replicationOf(database);
  const doing = `ENABLE ${key.toUpperCase()}`;
  if (database.properties["imported"] === true) throw unsupported(`${doing} of a shared database`);
  if (secondaryOf !== undefined) throw unsupported(`${doing} of a secondary database`);
  if (key === "failover" && !replicatedTo) throw unsupported(`${doing} of a database that is not replicated`);
  const before = key === "replication" ? (replicatedTo ?? []) : failoverTo;
  database.properties[key] = [...new Set([...before, ...accounts])];
}

/** The database goes on being a primary, in its own account. */
function disable(database: CatalogObject, key: "replication" | "failover", accounts?: readonly string[]): void {
  const before = database.properties[key];
  if (!Array.isArray(before)) return;
  database.properties[key] = accounts ? before.filter((account) => !accounts.includes(String(account))) : [];
}

/** The primary is in another account, whose changes nobody here knows: a secondary is as new as it can be. */
const refresh: ObjectAction = (context, database) => {
  if (!isAdministrator(context)) context.access.requireOwnership(database);
  requireSecondary(database, "REFRESH");
  return status(executed);
};

/** The former primary becomes a secondary of this one. */
const becomePrimary = administered((_context, database) => {
  const origin = requireSecondary(database, "PRIMARY");
  const account = origin.slice(0, origin.lastIndexOf("."));
  const { origin: _, ...rest } = database.properties;
  database.properties = { ...rest, replication: [account], failover: [account] };
});

function requireSecondary(database: CatalogObject, doing: string): string {
  const { secondaryOf } = replicationOf(database);
  return secondaryOf ?? notSecondary(doing);
}

function notSecondary(doing: string): never {
  throw unsupported(`${doing} of a database that is no secondary`);
}

/** Replication and failover are for account administrators alone. */
function administered(change: (context: Context, database: CatalogObject) => void): ObjectAction {
  return (context, database) => {
    if (!isAdministrator(context)) throw insufficientPrivileges("DATABASE", database.name);
    change(context, database);
    database.updatedOn = context.catalog.stamp();
    return status(executed);
  };
}

function isAdministrator({ access, catalog }: Context): boolean {
  const administrator = catalog.find(catalog.account.id, "ROLE", "ACCOUNTADMIN");
  return administrator !== undefined && access.all.has(administrator.id);
}
