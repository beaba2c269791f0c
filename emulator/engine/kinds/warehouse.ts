import type { CatalogObject } from "../catalog/object";
import { usedWarehouse } from "../query/warehouse";
import { listing } from "../statements/describe";
import type { Written } from "../statements/forms";
import { booleanForm, identifierForm, integerForm, nullable, wordForm } from "../statements/forms";
import type { Kind } from "../statements/kind";
import type { Options } from "../statements/options";
import { comment, parameterOptions } from "../statements/options";
import { settleWarehouse } from "./warehouse-rules";
import { warehouseColumns } from "./warehouse-show";
import { findSize } from "./warehouse-sizes";
import { readRunning, readStateChange, start } from "./warehouse-state";

const sizeForm = ({ kind, value }: Written) => (kind === "null" ? undefined : findSize(value)?.keyword);

/** Names come from the page; null stands for "the type decides". */
const options: Options = {
  ...parameterOptions("WAREHOUSE"),
  COMMENT: comment,
  WAREHOUSE_TYPE: {
    form: wordForm("STANDARD", "SNOWPARK-OPTIMIZED", "ADAPTIVE"),
    kept: "property",
    initial: "STANDARD",
  },
  WAREHOUSE_SIZE: { form: sizeForm, kept: "property", in: ["create", "set"] },
  WAIT_FOR_COMPLETION: { form: booleanForm(), kept: "nowhere", in: ["set"] },
  GENERATION: { form: wordForm("1", "2"), kept: "property" },
  RESOURCE_CONSTRAINT: {
    form: wordForm(
      "STANDARD_GEN_1",
      "STANDARD_GEN_2",
      "MEMORY_1X",
      "MEMORY_1X_x86",
      "MEMORY_16X",
      "MEMORY_16X_x86",
      "MEMORY_64X",
      "MEMORY_64X_x86",
    ),
    kept: "property",
  },
  MAX_CLUSTER_COUNT: { form: integerForm(1), kept: "property", initial: 1 },
  MIN_CLUSTER_COUNT: { form: integerForm(1), kept: "property", initial: 1 },
  SCALING_POLICY: { form: wordForm("STANDARD", "ECONOMY"), kept: "property", initial: "STANDARD" },
  AUTO_SUSPEND: { form: nullable(integerForm(0)), kept: "property", initial: 600, unset: null },
  AUTO_RESUME: { form: booleanForm(), kept: "property", initial: true },
  INITIALLY_SUSPENDED: { form: booleanForm(), kept: "nowhere", in: ["create"] },
  RESOURCE_MONITOR: { form: nullable(identifierForm()), kept: "property" },
  ENABLE_QUERY_ACCELERATION: { form: booleanForm(), kept: "property" },
  QUERY_ACCELERATION_MAX_SCALE_FACTOR: { form: integerForm(0, 100), kept: "property" },
  MAX_QUERY_PERFORMANCE_LEVEL: { form: sizeForm, kept: "property" },
  QUERY_THROUGHPUT_MULTIPLIER: { form: integerForm(0), kept: "property" },
};

/** WAREHOUSE: https://docs.snowflake.com/en/sql-reference/sql/create-warehouse */
export const warehouse: Kind = {
  kind: "WAREHOUSE",
  words: ["WAREHOUSE"],
  plural: ["WAREHOUSES"],
  noun: "Warehouse",
  space: "WAREHOUSE",
  container: "ACCOUNT",
  modifiers: ["ADAPTIVE", "INTERACTIVE"],
  createPrivilege: "CREATE WAREHOUSE",
  privileges: ["USAGE", "MODIFY", "MONITOR", "OPERATE", "APPLYBUDGET"],
  alterPrivileges: ["OWNERSHIP", "MODIFY"],
  orAlter: true,
  taggable: true,
  options,

  clause(cursor, draft) {
    if (draft.modifiers.has("INTERACTIVE") && cursor.accept("TABLES")) {
      draft.clauses["tables"] = cursor.list(() => cursor.name(3).text);
      return true;
    }
    if (!cursor.at("WITH") || cursor.ahead(1).kind !== "word" || !Object.hasOwn(options, cursor.ahead(1).value)) {
      return false;
    }
    return cursor.accept("WITH");
  },

  settle: settleWarehouse,

  created(context, object, draft) {
    if (draft.values.get("INITIALLY_SUSPENDED") !== true) start(context, object);
    context.session.warehouse = object.name;
  },

  alter: readStateChange,
  inUse: { alter: readRunning, find: usedWarehouse },

  show: { cap: "cut", withPrivileges: true, columns: warehouseColumns },

  describe: (_context, object: CatalogObject) => listing([object]),
};
