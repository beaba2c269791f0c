import type { Identity, Row } from "../client/client";
import { InvalidArgumentError, ObjectExistsError, ObjectMissingError, SnowflakeError } from "../client/errors";
import type { Definition } from "../resource/definition";
import {
  type Act,
  accountOf,
  actOf,
  type Context,
  createdOnOf,
  intentKey,
  mayBeOwnedBy,
  proveAccount,
  proveGone,
  UnfinishedError,
} from "../resource/lifecycle/context";
import { keeping } from "../resource/lifecycle/keeping";
import type { Lifecycle } from "../resource/lifecycle/lifecycle";
import { findMoved } from "../resource/lifecycle/moved";
import { list } from "../resource/locate";
import { called, identityOf, namesOf, namesOfId, valuesOfId } from "../resource/names";
import { adoptLine } from "../resource/one-run";
import { optionsOf } from "../resource/options";
import { createModeOf, dataLossOf } from "../resource/policy";
import type { Values } from "../resource/property";
import { type Facts, type State, split, stateOf, stateVersion } from "../resource/state";
import { dropStatement } from "../resource/statements";
import { canonicalName, canonicalQualified, parseIdentifier, type StoredName, storedName } from "../sql";
import { task } from "./task";
import { carryOut, HalfChangedError } from "./task-graph-carrying-out";
import { type Expanded, expanded } from "./task-graph-expansion";
import { graphPlan, type Operation, operations } from "./task-graph-plan";
import { allListed, listedGraph, standingGraph, standingValues } from "./task-graph-reading";
import { type GraphTasks, membersOf, rootsOf, tasksIn } from "./task-graphs";

/** Clocks are compared across a network. */
const clockToleranceMs = 2000;

/** How a graph is made, read, changed and removed as one; `definition` is asked for late, because it names this in turn. */
export function graphLifecycle(definitionOf: () => Definition): Lifecycle {
  return {
    plan: graphPlan,
    create: (context, inputs) => create(definitionOf(), context, inputs),
    read: (context, outputs) => read(definitionOf(), context, outputs),
    lookUp: (context, id, asked) => lookUp(definitionOf(), context, id, asked),
    update: (context, id, outputs, inputs) => update(definitionOf(), context, id, outputs, inputs),
    remove: (context, outputs) => remove(definitionOf(), context, outputs),
  };
}

async function create(definition: Definition, context: Context, inputs: Values) {
  const { values, options } = split(definition, inputs);
  const name = namesOf(definition, values);
  const id = canonicalQualified(name);
  const act = actOf(definition, context, options, name, "create");
  const who = await act.client.identity();
  await definition.keeper?.bringBack(context, options);
  const key = intentKey(act, who, name);
  const mode = createModeOf(context.policy, definition, values, options);
  const intent = context.journal.find(key);
  const tasks = tasksIn(await listing(act, name));
  const wanted = expanded(values);
  const taken = wanted.filter(({ name: own }) => tasks.has(parseIdentifier(own)));
  const root = tasks.get(name.at(-1) ?? "")?.row;
  const isOurs =
    intent !== undefined &&
    intent.role === who.role &&
    taken.every(({ name: own }) => {
      const row = tasks.get(parseIdentifier(own))?.row;
      return (
        row !== undefined &&
        Date.parse(createdOnOf(row) ?? "") >= intent.at - clockToleranceMs &&
        mayBeOwnedBy(row, who.role)
      );
    });
  const isTakenUp = taken.length > 0 && !isOurs;
  const live = isTakenUp ? standingGraph(values, tasks) : values;
  if (isTakenUp) refuseTaken(definition, context, { name, root, mode, tasks, wanted, taken, live, values });
  await context.journal.begin(key, { at: intent?.at ?? Date.now() + who.clockOffsetMs, role: who.role });
  // What exists beside what is declared is dropped only where that was asked for.
  const mine =
    mode === "orReplace" ? membersOf(tasks, name.at(-1) ?? "").map((one) => canonicalName(storedName(one.name))) : [];
  try {
    await reconcile(act, { name, tasks, known: values, wanted, mine, row: root, before: undefined });
  } catch (error) {
    if (error instanceof HalfChangedError)
      throw await unfinished(act, id, { values, options, facts: factsOf(who) }, error);
    if (error instanceof LeftSuspended) {
      const state = { values, options, facts: { ...(await factsNow(act, name, who)), unfinished: true } };
      throw new UnfinishedError(id, state, error.problem, `${called(definition, name)} was created.`);
    }
    if (error instanceof SnowflakeError) context.journal.forget(key);
    throw error;
  }
  if (isTakenUp) context.say(`${called(definition, name)} exists: taken up (createMode "${mode}").`);
  const facts = await factsNow(act, name, who);
  context.claims.claim(definition.kind, id, facts.createdOn);
  return { id, state: { values, options, facts: { ...facts, ...(isTakenUp ? { adopted: true } : {}) } } };
}

