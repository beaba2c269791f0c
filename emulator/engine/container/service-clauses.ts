import type { CreateDraft } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { readSource, sourceJson } from "./source";

/** Reads `IN COMPUTE POOL p` or `FROM …`; false when there is none here. */
export function readClause(cursor: Cursor, clauses: CreateDraft["clauses"]): boolean {
  if (clauses["pool"] === undefined && cursor.accept("IN", "COMPUTE", "POOL")) {
    clauses["pool"] = cursor.name().parts[0] as string;
    return true;
  }
  // The compute pool comes first; the pages have the others in any order.
  if (clauses["pool"] === undefined || clauses["source"] !== undefined || !cursor.accept("FROM")) return false;
  clauses["source"] = sourceJson(readSource(cursor));
  return true;
}
