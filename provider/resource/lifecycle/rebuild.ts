import type { Row } from "../../client/client";
import { canonicalQualified, type StoredName } from "../../sql";
import { propertiesOf } from "../definition";
import type { IntentKey } from "../journal";
import { readLive } from "../live";
import { locate } from "../locate";
import type { Step } from "../plan";
import type { Values } from "../property";
import type { Facts } from "../state";
import { type Known, updateStatements } from "../statements";
import { type Act, clockToleranceMs, createdOnOf, mayBeOwnedBy } from "./context";
import type { Found } from "./evidence";

/**
 * The statements of a change as they are sent. One that says the whole object resets what it leaves out: what stands of the
 * properties that nobody manages is read first, and said along. A preview does not know it.
 */
export async function wholeSteps(
  { definition, client, operation }: Act,
  { row, name }: Found,
  to: readonly StoredName[],
  before: Values,
  after: Values,
  known: Known,
): Promise<readonly Step[]> {
  const steps = updateStatements(definition, to, before, after, known);
  if (!steps.some(({ rebuilds }) => rebuilds !== undefined)) return steps;
  const keys = new Set(
    propertiesOf(definition).flatMap(([key, { source }]) =>
      key in before || key in after || source.from === "nowhere" || source.from === "tags" ? [] : [key],
    ),
  );
  const live = await readLive(definition, client, name, row, {
    keys,
    tags: false,
    known: {},
    operation,
    freshness: "fresh",
  });
  return updateStatements(definition, to, { ...live, ...before }, { ...live, ...after }, known);
}

/** What identifies the note that an object is about to be made anew: should the run be killed, the state has the old time of creation. */
export function anewKey({ definition, context }: Act, account: string, name: readonly StoredName[]): IntentKey {
  const { project, folder } = context;
  return { account, project, folder, kind: `${definition.kind} made anew`, name: canonicalQualified(name) };
}

/** Whether an object of another time of creation than the recorded one is what an interrupted run has made in its place. */
export function isMadeAnew(act: Act, name: readonly StoredName[], row: Row, facts: Facts): boolean {
  const note = act.context.journal.find(anewKey(act, facts.account, name));
  const createdOn = createdOnOf(row);
  if (note?.replaces === undefined || note.replaces !== facts.createdOn || createdOn === undefined) return false;
  return Date.parse(createdOn) >= note.at - clockToleranceMs && mayBeOwnedBy(row, note.role);
}

/** The row of an object that was made anew. */
export async function rowAfter({ definition, client }: Act, name: readonly StoredName[]): Promise<Row | undefined> {
  return locate(definition, client, name, "fresh");
}
