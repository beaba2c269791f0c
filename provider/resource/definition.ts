import type { Client, Row } from "../client/client";
import type { Sql, StoredName } from "../sql";
import type { Keeper } from "./keeper";
import type { Act } from "./lifecycle/context";
import type { Lifecycle } from "./lifecycle/lifecycle";
import type { DataLoss } from "./options";
import type { Step, Subject } from "./plan";
import type { AnyProperty, Canonical, Memory, Properties, Values, Written } from "./property";
import type { State } from "./state";
import { holdsUnknown } from "./unknown";
import type { Problem } from "./validate";

/** What a drop would take along: one line each, `12 rows in table DB.PUBLIC.T`. */
export type Contents = readonly string[];

/** A kind of object: everything that the shared functions need to know about it. */
export interface Definition<P extends Properties = Properties> {
  /** Pulumi's word, `Warehouse`; the text in state says it in lower camel case. */
  readonly kind: string;
  /** SQL's word, `WAREHOUSE`. */
  readonly noun: string;
  /** SQL's word in SHOW, `WAREHOUSES`. */
  readonly plural: string;
  /** What contains it. */
  readonly scope: "account" | "database" | "schema" | "stage";
  /** Whether a row of SHOW is of this kind, where it lists others too. */
  readonly lists?: (row: Row) => boolean;
  /** `whole`: SHOW knows neither LIMIT nor STARTS WITH, and ends at 10,000 rows without a word. */
  readonly listing?: "whole";
  /** How objects of one name differ by the types of their arguments; absent if a name stands for one object. */
  readonly overloads?: Overloads;
  /** Snowflake's page of its CREATE statement. */
  readonly page: string;
  readonly properties: P;
  readonly rules: readonly Rule[];
  /** How data in it is protected; absent if it holds none. */
  readonly data?: DataOf;
  /** Whether other objects stand in it. */
  readonly container?: boolean;
  /** False where ALTER knows no RENAME: another name, or another place, is another object. */
  readonly renames?: false;
  /** False where CREATE knows no OR REPLACE. */
  readonly replaces?: false;
  /** What makes way for a change of one, and comes back after it; absent if nothing has to. */
  readonly keeper?: Keeper;
  /** The order in which the steps of a change are sent, where it is not settings before what goes back to its default. */
  readonly arrange?: (steps: readonly Step[], change: Arranged) => readonly Step[];
  /** How one is made, read, changed and removed, where it is not one object of a listing. */
  readonly lifecycle?: Lifecycle;
  /** What Snowflake decides of one and programs need to know: outputs beside the properties. Only what stays as it is. */
  readonly outputs?: Readonly<Record<string, (reading: OutputReading) => unknown>>;
  /**
   * Waits for what has to come about after one was made or changed before it counts as done. Answers its row as it is then.
   *
   * @throws SnowflakeError if it does not come about: what was sent stands all the same, and the next update waits again.
   */
  readonly waits?: (act: Act, waiting: Waiting) => Promise<Row>;
  /** Before one is dropped: refuses what the drop may not go over, or clears it away. */
  readonly beforeDrop?: (act: Act, object: Dropped) => Promise<void>;
  /** What follows the name in DROP, by what may be lost. */
  readonly dropTail?: (dataLoss: DataLoss) => Sql;
  /** What a replacement in its own place would stop that is running, in words: it takes the program's `allowDowntime`. */
  readonly stops?: string;
  /** Like rules, but what they find is said, not refused. */
  readonly doubts?: readonly Rule[];
  /** What a preview says of a change beside its plan, where it does more than the plan shows. */
  readonly announces?: (change: Announced) => string | undefined;
  /** What has to be kept in mind of a change, because Snowflake does not show it and a later change depends on it. */
  readonly remember?: (before: Values, after: Values, memory: Memory) => Memory | undefined;
}

/** A change that a preview shows. */
export interface Announced {
  readonly recorded: State;
  /** Why the object would be replaced, each as `spec: …`; empty if it stays. */
  readonly replacedBecause: readonly string[];
}

/** What is about to be dropped. */
export interface Dropped {
  readonly name: readonly StoredName[];
  readonly row: Row;
  /** What the state says of it. */
  readonly values: Values;
  /** What may be lost with it. */
  readonly dataLoss: DataLoss;
}

