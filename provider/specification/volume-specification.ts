import type { ResourceAmounts } from "./container-specification";

/**
 * Storage that containers of the service can mount.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/specification-reference
 */
export interface Volume {
  /** Up to 63 characters: a–z, 0–9 and `-`; a letter first, no `-` last. Unique in the service. */
  readonly name: string;
  /**
   * `local`: disk of the node, gone with the instance. `memory`: RAM. `block`: a disk of its own for each instance, which outlives
   * it. `stage`: files of an internal stage; `@stage` in quotes is the deprecated form of that.
   */
  readonly source: "local" | "memory" | "block" | "stage" | (string & {});
  /** Bytes with a unit, for `memory` and `block`, where it is needed: `2G`; for `block` whole Gi, 1Gi–65536Gi. */
  readonly size?: string | undefined;
  /** User to whom the files belong; for stages and block volumes, when the container does not run as root. */
  readonly uid?: number | undefined;
  /** Group to which the files belong; for stages and block volumes, when the container does not run as root. */
  readonly gid?: number | undefined;
  /** Only with `source: "block"`. */
  readonly blockConfig?: BlockConfig | undefined;
  /** Only with `source: "stage"`, where it is needed. */
  readonly stageConfig?: StageConfig | undefined;
}

/**
 * How a block volume is made.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/block-storage-volume
 */
export interface BlockConfig {
  /** What stands on the new volume. */
  readonly initialContents?:
    | {
        /** Name of a snapshot, `DB.SCHEMA.SNAPSHOT` or relative to the service's schema. */
        readonly fromSnapshot: string;
      }
    | undefined;
  /** Operations a second; the range depends on cloud and size. @defaultValue 3000 (AWS, Azure) */
  readonly iops?: number | undefined;
  /** MiB a second; the range depends on cloud and iops. @defaultValue 125 (AWS, Azure), 140 (Google Cloud) */
  readonly throughput?: number | undefined;
  /** SNOWFLAKE_FULL also encrypts before the data leave the host. Its default depends on the account. */
  readonly encryption?: "SNOWFLAKE_SSE" | "SNOWFLAKE_FULL" | undefined;
  /** Whether a snapshot is taken before the volume is deleted. @defaultValue true */
  readonly snapshotOnDelete?: boolean | undefined;
  /** How long that snapshot is kept, in hours or days: `12h`, `7d`. @defaultValue "7d" */
  readonly snapshotDeleteAfter?: string | undefined;
}

/**
 * Which stage a volume shows.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/snowflake-stage-volume
 */
export interface StageConfig {
  /** An internal stage or a folder on it: `@my_stage`, `@db.schema.stage/folder`. */
  readonly name: string;
  /** How long lists and facts of files are kept: `90s`, `5m`, `1h30m`. Only for stages that do not change. Without, never. */
  readonly metadataCache?: string | undefined;
  /** For the container that Snowflake adds to show the stage. @defaultValue requests 0 CPU, 0.5Gi; limits 0.5 CPU, 1Gi */
  readonly resources?: StageResources | undefined;
}

/** What the container that shows a stage needs, and what it may use at most. */
export interface StageResources {
  /** What it usually needs. */
  readonly requests?: Omit<ResourceAmounts, "nvidia.com/gpu"> | undefined;
  /** What it never gets more of. */
  readonly limits?: Omit<ResourceAmounts, "nvidia.com/gpu"> | undefined;
}
