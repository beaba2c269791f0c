import type { CatalogObject } from "../catalog/object";
import { replicationOf } from "../kinds/replication";
import type { Cursor } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import type { Action, Context } from "./context";
import { objectsIn, table } from "./show";
import { chooseRows, readLike } from "./show-clauses";
import * as show from "./show-columns";

const columns = [
  show.textColumn("snowflake_region", (_database, { account }) => account.region),
  show.createdOn,
  show.textColumn("account_name", (_database, { account }) => account.name),
  show.name,
  show.textColumn("comment", ({ comment }) => comment || null),
  show.textColumn("is_primary", (database) => String(replicationOf(database).secondaryOf === undefined)),
  show.textColumn("primary", primaryOf),
  accounts("replication_allowed_to_accounts", (database) => replicationOf(database).replicatedTo),
  accounts("failover_allowed_to_accounts", (database) => replicationOf(database).failoverTo),
  show.textColumn("organization_name", (_database, { account }) => account.organization),
  show.textColumn("account_locator", (_database, { account }) => account.name),
];

/** SHOW REPLICATION DATABASES [LIKE 's'] [WITH PRIMARY a.d], after the word DATABASES; those of this account alone. */
export function parseShowReplication(cursor: Cursor): Action {
  const like = readLike(cursor);
  const primary = cursor.accept("WITH", "PRIMARY") ? qualifiedText(cursor.name(3).parts) : undefined;
  cursor.expectEnd();
  return (context) => {
    const databases = objectsIn(context, ["DATABASE"], "ACCOUNT", { kind: "ACCOUNT" })
      .filter(takesPart)
      .filter((database) => primary === undefined || primaryOf(database, context) === primary);
    return table(context, columns, chooseRows(databases, like, "cut"));
  };
}

function takesPart(database: CatalogObject): boolean {
  const { secondaryOf, replicatedTo } = replicationOf(database);
  return secondaryOf !== undefined || replicatedTo !== undefined;
}

function primaryOf(database: CatalogObject, { account }: Context): string {
  return replicationOf(database).secondaryOf ?? qualifiedText([account.organization, account.name, database.name]);
}

/** Of a primary: the accounts, and its own, where it can always be replicated to. */
function accounts(name: string, of: (database: CatalogObject) => readonly string[] | undefined) {
  return show.textColumn(name, (database, { account }) =>
    replicationOf(database).secondaryOf === undefined
      ? [...(of(database) ?? []), qualifiedText([account.organization, account.name])].join(", ")
      : null,
  );
}
