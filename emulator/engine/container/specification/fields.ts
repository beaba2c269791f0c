import type { Json } from "../../catalog/object";
import { invalidSpecification } from "../errors";

/** Where a value stands: its name, and what it is a member of (`spec`, `containers[0]`). */
export interface Place {
  owner: string;
  name: string;
}

/** Checks a value, and answers it in the form that is kept. @throws SqlError 395018 */
export type Field = (value: Json, place: Place) => Json;

type Members = { [name: string]: Json };

/** Refuses a value. */
export function refuse({ owner, name }: Place, why: string): never {
  throw invalidSpecification(`invalid '${name}' for '${owner}'. ${why}`);
}

/** A mapping with known members; they are kept in the order in which they are given here. */
export function mapping(
  fields: Readonly<Record<string, Field>>,
  { required = [] as readonly string[], aliases = {} as Readonly<Record<string, string>> } = {},
): Field {
  return (value, place) => {
    const path = pathOf(place);
    const given = membersOf(value, place);
    for (const name of Object.keys(given)) {
      const known = Object.hasOwn(aliases, name) ? (aliases[name] as string) : name;
      if (!Object.hasOwn(fields, known)) throw invalidSpecification(`unknown option '${name}' for '${path}'`);
      if (known === name) continue;
      if (Object.hasOwn(given, known)) throw invalidSpecification(`both '${name}' and '${known}' for '${path}'`);
      given[known] = given[name] as Json;
    }
    const missing = required.find((name) => given[name] === undefined || given[name] === null);
    if (missing !== undefined) throw invalidSpecification(`missing required option '${missing}' for '${path}'`);
    const kept = Object.entries(fields).flatMap(([name, field]): [string, Json][] => {
      const member = Object.hasOwn(given, name) ? given[name] : undefined;
      return member === undefined || member === null ? [] : [[name, field(member, { owner: path, name })]];
    });
    return Object.fromEntries(kept);
  };
}

/** A mapping whose members are named by the user. */
export function table(field: Field, nameOf: (name: string) => boolean): Field {
  return (value, place) => {
    const owner = pathOf(place);
    const entries = Object.entries(membersOf(value, place)).map(([name, member]): [string, Json] => {
      if (!nameOf(name)) refuse(place, `'${name}' is no name`);
      return [name, field(member, { owner, name })];
    });
    return Object.fromEntries(entries);
  };
}

/** A list that is not empty, of as many items as are allowed. */
export function list(item: Field, { most = Number.POSITIVE_INFINITY, by = "" } = {}): Field {
  return (value, place) => {
    if (!Array.isArray(value)) return refuse(place, "Value must be a list");
    if (value.length === 0) refuse(place, "Value is empty");
    if (value.length > most) refuse(place, `There may be ${most} at most`);
    const items = value.map((each, i) => item(each, { owner: place.owner, name: `${place.name}[${i}]` }));
    if (by !== "") refuseSame(items as Members[], place, by);
    return items;
  };
}

/** Text; what YAML reads as a number or boolean is none. */
export function text(matches: RegExp = /./s, what = "a text"): Field {
  return (value, place) =>
    typeof value === "string" && matches.test(value) ? value : refuse(place, `${shown(value)} is not ${what}`);
}

export const anyText: Field = (value, place) =>
  typeof value === "string" ? value : refuse(place, "Value must be a text");

export const boolean: Field = (value, place) =>
  typeof value === "boolean" ? value : refuse(place, `${shown(value)} is not true or false`);

export function integer(least: number, most: number): Field {
  return (value, place) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? value
      : refuse(place, `${shown(value)} is not a whole number from ${least} to ${most}`);
}

export const number: Field = (value, place) =>
  typeof value === "number" ? value : refuse(place, `${shown(value)} is not a number`);

export function word(...words: string[]): Field {
  return (value, place) =>
    words.includes(String(value)) ? value : refuse(place, `${shown(value)} is not one of ${words.join(", ")}`);
}

/** Where a specification as a whole stands. */
export const root: Place = { owner: "", name: "service specification" };

/** How an error names the place of a mapping: members of `spec`, and of the whole, are named from there. */
export function pathOf({ owner, name }: Place): string {
  return ["", root.name, "spec"].includes(owner) ? name : `${owner}.${name}`;
}

function membersOf(value: Json, place: Place): Members {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  return refuse(place, value === null ? "Value is empty" : "Value must be a mapping");
}

function refuseSame(items: readonly Members[], place: Place, by: string): void {
  const seen = new Set<string>();
  for (const [i, item] of items.entries()) {
    const key = String(item[by]);
    if (seen.has(key)) throw invalidSpecification(`duplicate '${by}' for '${pathOf(place)}[${i}]': '${key}'`);
    seen.add(key);
  }
}

function shown(value: Json): string {
  return typeof value === "object" ? "Value" : `Value '${String(value)}'`;
}
