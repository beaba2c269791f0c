import type { Container } from "./container-specification";
import type { ResourceManagement } from "./scaling-specification";
import type { Volume } from "./volume-specification";

/**
 * What a service consists of: its containers, endpoints and volumes, in the shape and with the names that Snowflake's YAML has.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/specification-reference
 */
export interface ServiceSpecification {
  /** Containers of the service, and what they share. */
  readonly spec: ServiceSpec;
  /** What the service may do beyond running with its owner's rights. */
  readonly capabilities?: Capabilities | undefined;
  /** Roles of the service, each for the use of some endpoints; `ALL_ENDPOINTS_USAGE` is there without being written. */
  readonly serviceRoles?: readonly ServiceRole[] | undefined;
}

/** Containers of a service, and what they share. */
export interface ServiceSpec {
  /** At least one; all of an instance run on one node and share its network. Their order has no meaning. */
  readonly containers: readonly Container[];
  /** Ports that the service offers. Their order has no meaning. */
  readonly endpoints?: readonly Endpoint[] | undefined;
  /** Storage that containers can mount. Their order has no meaning. */
  readonly volumes?: readonly Volume[] | undefined;
  /** What of the containers' output goes to the event table. */
  readonly logExporters?: LogExporters | undefined;
  /** Which of Snowflake's metrics of the service go to the event table. */
  readonly platformMonitor?: PlatformMonitor | undefined;
  /** Rules by which Snowflake changes the number of instances, or suspends the service. */
  readonly resourceManagement?: ResourceManagement | undefined;
}

/** A port, or a range of ports, that the service offers. */
export interface Endpoint {
  /** Up to 63 characters: a–z, 0–9 and `-`; a letter first, no `-` last. Unique in the service. */
  readonly name: string;
  /** The port on which the service listens, 1–65535. This or `portRange`. */
  readonly port?: number | undefined;
  /** The ports on which it listens, `8000-8010`; only with `protocol: "TCP"`, and never public. This or `port`. */
  readonly portRange?: string | undefined;
  /** Whether it can be reached from outside Snowflake, after a login. @defaultValue false */
  readonly public?: boolean | undefined;
  /** `TCP` is for services among themselves; public endpoints and those of service functions speak HTTP. @defaultValue "HTTP" */
  readonly protocol?: "HTTP" | "HTTPS" | "TCP" | undefined;
  /** What Snowflake answers when pages of other origins call a public endpoint. */
  readonly corsSettings?: CorsSettings | undefined;
}

/** Headers for browsers, for pages of other origins that call a public endpoint. */
export interface CorsSettings {
  /** Origins that may call: `https://example.com` or `https://example.com:12345`; no path, no `*`. */
  readonly "Access-Control-Allow-Origin": readonly string[];
  /** HTTP methods that they may use: `GET`, `POST`, … */
  readonly "Access-Control-Allow-Methods"?: readonly string[] | undefined;
  /** Headers that they may send. */
  readonly "Access-Control-Allow-Headers"?: readonly string[] | undefined;
  /** Headers of the answer that they may see. */
  readonly "Access-Control-Expose-Headers"?: readonly string[] | undefined;
}

/** What of the containers' output goes to the event table of the account. */
export interface LogExporters {
  /** What goes to the event table. */
  readonly eventTableConfig: {
    /** `INFO`: all of it; `ERROR`: what is written to stderr; `NONE`: nothing. @defaultValue "INFO" */
    readonly logLevel?: "INFO" | "ERROR" | "NONE" | undefined;
  };
}

/**
 * Which of Snowflake's metrics of the service go to the event table.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/monitoring-services
 */
export interface PlatformMonitor {
  /** Which metrics. */
  readonly metricConfig: {
    /** Groups of metrics, such as `system`, `system_limits`, `status`, `network`, `storage`. Their order has no meaning. */
    readonly groups: readonly string[];
  };
}

/** What the service may do beyond running with its owner's rights. */
export interface Capabilities {
  /** With whose rights it may act. */
  readonly securityContext?:
    | {
        /** Whether it means to act with the rights of whoever calls it. @defaultValue false */
        readonly executeAsCaller?: boolean | undefined;
        /** Whether it may log in with credentials that the customer provides. @defaultValue false */
        readonly enableCustomCredentials?: boolean | undefined;
      }
    | undefined;
}

/**
 * A role of the service: `GRANT SERVICE ROLE service!name TO ROLE r` gives the use of its endpoints.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-service-role
 */
export interface ServiceRole {
  /** Letters, digits and `_`; a letter first, no `_` last. */
  readonly name: string;
  /** Names of endpoints of this service, at least one. Their order has no meaning. */
  readonly endpoints: readonly string[];
}
