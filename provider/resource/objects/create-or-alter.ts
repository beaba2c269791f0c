import { InvalidArgumentError, ObjectExistsError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import type { Definition } from "../definition";
import { changesOf } from "../diff";
import { same } from "../equal";
import { accountOf, type Context, createdOnOf } from "../lifecycle/context";
import { update } from "../lifecycle/update";
import { listedValues } from "../live";
import { called, identityOf, namesOf } from "../names";
import type { DataLoss } from "../options";
import type { Values } from "../property";
import { outputsOf, type State, stateVersion } from "../state";
import { reasonOf, standardOf, updateStatements } from "../statements";
import { type Looked, look } from "./look";
import { make } from "./make";
import { brokenRules, refuseProblems } from "./problems";
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
  /** Values that are right each by itself: what they leave out stays as it is. */
  readonly values: Values;
  /** Properties that go back to Snowflake's default. */
  readonly reset: readonly string[];
  readonly dataLoss: DataLoss;
  /** Whether what Snowflake does not show is sent, to be sure that it stands. */
  readonly sendsUnseen?: boolean;
}

/**
 * Makes an object, or changes what exists into what is asked for, in place and by the fewest statements.
 *
 * @throws InvalidArgumentError if what is asked for contradicts itself or what stands, or differs and cannot be changed in place.
 * @throws DataLossError if the change would lose data, and `dataLoss` does not allow that.
 */
export async function createOrAlter(definition: Definition, context: Context, target: Target): Promise<Outcome> {
  const { values } = target;
  await definition.keeper?.bringBack(context, {});
  const found = await standing(definition, context, target);
  if (found !== undefined) return alterWhatDiffers(definition, context, target, found);
  const id = canonicalQualified(namesOf(definition, values));
  refuseProblems(definition, id, brokenRules(definition, values), "Nothing was changed.");
  try {
    await make(definition, context, values, "errorIfExists");
  } catch (error) {
    // Somebody else may have made it meanwhile: then it is there, to be changed.
    const there = error instanceof ObjectExistsError ? await standing(definition, context, target) : undefined;
    if (there === undefined) throw error;
    return alterWhatDiffers(definition, context, target, there);
  }
  return { action: "created", changes: [], notCompared: [] };
}

/** What stands, as far as anything is asked for; absent if there is none. */
async function standing(definition: Definition, context: Context, target: Target): Promise<Looked | undefined> {
  const { values, reset } = target;
  return look(definition, context, namesOf(definition, values), {
    keys: new Set([...Object.keys(values), ...reset]),
    managed: values,
    known: believed(definition, target),
    tags: values["tags"] === undefined ? undefined : Object.keys(values["tags"] ?? {}),
  });
}

async function alterWhatDiffers(
  definition: Definition,
  context: Context,
  target: Target,
  found: Looked,
): Promise<Outcome> {
  const { values, reset, dataLoss } = target;
  const name = namesOf(definition, values);
  const { live, after } = compared(definition, name, found, target);
  refuseProblems(definition, canonicalQualified(name), brokenRules(definition, values, after), "Nothing was changed.");
  const differences = changesOf(definition, live, after);
  refuseReplacement(definition, name, live, after, differences);
  // Of tags only those that are named are asked for: of none, nothing is known.
  const isUnseen = (key: string) => !isReadable(definition, key) || definition.properties[key]?.source.from === "tags";
  const notCompared = [...Object.keys(believed(definition, target)), ...reset.filter(isUnseen)].filter(
    (key) => definition.properties[key]?.change !== "creation",
  );
  const changes = changesIn(definition, name, found, live, after, differences);
  if (changes.length === 0) return { action: "unchanged", changes, notCompared };
  await alter(definition, context, name, found, live, { ...after, dataLoss });
  return { action: "altered", changes, notCompared };
}

/** Values that Snowflake does not show, and that are taken to stand: they are sent only where that was asked for, and can be. */
function believed(definition: Definition, { values, sendsUnseen = false }: Target): Values {
  const unseen = Object.entries(values).filter(([key]) => !isReadable(definition, key));
  if (!sendsUnseen) return Object.fromEntries(unseen);
  const shown = Object.fromEntries(Object.entries(values).filter(([key]) => isReadable(definition, key)));
  const sent = changesOf(definition, shown, values).flatMap(({ key, effect }) => (effect === "alter" ? [key] : []));
  return Object.fromEntries(unseen.filter(([key]) => !sent.includes(key)));
}

/**
 * What stands, and what shall stand. What the listing tells of other properties is part of both: it stays as it is, and what a
 * statement has to say may depend on it. What goes back to its default and has that already is as good as not set.
 */
function compared(
  definition: Definition,
  name: readonly StoredName[],
  { row, values: read }: Looked,
  { values, reset }: Target,
): { readonly live: Values; readonly after: Values } {
  const isKept = ([key]: readonly [string, unknown]) => !reset.includes(key);
  const creation = Object.entries(values).filter(([key]) => definition.properties[key]?.change === "creation");
  const isMeant = ([key]: readonly [string, unknown]) =>
    definition.properties[key]?.momentary !== true || values[key] !== undefined || reset.includes(key);
  const told = { ...(row === undefined ? {} : listedValues(definition, row)), ...read };
  const seen = Object.fromEntries(Object.entries(told).filter(isMeant));
  const after = { ...Object.fromEntries(Object.entries(seen).filter(isKept)), ...values };
  const isStandard = ([key, value]: readonly [string, unknown]) => {
    const property = definition.properties[key];
    const standard = property === undefined ? undefined : standardOf(property, after, seen);
    return standard !== undefined && same(value, standard);
  };
  const standing = Object.entries(seen).filter((entry) => isKept(entry) || !isStandard(entry));
  return {
    live: { ...Object.fromEntries([...creation, ...standing]), ...identityOf(definition, name) },
    after,
  };
}

/** The changes that take a statement: there may be none that takes something back to what Snowflake alone decides. */
function changesIn(
  definition: Definition,
  name: readonly StoredName[],
  { row }: Looked,
  live: Values,
  after: Values,
  differences: ReturnType<typeof changesOf>,
): readonly Change[] {
  const altered = differences.filter(({ effect }) => effect === "alter");
  const said =
    definition.lifecycle === undefined
      ? new Set(updateStatements(definition, name, live, after, { row }).flatMap(({ properties }) => properties))
      : undefined;
  return altered
    .filter(({ key }) => said?.has(key) !== false)
    .map(({ key }) => ({ property: key, reason: reasonFor(definition, key, live, after) }));
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
  after: Values,
  differences: ReturnType<typeof changesOf>,
): void {
  const replaced = differences.filter(({ effect }) => effect === "replace");
  if (replaced.length === 0) return;
  const lines = replaced.map(
    ({ key, why }) => `\n  - ${reasonFor(definition, key, live, after)}${why === undefined ? "" : ` (${why})`}`,
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
