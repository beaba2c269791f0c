import { InvalidArgumentError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import type { Definition } from "../definition";
import { changesOf } from "../diff";
import { accountOf, type Context, createdOnOf } from "../lifecycle/context";
import { update } from "../lifecycle/update";
import { called, identityOf, namesOf } from "../names";
import type { DataLoss } from "../options";
import type { Values } from "../property";
import { outputsOf, type State, stateVersion } from "../state";
import { reasonOf } from "../statements";
import { type Looked, look } from "./look";
import { make } from "./make";
import { underHeading } from "./under-heading";

/** One property that is changed. */
export interface Change {
  /** The property: `autoSuspend`. */
  readonly property: string;
  /** What changes, in words: `autoSuspend: 60 → 120`; values of secrets are not shown. */
  readonly reason: string;
}

/** What became of an object, or would become of it. */
export interface Outcome {
  readonly action: "created" | "altered" | "unchanged";
  readonly changes: readonly Change[];
  /** What Snowflake does not show, so that it could not be compared: nothing was sent for it. */
  readonly notCompared: readonly string[];
}

/** What shall stand, and what may be done for it. */
export interface Target {
  /** Checked values: what they leave out stays as it is. */
  readonly values: Values;
  /** Properties that go back to Snowflake's default. */
  readonly reset: readonly string[];
  readonly dataLoss: DataLoss;
}

/**
 * Makes an object, or changes what exists into what is asked for, in place and by the fewest statements.
 *
 * @throws InvalidArgumentError if what differs cannot be changed in place.
 * @throws DataLossError if the change would lose data, and `dataLoss` does not allow that.
 */
export async function createOrAlter(definition: Definition, context: Context, target: Target): Promise<Outcome> {
  const { values, reset, dataLoss } = target;
  const name = namesOf(definition, values);
  const known = Object.fromEntries(Object.entries(values).filter(([key]) => !isReadable(definition, key)));
  const found = await look(definition, context, name, {
    keys: new Set([...Object.keys(values), ...reset]),
    managed: values,
    known,
    tags: values["tags"] === undefined ? undefined : Object.keys(values["tags"] ?? {}),
  });
  if (found === undefined) {
    await make(definition, context, values, "errorIfExists");
    return { action: "created", changes: [], notCompared: [] };
  }
  const live = comparable(definition, name, found, target);
  const differences = changesOf(definition, live, values);
  const changes = differences
    .filter(({ effect }) => effect === "alter")
    .map(({ key }) => ({ property: key, reason: reasonFor(definition, key, live, values) }));
  refuseReplacement(definition, name, live, target, differences);
  const notCompared = Object.keys(known).filter((key) => definition.properties[key]?.change === "alter");
  if (changes.length === 0) return { action: "unchanged", changes, notCompared };
  await alter(definition, context, name, found, live, { ...values, dataLoss });
  return { action: "altered", changes, notCompared };
}

/** What stands of what is asked for, and of what goes back to its default. */
function comparable(definition: Definition, name: readonly StoredName[], found: Looked, target: Target): Values {
  const creation = Object.entries(target.values).filter(([key]) => definition.properties[key]?.change === "creation");
  return { ...Object.fromEntries(creation), ...found.values, ...identityOf(definition, name) };
}

function isReadable(definition: Definition, key: string): boolean {
  return definition.properties[key]?.source.from !== "nowhere";
}

async function alter(
  definition: Definition,
  context: Context,
  name: readonly StoredName[],
  found: Looked,
  live: Values,
  inputs: Values,
): Promise<void> {
  const who = await context.clientFor({}).identity();
  const createdOn = found.row === undefined ? undefined : createdOnOf(found.row);
  const facts = { account: accountOf(who), role: who.role, version: stateVersion };
  const state: State = {
    values: live,
    options: {},
    facts: { ...facts, ...(createdOn === undefined ? {} : { createdOn }) },
    outputs: found.outputs,
  };
  const id = canonicalQualified(name);
  const outputs = outputsOf(state);
  try {
    await (definition.lifecycle?.update(context, id, outputs, inputs) ??
      update(definition, context, id, outputs, inputs));
  } catch (error) {
    throw underHeading(error);
  }
}

function reasonFor(definition: Definition, key: string, before: Values, after: Values): string {
  const property = definition.properties[key];
  return property === undefined ? key : reasonOf(key, property, before[key], after[key]);
}

/** @throws InvalidArgumentError if Snowflake cannot change it in place. */
function refuseReplacement(
  definition: Definition,
  name: readonly StoredName[],
  live: Values,
  { values }: Target,
  differences: ReturnType<typeof changesOf>,
): void {
  const replaced = differences.filter(({ effect }) => effect === "replace");
  if (replaced.length === 0) return;
  const lines = replaced.map(
    ({ key, why }) => `\n  - ${reasonFor(definition, key, live, values)}${why === undefined ? "" : ` (${why})`}`,
  );
  const way =
    definition.replaces === false
      ? "drop() it and create() it anew"
      : 'create() it with the mode "orReplace", which loses what it holds';
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} cannot be changed in place:${lines.join("")}\nNothing was changed. Take that out of the specification, or ${way}.`,
  });
}
