import * as pulumi from "@pulumi/pulumi";
import { derivedNameKey } from "../provider/dynamic/derived-name";
import { stateText, typeToken } from "../provider/dynamic/state-text";
import type { Definition } from "../provider/resource/definition";
import { identityKeys } from "../provider/resource/names";
import type { Canonical, Properties, Written } from "../provider/resource/property";
import { type Facts, factsKey } from "../provider/resource/state";
import { canonicalQualified, parseQualified } from "../provider/sql";
import { refuseClearSecrets } from "./clear-secrets";
import type { CommonArgs } from "./common-args";
import { afterEveryProblem } from "./every-problem";
import { refuseUnreachable } from "./unreachable-package";
import { refuseUnsupported } from "./unsupported-options";

/** A resource of this package, whatever its kind. */
export interface SnowflakeObject {
  /** Its full name in canonical spelling, e.g. `DB.SCHEMA."my table"`; fit for SQL and for the arguments of other resources. */
  readonly qualifiedName: pulumi.Output<string>;
}

/** A value, or an Output of one, at any depth. */
export type Input<T> = [T] extends [string | number | boolean | undefined]
  ? pulumi.Input<T>
  : T extends readonly (infer Item)[]
    ? pulumi.Input<readonly Input<Item>[]>
    : pulumi.Input<{ readonly [K in keyof T]: Input<T[K]> }>;

/** What a program may write for a property: a value, an Output of one, or the resource where it names one. */
type Argument<P> = P extends { readonly refersTo: string; readonly schema: unknown }
  ? pulumi.Input<string> | SnowflakeObject
  : never;

/** The arguments of a kind. */
export type ArgsOf<D extends Definition> = {
  readonly [K in keyof D["properties"]]?: Input<Written<D["properties"][K]>> | Argument<D["properties"][K]> | undefined;
} & CommonArgs;

/** The outputs of a kind: what the program manages, in canonical form. */
export type OutputsOf<D extends Definition> = {
  readonly [K in keyof D["properties"]]: pulumi.Output<Canonical<D["properties"][K]> | undefined>;
};

/** An object that another one stands in, or its name. */
export type Container = pulumi.Input<string> | SnowflakeObject;

/** How a resource is looked up: the usual options, and which connection and role to ask with. */
export interface GetOptions extends pulumi.CustomResourceOptions {
  /** Name of a connection. @defaultValue the stack's connection */
  readonly connection?: pulumi.Input<string> | undefined;
  /** Role to ask with; it sees what it has a privilege on. @defaultValue the connection's role */
  readonly role?: pulumi.Input<string> | undefined;
}

/** What all resources have in common. Each kind's class adds its arguments and outputs. */
export abstract class SnowflakeResource extends pulumi.CustomResource implements SnowflakeObject {
  /** The object's own name in canonical spelling. */
  declare readonly name: pulumi.Output<string>;
  /** What proves which object it is: account, role, and Snowflake's time of creation. */
  declare readonly identity: pulumi.Output<Facts>;
  declare readonly qualifiedName: pulumi.Output<string>;

  protected constructor(definition: Definition, name: string, args: object, opts: pulumi.CustomResourceOptions) {
    const { kind } = definition;
    refuseUnsupported(kind, name, opts);
    refuseUnreachable();
    refuseClearSecrets();
    const written = asInputs(withSessionOfContainer(definition, args));
    // An output exists for what is passed, even if it is not known yet: a schema may name its database.
    for (const key of identityKeys(definition)) written[key] ??= undefined;
    const secrets = secretKeys(definition);
    const got = opts.id !== undefined;
    const props: Record<string, unknown> = got
      ? {
          name: undefined,
          ...Object.fromEntries(Object.keys(definition.properties).map((key) => [key, undefined])),
          ...written,
        }
      : { ...written, name: written["name"] ?? name };
    if (!got && written["name"] === undefined) props[derivedNameKey] = true;
    const timeouts = timeoutsOf(written["timeouts"], opts.customTimeouts);
    if (timeouts !== undefined) props["timeouts"] = timeouts;
    const turn = got ? undefined : afterEveryProblem(definition, name, props, opts);
    if (turn !== undefined) props["name"] = pulumi.all([props["name"], turn]).apply(([own]) => own);
    for (const key of secrets) if (props[key] !== undefined) props[key] = pulumi.secret(props[key]);
    const decided = Object.fromEntries(Object.keys(definition.outputs ?? {}).map((key) => [key, undefined]));
    const outputs = { ...decided, [factsKey]: undefined, __provider: stateText(kind) };
    const options = secrets.length === 0 ? opts : pulumi.mergeOptions(opts, { additionalSecretOutputs: secrets });
    const stackTraces = withoutStackTraces();
    try {
      super(typeToken(kind), name, { ...props, ...outputs }, options);
    } catch (error) {
      stackTraces.restore();
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    } finally {
      stackTraces.restore();
    }
    Object.defineProperty(this, sessionKey, { value: { connection: written["connection"], role: written["role"] } });
    defineLazily(this, "qualifiedName", () => qualifiedNameOf(definition, this));
  }

