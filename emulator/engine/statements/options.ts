import type { Json } from "../catalog/object";
import type { ParameterDefinition } from "../catalog/parameters";
import { parametersOf } from "../catalog/parameters";
import { invalidParameterValue, invalidPropertyValue } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { Form, Written } from "./forms";
import { booleanForm, identifierForm, integerForm, readValue, textForm, wordForm } from "./forms";

/** An option `KEY = value` of CREATE and ALTER … SET. */
export interface Option {
  form: Form;
  /** Reads and checks a right side that is more than one value, instead of the form: a list, a group in brackets. */
  read?(cursor: Cursor): Json;
  /** The words that stand for the key, if it has several; no `=` follows them. */
  words?: readonly string[];
  /** Where the value is kept; `nowhere` is understood and forgotten. */
  kept: "comment" | "parameter" | "property" | "nowhere";
  /** Value of a property that CREATE leaves out. */
  initial?: Json;
  /** Value of a property after UNSET, if it is another than at creation. */
  unset?: Json;
  /** Statements that take the option; all of them unless given. */
  in?: readonly ("create" | "set" | "unset")[];
}

export type Options = Readonly<Record<string, Option>>;

/** Checked values by option; undefined takes the option out. */
export type Values = Map<string, Json | undefined>;

/** Options as they stand in a statement, not checked yet. */
export type WrittenOptions = { key: string; written: Written | ReadValue }[];

/** What {@link Option.read} made of a right side. */
interface ReadValue {
  kind: "read";
  value: Json;
}

/** COMMENT, which nearly every kind has. */
export const comment: Option = { form: textForm(), kept: "comment" };

/** The parameters of a kind as options; CREATE does not take those that are for ALTER only. */
export function parameterOptions(kind: string, { alterOnly = [] as readonly string[] } = {}): Options {
  return Object.fromEntries(
    parametersOf(kind).map((definition): [string, Option] => {
      const option: Option = { form: parameterForm(definition), kept: "parameter" };
      return [definition.name, alterOnly.includes(definition.name) ? { ...option, in: ["set", "unset"] } : option];
    }),
  );
}

/** How the value of a parameter is read. */
export function parameterForm(definition: ParameterDefinition): Form {
  if (definition.type === "BOOLEAN") return booleanForm();
  if (definition.type === "NUMBER") return integerForm(definition.min ?? 0, definition.max);
  if (definition.identifier) return identifierForm();
  return definition.values ? wordForm(...definition.values) : textForm();
}

/** Reads one `KEY = value` if there is one that the statement takes. */
export function readOption(
  cursor: Cursor,
  options: Options,
  statement: "create" | "set",
  into: WrittenOptions,
): boolean {
  const key = optionAhead(cursor, options, statement);
  if (key === undefined || into.some((other) => other.key === key)) return false;
  takeKey(cursor, options, key);
  const option = options[key] as Option;
  if (!option.words) cursor.expectSymbol("=");
  into.push({ key, written: option.read ? { kind: "read", value: option.read(cursor) } : readValue(cursor) });
  return true;
}

/** Reads the list of UNSET. */
export function readUnset(cursor: Cursor, options: Options): string[] {
  const keys: string[] = [];
  do {
    const key = optionAhead(cursor, options, "unset") ?? cursor.unexpected();
    takeKey(cursor, options, key);
    keys.push(key);
  } while (cursor.acceptSymbol(","));
  return keys;
}

/** Checks what was written; refuses a value that an option does not take. */
export function checkOptions(written: WrittenOptions, options: Options): Values {
  return new Map(
    written.map(({ key, written }) => {
      if (written.kind === "read") return [key, written.value];
      const option = options[key] as Option;
      const value = option.form(written);
      if (value !== undefined) return [key, value];
      throw option.kept === "parameter"
        ? invalidParameterValue(written.value, key)
        : invalidPropertyValue(written.value, key);
    }),
  );
}

function optionAhead(cursor: Cursor, options: Options, statement: "create" | "set" | "unset"): string | undefined {
  const key = keyAhead(cursor, options);
  if (key === undefined) return undefined;
  const taken = options[key]?.in ?? ["create", "set", "unset"];
  return taken.includes(statement) ? key : undefined;
}

function keyAhead(cursor: Cursor, options: Options): string | undefined {
  const { kind, value } = cursor.token;
  if (kind !== "word") return undefined;
  if (Object.hasOwn(options, value)) return value;
  return Object.keys(options).find((key) => {
    const { words } = options[key] as Option;
    return words !== undefined && cursor.at(...words);
  });
}

function takeKey(cursor: Cursor, options: Options, key: string): void {
  cursor.expect(...(options[key]?.words ?? [key]));
}
