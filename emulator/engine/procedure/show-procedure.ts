import type { CatalogObject } from "../catalog/object";
import type { StatementResult } from "../result";
import { fixed, statementTypes, text } from "../result";
import type { Context } from "../statements/context";
import type { ShowRules } from "../statements/kind";
import * as show from "../statements/show-columns";
import { identifierText } from "../syntax/name";
import type { Argument } from "./argument";
import { arityOf, generalised } from "./argument";
import type { Definition } from "./definition";
import { definitionOf, exactReturns, generalReturns } from "./definition";

/** The columns of SHOW PROCEDURES. */
export const showProcedures: ShowRules = {
  cap: "cut",
  columns: [
    show.createdOn,
    show.name,
    show.schemaName,
    ...["is_builtin", "is_aggregate", "is_ansi"].map((name) => show.constant(name, "N")),
    { column: fixed("min_num_arguments"), cell: (object) => String(arityOf(definitionOf(object).args).least) },
    { column: fixed("max_num_arguments"), cell: (object) => String(arityOf(definitionOf(object).args).most) },
    show.textColumn("arguments", (object) => {
      const { args, returns } = definitionOf(object);
      return `${object.name}(${args.map(argumentText).join(", ")}) RETURN ${generalReturns(returns)}`;
    }),
    show.textColumn("description", ({ comment }) => comment || "user-defined procedure"),
    { ...show.databaseName, column: text("catalog_name") },
    show.textColumn("is_table_function", (object) => show.flag("table" in definitionOf(object).returns)),
    show.constant("valid_for_clustering", "N"),
    show.textColumn("is_secure", (object) => show.flag(definitionOf(object).secure)),
    show.textColumn("secrets", (object) => secretsText(definitionOf(object))),
    show.textColumn("external_access_integrations", (object) => integrationsText(definitionOf(object))),
  ],
};

/** What a secure procedure shows to its owner alone. */
const secured = new Set(["body", "imports", "handler", "packages", "installed_packages"]);

/**
 * The answer of DESCRIBE PROCEDURE: a row for each property that the language has.
 *
 * @see https://docs.snowflake.com/en/developer-guide/secure-udf-procedure
 */
export function describeProcedure({ access }: Context, object: CatalogObject): StatementResult {
  const definition = definitionOf(object);
  const { args, language, body, executeAs, secure } = definition;
  const hides = secure && !access.owns(object);
  const general = [
    ["signature", `(${args.map(({ name, type }) => `${name} ${generalised(type)}`).join(", ")})`],
    ["returns", exactReturns(definition.returns)],
    ["language", language],
  ];
  const calling = [
    ["null handling", definition.nullHandling],
    ["volatility", definition.volatility],
  ];
  const code = [
    ["execute as", executeAs],
    ["body", body],
  ];
  return {
    columns: [text("property"), text("value")],
    rows: [
      ...general,
      ...(language === "SQL" ? [] : calling),
      ...code,
      ...(language === "SQL" || language === "JAVASCRIPT" ? [] : handlerRows(definition)),
    ]
      .filter(([property]) => !hides || !secured.has(property ?? ""))
      .map(([property = "", value = null]) => [property, value]),
    statementTypeId: statementTypes.describe,
  };
}

/** How SHOW GRANTS writes a procedure: the return type stands behind the arguments. */
export function grantName(object: CatalogObject): string {
  const { args, returns } = definitionOf(object);
  const list = args.map(({ name, type }) => `${name} ${generalised(type)}`).join(", ");
  return `${object.name}(${list}):${"table" in returns ? generalReturns(returns) : exactReturns({ ...returns, notNull: false })}`;
}

function argumentText({ type, output, default: value }: Argument): string {
  return `${value === null ? "" : "DEFAULT "}${output ? "OUT " : ""}${generalised(type)}`;
}

function handlerRows(definition: Definition): (string | null)[][] {
  const { language, packages, imports, targetPath } = definition;
  const list = `[${packages.map((name) => `'${name}'`).join(",")}]`;
  return [
    ["external_access_integrations", integrationsText(definition) || null],
    ["secrets", secretsText(definition) || null],
    ["imports", `[${imports.join(", ")}]`],
    ["handler", definition.handler],
    ["runtime_version", definition.runtimeVersion],
    ["packages", list],
    ...(language === "PYTHON" ? [["installed_packages", list]] : [["target_path", targetPath]]),
  ];
}

function secretsText({ secrets }: Definition): string {
  const entries = Object.entries(secrets).map(([variable, [database, schema, name = ""]]) => [
    variable,
    `"${database}"."${schema}".${identifierText(name)}`,
  ]);
  return entries.length > 0 ? JSON.stringify(Object.fromEntries(entries)) : "";
}

function integrationsText({ integrations }: Definition): string {
  return integrations.length > 0 ? `[${integrations.join(",")}]` : "";
}
