import { list, name, one, tag, type } from "./statement-forms";

const tags = `SET TAG ${list(tag)}|UNSET TAG ${list(name)}`;
const texts = `\\( ${list("'…'")} \\)`;
const isSo = "(?:TRUE|FALSE)";
/** Parts that may be left out, in this order. */
const maybe = (...parts: readonly string[]) => parts.map((part) => `(?: ${part})?`).join("");
const form = (...statements: readonly string[]) => new RegExp(`^(?:${statements.join("|")})$`, "s");

const ofTask = [
  "(?:WAREHOUSE|ERROR_INTEGRATION|SUCCESS_INTEGRATION)",
  "(?:USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE|SERVERLESS_TASK_(?:MIN|MAX)_STATEMENT_SIZE|TARGET_COMPLETION_INTERVAL)",
  "(?:SCHEDULE|CONFIG|OVERLAP_POLICY|LOG_LEVEL|COMMENT|USER_TASK_TIMEOUT_MS|SUSPEND_TASK_AFTER_NUM_FAILURES)",
  "(?:TASK_AUTO_RETRY_ATTEMPTS|USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS)",
  "(?:JSON_INDENT|TIMEZONE|QUOTED_IDENTIFIERS_IGNORE_CASE)",
].join("|");
const taskSetting = `(?:${ofTask}) = (?:'…'|\\d+|${one})`;

/** The statements about tasks in Snowflake's manual, as skeletons; a condition and a body may be any. */
export const taskForms = form(
  `CREATE TASK ${name}${maybe(`WITH TAG \\( ${list(tag)} \\)`, `WITH CONTACT \\( ${list(`\\w+ = ${name}`)} \\)`)}(?: ${taskSetting}(?: ,)?)*${maybe(
    `FINALIZE = ${name}`,
    `AFTER ${list(name)}`,
    `EXECUTE AS USER ${one}`,
    "WHEN .+",
  )} AS .+`,
  `ALTER TASK ${name} (?:${[
    "RESUME|SUSPEND",
    `(?:ADD|REMOVE) AFTER ${list(name)}`,
    `SET ${list(taskSetting)}`,
    `UNSET ${list(`(?:${ofTask})`)}`,
    `SET CONTACT ${list(`\\w+ = ${name}`)}`,
    "UNSET CONTACT \\w+",
    tags,
    `SET EXECUTE AS USER ${one}`,
    "UNSET EXECUTE AS USER",
    `SET FINALIZE = ${name}`,
    "UNSET FINALIZE",
    "MODIFY (?:AS|WHEN) .+",
    "REMOVE WHEN",
  ].join("|")})`,
  `DROP TASK ${name}`,
  "SELECT SYSTEM\\$TASK_DEPENDENTS_ENABLE \\( '…' \\)",
);

const group = `\\( \\w+ = (?:'…'|\\w+|${texts})(?: \\w+ = (?:'…'|\\w+|${texts}))* \\)`;
const stageSettings = [
  "URL = '…'",
  "AWS_ACCESS_POINT_ARN = '…'",
  `(?:STORAGE_INTEGRATION = ${one}|CREDENTIALS = ${group})`,
  `ENCRYPTION = ${group}`,
  `USE_PRIVATELINK_ENDPOINT = ${isSo}`,
  "ENDPOINT = '…'",
  `DIRECTORY = ${group}`,
  `FILE_FORMAT = ${group}`,
  "COMMENT = '…'",
];

/** The statements about stages and their files in Snowflake's manual, as skeletons. */
export const stageForms = form(
  `CREATE STAGE ${name}${maybe(...stageSettings, `WITH TAG \\( ${list(tag)} \\)`)}`,
  `ALTER STAGE ${name} (?:SET (?:${stageSettings.join("|")})|${tags}|REFRESH(?: SUBPATH = '…')?|RENAME TO ${name})`,
  `DROP STAGE ${name}`,
  `PUT '…' '…'(?: (?:PARALLEL = \\d+|(?:AUTO_COMPRESS|OVERWRITE) = ${isSo}))*`,
  // All that stands behind the word is one text to the parser.
  "REMOVE '…'",
);

const rights = "EXECUTE AS (?:OWNER|CALLER|RESTRICTED CALLER)";
const reach = [
  `EXTERNAL_ACCESS_INTEGRATIONS = \\( ${list(one)} \\)`,
  `SECRETS = \\( ${list(`'…' = ${name}`)} \\)`,
] as const;
const telemetry = "(?:LOG_LEVEL|TRACE_LEVEL|AUTO_EVENT_LOGGING)";

/** The statements about procedures in Snowflake's manual, as skeletons. */
export const procedureForms = form(
  `CREATE(?: OR (?:REPLACE|ALTER))?(?: SECURE)? PROCEDURE ${name} \\( (?:${list(`${one} ${type}(?: DEFAULT .+?)?`)} )?\\)${maybe("COPY GRANTS")} RETURNS ${type}${maybe("NOT NULL")} LANGUAGE (?:SQL|JAVASCRIPT|PYTHON)${maybe(
    "RUNTIME_VERSION = '…'",
    `ARTIFACT_REPOSITORY = ${name}`,
    `PACKAGES = ${texts}`,
    `IMPORTS = ${texts}`,
    "HANDLER = '…'",
    ...reach,
    "(?:CALLED|RETURNS NULL) ON NULL INPUT",
    "COMMENT = '…'",
  )}(?: ${telemetry} = '…')*${maybe(rights)} AS '…'`,
  `ALTER PROCEDURE ${name} \\( (?:${list(type)} )?\\) (?:${[
    `SET (?:COMMENT|${telemetry}) = '…'`,
    `UNSET (?:COMMENT|${telemetry})`,
    ...reach.map((clause) => `SET ${clause}`),
    tags,
    rights,
    `RENAME TO ${name}`,
  ].join("|")})`,
  `DROP PROCEDURE ${name} \\( (?:${list(type)} )?\\)`,
);

/** What the parser takes for a mistake, though Snowflake's manual has it: options in brackets without commas. */
export const misreadForms = [/ ENCRYPTION = \( TYPE = '…' \w+ = /, / DIRECTORY = \( ENABLE = TRUE \w+ = /];

/** What it takes for a mistake among the statements that read. */
export const misreadQuestions = [/^DESCRIBE (TASK|SERVICE|COMPUTE POOL) /];

/** What the parser knows by its first word alone. */
export const commandForms = [/^(CREATE|ALTER|DROP) TASK /, /^ALTER (STAGE|PROCEDURE) /, /^REMOVE /];
