import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { insufficientPrivileges, SqlError } from "../sql-error";
import type { Context } from "../statements/context";

/**
 * SYSTEM$CANCEL_QUERY: ends what a task is executing, or a statement that waits for something; others are over before
 * anybody can ask for it.
 *
 * @throws SqlError 000605 if there is no such statement under way; 003001 if the role may not end it.
 */
export function cancelQuery(context: Context, queryId: string): string {
  const { catalog, scheduler, waiters } = context;
  const run = scheduler.runner.executing(queryId);
  const user = waiters.userOf(queryId);
  if (run) {
    requireRight(context, catalog.lookup(run.taskId), ["TASK", run.name]);
    scheduler.runner.end([run]);
  } else if (user !== undefined) {
    if (user !== context.session.user) requireRight(context, catalog.find(accountId, "USER", user), ["USER", user]);
    waiters.cancel(queryId);
  } else throw new SqlError("000605", "02000", "Identified SQL statement is not currently executing.");
  return `query [${queryId}] terminated.`;
}

/** Who owns or operates the task, or owns the user, may end what they run; so may ACCOUNTADMIN, also when they are gone. */
function requireRight(
  { access, catalog }: Context,
  object: CatalogObject | undefined,
  name: [kind: string, name: string],
): void {
  const admin = catalog.find(accountId, "ROLE", "ACCOUNTADMIN");
  if (admin && access.all.has(admin.id)) return;
  if (object && access.holds(object, "OPERATE")) return;
  throw insufficientPrivileges(...name);
}