/** What stands in the way of a graph, and what it was declared as. */
interface Taken {
  readonly name: readonly StoredName[];
  readonly root: Row | undefined;
  readonly mode: ReturnType<typeof createModeOf>;
  readonly tasks: GraphTasks;
  readonly wanted: readonly Expanded[];
  readonly taken: readonly Expanded[];
  readonly live: Values;
  readonly values: Values;
}

/** @throws ObjectExistsError unless the create mode takes up what exists. */
function refuseTaken(
  definition: Definition,
  context: Context,
  { name, root, mode, tasks, wanted, taken, values }: Taken,
): void {
  const id = canonicalQualified(name);
  const { claims } = context;
  if (root !== undefined && claims.has(definition.kind, id, createdOnOf(root)))
    throw exists(definition, name, "another resource of this program stands for it. Choose another name");
  if (mode === "createOrAlter" || mode === "orReplace") return;
  const names = taken.map(({ name: own }) => own).join(", ");
  if (root === undefined)
    throw exists(definition, name, `there are tasks named ${names} already. Choose another name, or drop them`);
  const standing = standingOf(tasks, wanted, values);
  const differing = operations(standing, wanted, []).flatMap(({ steps }) => steps);
  const adopt = `To take it up, run: ${adoptLine(definition.kind, id)}`;
  if (differing.length === 0) {
    if (mode === "ifNotExists") return;
    throw exists(definition, name, `it equals what the program declares. ${adopt}`);
  }
  const lines = differing.map(({ statement }) => `\n  - ${statement.redacted}`).join("");
  throw exists(
    definition,
    name,
    `to make it what the program declares would take:${lines}\nTo have that done, set createMode: "createOrAlter"; or change the declaration to what exists`,
  );
}

async function read(definition: Definition, context: Context, outputs: Values): Promise<State | undefined> {
  const known = stateOf(definition, outputs);
  const recorded = namesOf(definition, known.values);
  const act = actOf(definition, context, known.options, recorded, "read");
  const who = await act.client.identity();
  proveAccount(definition, recorded, known.facts, who);
  const place = await whereItIs(act, recorded, known.facts, who);
  if (place === undefined) {
    proveGone(definition, recorded, known.facts, who);
    return undefined;
  }
  const { name, tasks } = place;
  const row = tasks.get(name.at(-1) ?? "")?.row;
  const createdOn = row === undefined ? undefined : createdOnOf(row);
  if (known.facts.createdOn !== undefined && createdOn !== known.facts.createdOn) {
    context.say(
      `${called(definition, name)} was dropped and created again outside Pulumi (created ${known.facts.createdOn}, now ${createdOn}): the state takes over the new one.`,
    );
  }
  context.journal.settled(intentKey(act, who, name));
  const placed = { ...known.values, ...identityOf(definition, name) };
  const { createdOn: _, ...facts } = known.facts;
  return {
    values: standingGraph(placed, tasks),
    options: known.options,
    facts: { ...facts, ...factsOf(who), ...(createdOn === undefined ? {} : { createdOn }) },
  };
}

