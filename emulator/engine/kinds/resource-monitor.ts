import { fixed, text } from "../result";
import { integerForm, textForm, wordForm } from "../statements/forms";
import type { Kind } from "../statements/kind";
import { comment } from "../statements/options";
import * as show from "../statements/show-columns";
import type { Cursor } from "../syntax/cursor";

/** RESOURCE MONITOR: https://docs.snowflake.com/en/sql-reference/sql/create-resource-monitor */
export const resourceMonitor: Kind = {
  kind: "RESOURCE MONITOR",
  words: ["RESOURCE", "MONITOR"],
  plural: ["RESOURCE", "MONITORS"],
  noun: "Resource monitor",
  space: "RESOURCE MONITOR",
  container: "ACCOUNT",
  createPrivilege: "CREATE RESOURCE MONITOR",
  privileges: ["MODIFY", "MONITOR"],
  alterPrivileges: ["OWNERSHIP", "MODIFY"],
  renamable: false,
  options: {
    COMMENT: comment,
    CREDIT_QUOTA: { form: integerForm(0), kept: "property" },
    FREQUENCY: {
      form: wordForm("MONTHLY", "DAILY", "WEEKLY", "YEARLY", "NEVER"),
      kept: "property",
      initial: "MONTHLY",
    },
    START_TIMESTAMP: {
      form: (written) => (written.value === "IMMEDIATELY" ? "IMMEDIATELY" : textForm()(written)),
      kept: "property",
    },
    END_TIMESTAMP: { form: textForm(), kept: "property" },
  },

  clause(cursor, draft) {
    if (cursor.accept("WITH")) return true;
    if (!cursor.accept("TRIGGERS")) return false;
    draft.clauses["triggers"] = readTriggers(cursor);
    return true;
  },

  settle(_context, { draft, properties }) {
    if (draft) properties["triggers"] = draft.clauses["triggers"] ?? [];
  },

  dropping({ catalog }, object) {
    for (const other of catalog.children(object.parent, "WAREHOUSE")) {
      if (other.properties["RESOURCE_MONITOR"] === object.name) other.properties["RESOURCE_MONITOR"] = null;
    }
  },

  show: {
    cap: "cut",
    columns: [
      show.name,
      {
        column: fixed("credit_quota", 38, 2),
        cell: (object) => {
          const quota = object.properties["CREDIT_QUOTA"];
          return typeof quota === "number" ? quota.toFixed(2) : null;
        },
      },
      { column: fixed("used_credits", 38, 2), cell: () => "0.00" },
      {
        column: fixed("remaining_credits", 38, 2),
        cell: (object) => Number(object.properties["CREDIT_QUOTA"] ?? 0).toFixed(2),
      },
      show.constant("level", null),
      show.textColumn("frequency", (object) => String(object.properties["FREQUENCY"])),
      show.constant("start_time", null),
      show.constant("end_time", null),
      ...["notify_at", "suspend_at", "suspend_immediate_at"].map((name) => show.constant(name, null)),
      show.createdOn,
      show.owner,
      show.commentColumn,
      { column: text("notify_users"), cell: () => null },
    ],
  },
};

function readTriggers(cursor: Cursor): { percent: number; action: string }[] {
  const triggers: { percent: number; action: string }[] = [];
  while (cursor.accept("ON")) {
    const percent = cursor.integer();
    cursor.expect("PERCENT", "DO");
    triggers.push({ percent, action: cursor.oneOf("SUSPEND_IMMEDIATE", "SUSPEND", "NOTIFY") });
  }
  return triggers.length > 0 ? triggers : cursor.unexpected();
}
