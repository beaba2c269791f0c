import type { Props } from "../../provider/dynamic/handlers";
import type { Definition } from "../../provider/resource";
import { definitions } from "../../provider/resources";
import type { Kind } from "../resource/lifecycle/stage";
import { type Example, examples, placeOf } from "../resources/examples";
import type { PeerResult } from "./talk";

/** Kinds whose objects are declared with each of their properties; tasks, stages and procedures have files of their own. */
export const declaredKinds = ["database", "schema", "table", "warehouse"] as const satisfies readonly Kind[];

type DeclaredKind = (typeof declaredKinds)[number];

/** An object and the properties that it is declared with. */
export interface DeclaredObject {
  readonly kind: DeclaredKind;
  /** As it is stored. */
  readonly name: string;
  readonly keys: readonly string[];
  /** What a program declares: with the first or the second value of each property. */
  readonly declared: (which: "a" | "b") => Props;
}

/** Objects that between them have every property which an object of a fresh account can have. */
export const declaredObjects: readonly DeclaredObject[] = [
  object("database", "everything that can be altered", altered("database")),
  object("database", "a transient one", ["transient"]),
  object("schema", "everything that can be altered", altered("schema")),
  object("schema", "a transient one", ["transient"]),
  object("warehouse", "of the standard type", altered("warehouse"), { maxClusterCount: 6 }),
  object("warehouse", "for Snowpark", altered("warehouse", "SNOWPARK-OPTIMIZED")),
  object("warehouse", "an adaptive one", altered("warehouse", "ADAPTIVE")),
  object("warehouse", "an interactive one", altered("warehouse", "INTERACTIVE")),
];

/** The name of an object with its place, as somebody writes it in a worksheet; of a procedure, it is the one without arguments. */
export function fullName(kind: Kind, name: string): string {
  const { scope, overloads }: Definition = definitions[kind];
  return `${[...placeNames[scope], inQuotes(name)].join(".")}${overloads === undefined ? "" : "()"}`;
}

/** The statement that lists the objects of a kind beside it. */
export function showAll(kind: Kind): string {
  const { plural, scope } = definitions[kind];
  return scope === "account"
    ? `SHOW ${plural}`
    : `SHOW ${plural} IN ${scope.toUpperCase()} ${placeNames[scope].join(".")}`;
}

/** Where the objects of a kind stand. */
const placeNames: Readonly<Record<Definition["scope"], readonly string[]>> = {
  account: [],
  database: ["SCRATCH"],
  schema: ["SCRATCH", "PUBLIC"],
  stage: ["SCRATCH", "PUBLIC", "FILES"],
};

/** The clause by which somebody changes a property in a worksheet. */
export function driftOf(kind: Kind, key: string): string | undefined {
  return exampleOf(kind, key).drift;
}

/** What no statement shows, or (tags) none that lists. */
const invisible = new Set([
  "database",
  "name",
  "dataLoss",
  "tags",
  "contacts",
  "waitForCompletion",
  "classificationProfile",
  "dataQualityMonitoringSettings",
  "replicationToAccounts",
  "failoverToAccounts",
]);

/** Columns of SHOW with another name than the keyword. */
const columns: Readonly<Record<string, string>> = {
  warehouseType: "type",
  warehouseSize: "size",
  transient: "options",
  managedAccess: "options",
};

/** How the columns of a warehouse spell sizes. */
const sizes: Readonly<Record<string, string>> = {
  XSMALL: "X-Small",
  SMALL: "Small",
  MEDIUM: "Medium",
  LARGE: "Large",
  XLARGE: "X-Large",
  X2LARGE: "2X-Large",
};

/** The declared values that can be seen, by keyword, as text. */
export function visibleIn(inputs: Props): Readonly<Record<string, string>> {
  const visible = Object.entries(inputs).filter(([key]) => !invisible.has(key));
  return Object.fromEntries(
    visible.map(([key, value]) => {
      if (key === "transient") return [keywordOf(key), "TRANSIENT"];
      if (key === "managedAccess") return [keywordOf(key), value === true ? "MANAGED ACCESS" : ""];
      const isSize = key === "warehouseSize" || key === "maxQueryPerformanceLevel";
      return [keywordOf(key), plain(isSize ? (sizes[String(value)] ?? value) : value)];
    }),
  );
}

/** The same from what a client has read: all parameters that are the object's own, and the columns asked for. */
export function seenBy(
  kind: Kind,
  row: Readonly<Record<string, unknown>>,
  parameters: readonly Readonly<Record<string, unknown>>[],
  asked: Props,
): Readonly<Record<string, string>> {
  const own = parameters
    .filter(({ level }) => level === definitions[kind].noun)
    .map(({ key, value }) => [String(key), plain(value)] as const);
  const cells = Object.keys(asked)
    .filter((key) => !invisible.has(key) && (columns[key] ?? keywordOf(key).toLowerCase()) in row)
    .map((key) => [keywordOf(key), plain(row[columns[key] ?? keywordOf(key).toLowerCase()])] as const);
  return Object.fromEntries([...cells, ...own]);
}

/** Rows as objects by column name. */
export function rowsOf(result: PeerResult | undefined): Record<string, unknown>[] {
  return (result?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((cell, index) => [result?.columns[index] ?? "", cell])),
  );
}

/** A name as somebody writes it in a worksheet. */
export function inQuotes(name: string): string {
  return `"${name.split('"').join('""')}"`;
}

/** A text as somebody writes it in a worksheet. */
export function inTicks(text: string): string {
  return `'${text.split("\\").join("\\\\").split("'").join("\\'")}'`;
}

function object(kind: DeclaredKind, name: string, keys: readonly string[], instead: Props = {}): DeclaredObject {
  const declared = (which: "a" | "b"): Props => {
    const beside = keys.map((key) => {
      const { with: first = {}, withB = first } = exampleOf(kind, key);
      return which === "a" ? first : withB;
    });
    const values = keys.map((key) => ({ [key]: exampleOf(kind, key)[which] }));
    const { args } = placeOf(definitions[kind]);
    return Object.assign({ ...args, name: inQuotes(name), dataLoss: "allow" }, ...beside, ...values, instead) as Props;
  };
  return { kind, name, keys, declared };
}

function altered(kind: Kind, ofType?: string): readonly string[] {
  return Object.entries<Example>(examples[kind])
    .filter(([key]) => key !== "warehouseType")
    .filter(([, { change, with: beside }]) => change === "alter" && beside?.["warehouseType"] === ofType)
    .map(([key]) => key);
}

function exampleOf(kind: Kind, key: string): Example {
  const found = (examples[kind] as Readonly<Record<string, Example>>)[key];
  if (found === undefined) throw new Error(`There is no example of ${kind}.${key}.`);
  return found;
}

function keywordOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** A value as text, whichever client has decoded it; a name without its quotes. */
function plain(value: unknown): string {
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return /^(true|false)$/i.test(text) ? text.toLowerCase() : text.replace(/^"(.*)"$/, "$1");
}
