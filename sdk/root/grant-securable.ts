import { InvalidArgumentError } from "../../provider/client/errors";
import { canonicalArgumentTypes } from "../../provider/resources/signature";
import { IdentifierError, parseQualified, quoted, raw, Sql, splitTypes, sql } from "../../provider/sql";
import type { DatabaseReference } from "./database";
import type { DatabaseRoleReference } from "./database-role";
import {
  type AnyPrivilege,
  type ContainedKind,
  kindOfNoun,
  kindOfPlural,
  nounOf,
  type PluralOf,
  type PrivilegeOf,
  partsOf,
  privilegesByKind,
  type SecurableKind,
} from "./grant-privileges";
import type { Reference } from "./reference";
import type { RoleReference } from "./role";
import type { SchemaReference } from "./schema";
import type { Named } from "./spec";
import type { TableReference } from "./table";
import type { UserReference } from "./user";
import type { WarehouseReference } from "./warehouse";

/** An object by its kind and name, for what there is no reference to; `raw("NEW KIND")` for a kind that this library does not know. */
export interface SecurableByName<K extends SecurableKind = SecurableKind> {
  readonly kind: K | Sql;
  /** Its full name; of a function or procedure with the types of its arguments, `DB.SCHEMA.LOAD(VARCHAR)`. */
  readonly name: string | Named;
}

/** A database or schema. */
export type GrantContainer =
  | DatabaseReference
  | SchemaReference
  | { readonly database: string | Named }
  | { readonly schema: string | Named };

/** All objects of a kind that stand in a database or schema now. */
export interface AllSecurables<P extends PluralOf<ContainedKind> = PluralOf<ContainedKind>> {
  /** The kind in the plural, `"tables"`; `raw("NEW KINDS")` for one that this library does not know. */
  readonly all: P | Sql;
  readonly in: GrantContainer;
}

/** All objects of a kind that will be made in a database or schema from now on. */
export interface FutureSecurables<P extends PluralOf<ContainedKind> = PluralOf<ContainedKind>> {
  /** The kind in the plural, `"tables"`; `raw("NEW KINDS")` for one that this library does not know. */
  readonly future: P | Sql;
  readonly in: GrantContainer;
}

/** A reference to an object that privileges can be granted on. */
export type SecurableReference = Reference<object, unknown> | UserReference;

/** One object that privileges can be granted on, or the account. */
export type OneSecurable = "account" | SecurableReference | SecurableByName;

/** What privileges can be granted on. */
export type Securable = OneSecurable | AllSecurables | FutureSecurables;

/** References whose kind the compiler knows; on any other, every privilege compiles, and what is none of its kind is refused at run time. */
interface References {
  database: DatabaseReference;
  databaseRole: DatabaseRoleReference;
  role: RoleReference;
  schema: SchemaReference;
  table: TableReference;
  user: UserReference;
  warehouse: WarehouseReference;
}

type KindOfReference<R> = { [K in keyof References]: R extends References[K] ? K : never }[keyof References];

type OfReference<R> = [KindOfReference<R>] extends [never] ? AnyPrivilege : PrivilegeOf<KindOfReference<R>>;

type OfKind<K> = K extends SecurableKind ? PrivilegeOf<K> : AnyPrivilege;

type OfPlural<P> =
  P extends PluralOf<ContainedKind>
    ? { [K in ContainedKind]: P extends PluralOf<K> ? PrivilegeOf<K> : never }[ContainedKind]
    : AnyPrivilege;

/** A privilege on something; OWNERSHIP of what exists is handed over by `grantOwnership`. */
export type PrivilegeOn<S> = S extends "account"
  ? PrivilegeOf<"account">
  : S extends SecurableReference
    ? OfReference<S>
    : S extends { readonly kind: infer K }
      ? OfKind<K>
      : S extends { readonly all: infer P }
        ? OfPlural<P>
        : S extends { readonly future: infer P }
          ? OfPlural<P> | "OWNERSHIP"
          : never;

/** Something that privileges are on, as statements name it. */
export interface ReadSecurable {
  /** `TABLE DB.S.T`, `FUTURE TABLES IN SCHEMA DB.S`. */
  readonly text: Sql;
  /** The privileges that there are; absent if its kind is not known. */
  readonly privileges?: readonly string[];
  /** What does not exist yet. */
  readonly isFuture: boolean;
}

