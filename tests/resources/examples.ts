import type { Definition } from "../../provider/resource";
import type { definitions } from "../../provider/resources";
import { leastPool, poolExamples, repositoryExamples } from "./container-examples";
import { jobServiceExamples, leastJob } from "./job-service-examples";
import { leastProcedure, procedureExamples } from "./procedure-examples";
import { leastService, serviceExamples } from "./service-examples";
import { aFile, stageExamples, stageFileExamples } from "./stage-examples";

type Written = Readonly<Record<string, unknown>>;

/** Two values of a property that a real object can have, and what it takes for Snowflake to accept them. */
export interface Example {
  /** As a program may write it; not Snowflake's default. */
  readonly a: unknown;
  readonly b: unknown;
  /** Properties that have to be set beside it. */
  readonly with?: Written;
  /** Properties that have to stand beside `b` where they differ from those beside `a`. */
  readonly withB?: Written;
  /** Properties that have to stand there when it is taken out, where they differ from those beside it. */
  readonly without?: Written;
  /** The canonical form of `a`, where it is written in another spelling. */
  readonly canonicalA?: unknown;
  /** What a change from `a` to `b` takes. */
  readonly change: "alter" | "replace" | "record";
  /** Statements that make what it refers to; they may run more than once. */
  readonly needs?: readonly string[];
  /** `ALTER … ` clause that somebody types in a worksheet; absent where Snowflake does not show a change. */
  readonly drift?: string;
  /** Whether an object cannot do without: taken out, it is what stands beside `without`. */
  readonly required?: true;
  /** Whether the emulator refuses it, or never comes to its end: then it is tried on paper alone. */
  readonly notEmulated?: true;
}

/** An example for each property of a kind. */
export type ExamplesOf<K extends keyof typeof definitions> = Readonly<
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

const backup = {
  a: { set: "backups.public.nightly", identifier: "4f6a0ee8-2c3f-4f63-8f34-2a1d1ef0c001" },
  b: { set: "BACKUPS.PUBLIC.NIGHTLY", identifier: "4f6a0ee8-2c3f-4f63-8f34-2a1d1ef0c002" },
  canonicalA: { set: "BACKUPS.PUBLIC.NIGHTLY", identifier: "4f6a0ee8-2c3f-4f63-8f34-2a1d1ef0c001" },
  change: "replace",
} as const;

/** Parameters of databases and schemas. */
const parameters = {
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
} as const satisfies Readonly<Record<string, Example>>;

/** What else databases and schemas have in common. */
const shared = {
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
  replicableWithFailoverGroups: { a: "yes", b: "NO", canonicalA: "YES", change: "alter" },
} as const satisfies Readonly<Record<string, Example>>;

/** Columns that the properties of a table are about. */
const columns = [
  { name: "id", type: "int", nullable: false },
  { name: "code", type: "varchar(20)" },
  { name: "at", type: "timestamp_ntz" },
];
const parents = [
  "CREATE DATABASE IF NOT EXISTS SCRATCH",
  "CREATE TABLE IF NOT EXISTS SCRATCH.PUBLIC.PARENT (ID INT PRIMARY KEY, CODE VARCHAR UNIQUE)",
  "CREATE DATABASE IF NOT EXISTS ELSEWHERE",
  'CREATE TABLE IF NOT EXISTS ELSEWHERE.PUBLIC."other parent" (ID INT PRIMARY KEY)',
];
const models = [
  "CREATE DATABASE IF NOT EXISTS SCRATCH",
  "CREATE TABLE IF NOT EXISTS SCRATCH.PUBLIC.MODEL (ID INT NOT NULL, CODE VARCHAR(20), AT TIMESTAMP_NTZ)",
  'CREATE TABLE IF NOT EXISTS SCRATCH.PUBLIC."other model" (ID INT NOT NULL, CODE VARCHAR(20), AT TIMESTAMP_NTZ)',
];

