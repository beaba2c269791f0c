import { z } from "zod";
import { propertiesOf } from "../resource/definition";
import { means } from "../resource/diff";
import { same } from "../resource/equal";
import { clause } from "../resource/forms";
import type { AnyProperty, Property, Values } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { raw } from "../sql";
import { orUnknown } from "./or-unknown";
import { task } from "./task";
import { finalizerName, nameIn } from "./task-graph-nodes";

/** What each task of a graph may say for itself, beside its place in the graph. */
export const ownKeys = [
  "definition",
  "when",
  "warehouse",
  "userTaskManagedInitialWarehouseSize",
  "serverlessTaskMinStatementSize",
  "serverlessTaskMaxStatementSize",
  "targetCompletionInterval",
  "sessionParameters",
  "userTaskTimeoutMs",
  "suspendTaskAfterNumFailures",
  "userTaskMinimumTriggerIntervalInSeconds",
  "errorIntegration",
  "successIntegration",
  "logLevel",
  "comment",
  "executeAsUser",
  "started",
] as const;

/** Settings that a task takes from the graph unless it says otherwise. */
export const defaultKeys = ownKeys.filter((key) => !["definition", "when", "started", "comment"].includes(key));

/** A task of a graph, in canonical form. */
export interface GraphMember extends Values {
  /** Short names of the tasks that it runs after, in any order. */
  readonly after?: readonly string[];
  /** Short names of the tasks that its return value chooses from. */
  readonly branches?: readonly string[];
  /** Whether it is serverless although the graph has a warehouse. */
  readonly serverless?: boolean;
}

/** The finalizer of a graph, in canonical form. */
export interface GraphFinalizer extends Values {
  /** Its short name. */
  readonly name?: string;
}

/** Tasks of a graph by the short names that a program gives them. */
export type GraphMembers = Readonly<Record<string, GraphMember>>;

const names = orUnknown(
  z
    .union([z.string(), z.array(z.string())], {
      error: "is not the short name of a task of the graph, or a list of them",
    })
    .transform((written) => (typeof written === "string" ? [written] : written)),
);

const schemas = Object.fromEntries(
  propertiesOf(task).flatMap(([key, { schema }]) =>
    (ownKeys as readonly string[]).includes(key) ? [[key, orUnknown(schema).optional()] as const] : [],
  ),
);
const memberSchema = orUnknown(
  z
    .strictObject(
      { ...schemas, after: names.optional(), branches: names.optional(), serverless: z.boolean().optional() },
      insteadOfType("is no task; write { definition: … }, with after for what it runs after"),
    )
    .transform(withoutUnset),
);
const membersSchema = z.record(
  z.string(),
  memberSchema,
  insteadOfType("is no object; give the tasks by their short names: { load: { definition: … } }"),
);
const finalizerSchema = z.strictObject(
  { ...schemas, name: z.string().optional(), serverless: z.boolean().optional() },
  insteadOfType("is no task; a graph has one finalizer: { definition: … }"),
);
const defaultsSchema = z.strictObject(Object.fromEntries(defaultKeys.map((key) => [key, schemas[key] ?? z.never()])));

/** Its tasks by short name. */
export const members = part<GraphMembers>(membersSchema, (left, right) => {
  const [before, after] = [byStoredName(left), byStoredName(right)];
  return (
    before.size === after.size &&
    [...before].every(([name, one]) => {
      const other = after.get(name);
      return other !== undefined && sameMember(one, other);
    })
  );
});

/** The task that runs last, whatever happened before. */
export const finalizer = part<GraphFinalizer>(finalizerSchema.transform(withoutUnset), (left, right) => {
  const name = (one: GraphFinalizer) => nameIn(one.name ?? finalizerName) ?? one.name;
  return name(left) === name(right) && sameMember({ ...left, name: "" }, { ...right, name: "" });
});

/** What all tasks share that say nothing else. */
export const defaults = part<Values>(defaultsSchema.transform(withoutUnset), sameMember);

/** What is said of a value that is no object at all. */
function insteadOfType(message: string) {
  return { error: (issue: { readonly code: string }) => (issue.code === "invalid_type" ? message : undefined) };
}

/** A property that is no clause of one statement: the graph's own plan sends it. */
function part<T extends object>(schema: z.ZodType, equal: (left: T, right: T) => boolean): Property<object, T> {
  return clause<object, T>(schema as z.ZodType<T, object>, () => raw(""), {
    clause: () => raw(""),
    equal,
    isUnset: (value) => Object.keys(value).length === 0,
  });
}

function byStoredName(all: GraphMembers): ReadonlyMap<string, GraphMember> {
  return new Map(Object.entries(all).map(([key, one]) => [nameIn(key) ?? key, one]));
}

/** Whether two tasks say the same of themselves, in whatever words. */
function sameMember(left: Values, right: Values): boolean {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => {
    const [one, other] = [left[key], right[key]];
    if (holdsUnknown(one) || holdsUnknown(other)) return same(one, other);
    if (key === "after" || key === "branches") return same(storedNames(one), storedNames(other));
    const property = (task.properties as Readonly<Record<string, AnyProperty>>)[key];
    return property === undefined
      ? same(one, other)
      : means(property, one, other, { before: left, after: right, memory: {} });
  });
}

function storedNames(list: unknown): readonly string[] {
  const texts = Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
  return [...new Set(texts.map((one) => nameIn(one) ?? one))].toSorted();
}

/** What says nothing is left out, so that it is not managed. */
function withoutUnset(written: Values): Values {
  const said = Object.entries(written).filter(([key, value]) => {
    const property = (task.properties as Readonly<Record<string, AnyProperty>>)[key];
    const isEmpty = Array.isArray(value) && value.length === 0;
    return value !== undefined && !isEmpty && (holdsUnknown(value) || property?.isUnset?.(value) !== true);
  });
  return Object.fromEntries(said);
}
