import type { CatalogObject } from "../catalog/object";
import { readServiceAction } from "../container/alter-service";
import { hasBlockVolumes } from "../container/errors";
import { parseExecuteJob } from "../container/job";
import { readClause } from "../container/service-clauses";
import { ownerColumns, serviceColumns } from "../container/service-columns";
import { serviceOptions } from "../container/service-options";
import { wake } from "../container/service-pool";
import { poolOf, recordOf } from "../container/service-record";
import { serviceRoleStatements, showServiceRole, showServiceRoleEndpoints } from "../container/service-roles";
import { settleService } from "../container/settle-service";
import { showInService } from "../container/show-in-service";
import { showServices } from "../container/show-services";
import { blockVolumes } from "../container/specification/specification";
import { statementTypes } from "../result";
import { unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { Kind } from "../statements/kind";
import { table } from "../statements/show";

/** SERVICE, and jobs, which are services that end: https://docs.snowflake.com/en/sql-reference/sql/create-service */
export const service: Kind = {
  kind: "SERVICE",
  words: ["SERVICE"],
  plural: ["SERVICES"],
  noun: "Service",
  space: "SERVICE",
  container: "SCHEMA",
  createPrivilege: "CREATE SERVICE",
  privileges: ["USAGE", "MONITOR", "OPERATE"],
  replaceable: false,
  renamable: false,
  taggable: true,
  options: serviceOptions,
  statements: [
    { words: ["EXECUTE", "JOB", "SERVICE"], parse: (cursor) => parseExecuteJob(cursor, service) },
    ...serviceRoleStatements,
  ],
  reading: [...showServices, ...showInService, showServiceRole, showServiceRoleEndpoints],

  clause: (cursor, { clauses }) => readClause(cursor, clauses),

  finish(cursor, { clauses }) {
    if (clauses["source"] === undefined) cursor.unexpected();
  },

  settle: settleService,

  created(context, object) {
    const pool = poolOf(context.catalog, object) as CatalogObject;
    wake(context, pool);
    context.containers.addService(pool, object);
  },

  changed(context, object) {
    const pool = poolOf(context.catalog, object);
    if (pool) context.containers.changed(pool);
  },

  alter: readServiceAction,

  // Clones of schemas and databases have no services.
  copying: () => undefined,

  transferring() {
    throw unsupported("GRANT OWNERSHIP on a service");
  },

  dropClause: (cursor) => (cursor.accept("FORCE") ? () => {} : dropService),

  describe(context, object) {
    const columns = context.access.owns(object) ? ownerColumns : serviceColumns;
    return { ...table(context, columns, [object]), statementTypeId: statementTypes.describe };
  },
};

/** Data on block volumes goes only when that is said. */
function dropService(_context: Context, object: CatalogObject): void {
  if (blockVolumes(recordOf(object).specification).length > 0) throw hasBlockVolumes(object.name);
}
