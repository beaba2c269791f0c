import { isUnknown } from "../resource/unknown";
import {
  blockVolumes,
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

/** Whether it is a file on a stage. */
export function isFile(spec: unknown): spec is SpecFile {
  return typeof spec === "object" && spec !== null && "file" in spec;
}

/** Whether it is a template. */
export function isTemplate(spec: unknown): spec is SpecTemplate {
  return typeof spec === "object" && spec !== null && "template" in spec;
}

/** Whether it stands in the program itself. */
export function isInline(spec: unknown): spec is ServiceSpecification {
  return typeof spec === "object" && spec !== null && "spec" in spec;
}

/** The structure that it comes to; undefined where only Snowflake, or a file on a stage, knows. */
export function structureOf(spec: unknown): ServiceSpecification | undefined {
  if (isInline(spec)) return spec;
  if (!isTemplate(spec) || typeof spec.template !== "string" || isUnknown(spec.template)) return undefined;
  const text = renderTemplate(spec.template, spec.values);
  return text === undefined ? undefined : parseSpecification(text, { numbersInEnv: "text" }).specification;
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
