import { inherited, rolesGrantedTo } from "../catalog/access";
import { accountId } from "../catalog/catalog";
import { executed, statementTypes, status } from "../result";
import { missingContainer, SqlError } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import type { Action, Context } from "./context";
import { visibleChild } from "./resolve";

/** USE, after the word. */
export function parseUse(cursor: Cursor): Action {
  const action = readForm(cursor);
  cursor.expectEnd();
  return action;
}

function readForm(cursor: Cursor): Action {
  if (cursor.accept("ROLE")) return useRole(cursor.name());
  if (cursor.accept("SECONDARY", "ROLES")) return useSecondaryRoles(cursor.oneOf("ALL", "NONE"));
  if (cursor.accept("WAREHOUSE")) return useWarehouse(cursor.name());
  if (cursor.accept("SCHEMA")) return useSchema(cursor.name(2));
  if (cursor.accept("DATABASE")) return useDatabase(cursor.name());
  const name = cursor.name(2);
  return name.parts.length === 2 ? useSchema(name) : useDatabase(name);
}

function useRole({ parts }: QualifiedName): Action {
  return ({ catalog, session }) => {
    const name = parts[0] as string;
    const role = catalog.find(accountId, "ROLE", name);
    if (!role) throw missingContainer();
    if (!mayUse(catalog, session.user, role.id)) {
      const text = `Requested role '${name}' is not assigned to the executing user. Specify another role to activate.`;
      throw new SqlError("003013", "42501", `SQL access control error:\n${text}`);
    }
    session.role = name;
    return status(executed, statementTypes.use);
  };
}

/** Whether a role was given to a user, perhaps through another role. */
export function mayUse(catalog: Context["catalog"], userName: string, role: number): boolean {
  const user = catalog.find(accountId, "USER", userName);
  const everybody = catalog.find(accountId, "ROLE", "PUBLIC");
  if (!user) return false;
  return role === everybody?.id || inherited(catalog, rolesGrantedTo(catalog, user.id)).has(role);
}

function useSecondaryRoles(which: "ALL" | "NONE"): Action {
  return ({ session }) => {
    session.secondaryRoles = which;
    return status(executed, statementTypes.use);
  };
}

function useWarehouse({ parts }: QualifiedName): Action {
  return (context) => {
    const warehouse = visibleChild(context, context.catalog.account, "WAREHOUSE", parts[0] as string);
    if (!warehouse) throw missingContainer();
    context.access.require(warehouse, "USAGE", "OPERATE", "MODIFY", "MONITOR");
    context.session.warehouse = warehouse.name;
    return status(executed, statementTypes.useWarehouse);
  };
}

function useDatabase({ parts }: QualifiedName): Action {
  return (context) => {
    const database = visibleChild(context, context.catalog.account, "DATABASE", parts[0] as string);
    if (!database) throw missingContainer();
    context.session.database = database.name;
    context.session.schema = visibleChild(context, database, "SCHEMA", "PUBLIC")?.name ?? null;
    return status(executed, statementTypes.useDatabase);
  };
}

function useSchema({ parts }: QualifiedName): Action {
  return (context) => {
    const { session, catalog } = context;
    const databaseName = parts.length === 2 ? (parts[0] as string) : session.database;
    if (databaseName === null) {
      throw new SqlError(
        "090105",
        "22000",
        "Cannot perform USE SCHEMA. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.",
      );
    }
    const database = visibleChild(context, catalog.account, "DATABASE", databaseName);
    const schema = database && visibleChild(context, database, "SCHEMA", parts.at(-1) as string);
    if (!database || !schema) throw missingContainer();
    session.database = database.name;
    session.schema = schema.name;
    return status(executed, statementTypes.useSchema);
  };
}
