import { type Rule, rule } from "../resource/definition";
import { same } from "../resource/equal";
import type { Values } from "../resource/property";
import { columnOf } from "../sql";
import type { CanonicalColumn } from "./column";
import { sources } from "./copies";
import type { CanonicalKey } from "./key";

/** Where its columns come from. */
const origins = ["columns", ...sources] as const;

/** What Snowflake would refuse, said before anything is sent. */
export const tableRules: readonly Rule[] = [
  rule(["columns", "like", "clone", "fromBackupSet"], (values) => {
    const given = origins.filter((key) => values[key] !== undefined);
    if (given.length === 0)
      return "is missing: a table needs columns, or like, clone or fromBackupSet to take them from";
    const [first, ...others] = given.filter((key) => key !== "columns");
    if (others.length > 0) return `${first} and ${others.join(" and ")} cannot go together: a table has one origin`;
    return undefined;
  }),
  ...(["primaryKey", "uniqueKeys", "foreignKeys", "checks"] as const).map((key) =>
    rule([key, ...origins], (values) => {
      const source = origins.find((one) => one !== "columns" && values[one] !== undefined);
      return values[key] !== undefined && values["columns"] === undefined && source !== undefined
        ? `needs columns: with ${source} alone, the keys are whatever the source has`
        : undefined;
    }),
  ),
  ...(["primaryKey", "uniqueKeys", "foreignKeys"] as const).map((key) =>
    rule([key, "columns", "enableSchemaEvolution"], (values) => {
      const value = values[key] as CanonicalKey | readonly CanonicalKey[] | undefined;
      const list = value === undefined ? [] : "columns" in value ? [value] : value;
      return unknownColumn(
        values,
        list.flatMap((one) => one.columns),
      );
    }),
  ),
  rule(["clusterBy", "columns", "enableSchemaEvolution"], (values) => {
    const plain = ((values["clusterBy"] ?? []) as readonly string[]).flatMap((item) => columnOf(item) ?? []);
    return unknownColumn(values, plain);
  }),
  rule(["primaryKey", "columns"], (values) => {
    const key = values["primaryKey"] as CanonicalKey | undefined;
    const columns = (values["columns"] ?? []) as readonly CanonicalColumn[];
    const nullable = columns.find(({ name, nullable: may }) => may === true && key?.columns.includes(name));
    return nullable === undefined
      ? undefined
      : `holds ${nullable.name}, which is nullable: true; a primary key holds no NULL`;
  }),
  rule(["uniqueKeys"], (values) => twice("uniqueKeys", values)),
  rule(["foreignKeys"], (values) => twice("foreignKeys", values) ?? ambiguous(values)),
  rule(["dataRetentionTimeInDays", "transient"], ({ dataRetentionTimeInDays: kept, transient }) =>
    transient === true && Number(kept ?? 0) > 1 ? `${kept} is above 1 day, the most for a transient table` : undefined,
  ),
  rule(["automaticClustering", "clusterBy", ...origins], (values) => {
    const isClustered = values["clusterBy"] !== undefined || values["columns"] === undefined;
    return values["automaticClustering"] !== undefined && !isClustered
      ? "is for tables with clusterBy; set that too, or leave it out"
      : undefined;
  }),
];

/** A column that keys name and the table does not have; others may appear by themselves where the schema evolves. */
function unknownColumn(values: Values, names: readonly string[]): string | undefined {
  const columns = values["columns"] as readonly CanonicalColumn[] | undefined;
  if (columns === undefined || values["enableSchemaEvolution"] === true) return undefined;
  const known = new Set(columns.map(({ name }) => name));
  const missing = names.find((name) => !known.has(name));
  return missing === undefined
    ? undefined
    : `names ${missing}, which is not among the columns (${[...known].join(", ")})`;
}

function twice(property: string, values: Values): string | undefined {
  const seen = new Set<string>();
  for (const { columns, references } of (values[property] ?? []) as readonly CanonicalKey[]) {
    const content = JSON.stringify([columns, references]);
    if (seen.has(content)) return `has the key (${columns.join(", ")}) twice`;
    seen.add(content);
  }
  return undefined;
}

/** DROP FOREIGN KEY (…) drops every one of these columns. */
function ambiguous(values: Values): string | undefined {
  const keys = (values["foreignKeys"] ?? []) as readonly CanonicalKey[];
  const nameless = keys.find(
    (key) => key.name === undefined && keys.some((other) => other !== key && same(other.columns, key.columns)),
  );
  return nameless === undefined
    ? undefined
    : `has several keys (${nameless.columns.join(", ")}); give each a name, by which it can be told from the others`;
}
