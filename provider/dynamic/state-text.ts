/**
 * The text that goes into the state of every resource of a kind. It lives there for years and says only the package's name
 * and the kind: the code that a release carries is found by whatever release is installed when it runs.
 */
export function stateText(kind: string): string {
  return `exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").${runtimeName(kind)}`;
}

/** Pulumi's type token of a kind. */
export function typeToken(kind: string): string {
  return `pulumi-nodejs:dynamic/snowflake:${kind}`;
}

/** `ComputePool` → `computePool`. */
export function runtimeName(kind: string): string {
  return kind.charAt(0).toLowerCase() + kind.slice(1);
}