/** The graph where the state has it, or where a rename of its schema or database has taken it. */
async function whereItIs(
  act: Act,
  recorded: readonly StoredName[],
  facts: Facts,
  who: Identity,
): Promise<{ readonly name: readonly StoredName[]; readonly tasks: GraphTasks } | undefined> {
  const tasks = tasksIn(await listing(act, recorded, "shared"));
  if (tasks.has(recorded.at(-1) ?? "")) return { name: recorded, tasks };
  const moved = await findMoved(act, recorded, facts.createdOn, who);
  if (moved === undefined) return undefined;
  act.context.say(`${called(act.definition, recorded)} is ${canonicalQualified(moved.name)} now: the state follows.`);
  return { name: moved.name, tasks: tasksIn(await listing(act, moved.name, "shared")) };
}

async function lookUp(definition: Definition, context: Context, id: string, asked: Values): Promise<State> {
  const options = optionsOf(asked);
  const place = valuesOfId(definition, id);
  const name = namesOfId(definition, id);
  const act = actOf(definition, context, options, name, "read");
  const who = await act.client.identity();
  const tasks = tasksIn(await listing(act, name));
  const row = tasks.get(name.at(-1) ?? "")?.row;
  if (row === undefined) {
    throw new ObjectMissingError({
      objectKind: definition.kind,
      name: canonicalQualified(name),
      message: `There is no ${called(definition, name)} in ${accountOf(who)}, or role ${who.role} may not see it. Check the spelling, the role, and that the connection is the right one.`,
    });
  }
  const createdOn = createdOnOf(row);
  return {
    values: listedGraph(place, tasks),
    options,
    facts: { ...factsOf(who), ...(createdOn === undefined ? {} : { createdOn }) },
  };
}

async function update(
  definition: Definition,
  context: Context,
  id: string,
  outputs: Values,
  inputs: Values,
): Promise<State> {
  const before = stateOf(definition, outputs);
  const { values, options } = split(definition, inputs);
  const { unfinished: wasUnfinished, ...facts } = before.facts;
  const moves =
    canonicalQualified(namesOf(definition, before.values)) !== canonicalQualified(namesOf(definition, values));
  const isSame = !moves && graphPlan(before.values, values).length === 0 && wasUnfinished !== true;
  if (isSame && facts.createdOn !== undefined) return { values, options, facts };
  const name = namesOf(definition, values);
  const act = actOf(definition, context, options, name, "update");
  const who = await act.client.identity();
  proveAccount(definition, name, before.facts, who);
  await definition.keeper?.bringBack(context, options);
  const tasks = tasksIn(await listing(act, name));
  const row = proven(definition, before, name, tasks, who);
  const mine = expanded({ ...before.values, ...identityOf(definition, name) }).map((one) => one.name);
  const now = { ...facts, ...factsOf(who), createdOn: createdOnOf(row) ?? "" };
  try {
    await reconcile(act, {
      name,
      tasks,
      known: before.values,
      wanted: expanded(values),
      mine,
      row,
      before: before.values,
    });
  } catch (error) {
    if (error instanceof HalfChangedError)
      throw await unfinished(act, id, { values: before.values, options, facts: now }, error);
    if (error instanceof LeftSuspended) {
      const state = { values, options, facts: { ...now, unfinished: true } };
      throw new UnfinishedError(id, state, error.problem, `${called(definition, name)} was changed.`);
    }
    throw error;
  }
  context.claims.claim(definition.kind, canonicalQualified(name), now.createdOn);
  return { values, options, facts: now };
}

