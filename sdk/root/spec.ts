import { InvalidArgumentError } from "../../provider/client/errors";
import type { Definition } from "../../provider/resource/definition";
import { identityKeys, identityOf } from "../../provider/resource/names";
import { refuseProblems } from "../../provider/resource/objects/problems";
import { options } from "../../provider/resource/options";
import type { Properties, Values, Written } from "../../provider/resource/property";
import { validate } from "../../provider/resource/validate";
import { canonicalName, IdentifierError, parseIdentifier, type StoredName } from "../../provider/sql";
import { withSourcesInPlace } from "./copy-source";
import type { ObjectKind } from "./object-kind";

/** Something that has a qualified name: a reference, or what `fetch` and `list` answer. */
export interface Named {
  /** Its full name in canonical spelling, e.g. `DB.SCHEMA."my table"`. */
  readonly qualifiedName: string;
}

/** A value without its `readonly`, at any depth: what a script may change before it passes it on. */
export type Changeable<T> = T extends string | number | boolean | bigint | symbol | null | undefined | Uint8Array
  ? T
  : T extends (...args: never[]) => unknown
    ? T
    : { -readonly [K in keyof T]: Changeable<T[K]> };

/** What a script may write for a property: where it names an object, a reference to that will do. */
type Value<P> = P extends { readonly refersTo: string } ? string | Named : never;

/**
 * What an object of a kind shall be, as a script writes it. What is left out is left to Snowflake: its default at creation, what
 * stands in `createOrAlter`. `null` in `createOrAlter` takes a property back to Snowflake's default.
 */
export type SpecOf<D extends Definition<Properties>> = {
  -readonly [K in keyof D["properties"]]?:
    | Changeable<Written<D["properties"][K]>>
    | Value<D["properties"][K]>
    | null
    | undefined;
};

/** A specification in canonical form, taken apart. */
export interface ReadSpec {
  readonly values: Values;
  /** Properties that are `null`, or what means the same: an empty comment, say. */
  readonly reset: readonly string[];
}

/**
 * Checks a specification and gives its canonical form.
 *
 * @param place - The names of what the object stands in.
 * @param isPart - Whether it need not say all that the object is: then nothing is said of what goes together.
 * @throws InvalidArgumentError that lists everything that is wrong, each with its path and what is allowed.
 */
export function readSpec(
  { definition: whole, nothing = {}, presumed = {}, inLong = (given) => given }: ObjectKind,
  place: readonly StoredName[],
  spec: object,
  isPart = false,
): ReadSpec {
  const definition: Definition = isPart ? { ...whole, rules: [] } : whole;
  const given = { ...presumed, ...(plain(checkedSpec(whole.kind, spec)) as Record<string, unknown>) };
  const written = withSourcesInPlace(inLong(given), place);
  const keys = identityKeys(definition).slice(0, -1);
  const misplaced = keys.filter((key) => written[key] !== undefined);
  const stands = Object.fromEntries(keys.map((key, index) => [key, canonicalName(place[index] ?? ("" as StoredName))]));
  const meant = Object.entries(written).map(([key, value]) => [
    key,
    value === null && key in nothing ? nothing[key] : value,
  ]);
  const { values, problems } = validate(definition, { ...Object.fromEntries(meant), ...stands });
  const all = [
    ...misplaced.map((key) => ({ path: key, message: `is said by the collection: leave it out` })),
    ...Object.keys(options)
      .filter((key) => written[key] !== undefined)
      .map((key) => ({ path: key, message: "is no property: it is said in the options of the call, or of connect()" })),
    ...problems,
  ];
  const name = String(values["name"] ?? written["name"] ?? "");
  refuseProblems(definition, name, all, "Nothing was sent.");
  const isDefault = (key: string) => key in definition.properties && values[key] === undefined;
  const reset = meant.flatMap(([key, value]) => (value !== undefined && isDefault(String(key)) ? [String(key)] : []));
  return { values: { ...values, ...identityOfPlace(definition, place, values) }, reset };
}

/** @throws InvalidArgumentError for what is no specification: nothing at all, a reference, or what was fetched. */
export function checkedSpec(kind: string, spec: unknown): object {
  const isObject = typeof spec === "object" && spec !== null && !Array.isArray(spec);
  if (isObject && !isNamed(spec)) return spec;
  const what = isObject
    ? "this is a reference, or what fetch() or list() answered. Give toSpec() of what they answer"
    : 'the specification is an object, such as { comment: "Raw data" }';
  throw new InvalidArgumentError({ objectKind: kind, message: `${kind}: ${what}. Nothing was sent.` });
}

/** The place is known by its stored names: nothing of it is read again from text. */
function identityOfPlace(definition: Definition<Properties>, place: readonly StoredName[], values: Values): Values {
  return identityOf(definition, [...place, parseIdentifier(String(values["name"]))]);
}

/** References stand for their names, at any depth. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (isNamed(value)) return value.qualifiedName;
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function isNamed(value: object): value is Named {
  return "qualifiedName" in value && typeof value.qualifiedName === "string";
}

/**
 * The stored name in what a script wrote as a name.
 *
 * @throws InvalidArgumentError with both spellings that may be meant, if it is no identifier.
 */
export function readName(kind: string, name: string): StoredName {
  try {
    return parseIdentifier(name);
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    throw new InvalidArgumentError({ objectKind: kind, message: `${kind}: ${error.message}.` });
  }
}

/**
 * The name of an object whose specification may say it again.
 *
 * @throws InvalidArgumentError if the specification says another name.
 */
export function sameName(kind: string, own: StoredName, spec: object): string {
  const { name } = spec as { readonly name?: unknown };
  if (typeof name !== "string" || readName(kind, name) === own) return canonicalName(own);
  throw new InvalidArgumentError({
    objectKind: kind,
    name: canonicalName(own),
    message: `${kind} ${canonicalName(own)}: the specification says name: ${JSON.stringify(name)}, which is another ${kind}. Take a reference to that one, or use rename().`,
  });
}
