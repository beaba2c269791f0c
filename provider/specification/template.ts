import { holdsUnknown, isUnknown } from "../resource/unknown";
import { meant } from "./near-name";
import { jinjaLiteral } from "./template-literal";

/** Values for the variables of a template: what stands in USING. */
export type TemplateValues = Readonly<Record<string, unknown>>;

/** A variable that a template names. */
export interface TemplateVariable {
  /** Its letter case counts. */
  readonly name: string;
  /** Whether every place that names it has a default, so that it needs no value. */
  readonly hasDefault: boolean;
}

/** A template, taken apart. */
export interface Template {
  /** In the order in which they first appear. */
  readonly variables: readonly TemplateVariable[];
  /** Whether nothing but `{{ name }}` and `{{ name | default(…) }}` occurs; Snowflake may understand more. */
  readonly understood: boolean;
}

/**
 * Takes a template of a specification apart.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/working-with-services
 */
export function readTemplate(text: string): Template {
  const pieces = piecesOf(text);
  const places = pieces.flatMap((piece) => (typeof piece === "object" ? [piece] : []));
  const names = [...new Set(places.map(({ name }) => name))];
  return {
    variables: names.map((name) => ({
      name,
      hasDefault: places.every((one) => one.name !== name || one.fallback !== undefined),
    })),
    understood: !pieces.includes(undefined),
  };
}

/**
 * What is wrong with the values for a template: missing ones, by name, and those that it does not use. Nothing if the template
 * holds more than we understand.
 */
export function templateProblems(text: string, values: TemplateValues): readonly { path: string; message: string }[] {
  if (isUnknown(text) || isUnknown(values)) return [];
  const { variables, understood } = readTemplate(text);
  if (!understood) return [];
  const names = variables.map(({ name }) => name);
  const given = Object.keys(values).filter((name) => values[name] !== undefined && values[name] !== null);
  const missing = variables
    .filter(({ name, hasDefault }) => !hasDefault && !given.includes(name))
    .map(({ name }) => ({ path: name, message: "has no value; the template names it and has no default for it" }));
  const unused = given
    .filter((name) => !names.includes(name) && !isUnknown(name))
    .map((name) => ({
      path: name,
      message: `is not a variable of the template; ${meant(name, names, { none: "it has none" })}`,
    }));
  return [...missing, ...unused];
}

/**
 * The specification that a template becomes, as Snowflake would render it; undefined if the template holds more than we understand,
 * a value is missing, or one is not known yet.
 */
export function renderTemplate(text: string, values: TemplateValues): string | undefined {
  if (isUnknown(text) || holdsUnknown(values)) return undefined;
  const rendered = piecesOf(text).map((piece) => (typeof piece === "object" ? textFor(piece, values) : piece));
  return rendered.includes(undefined) ? undefined : rendered.join("");
}

interface Place {
  readonly name: string;
  readonly fallback?: string;
  /** Whether an empty value means the default too. */
  readonly alsoForEmpty: boolean;
}

/** Text between places, places, and undefined for what we do not understand. */
function piecesOf(text: string): readonly (string | Place | undefined)[] {
  const pieces: (string | Place | undefined)[] = [];
  let rest = text;
  for (;;) {
    const start = /\{[{%#]/.exec(rest);
    if (start === null) return [...pieces, rest];
    pieces.push(rest.slice(0, start.index));
    const inside = /^\{\{((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"}]|\}(?!\}))*)\}\}/s.exec(rest.slice(start.index));
    pieces.push(inside === null ? undefined : placeOf(inside[1] ?? ""));
    rest = rest.slice(start.index + (inside?.[0].length ?? 2));
  }
}

const expression = /^\s*([A-Za-z_][A-Za-z0-9_$]*)\s*(?:\|\s*default\s*\(\s*(.+?)\s*\)\s*)?$/s;

function placeOf(inside: string): Place | undefined {
  const [, name, args] = expression.exec(inside) ?? [];
  if (name === undefined) return undefined;
  if (args === undefined) return { name, alsoForEmpty: false };
  const [, literal = "", alsoForEmpty = "false"] =
    /^('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[\w.+-]+)(?:\s*,\s*(true|false|True|False))?$/s.exec(args) ?? [];
  const fallback = jinjaLiteral(literal);
  if (fallback === undefined) return undefined;
  return { name, fallback, alsoForEmpty: alsoForEmpty.toLowerCase() === "true" };
}

function textFor({ name, fallback, alsoForEmpty }: Place, values: TemplateValues): string | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined || value === null) return fallback;
  if (value === "" && alsoForEmpty) return fallback;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
