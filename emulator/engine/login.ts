import { Access } from "./catalog/access";
import type { Catalog } from "./catalog/catalog";
import { accountId } from "./catalog/catalog";
import type { CatalogObject } from "./catalog/object";
import { parameterDefinition } from "./catalog/parameters";
import type { LoginRequest, Session } from "./session";
import { SqlError } from "./sql-error";
import { mayUse } from "./statements/use";
import { parseName } from "./syntax/cursor";

/** The session that a login asks for. */
export function openSession(catalog: Catalog, user: CatalogObject, request: LoginRequest, id: number): Session {
  if (user.properties["DISABLED"] === true) {
    throw new SqlError("390101", "08001", "User access disabled. Contact your local system administrator.");
  }
  const wanted = named(request.role) ?? text(user.properties["DEFAULT_ROLE"]) ?? "PUBLIC";
  const role = catalog.find(accountId, "ROLE", wanted);
  if (!role || !mayUse(catalog, user.name, role.id)) {
    throw new SqlError(
      "390189",
      "08001",
      `Role '${wanted}' specified in the connect string does not exist or not authorized. Contact your local system administrator, or attempt to login with another role, e.g. PUBLIC.`,
    );
  }
  const secondary = user.properties["DEFAULT_SECONDARY_ROLES"];
  const session: Session = {
    id,
    user: user.name,
    role: role.name,
    secondaryRoles: Array.isArray(secondary) && secondary.includes("ALL") ? "ALL" : "NONE",
    database: null,
    schema: null,
    warehouse: null,
    parameters: new Map(),
    lastQueryId: null,
    variables: new Map(),
    ...(request.origin === undefined ? {} : { origin: request.origin }),
  };
  for (const [name, value] of Object.entries(request.parameters ?? {})) {
    if (parameterDefinition(name.toUpperCase())?.levels.includes("SESSION")) {
      session.parameters.set(name.toUpperCase(), value);
    }
  }
  enter(catalog, session, user, request);
  return session;
}

/** A database or schema that is not there leaves the session without one; a warehouse that is asked for must be there. */
function enter(catalog: Catalog, session: Session, user: CatalogObject, request: LoginRequest): void {
  const access = new Access(catalog, session);
  const see = (parent: number, space: string, name: string | undefined) => {
    const object = name === undefined ? undefined : catalog.find(parent, space, name);
    return object && access.sees(object) ? object : undefined;
  };
  const warehouseName = named(request.warehouse);
  const warehouse = see(accountId, "WAREHOUSE", warehouseName ?? text(user.properties["DEFAULT_WAREHOUSE"]));
  if (warehouseName !== undefined && !warehouse) {
    throw new SqlError("390201", "08004", "The requested warehouse does not exist or not authorized.");
  }
  session.warehouse = warehouse?.name ?? null;
  const [namespace, inner] = (text(user.properties["DEFAULT_NAMESPACE"]) ?? "").split(".");
  const database = see(accountId, "DATABASE", named(request.database) ?? (namespace || undefined));
  if (!database) return;
  session.database = database.name;
  session.schema = see(database.id, "SCHEMA", named(request.schema) ?? inner ?? "PUBLIC")?.name ?? null;
}

/** Names in a connect string follow the rules of identifiers; what is none is taken as it stands. */
function named(name: string | undefined): string | undefined {
  if (name === undefined || name === "") return undefined;
  try {
    return parseName(name, 1).parts[0];
  } catch {
    return name;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
