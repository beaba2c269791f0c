import type { Result } from "../../client/client";
import { NotAuthorizedError, ObjectExistsError } from "../../client/errors";
import { canonicalQualified } from "../../sql";
import type { Definition } from "../definition";
import { actOf, type Context, intentKey, send } from "../lifecycle/context";
import { existsUnseen, isNew, refuseOtherCopies, unseen } from "../lifecycle/create";
import { keeping } from "../lifecycle/keeping";
import { finished } from "../lifecycle/waiting";
import { locate } from "../locate";
import { called, namesOf } from "../names";
import type { Values } from "../property";
import { split } from "../state";
import { createStatements } from "../statements";
import { underHeading } from "./under-heading";

/** How `create` meets an object of that name. */
export type MakeMode = "errorIfExists" | "orReplace" | "ifNotExists";

/**
 * Makes an object from checked values. What exists is an error, is left as it is, or is replaced with all that it holds, as the mode
 * says: nothing is taken up.
 *
 * @throws ObjectExistsError if one of that name exists, and the mode says that this is an error.
 */
export async function make(definition: Definition, context: Context, values: Values, mode: MakeMode): Promise<void> {
  const { lifecycle } = definition;
  if (lifecycle === undefined) return makeOne(definition, context, values, mode);
  const act = actOf(definition, context, {}, namesOf(definition, values), "create");
  const who = await act.client.identity();
  try {
    await lifecycle.create(context, { ...values, createMode: mode, dataLoss: "allow" });
  } finally {
    // A later run is not to take for its own what this one has made.
    context.journal.forget(intentKey(act, who, namesOf(definition, values)));
  }
}

async function makeOne(definition: Definition, context: Context, inputs: Values, mode: MakeMode): Promise<void> {
  const { values, options } = split(definition, inputs);
  const name = namesOf(definition, values);
  const act = actOf(definition, context, options, name, "create");
  const who = await act.client.identity();
  await definition.keeper?.bringBack(context, options);
  const replaces = mode === "orReplace";
  // What is replaced may be as young as what takes its place: only by it can a lost answer be told from a lost statement.
  const former = replaces ? await locate(definition, act.client, name, "fresh") : undefined;
  const begun = Date.now() + who.clockOffsetMs;
  const how = { or: replaces ? "REPLACE" : undefined, ifNotExists: mode === "ifNotExists" } as const;
  const [statement, ...rest] = createStatements(definition, values, how);
  if (statement === undefined) throw new TypeError(`${definition.kind} has no CREATE statement`);
  const undertaking = { name, after: values, replaces, mayExist: mode === "ifNotExists" };
  let isMade = false;
  // What fails once it stands has left it there.
  const told = (error: unknown) =>
    isMade ? underHeading(error, `${called(definition, name)} was created, but not finished.`) : error;
  const { problem } = await keeping(act, undertaking, async (act) => {
    const isThere = async () => {
      const row = await locate(definition, act.client, name, "fresh");
      return isNew(row, begun, who) && row?.["created_on"] !== former?.["created_on"];
    };
    const answer = await send(act, name, statement, isThere).catch((error) => {
      if (error instanceof NotAuthorizedError && error.code === existsUnseen)
        throw unseen(definition, name, who, error);
      if (error instanceof ObjectExistsError) throw exists(definition, canonicalQualified(name), error);
      throw error;
    });
    if (mode === "ifNotExists" && wasThere(answer)) return;
    isMade = true;
    for (const step of rest.filter(({ kept }) => kept !== true)) await send(act, name, step, async () => false);
    await refuseOtherCopies(act, name, values);
  }).catch((error) => {
    throw told(error);
  });
  if (problem !== undefined) throw told(problem);
  if (!isMade || definition.waits === undefined || context.isDryRun === true) return;
  const row = await locate(definition, act.client, name, "fresh");
  if (row === undefined) return;
  const end = await finished(act, { name, row, after: values, unfinished: false });
  if (end.problem !== undefined) throw underHeading(end.problem, `${called(definition, name)} was created.`);
}

/** CREATE IF NOT EXISTS tells only by its sentence whether it has made anything; no page gives a code. */
function wasThere(answer: Result | undefined): boolean {
  return Object.values(answer?.rows[0] ?? {}).some((text) => text?.includes("already exists") === true);
}

function exists(definition: Definition, name: string, cause: ObjectExistsError): ObjectExistsError {
  const replace =
    definition.replaces === false ? "" : `"orReplace" puts the new one in its place, and what it holds is lost; `;
  return new ObjectExistsError({
    code: cause.code,
    sqlState: cause.sqlState,
    queryId: cause.queryId,
    statement: cause.statement,
    cause,
    objectKind: definition.kind,
    name,
    message: `${definition.kind} ${name} exists already. The mode "ifNotExists" leaves it as it is; ${replace}createOrAlter() changes it to what is asked for.`,
  });
}
