import { type Advice, pulumiAdvice } from "./advice";
import { fromDriver } from "./driver-errors";
import type { ConnectionSettings } from "./settings";
import { ConnectionError, InvalidArgumentError, type SnowflakeError } from "./snowflake-error";

/** The error of a log-in that failed: what Snowflake said, what to do, and which settings were used. */
export function loginError(
  error: unknown,
  settings: ConnectionSettings,
  advice: Advice = pulumiAdvice,
): SnowflakeError {
  const known = fromDriver(error, undefined, { secrets: settings.secrets(), advice });
  const reason = isUnknownAccount(error)
    ? `Snowflake knows no account at ${settings.host}. Check ${advice.setting("organizationName", "accountName")}; \`SELECT CURRENT_ORGANIZATION_NAME(), CURRENT_ACCOUNT_NAME()\` shows them.`
    : known.message;
  const fields = {
    message: `Cannot log in to Snowflake: ${reason} Used: ${settings.describe()}.`,
    code: known.code,
    sqlState: known.sqlState,
    cause: known.cause,
  };
  return known.kind === "InvalidArgument" ? new InvalidArgumentError(fields) : new ConnectionError(fields);
}

/** Snowflake's front door answers 403 or 404 for host names that no account has. */
function isUnknownAccount(error: unknown): boolean {
  const response = (error as { response?: { statusCode?: unknown; status?: unknown } } | null)?.response;
  const status = response?.statusCode ?? response?.status;
  return status === 403 || status === 404;
}
