import { invalidParameterValue } from "../sql-error";
import type { Context } from "../statements/context";
import type { Change } from "../statements/kind";

/** Days of retention: one at most on Standard edition and for what is transient. */
export function checkRetention(context: Context, change: Change): void {
  const days = change.parameters["DATA_RETENTION_TIME_IN_DAYS"];
  const most = change.properties["transient"] === true || context.account.edition === "STANDARD" ? 1 : 90;
  if (days !== undefined && Number(days) > most) {
    throw invalidParameterValue(String(days), "DATA_RETENTION_TIME_IN_DAYS");
  }
}
