import { createdPool, resizedPool } from "../container/simulation";
import { booleanForm, identifierForm, integerForm, textForm } from "../statements/forms";
import type { Kind } from "../statements/kind";
import { comment } from "../statements/options";
import { parseShowFamilies } from "./compute-pool-families";
import { dropPool, settlePool } from "./compute-pool-rules";
import { describePool, poolColumns } from "./compute-pool-show";
import { readPoolState } from "./compute-pool-state";
import { textList } from "./option-lists";

/** The most nodes of a compute pool in the emulator; Snowflake has 500 or fewer, by family and cloud. */
const mostNodes = 1000;

/** COMPUTE POOL: https://docs.snowflake.com/en/sql-reference/sql/create-compute-pool */
export const computePool: Kind = {
  kind: "COMPUTE POOL",
  words: ["COMPUTE", "POOL"],
  plural: ["COMPUTE", "POOLS"],
  noun: "Compute pool",
  createdAs: "Compute Pool",
  space: "COMPUTE POOL",
  container: "ACCOUNT",
  createPrivilege: "CREATE COMPUTE POOL",
  privileges: ["MODIFY", "MONITOR", "OPERATE", "USAGE"],
  alterPrivileges: ["OWNERSHIP", "MODIFY"],
  replaceable: false,
  renamable: false,
  taggable: true,
  options: {
    COMMENT: comment,
    MIN_NODES: { form: integerForm(1, mostNodes), kept: "property", in: ["create", "set"] },
    MAX_NODES: { form: integerForm(1, mostNodes), kept: "property", in: ["create", "set"] },
    INSTANCE_FAMILY: { form: identifierForm(), kept: "property", in: ["create", "set"] },
    AUTO_RESUME: { form: booleanForm(), kept: "property", initial: true },
    INITIALLY_SUSPENDED: { form: booleanForm(), kept: "nowhere", in: ["create"] },
    AUTO_SUSPEND_SECS: { form: integerForm(0), kept: "property", initial: 3600 },
    PLACEMENT_GROUP: { form: textForm(), kept: "property" },
    BACKUP_INSTANCE_FAMILIES: textList(),
  },
  reading: [{ words: ["SHOW", "COMPUTE", "POOL", "INSTANCE", "FAMILIES"], parse: parseShowFamilies }],

  clause(cursor, { clauses }) {
    if (clauses["application"] !== undefined || !cursor.accept("FOR", "APPLICATION")) return false;
    clauses["application"] = cursor.identifier();
    return true;
  },

  settle: settlePool,

  created(context, object, { values }) {
    createdPool(context, object, values.get("INITIALLY_SUSPENDED") === true);
  },

  changed(context, object, before) {
    const isResized = ["MIN_NODES", "MAX_NODES"].some((key) => object.properties[key] !== before[key]);
    if (isResized) resizedPool(context, object);
    // It may have been idle for longer than a new AUTO_SUSPEND_SECS.
    else context.containers.changed(object);
  },

  alter: readPoolState,

  dropping: dropPool,

  show: { cap: "cut", columns: poolColumns },

  describe: describePool,
};