/** What an output is read with. */
export interface OutputReading extends Subject {
  readonly freshness: "shared" | "fresh";
  /** The object's properties, as far as they are managed. */
  readonly values: Values;
  /** The same before a change; absent if nothing was changed. */
  readonly before?: Values | undefined;
  /** The outputs as the state has them; absent if nothing is known. */
  readonly recorded?: Values | undefined;
}

/** What was made or changed, and what it is waited for with. */
export interface Waiting {
  readonly name: readonly StoredName[];
  /** Its row of SHOW, before or after the last statement. */
  readonly row: Row;
  /** What stood before; absent if it was just made. */
  readonly before?: Values | undefined;
  /** What stands now. */
  readonly after: Values;
  /** Whether an earlier run has not waited to the end. */
  readonly unfinished: boolean;
  /** The outputs as the state has them; absent if nothing is known. */
  readonly recorded?: Values | undefined;
  /** Takes an output that was read on the way: it is not asked for again. */
  readonly tell?: (key: string, output: unknown) => void;
}

/** What tells objects of one name apart. */
export interface Overloads {
  /** The properties that the types come from. */
  readonly of: readonly string[];
  /** The types of the arguments among canonical values, `(VARCHAR, NUMBER)`. */
  readonly types: (values: Values) => string;
  /** The same in its canonical form. @throws IdentifierError if it is none. */
  readonly canonical: (types: string) => string;
  /** The same in a row of SHOW. */
  readonly ofRow: (row: Row) => string;
  /** Whether the one that is replaced has to go before the other can be made, because a call could mean either. */
  readonly collide?: (before: Values, after: Values) => boolean;
}

/** A change whose steps are put in order. */
export interface Arranged {
  /** `ALTER TASK NAME`, to be followed by the clause. */
  readonly alter: Sql;
  readonly before: Values;
  readonly after: Values;
  /** Its row of SHOW; absent at preview. */
  readonly row?: Row | undefined;
  /** The statements that make the object say what shall stand: CREATE OR ALTER, or CREATE OR REPLACE, and what has to follow. */
  readonly created: (or: "ALTER" | "REPLACE", values: Values) => readonly Step[];
}

/** What there is to lose with an object. */
export interface DataOf {
  /** What is inside, from its row in SHOW or by the cheapest statements that prove it. */
  readonly contents: (client: Client, name: readonly StoredName[], row: Row) => Promise<Contents>;
  /** Whether one of these values can hold any at all; absent if every one can. */
  readonly holds?: (values: Values) => boolean;
  /** Whether some of what is inside may be hidden from a role that sees the object. */
  readonly hides: boolean;
  /** Days for which a dropped one can be brought back, from its row in SHOW. */
  readonly retentionDays: (row: Row) => number;
  /** The line that brings a dropped one back; absent if none does. */
  readonly undrop?: (name: readonly StoredName[]) => Sql;
  /** The line that makes a copy of it as it was at a moment, ISO 8601; absent if none does. */
  readonly copyAt?: (name: readonly StoredName[], moment: string) => Sql;
}

/** A condition between properties. */
export interface Rule {
  /** The properties it looks at; it is passed over while one of them is not known yet. */
  readonly of: readonly string[];
  /** What is wrong, if anything: with the first of these properties, or each with its place. */
  readonly problem: (values: Values) => string | readonly Problem[] | undefined;
}

/**
 * Defines a kind of object.
 *
 * @throws TypeError if a property has no documented place to come from: a mistake in the definition.
 */
export function defineResource<const P extends Properties>(definition: Definition<P>): Definition<P> {
  return definition;
}

/** A condition between properties, in the user's words; it looks only at values that are known. */
export function rule(of: readonly string[], problem: (values: Values) => string | undefined): Rule {
  return { of, problem: (values) => (of.some((key) => holdsUnknown(values[key])) ? undefined : problem(values)) };
}

/** What a user writes for an object of a kind. */
export type WrittenOf<P extends Properties> = { readonly [K in keyof P]?: Written<P[K]> | undefined };

/** An object of a kind in canonical form. */
export type CanonicalOf<P extends Properties> = { readonly [K in keyof P]?: Canonical<P[K]> };

/** The properties of a kind with their names. */
export function propertiesOf(definition: Definition): readonly (readonly [string, AnyProperty])[] {
  return Object.entries(definition.properties);
}
