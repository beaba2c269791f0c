import type { ParameterValue } from "../session";
import type { Catalog } from "./catalog";
import type { CatalogObject } from "./object";
import type { ParameterDefinition } from "./parameter-definitions";
import { parameterDefinitions } from "./parameter-definitions";

export type { ParameterDefinition } from "./parameter-definitions";

const byName = new Map(parameterDefinitions.map((definition) => [definition.name, definition]));

/** A parameter by its keyword. */
export function parameterDefinition(name: string): ParameterDefinition | undefined {
  return byName.get(name);
}

/** The parameters that can be set on a kind of object. */
export function parametersOf(kind: string): ParameterDefinition[] {
  return parameterDefinitions.filter(({ levels }) => levels.includes(kind));
}

/** A parameter's value for an object and where it was set; the level is empty for the default. */
export function effectiveParameter(
  catalog: Catalog,
  object: CatalogObject,
  definition: ParameterDefinition,
): { value: ParameterValue; level: string } {
  let holder: CatalogObject | undefined = object;
  while (holder) {
    const value: ParameterValue | undefined = holder.parameters[definition.name];
    if (value !== undefined) return { value, level: holder.kind };
    holder = catalog.lookup(holder.parent);
  }
  return { value: definition.default, level: "" };
}

/** Days for which a dropped object can come back. */
export function retentionDays(catalog: Catalog, object: CatalogObject): number {
  const days = Number(numberOf(catalog, object, "DATA_RETENTION_TIME_IN_DAYS"));
  const least = Number(numberOf(catalog, catalog.account, "MIN_DATA_RETENTION_TIME_IN_DAYS"));
  const most = object.properties["transient"] === true ? 1 : 90;
  return Math.min(Math.max(days, least), most);
}

function numberOf(catalog: Catalog, object: CatalogObject, name: string): ParameterValue {
  const definition = parameterDefinition(name);
  return definition ? effectiveParameter(catalog, object, definition).value : 0;
}
