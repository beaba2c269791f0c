import { isUnknown } from "../resource/unknown";
import {
  blockVolumes,
  type ParsedSpecification,
  parseSpecification,
  renderTemplate,
  type ServiceSpec,
  type ServiceSpecification,
  type TemplateValues,
} from "../specification";

/** A file on an internal stage that holds a specification, or a template of one. */
export interface SpecFile {
  /** The stage, `DB.SCHEMA.STAGE`. */
  readonly stage: string;
  /** Path of the file on the stage, `services/web.yaml`. */
  readonly file: string;
}

/** A template of a specification with the values of its variables. */
export interface SpecTemplate {
  /** Its text, with variables as `{{ name }}` or `{{ name | default('x') }}`, or the file that holds it. */
  readonly template: string | SpecFile;
  /** Values of the variables, by name; letter case counts. Lists and objects are handed on as JSON. */
  readonly values: TemplateValues;
}

/**
 * What a service consists of, in one of four forms: an object in the shape of Snowflake's YAML, or what that has under `spec` alone;
 * text in YAML or JSON; a file on a stage; a template with values.
 */
export type WrittenSpec = ServiceSpecification | ServiceSpec | string | SpecFile | SpecTemplate;

/** The same in canonical form. */
export type Spec = ServiceSpecification | SpecFile | SpecTemplate;

/** Whether it is a file on a stage, as far as one of its keys tells. */
export function isFile(spec: unknown): spec is SpecFile {
  return typeof spec === "object" && spec !== null && ("file" in spec || "stage" in spec);
}

/** Whether it is a template, likewise. */
export function isTemplate(spec: unknown): spec is SpecTemplate {
  return typeof spec === "object" && spec !== null && ("template" in spec || "values" in spec);
}

/** Whether it stands in the program itself. */
export function isInline(spec: unknown): spec is ServiceSpecification {
  return typeof spec === "object" && spec !== null && "spec" in spec;
}

/** The structure that it comes to; undefined where only Snowflake, or a file on a stage, knows. */
export function structureOf(spec: unknown): ServiceSpecification | undefined {
  if (isInline(spec)) return spec;
  if (!isTemplate(spec) || typeof spec.template !== "string" || isUnknown(spec.template)) return undefined;
  return parseRendered(spec.template, spec.values)?.specification;
}

/** What the text of a template comes to with these values; undefined where only Snowflake knows. */
export function parseRendered(template: string, values: TemplateValues): ParsedSpecification | undefined {
  if (isUnknown(values)) return undefined;
  const put = Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? putIn(value) : value]);
  const text = renderTemplate(template, Object.fromEntries(put));
  return text === undefined ? undefined : parseSpecification(text, { numbersInEnv: "text" });
}

/** Snowflake takes text in JSON for what it says, without its quotes. */
function putIn(value: string): string {
  const meant = jsonIn(value);
  return typeof meant === "string" ? meant : value;
}

/** What a text says that is JSON; undefined if it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names of the volumes that hold data; empty where the structure is not known. */
export function dataVolumes(spec: unknown): readonly string[] {
  const structure = structureOf(spec);
  return structure === undefined ? [] : blockVolumes(structure);
}

/** Whether it has a public endpoint; undefined where the structure is not known. */
export function hasPublicEndpoint(spec: unknown): boolean | undefined {
  const structure = structureOf(spec);
  if (structure === undefined) return undefined;
  const { endpoints = [] } = structure.spec;
  return Array.isArray(endpoints) && endpoints.some((endpoint) => endpoint.public === true);
}
