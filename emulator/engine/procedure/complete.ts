import type { DataType } from "../query/data-type";
import { compilationError, unsupported } from "../sql-error";
import type { DefinitionDraft } from "./clauses";
import type { Definition, Language } from "./definition";

/** Options that only some languages have, as statements write them. */
const options = {
  runtimeVersion: "RUNTIME_VERSION",
  packages: "PACKAGES",
  handler: "HANDLER",
  imports: "IMPORTS",
  targetPath: "TARGET_PATH",
  artifactRepository: "ARTIFACT_REPOSITORY",
  integrations: "EXTERNAL_ACCESS_INTEGRATIONS",
  secrets: "SECRETS",
} as const;

type Option = keyof typeof options;

const required: readonly Option[] = ["runtimeVersion", "packages", "handler"];
const staged: readonly Option[] = [...required, "imports"];
const external: readonly Option[] = ["integrations", "secrets"];

const allowed: Record<Language, readonly Option[]> = {
  SQL: [],
  JAVASCRIPT: [],
  PYTHON: [...staged, ...external, "artifactRepository"],
  JAVA: [...staged, ...external, "targetPath"],
  SCALA: [...staged, ...external, "targetPath"],
};

/** Types that a language has nothing for; no source has the code of the refusal. */
const foreign: Partial<Record<Language, readonly string[]>> = {
  JAVASCRIPT: ["fixed", "time", "decfloat"],
  SQL: ["decfloat"],
};

/** A definition with what it leaves out; refuses what the language has not, and what it cannot do without. */
export function completeDefinition(
  draft: DefinitionDraft,
  { secure }: { secure: boolean },
): Omit<Definition, "secrets"> {
  const { args = [], returns, language = "SQL", body = null } = draft;
  if (!returns) throw missingOptions(["RETURNS"]);
  if ("table" in returns && language === "JAVASCRIPT") throw unsupported("RETURNS TABLE in LANGUAGE JAVASCRIPT");
  checkOptions(draft, language);
  for (const { type, output } of args) {
    checkType(type, language);
    if (output && language !== "SQL") throw unsupported(`OUT argument in LANGUAGE ${language}`);
  }
  if ("type" in returns) checkType(returns.type, language);
  return {
    args,
    returns,
    language,
    body,
    secure,
    executeAs: draft.executeAs ?? "OWNER",
    nullHandling: draft.nullHandling ?? "CALLED ON NULL INPUT",
    volatility: draft.volatility ?? "VOLATILE",
    handler: draft.handler ?? null,
    runtimeVersion: draft.runtimeVersion ?? null,
    packages: draft.packages ?? [],
    imports: draft.imports ?? [],
    targetPath: draft.targetPath ?? null,
    artifactRepository: draft.artifactRepository ?? null,
    integrations: draft.integrations ?? [],
  };
}

function checkOptions(draft: DefinitionDraft, language: Language): void {
  const refused = (Object.keys(options) as Option[]).find(
    (option) => draft[option] !== undefined && !allowed[language].includes(option),
  );
  if (refused) throw foreignOption(options[refused], language);
  const inline = allowed[language].length === 0;
  const needed = inline ? [] : required;
  const absent: string[] = needed.filter((option) => draft[option] === undefined).map((option) => options[option]);
  if (draft.body === undefined && (inline || (draft.imports ?? []).length === 0)) absent.push("AS");
  if (absent.length > 0) throw missingOptions(absent);
}

function checkType({ wire, shown }: DataType, language: Language): void {
  if (!foreign[language]?.includes(wire)) return;
  throw compilationError(
    "002099",
    "42601",
    `Language ${language} does not support type '${shown}' for argument or return type.`,
  );
}

/** 001420: an option that the language does not have. */
export function foreignOption(option: string, language: Language) {
  return compilationError("001420", "22023", `invalid property '${option}' for 'PROCEDURE' in LANGUAGE ${language}`);
}

function missingOptions(names: readonly string[]) {
  return compilationError("002029", "42601", `Missing option(s): [${names.join(", ")}]`);
}
