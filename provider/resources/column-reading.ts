import type { Row } from "../client/client";
import type { Reading } from "../resource/property";
import {
  canonicalDefault,
  canonicalExpression,
  canonicalName,
  quoted,
  type StoredName,
  sql,
  storedName,
  typeOfDescribed,
  typeOfShownJson,
} from "../sql";
import type { CanonicalColumn } from "./column";
import { relativeDefault } from "./relative-names";
import { rowsAbout } from "./table-listing";

type Columns = readonly CanonicalColumn[];

/**
 * The columns as they stand: of each that is managed, what is managed of it; and those that somebody added, unless the table takes
 * up new columns by itself.
 */
export async function readColumns(reading: Reading): Promise<Columns | undefined> {
  const { client, name, row, freshness } = reading;
  const managed = reading.managed as Columns | undefined;
  const rows = await rowsAbout("COLUMNS", client, name, freshness);
  const known = new Map((managed ?? []).map((column) => [column.name, column]));
  const described = rows.some((one) => needsDescription(one, known)) ? await describe(reading) : undefined;
  const live = rows.map((one) => liveColumn(one, name, described));
  if (managed === undefined) return live;
  const byName = new Map(live.map((column) => [column.name, column]));
  // A column that is to take its name from another has not appeared by itself.
  const awaited = new Set(
    managed.filter(({ name }) => !byName.has(name)).flatMap(({ renamedFrom = [] }) => renamedFrom),
  );
  const evolves = /^(y|yes|true|on)$/i.test(row["enable_schema_evolution"] ?? "");
  return [
    ...managed.flatMap((column) => {
      const found = byName.get(column.name);
      return found === undefined ? [] : [asManaged(found, column)];
    }),
    ...live.filter((column) => !known.has(column.name) && (!evolves || awaited.has(column.name))),
  ];
}

/** What Snowflake does not show of a column: that it stands as it shall be is never taken for granted in a change. */
export const unseen = ["maskingPolicy", "projectionPolicy", "tags"] as const;

/** What is managed of a column, as it stands. What Snowflake does not show is believed. */
export function asManaged(live: CanonicalColumn, managed: CanonicalColumn): CanonicalColumn {
  const shown: Record<string, unknown> = { name: live.name, type: live.type };
  const keys = ["nullable", "default", "autoincrement", "collate", "as", "comment"] as const;
  for (const key of keys) {
    if (managed[key] === undefined) continue;
    const value = key === "nullable" ? live.nullable !== false : asWritten(key, live, managed);
    if (value !== undefined) shown[key] = value;
  }
  for (const key of [...unseen, "renamedFrom"] as const) {
    if (managed[key] !== undefined) shown[key] = managed[key];
  }
  return shown as unknown as CanonicalColumn;
}

/** An expression comes back in other words: any is taken for the one that was sent. */
function asWritten(
  key: "default" | "autoincrement" | "collate" | "as" | "comment",
  live: CanonicalColumn,
  managed: CanonicalColumn,
): unknown {
  const [now, said] = [live[key], managed[key]];
  if (now === undefined) return undefined;
  if (key === "as") return said;
  if (key === "autoincrement" && managed.autoincrement?.order === undefined) {
    const { order: _, ...rest } = live.autoincrement ?? { start: 1, increment: 1 };
    return rest;
  }
  if (key !== "default" || typeof said !== "string") return now;
  const { kind } = canonicalDefault(said) ?? {};
  if (kind === "expression") return said;
  // No page says whether the backslashes of a text come back doubled, as they are written, or as they are.
  if (kind === "literal" && now === canonicalDefault(said.replaceAll("\\\\", "\\"))?.text) return said;
  // The quotes of names in a sequence's name are lost, and with them the case of letters.
  const unquoted = (text: string) => text.replaceAll('"', "").toUpperCase();
  const isSame = kind === "sequence" && unquoted(String(now)) === unquoted(said);
  return isSame ? said : now;
}

function liveColumn(
  row: Row,
  table: readonly StoredName[],
  described: ReadonlyMap<string, Described> | undefined,
): CanonicalColumn {
  const stored = row["column_name"] ?? "";
  const json = typeOfShownJson(row["data_type"] ?? "");
  const more = described?.get(stored);
  const numbers = numbersOf(row["autoincrement"] || row["default"] || "");
  const given = numbers === undefined ? row["default"] || undefined : undefined;
  const standard = given === undefined ? undefined : relativeDefault(given, table);
  const collate = json.collation ?? more?.collate;
  const isVirtual = /^VIRTUAL/.test(row["kind"] ?? "");
  return {
    name: canonicalName(storedName(stored)),
    type: more?.type ?? json.type ?? (row["data_type"] ?? "").toUpperCase(),
    ...(json.nullable === false ? { nullable: false } : {}),
    ...(standard === undefined ? {} : { default: standard }),
    ...(numbers === undefined ? {} : { autoincrement: numbers }),
    ...(collate === undefined ? {} : { collate: collate.toLowerCase() }),
    ...(isVirtual && row["expression"] ? { as: canonicalExpression(row["expression"]) } : {}),
    ...(row["comment"] ? { comment: row["comment"] } : {}),
  };
}

/** The JSON of SHOW COLUMNS does not tell everything. */
function needsDescription(row: Row, known: ReadonlyMap<string, CanonicalColumn>): boolean {
  const json = typeOfShownJson(row["data_type"] ?? "");
  if (json.type === undefined) return true;
  const managed = known.get(canonicalName(storedName(row["column_name"] ?? "")));
  // ARRAY(INT) is shown as ARRAY.
  if (json.type === "ARRAY" || json.type === "OBJECT") return managed?.type !== json.type;
  return managed?.collate !== undefined && json.collation === undefined;
}

interface Described {
  readonly type: string;
  readonly collate: string | undefined;
}

async function describe({ client, name, operation }: Reading): Promise<ReadonlyMap<string, Described>> {
  const { rows } = await client.execute(sql`DESCRIBE TABLE ${quoted(...name)}`, { writes: false, operation });
  return new Map(rows.map((row) => [row["name"] ?? "", typeOfDescribed(row["type"] ?? "")]));
}

function numbersOf(text: string): CanonicalColumn["autoincrement"] {
  const read = /^(?:IDENTITY|AUTOINCREMENT) START (-?\d+) INCREMENT (-?\d+)(?: (NO)?(ORDER))?/i.exec(text);
  if (read === null) return undefined;
  const [, start, increment, no, order] = read;
  return {
    start: Number(start),
    increment: Number(increment),
    ...(order === undefined ? {} : { order: no === undefined }),
  };
}
