/**
 * One container of a service.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/specification-reference
 */
export interface Container {
  /** Up to 63 characters: a–z, 0–9 and `-`; a letter first, no `-` last. Unique in the service. */
  readonly name: string;
  /**
   * An image in a repository of the account: `/db/schema/repository/image:tag`, or the same behind the registry's host as
   * `repositoryUrl` of an image repository gives it. Without a tag, `latest`. Snowflake looks the tag up when the service is
   * created or its specification changes, not when it resumes.
   */
  readonly image: string;
  /** The program, in place of the image's ENTRYPOINT. */
  readonly command?: readonly string[] | undefined;
  /** Its arguments, in place of the image's CMD. */
  readonly args?: readonly string[] | undefined;
  /** Environment variables; all values are text, so numbers are written in quotes. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Asked again and again whether the container can serve; requests go elsewhere while it cannot. */
  readonly readinessProbe?: ReadinessProbe | undefined;
  /** Asked again and again whether the container is alive; it is started anew when it is not. */
  readonly livenessProbe?: LivenessProbe | undefined;
  /** What of its node the container needs, and what it may use at most. */
  readonly resources?: ContainerResources | undefined;
  /** Where volumes of the service appear in the container. Their order has no meaning. */
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  /** Secrets of Snowflake that the container can read. Their order has no meaning. */
  readonly secrets?: readonly ContainerSecret[] | undefined;
  /** Whether the container gets a token with which it can log in as the service. @defaultValue true */
  readonly mountSessionToken?: boolean | undefined;
  /** Where that token is put; not with `mountSessionToken: false`. At least one field. */
  readonly sessionTokenConfig?: SessionTokenConfig | undefined;
}

/** An HTTP GET that answers 200 while the container can serve. */
export interface ReadinessProbe {
  /** 1–65535; it need not be an endpoint. */
  readonly port: number;
  /** Path of the request: `/healthcheck`. */
  readonly path: string;
  /** Seconds from one request to the next. @defaultValue 5 */
  readonly periodSeconds?: number | undefined;
  /** Failures in a row after which no requests are sent to the container. @defaultValue 3 */
  readonly failureThreshold?: number | undefined;
}

/** An HTTP GET that answers 200 while the container is alive. */
export interface LivenessProbe {
  /** 1–65535; it need not be an endpoint. */
  readonly port: number;
  /** Path of the request: `/health`. */
  readonly path: string;
  /** Seconds from one request to the next. @defaultValue 10 */
  readonly periodSeconds?: number | undefined;
  /** Failures in a row after which the container is started anew. @defaultValue 3 */
  readonly failureThreshold?: number | undefined;
}

/** What of its node a container needs, and what it may use at most. */
export interface ContainerResources {
  /** What it usually needs; decides on which node it runs. Snowflake fills in what is not written: at least half a CPU and 0.5Gi. */
  readonly requests?: ResourceAmounts | undefined;
  /** What it never gets more of; what is not written is all that the node has. */
  readonly limits?: ResourceAmounts | undefined;
}

/** Amounts of memory, processors and graphics processors. */
export interface ResourceAmounts {
  /** Bytes with a unit: `2Gi`, `512Mi` (powers of 1024), `2G`, `500M` (powers of 1000). */
  readonly memory?: string | undefined;
  /** Virtual cores: `0.5`, which is `"500m"`. */
  readonly cpu?: number | string | undefined;
  /** Graphics processors; `requests` and `limits` must both say the same number. */
  readonly "nvidia.com/gpu"?: number | string | undefined;
}

/** Where a volume appears in a container. */
export interface VolumeMount {
  /** Name of a volume of this service. */
  readonly name: string;
  /** Absolute path of a directory: `/opt/app/logs`. */
  readonly mountPath: string;
}

/**
 * A secret that a container can read, as files or as an environment variable. The service's owner needs READ on it.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/working-with-services
 */
export interface ContainerSecret {
  /** The secret's name, or `{ objectName }` with it; `{ objectReference }` in a native app. */
  readonly snowflakeSecret: string | SecretObject;
  /** Directory in which Snowflake writes a file for each part of the secret, and keeps it current. This or `envVarName`. */
  readonly directoryPath?: string | undefined;
  /** Environment variable that holds one part of the secret as it was when the container started. This or `directoryPath`. */
  readonly envVarName?: string | undefined;
  /** Which part the environment variable holds; needed with `envVarName`, not allowed without. */
  readonly secretKeyRef?: "username" | "password" | "secret_string" | "access_token" | undefined;
}

/** A secret by name, or by a native app's reference: one of the two. */
export interface SecretObject {
  /** `DB.SCHEMA.SECRET`, or a name relative to the service's schema. */
  readonly objectName?: string | undefined;
  /** A reference that the consumer of a native app has bound. */
  readonly objectReference?: string | undefined;
}

/** Where and how the service's token is put into a container. */
export interface SessionTokenConfig {
  /** Absolute path of the directory that gets the file `token`: no `.` or `..`, no `/` last. @defaultValue "/snowflake/session" */
  readonly path?: string | undefined;
  /** Mode of the file in four octal digits, at most `0644` and readable by its owner; only with `path`. @defaultValue "0644" */
  readonly permission?: string | undefined;
  /** Whether a `connections.toml` that uses the token is put there too. @defaultValue false */
  readonly mountConnectionConfig?: boolean | undefined;
}