/** The root of the graph, once it is proven to be the one in the state. */
function proven(
  definition: Definition,
  before: State,
  name: readonly StoredName[],
  tasks: GraphTasks,
  who: Identity,
): Row {
  const row = tasks.get(name.at(-1) ?? "")?.row;
  if (row === undefined) {
    proveGone(definition, name, before.facts, who);
    throw new ObjectMissingError({
      objectKind: definition.kind,
      name: canonicalQualified(name),
      message: `${called(definition, name)} is not there any more: its root was dropped outside Pulumi. Run pulumi refresh, look at what it shows, then pulumi up.`,
    });
  }
  if (before.facts.createdOn === undefined || createdOnOf(row) === before.facts.createdOn) return row;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} is another graph than the one in the state: its root was dropped and created again outside Pulumi. Nothing was changed. Run pulumi refresh to take over the new one, then pulumi up.`,
  });
}

async function remove(definition: Definition, context: Context, outputs: Values): Promise<void> {
  const { values, options, facts } = stateOf(definition, outputs);
  const recorded = namesOf(definition, values);
  const dataLoss = dataLossOf(context.policy, definition, values, options);
  if (facts.adopted === true && dataLoss !== "allow") {
    context.say(
      `${called(definition, recorded)} was taken up, not created, by this stack: released, not dropped. To drop it with the resource, set dataLoss: "allow" before.`,
    );
    return;
  }
  const act = actOf(definition, context, options, recorded, "delete");
  const who = await act.client.identity();
  proveAccount(definition, recorded, facts, who);
  await definition.keeper?.bringBack(context, options);
  const name = context.claims.carried(recorded);
  const place = await whereItIs(act, name, facts, who);
  if (place === undefined) {
    proveGone(definition, recorded, facts, who);
    return;
  }
  const tasks = tasksIn(await listing(act, place.name));
  const row = tasks.get(place.name.at(-1) ?? "")?.row;
  if (row === undefined) return;
  const object = called(definition, place.name);
  const createdOn = createdOnOf(row);
  if (createdOn !== facts.createdOn) {
    context.say(
      `${object} is another graph than the one in the state (created ${facts.createdOn}, now ${createdOn}): left alone. To manage it, declare it again and run: ${adoptLine(definition.kind, canonicalQualified(place.name))}`,
    );
    return;
  }
  if (context.claims.has(definition.kind, canonicalQualified(place.name), createdOn)) {
    context.say(`${object} belongs to another resource of this program now: left alone.`);
    return;
  }
  const own = expanded({ ...values, ...identityOf(definition, place.name) });
  const mine = new Set<string>(own.map((one) => parseIdentifier(one.name)));
  const foreign = membersOf(tasks, row["name"] ?? "").filter((one) => !mine.has(one.name));
  if (foreign.length > 0)
    context.say(
      `${object} also holds ${foreign.map((one) => canonicalName(storedName(one.name))).join(", ")}, which this stack does not manage: left alone, without a root and suspended.`,
    );
  const steps = own.toReversed().flatMap((one): Operation[] => {
    const task_ = tasks.get(parseIdentifier(one.name));
    if (task_ === undefined || one.role === "root" || !rootsOf(tasks, [task_.name]).includes(row["name"] ?? ""))
      return [];
    const before = {
      ...one.values,
      ...allListed(task_.row),
      ...identityOf(task, [...place.name.slice(0, -1), storedName(task_.name)]),
    };
    const drop = {
      statement: dropStatement(task, namesOf(task, one.values)),
      class: "safe",
      reason: "",
      properties: [],
    } as const;
    return [{ what: "drop", name: one.name, before, steps: [drop] }];
  });
  const rootDrop = { statement: dropStatement(task, place.name), class: "safe", reason: "", properties: [] } as const;
  const rootOperation: Operation = {
    what: "drop",
    name: canonicalName(place.name.at(-1) ?? storedName("")),
    before: own[0]?.values ?? {},
    steps: [rootDrop],
  };
  const { problem } = await keeping(act, { name: place.name, row, before: values }, (act) =>
    carryOut(act, [...steps, rootOperation]),
  );
  if (problem !== undefined) throw problem;
  context.journal.settled(intentKey(act, who, recorded));
}

/** What a graph is brought from and to. */
interface Reconciliation {
  readonly name: readonly StoredName[];
  readonly tasks: GraphTasks;
  /** What was last sent, for what the listing does not tell. */
  readonly known: Values;
  readonly wanted: readonly Expanded[];
  /** Tasks that the graph had. */
  readonly mine: readonly string[];
  /** The row of the root; absent if it is made. */
  readonly row: Row | undefined;
  readonly before: Values | undefined;
}

/** Everything was done, but the root is not where it shall be. */
class LeftSuspended extends Error {
  readonly problem: SnowflakeError;

  constructor(problem: SnowflakeError) {
    super(problem.message);
    this.name = "LeftSuspended";
    this.problem = problem;
  }
}

async function reconcile(act: Act, { name, tasks, known, wanted, mine, row, before }: Reconciliation): Promise<void> {
  const root = String(name.at(-1));
  const ours = mine.filter((one) => {
    const stored = parseIdentifier(one);
    return stored !== root && tasks.has(stored) && rootsOf(tasks, [stored]).includes(root);
  });
  const standing = standingOf(tasks, wanted, known, ours);
  const plan = operations(standing, wanted, ours);
  const after = wanted[0]?.values ?? {};
  const { problem } = await keeping(act, { name, row, before, after }, (act) => carryOut(act, plan));
  if (problem !== undefined) throw new LeftSuspended(problem);
}

/** The tasks that stand, of those that are wanted or were there: what the listing tells, and what was last sent of the rest. */
function standingOf(
  tasks: GraphTasks,
  wanted: readonly Expanded[],
  known: Values,
  others: readonly string[] = [],
): ReadonlyMap<string, Values> {
  const recorded = new Map(expandedOrNone(known).map(({ name, values }) => [name, values]));
  const declared = new Map(wanted.map(({ name, values }) => [name, values]));
  const names = new Set([...declared.keys(), ...others]);
  return new Map(
    [...names].flatMap((name) => {
      const row = tasks.get(parseIdentifier(name))?.row;
      if (row === undefined) return [];
      const values = declared.get(name);
      const last = recorded.get(name);
      if (values === undefined) return [[name, { ...last, ...allListed(row), ...placeOf(row, name) }] as const];
      // What is managed now or was before; parameters as they were last sent.
      const stands = standingValues(row, { ...values, ...last });
      const parameters = Object.keys(values).filter((key) => last?.[key] === undefined && isBelieved(key));
      return [[name, without(stands, parameters)] as const];
    }),
  );
}

function isBelieved(key: string): boolean {
  const source = (task.properties as Definition["properties"])[key]?.source.from;
  return source !== undefined && source !== "column";
}

function without(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function placeOf(row: Row, name: string): Values {
  const own = [row["database_name"], row["schema_name"]].map((one) => canonicalName(storedName(one ?? "")));
  return { database: own[0], schema: own[1], name };
}

function expandedOrNone(values: Values): readonly Expanded[] {
  return values["name"] === undefined ? [] : expanded(values);
}

/** All tasks of the schema of a graph, in one listing. */
async function listing(
  act: Act,
  name: readonly StoredName[],
  freshness: "shared" | "fresh" = "fresh",
): Promise<readonly Row[]> {
  try {
    return await list(task, act.client, name, freshness);
  } catch (error) {
    if (error instanceof ObjectMissingError && freshness === "shared") return [];
    throw error;
  }
}

function factsOf(who: Identity): Facts {
  return { account: accountOf(who), role: who.role, version: stateVersion };
}

async function factsNow(act: Act, name: readonly StoredName[], who: Identity): Promise<Facts> {
  const row = tasksIn(await listing(act, name)).get(name.at(-1) ?? "")?.row;
  const createdOn = row === undefined ? undefined : createdOnOf(row);
  return { ...factsOf(who), ...(createdOn === undefined ? {} : { createdOn }) };
}

/** What stands after a change that failed, and could not be taken back. */
async function unfinished(
  act: Act,
  id: string,
  { values, options, facts }: State,
  error: HalfChangedError,
): Promise<UnfinishedError> {
  const name = namesOf(act.definition, values);
  const tasks = await listing(act, name).then(tasksIn, () => undefined);
  const row = tasks?.get(name.at(-1) ?? "")?.row;
  const createdOn = row === undefined ? facts.createdOn : createdOnOf(row);
  const now: State = {
    values: tasks === undefined ? values : standingGraph(values, tasks),
    options,
    facts: { ...facts, ...(createdOn === undefined ? {} : { createdOn }), unfinished: true },
  };
  return new UnfinishedError(id, now, Object.assign(error.cause, { message: error.message }), "");
}

function exists(definition: Definition, name: readonly StoredName[], why: string): ObjectExistsError {
  return new ObjectExistsError({
    code: "002002",
    sqlState: "42710",
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} exists already: ${why}.`,
  });
}
