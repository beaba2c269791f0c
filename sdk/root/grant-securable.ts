import type { Sql } from "../../provider/sql";
import type { ComputePoolReference } from "./compute-pool";
import type { DatabaseReference } from "./database";
import type { DatabaseRoleReference } from "./database-role";
import type { AnyPrivilege, ContainedKind, PluralOf, PrivilegeOf, SecurableKind } from "./grant-privileges";
import type { ImageRepositoryReference } from "./image-repository";
import type { ProcedureReference } from "./procedure";
import type { Reference } from "./reference";
import type { RoleReference } from "./role";
import type { SchemaReference } from "./schema";
import type { ServiceReference } from "./service";
import type { Named } from "./spec";
import type { StageReference } from "./stage";
import type { TableReference } from "./table";
import type { TaskReference } from "./task";
import type { UserReference } from "./user";
import type { WarehouseReference } from "./warehouse";

/** An object by its kind and name, for what there is no reference to; `raw("NEW KIND")` for a kind that this library does not know. */
export interface SecurableByName<K extends SecurableKind = SecurableKind> {
  /** What it is: `"view"`, `"imageRepository"`. */
  readonly kind: K | Sql;
  /** Its full name; of a function or procedure with the types of its arguments, `DB.SCHEMA.LOAD(VARCHAR)`. */
  readonly name: string | Named;
}

/** A database by its name. */
export interface DatabaseByName {
  /** Its name, or something that has it. */
  readonly database: string | Named;
}

/** A schema by its name. */
export interface SchemaByName {
  /** Its full name, `DB.SCHEMA`, or something that has it. */
  readonly schema: string | Named;
}

/** A database or schema. */
export type GrantContainer = DatabaseReference | SchemaReference | DatabaseByName | SchemaByName;

/** All objects of a kind that stand in a database or schema now. */
export interface AllSecurables<P extends PluralOf<ContainedKind> = PluralOf<ContainedKind>> {
  /** The kind in the plural, `"tables"`; `raw("NEW KINDS")` for one that this library does not know. */
  readonly all: P | Sql;
  /** Where they stand. */
  readonly in: GrantContainer;
}

/** All objects of a kind that will be made in a database or schema from now on. */
export interface FutureSecurables<P extends PluralOf<ContainedKind> = PluralOf<ContainedKind>> {
  /** The kind in the plural, `"tables"`; `raw("NEW KINDS")` for one that this library does not know. */
  readonly future: P | Sql;
  /** Where they stand. */
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
  computePool: ComputePoolReference;
  database: DatabaseReference;
  databaseRole: DatabaseRoleReference;
  imageRepository: ImageRepositoryReference;
  procedure: ProcedureReference;
  role: RoleReference;
  schema: SchemaReference;
  service: ServiceReference;
  stage: StageReference;
  table: TableReference;
  task: TaskReference;
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
    : S extends SecurableByName
      ? OfKind<S["kind"]>
      : S extends AllSecurables
        ? OfPlural<S["all"]>
        : S extends FutureSecurables
          ? OfPlural<S["future"]> | "OWNERSHIP"
          : never;
