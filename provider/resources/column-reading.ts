import type { Row } from "../client/client";
import { InvalidArgumentError } from "../client/errors";
import { same } from "../resource/equal";
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
import { columnDifferences, type Kept, matchColumns, renamesOf, sameColumns } from "./column-match";
import { progressOf } from "./column-progress";
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
  const evolves = /^(y|yes|true|on)$/i.test(row["enable_schema_evolution"] ?? "");
  return [
    ...managed.flatMap((column) => {
      const found = byName.get(column.name);
      return found === undefined ? [] : [asManaged(found, column)];
    }),
    ...(evolves ? [] : live.filter((column) => !known.has(column.name))),
  ];
}

/**
 * The recorded columns with what is done already of a change: an interrupted run may have added, dropped or renamed some.
 *
 * @throws InvalidArgumentError if what stands fits neither the state nor the program.
 */
export function settleColumns(
  recorded: Columns | undefined,
  live: Columns | undefined,
  after: Columns | undefined,
): Columns | undefined {
  if (after === undefined || live === undefined) return recorded;
  const byName = new Map(live.map((column) => [column.name, column]));
  if (recorded === undefined) {
    const found = after.flatMap((column) => {
      const one = byName.get(column.name);
      return one === undefined ? [] : [asManaged(one, column)];
    });
    if (live.length !== after.length || !sameColumns(found, after)) throw notTheSame(live, after);
    return after;
  }
  const match = matchColumns(recorded, after);
  const { kept, added, dropped } = match;
  const progress = progressOf(match, [...byName.keys()]);
  if (progress === undefined) throw inTheWay(renamesOf(match).filter(({ after: { name } }) => byName.has(name)));
  return [
    ...kept.flatMap((one) => {
      const found = byName.get(progress.done.includes(one) ? one.after.name : one.before.name);
      if (found === undefined) {
        if (columnDifferences(one.before, one.after).length === 0) return [one.before];
        throw vanished(one.before.name);
      }
      return [withWhatIsDone(one.before, one.after, found)];
    }),
    ...added.flatMap((column) => {
      const found = byName.get(column.name);
      const isOfAnother = progress.left.some(({ before }) => before.name === column.name);
      if (found === undefined || isOfAnother) return [];
      if (found.type !== column.type) throw takenBy(column, found);
      // Whoever added it may not have protected it.
      return [withWhatIsDone(withoutUnseen(asManaged(found, column)), column, found)];
    }),
    ...dropped.filter((column) => byName.has(column.name)),
  ];
}

/** A column as recorded, but for what is already as it shall be. */
function withWhatIsDone(before: CanonicalColumn, after: CanonicalColumn, live: CanonicalColumn): CanonicalColumn {
  const done: Record<string, unknown> = { ...before, name: live.name };
  const target = asManaged(live, after) as unknown as Readonly<Record<string, unknown>>;
  const wanted = after as unknown as Readonly<Record<string, unknown>>;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (key === "name" || key === "renamedFrom" || isUnseen(key)) continue;
    const standsAsWanted = key in after ? same(target[key], wanted[key]) : isDefault(key, live);
    if (!standsAsWanted) continue;
    if (key in after) done[key] = wanted[key];
    else delete done[key];
  }
  return done as unknown as CanonicalColumn;
}

/** Whether nothing is said of a column any more that had been said. */
function isDefault(key: string, live: CanonicalColumn): boolean {
  if (key === "nullable") return live.nullable !== false;
  return key === "default" || key === "comment" ? live[key] === undefined : false;
}

/** What Snowflake does not show of a column: that it stands as it shall be is never taken for granted in a change. */
const unseen = ["maskingPolicy", "projectionPolicy", "tags"] as const;

function isUnseen(key: string): boolean {
  return unseen.some((one) => one === key);
}

function withoutUnseen(column: CanonicalColumn): CanonicalColumn {
  const { maskingPolicy: _m, projectionPolicy: _p, tags: _t, ...rest } = column;
  return rest;
}

/** What is managed of a column, as it stands. What Snowflake does not show is believed. */
function asManaged(live: CanonicalColumn, managed: CanonicalColumn): CanonicalColumn {
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

function notTheSame(live: Columns, after: Columns): InvalidArgumentError {
  const { kept, added, dropped } = matchColumns(live, after);
  const lines = [
    ...kept.flatMap((one) =>
      columnDifferences(asManaged(one.before, one.after), one.after).map((text) => `${one.after.name}: ${text}`),
    ),
    ...added.map(({ name }) => `${name} is declared, but not there`),
    ...dropped.map(({ name, type }) => `${name} ${type} is there, but not declared`),
  ];
  return new InvalidArgumentError({
    objectKind: "Table",
    message: `columns, which were not managed so far, are not what the program declares (exists → declared):${lines
      .map((line) => `\n  - ${line}`)
      .join("")}\nDeclare what exists first; change it in a later run. Nothing was changed.`,
  });
}

function inTheWay(renames: readonly Kept[]): InvalidArgumentError {
  const words = renames.map(({ before: from, after: to }) => `${from.name} cannot be renamed to ${to.name}`);
  return new InvalidArgumentError({
    objectKind: "Table",
    message: `Column ${words.join(", and ")}: both are there. Run pulumi refresh, and look at what it shows. Nothing was changed.`,
  });
}

function vanished(name: string): InvalidArgumentError {
  return new InvalidArgumentError({
    objectKind: "Table",
    message: `Column ${name} is not there any more: it was dropped or renamed outside Pulumi. Run pulumi refresh, look at what it shows, then pulumi up. Nothing was changed.`,
  });
}

function takenBy(column: CanonicalColumn, found: CanonicalColumn): InvalidArgumentError {
  return new InvalidArgumentError({
    objectKind: "Table",
    message: `Column ${column.name} ${column.type} cannot be added: a column of that name, ${found.type}, is there already, added outside Pulumi. Run pulumi refresh, look at what it shows, then pulumi up. Nothing was changed.`,
  });
}
