import * as pulumi from "@pulumi/pulumi";
import type { ServiceSpec, ServiceSpecification } from "../provider/specification";
import type { Container } from "./resource";

/** A value, or an Output of one, at any depth and in each form that it may have. */
export type SpecInput<T> = [T] extends [string | number | boolean | undefined]
  ? pulumi.Input<T>
  : T extends readonly (infer Item)[]
    ? pulumi.Input<readonly SpecInput<Item>[]>
    : T extends object
      ? pulumi.Input<{ readonly [K in keyof T]: SpecInput<T[K]> }>
      : pulumi.Input<T>;

/** A file on an internal stage that holds a specification, or a template of one. */
export interface SpecFileArgs {
  /** The stage, or its qualified name. */
  readonly stage: Container;
  /** Path of the file on the stage, `services/web.yaml`. A change of its content is seen if `triggers` names the file's hash. */
  readonly file: pulumi.Input<string>;
}

/** A template of a specification, with the values of its variables. */
export interface SpecTemplateArgs {
  /** Its text, with variables as `{{ name }}` or `{{ name | default('x') }}`, or the file on a stage that holds it. */
  readonly template: pulumi.Input<string> | SpecFileArgs;
  /** Values of the variables, by name; letter case counts. Lists and objects are handed on as JSON. @defaultValue none */
  readonly values?: pulumi.Input<Readonly<Record<string, pulumi.Input<unknown>>>> | undefined;
}

/**
 * What a service or a job consists of: an object in the shape of Snowflake's YAML, or what that has under `spec` alone; its text, in YAML
 * or JSON; a file on a stage; or a template with values.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/specification-reference
 */
export type ServiceSpecArgs =
  | pulumi.Input<string>
  | SpecInput<ServiceSpecification>
  | SpecInput<ServiceSpec>
  | SpecFileArgs
  | SpecTemplateArgs;

/** What stands under `spec` alone, at its place: values stay where they are from here to the state, secrets among them. */
export function wholeSpec(written: unknown): unknown {
  const isLater = pulumi.Output.isInstance(written) || written instanceof Promise;
  return isLater ? pulumi.output(written).apply(whole as never) : whole(written);
}

function whole(written: unknown): unknown {
  const isShort = typeof written === "object" && written !== null && "containers" in written && !("spec" in written);
  return isShort ? { spec: written } : written;
}
