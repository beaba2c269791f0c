import { z } from "zod";
import { boolean, clause, integer, reference, text, word } from "../resource/forms";
import { raw, sql } from "../sql";
import { sizeSpelling, sizes } from "./sizes";

const severities = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"] as const;
/** Days of Time Travel. */
export const days = z.int().min(0).max(90);
const whole = z.int().min(0).max(2_147_483_647);
const cell = { source: "parameter" } as const;
/** Collations may be set to nothing, which is not the same as not being set. */
export const collation = text({ ...cell, isUnset: () => false, parse: (value) => value ?? undefined });

/** How long dropped and changed data is kept. Ending the history that is in use counts as a loss. */
export const retention = integer(days, {
  source: { parameterShownAs: "retention_time" },
  loss: ({ before = 1, after: declared, row, container }) => {
    const after = declared ?? Number(container?.["retention_time"] ?? 1);
    const inUse = Number(row?.["retention_time"] ?? before);
    return after < inUse
      ? `lower the Time Travel retention from ${inUse} to ${after} days, which ends the older history, of`
      : undefined;
  },
});

/** Whether Fail-safe is missing and Time Travel is short, for it and all in it. */
export const transientOption = boolean({
  place: "modifier",
  clause: () => raw("TRANSIENT"),
  source: { column: "options" },
  parse: (options) => /\bTRANSIENT\b/.test(options ?? "") || undefined,
  isUnset: (value) => !value,
  change: "replace",
});

/** Parameters that databases and schemas share, and hand on to what is in them. */
export const containerParameters = {
  /** Days by which Snowflake may extend the retention so that streams do not go stale. @defaultValue inherited, 14 */
  maxDataExtensionTimeInDays: integer(days, cell),
  /** External volume of new Iceberg tables. @defaultValue inherited, none */
  externalVolume: reference(cell),
  /** Catalog integration of new Iceberg tables. @defaultValue inherited, none */
  catalog: reference(cell),
  /** Collation of columns added later; `""` for none whatever is inherited. @defaultValue inherited, none */
  defaultDdlCollation: collation,
  /** The same for Iceberg tables. @defaultValue inherited, none */
  icebergDefaultDdlCollation: collation,
  /** Format version of new Iceberg tables, 2 or 3. @defaultValue inherited, 2 */
  icebergVersionDefault: integer(z.int().min(2).max(3), cell),
  /** How rows of Iceberg tables are updated. @defaultValue inherited, `"AUTO"` */
  icebergMergeOnReadBehavior: word(["AUTO", "ENABLED", "DISABLED"], { ...cell, quoted: true }),
  /** Format of the metadata of new tables. @defaultValue inherited, `"SNOWFLAKE"` */
  defaultMetadataWriteFormat: word(["SNOWFLAKE", "ICEBERG"], cell),
  /** Whether invalid UTF-8 in results of Iceberg tables is replaced. @defaultValue inherited, false */
  replaceInvalidCharacters: boolean(cell),
  /** Encoding of Iceberg tables' storage. @defaultValue inherited, `"OPTIMIZED"` */
  storageSerializationPolicy: word(["COMPATIBLE", "OPTIMIZED"], cell),
  /** Least severity of log messages that are kept. @defaultValue inherited, `"OFF"` */
  logLevel: word(severities, { ...cell, quoted: true }),
  /** Least severity of log events that are kept. @defaultValue inherited, `"OFF"` */
  logEventLevel: word(severities, { ...cell, quoted: true }),
  /** Which trace events are kept. @defaultValue inherited, `"OFF"` */
  traceLevel: word(["ALWAYS", "ON_EVENT", "PROPAGATE", "OFF"], { ...cell, quoted: true }),
  /** Which metrics are kept. @defaultValue inherited, `"NONE"` */
  metricLevel: word(["ALL", "NONE"], { ...cell, quoted: true }),
  /** Failures in a row after which a task is suspended; 0 for never. @defaultValue inherited, 10 */
  suspendTaskAfterNumFailures: integer(whole, cell),
  /** Automatic retries of a failed task graph. @defaultValue inherited, 0 */
  taskAutoRetryAttempts: integer(whole, cell),
  /** Size of the compute for the first runs of a serverless task. @defaultValue inherited, `"MEDIUM"` */
  userTaskManagedInitialWarehouseSize: word(sizes, { ...cell, spellings: sizeSpelling, quoted: true }),
  /** Milliseconds a task may run. @defaultValue inherited, 3600000 */
  userTaskTimeoutMs: integer(whole, cell),
  /** Least seconds between two runs of a triggered task. @defaultValue inherited, 30 */
  userTaskMinimumTriggerIntervalInSeconds: integer(whole, cell),
  /** Whether quoted names in it ignore letter case; this library's own names then must be upper case. @defaultValue inherited, false */
  quotedIdentifiersIgnoreCase: boolean(cell),
  /** Whether the output of procedures is kept as log messages. @defaultValue inherited, false */
  enableConsoleOutput: boolean(cell),
  /** Compute pool of notebooks on CPUs. @defaultValue inherited, `SYSTEM_COMPUTE_POOL_CPU` */
  defaultNotebookComputePoolCpu: reference({ ...cell, literal: true }),
  /** Compute pool of notebooks on GPUs. @defaultValue inherited, `SYSTEM_COMPUTE_POOL_GPU` */
  defaultNotebookComputePoolGpu: reference({ ...cell, literal: true }),
  /** Whether Iceberg tables are compacted automatically. @defaultValue inherited, true */
  enableDataCompaction: boolean(cell),
  /** Open Catalog integration that Iceberg tables are synchronised with. @defaultValue none */
  catalogSync: text(cell),
};

/** Who finds its objects in searches. */
export const visibility = clause<string, string>(
  z
    .string()
    .min(1)
    .transform((written) => (/^privileged$/i.test(written) ? "PRIVILEGED" : written)),
  (value) => (value === "PRIVILEGED" ? raw(value) : sql`${value}`),
  { source: { column: "" }, parse: (value: string | null) => value || undefined },
);

/** What only ALTER sets, of databases and schemas alike. */
export const alteredParameters = {
  /** Folder, in the external volume, of new Iceberg tables. @defaultValue inherited, none */
  baseLocationPrefix: text({ ...cell, place: "after" }),
  /** Warehouse of Streamlit apps and notebooks. @defaultValue inherited, none */
  defaultStreamlitNotebookWarehouse: reference({ ...cell, place: "after", refersTo: "Warehouse" }),
  /** Whether failover groups may replicate it. @defaultValue not said */
  replicableWithFailoverGroups: word(["YES", "NO"], { ...cell, quoted: true, place: "after" }),
};
