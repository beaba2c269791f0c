import { accountId } from "../catalog/catalog";
import type { CatalogObject, Json } from "../catalog/object";
import type { Cell, StatementResult } from "../result";
import { executed, statementTypes, status, text, timestampCell, timestampLtz } from "../result";
import { missing } from "../sql-error";
import type { Action, Context, Statement } from "../statements/context";
import { pathOf, requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import { recordOf } from "./service-record";

/** A service role that a role was given. */
interface RoleGrant {
  serviceRole: string;
  /** Id of the role that has it. */
  to: number;
  /** Id of the role that gave it. */
  by: number | null;
  createdOn: number;
}

/** The role that every service has for all of its endpoints. */
const allEndpoints = "ALL_ENDPOINTS_USAGE";

/** GRANT and REVOKE SERVICE ROLE. */
export const serviceRoleStatements: readonly Statement[] = [
  { words: ["GRANT", "SERVICE", "ROLE"], parse: (cursor) => parseChange(cursor, "TO") },
  { words: ["REVOKE", "SERVICE", "ROLE"], parse: (cursor) => parseChange(cursor, "FROM") },
];

/** SHOW GRANTS OF SERVICE ROLE. */
export const showServiceRole: Statement = { words: ["SHOW", "GRANTS", "OF", "SERVICE", "ROLE"], parse: parseShow };

/** SHOW GRANTS TO SERVICE ROLE. */
export const showServiceRoleEndpoints: Statement = {
  words: ["SHOW", "GRANTS", "TO", "SERVICE", "ROLE"],
  parse: parseShowEndpoints,
};

/** Names of the roles of a service, for its endpoints; every service has one for all of them. */
export function serviceRolesOf(service: CatalogObject): string[] {
  const named = (recordOf(service).specification.serviceRoles ?? []).map(({ name }) => name.toUpperCase());
  return [...new Set([allEndpoints, ...named])];
}

function parseChange(cursor: Cursor, direction: "TO" | "FROM"): Action {
  const find = readServiceRole(cursor, direction === "TO" ? "GRANT SERVICE ROLE" : "REVOKE SERVICE ROLE");
  cursor.expect(direction, "ROLE");
  const [roleName = ""] = cursor.name().parts;
  cursor.expectEnd();
  return (context) => {
    const { access, catalog } = context;
    const { service, serviceRole } = find(context);
    access.requireOwnership(service);
    const role = catalog.find(accountId, "ROLE", roleName);
    if (!role) throw missing("Role", qualifiedText([roleName]));
    const grants = grantsOf(context, service);
    const isThis = (grant: RoleGrant) => grant.serviceRole === serviceRole && grant.to === role.id;
    const others = grants.filter((grant) => !isThis(grant));
    const by = access.role?.id ?? null;
    const given = grants.find(isThis) ?? { serviceRole, to: role.id, by, createdOn: catalog.stamp() };
    service.properties["roleGrants"] = (direction === "TO" ? [...others, given] : others) as unknown as Json;
    return status(executed);
  };
}

function parseShow(cursor: Cursor): Action {
  const find = readServiceRole(cursor, "SHOW GRANTS");
  cursor.expectEnd();
  return (context): StatementResult => {
    const { service, serviceRole } = find(context);
    const name = `${qualifiedText(pathOf(context, service))}!${serviceRole}`;
    const nameOf = (id: number | null) => (id === null ? "" : (context.catalog.lookup(id)?.name ?? ""));
    const rows = grantsOf(context, service)
      .filter((grant) => grant.serviceRole === serviceRole)
      .map(({ to, by, createdOn }): Cell[] => [timestampCell(createdOn), name, "ROLE", nameOf(to), nameOf(by)]);
    const columns = [
      timestampLtz("created_on"),
      ...["role", "granted_to", "grantee_name", "granted_by"].map((column) => text(column)),
    ];
    return { columns, rows, statementTypeId: statementTypes.show };
  };
}

/** The endpoints that the role may use; its words for them are not on Snowflake's pages. */
function parseShowEndpoints(cursor: Cursor): Action {
  const find = readServiceRole(cursor, "SHOW GRANTS");
  cursor.expectEnd();
  return (context): StatementResult => {
    const { service, serviceRole } = find(context);
    const name = qualifiedText(pathOf(context, service));
    const rows = endpointsOf(service, serviceRole).map((endpoint): Cell[] => [
      timestampCell(service.createdOn),
      "USAGE",
      "SERVICE_ENDPOINT",
      `${name}!${endpoint}`,
      "SERVICE_ROLE",
      serviceRole,
    ]);
    const columns = ["privilege", "granted_on", "name", "granted_to", "grantee_name"].map((column) => text(column));
    return { columns: [timestampLtz("created_on"), ...columns], rows, statementTypeId: statementTypes.show };
  };
}

/** Names of endpoints as the specification has them. */
function endpointsOf(service: CatalogObject, serviceRole: string): string[] {
  const { spec, serviceRoles = [] } = recordOf(service).specification;
  if (serviceRole === allEndpoints) return (spec.endpoints ?? []).map(({ name }) => name);
  return serviceRoles.filter(({ name }) => name.toUpperCase() === serviceRole).flatMap(({ endpoints }) => endpoints);
}

/** Reads `service!role`. */
function readServiceRole(cursor: Cursor, doing: string) {
  const name = cursor.name(3);
  cursor.expectSymbol("!");
  const serviceRole = cursor.identifier();
  return (context: Context) => {
    const service = requireObject(context, context.kinds.get("SERVICE"), name, doing);
    if (!serviceRolesOf(service).includes(serviceRole)) throw missing("Service role", `${name.text}!${serviceRole}`);
    return { service, serviceRole };
  };
}

/** Roles that were dropped have no grants any more; neither have service roles that an upgrade took away. */
function grantsOf({ catalog }: Context, service: CatalogObject): RoleGrant[] {
  const roles = serviceRolesOf(service);
  const grants = (service.properties["roleGrants"] ?? []) as unknown as RoleGrant[];
  return grants.filter(({ serviceRole, to }) => roles.includes(serviceRole) && catalog.lookup(to) !== undefined);
}