  /** Whether something is a resource of this package, also if it comes from another copy of it. */
  static override isInstance(value: unknown): value is SnowflakeResource {
    const { __pulumiType: type } = (value ?? {}) as { readonly __pulumiType?: unknown };
    return typeof type === "string" && type.startsWith(typeToken("")) && pulumi.Resource.isInstance(value);
  }
}

/**
 * Gives a class an output for each of its properties, also for those that a program has not set: an Output of undefined. Only
 * what is set is registered, because the engine's time grows with each property.
 */
export function withOutputs(type: { readonly prototype: object }, definition: Definition<Properties>): void {
  for (const key of Object.keys(definition.properties)) {
    Object.defineProperty(type.prototype, key, {
      configurable: true,
      get: () => pulumi.output(undefined),
      set(this: object, value: unknown) {
        Object.defineProperty(this, key, { value, enumerable: true, configurable: true, writable: true });
      },
    });
  }
}

/**
 * Pulumi takes four stack traces for each property, for messages about promises that were never settled: most of the time that a
 * program spends on a resource.
 */
function withoutStackTraces(): { restore(): void } {
  const limit = Error.stackTraceLimit;
  Reflect.set(Error, "stackTraceLimit", 0);
  return { restore: () => void Reflect.set(Error, "stackTraceLimit", limit) };
}

/** An Output takes a third of the time of a whole resource, and few programs look at this one. */
export function defineLazily(target: object, key: string, make: () => unknown): void {
  Object.defineProperty(target, key, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(target, key, { value, enumerable: true });
      return value;
    },
  });
}

/** Computed from the echoed inputs, so that editing a parent does not show its children as changing. */
function qualifiedNameOf(definition: Definition, resource: object): pulumi.Output<string> {
  const keys = identityKeys(definition);
  const parts = keys.map((key) => (resource as Readonly<Record<string, pulumi.Output<string>>>)[key]);
  return pulumi.all(parts).apply((names) => {
    const given = names.flatMap((name) => (name === undefined ? [] : parseQualified(name)));
    // Mocks echo what a program wrote, where `schema` may name its database too.
    return canonicalQualified(given.slice(-keys.length));
  });
}

/** Under which a resource keeps the connection and role that were written for it; other copies of this package see it too. */
const sessionKey = Symbol.for("pulumi-dynamic-snowflake.session");

/** What stands in another resource is reached as that one is, unless it says otherwise. */
function withSessionOfContainer(definition: Definition, args: object): object {
  const given = args as Readonly<Record<string, unknown>>;
  const container = identityKeys(definition)
    .slice(0, -1)
    .toReversed()
    .map((key) => given[key])
    .find(SnowflakeResource.isInstance);
  const session = (container as { readonly [sessionKey]?: Readonly<Record<string, unknown>> } | undefined)?.[
    sessionKey
  ];
  if (session === undefined) return args;
  return {
    ...args,
    connection: given["connection"] ?? session["connection"],
    role: given["role"] ?? session["role"],
  };
}

/** Resources stand for their names, at any depth. */
export function asInputs(args: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, named(value)]));
}

function named(value: unknown): unknown {
  if (SnowflakeResource.isInstance(value)) return value.qualifiedName;
  if (Array.isArray(value)) return value.map(named);
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? asInputs(value) : value;
}

/** The engine ignores customTimeouts of dynamic resources; our own option takes them over. */
function timeoutsOf(own: unknown, custom: pulumi.CustomTimeouts | undefined): unknown {
  if (own !== undefined || custom === undefined) return own;
  return Object.fromEntries(Object.entries(custom).filter(([, value]) => value !== undefined));
}

function secretKeys(definition: Definition<Properties>): string[] {
  return Object.entries(definition.properties).flatMap(([key, property]) => (property.secret === true ? [key] : []));
}
