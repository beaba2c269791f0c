import { stringify } from "yaml";
import type { ServiceSpecification } from "./specification";

/**
 * A specification as JSON, which Snowflake takes in place of YAML, for a statement: it holds no `$`, so it can stand between `$$`
 * and `$$`, and nothing in it looks like a template.
 */
export function printJson(specification: ServiceSpecification): string {
  // Structure has no $, and no brace that begins a template: both stand in texts only, where JSON can escape them.
  return JSON.stringify(specification, null, 2).replaceAll(/\$|\{(?=[{%#])/g, escaped);
}

/** A specification as YAML, for people. Values of environment variables are in it; {@link withHiddenEnv} takes them out. */
export function printYaml(specification: ServiceSpecification): string {
  // Words such as `yes` get quotes, so that readers of older YAML take them for text too.
  return stringify(specification, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" });
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