/** Beside columns, unless it brings its own. */
function table<K extends string>(properties: Readonly<Record<K, Example>>): Readonly<Record<K, Example>> {
  const entries = Object.entries<Example>(properties).map(([key, example]) => [key, { with: { columns }, ...example }]);
  return Object.fromEntries(entries) as Readonly<Record<K, Example>>;
}

/** Beside a definition, unless it brings its own. */
function task<K extends string>(properties: Readonly<Record<K, Example>>): Readonly<Record<K, Example>> {
  const entries = Object.entries<Example>(properties).map(([key, example]) => {
    const beside = { definition: "SELECT 1" };
    const { with: own = {}, withB = own } = example;
    return [key, { ...example, with: { ...beside, ...own }, withB: { ...beside, ...withB } }];
  });
  return Object.fromEntries(entries) as Readonly<Record<K, Example>>;
}

const otherTasks = [
  "CREATE DATABASE IF NOT EXISTS SCRATCH",
  "CREATE TASK IF NOT EXISTS SCRATCH.PUBLIC.FIRST AS SELECT 1",
  'CREATE TASK IF NOT EXISTS SCRATCH.PUBLIC."second one" AFTER SCRATCH.PUBLIC.FIRST AS SELECT 1',
  "CREATE TASK IF NOT EXISTS SCRATCH.PUBLIC.THIRD AS SELECT 1",
];
const computed = ["CREATE WAREHOUSE IF NOT EXISTS COMPUTE", 'CREATE WAREHOUSE IF NOT EXISTS "other compute"'];
const parameterDrift = (clause: string) => `SET ${clause}`;

