import { randomUUID } from "node:crypto";
import { NotAuthorizedError, ObjectExistsError } from "../../provider/client/errors";
import { actOf, type Context, send } from "../../provider/resource/lifecycle/context";
import { existsUnseen, isNew, unseen } from "../../provider/resource/lifecycle/create";
import { locate } from "../../provider/resource/locate";
import { namesOf } from "../../provider/resource/names";
import type { Values } from "../../provider/resource/property";
import { executeStep } from "../../provider/resources/job-service-statement";
import { canonicalQualified, type StoredName } from "../../provider/sql";
import { jobDefinition as definition } from "./service-definition";

/**
 * Starts a job from checked values, and does not wait for it.
 *
 * @throws ObjectExistsError if there is a job or a service of that name.
 */
export async function execute(context: Context, values: Values): Promise<readonly StoredName[]> {
  const name = namesOf(definition, values);
  const act = actOf(definition, context, {}, name, "create");
  const who = await act.client.identity();
  const begun = Date.now() + who.clockOffsetMs;
  const isStarted = async () => isNew(await locate(definition, act.client, name, "fresh"), begun, who);
  try {
    await send(act, name, executeStep(definition, values), isStarted);
    return name;
  } catch (error) {
    if (error instanceof NotAuthorizedError && error.code === existsUnseen) throw unseen(definition, name, who, error);
    if (error instanceof ObjectExistsError) throw exists(canonicalQualified(name), error);
    throw error;
  }
}

/** A name for a job that was given none, as Snowflake would make one. */
export function nameOfJob(): string {
  return `JOB_${randomUUID().replaceAll("-", "_").toUpperCase()}`;
}

function exists(name: string, cause: ObjectExistsError): ObjectExistsError {
  const { code, sqlState, queryId, statement } = cause;
  return new ObjectExistsError({
    ...{ code, sqlState, queryId, statement, cause, objectKind: definition.kind, name },
    message: `There is a job or a service of the name ${name} already: Snowflake keeps jobs that have ended for 30 days. Drop it, choose another name, or leave name out.`,
  });
}
