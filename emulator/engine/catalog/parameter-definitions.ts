import type { ParameterValue } from "../session";

/** A parameter: its type, default, allowed values, and on which kinds of objects it can be set. */
export interface ParameterDefinition {
  name: string;
  type: "BOOLEAN" | "NUMBER" | "STRING";
  default: ParameterValue;
  /** ACCOUNT, DATABASE, SCHEMA, TABLE, TASK, WAREHOUSE, USER, SESSION. */
  levels: readonly string[];
  description: string;
  values?: readonly string[];
  min?: number;
  max?: number;
  /** The value is the name of an object. */
  identifier?: boolean;
  /** Only warehouses of this type have it. */
  warehouseType?: "INTERACTIVE";
}

const schemaUp = ["ACCOUNT", "DATABASE", "SCHEMA"];
const tableUp = [...schemaUp, "TABLE"];
const taskUp = [...schemaUp, "TASK"];
const sessionUp = ["ACCOUNT", "USER", "SESSION", "TASK"];
const logLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"];
const traceLevels = ["ALWAYS", "ON_EVENT", "PROPAGATE", "OFF"];
const sizes = `XSMALL X-SMALL SMALL MEDIUM LARGE XLARGE X-LARGE XXLARGE X2LARGE 2X-LARGE XXXLARGE X3LARGE 3X-LARGE
  X4LARGE 4X-LARGE X5LARGE 5X-LARGE X6LARGE 6X-LARGE`.split(/\s+/);

const geoFormats = ["GeoJSON", "WKT", "WKB", "EWKT", "EWKB"];