/** Properties of tasks; many of them are those of the root of a graph too. */
const taskExamples = {
  tags,
  contacts: shared.contacts,
  warehouse: {
    a: "compute",
    b: '"other compute"',
    canonicalA: "COMPUTE",
    change: "alter",
    needs: computed,
    drift: "UNSET WAREHOUSE",
  },
  userTaskManagedInitialWarehouseSize: {
    a: "X-Small",
    b: "2X-Large",
    canonicalA: "XSMALL",
    change: "alter",
    drift: parameterDrift("USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'LARGE'"),
  },
  serverlessTaskMinStatementSize: {
    a: "small",
    b: "MEDIUM",
    canonicalA: "SMALL",
    change: "alter",
    drift: "UNSET SERVERLESS_TASK_MIN_STATEMENT_SIZE",
  },
  serverlessTaskMaxStatementSize: {
    a: "xlarge",
    b: "XXLARGE",
    canonicalA: "XLARGE",
    change: "alter",
    drift: "UNSET SERVERLESS_TASK_MAX_STATEMENT_SIZE",
  },
  targetCompletionInterval: {
    a: { minutes: 10 },
    b: "90s",
    canonicalA: "10 MINUTES",
    change: "alter",
    drift: "SET TARGET_COMPLETION_INTERVAL = '1 HOUR'",
  },
  schedule: {
    a: { hours: 1, minutes: 30 },
    b: { cron: "0 9 * * mon-fri", timezone: "europe/berlin" },
    canonicalA: "90 MINUTES",
    change: "alter",
    drift: "SET SCHEDULE = '11 MINUTE'",
  },
  config: {
    a: { table: "EVENTS", nested: { limit: 10 } },
    b: '{"it\'s": "b\\\\"}',
    change: "alter",
    drift: 'SET CONFIG = \'{"by": "hand"}\'',
  },
  overlapPolicy: {
    a: "allow_child_overlap",
    b: "ALLOW_ALL_OVERLAP",
    canonicalA: "ALLOW_CHILD_OVERLAP",
    change: "alter",
    drift: "UNSET OVERLAP_POLICY",
  },
  sessionParameters: {
    a: { json_indent: 4, TIMEZONE: "UTC" },
    b: { TIMEZONE: "Europe/Berlin", QUOTED_IDENTIFIERS_IGNORE_CASE: true },
    canonicalA: { JSON_INDENT: 4, TIMEZONE: "UTC" },
    change: "alter",
    drift: "SET TIMEZONE = 'Asia/Tokyo'",
  },
  userTaskTimeoutMs: { a: 60_000, b: 0, change: "alter", drift: "UNSET USER_TASK_TIMEOUT_MS" },
  suspendTaskAfterNumFailures: { a: 3, b: 0, change: "alter", drift: "UNSET SUSPEND_TASK_AFTER_NUM_FAILURES" },
  taskAutoRetryAttempts: { a: 2, b: 30, change: "alter", drift: "SET TASK_AUTO_RETRY_ATTEMPTS = 1" },
  userTaskMinimumTriggerIntervalInSeconds: {
    a: 10,
    b: 600,
    change: "alter",
    drift: "SET USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS = 60",
  },
  errorIntegration: { a: "pager", b: '"other pager"', canonicalA: "PAGER", change: "alter" },
  successIntegration: { a: "pager", b: '"other pager"', canonicalA: "PAGER", change: "alter" },
  logLevel: { a: "info", b: "ERROR", canonicalA: "INFO", change: "alter", drift: "SET LOG_LEVEL = 'DEBUG'" },
  comment,
  finalize: {
    a: "first",
    b: "SCRATCH.PUBLIC.THIRD",
    canonicalA: "FIRST",
    change: "alter",
    needs: otherTasks,
    drift: "UNSET FINALIZE",
  },
  after: {
    a: "first",
    b: ["third", 'SCRATCH.PUBLIC."second one"'],
    canonicalA: ["FIRST"],
    change: "alter",
    needs: otherTasks,
    drift: "REMOVE AFTER SCRATCH.PUBLIC.THIRD",
  },
  executeAsUser: {
    a: "ada",
    b: '"grace"',
    canonicalA: "ADA",
    change: "alter",
    needs: ["CREATE USER IF NOT EXISTS ADA", 'CREATE USER IF NOT EXISTS "grace"'],
  },
  when: {
    a: "SYSTEM$STREAM_HAS_DATA('S')",
    b: "NOT SYSTEM$STREAM_HAS_DATA('it''s')\n  AND TRUE",
    change: "alter",
    drift: "REMOVE WHEN",
  },
  definition: {
    a: "SELECT 'a  b';",
    b: { call: "load", args: [1, "it's", { list: [true] }] },
    canonicalA: "SELECT 'a  b'",
    with: {},
    without: { definition: "SELECT 1" },
    required: true,
    change: "alter",
    drift: "MODIFY AS SELECT 'by hand'",
  },
  started: { a: true, b: false, with: { schedule: "10 minutes" }, change: "alter", drift: "RESUME" },
} as const satisfies Readonly<Record<string, Example>>;

const tasksOfGraph = { load: { definition: "SELECT 1" }, '"then this"': { definition: "SELECT 2", after: ["load"] } };
const graphExamples = {
  defaults: {
    a: { sessionParameters: { timezone: "UTC" }, warehouse: "compute" },
    b: { errorIntegration: "pager" },
    canonicalA: { sessionParameters: { TIMEZONE: "UTC" }, warehouse: "COMPUTE" },
    change: "alter",
    needs: computed,
  },
  tasks: {
    a: tasksOfGraph,
    b: {
      LOAD: { definition: { call: "load_all" }, branches: ["left"] },
      left: {
        definition: "SELECT 'l'",
        after: "LOAD",
        when: "1 = 1",
        started: false,
        comment: "it's",
        serverless: true,
      },
      right: { definition: "SELECT 'r'", after: ["left"] },
    },
    with: {},
    without: { definition: "SELECT 2" },
    change: "alter",
  },
  finalizer: {
    a: { definition: "SELECT 'done'" },
    b: { name: "clean_up", definition: "SELECT 'clean'", started: false },
    change: "alter",
  },
} as const satisfies Readonly<Record<string, Example>>;

