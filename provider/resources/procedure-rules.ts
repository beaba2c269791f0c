import { type Rule, rule } from "../resource/definition";
import type { Values } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { IdentifierError, parseQualified } from "../sql";
import { foreignType } from "./argument-type";
import { argumentProblem, type CanonicalArgument } from "./procedure-arguments";
import { codeProblems, languages, type ProcedureCode } from "./procedure-language";

const mostBytes = 1024 * 1024;

/** What Snowflake would refuse, or run into at the first call, said before anything is sent. */
export const procedureRules: readonly Rule[] = [
  rule(["language"], ({ language }) =>
    language === undefined ? `is missing: say which, ${languages.join(", ")}` : undefined,
  ),
  rule(["returns"], ({ returns }) =>
    returns === undefined
      ? 'is missing: every procedure returns something, such as "VARCHAR" or "TABLE(ID NUMBER)"'
      : undefined,
  ),
  ...(["body", "runtimeVersion", "handler", "packages", "imports"] as const).map((key) =>
    rule([key], (values) => codeProblem(key, values)),
  ),
  rule(["body"], ({ body }) => {
    const bytes = Buffer.byteLength(String(body ?? ""));
    return bytes > mostBytes
      ? `has ${bytes} bytes; a procedure has at most ${mostBytes}. Put code into files on a stage, and name them in imports`
      : undefined;
  }),
  rule(["imports"], ({ imports = [] }) => {
    const relative = (imports as readonly string[]).find(isRelative);
    return relative === undefined
      ? undefined
      : `${JSON.stringify(relative)} needs the stage's database and schema, "@DB.SCHEMA.STAGE/file.py": nothing may depend on a current schema`;
  }),
  rule(["arguments", "language"], ({ arguments: list = [], language }) => {
    const args = list as readonly CanonicalArgument[];
    const foreign = args.flatMap(({ type }) => foreignType(String(language), type) ?? []);
    return argumentProblem(args, language) ?? foreign[0];
  }),
  rule(["returns", "language"], ({ returns, language }) =>
    returns === undefined ? undefined : foreignType(String(language), String(returns)),
  ),
  ...(["artifactRepository", "externalAccessIntegrations", "secrets"] as const).map((key) =>
    rule([key, "language"], ({ [key]: value, language }) =>
      value !== undefined && language !== undefined && language !== "python"
        ? 'is for Python alone; leave it out, or say language: "python"'
        : undefined,
    ),
  ),
  rule(["secrets", "externalAccessIntegrations"], ({ secrets, externalAccessIntegrations: integrations }) =>
    secrets !== undefined && integrations === undefined
      ? "need externalAccessIntegrations: each secret has to be among the ALLOWED_AUTHENTICATION_SECRETS of one of them"
      : undefined,
  ),
  rule(["autoEventLogging", "language"], ({ autoEventLogging, language }) =>
    autoEventLogging !== undefined && language !== "sql" ? 'is for language "sql" alone; leave it out' : undefined,
  ),
];

function codeProblem(key: keyof ProcedureCode, values: Values): string | undefined {
  if (holdsUnknown(values["language"])) return undefined;
  return codeProblems(values as Partial<ProcedureCode>).find(([about]) => about === key)?.[1];
}

/** Whether a stage is named without what it stands in. */
function isRelative(path: string): boolean {
  const [, name = ""] = /^@((?:"(?:[^"]|"")*"|[^"/])+)/.exec(path) ?? [];
  if (name === "" || name.startsWith("~")) return false;
  try {
    return parseQualified(name.replace(/(^|\.)%/, "$1")).length < 3;
  } catch (error) {
    if (error instanceof IdentifierError) return false;
    throw error;
  }
}
