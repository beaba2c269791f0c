import type { definitions } from "../../provider/resources";

/** Two values of a property that a real object can have, and what it takes for Snowflake to accept them. */
export interface Example {
  /** As a program may write it; not Snowflake's default. */
  readonly a: unknown;
  readonly b: unknown;
  /** Properties that have to be set beside it. */
  readonly with?: Readonly<Record<string, unknown>>;
  /** Properties that have to stand beside `b` where they differ from those beside `a`. */
  readonly withB?: Readonly<Record<string, unknown>>;
  /** The canonical form of `a`, where it is written in another spelling. */
  readonly canonicalA?: unknown;
  /** What a change from `a` to `b` takes. */
  readonly change: "alter" | "replace" | "record";
  /** Statements that make what it refers to; they may run more than once. */
  readonly needs?: readonly string[];
  /** `ALTER … ` clause that somebody types in a worksheet; absent where Snowflake does not show a change. */
  readonly drift?: string;
}

type ExamplesOf<K extends keyof typeof definitions> = Readonly<
  Record<keyof (typeof definitions)[K]["properties"], Example>
>;

const tagged = [
  "CREATE DATABASE IF NOT EXISTS GOVERNANCE",
  "CREATE TAG IF NOT EXISTS GOVERNANCE.PUBLIC.COST_CENTER",
  'CREATE TAG IF NOT EXISTS GOVERNANCE.PUBLIC."owner of it"',
];
const tags: Example = {
  a: { "governance.public.cost_center": "4711" },
  b: { "GOVERNANCE.PUBLIC.COST_CENTER": "0815", 'GOVERNANCE.PUBLIC."owner of it"': "it's me" },
  canonicalA: { "GOVERNANCE.PUBLIC.COST_CENTER": "4711" },
  change: "alter",
  needs: tagged,
};
const comment: Example = { a: "it's", b: "b\\\n--", change: "alter", drift: "SET COMMENT = 'by hand'" };

