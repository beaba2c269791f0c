import type { Definition } from "../../provider/resource";
import type { Row, Stage } from "./stage";

/** An object of the stack that has every property, or of its kind. */
export interface Placed {
  readonly definition: Definition;
  readonly name: string;
}

/** Where objects of each scope stand in the examples: what their names start with, and how SHOW is asked for them. */
const PLACES = {
  account: { prefix: "", shown: "" },
  database: { prefix: "SCRATCH.", shown: " IN DATABASE SCRATCH" },
  schema: { prefix: "SCRATCH.PUBLIC.", shown: " IN SCHEMA SCRATCH.PUBLIC" },
  stage: { prefix: "SCRATCH.PUBLIC.FILES.", shown: "" },
} as const;

/** What SHOW tells of the moment rather than of the object. */
const VOLATILE = new Set([
  ...["name", "created_on", "resumed_on", "updated_on", "is_current", "uuid"],
  ...["available", "provisioning", "quiescing", "other", "started_clusters", "suspended"],
  ...["active_nodes", "idle_nodes", "target_nodes", "repository_url"],
  ...["dns_name", "status", "current_instances", "target_instances", "suspended_on"],
  ...["id", "last_committed_on", "last_suspended_on", "last_suspended_reason", "LAST_REFRESHED_ON"],
]);

/** The object's name in statements; of a procedure with its types. A graph has several, children first. */
export function namesInSql(stage: Stage, one: Placed): readonly string[] {
  const { prefix } = PLACES[one.definition.scope];
  if (one.definition.kind === "StageFile") return [`@SCRATCH.PUBLIC.FILES/${one.name}`];
  return shown(stage, one)
    .map((row) => `${prefix}${inQuotes(row["name"] ?? "")}${typesOf(row)}`)
    .toReversed();
}

/** The statements by which somebody drops an object. */
export function dropsOf(stage: Stage, one: Placed): readonly string[] {
  const verb = one.definition.kind === "StageFile" ? "REMOVE" : `DROP ${one.definition.noun}`;
  return namesInSql(stage, one).map((name) => `${verb} ${name}`);
}

/** Everything that Snowflake shows of an object, but times, ids and its name. */
export function factsOf(stage: Stage, one: Placed): Record<string, unknown> {
  const rows = shown(stage, one);
  if (one.definition.kind === "StageFile") return { size: rows.map(({ size }) => size) };
  const names = namesInSql(stage, one).toReversed();
  const [first = {}, ...others] = rows.map((row, index) => {
    const name = names[index] ?? "";
    const columns = Object.entries(row).map(([column, cell]) => [column, (cell ?? "").replaceAll(one.name, "…")]);
    return { ...Object.fromEntries(columns), ...parametersOf(stage, one, name), ...partsOf(stage, one, name) };
  });
  const facts = [first, ...others].map((fact, index) => {
    const known = Object.entries(fact).filter(
      ([what]) => !VOLATILE.has(what) && !(what === "state" && isOfMoment(one)),
    );
    return index === 0 ? known : [[names[index]?.replace(one.name, "…") ?? "", Object.fromEntries(known)] as const];
  });
  return Object.fromEntries(facts.flat());
}

/** A warehouse and a compute pool suspend and resume by themselves. */
function isOfMoment({ definition }: Placed): boolean {
  return definition.kind === "Warehouse" || definition.kind === "ComputePool";
}

/** The rows of SHOW; of a graph, those of its root and of its other tasks. */
function shown(stage: Stage, { definition, name }: Placed): readonly Row[] {
  const { shown: where } = PLACES[definition.scope];
  const like = name.replaceAll("_", "\\\\_");
  if (definition.kind === "StageFile") return stage.sql(`LIST @SCRATCH.PUBLIC.FILES/${name}`);
  const whole = stage.sql(`SHOW ${definition.plural} LIKE '${like}'${where}`);
  if (definition.kind !== "TaskGraph") return whole;
  return [...whole, ...stage.sql(`SHOW ${definition.plural} LIKE '${like}$%'${where}`)];
}

/** Kinds that SHOW PARAMETERS does not know. */
const WITHOUT_PARAMETERS = new Set(["Stage", "ImageRepository", "ComputePool", "Service", "JobService"]);

function parametersOf(stage: Stage, { definition }: Placed, name: string): Record<string, string> {
  if (WITHOUT_PARAMETERS.has(definition.kind)) return {};
  const rows = stage.sql(`SHOW PARAMETERS IN ${definition.noun} ${name}`);
  return Object.fromEntries(rows.map((row) => [row["key"], `${row["value"]} (${row["level"]})`]));
}

/** What only DESCRIBE and the listings of keys tell. */
function partsOf(stage: Stage, { definition }: Placed, name: string): Record<string, unknown> {
  switch (definition.kind) {
    case "Table":
      return tableParts(stage, name);
    case "Procedure":
      return Object.fromEntries(
        stage.sql(`DESCRIBE PROCEDURE ${name}`).map(({ property, value }) => [property, value]),
      );
    case "Stage":
      return Object.fromEntries(
        stage
          .sql(`DESCRIBE STAGE ${name}`)
          .filter(({ property }) => !VOLATILE.has(property ?? ""))
          .map((row) => [`${row["parent_property"]}.${row["property"]}`, row["property_value"]]),
      );
    default:
      return {};
  }
}

/** The columns and keys of a table, in any order; names that Snowflake has made up say nothing. */
function tableParts(stage: Stage, place: string): Record<string, readonly string[]> {
  const told = (row: Row) =>
    Object.entries(row)
      .filter(([column]) => !/created_on|(^|[pf]k_)table_name/.test(column))
      .map(([, cell]) => (cell?.startsWith("SYS_CONSTRAINT_") ? "" : cell))
      .join(" | ");
  const keys = ["PRIMARY KEYS", "UNIQUE KEYS", "IMPORTED KEYS"] as const;
  const statements = {
    COLUMNS: `DESCRIBE TABLE ${place}`,
    ...Object.fromEntries(keys.map((what) => [what, `SHOW ${what} IN TABLE ${place}`])),
  };
  return Object.fromEntries(
    Object.entries(statements).map(([what, statement]) => [what, stage.sql(statement).map(told).sort()]),
  );
}

/** The types of a procedure's arguments, as statements about it want them. */
function typesOf(row: Row): string {
  const [, types = ""] = /(\(.*\)) RETURN /.exec(row["arguments"] ?? "") ?? [];
  return types.replaceAll("DEFAULT ", "");
}

function inQuotes(name: string): string {
  return `"${name}"`;
}
