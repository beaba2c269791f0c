import { z } from "zod";
import { nameOf, nameWithin } from "../resource/forms";
import { isUnknown } from "../resource/unknown";
import { join, parseQualified, quoted, raw, type Sql, type StoredName, sql } from "../sql";
import { columnList } from "./column-clause";
import { absolute } from "./relative-names";

/** A primary or unique key. Snowflake does not enforce it on standard tables. */
export interface Key {
  /** Its columns, in order. */
  readonly columns: readonly string[];
  /** Name of the constraint; without one, whatever Snowflake makes up. @defaultValue none */
  readonly name?: string | undefined;
  /** Whether queries may be rewritten as if it held. @defaultValue false */
  readonly rely?: boolean | undefined;
  /** @defaultValue none */
  readonly comment?: string | undefined;
}

/** What happens to rows whose key is changed or deleted elsewhere; a word only, since nothing is enforced. */
export const referentialActions = ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"] as const;
/** What happens to rows whose key is changed or deleted elsewhere; a word only, since nothing is enforced. */
export type ReferentialAction = (typeof referentialActions)[number];

/** A foreign key. Snowflake does not enforce it on standard tables. */
export interface ForeignKey extends Key {
  /** The table that it refers to, `DB.SCHEMA.TABLE`, a name in the same schema or database, or the resource; and columns of a key of it. */
  readonly references: {
    /** Its name, or the resource. */
    readonly table: string;
    /** @defaultValue the table's primary key */
    readonly columns?: readonly string[] | undefined;
  };
  /** @defaultValue `"NO ACTION"` */
  readonly onUpdate?: ReferentialAction | undefined;
  /** @defaultValue `"NO ACTION"` */
  readonly onDelete?: ReferentialAction | undefined;
  /** How keys of several columns with NULLs match; never shown again. @defaultValue `"FULL"` */
  readonly match?: "FULL" | "SIMPLE" | "PARTIAL" | undefined;
}

/** A key in canonical form; `references` in foreign keys alone. */
export interface CanonicalKey {
  /** Its columns, in order. */
  readonly columns: readonly string[];
  /** Name of the constraint, if the program gives one. */
  readonly name?: string;
  /** Whether queries may be rewritten as if it held. */
  readonly rely?: boolean;
  /** What people should know of it. */
  readonly comment?: string;
  /** What a foreign key refers to. */
  readonly references?: {
    /** The table, as seen from this one: `TABLE` in the same schema, `SCHEMA.TABLE` in the same database, else `DB.SCHEMA.TABLE`. */
    readonly table: string;
    /** Columns of a key of it; absent for its primary key. */
    readonly columns?: readonly string[];
  };
  /** What happens when the key that it refers to changes. */
  readonly onUpdate?: ReferentialAction;
  /** What happens when the row that it refers to is deleted. */
  readonly onDelete?: ReferentialAction;
  /** How keys of several columns with NULLs match. */
  readonly match?: "FULL" | "SIMPLE" | "PARTIAL";
}

/** The three sorts of keys, as SQL names them. */
export type KeySort = "PRIMARY KEY" | "UNIQUE" | "FOREIGN KEY";

const columns = z
  .array(nameOf(1))
  .min(1, { error: "is empty; a key has at least one column" })
  .refine((names) => new Set(names).size === names.length, { error: "names a column twice" });

const common = {
  columns,
  name: nameOf(1)
    .refine((name) => !/^"?SYS_CONSTRAINT_/.test(name), {
      error: "starts with SYS_CONSTRAINT_, as the names do that Snowflake makes up; choose another",
    })
    .optional(),
  rely: z.boolean().optional(),
  comment: z
    .string()
    .transform((written) => written || undefined)
    .optional(),
};

/** The name of a table: qualified, or in the same database or schema. */
const tableName = nameWithin("table");

const action = oneOf(referentialActions);
const match = oneOf(["FULL", "SIMPLE", "PARTIAL"]);

/** A primary or unique key: its columns, or an object. */
export const keySchema = z
  .union([columns, z.strictObject(common)], { error: "is not a list of columns, or an object with columns" })
  .transform((written) => withoutAbsent(Array.isArray(written) ? { columns: written } : written));

/** A foreign key. */
export const foreignKeySchema = z
  .strictObject({
    ...common,
    references: z.strictObject({ table: tableName, columns: columns.optional() }).transform(withoutAbsent),
    onUpdate: action.optional(),
    onDelete: action.optional(),
    match: match.optional(),
  })
  .superRefine((key, context) => {
    const there = (key.references as { readonly columns?: readonly string[] }).columns;
    if (there !== undefined && there.length !== key.columns.length)
      context.addIssue({
        code: "custom",
        path: ["references", "columns"],
        message: `has ${there.length} columns, but the key has ${key.columns.length}`,
      });
  })
  .transform(withoutAbsent);

/** One of some words, in any case. */
function oneOf<W extends string>(words: readonly W[]) {
  return z.string().transform((written, context) => {
    const found = words.find((word) => word === written.toUpperCase());
    if (found !== undefined) return found;
    context.addIssue({ code: "custom", message: `${JSON.stringify(written)} is not one of ${words.join(", ")}` });
    return z.NEVER;
  });
}

/** A key as it stands in CREATE TABLE, and behind ADD. */
export function keyClause(sort: KeySort, key: CanonicalKey, table: readonly StoredName[] | undefined): Sql {
  const { references, onUpdate, onDelete } = key;
  return join([
    key.name === undefined ? raw("") : sql`CONSTRAINT ${raw(key.name)}`,
    sql`${raw(sort)} (${columnList(key.columns)})`,
    references === undefined ? raw("") : referencesClause(references, table),
    key.match === undefined ? raw("") : sql`MATCH ${raw(key.match)}`,
    onUpdate === undefined ? raw("") : sql`ON UPDATE ${raw(onUpdate)}`,
    onDelete === undefined ? raw("") : sql`ON DELETE ${raw(onDelete)}`,
    key.rely === undefined ? raw("") : raw(key.rely ? "RELY" : "NORELY"),
    key.comment === undefined ? raw("") : sql`COMMENT ${key.comment}`,
  ]);
}

function referencesClause(
  { table: target, columns: there }: NonNullable<CanonicalKey["references"]>,
  table: readonly StoredName[] | undefined,
): Sql {
  if (isUnknown(target)) return raw("REFERENCES <table>");
  const parts = parseQualified(target);
  const full = table === undefined ? parts : absolute(parts, table);
  return there === undefined
    ? sql`REFERENCES ${quoted(...full)}`
    : sql`REFERENCES ${quoted(...full)} (${columnList(there)})`;
}

function withoutAbsent(key: object): CanonicalKey {
  return Object.fromEntries(Object.entries(key).filter(([, value]) => value !== undefined)) as unknown as CanonicalKey;
}