/** The root's properties, and those of the graph as a whole. Snowflake is not asked for the root's parameters again. */
function graph(own: typeof taskExamples) {
  const { after: _, finalize: __, ...root } = own;
  const beside = { tasks: tasksOfGraph };
  const entries = Object.entries<Example>({ ...root, ...graphExamples }).map(([key, { drift, ...example }]) => {
    const isSeen = drift !== undefined && !unseen.test(drift) && key !== "started";
    const { with: given = {}, withB = given } = example;
    const whole = key === "tasks" ? {} : beside;
    return [
      key,
      {
        ...example,
        ...(isSeen ? { drift } : {}),
        ...(key === "definition" ? { without: {}, required: undefined } : {}),
        with: { ...whole, ...given },
        withB: { ...whole, ...withB },
      },
    ];
  });
  return Object.fromEntries(entries) as unknown as ExamplesOf<"taskGraph">;
}
const unseen = /TIMEOUT|FAILURES|ATTEMPTS|TRIGGER|STATEMENT_SIZE|WAREHOUSE_SIZE|LOG_LEVEL|TIMEZONE/;

/** A value `a` and a value `b` for each property of each kind; the tests of every ring draw from here. */
export const examples: { readonly [K in keyof typeof definitions]: ExamplesOf<K> } = {
  computePool: poolExamples({ comment, tags }),
  imageRepository: repositoryExamples({ comment, tags }),
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
    fromBackupSet: backup,
    ...parameters,
    catalogSyncNamespaceMode: { a: "flatten", b: "NEST", canonicalA: "FLATTEN", change: "replace" },
    catalogSyncNamespaceFlattenDelimiter: {
      a: "_",
      b: "'",
      with: { catalogSyncNamespaceMode: "FLATTEN" },
      change: "replace",
    },
    ...shared,
    eventTable: {
      a: "ops.public.events",
      b: "OPS.PUBLIC.OTHERS",
      canonicalA: "OPS.PUBLIC.EVENTS",
      change: "alter",
      drift: "UNSET EVENT_TABLE",
    },
    dataQualityMonitoringSettings: {
      a: "notification: {}",
      b: "notification:\n  enabled: true",
      change: "alter",
      drift: "UNSET DATA_QUALITY_MONITORING_SETTINGS",
    },
    replicationToAccounts: {
      a: ["org.b", "org.a", "ORG.A"],
      b: ["ORG.C"],
      canonicalA: ["ORG.A", "ORG.B"],
      change: "alter",
    },
    failoverToAccounts: {
      a: ["org.a"],
      b: ["ORG.A", "ORG.B"],
      canonicalA: ["ORG.A"],
      with: { replicationToAccounts: ["org.a", "org.b"] },
      change: "alter",
    },
  },

  schema: {
    transient: { a: true, b: false, change: "replace" },
    clone: {
      a: { source: "scratch.prod" },
      b: { source: "SCRATCH.PROD", at: { offset: 0 } },
      canonicalA: { source: "SCRATCH.PROD" },
      change: "replace",
      needs: ["CREATE DATABASE IF NOT EXISTS SCRATCH", "CREATE SCHEMA IF NOT EXISTS SCRATCH.PROD"],
    },
    fromBackupSet: { ...backup, notEmulated: true },
    managedAccess: { a: true, b: false, change: "alter", drift: "ENABLE MANAGED ACCESS" },
    ...parameters,
    pipeExecutionPaused: { a: true, b: false, change: "alter", drift: "UNSET PIPE_EXECUTION_PAUSED" },
    ...shared,
  },

  task: task(taskExamples),

  taskGraph: graph(taskExamples),

  procedure: procedureExamples({ comment, tags }),
  jobService: jobServiceExamples({ comment, tags }),
  service: serviceExamples({ comment, tags }),
  stage: stageExamples({ comment, tags }),
  stageFile: stageFileExamples,

  table: table({
    transient: { a: true, b: false, change: "replace" },
    columns: {
      a: [
        { name: "id", type: "int", nullable: false },
        { name: '"full name"', type: "string", comment: "it's" },
      ],
      b: [
        { name: "ID", type: "NUMBER(38,0)" },
        { name: "name", type: "text", renamedFrom: '"full name"', nullable: false },
        { name: "seen", type: "datetime(3)" },
      ],
      canonicalA: [
        { name: "ID", type: "NUMBER(38,0)", nullable: false },
        { name: '"full name"', type: "VARCHAR(16777216)", comment: "it's" },
      ],
      with: {},
      without: { like: "SCRATCH.PUBLIC.MODEL" },
      change: "alter",
      needs: models,
      drift: "ADD COLUMN BY_HAND INT",
    },
    primaryKey: {
      a: ["id"],
      b: { columns: ["ID"], name: "by_id", rely: true },
      canonicalA: { columns: ["ID"] },
      change: "alter",
      drift: "DROP PRIMARY KEY",
    },
    uniqueKeys: {
      a: [["code"], ["at", "id"]],
      b: [{ columns: ["CODE"], name: '"by code"', comment: "it's" }],
      canonicalA: [{ columns: ["CODE"] }, { columns: ["AT", "ID"] }],
      change: "alter",
      drift: "ADD UNIQUE (AT)",
    },
    foreignKeys: {
      a: [{ columns: ["id"], references: { table: "parent" } }],
      b: [
        { columns: ["ID"], references: { table: "PARENT", columns: ["ID"] }, onDelete: "cascade", name: "to_parent" },
        {
          columns: ["ID"],
          references: { table: 'ELSEWHERE.PUBLIC."other parent"' },
          onUpdate: "SET NULL",
          name: "outside",
        },
      ],
      canonicalA: [{ columns: ["ID"], references: { table: "PARENT" } }],
      change: "alter",
      needs: parents,
      drift: "DROP CONSTRAINT TO_PARENT",
    },
    checks: {
      a: [{ name: "positive", expression: "id > 0" }],
      b: [{ name: "positive", expression: "ID > 0" }, "code like 'A%'"],
      canonicalA: [{ name: "POSITIVE", expression: "ID > 0" }],
      change: "alter",
    },
    like: {
      a: "scratch.public.model",
      b: 'SCRATCH.PUBLIC."other model"',
      canonicalA: "SCRATCH.PUBLIC.MODEL",
      with: {},
      without: { columns },
      change: "replace",
      needs: models,
    },
    clone: {
      a: { source: "scratch.public.model" },
      b: { source: 'SCRATCH.PUBLIC."other model"', at: { offset: 0 } },
      canonicalA: { source: "SCRATCH.PUBLIC.MODEL" },
      with: {},
      without: { columns },
      change: "replace",
      needs: models,
    },
    fromBackupSet: { ...backup, with: {}, without: { columns }, notEmulated: true },
    clusterBy: {
      a: ["id", "to_date(at)"],
      b: ["CODE"],
      canonicalA: ["ID", "TO_DATE(AT)"],
      change: "alter",
      drift: "DROP CLUSTERING KEY",
    },
    automaticClustering: {
      a: false,
      b: true,
      with: { columns, clusterBy: ["ID"] },
      change: "alter",
      drift: "SUSPEND RECLUSTER",
    },
    dataRetentionTimeInDays: { a: 2, b: 7, change: "alter", drift: "SET DATA_RETENTION_TIME_IN_DAYS = 9" },
    maxDataExtensionTimeInDays: { a: 0, b: 90, change: "alter", drift: "UNSET MAX_DATA_EXTENSION_TIME_IN_DAYS" },
    changeTracking: { a: true, b: false, change: "alter", drift: "SET CHANGE_TRACKING = TRUE" },
    enableSchemaEvolution: { a: true, b: false, change: "alter", drift: "SET ENABLE_SCHEMA_EVOLUTION = TRUE" },
    errorLogging: { a: true, b: false, change: "alter" },
    rowTimestamp: { a: true, b: false, change: "alter" },
    defaultDdlCollation: { a: "en-ci", b: "", change: "alter", drift: "SET DEFAULT_DDL_COLLATION = 'de'" },
    icebergDefaultDdlCollation: { a: "en-ci", b: "", change: "alter", drift: "UNSET ICEBERG_DEFAULT_DDL_COLLATION" },
    copyGrants: { a: true, b: false, with: { like: "SCRATCH.PUBLIC.MODEL" }, change: "record", needs: models },
    copyTags: { a: true, b: false, with: { like: "SCRATCH.PUBLIC.MODEL" }, change: "record", needs: models },
    searchOptimization: {
      a: true,
      b: ["equality(id, code)", "SUBSTRING(CODE)"],
      change: "alter",
      drift: "DROP SEARCH OPTIMIZATION",
    },
    comment,
    rowAccessPolicy: {
      a: { policy: "governance.public.visible", on: ["id"] },
      b: { policy: 'GOVERNANCE.PUBLIC."other rows"', on: ["ID", "CODE"] },
      canonicalA: { policy: "GOVERNANCE.PUBLIC.VISIBLE", on: ["ID"] },
      change: "alter",
    },
    aggregationPolicy: {
      a: "governance.public.groups",
      b: { policy: "GOVERNANCE.PUBLIC.OTHERS", keys: ["id"] },
      canonicalA: { policy: "GOVERNANCE.PUBLIC.GROUPS" },
      change: "alter",
    },
    joinPolicy: {
      a: "governance.public.joins",
      b: "GOVERNANCE.PUBLIC.OTHERS",
      canonicalA: { policy: "GOVERNANCE.PUBLIC.JOINS" },
      change: "alter",
    },
    storageLifecyclePolicy: {
      a: { policy: "governance.public.old", on: ["at"] },
      b: { policy: "GOVERNANCE.PUBLIC.OLDER", on: ["AT"] },
      canonicalA: { policy: "GOVERNANCE.PUBLIC.OLD", on: ["AT"] },
      change: "alter",
    },
    tags,
    contacts: shared.contacts,
  }),
};

