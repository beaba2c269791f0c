import { capitalised } from "../../client/advice";
import type { Row } from "../../client/client";
import { InvalidArgumentError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import { type Definition, propertiesOf } from "../definition";
import { same } from "../equal";
import { locate } from "../locate";
import { called, containers } from "../names";
import type { Step } from "../plan";
import type { Values } from "../property";
import { renameStatement } from "../statements";
import { type Act, adviceOf } from "./context";
import type { Found, Names } from "./evidence";

/** The row of what will contain an object, where a change takes over what that hands on: it is moved there, or has a value taken out. */
export async function newContainer(
  { definition, client }: Act,
  found: Found,
  { to }: Names,
  before: Values,
  after: Values,
): Promise<Row | undefined> {
  if (definition.scope === "account") return undefined;
  const isMoved = !same(found.name.slice(0, -1), to.slice(0, -1));
  const isTakenOut = propertiesOf(definition).some(
    ([key, { loss }]) => loss !== undefined && before[key] !== undefined && after[key] === undefined,
  );
  if (!isMoved && !isTakenOut) return undefined;
  return locate(containers[definition.scope], client, to.slice(0, -1), "fresh");
}

/** The rename that takes an object from where it was found to its new name, with what that loses: history that is kept for longer. */
export function renameSteps(
  { definition, context }: Act,
  { name, row }: Found,
  to: readonly StoredName[],
  container: Row | undefined,
  standing: Values,
): readonly Step[] {
  if (same(name, to)) return [];
  if (definition.renames === false) {
    throw new InvalidArgumentError({
      objectKind: definition.kind,
      name: canonicalQualified(name),
      message: `${called(definition, name)} cannot be renamed to ${canonicalQualified(to)}: Snowflake has no RENAME for it. Nothing was changed. ${capitalised(adviceOf(context).makeAnew)}.`,
    });
  }
  const step = renameStatement(definition, name, to);
  const { data } = definition;
  if (data === undefined || container === undefined || ownsRetention(definition, standing)) return [step];
  const [kept, next] = [data.retentionDays(row), data.retentionDays(container)];
  if (next >= kept) return [step];
  const loses = `lower the Time Travel retention from ${kept} to ${next} days, which ends the older history, by moving`;
  // A retention that this change gives it would come after the move: too late.
  const instead = "give it a dataRetentionTimeInDays of its own in an earlier run";
  return [{ ...step, class: "loses data", loses, instead }];
}

function ownsRetention(definition: Definition, values: Values): boolean {
  return propertiesOf(definition).some(
    ([key, { source }]) =>
      source.from === "parameter" && source.shownAs === "retention_time" && values[key] !== undefined,
  );
}
