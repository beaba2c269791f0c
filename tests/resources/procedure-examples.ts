import type { Example, ExamplesOf } from "./examples";

const snowpark = "snowflake-snowpark-python";

/** The least of a procedure, in the language that has the most properties. */
export const leastProcedure = {
  language: "python",
  returns: "VARCHAR",
  runtimeVersion: "3.11",
  packages: [snowpark],
  handler: "run",
  body: "def run(session, *args):\n  return 'done'",
};

/** The same in another language. */
const inSql = {
  ...leastProcedure,
  language: "sql",
  body: "BEGIN\n  RETURN 'done';\nEND",
  runtimeVersion: undefined,
  packages: undefined,
  handler: undefined,
};

const vault = [
  "CREATE DATABASE IF NOT EXISTS GOVERNANCE",
  "CREATE SECRET IF NOT EXISTS GOVERNANCE.PUBLIC.TOKEN TYPE = GENERIC_STRING SECRET_STRING = 'hush'",
  `CREATE SECRET IF NOT EXISTS GOVERNANCE.PUBLIC."the key" TYPE = GENERIC_STRING SECRET_STRING = 'hush'`,
];

/** What procedures have in common with other kinds is handed in. */
export const procedureExamples = (shared: {
  readonly comment: Example;
  readonly tags: Example;
}): ExamplesOf<"procedure"> => {
  const examples: ExamplesOf<"procedure"> = {
    secure: { a: true, b: false, change: "alter" },
    arguments: {
      a: [
        { name: "source", type: "text" },
        { name: '"how many"', type: "int", default: 5 },
      ],
      b: [
        { name: "ORIGIN", type: "VARCHAR(10)" },
        { name: "N", type: "decimal(10,2)", default: "1 + 1" },
      ],
      canonicalA: [
        { name: "SOURCE", type: "VARCHAR" },
        { name: '"how many"', type: "NUMBER", default: "5" },
      ],
      change: "alter",
    },
    copyGrants: { a: true, b: false, change: "record" },
    returns: {
      a: "int",
      b: {
        table: [
          { name: "id", type: "number(10,2)" },
          { name: '"a b"', type: "text" },
        ],
      },
      required: true,
      without: leastProcedure,
      canonicalA: "NUMBER",
      change: "alter",
    },
    language: {
      a: "JavaScript",
      b: "SQL",
      with: { ...inSql, body: "return 'done';" },
      required: true,
      without: leastProcedure,
      canonicalA: "javascript",
      change: "alter",
    },
    runtimeVersion: { a: "3.12", b: "3.10", required: true, change: "alter" },
    artifactRepository: {
      a: "snowflake.snowpark.pypi_shared_repository",
      b: "OPS.PUBLIC.MIRROR",
      canonicalA: "SNOWFLAKE.SNOWPARK.PYPI_SHARED_REPOSITORY",
      change: "alter",
    },
    packages: {
      a: [snowpark, "numpy == 1.26.4"],
      b: [snowpark],
      canonicalA: ["numpy==1.26.4", snowpark],
      required: true,
      change: "alter",
    },
    imports: { a: ["@scratch.public.code/a.py", "@~/b.zip"], b: ["@SCRATCH.PUBLIC.CODE/a.py"], change: "alter" },
    handler: { a: "start", b: "other.start", required: true, change: "alter" },
    externalAccessIntegrations: {
      a: ["net", '"my net"'],
      b: ["NET"],
      canonicalA: ["NET", '"my net"'],
      change: "alter",
      drift: "SET EXTERNAL_ACCESS_INTEGRATIONS = (OTHER)",
    },
    secrets: {
      a: { token: "governance.public.token" },
      b: { key: 'GOVERNANCE.PUBLIC."the key"', "it's": "GOVERNANCE.PUBLIC.TOKEN" },
      with: { ...leastProcedure, externalAccessIntegrations: ["NET"] },
      canonicalA: { token: "GOVERNANCE.PUBLIC.TOKEN" },
      change: "alter",
      needs: vault,
    },
    nullHandling: {
      a: "strict",
      b: "called on null input",
      canonicalA: "RETURNS NULL ON NULL INPUT",
      change: "alter",
    },
    comment: shared.comment,
    logLevel: { a: "info", b: "FATAL", canonicalA: "INFO", change: "alter", drift: "SET LOG_LEVEL = 'TRACE'" },
    traceLevel: {
      a: "on_event",
      b: "ALWAYS",
      canonicalA: "ON_EVENT",
      change: "alter",
      drift: "SET TRACE_LEVEL = 'PROPAGATE'",
    },
    autoEventLogging: {
      a: "all",
      b: "TRACING",
      with: inSql,
      canonicalA: "ALL",
      change: "alter",
      drift: "UNSET AUTO_EVENT_LOGGING",
    },
    tags: shared.tags,
    executeAs: {
      a: "caller",
      b: "RESTRICTED CALLER",
      canonicalA: "CALLER",
      change: "alter",
      drift: "EXECUTE AS OWNER",
    },
    body: {
      a: 'def run(session):\n  return "it\'s $1"',
      b: "\ndef run(session):\n\treturn '$$ \\\\ \"'\n",
      required: true,
      without: leastProcedure,
      change: "alter",
    },
  };
  const entries = Object.entries<Example>(examples).map(([key, example]) => [
    key,
    { with: leastProcedure, ...example },
  ]);
  return Object.fromEntries(entries) as ExamplesOf<"procedure">;
};
