import { isUnknown } from "../resource/unknown";
import {
  byName,
  contentOf,
  finalizerName,
  type GraphShape,
  itemsOf,
  nodesOf,
  type ShapeNode,
} from "./task-graph-nodes";

const rootId = "root";
const finalizerId = "finalizer";

/**
 * A graph as Mermaid's flowchart, for people to look at: conditions stand on the edges, a task that chooses is a rhombus, the
 * finalizer hangs on a dotted edge, and suspended tasks have the class `suspended`. The same for the same graph, in whatever
 * order its tasks are written.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaid(graph: GraphShape): string {
  const { name, finalizer } = graph;
  const nodes = nodesOf(graph);
  const ids = new Map(nodes.map(({ key }, index) => [key, `t${index}`]));
  const choices = new Map(nodes.map(({ key, branches }) => [key, branches]));
  const suspended = [
    ...(graph.started === false ? [rootId] : []),
    ...nodes.filter(({ task }) => task.started === false).map(({ key }) => ids.get(key) ?? ""),
    ...(contentOf(finalizer).started === false ? [finalizerId] : []),
  ];
  return [
    "flowchart LR",
    `${rootId}["${label(name ?? "root")}"]`,
    ...nodes.map(({ key, task }) => {
      const [open, close] = itemsOf(task.branches).length === 0 ? ["[", "]"] : ["{", "}"];
      return `${ids.get(key)}${open}"${label(key)}"${close}`;
    }),
    ...(finalizer === undefined ? [] : [`${finalizerId}(["${label(finalizer.name ?? finalizerName)}"])`]),
    ...nodes.flatMap((node) => edgesTo(node, ids, choices)),
    ...(finalizer === undefined ? [] : [`${rootId} -.-> ${finalizerId}`]),
    ...(suspended.length === 0
      ? []
      : ["classDef suspended stroke-dasharray:4", `class ${suspended.join(",")} suspended`]),
  ].join("\n");
}

function edgesTo(
  { key, task, underRoot, after }: ShapeNode,
  ids: ReadonlyMap<string, string>,
  choices: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const id = ids.get(key);
  const when = task.when === undefined || isUnknown(task.when) ? [] : [task.when];
  if (underRoot) return [edge(rootId, id, when)];
  return after
    .toSorted(byName)
    .map((one) => edge(ids.get(one), id, [...(choices.get(one)?.includes(key) ? [`= ${key}`] : []), ...when]));
}

function edge(from: string | undefined, to: string | undefined, conditions: readonly string[]): string {
  const text = conditions.map(label).join(" AND ");
  return `${from} -->${text === "" ? "" : `|"${text}"|`} ${to}`;
}

/** Text in a label: blanks for line ends, and Mermaid's codes for all that could mean something to it, to Markdown or to HTML. */
function label(text: string): string {
  if (isUnknown(text)) return "…";
  const line = text.replaceAll(/[\p{C}\p{Z}\s]+/gu, " ").trim();
  const hostile = /[^\p{L}\p{M}\p{N}\p{So} ,=_]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
  return line === "" ? codeOf(" ") : line.replaceAll(hostile, codeOf);
}

function codeOf(character: string): string {
  return `#${character.codePointAt(0)};`;
}
