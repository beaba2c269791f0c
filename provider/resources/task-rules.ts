import { type Rule, rule } from "../resource/definition";
import type { Values } from "../resource/property";
import { leadsElsewhere } from "./task-relations";
import { serverlessSizes } from "./task-settings";

const serverless = [
  "userTaskManagedInitialWarehouseSize",
  "serverlessTaskMinStatementSize",
  "serverlessTaskMaxStatementSize",
  "targetCompletionInterval",
] as const;

/** What only the root of a graph has. */
const ofRoots = ["schedule", "config", "overlapPolicy", "taskAutoRetryAttempts"] as const;

/** What Snowflake would refuse, said before anything is sent. */
export const taskRules: readonly Rule[] = [
  rule(["definition"], ({ definition }) =>
    definition === undefined ? "is missing: write the SQL that it runs, { call, args }, or { procedure }" : undefined,
  ),
  ...ofRoots.map((key) =>
    rule([key, "after", "finalize"], (values) => {
      if (values[key] === undefined) return undefined;
      if (values["after"] !== undefined) return `cannot go together with after: only a root has it; set it on the root`;
      if (values["finalize"] !== undefined)
        return `cannot go together with finalize: only a root has it; set it on the root`;
      return undefined;
    }),
  ),
  rule(["started", "schedule", "after", "finalize", "when"], (values) =>
    values["started"] === true && ["schedule", "after", "finalize", "when"].every((key) => values[key] === undefined)
      ? "is true, but nothing would make it run, and Snowflake starts no such task: give it a schedule, or a condition on a stream (when)"
      : undefined,
  ),
  rule(["after", "finalize"], (values) =>
    values["after"] !== undefined && values["finalize"] !== undefined
      ? "cannot go together with finalize: a finalizer runs after all tasks of its graph by itself"
      : undefined,
  ),
  ...serverless.map((key) =>
    rule([key, "warehouse"], (values) =>
      values[key] !== undefined && values["warehouse"] !== undefined
        ? "cannot go together with warehouse: it is for serverless tasks; leave one of them out"
        : undefined,
    ),
  ),
  rule(
    ["serverlessTaskMinStatementSize", "serverlessTaskMaxStatementSize", "userTaskManagedInitialWarehouseSize"],
    (values) => {
      const [least, initial, most] = [
        rank(values, "serverlessTaskMinStatementSize"),
        rank(values, "userTaskManagedInitialWarehouseSize"),
        rank(values, "serverlessTaskMaxStatementSize"),
      ];
      if (least !== undefined && most !== undefined && least > most)
        return `${values["serverlessTaskMinStatementSize"]} is larger than serverlessTaskMaxStatementSize, ${values["serverlessTaskMaxStatementSize"]}`;
      if (least !== undefined && initial !== undefined && least > initial)
        return `${values["serverlessTaskMinStatementSize"]} is larger than userTaskManagedInitialWarehouseSize, ${values["userTaskManagedInitialWarehouseSize"]}`;
      return undefined;
    },
  ),
  rule(["userTaskManagedInitialWarehouseSize", "serverlessTaskMaxStatementSize"], (values) => {
    const [initial, most] = [
      rank(values, "userTaskManagedInitialWarehouseSize"),
      rank(values, "serverlessTaskMaxStatementSize"),
    ];
    return initial !== undefined && most !== undefined && initial > most
      ? `${values["userTaskManagedInitialWarehouseSize"]} is larger than serverlessTaskMaxStatementSize, ${values["serverlessTaskMaxStatementSize"]}`
      : undefined;
  }),
  rule(["after", "name", "schema", "database"], ({ after, name }) => {
    const names = Array.isArray(after) ? after : [];
    if (names.length > 100) return `names ${names.length} tasks; a task runs after at most 100`;
    const elsewhere = names.find(leadsElsewhere);
    if (elsewhere !== undefined) return `${elsewhere} stands in another schema; all tasks of a graph stand in one`;
    return names.includes(name) ? `${name} is the task itself; leave it out` : undefined;
  }),
  rule(["finalize", "name", "schema", "database"], ({ finalize, name }) => {
    if (leadsElsewhere(finalize)) return `${finalize} stands in another schema; all tasks of a graph stand in one`;
    return finalize !== undefined && finalize === name
      ? `${name} is the task itself; name the root of its graph`
      : undefined;
  }),
];

function rank(values: Values, key: string): number | undefined {
  const index = (serverlessSizes as readonly unknown[]).indexOf(values[key]);
  return index < 0 ? undefined : index;
}
