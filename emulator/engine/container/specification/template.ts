import { cannotRender } from "../errors";

/** A value that USING gives, as it is put into the text. */
export type Variables = ReadonlyMap<string, string>;

const expression = /\{\{(.*?)\}\}/gs;
const variable =
  /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?:\|\s*default\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?|true|false))\s*(?:,\s*(true|false)\s*)?\)\s*)?$/is;

/**
 * Renders a template: `{{ name }}` and `{{ name | default('x', true) }}`. With `true`, the default stands for an empty value too.
 * @throws SqlError 395069
 */
export function renderTemplate(template: string, variables: Variables): string {
  const other = /\{\{|\{%|\{#/.exec(template.replace(expression, ""));
  if (other) throw notUnderstood(other[0]);
  return template.replace(expression, (_all, inside: string) => replacementOf(inside, variables));
}

function replacementOf(inside: string, variables: Variables): string {
  const match = variable.exec(inside);
  if (!match) throw notUnderstood(`{{${inside}}}`);
  const [, name = "", single, double, bare, alsoEmpty] = match;
  const given = variables.get(name);
  const standard = single ?? double ?? bare;
  const isGiven = given !== undefined && !(given === "" && alsoEmpty?.toLowerCase() === "true");
  if (isGiven) return given;
  if (standard === undefined) throw cannotRender(`'${name}' is undefined`);
  return standard.replace(/\\(.)/gs, "$1");
}

function notUnderstood(what: string) {
  return cannotRender(`'${what}' is not understood by the emulator, which knows variables and their defaults`);
}
