import type { CatalogObject, Json } from "../catalog/object";
import type { DataType } from "../query/data-type";
import type { Argument } from "./argument";
import { generalised } from "./argument";

export const languages = ["SQL", "JAVASCRIPT", "PYTHON", "JAVA", "SCALA"] as const;
export type Language = (typeof languages)[number];

/** A column of the table that a procedure returns. */
export interface ReturnedColumn {
  name: string;
  type: DataType;
}

/** What a procedure returns: one value, or a table, whose columns may be left open. */
export type Returns = { type: DataType; notNull: boolean } | { table: ReturnedColumn[] };

/** Whose privileges a body runs with. */
export type ExecuteAs = "OWNER" | "CALLER" | "RESTRICTED CALLER";

/** A procedure as its statement says it. */
export interface Definition {
  args: Argument[];
  returns: Returns;
  language: Language;
  /** The text of the body; null when the code is on a stage. */
  body: string | null;
  executeAs: ExecuteAs;
  nullHandling: "CALLED ON NULL INPUT" | "RETURNS NULL ON NULL INPUT";
  volatility: "VOLATILE" | "IMMUTABLE";
  secure: boolean;
  handler: string | null;
  runtimeVersion: string | null;
  packages: string[];
  imports: string[];
  targetPath: string | null;
  artifactRepository: string | null;
  integrations: string[];
  /** Full names of secrets by variable. */
  secrets: Record<string, string[]>;
}

/** What a procedure in the catalog is. */
export function definitionOf({ properties }: CatalogObject): Definition {
  return properties["definition"] as unknown as Definition;
}

/** Whether an object is a procedure in JavaScript. */
export function isJavaScript(object: CatalogObject): boolean {
  return object.kind === "PROCEDURE" && definitionOf(object).language === "JAVASCRIPT";
}

/** Puts a definition among the properties of a procedure. */
export function keepDefinition(properties: Record<string, Json>, definition: Definition): void {
  properties["definition"] = definition as unknown as Json;
}

/** What is returned as SHOW writes it, with types in general. */
export function generalReturns(returns: Returns): string {
  return "table" in returns ? tableText(returns.table, generalised) : generalised(returns.type);
}

/** What is returned as DESCRIBE writes it, with attributes. */
export function exactReturns(returns: Returns): string {
  if ("table" in returns) return tableText(returns.table, exact);
  return `${exact(returns.type)}${returns.notNull ? " NOT NULL" : ""}`;
}

/** Text without a length stays without one. */
function exact(type: DataType): string {
  return type.unsized ? generalised(type) : type.shown;
}

function tableText(columns: readonly ReturnedColumn[], write: (type: DataType) => string): string {
  return `TABLE (${columns.map(({ name, type }) => `${name} ${write(type)}`).join(", ")})`;
}