/** Every parameter the emulator knows, as Snowflake's reference of parameters lists them. */
export const parameterDefinitions: readonly ParameterDefinition[] = [
  number("DATA_RETENTION_TIME_IN_DAYS", 1, tableUp, "days for which dropped or changed data can come back", 0, 90),
  text("DATA_METRIC_SCHEDULE", "60 MINUTE", ["TABLE"], "when data metric functions run"),
  number("MAX_DATA_EXTENSION_TIME_IN_DAYS", 14, tableUp, "most days by which retention is extended for streams", 0, 90),
  number("MIN_DATA_RETENTION_TIME_IN_DAYS", 0, ["ACCOUNT"], "least days of retention in the account", 0, 90),
  name("EXTERNAL_VOLUME", "", schemaUp, "default external volume of Iceberg tables"),
  name("CATALOG", "", schemaUp, "default catalog integration of Iceberg tables"),
  text("DEFAULT_DDL_COLLATION", "", tableUp, "collation of columns that name none"),
  text("ICEBERG_DEFAULT_DDL_COLLATION", "", tableUp, "collation of columns of Iceberg tables that name none"),
  number("ICEBERG_VERSION_DEFAULT", 2, schemaUp, "format version of new Iceberg tables", 2, 3),
  word("ICEBERG_MERGE_ON_READ_BEHAVIOR", "AUTO", schemaUp, "merge-on-read of Iceberg tables", [
    "AUTO",
    "ENABLED",
    "DISABLED",
  ]),
  boolean("ENABLE_ICEBERG_MERGE_ON_READ", true, schemaUp, "merge-on-read of Iceberg tables (older name)"),
  word("DEFAULT_METADATA_WRITE_FORMAT", "SNOWFLAKE", schemaUp, "format of new metadata", ["SNOWFLAKE", "ICEBERG"]),
  boolean("REPLACE_INVALID_CHARACTERS", false, schemaUp, "replace invalid UTF-8 in query results"),
  word("STORAGE_SERIALIZATION_POLICY", "OPTIMIZED", schemaUp, "encoding of Iceberg tables", [
    "COMPATIBLE",
    "OPTIMIZED",
  ]),
  word(
    "LOG_LEVEL",
    "OFF",
    [...taskUp, "PROCEDURE", "USER", "SESSION"],
    "severity of messages that are kept",
    logLevels,
  ),
  word("LOG_EVENT_LEVEL", "OFF", [...taskUp, "USER", "SESSION"], "severity of log events that are kept", logLevels),
  word("TRACE_LEVEL", "OFF", [...taskUp, "PROCEDURE", "USER", "SESSION"], "which trace events are kept", traceLevels),
  word("METRIC_LEVEL", "NONE", [...taskUp, "PROCEDURE", "USER", "SESSION"], "whether metrics are kept", [
    "ALL",
    "NONE",
  ]),
  word(
    "AUTO_EVENT_LOGGING",
    "OFF",
    ["ACCOUNT", "PROCEDURE", "SESSION", "TASK"],
    "what Snowflake Scripting logs by itself",
    ["OFF", "LOGGING", "TRACING", "ALL"],
  ),
  number("SUSPEND_TASK_AFTER_NUM_FAILURES", 10, taskUp, "failures in a row that suspend a task", 0),
  number("TASK_AUTO_RETRY_ATTEMPTS", 0, taskUp, "automatic retries of a task graph", 0, 30),
  word("USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE", "Medium", taskUp, "first size of a serverless task", sizes),
  word("SERVERLESS_TASK_MIN_STATEMENT_SIZE", "XSMALL", taskUp, "least size of a serverless task", sizes),
  word("SERVERLESS_TASK_MAX_STATEMENT_SIZE", "X2Large", taskUp, "largest size of a serverless task", sizes),
  number("USER_TASK_TIMEOUT_MS", 3_600_000, taskUp, "limit of one run of a task", 0, 604_800_000),
  number("USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS", 30, taskUp, "least time between triggered runs", 10, 604_800),
  boolean("QUOTED_IDENTIFIERS_IGNORE_CASE", false, [...taskUp, "USER", "SESSION"], "fold quoted names to upper case"),
  boolean("ENABLE_CONSOLE_OUTPUT", false, schemaUp, "show the output of stored procedures"),
  text("DEFAULT_NOTEBOOK_COMPUTE_POOL_CPU", "SYSTEM_COMPUTE_POOL_CPU", schemaUp, "CPU pool of notebooks"),
  text("DEFAULT_NOTEBOOK_COMPUTE_POOL_GPU", "SYSTEM_COMPUTE_POOL_GPU", schemaUp, "GPU pool of notebooks"),
  boolean("ENABLE_DATA_COMPACTION", true, schemaUp, "compact the files of Iceberg tables"),
  text("BASE_LOCATION_PREFIX", "", schemaUp, "prefix of the paths of Iceberg tables"),
  name("DEFAULT_STREAMLIT_NOTEBOOK_WAREHOUSE", "", schemaUp, "warehouse of Streamlit apps and notebooks"),
  text("CATALOG_SYNC", "", schemaUp, "Open Catalog integration that Iceberg tables are synchronised with"),
  name("EVENT_TABLE", "", ["ACCOUNT", "DATABASE"], "event table that telemetry goes to"),
  name("OAUTH_AUTHORIZATION_SERVER", "", schemaUp, "integration that authorises clients of MCP servers"),
  text("OAUTH_SCOPES_SUPPORTED", "", schemaUp, "scopes that MCP servers advertise"),
  word("REPLICABLE_WITH_FAILOVER_GROUPS", "UNSET", ["DATABASE", "SCHEMA"], "whether failover groups replicate it", [
    "YES",
    "NO",
  ]),
  boolean("PIPE_EXECUTION_PAUSED", false, ["ACCOUNT", "SCHEMA"], "pause the pipes of a schema"),
  ofInteractive(name("FALLBACK_WAREHOUSE", "", ["WAREHOUSE"], "takes over what an interactive warehouse cannot run")),
  number("MAX_CONCURRENCY_LEVEL", 8, ["ACCOUNT", "WAREHOUSE"], "statements that run on one cluster at once", 1),
  number(
    "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS",
    0,
    ["ACCOUNT", "WAREHOUSE", "TASK", "USER", "SESSION"],
    "seconds after which a queued statement is cancelled",
    0,
    604_800,
  ),
  number(
    "STATEMENT_TIMEOUT_IN_SECONDS",
    172_800,
    ["ACCOUNT", "WAREHOUSE", "TASK", "USER", "SESSION"],
    "seconds after which a running statement is cancelled",
    0,
    604_800,
  ),
  boolean("ABORT_DETACHED_QUERY", false, sessionUp, "cancel statements whose client is gone"),
  boolean("AUTOCOMMIT", true, sessionUp, "commit each statement by itself"),
  word("BINARY_INPUT_FORMAT", "HEX", sessionUp, "how text becomes binary", ["HEX", "BASE64", "UTF8", "UTF-8"]),
  word("BINARY_OUTPUT_FORMAT", "HEX", sessionUp, "how binary becomes text", ["HEX", "BASE64"]),
  number("CLIENT_PREFETCH_THREADS", 4, sessionUp, "threads that fetch results", 1, 10),
  number("CLIENT_RESULT_CHUNK_SIZE", 160, sessionUp, "size of a result chunk in MB", 16, 160),
  number("CLIENT_MEMORY_LIMIT", 1536, sessionUp, "memory of JDBC and ODBC for results, in MB", 100),
  boolean("CLIENT_METADATA_REQUEST_USE_CONNECTION_CTX", false, sessionUp, "JDBC and ODBC look in the database in use"),
  boolean("CLIENT_METADATA_USE_SESSION_DATABASE", false, sessionUp, "JDBC looks in the database of the session"),
  boolean("CLIENT_RESULT_COLUMN_CASE_INSENSITIVE", false, sessionUp, "JDBC finds columns in any letter case"),
  boolean("CLIENT_SESSION_KEEP_ALIVE", false, sessionUp, "keep the session alive while the client runs"),
  number("CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY", 3600, sessionUp, "seconds between heartbeats", 900, 3600),
  number(
    "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD",
    1_000_000_000,
    sessionUp,
    "values from which binds go through a stage",
    0,
  ),
  boolean("CLIENT_TELEMETRY_ENABLED", false, sessionUp, "send telemetry"),
  word("CLIENT_TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_LTZ", sessionUp, "type of timestamps that clients bind", [
    "TIMESTAMP_LTZ",
    "TIMESTAMP_NTZ",
  ]),
  text("CSV_TIMESTAMP_FORMAT", "", sessionUp, "format of timestamps in CSV files"),
  text("DATE_INPUT_FORMAT", "AUTO", sessionUp, "format in which dates are read"),
  text("DATE_OUTPUT_FORMAT", "YYYY-MM-DD", sessionUp, "format in which dates are shown"),
  word("DEFAULT_NULL_ORDERING", "LAST", sessionUp, "where NULLs stand in an order", ["FIRST", "LAST"]),
  boolean("ENABLE_UNLOAD_PHYSICAL_TYPE_OPTIMIZATION", true, sessionUp, "write Parquet with the narrowest types"),
  boolean("ERROR_ON_NONDETERMINISTIC_MERGE", true, sessionUp, "refuse a MERGE with several matches"),
  boolean("ERROR_ON_NONDETERMINISTIC_UPDATE", false, sessionUp, "refuse an UPDATE with several matches"),
  word("GEOGRAPHY_OUTPUT_FORMAT", "GeoJSON", sessionUp, "format of GEOGRAPHY", geoFormats),
  word("GEOMETRY_OUTPUT_FORMAT", "GeoJSON", sessionUp, "format of GEOMETRY", geoFormats),
  number("HYBRID_TABLE_LOCK_TIMEOUT", 3600, sessionUp, "seconds to wait for a lock on rows of hybrid tables", 0),
  boolean("JDBC_TREAT_DECIMAL_AS_INT", true, sessionUp, "JDBC takes numbers without scale for integers"),
  boolean("JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC", false, sessionUp, "JDBC takes TIMESTAMP_NTZ for UTC"),
  boolean("JDBC_USE_SESSION_TIMEZONE", true, sessionUp, "JDBC shows times in the zone of the session"),
  boolean("JS_TREAT_INTEGER_AS_BIGINT", false, sessionUp, "the Node.js driver takes integers for bigint"),
  number("JSON_INDENT", 2, sessionUp, "blanks by which JSON is indented", 0, 16),
  number("LOCK_TIMEOUT", 43_200, sessionUp, "seconds to wait for a lock", 0),
  number("MULTI_STATEMENT_COUNT", 1, sessionUp, "statements in one request", 0),
  boolean("NOORDER_SEQUENCE_AS_DEFAULT", true, sessionUp, "new sequences are NOORDER"),
  boolean("ODBC_TREAT_DECIMAL_AS_INT", false, sessionUp, "ODBC takes numbers without scale for integers"),
  number("QUERY_CONTEXT_CACHE_SIZE", 5, sessionUp, "entries of the query context", 0),
  text("QUERY_TAG", "", sessionUp, "text that marks the session's statements"),
  number("ROWS_PER_RESULTSET", 0, sessionUp, "most rows of a result", 0),
  text("S3_STAGE_VPCE_DNS_NAME", "", sessionUp, "DNS name of the endpoint through which stages on S3 are reached"),
  text("SEARCH_PATH", "$current, $public", sessionUp, "where unqualified names are looked for"),
  text("SERVICE_NAME", "", sessionUp, "service that the client speaks to"),
  text("SIMULATED_DATA_SHARING_CONSUMER", "", sessionUp, "account whose view of shared data is shown"),
  boolean("STRICT_JSON_OUTPUT", false, sessionUp, "write JSON by the standard"),
  text("TIMESTAMP_INPUT_FORMAT", "AUTO", sessionUp, "format in which timestamps are read"),
  text("TIMESTAMP_LTZ_OUTPUT_FORMAT", "", sessionUp, "format of TIMESTAMP_LTZ"),
  text("TIMESTAMP_NTZ_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3", sessionUp, "format of TIMESTAMP_NTZ"),
  text("TIMESTAMP_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM", sessionUp, "format of timestamps"),
  text("TIMESTAMP_TZ_OUTPUT_FORMAT", "", sessionUp, "format of TIMESTAMP_TZ"),
  word("TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_NTZ", sessionUp, "type that TIMESTAMP stands for", [
    "TIMESTAMP_NTZ",
    "TIMESTAMP_LTZ",
    "TIMESTAMP_TZ",
  ]),
  text("TIMEZONE", "America/Los_Angeles", sessionUp, "time zone of the session"),
  text("TIME_INPUT_FORMAT", "AUTO", sessionUp, "format in which times are read"),
  text("TIME_OUTPUT_FORMAT", "HH24:MI:SS", sessionUp, "format in which times are shown"),
  boolean("TRANSACTION_ABORT_ON_ERROR", false, sessionUp, "abort a transaction when a statement fails"),
  word("TRANSACTION_DEFAULT_ISOLATION_LEVEL", "READ COMMITTED", sessionUp, "isolation of transactions", [
    "READ COMMITTED",
  ]),
  number("TWO_DIGIT_CENTURY_START", 1970, sessionUp, "first year of the century of two-digit years", 1900, 2100),
  word("UNSUPPORTED_DDL_ACTION", "ignore", sessionUp, "what unsupported constraint properties do", ["IGNORE", "FAIL"]),
  boolean("USE_CACHED_RESULT", true, sessionUp, "answer repeated queries from the cache"),
  number("WEEK_OF_YEAR_POLICY", 0, sessionUp, "how weeks are counted", 0, 1),
  number("WEEK_START", 0, sessionUp, "first day of the week", 0, 7),
].sort((a, b) => (a.name < b.name ? -1 : 1));

type Levels = readonly string[];

function boolean(name: string, initial: boolean, levels: Levels, description: string): ParameterDefinition {
  return { name, type: "BOOLEAN", default: initial, levels, description };
}

function number(
  name: string,
  initial: number,
  levels: Levels,
  description: string,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): ParameterDefinition {
  return { name, type: "NUMBER", default: initial, levels, description, min, max };
}

function text(name: string, initial: string, levels: Levels, description: string): ParameterDefinition {
  return { name, type: "STRING", default: initial, levels, description };
}

function name(keyword: string, initial: string, levels: Levels, description: string): ParameterDefinition {
  return { ...text(keyword, initial, levels, description), identifier: true };
}

function ofInteractive(definition: ParameterDefinition): ParameterDefinition {
  return { ...definition, warehouseType: "INTERACTIVE" };
}

function word(
  name: string,
  initial: string,
  levels: Levels,
  description: string,
  values: readonly string[],
): ParameterDefinition {
  return { ...text(name, initial, levels, description), values };
}
