import { SnowflakeError } from "../../client/errors";
import { UnfinishedError } from "../lifecycle/context";

/** An error with what was done before it in front of its own words; of what was left half-made, the reason. */
export function underHeading(error: unknown, heading = ""): unknown {
  if (error instanceof UnfinishedError) {
    error.cause.message = error.message.trim();
    return error.cause;
  }
  if (error instanceof SnowflakeError && heading !== "") error.message = `${heading} ${error.message}`;
  return error;
}
