import type { z } from "zod";
import type { Advice } from "../client/advice";
import type { Row } from "../client/client";
import type { Sql, StoredName } from "../sql";
import type { Step, Subject } from "./plan";

/** The values of a resource's properties in canonical form, by property name; absent means not set. */
export type Values = Readonly<Record<string, unknown>>;

/** Where a live value is found. */
export type Source =
  /** A column of the SHOW listing. */
  | { readonly from: "column"; readonly column: string }
  /** A row of SHOW PARAMETERS; only a value set on the object itself counts. `shownAs` is the column of SHOW with what is in effect. */
  | { readonly from: "parameter"; readonly key: string; readonly shownAs?: string }
  /** All parameters that are set on the object itself, by keyword. */
  | { readonly from: "parameters"; readonly of: (own: ReadonlyMap<string, string>, managed: unknown) => unknown }
  /** The tags of the object; asked only where the program says `readTags`. */
  | { readonly from: "tags" }
  /** Statements of its own. */
  | { readonly from: "statements"; readonly read: (reading: Reading) => Promise<unknown> }
  /** Snowflake does not say. What was last sent is taken to stand. */
  | { readonly from: "nowhere" };

/** What a property that is read by statements of its own is read with. */
export interface Reading extends Subject {
  readonly freshness: "shared" | "fresh";
  /** What is managed of the property: a value may tell which of its parts. Absent if all of it is wanted. */
  readonly managed: unknown;
  /** The outputs as the state has them; empty if nothing is known. */
  readonly recorded: Values;
}

/** What a kind keeps in mind about an object, beside its values; see {@link Definition.remember}. */
export type Memory = Readonly<Record<string, unknown>>;

/** The circumstances of a change: all properties as they stand and as they shall stand, and what is kept in mind. */
export interface Circumstances {
  readonly before: Values;
  readonly after: Values;
  readonly memory: Memory;
  /** The words for those who read what is refused. @defaultValue {@link pulumiAdvice} */
  readonly advice?: Advice;
}

/** What a change of one property is made from. */
export interface Change<V> {
  /** `ALTER WAREHOUSE LOADING`, to be followed by the clause. */
  readonly alter: Sql;
  /** The words of a reason: `autoSuspend: 60 → 120`. */
  readonly reason: string;
  /** The canonical value that stands now; absent if none. */
  readonly before: V | undefined;
  /** The canonical value that shall stand; absent to go back to Snowflake's default. */
  readonly after: V | undefined;
  readonly all: Circumstances;
}

/** Where a property stands in CREATE. */
export type Place = "option" | "modifier" | "head" | "tail" | "after" | "orAlter";

/** In place, by making the object anew (and why), or not at all once the object exists. */
export type HowItChanges = "alter" | "replace" | "creation" | { readonly replaceBecause: string };

/** UNSET; or SET to the default where UNSET does something else or does not exist; or nothing, where it has no meaning any more. */
export type Fallback<Out> = "unset" | "nothing" | { readonly set: Out };

