import type { CatalogObject } from "../catalog/object";
import type { StatementResult } from "../result";
import { status } from "../result";
import { SqlError, unsupported } from "../sql-error";
import type { Action, Context } from "../statements/context";
import { create } from "../statements/create";
import type { CreateDraft, Kind } from "../statements/kind";
import type { Values, WrittenOptions } from "../statements/options";
import { checkOptions, readOption } from "../statements/options";
import { resolvePlace } from "../statements/resolve";
import { readTagClause } from "../statements/tagging";
import type { Cursor } from "../syntax/cursor";
import { liveObject } from "../task-run/live-object";
import { suspendService } from "./advance-service";
import { readClause } from "./service-clauses";
import { jobOptions } from "./service-options";
import { containersOf, requireLiving, statusOf } from "./service-state";

/** EXECUTE JOB SERVICE, after these words. */
export function parseExecuteJob(cursor: Cursor, kind: Kind): Action {
  const written: WrittenOptions = [];
  const tags: CreateDraft["tags"] = [];
  const clauses: CreateDraft["clauses"] = {};
  let name: CreateDraft["name"] | undefined;
  while (!cursor.atEnd()) {
    if (readClause(cursor, clauses) || readTagClause(cursor, tags)) continue;
    if (name === undefined && cursor.accept("NAME")) {
      cursor.expectSymbol("=");
      name = cursor.name(3);
    } else if (!readOption(cursor, jobOptions, "create", written)) cursor.unexpected();
  }
  if (clauses["pool"] === undefined || clauses["source"] === undefined) cursor.unexpected();
  return (context) => {
    const { isAsync, values } = jobValues(checkOptions(written, jobOptions));
    if (!isAsync && !context.mayWait) throw cannotWait("EXECUTE JOB SERVICE without ASYNC = TRUE");
    const head = { orReplace: false, orAlter: false, ifNotExists: false, modifiers: new Set<string>() };
    const named = name ?? generatedName(context);
    const job = { ...head, name: named, values, tags, clauses: { ...clauses, job: { isAsync } } };
    create(context, kind, job);
    return answerJob(context, findJob(context, kind, named), { isAsync });
  };
}

/** Statements take no time in the bodies of tasks and procedures, so that nothing there can wait. */
export function cannotWait(what: string): SqlError {
  return unsupported(`${what} in tasks and procedures, in the emulator`);
}

/** Ends a job that runs; answers whether it did. */
export function cancelJob(context: Context, job: CatalogObject): boolean {
  const { pool, run } = requireLiving(context, job);
  const isRunning = run.power === "on" && run.endedOn === null;
  if (isRunning) context.containers.changed(pool, ({ at }) => suspendService(run, context.containers.times, at));
  return isRunning;
}

/** The instances of a job are its replicas. */
function jobValues(given: Values): { isAsync: boolean; values: Values } {
  const { REPLICAS: replicas = 1, ASYNC: isAsync = false, ...others } = Object.fromEntries(given);
  return { isAsync: isAsync === true, values: new Map(Object.entries({ ...others, MIN_INSTANCES: replicas })) };
}

function generatedName({ queryId }: Context): CreateDraft["name"] {
  const name = `JOB_${queryId.replaceAll("-", "_").toUpperCase()}`;
  return { parts: [name], text: name };
}

function findJob(context: Context, kind: Kind, name: CreateDraft["name"]): CatalogObject {
  const place = resolvePlace(context, kind, name, "EXECUTE JOB SERVICE");
  return context.catalog.find(place.container.id, kind.space, place.name) as CatalogObject;
}

function answerJob(context: Context, job: CatalogObject, { isAsync }: { isAsync: boolean }): StatementResult {
  const { name } = job;
  if (isAsync) return status(`Job ${name} successfully submitted.`);
  const look = () => {
    if (!liveObject(context.catalog, job.id)) throw jobFailed(`Job ${name} was dropped.`);
    const now = statusOf(context, job);
    if (now === "DONE") return status(`Job ${name} completed successfully with status: DONE.`);
    if (now === "CANCELLED") throw jobFailed(`Job ${name} failed with status: CANCELLED.`);
    if (now === "FAILED") throw jobFailed(`Job ${name} failed with status: FAILED.${reasonOf(context, job)}`);
    return undefined;
  };
  const cancelled = () => {
    if (liveObject(context.catalog, job.id)) cancelJob(context, job);
  };
  return look() ?? { ...status(""), rows: [], wait: { look, cancelled } };
}

/** What the containers that failed say. */
function reasonOf(context: Context, job: CatalogObject): string {
  const failed = containersOf(requireLiving(context, job)).filter(({ state }) => state.status === "FAILED");
  return failed
    .map(({ plan, instance, state }) => ` Container ${plan.name} of instance ${instance.id}: ${state.message}.`)
    .join("");
}

/** No source has the code or the whole text of this error. */
function jobFailed(text: string): SqlError {
  return new SqlError("000002", "22000", text);
}
