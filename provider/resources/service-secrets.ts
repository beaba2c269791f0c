import { redact } from "../client/redact";
import { isUnknown } from "../resource/unknown";
import type { ServiceSpecification } from "../specification";
import { isTemplate, structureOf } from "./service-spec-forms";

/** Shorter values are taken for words: they would tear messages apart. */
const leastLength = 6;

/** What stands in the place of a value that the program has not said. */
const hiddenValue = "***";

/**
 * What may be secret in a specification: values of environment variables; of a template that only Snowflake understands, or that
 * stands in a file, all values of its variables.
 */
export function secretsIn(spec: unknown): readonly string[] {
  const structure = structureOf(spec);
  const containers = structure?.spec.containers;
  const values = Array.isArray(containers)
    ? containers.flatMap(({ env }) => textsIn(env))
    : isTemplate(spec)
      ? textsIn(spec.values)
      : [];
  // Messages may quote a value as it stands in JSON.
  const spelled = values.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
  return [...new Set(spelled)].filter((value) => value.length >= leastLength && !isUnknown(value));
}

/** What Snowflake or a container says, without what may be secret in the specification. */
export function withoutSecrets(text: string, spec: unknown): string {
  return redact(text, secretsIn(spec));
}

/**
 * A specification as Snowflake tells it, with those values of environment variables that the program has said itself: any other
 * may be secret, and would stand in the state.
 */
export function withKnownEnv(found: ServiceSpecification, said?: ServiceSpecification): ServiceSpecification {
  const containers = found.spec.containers.map((container) => {
    if (container.env === undefined) return container;
    const known = said?.spec.containers.find(({ name }) => name === container.name)?.env ?? {};
    const env = Object.entries(container.env).map(([key, value]) => {
      const own = Object.hasOwn(known, key) ? known[key] : undefined;
      return [key, own === value ? value : anotherThan(own)];
    });
    return { ...container, env: Object.fromEntries(env) };
  });
  return { ...found, spec: { ...found.spec, containers } };
}

function anotherThan(own: string | undefined): string {
  return own === hiddenValue ? `${hiddenValue}*` : hiddenValue;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
