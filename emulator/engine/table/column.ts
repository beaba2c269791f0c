import type { CatalogObject } from "../catalog/object";
import { effectiveParameter, parameterDefinition } from "../catalog/parameters";
import type { TableColumn } from "../query/table-data";
import type { ParameterValue } from "../session";
import { unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import { sessionParameter } from "../statements/show-parameters";
import { applyTags } from "../statements/tagging";
import type { QualifiedName } from "../syntax/name";
import { writtenText } from "../syntax/written-text";
import { isNumeric, settleDefault } from "./column-default";
import type { ColumnDraft } from "./column-draft";
import { defaultMismatch, duplicateColumn } from "./refusals";
import type { BaseColumn } from "./virtual-column";
import { checkVirtual } from "./virtual-column";

/** The table that new columns are for. */
export interface ColumnPlace {
  table: string;
  container: CatalogObject;
  /** Parameters of the table itself. */
  parameters: Record<string, ParameterValue>;
  /** Columns that are there already. */
  columns: readonly TableColumn[];
  added: boolean;
}

/** Columns as a table keeps them; refuses what a column cannot be. */
export function settleColumns(context: Context, drafts: readonly ColumnDraft[], place: ColumnPlace): TableColumn[] {
  const names = [...place.columns, ...drafts].map(({ name }) => name);
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw duplicateColumn(name);
    seen.add(name);
  }
  for (const [i, draft] of drafts.entries()) {
    if (draft.virtual) checkVirtual(draft, basesOf(i, drafts, place.columns));
  }
  return drafts.map((draft) => settleColumn(context, draft, place, names));
}

function settleColumn(context: Context, draft: ColumnDraft, place: ColumnPlace, names: readonly string[]): TableColumn {
  const { name, type } = draft;
  if (draft.identity && !isNumeric(type)) throw defaultMismatch(name, type.shown, "NUMBER(38,0)");
  const { table, added } = place;
  const collation = collationOf(context, draft, place);
  return {
    name,
    type,
    nullable: draft.nullable ?? true,
    default: draft.default
      ? settleDefault(context, draft.default, { table, columns: names, column: name, type, added })
      : null,
    comment: draft.comment ?? null,
    ...(draft.identity && {
      identity: { ...draft.identity, ordered: draft.identity.ordered ?? ordersByDefault(context) },
    }),
    ...(draft.virtual && { expression: expressionText(draft.virtual.tokens, names) }),
    ...(collation && { collation }),
    ...(draft.tags.length > 0 && { tags: applyTags(context, draft.tags) }),
    ...(draft.maskingPolicy && { maskingPolicy: policyName(context, draft.maskingPolicy) }),
    ...(draft.projectionPolicy && { projectionPolicy: policyName(context, draft.projectionPolicy) }),
  };
}

/** The full name of a policy, unquoted. */
export function policyName({ session }: Context, { parts }: QualifiedName): string {
  const missing = [session.database ?? "", session.schema ?? ""].slice(0, 3 - parts.length);
  return [...missing, ...parts].join(".");
}

/** An expression as it was typed, with columns by their stored names. */
export function expressionText(tokens: Parameters<typeof writtenText>[0], names: readonly string[]): string {
  return writtenText(tokens, ({ kind, text, value }) => (kind === "word" && names.includes(value) ? value : text));
}

/** What a virtual column may use: all that is stored, and the virtual columns before it. */
function basesOf(index: number, drafts: readonly ColumnDraft[], columns: readonly TableColumn[]): BaseColumn[] {
  const known = columns.map((column) => ({ ...column, hasDefault: column.default !== null }));
  const usable = drafts.filter(({ virtual }, i) => (virtual ? i < index : i !== index));
  return [...known, ...usable.map((other) => ({ ...other, hasDefault: other.default !== undefined }))];
}

function collationOf(context: Context, { type, collation }: ColumnDraft, place: ColumnPlace): string {
  if (collation !== undefined && type.wire !== "text") throw unsupported(`COLLATE on ${type.shown}`);
  if (type.wire !== "text") return "";
  const own = place.parameters["DEFAULT_DDL_COLLATION"];
  const definition = parameterDefinition("DEFAULT_DDL_COLLATION");
  const inherited = definition && effectiveParameter(context.catalog, place.container, definition).value;
  return collation ?? String(own ?? inherited ?? "").toLowerCase();
}

function ordersByDefault({ catalog, session }: Context): boolean {
  const definition = parameterDefinition("NOORDER_SEQUENCE_AS_DEFAULT");
  return definition !== undefined && sessionParameter(catalog, session, definition).value === false;
}
