import type { CatalogObject } from "../catalog/object";
import { retentionDays } from "../catalog/parameters";
import { text, timestampCell, timestampLtz } from "../result";
import type { Context } from "./context";
import type { ShowColumn } from "./kind";
import { pathOf } from "./resolve";
import { containerName } from "./show";

/** A text column with a value of the object's. */
export function textColumn(
  name: string,
  cell: (object: CatalogObject, context: Context) => string | null,
  only?: ShowColumn["only"],
): ShowColumn {
  return { column: text(name), cell, ...(only && { only }) };
}

/** A column with the same value in every row. */
export function constant(name: string, value: string | null, only?: ShowColumn["only"]): ShowColumn {
  return textColumn(name, () => value, only);
}

/** The role that owns an object. */
export function ownerName(context: Context, object: CatalogObject): string {
  return object.owner === null ? "" : (context.catalog.lookup(object.owner)?.name ?? "");
}

export const createdOn: ShowColumn = {
  column: timestampLtz("created_on"),
  cell: (object) => timestampCell(object.createdOn),
};

export const droppedOn: ShowColumn = {
  column: timestampLtz("dropped_on"),
  cell: (object) => timestampCell(object.droppedOn),
  only: "history",
};

export const name = textColumn("name", (object) => object.name);
export const databaseName = textColumn("database_name", (object, context) =>
  containerName(context, object, "DATABASE"),
);
export const schemaName = textColumn("schema_name", (object, context) => containerName(context, object, "SCHEMA"));
export const commentColumn = textColumn("comment", (object) => object.comment);
export const owner = textColumn("owner", (object, context) => ownerName(context, object));
export const ownerRoleType = textColumn("owner_role_type", (object, { catalog }) =>
  object.owner === null ? "" : (catalog.lookup(object.owner)?.kind ?? "ROLE").replaceAll(" ", "_"),
);
export const retentionTime = textColumn("retention_time", (object, context) =>
  String(retentionDays(context.catalog, object)),
);

/** Y or N. */
export function flag(condition: boolean): string {
  return condition ? "Y" : "N";
}

/** `is_default`: whether it is what the user's property names, which may be a name of several parts. */
export function isDefault(property: string): ShowColumn {
  return textColumn("is_default", (object, context) => {
    const { catalog, session } = context;
    const named = catalog.find(catalog.account.id, "USER", session.user)?.properties[property];
    const path = pathOf(context, object);
    const parts = typeof named === "string" ? named.split(".").slice(0, path.length) : [];
    return flag(object.droppedOn === null && parts.length > 0 && parts.join(".") === path.join("."));
  });
}
