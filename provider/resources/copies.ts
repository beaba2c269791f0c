import type { Values } from "../resource/property";

/** Ways in which a table takes its columns and keys from somewhere else. */
export const sources = ["like", "clone", "fromBackupSet"] as const;

/** Whether a table takes its columns and keys from somewhere else: CREATE then takes no list of them. */
export function isCopy(values: Values): boolean {
  return sources.some((source) => values[source] !== undefined);
}