/** One property of a kind: how it is checked, written, altered and read back. */
export interface Property<In = unknown, Out = unknown> {
  /** Checks what the user wrote and gives its canonical form. Canonical values pass unchanged. */
  readonly schema: z.ZodType<Out, In>;
  /** Snowflake's keyword; by default the property's name in upper snake case. */
  readonly keyword?: string;
  /** The canonical value as it stands behind `KEYWORD =`. */
  readonly write: (value: Out) => Sql;
  /**
   * Where it stands in CREATE: `option` (`KEYWORD = value`), `after` (only ALTER knows it), `orAlter` (an option that only ALTER
   * and CREATE OR ALTER know), or a clause of its own before the kind's word (`modifier`), right after the name (`head`) or at the
   * end (`tail`).
   */
  readonly place: Place | ((value: Out) => Place);
  /** Whether CREATE takes it from what the object is a copy of; then it is compared when the object is there. */
  readonly copied?: (all: Values) => boolean;
  /** The clause in CREATE where it is not `KEYWORD = value`; an empty one leaves it out. */
  readonly clause?: (value: Out, all: Values) => Sql;
  readonly source: Source;
  /** The live value from a cell; absent if the cell says that nothing is set. */
  readonly parse: (cell: string | null, row: Row) => Out | undefined;
  /** Whether a value means the same as leaving the property out. */
  readonly isUnset?: (value: Out) => boolean;
  /** `alter` in place, `replace` the object, or `creation` only: a later change sends nothing. */
  readonly change:
    | HowItChanges
    | ((before: Out | undefined, after: Out | undefined, circumstances: Circumstances) => HowItChanges);
  /** Whether two canonical values mean the same, where that is not just equality. */
  readonly equal?: (left: Out, right: Out, all: Circumstances) => boolean;
  /** Whether what is known stays as it was written, while what Snowflake shows means the same. */
  readonly asWritten?: boolean;
  /** The canonical value as it is kept by an object of that name: what it names may be said relative to the object itself. */
  readonly relate?: (value: Out, name: readonly StoredName[]) => Out;
  /** A value after the objects that it names have been renamed; answers the new name of each. */
  readonly follow?: (
    value: Out,
    renamed: (name: readonly StoredName[]) => readonly StoredName[],
    name: readonly StoredName[],
  ) => Out;
  /** What is left of a value when objects that it names are replaced: Snowflake drops what refers to them. */
  readonly survive?: (
    value: Out,
    isReplaced: (name: readonly StoredName[]) => boolean,
    name: readonly StoredName[],
  ) => Out | undefined;
  /**
   * What stands now, for a change whose statements cannot be sent twice: the recorded value, with what is done already.
   *
   * @throws InvalidArgumentError if what stands is neither the one nor the other.
   */
  readonly settle?: (
    recorded: Out | undefined,
    live: Out | undefined,
    after: Out | undefined,
    all: Circumstances,
  ) => Out | undefined;
  /** What differs, in words; by default both values. */
  readonly difference?: (before: Out | undefined, after: Out | undefined) => string;
  /** Whether it is what the object does, which may be another one moment later: where nothing is said of it, no reading of it counts. */
  readonly momentary?: true;
  /** How it goes back to Snowflake's default; a function is given what shall stand, and what stands. */
  readonly fallback: Fallback<Out> | ((after: Values, before: Values) => Fallback<Out>);
  /** Snowflake's default as it is shown, where {@link fallback} does not say it; a function is given what shall stand. Absent if only Snowflake knows. */
  readonly standard?: Out | ((after: Values) => Out | undefined);
  /** Its clause in `ALTER … SET`, where that is more than `KEYWORD = value`. The row of SHOW is absent at preview. */
  readonly setClause?: (value: Out, after: Values, row?: Row) => Sql;
  /** The statements of a change, where `SET KEYWORD = value` and `UNSET KEYWORD` will not do. */
  readonly onChange?: (change: Change<Out>) => readonly Step[];
  /** Says what a change would lose, if it does; the row of SHOW, where it is known, tells what is in use. */
  readonly loss?: (change: {
    readonly before: Out | undefined;
    readonly after: Out | undefined;
    readonly row?: Row | undefined;
    /** The row of what will contain it, whose values hold where none is set. */
    readonly container?: Row | undefined;
  }) => string | undefined;
  /** The words that it may be, where it is one of a few. Snowflake may show another that it has come up with since. */
  readonly words?: readonly string[];
  /** Names an object of this kind; a resource may be given for it. */
  readonly refersTo?: string;
  /** Whether the object has to go before the one that it names can, so that it is replaced with it. */
  readonly goesWith?: true;
  /** Never shown, kept encrypted. */
  readonly secret?: boolean;
}

/** A property whatever its values: where code treats all alike, it hands canonical values from one function of a property to another. */
// biome-ignore lint/suspicious/noExplicitAny: a record of properties has no common value type
export type AnyProperty = Property<any, any>;

/** The properties of a kind, by name. */
export type Properties = Readonly<Record<string, AnyProperty>>;

/** What a user may write for a property. */
export type Written<P extends AnyProperty> = P extends Property<infer In, infer _Out> ? In : never;

/** The canonical value of a property. */
export type Canonical<P extends AnyProperty> = P extends Property<infer _In, infer Out> ? Out : never;

/** `autoSuspend` → `AUTO_SUSPEND`. */
export function keywordOf(key: string, property: Pick<AnyProperty, "keyword">): string {
  return property.keyword ?? key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
