import type { CatalogObject, Json } from "../catalog/object";
import type { ParameterValue } from "../session";
import type { Context } from "./context";
import type { Change, CreateDraft, Kind } from "./kind";
import type { Option, Values } from "./options";

/** The state of a new object before the kind has settled it. */
export function newState(kind: Kind, container: CatalogObject, name: string, draft: CreateDraft): Change {
  const properties: Record<string, Json> = {};
  for (const [key, option] of Object.entries(kind.options)) {
    if (option.kept === "property") properties[key] = option.initial ?? null;
  }
  const change = {
    name,
    before: undefined,
    container,
    comment: "",
    parameters: {},
    properties,
    given: new Set(draft.values.keys()),
    draft,
  };
  put(kind, change, draft.values);
  return change;
}

/** The state of an object after the values are put in, before the kind has settled it. */
export function changedState(
  context: Context,
  kind: Kind,
  object: CatalogObject,
  values: Values,
  draft?: CreateDraft,
): Change {
  const change: Change = {
    name: object.name,
    before: object,
    container: context.catalog.get(object.parent),
    comment: object.comment,
    parameters: { ...object.parameters },
    properties: copied(object.properties),
    given: new Set(values.keys()),
    draft,
  };
  put(kind, change, values);
  return change;
}

/** A copy for all but the rows of a table, which no change of this sort touches. */
function copied({ rows, ...rest }: Record<string, Json>): Record<string, Json> {
  return { ...structuredClone(rest), ...(rows !== undefined && { rows }) };
}

/** The state of an object that OR ALTER makes match the statement: what is left out is as at creation. */
export function rewrittenState(
  context: Context,
  kind: Kind,
  object: CatalogObject,
  values: Values,
  draft: CreateDraft,
): Change {
  const change = changedState(context, kind, object, values, draft);
  for (const [key, value] of values) {
    const option = kind.options[key] as Option;
    if (value === undefined && option.kept === "property") change.properties[key] = option.initial ?? null;
  }
  return { ...change, given: new Set([...values].flatMap(([key, value]) => (value === undefined ? [] : [key]))) };
}

/** Makes the object be as the change says. */
export function applyChange(context: Context, object: CatalogObject, change: Change): void {
  object.comment = change.comment;
  object.parameters = change.parameters;
  object.properties = change.properties;
  object.updatedOn = context.catalog.stamp();
}

function put(kind: Kind, change: Change, values: Values): void {
  for (const [key, value] of values) {
    const option = kind.options[key] as Option;
    if (option.kept === "comment") change.comment = (value ?? "") as string;
    if (option.kept === "property") change.properties[key] = value === undefined ? afterUnset(option) : value;
    if (option.kept === "parameter") {
      if (value === undefined) delete change.parameters[key];
      else change.parameters[key] = value as ParameterValue;
    }
  }
}

function afterUnset(option: Option): Json {
  return option.unset !== undefined ? option.unset : (option.initial ?? null);
}
