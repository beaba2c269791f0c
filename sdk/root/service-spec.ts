import type {
  ServiceSpecification,
  ServiceSpec as SpecificationBody,
  TemplateValues,
} from "../../provider/specification";
import type { Changeable, Named } from "./spec";

/** A file on an internal stage that holds a specification, or a template of one. */
export interface StagedSpec {
  /** The stage, or its qualified name `DB.SCHEMA.STAGE`. */
  stage: string | Named;
  /** Path of the file on the stage: `services/web.yaml`. */
  file: string;
}

/** A template of a specification, with the values of its variables. */
export interface TemplatedSpec {
  /** Its text, with variables as `{{ name }}` or `{{ name | default('x') }}`, or the file that holds it. */
  template: string | StagedSpec;
  /** Values of the variables, by name; letter case counts. Lists and objects are handed on as JSON. */
  values: Changeable<TemplateValues>;
}

/**
 * What a service or a job consists of: an object in the shape of Snowflake's YAML, or what that has under `spec` alone; its text, in
 * YAML or JSON; a file on a stage; or a template with values.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/specification-reference
 */
export type ContainerSpec =
  | Changeable<ServiceSpecification>
  | Changeable<SpecificationBody>
  | string
  | StagedSpec
  | TemplatedSpec;

/**
 * A specification that stands in the program itself, with its types.
 *
 * ```ts
 * schema.services.create({
 *   name: "WEB",
 *   computePool: pool,
 *   spec: inlineSpec({
 *     containers: [{ name: "web", image: "/db/schema/images/nginx:latest" }],
 *     endpoints: [{ name: "ui", port: 80, public: true }],
 *   }),
 * });
 * ```
 *
 * @param spec - What Snowflake's YAML has under `spec`: containers, endpoints, volumes.
 * @param more - What stands beside it: roles of the service, and capabilities.
 */
export function inlineSpec(
  spec: SpecificationBody,
  more: Omit<ServiceSpecification, "spec"> = {},
): Changeable<ServiceSpecification> {
  return structuredClone({ ...more, spec }) as Changeable<ServiceSpecification>;
}