/**
 * Reads what privileges are on.
 *
 * @throws InvalidArgumentError if nothing is granted on such a thing, or its name is not a full one.
 */
export function readSecurable(on: Securable): ReadSecurable {
  if (on === "account") return { text: raw("ACCOUNT"), privileges: privilegesByKind.account, isFuture: false };
  if ("securable" in on) {
    const { noun, name } = on.securable;
    const kind = kindOfNoun(noun) ?? refuse(`Nothing is granted on a ${noun}.`);
    return { text: sql`${raw(noun)} ${name}`, privileges: privilegesByKind[kind], isFuture: false };
  }
  if ("all" in on) return { ...several(on.all, on.in, "ALL"), isFuture: false };
  if ("future" in on) return { ...several(on.future, on.in, "FUTURE"), isFuture: true };
  const { kind, name } = on;
  if (kind instanceof Sql) return { text: sql`${kind} ${nameInSql(kind.text, name)}`, isFuture: false };
  if (!Object.hasOwn(privilegesByKind, kind)) {
    throw refuse(
      `Nothing is granted on kind: ${JSON.stringify(kind)}; for one that is new write kind: raw("NEW KIND").`,
    );
  }
  const text = sql`${raw(nounOf(kind))} ${nameInSql(kind, name, partsOf(kind))}`;
  return { text, privileges: privilegesByKind[kind], isFuture: false };
}

/** `SCHEMA DB.S`. */
export function containerInSql(container: GrantContainer): Sql {
  if ("securable" in container) {
    const { noun, name } = container.securable;
    if (noun !== "DATABASE" && noun !== "SCHEMA")
      throw refuse(`in: a ${noun} holds no objects that are granted together.`);
    return sql`${raw(noun)} ${name}`;
  }
  if ("database" in container) return sql`DATABASE ${nameInSql("database", container.database as string | Named, 1)}`;
  return sql`SCHEMA ${nameInSql("schema", container.schema as string | Named, 2)}`;
}

function several(
  plural: string | Sql,
  container: GrantContainer,
  which: "ALL" | "FUTURE",
): Omit<ReadSecurable, "isFuture"> {
  const place = containerInSql(container);
  if (plural instanceof Sql) return { text: sql`${raw(which)} ${plural} IN ${place}` };
  const kind =
    kindOfPlural(plural) ??
    refuse(
      `${JSON.stringify(plural)} are nothing that is granted together; for kinds that are new write raw("NEW KINDS").`,
    );
  return { text: sql`${raw(which)} ${raw(nounOf(plural))} IN ${place}`, privileges: privilegesByKind[kind] };
}

/** Kinds whose objects of one name differ by the types of their arguments. */
const overloaded = ["procedure", "function"];

/**
 * A name as it stands in statements.
 *
 * @param parts - How many names it takes; not checked if absent.
 * @throws InvalidArgumentError if it is none.
 */
export function nameInSql(kind: string, named: string | Named, parts?: number): Sql {
  const text = typeof named === "string" ? named : named.qualifiedName;
  const signature = splitTypes(text);
  if (overloaded.includes(kind) && signature === undefined) {
    throw refuse(`${kind} ${text} needs the types of its arguments: "${text}(VARCHAR)", or "${text}()" for none.`);
  }
  try {
    const names = parseQualified(signature?.name ?? text);
    if (parts !== undefined && names.length !== parts) {
      throw refuse(
        `${kind} ${text} is not a full name: ${["DATABASE", "SCHEMA"]
          .slice(0, parts - 1)
          .concat("NAME")
          .join(".")} is expected.`,
      );
    }
    return sql`${quoted(...names)}${raw(signature === undefined ? "" : canonicalArgumentTypes(signature.types))}`;
  } catch (error) {
    if (error instanceof IdentifierError) throw refuse(`${kind}: ${error.message}.`);
    throw error;
  }
}

function refuse(message: string): never {
  throw new InvalidArgumentError({ message: `${message} Nothing was sent.` });
}
