import type { Json } from "../catalog/object";
import type { Form } from "../statements/forms";
import { booleanForm, textForm, wordForm } from "../statements/forms";
import type { Options } from "../statements/options";
import { comment, parameterOptions } from "../statements/options";
import { parseName } from "../syntax/cursor";
import { intervalSeconds } from "./interval";

/** A name, or a text with one. */
const nameForm: Form = ({ kind, value, parts }): Json | undefined => {
  if (kind === "string") return parseName(value, 1).parts[0];
  return parts.length === 1 ? value : undefined;
};

const dayInSeconds = 86_400;

/** `10 MINUTES`, kept as it was written. */
const completionForm: Form = ({ kind, value }) => {
  const seconds = kind === "string" ? intervalSeconds(value) : undefined;
  return seconds !== undefined && seconds >= 10 && seconds <= dayInSeconds ? value : undefined;
};

/** Options of a task that are no clauses; session parameters are among them. */
export const taskOptions: Options = {
  ...parameterOptions("TASK"),
  COMMENT: comment,
  WAREHOUSE: { form: nameForm, kept: "property" },
  SCHEDULE: { form: textForm(), kept: "property" },
  CONFIG: { form: textForm(), kept: "property" },
  OVERLAP_POLICY: { form: wordForm("NO_OVERLAP", "ALLOW_CHILD_OVERLAP", "ALLOW_ALL_OVERLAP"), kept: "property" },
  ALLOW_OVERLAPPING_EXECUTION: { form: booleanForm(), kept: "property" },
  ERROR_INTEGRATION: { form: nameForm, kept: "property" },
  SUCCESS_INTEGRATION: { form: nameForm, kept: "property" },
  TARGET_COMPLETION_INTERVAL: { form: completionForm, kept: "property" },
  EXECUTE_AS_USER: { words: ["EXECUTE", "AS", "USER"], form: nameForm, kept: "property" },
  SCHEDULING_MODE: { form: wordForm("FIXED", "FLEXIBLE"), kept: "property" },
};

/** Options that CREATE OR ALTER does not take. */
export const notInOrAlter = [
  "LOG_LEVEL",
  "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS",
  "TARGET_COMPLETION_INTERVAL",
  "SERVERLESS_TASK_MIN_STATEMENT_SIZE",
  "SERVERLESS_TASK_MAX_STATEMENT_SIZE",
];

/** Parameters that only a task without a warehouse takes, in the order of least, first and most. */
export const serverlessSizes = [
  "SERVERLESS_TASK_MIN_STATEMENT_SIZE",
  "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE",
  "SERVERLESS_TASK_MAX_STATEMENT_SIZE",
];
