import type { ParameterValue } from "../engine/engine";
import type { Context } from "./context";
import type { OpenSession } from "./session-store";

/** What drivers want to hear even where nobody set it: without `BINARY_OUTPUT_FORMAT` Node dies on a BINARY cell. */
const usual: Readonly<Record<string, ParameterValue>> = {
  AUTOCOMMIT: true,
  BINARY_OUTPUT_FORMAT: "HEX",
  CLIENT_PREFETCH_THREADS: 4,
  CLIENT_RESULT_CHUNK_SIZE: 160,
  CLIENT_SESSION_KEEP_ALIVE: false,
  CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY: 3600,
  DATE_OUTPUT_FORMAT: "YYYY-MM-DD",
  QUERY_CONTEXT_CACHE_SIZE: 5,
  TIMESTAMP_LTZ_OUTPUT_FORMAT: "",
  TIMESTAMP_NTZ_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF3",
  TIMESTAMP_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
  TIMESTAMP_TZ_OUTPUT_FORMAT: "",
  TIMEZONE: "America/Los_Angeles",
  TIME_OUTPUT_FORMAT: "HH24:MI:SS",
};

const fixed: Readonly<Record<string, ParameterValue>> = {
  // Zero means "never stage" to Python and Go but "always" to Node: a number that is never reached suits all.
  CLIENT_STAGE_ARRAY_BINDING_THRESHOLD: 2_147_483_647,
  CLIENT_TELEMETRY_ENABLED: false,
  SERVICE_NAME: "",
};

/** The parameters of a session as each answer reports them. */
export function reportedParameters(context: Context, open: OpenSession): { name: string; value: ParameterValue }[] {
  const engine = context.engine.sessionParameters(open.session).map(({ name, value }) => [name, value] as const);
  const all = {
    ...usual,
    ...Object.fromEntries(engine),
    // A driver waits for its own login parameters to come back, also for those the engine knows nothing of.
    ...open.loginParameters,
    ...Object.fromEntries(open.session.parameters),
    ...fixed,
  };
  return Object.entries(all).map(([name, value]) => ({ name, value }));
}