/** Where the objects of the examples stand, and the statements that make the place; they may run more than once. */
const places = {
  account: { args: {}, needs: [] },
  database: { args: { database: "SCRATCH" }, needs: ["CREATE DATABASE IF NOT EXISTS SCRATCH"] },
  schema: { args: { schema: "SCRATCH.PUBLIC" }, needs: ["CREATE DATABASE IF NOT EXISTS SCRATCH"] },
  stage: {
    args: { stage: "SCRATCH.PUBLIC.FILES" },
    needs: [
      "CREATE DATABASE IF NOT EXISTS SCRATCH",
      "CREATE STAGE IF NOT EXISTS SCRATCH.PUBLIC.FILES DIRECTORY = (ENABLE = TRUE)",
    ],
  },
} as const satisfies Readonly<
  Record<Definition["scope"], { readonly args: Written; readonly needs: readonly string[] }>
>;

/** Where an object of a kind stands in the examples. */
export function placeOf({ scope }: Pick<Definition, "scope">): {
  readonly args: Written;
  readonly needs: readonly string[];
} {
  return places[scope];
}

/** The least that a program has to declare of an object of a kind, beside its name. */
export function least(definition: Definition): Written {
  return { ...placeOf(definition).args, ...needed[definition.kind] };
}

/** What objects of a kind cannot do without. */
const needed: Readonly<Record<string, Written>> = {
  ComputePool: leastPool,
  JobService: leastJob,
  Procedure: leastProcedure,
  Service: leastService,
  StageFile: aFile,
  Table: { columns },
  Task: { definition: "SELECT 1" },
  TaskGraph: { tasks: { one: { definition: "SELECT 1" } } },
};

/** Everything that a program has to declare, beside place and name, for `a` or `b` of a property, or when it is taken out. */
export function declared(
  { with: beside = {}, withB = beside, without = beside, ...example }: Example,
  key: string,
  which: "a" | "b" | "without",
): Record<string, unknown> {
  if (which === "without") return { ...without };
  return { ...(which === "a" ? beside : withB), [key]: example[which] };
}

/** Everything that has to be there before an example is. */
export function needsOf(kind: Pick<Definition, "scope">, { needs = [] }: Pick<Example, "needs">): readonly string[] {
  return [...placeOf(kind).needs, ...needs];
}
