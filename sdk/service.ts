import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { service } from "../provider/resources";
import type { ServiceEndpoints } from "../provider/resources/service-endpoints";
import {
  type ArgsOf,
  type Container,
  type GetOptions,
  type OutputsOf,
  type SnowflakeObject,
  SnowflakeResource,
  withOutputs,
} from "./resource";
import { type ServiceSpecArgs, wholeSpec } from "./service-spec-args";

/** Arguments of {@link Service}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface ServiceArgs extends Omit<ArgsOf<typeof service>, "computePool" | "spec"> {
  /**
   * The schema it stands in: the resource, which also hands on its `connection` and `role`, its qualified name `DB.SCHEMA`, or its
   * name beside {@link database}. Another one is a replacement.
   */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
  /** The compute pool it runs on, or its name. Another one is a replacement, which takes `allowDowntime`. */
  readonly computePool: pulumi.Input<string> | SnowflakeObject;
  /**
   * What it consists of: containers, endpoints, volumes. It is compared as structure, so that form and order never show as a change;
   * a change is an upgrade in place.
   */
  readonly spec: ServiceSpecArgs;
}

/** Outputs of {@link Service}. */
export interface Service extends OutputsOf<typeof service> {}

/**
 * A service: containers that run on a compute pool until they are stopped.
 *
 * ```ts
 * const web = new snowflake.Service("web", {
 *   schema: app,
 *   computePool: pool,
 *   spec: {
 *     containers: [{ name: "web", image: pulumi.interpolate`${images.repositoryUrl}/nginx:1.27` }],
 *     endpoints: [{ name: "ui", port: 80, public: true }],
 *   },
 * });
 * export const url = web.endpoints.apply(({ ui }) => ui?.url);
 * ```
 *
 * sends `CREATE SERVICE APP.PUBLIC.WEB IN COMPUTE POOL POOL FROM SPECIFICATION $$…$$`, and waits until the service runs and its public
 * endpoints have addresses (`waitFor`). A container that fails makes the run fail with its own message and the last lines of its log;
 * the service stays in the state, and the next run goes on from there. Another `spec` is `ALTER SERVICE … FROM SPECIFICATION`, an upgrade in
 * place that is waited for too. A service that suspended itself is no change. Block volumes hold data, and are
 * made with the service: others are a replacement, and a service that has some is dropped only with `dataLoss: "allow"`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-service
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class Service extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("Service");
  /** Name of the schema it stands in, in canonical spelling. */
  declare readonly schema: pulumi.Output<string>;
  /** Name of the database it stands in, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;
  /** Its endpoints by name: address, port, protocol, and whether it is public. */
  declare readonly endpoints: pulumi.Output<ServiceEndpoints>;
  /** Under which other services of the account reach it, `web.abcd.svc.spcs.internal`. */
  declare readonly dnsName: pulumi.Output<string>;
  /** Snowflake's digest of what it runs. */
  declare readonly specDigest: pulumi.Output<string>;

  constructor(name: string, args: ServiceArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(service, name, args.spec === undefined ? args : { ...args, spec: wholeSpec(args.spec) }, opts);
  }

  /**
   * Refers to a service that is managed elsewhere, with everything that Snowflake tells of it as outputs, but for values of
   * environment variables: nobody has said which of them are secret.
   *
   * @param id - Its qualified name, `DB.SCHEMA.SERVICE`.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): Service {
    const { connection, role, ...rest } = opts;
    return new Service(name, { connection, role } as unknown as ServiceArgs, { ...rest, id });
  }

  /** Whether something is a Service, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Service {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === Service.__pulumiType;
  }
}

withOutputs(Service, service);
