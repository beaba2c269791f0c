import { capitalised } from "../client/advice";
import { ObjectExistsError } from "../client/errors";
import type { Definition } from "../resource/definition";
import { type Act, adviceOf, createdOnOf } from "../resource/lifecycle/context";
import { called } from "../resource/names";
import { adoptLine } from "../resource/one-run";
import type { CreateMode } from "../resource/options";
import { canonicalQualified, type StoredName } from "../sql";
import { task } from "./task";
import type { Expanded } from "./task-graph-expansion";
import { operations, type Standing } from "./task-graph-operations";
import { isBelieved, liveStanding } from "./task-graph-standing";
import type { GraphTasks } from "./task-graphs";

/** What stands in the way of a graph. */
interface Taken {
  readonly name: readonly StoredName[];
  readonly tasks: GraphTasks;
  readonly wanted: readonly Expanded[];
  readonly mode: CreateMode;
}

/**
 * The tasks of a graph that exist already, if the create mode takes them up.
 *
 * @throws ObjectExistsError if it does not, with what would have to be done to them.
 */
export async function takenUp(act: Act, { name, tasks, wanted, mode }: Taken): Promise<Standing> {
  const { definition, context } = act;
  const root = tasks.get(name.at(-1) ?? "")?.row;
  const id = canonicalQualified(name);
  if (root !== undefined && context.claims.has(definition.kind, id, createdOnOf(root)))
    throw exists(definition, name, "another resource of this program stands for it. Choose another name");
  const standing = await liveStanding(act, tasks, wanted, mode === "orReplace");
  if (mode === "createOrAlter" || mode === "orReplace") return standing;
  if (root === undefined) throw alreadyThere(act, name, [...standing.keys()]);
  const differing = operations(comparable(standing, wanted), wanted, []).flatMap(({ steps }) => steps);
  const adopt = capitalised(adviceOf(context).takeUp(adoptLine(definition.kind, id), { differs: false }));
  if (differing.length === 0) {
    if (mode === "ifNotExists") return comparable(standing, wanted);
    throw exists(definition, name, `it equals what the program declares. ${adopt}`);
  }
  const lines = differing.map(({ statement }) => `\n  - ${statement.redacted}`).join("");
  throw exists(
    definition,
    name,
    `to make it what the program declares would take:${lines}\nTo have that done, set createMode: "createOrAlter"; or change the declaration to what exists`,
  );
}

/** Tasks of a graph's names stand already, and are none of it. */
export function alreadyThere(
  { definition, context }: Pick<Act, "definition" | "context">,
  name: readonly StoredName[],
  tasks: readonly string[],
): Error {
  return new ObjectExistsError({
    code: "002002",
    sqlState: "42710",
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)}: there ${tasks.length === 1 ? "is a task" : "are tasks"} ${tasks.join(", ")} already, which ${adviceOf(context).ours} did not make. Nothing was changed. Choose other names, drop ${tasks.length === 1 ? "it" : "them"}, or set createMode: "createOrAlter" to take ${tasks.length === 1 ? "it" : "them"} into the graph.`,
  });
}

/** What Snowflake does not tell, or tells only with a warehouse, is taken to be as it is declared. */
function comparable(standing: Standing, wanted: readonly Expanded[]): Standing {
  const properties: Definition["properties"] = task.properties;
  return new Map(
    wanted.flatMap(({ name, values }) => {
      const stands = standing.get(name);
      const untold = Object.entries(values).filter(
        ([key]) => isBelieved(key) && !["parameter", "parameters"].includes(properties[key]?.source.from ?? ""),
      );
      return stands === undefined ? [] : [[name, { ...stands, ...Object.fromEntries(untold) }] as const];
    }),
  );
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