/** A value `a` and a value `b` for each property of each kind; the tests of every ring draw from here. */
export const examples: { readonly [K in keyof typeof definitions]: ExamplesOf<K> } = {
  warehouse: {
    warehouseType: { a: "snowpark-optimized", b: "STANDARD", canonicalA: "SNOWPARK-OPTIMIZED", change: "alter" },
    tables: {
      a: ["db.public.events"],
      b: ["DB.PUBLIC.EVENTS", 'DB.PUBLIC."other events"'],
      canonicalA: ["DB.PUBLIC.EVENTS"],
      with: { warehouseType: "INTERACTIVE" },
      change: "alter",
    },
    warehouseSize: {
      a: "Small",
      b: "2X-Large",
      canonicalA: "SMALL",
      change: "alter",
      drift: "SET WAREHOUSE_SIZE = 'LARGE'",
    },
    waitForCompletion: { a: true, b: false, with: { warehouseSize: "SMALL" }, change: "record" },
    generation: { a: "1", b: "2", change: "alter" },
    resourceConstraint: {
      a: "memory_1x",
      b: "MEMORY_16X_x86",
      canonicalA: "MEMORY_1X",
      with: { warehouseType: "SNOWPARK-OPTIMIZED" },
      change: "alter",
      drift: "SET RESOURCE_CONSTRAINT = MEMORY_16X",
    },
    maxClusterCount: { a: 3, b: 2, change: "alter", drift: "SET MAX_CLUSTER_COUNT = 5" },
    minClusterCount: {
      a: 2,
      b: 4,
      with: { maxClusterCount: 4 },
      change: "alter",
      drift: "SET MIN_CLUSTER_COUNT = 3",
    },
    scalingPolicy: {
      a: "economy",
      b: "STANDARD",
      canonicalA: "ECONOMY",
      change: "alter",
      drift: "SET SCALING_POLICY = ECONOMY",
    },
    autoSuspend: { a: 60, b: 0, change: "alter", drift: "SET AUTO_SUSPEND = 120" },
    autoResume: { a: false, b: true, change: "alter", drift: "SET AUTO_RESUME = FALSE" },
    initiallySuspended: { a: true, b: false, change: "record" },
    resourceMonitor: {
      a: "monthly",
      b: '"per quarter"',
      canonicalA: "MONTHLY",
      change: "alter",
      needs: [
        "CREATE OR REPLACE RESOURCE MONITOR MONTHLY WITH CREDIT_QUOTA = 10",
        'CREATE OR REPLACE RESOURCE MONITOR "per quarter" WITH CREDIT_QUOTA = 30',
      ],
      drift: "UNSET RESOURCE_MONITOR",
    },
    comment,
    enableQueryAcceleration: {
      a: true,
      b: false,
      with: { generation: "1" },
      change: "alter",
      drift: "SET ENABLE_QUERY_ACCELERATION = TRUE",
    },
    queryAccelerationMaxScaleFactor: {
      a: 0,
      b: 100,
      change: "alter",
      drift: "SET QUERY_ACCELERATION_MAX_SCALE_FACTOR = 7",
    },
    maxQueryPerformanceLevel: {
      a: "x-large",
      b: "X2LARGE",
      canonicalA: "XLARGE",
      with: { warehouseType: "ADAPTIVE" },
      change: "alter",
      drift: "SET MAX_QUERY_PERFORMANCE_LEVEL = 'SMALL'",
    },
    queryThroughputMultiplier: {
      a: 0,
      b: 5,
      with: { warehouseType: "ADAPTIVE" },
      change: "alter",
      drift: "SET QUERY_THROUGHPUT_MULTIPLIER = 3",
    },
    maxConcurrencyLevel: { a: 4, b: 16, change: "alter", drift: "SET MAX_CONCURRENCY_LEVEL = 5" },
    statementQueuedTimeoutInSeconds: {
      a: 0,
      b: 60,
      change: "alter",
      drift: "SET STATEMENT_QUEUED_TIMEOUT_IN_SECONDS = 5",
    },
    statementTimeoutInSeconds: {
      a: 172_800,
      b: 604_800,
      change: "alter",
      drift: "UNSET STATEMENT_TIMEOUT_IN_SECONDS",
    },
    fallbackWarehouse: {
      a: "general_wh",
      b: '"other wh"',
      canonicalA: "GENERAL_WH",
      with: { warehouseType: "INTERACTIVE" },
      change: "alter",
      needs: ["CREATE WAREHOUSE IF NOT EXISTS GENERAL_WH", 'CREATE WAREHOUSE IF NOT EXISTS "other wh"'],
    },
    tags,
  },

  database: {
    transient: { a: true, b: false, change: "replace" },
    clone: {
      a: { source: "prod" },
      b: { source: "PROD", at: { offset: 0 } },
      canonicalA: { source: "PROD" },
      change: "replace",
      needs: ["CREATE DATABASE IF NOT EXISTS PROD"],
    },
    fromShare: { a: "acme.sales", b: "ORG.ACME.SALES", canonicalA: "ACME.SALES", change: "replace" },
    fromListing: { a: "GZ13Z1VEWNG", b: "GZ13Z1VEWNH", change: "replace" },
    asReplicaOf: { a: "org.acme.prod", b: "ORG.ACME.TEST", canonicalA: "ORG.ACME.PROD", change: "replace" },
    fromBackupSet: {
      a: { set: "backups.public.nightly", identifier: "4f6a0ee8-2c3f-4f63-8f34-2a1d1ef0c001" },
      b: { set: "BACKUPS.PUBLIC.NIGHTLY", identifier: "4f6a0ee8-2c3f-4f63-8f34-2a1d1ef0c002" },
      canonicalA: { set: "BACKUPS.PUBLIC.NIGHTLY", identifier: "4f6a0ee8-2c3f-4f63-8f34-2a1d1ef0c001" },
      change: "replace",
    },
    dataRetentionTimeInDays: { a: 2, b: 7, change: "alter", drift: "SET DATA_RETENTION_TIME_IN_DAYS = 9" },
    maxDataExtensionTimeInDays: { a: 0, b: 90, change: "alter", drift: "UNSET MAX_DATA_EXTENSION_TIME_IN_DAYS" },
    externalVolume: {
      a: "lake",
      b: '"other lake"',
      canonicalA: "LAKE",
      change: "alter",
      drift: "SET EXTERNAL_VOLUME = POND",
    },
    catalog: { a: "glue", b: '"my glue"', canonicalA: "GLUE", change: "alter", drift: "UNSET CATALOG" },
    defaultDdlCollation: { a: "en-ci", b: "", change: "alter", drift: "SET DEFAULT_DDL_COLLATION = 'de'" },
    icebergDefaultDdlCollation: { a: "en-ci", b: "", change: "alter", drift: "UNSET ICEBERG_DEFAULT_DDL_COLLATION" },
    icebergVersionDefault: { a: 3, b: 2, change: "alter", drift: "UNSET ICEBERG_VERSION_DEFAULT" },
    icebergMergeOnReadBehavior: {
      a: "enabled",
      b: "DISABLED",
      canonicalA: "ENABLED",
      change: "alter",
      drift: "SET ICEBERG_MERGE_ON_READ_BEHAVIOR = 'AUTO'",
    },
    defaultMetadataWriteFormat: { a: "ICEBERG", b: "SNOWFLAKE", change: "alter" },
    replaceInvalidCharacters: { a: true, b: false, change: "alter", drift: "UNSET REPLACE_INVALID_CHARACTERS" },
    storageSerializationPolicy: {
      a: "compatible",
      b: "OPTIMIZED",
      canonicalA: "COMPATIBLE",
      change: "alter",
      drift: "UNSET STORAGE_SERIALIZATION_POLICY",
    },
    logLevel: { a: "info", b: "FATAL", canonicalA: "INFO", change: "alter", drift: "SET LOG_LEVEL = 'TRACE'" },
    logEventLevel: { a: "WARN", b: "ERROR", change: "alter", drift: "UNSET LOG_EVENT_LEVEL" },
    traceLevel: { a: "on_event", b: "ALWAYS", canonicalA: "ON_EVENT", change: "alter", drift: "UNSET TRACE_LEVEL" },
    metricLevel: { a: "ALL", b: "NONE", change: "alter", drift: "UNSET METRIC_LEVEL" },
    suspendTaskAfterNumFailures: { a: 0, b: 3, change: "alter", drift: "UNSET SUSPEND_TASK_AFTER_NUM_FAILURES" },
    taskAutoRetryAttempts: { a: 1, b: 5, change: "alter", drift: "SET TASK_AUTO_RETRY_ATTEMPTS = 2" },
    userTaskManagedInitialWarehouseSize: {
      a: "X-Large",
      b: "MEDIUM",
      canonicalA: "XLARGE",
      change: "alter",
      drift: "SET USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'SMALL'",
    },
    userTaskTimeoutMs: { a: 60_000, b: 3_600_000, change: "alter", drift: "UNSET USER_TASK_TIMEOUT_MS" },
    userTaskMinimumTriggerIntervalInSeconds: {
      a: 10,
      b: 30,
      change: "alter",
      drift: "SET USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS = 15",
    },
    quotedIdentifiersIgnoreCase: { a: true, b: false, change: "alter", drift: "UNSET QUOTED_IDENTIFIERS_IGNORE_CASE" },
    enableConsoleOutput: { a: true, b: false, change: "alter", drift: "UNSET ENABLE_CONSOLE_OUTPUT" },
    defaultNotebookComputePoolCpu: {
      a: "my_pool",
      b: '"other pool"',
      canonicalA: "MY_POOL",
      change: "alter",
      drift: "UNSET DEFAULT_NOTEBOOK_COMPUTE_POOL_CPU",
    },
    defaultNotebookComputePoolGpu: { a: "my_pool", b: "POOL_2", canonicalA: "MY_POOL", change: "alter" },
    enableDataCompaction: { a: false, b: true, change: "alter", drift: "UNSET ENABLE_DATA_COMPACTION" },
    catalogSync: { a: "OPEN_CATALOG", b: "OTHER_CATALOG", change: "alter", drift: "UNSET CATALOG_SYNC" },
    catalogSyncNamespaceMode: { a: "flatten", b: "NEST", canonicalA: "FLATTEN", change: "replace" },
    catalogSyncNamespaceFlattenDelimiter: {
      a: "_",
      b: "'",
      with: { catalogSyncNamespaceMode: "FLATTEN" },
      change: "replace",
    },
    objectVisibility: { a: "privileged", b: "organization_targets: []", canonicalA: "PRIVILEGED", change: "alter" },
    oauthAuthorizationServer: {
      a: "MY_SERVER",
      b: "OTHER_SERVER",
      change: "alter",
      drift: "UNSET OAUTH_AUTHORIZATION_SERVER",
    },
    oauthScopesSupported: {
      a: "session:role:ANALYST",
      b: "session:role-any",
      change: "alter",
      drift: "SET OAUTH_SCOPES_SUPPORTED = 'other'",
    },
    comment,
    tags,
    contacts: {
      a: { steward: "governance.public.ada" },
      b: { SUPPORT: "GOVERNANCE.PUBLIC.GRACE" },
      canonicalA: { STEWARD: "GOVERNANCE.PUBLIC.ADA" },
      change: "alter",
    },
    eventTable: {
      a: "ops.public.events",
      b: "OPS.PUBLIC.OTHERS",
      canonicalA: "OPS.PUBLIC.EVENTS",
      change: "alter",
      drift: "UNSET EVENT_TABLE",
    },
    baseLocationPrefix: { a: "lake/raw", b: "lake/clean", change: "alter", drift: "UNSET BASE_LOCATION_PREFIX" },
    defaultStreamlitNotebookWarehouse: {
      a: "general_wh",
      b: '"other wh"',
      canonicalA: "GENERAL_WH",
      change: "alter",
      drift: "UNSET DEFAULT_STREAMLIT_NOTEBOOK_WAREHOUSE",
    },
    classificationProfile: {
      a: "governance.public.profile",
      b: "GOVERNANCE.PUBLIC.OTHER",
      canonicalA: "GOVERNANCE.PUBLIC.PROFILE",
      change: "alter",
    },
    dataQualityMonitoringSettings: {
      a: "notification: {}",
      b: "notification:\n  enabled: true",
      change: "alter",
      drift: "UNSET DATA_QUALITY_MONITORING_SETTINGS",
    },
    replicableWithFailoverGroups: { a: "yes", b: "NO", canonicalA: "YES", change: "alter" },
    replicationToAccounts: {
      a: ["org.b", "org.a", "ORG.A"],
      b: ["ORG.C"],
      canonicalA: ["ORG.A", "ORG.B"],
      change: "alter",
    },
    failoverToAccounts: { a: ["org.a"], b: ["ORG.A", "ORG.B"], canonicalA: ["ORG.A"], change: "alter" },
  },
};

/** Everything that a program has to declare for `a` or `b` of a property. */
export function declared({ with: beside = {}, withB = beside, ...example }: Example, key: string, which: "a" | "b") {
  return { ...(which === "a" ? beside : withB), [key]: example[which] };
}
