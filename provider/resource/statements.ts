import type { Row } from "../client/client";
import { join, parseIdentifier, quoted, raw, Sql, type StoredName, sql, withoutTypes } from "../sql";
import { type Definition, propertiesOf } from "./definition";
import { changesOf } from "./diff";
import { called, identityKeys } from "./names";
import type { DataLoss } from "./options";
import { type Step, safe } from "./plan";
import { type AnyProperty, type Fallback, keywordOf, type Memory, type Place, type Values } from "./property";
import { holdsUnknown, isUnknown } from "./unknown";

/** How CREATE meets an object of that name: it alters it, it replaces it, or it leaves it as it is. */
export interface CreateHow {
  readonly or?: "ALTER" | "REPLACE" | undefined;
  readonly ifNotExists?: boolean | undefined;
}

/** The CREATE statement of canonical values, and what has to follow because CREATE has no option for it. */
export function createStatements(definition: Definition, values: Values, how: CreateHow = {}): readonly Step[] {
  return created(definition, nameIn(definition, values), values, how);
}

function created(definition: Definition, name: Sql, values: Values, { or, ifNotExists }: CreateHow): readonly Step[] {
  const isSaid = (place: Place) => place !== "after" && (place !== "orAlter" || or === "ALTER");
  const placed = (place: Place) =>
    propertiesOf(definition)
      .filter(
        ([key, property]) =>
          values[key] !== undefined && placeOf(property, values[key]) === place && property.copied?.(values) !== true,
      )
      .map(([key, property]) => clauseOf(key, property, values));
  const statement = join([
    raw(or === undefined ? "CREATE" : `CREATE OR ${or}`),
    ...placed("modifier"),
    raw(definition.noun),
    raw(ifNotExists === true ? "IF NOT EXISTS" : ""),
    name,
    ...placed("head"),
    ...placed("option"),
    ...(or === "ALTER" ? placed("orAlter") : []),
    ...placed("tail"),
  ]);
  const said = saidIn(definition, values, isSaid);
  const first = safe(statement, `create ${definition.kind} ${name.text}`, Object.keys(said));
  return [first, ...alterations(definition, overloadedName(definition, name, values), said, values)];
}

/** The name as ALTER wants it, where objects of one name differ by types. */
function overloadedName({ overloads }: Definition, name: Sql, values: Values): Sql {
  return overloads === undefined ? name : raw(`${name.text}${overloads.types(values)}`);
}

/** The properties among canonical values that the CREATE statement itself sets. */
export function saidByCreate(definition: Definition, values: Values): Values {
  return saidIn(definition, values, (place) => place !== "after" && place !== "orAlter");
}

function saidIn(definition: Definition, values: Values, isSaid: (place: Place) => boolean): Values {
  const said = propertiesOf(definition).filter(
    ([key, property]) => key in values && isSaid(placeOf(property, values[key])),
  );
  return Object.fromEntries(said.map(([key]) => [key, values[key]]));
}

/**
 * The fewest statements that lead from one state of an object to another, in the order in which they are to be sent. Pure:
 * previews, dry runs and `update` all use this one plan. Properties that only a replacement can change are not in it.
 *
 * @param known - The object's row of SHOW, where it is known: what is in use may be more than what is declared. And what is
 * kept in mind of it.
 */
export function updateStatements(
  definition: Definition,
  name: readonly StoredName[],
  before: Values,
  after: Values,
  known: Known = {},
): readonly Step[] {
  return alterations(definition, quoted(...name), before, after, known);
}

/** What is known of an object beside its values. */
export interface Known {
  readonly row?: Row | undefined;
  /** The row of what will contain it, where that matters. */
  readonly container?: Row | undefined;
  readonly memory?: Memory | undefined;
}

type Rows = Pick<Known, "row" | "container">;

function alterations(
  definition: Definition,
  name: Sql,
  before: Values,
  after: Values,
  { row, container, memory = {} }: Known = {},
): readonly Step[] {
  const alter = sql`ALTER ${raw(definition.noun)} ${name}`;
  const alterable = new Set(
    changesOf(definition, before, after, memory).flatMap(({ key, effect }) => (effect === "alter" ? [key] : [])),
  );
  const changed = propertiesOf(definition).filter(([key]) => alterable.has(key));
  const own = changed.flatMap(([key, property]) => {
    if (property.onChange === undefined) return [];
    const reason = reasonOf(key, property, before[key], after[key]);
    if (holdsUnknown(before[key]) || holdsUnknown(after[key]))
      return [safe(sql`${alter} SET ${unknownPiece(key)}`, reason, [key])];
    return property
      .onChange({ alter, before: before[key], after: after[key], all: { before, after, memory }, reason })
      .map((step) => withLoss(step, lossOf(property, before[key], after[key], { row, container })));
  });
  const plain = changed.filter(([, property]) => property.onChange === undefined);
  const settings = plain.flatMap(([key, property]) => {
    const fallback = fallbackOf(property, after, before);
    const value = after[key] ?? (typeof fallback === "object" ? fallback.set : undefined);
    return value === undefined ? [] : [{ key, property, value }];
  });
  const unsettings = plain.filter(
    ([key, property]) => after[key] === undefined && fallbackOf(property, after, before) === "unset",
  );
  const grouped = [
    groupOf(
      sql`${alter} SET ${join(settings.map(({ key, property, value }) => set(key, property, value, after, row)))}`,
      settings.map(({ key, property }) => [key, property] as const),
      before,
      after,
      { row, container },
    ),
    groupOf(
      sql`${alter} UNSET ${join(
        unsettings.map(([key, property]) => raw(keywordOf(key, property))),
        ", ",
      )}`,
      unsettings,
      before,
      after,
      { row, container },
    ).map((step) => ({ ...step, undoes: true })),
  ];
  const steps = [...grouped.flat(), ...own];
  const inPhase = (phase: Step["phase"]) => steps.filter((step) => step.phase === phase);
  // What was made last goes first: foreign keys before the keys that they refer to.
  const ordered = [...inPhase("first").toReversed(), ...inPhase(undefined), ...inPhase("last")];
  return definition.arrange === undefined
    ? ordered
    : definition.arrange(ordered, {
        alter,
        before,
        after,
        row,
        created: (or, values) => created(definition, nameIn(definition, values), values, { or }),
      });
}

