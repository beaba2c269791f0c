import { capitalised } from "../../client/advice";
import type { Identity, Row } from "../../client/client";
import { InvalidArgumentError, ObjectExistsError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import { changesOf, type PropertyChange } from "../diff";
import type { Intent } from "../journal";
import { readLive } from "../live";
import { called } from "../names";
import { adoptLine } from "../one-run";
import type { CreateMode, Options } from "../options";
import { dataLossOf } from "../policy";
import type { Values } from "../property";
import { reasonOf, saidByCreate } from "../statements";
import { type Act, adviceOf, clockToleranceMs, createdOnOf, intentKey, mayBeOwnedBy, send } from "./context";
import { rowAfter, wholeSteps } from "./rebuild";
import { refuseInTime } from "./refuse-in-time";

/** What stands in the way of a CREATE. */
export interface Existing {
  readonly row: Row;
  readonly name: readonly StoredName[];
  readonly values: Values;
  readonly options: Options;
  readonly mode: CreateMode;
  /** What an earlier run announced. */
  readonly intent: Intent | undefined;
  readonly who: Identity;
}

/** What was taken up. */
export interface TakenUp {
  /** Its row, maybe from before it was altered. */
  readonly row: Row;
  /** Whether it was made by somebody else. */
  readonly adopted: boolean;
  /** What stood before it was altered. */
  readonly before: Values;
}

/**
 * Takes up an object that exists already, if it is what an interrupted run of this program made, or if the create mode says so.
 */
export async function takeUp(act: Act, existing: Existing): Promise<TakenUp> {
  const { definition, client, context, operation } = act;
  const { row, name, values, mode } = existing;
  const keys = new Set(Object.keys(values));
  if (context.claims.has(definition.kind, canonicalQualified(name), createdOnOf(row))) throw declaredTwice(act, name);
  const ours = isOurs(existing);
  const alters = ours || mode === "createOrAlter";
  const live = await readLive(definition, client, name, row, {
    keys,
    tags: false,
    // Our own CREATE has said all that it can say.
    known: ours ? saidByCreate(definition, values) : alters ? {} : values,
    managed: values,
    operation,
    freshness: "fresh",
  });
  const comparable = { ...creationOnly(act, values), ...identityOf(values), ...live };
  const differences = changesOf(definition, comparable, values).filter(
    ({ effect }) => effect === "alter" || effect === "replace",
  );
  if (!alters) {
    if (mode !== "ifNotExists" || differences.length > 0) throw exists(act, existing, comparable, differences);
    context.say(
      `${called(definition, name)} exists and equals the declaration: taken up (createMode "ifNotExists").${adviceOf(context).released}${notCompared(act, values)}`,
    );
    return { row, adopted: true, before: comparable };
  }
  if (differences.some(({ effect }) => effect === "replace")) throw exists(act, existing, comparable, differences);
  const steps = await wholeSteps(act, { row, name }, name, comparable, values, { row });
  const dataLoss = ours ? dataLossOf(context.policy, definition, values, existing.options) : "refuse";
  await refuseInTime(act, { row, name }, steps, dataLoss, values);
  const isAnew = steps.some((step) => step.rebuilds === "anew");
  // What is made anew is not made by this stack: should the run end here, the next one must not take it for that.
  if (!ours && isAnew) context.journal.forget(intentKey(act, existing.who, name));
  for (const step of steps) if (step.kept !== true) await send(act, name, step, async () => false);
  const rebuilt = isAnew ? ((await rowAfter(act, name)) ?? row) : row;
  context.say(
    ours
      ? `${called(definition, name)} was made by a run that was interrupted: going on from there.`
      : `${called(definition, name)} exists: taken up and altered (createMode "createOrAlter").${unsent(Object.keys(creationOnly(act, values)).filter((key) => definition.properties[key]?.change !== "creation"))}`,
  );
  return { row: rebuilt, adopted: !ours, before: comparable };
}

/** Whether an interrupted run of this program made it: not created before the intent, and owned by our role. */
export function isOurs({
  row,
  intent,
  who,
}: Pick<Existing, "row" | "who"> & { readonly intent: Pick<Intent, "at" | "role"> | undefined }): boolean {
  const createdOn = createdOnOf(row);
  if (intent === undefined || createdOn === undefined) return false;
  return (
    Date.parse(createdOn) >= intent.at - clockToleranceMs && mayBeOwnedBy(row, who.role) && intent.role === who.role
  );
}

/** What Snowflake does not tell, or tells only with a warehouse, and ALTER could change. */
function notCompared({ definition }: Act, values: Values): string {
  const keys = Object.keys(values).filter((key) => {
    const from = definition.properties[key]?.source.from;
    return (from === "nowhere" || from === "tags") && definition.properties[key]?.change !== "creation";
  });
  return unsent(keys);
}

function unsent(keys: readonly string[]): string {
  return keys.length === 0
    ? ""
    : ` ${keys.join(", ")} could not be compared: nothing was sent for ${keys.length === 1 ? "it" : "them"}.`;
}

/** What only CREATE can say cannot be asked of an object that exists. */
function creationOnly({ definition }: Act, values: Values): Values {
  const unaskable = Object.entries(values).filter(([key]) => {
    const property = definition.properties[key];
    return property !== undefined && property.source.from === "nowhere" && property.change !== "alter";
  });
  return Object.fromEntries(unaskable);
}

function identityOf(values: Values): Values {
  return Object.fromEntries(
    ["name", "schema", "database"].flatMap((key) => (key in values ? [[key, values[key]]] : [])),
  );
}

function declaredTwice({ definition }: Act, name: readonly StoredName[]): ObjectExistsError {
  return new ObjectExistsError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} exists already: another resource of this program stands for it. Choose another name, or refer to that resource. If it is itself renamed in this run, run pulumi up again.`,
  });
}

function exists(
  { definition, context }: Act,
  { name, mode, values }: Existing,
  live: Values,
  differences: readonly PropertyChange[],
): Error {
  const object = called(definition, name);
  const canonical = canonicalQualified(name);
  const listed = differences.map(({ key }) => {
    const property = definition.properties[key];
    return `\n  - ${property === undefined ? key : reasonOf(key, property, live[key], values[key])}`;
  });
  const compared =
    differences.length === 0
      ? "It equals what the program declares."
      : `It differs from what the program declares (exists → declared):${listed.join("")}\n`;
  const advice = adviceOf(context);
  const way = differences.some(({ effect }) => effect === "replace")
    ? "What differs cannot be altered in place. Change the declaration to what exists, or choose another name."
    : capitalised(advice.takeUp(adoptLine(definition.kind, canonical), { differs: differences.length > 0 }));
  if (mode === "createOrAlter")
    return new InvalidArgumentError({
      objectKind: definition.kind,
      name: canonical,
      message: `${object} exists already. ${compared} ${way}`,
    });
  const code = definition.kind.charAt(0).toUpperCase() + definition.kind.slice(1);
  return new ObjectExistsError({
    code: "002002",
    sqlState: "42710",
    objectKind: definition.kind,
    name: canonical,
    message: `${object} exists already. ${compared} ${way}. ${capitalised(advice.refer(code, canonical))}; or choose another name.`,
  });
}
