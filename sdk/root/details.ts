import type { Row } from "../../provider/client/client";
import type { Definition } from "../../provider/resource/definition";
import { unknownWords } from "../../provider/resource/live";
import { identityKeys, identityOf } from "../../provider/resource/names";
import type { AnyProperty, Canonical, Properties, Property, Values } from "../../provider/resource/property";
import { validate } from "../../provider/resource/validate";
import { canonicalName, canonicalQualified, type StoredName, withoutTypes } from "../../provider/sql";
import { type Facts, moment, readFacts, text, withRow } from "./facts";
import type { ObjectKind } from "./object-kind";
import type { Named } from "./spec";

/** What is known of every object. */
export interface Found extends Named {
  /** Its own name in canonical spelling: `MY_TABLE`, or `"my table"`. Passed back, it means the same object. */
  readonly name: string;
  /** Its own name as Snowflake keeps it: `MY_TABLE`, or `my table`. */
  readonly storedName: string;
  /** When it was made. */
  readonly createdOn?: Date;
  /** The role, or the application, that owns it. */
  readonly owner?: string;
  /** What kind of role that is. */
  readonly ownerRoleType?: string;
  /** All columns that SHOW has for it, as text: also those that this library does not know. No part of the data: a print leaves it out. */
  readonly raw: Readonly<Record<string, string | null>>;
}

/** What is known of every object that stands in a database. */
export interface FoundInDatabase extends Found {
  /** The database it stands in, in canonical spelling. */
  readonly database: string;
}

/** What is known of every object that stands in a schema. */
export interface FoundInSchema extends FoundInDatabase {
  /** The schema it stands in, in canonical spelling. */
  readonly schema: string;
}

/** What is told of a property: one of its words, or another that Snowflake has come up with since. */
export type Told<P extends AnyProperty> =
  P extends Property<infer In, infer Out>
    ? [Out, string & Record<never, never>] extends [string, In]
      ? Out | (string & Record<never, never>)
      : Out
    : Canonical<P>;

/** What `fetch` and `list` answer: plain data, fit for JSON. */
export type DetailsOf<D extends Definition<Properties>, S> = {
  readonly [K in keyof D["properties"]]?: Told<D["properties"][K]>;
} & {
  /** The specification that describes it: what Snowflake alone decides is left out. It may be changed, and passed to `createOrAlter`. */
  toSpec(): S;
};

const common = { createdOn: moment(), owner: text(), ownerRoleType: text() } satisfies Facts;

/** Puts together what is known of an object. */
export function detailsOf<T>(
  { definition, facts }: ObjectKind,
  name: readonly StoredName[],
  values: Values,
  outputs: Values,
  row: Row,
): T {
  const own = withoutTypes(name.at(-1) ?? ("" as StoredName));
  const place = Object.fromEntries(Object.entries(identityOf(definition, name)).filter(([key]) => key !== "name"));
  const settings = Object.fromEntries(
    Object.entries(values).filter(([key, value]) => value !== undefined && !identityKeys(definition).includes(key)),
  );
  const details = {
    name: canonicalName(own),
    storedName: String(own),
    qualifiedName: canonicalQualified(name.map(withoutTypes)),
    ...place,
    ...readFacts(common, row),
    ...readFacts(facts, row),
    ...outputs,
    ...unknownWords(definition, row),
    ...settings,
  };
  const toSpec = () => structuredClone(acceptable(definition, { ...identityOf(definition, name), ...settings }));
  // It is no part of the data: neither JSON nor a spread takes it along.
  return Object.defineProperty(withRow(details, row), "toSpec", { value: toSpec, enumerable: false }) as T;
}

/** What is shown of an object may be more than a specification may say: what follows from something else is left out. */
function acceptable(definition: Definition<Properties>, shown: Values): Values {
  const { problems } = validate(definition, shown);
  const wrong = new Set(problems.map(({ path }) => /^[^.[]*/.exec(path)?.[0]));
  const left = Object.fromEntries(Object.entries(shown).filter(([key]) => !wrong.has(key)));
  if (Object.keys(left).length < Object.keys(shown).length) return acceptable(definition, left);
  const place = identityKeys(definition).slice(0, -1);
  return Object.fromEntries(Object.entries(left).filter(([key]) => !place.includes(key)));
}