/** `ALTER WAREHOUSE OLD RENAME TO NEW`. */
export function renameStatement(definition: Definition, from: readonly StoredName[], to: readonly StoredName[]): Step {
  const statement = sql`ALTER ${raw(definition.noun)} ${quoted(...from)} RENAME TO ${quoted(...to.map(withoutTypes))}`;
  return safe(statement, `rename ${called(definition, from)} to ${quoted(...to).text}`, identityKeys(definition));
}

/** `DROP WAREHOUSE LOADING`. */
export function dropStatement(
  definition: Definition,
  name: readonly StoredName[],
  dataLoss: DataLoss = "ifEmpty",
  { ifExists = false }: { readonly ifExists?: boolean | undefined } = {},
): Sql {
  const drop = join([raw(`DROP ${definition.noun}`), raw(ifExists ? "IF EXISTS" : ""), quoted(...name)]);
  return definition.dropTail === undefined ? drop : join([drop, definition.dropTail(dataLoss)]);
}

/** The words of a reason: `comment: "a" → "b"`; values of secrets are not shown. */
export function reasonOf(key: string, property: AnyProperty, before: unknown, after: unknown): string {
  if (property.secret === true) return `${key}: [secret]`;
  if (property.difference !== undefined && !holdsUnknown(before) && !holdsUnknown(after))
    return `${key}: ${property.difference(before, after)}`;
  return `${key}: ${shown(before)} → ${shown(after)}`;
}

function groupOf(
  statement: Sql,
  group: readonly (readonly [string, AnyProperty])[],
  before: Values,
  after: Values,
  rows: Rows,
): readonly Step[] {
  if (group.length === 0) return [];
  const reason = group.map(([key, property]) => reasonOf(key, property, before[key], after[key])).join(", ");
  const losses = group.flatMap(([key, property]) => lossOf(property, before[key], after[key], rows) ?? []);
  const step = safe(
    statement,
    reason,
    group.map(([key]) => key),
  );
  return [withLoss(step, losses.length === 0 ? undefined : losses.join("; "))];
}

function withLoss(step: Step, loses: string | undefined): Step {
  return loses === undefined ? step : { ...step, class: "loses data", loses };
}

function lossOf(property: AnyProperty, before: unknown, after: unknown, rows: Rows): string | undefined {
  return holdsUnknown(before) || holdsUnknown(after) ? undefined : property.loss?.({ before, after, ...rows });
}

function placeOf({ place }: AnyProperty, value: unknown): Place {
  return typeof place === "function" ? place(value) : place;
}

/** What CREATE says for a property; a placeholder while its value is not known. */
export function clauseOf(key: string, property: AnyProperty, values: Values): Sql {
  const value = values[key];
  if (holdsUnknown(value))
    return property.place === "option"
      ? sql`${raw(keywordOf(key, property))} = ${unknownPiece(key)}`
      : unknownPiece(key);
  return property.clause === undefined
    ? setting(key, property, value)
    : hidden(property, property.clause(value, values));
}

function setting(key: string, property: AnyProperty, value: unknown): Sql {
  const written = holdsUnknown(value) ? unknownPiece(key) : property.write(value);
  return sql`${raw(keywordOf(key, property))} = ${hidden(property, written)}`;
}

function set(key: string, property: AnyProperty, value: unknown, after: Values, row: Row | undefined): Sql {
  return property.setClause === undefined || holdsUnknown(value)
    ? setting(key, property, value)
    : hidden(property, property.setClause(value, after, row));
}

/** A secret is sent, and shown nowhere; a clause of several hides each of them itself. */
function hidden(property: AnyProperty, piece: Sql): Sql {
  return property.secret === true && piece.redacted === piece.text ? new Sql(piece.text, "'***'") : piece;
}

function fallbackOf({ fallback }: AnyProperty, after: Values, before: Values): Fallback<unknown> {
  return typeof fallback === "function" ? fallback(after, before) : fallback;
}

/** What Snowflake shows of a property that is at its default; absent if it is not known, or shown as not set. */
export function standardOf(property: AnyProperty, after: Values, before: Values): unknown {
  const { standard } = property;
  if (standard !== undefined) return typeof standard === "function" ? standard(after) : standard;
  const fallback = fallbackOf(property, after, before);
  return typeof fallback === "object" ? fallback.set : undefined;
}

/** What a preview shows for a value that is not known yet. */
function unknownPiece(key: string): Sql {
  return raw(`<${key}>`);
}

/** The qualified name, with placeholders for parts that are not known yet. */
export function nameIn(definition: Definition, values: Values): Sql {
  const parts = identityKeys(definition).map((key) =>
    isUnknown(values[key]) ? unknownPiece(key) : quoted(parseIdentifier(String(values[key]))),
  );
  return join(parts, ".");
}

function shown(value: unknown): string {
  if (value === undefined) return "default";
  return holdsUnknown(value) ? "(not known yet)" : JSON.stringify(value);
}
