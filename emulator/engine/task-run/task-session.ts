import type { Catalog } from "../catalog/catalog";
import { accountId } from "../catalog/catalog";
import { parameterDefinition } from "../catalog/parameters";
import type { ParameterValue, Session } from "../session";
import type { Context } from "../statements/context";
import { cannotExecute } from "../task/errors";
import type { PlannedTask } from "./graph-version";
import type { GraphRun } from "./run";

/** The session that a task's statements run in: its owner's role, and the task's database and schema. */
export function taskSession(catalog: Catalog, id: number, run: GraphRun, task: PlannedTask): Session {
  const owner = run.graph?.owner ?? null;
  const place = catalog.lookup(task.id) ?? catalog.lookup(run.rootId);
  const schema = place && catalog.lookup(place.parent);
  const database = schema && catalog.lookup(schema.parent);
  return {
    id,
    user: task.executeAsUser ?? "SYSTEM",
    role: (owner === null ? undefined : catalog.lookup(owner)?.name) ?? "",
    secondaryRoles: "NONE",
    database: database?.name ?? run.database,
    schema: schema?.name ?? run.schema,
    warehouse: task.warehouse,
    parameters: new Map(Object.entries(task.parameters).filter(isOfSession)),
    lastQueryId: null,
    variables: new Map(),
    task: { run, task, serverless: task.warehouse === null, returnValue: null, waitedMs: 0 },
  };
}

/** 091089 unless the role of the session may run a task that it owns. */
export function requireMayRun({ access, catalog }: Context, warehouse: string | null): void {
  if (!access.holds(catalog.account, "EXECUTE TASK")) throw cannotExecute("EXECUTE TASK privilege");
  if (warehouse === null) {
    if (access.holds(catalog.account, "EXECUTE MANAGED TASK")) return;
    throw cannotExecute("EXECUTE MANAGED TASK privilege");
  }
  const found = catalog.find(accountId, "WAREHOUSE", warehouse);
  if (!found || !access.holds(found, "USAGE")) throw cannotExecute("USAGE privilege on the task's warehouse");
}

function isOfSession([name]: [string, ParameterValue]): boolean {
  return parameterDefinition(name)?.levels.includes("SESSION") === true;
}
