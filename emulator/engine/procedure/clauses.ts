import { readType } from "../query/data-type";
import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import { inBrackets } from "./argument";
import type { Definition, ExecuteAs, Returns } from "./definition";
import { languages } from "./definition";

/** A definition as far as it was read; secrets are names yet. */
export type DefinitionDraft = Partial<Omit<Definition, "secrets">> & {
  secrets?: Record<string, QualifiedName>;
  copyGrants?: boolean;
};

type Reader = (cursor: Cursor, draft: DefinitionDraft) => void;

/** The clauses of a definition by their first words; each stands once at most. */
const clauses: readonly [key: keyof DefinitionDraft, words: string, read: Reader][] = [
  ["copyGrants", "COPY GRANTS", (_cursor, draft) => set(draft, "copyGrants", true)],
  [
    "nullHandling",
    "RETURNS NULL ON NULL INPUT",
    (_cursor, draft) => set(draft, "nullHandling", "RETURNS NULL ON NULL INPUT"),
  ],
  ["nullHandling", "STRICT", (_cursor, draft) => set(draft, "nullHandling", "RETURNS NULL ON NULL INPUT")],
  ["nullHandling", "CALLED ON NULL INPUT", (_cursor, draft) => set(draft, "nullHandling", "CALLED ON NULL INPUT")],
  ["returns", "RETURNS", (cursor, draft) => set(draft, "returns", readReturns(cursor))],
  ["language", "LANGUAGE", (cursor, draft) => set(draft, "language", cursor.oneOf(...languages))],
  ["volatility", "VOLATILE", (_cursor, draft) => set(draft, "volatility", "VOLATILE")],
  ["volatility", "IMMUTABLE", (_cursor, draft) => set(draft, "volatility", "IMMUTABLE")],
  ["executeAs", "EXECUTE AS", (cursor, draft) => set(draft, "executeAs", readExecuteAs(cursor))],
  ["runtimeVersion", "RUNTIME_VERSION", (cursor, draft) => set(draft, "runtimeVersion", assigned(cursor, readVersion))],
  ["handler", "HANDLER", (cursor, draft) => set(draft, "handler", assigned(cursor, readText))],
  ["targetPath", "TARGET_PATH", (cursor, draft) => set(draft, "targetPath", assigned(cursor, readText))],
  ["packages", "PACKAGES", (cursor, draft) => set(draft, "packages", assigned(cursor, readTexts))],
  ["imports", "IMPORTS", (cursor, draft) => set(draft, "imports", assigned(cursor, readTexts))],
  [
    "artifactRepository",
    "ARTIFACT_REPOSITORY",
    (cursor, draft) =>
      set(
        draft,
        "artifactRepository",
        assigned(cursor, () => cursor.name(3).text),
      ),
  ],
  [
    "integrations",
    "EXTERNAL_ACCESS_INTEGRATIONS",
    (cursor, draft) => set(draft, "integrations", assigned(cursor, readIntegrations)),
  ],
  ["secrets", "SECRETS", (cursor, draft) => set(draft, "secrets", assigned(cursor, readSecrets))],
];

/** Reads one clause; false when there is none here, or when it was there already. */
export function readDefinitionClause(cursor: Cursor, draft: DefinitionDraft): boolean {
  const found = clauses.find(([, words]) => cursor.at(...words.split(" ")));
  if (!found || draft[found[0]] !== undefined) return false;
  cursor.expect(...found[1].split(" "));
  found[2](cursor, draft);
  return true;
}

/** Reads `OWNER`, `CALLER` or `RESTRICTED CALLER`. */
export function readExecuteAs(cursor: Cursor): ExecuteAs {
  return cursor.accept("RESTRICTED", "CALLER") ? "RESTRICTED CALLER" : cursor.oneOf("OWNER", "CALLER");
}

/** Reads names in brackets. */
export function readIntegrations(cursor: Cursor): string[] {
  return inBrackets(cursor, () => cursor.identifier());
}

/** Reads `('variable' = name, …)`. */
export function readSecrets(cursor: Cursor): Record<string, QualifiedName> {
  const pairs = inBrackets(cursor, (): [string, QualifiedName] => {
    const variable = cursor.string();
    cursor.expectSymbol("=");
    return [variable, cursor.name(3)];
  });
  return Object.fromEntries(pairs);
}

function readReturns(cursor: Cursor): Returns {
  const isTable = cursor.at("TABLE");
  if (isTable) cursor.next();
  const returns: Returns = isTable
    ? { table: inBrackets(cursor, () => ({ name: cursor.identifier(), type: readType(cursor) })) }
    : { type: readType(cursor), notNull: false };
  const notNull = cursor.accept("NOT", "NULL");
  if (!notNull && !isTable) cursor.accept("NULL");
  return "type" in returns ? { ...returns, notNull } : returns;
}

function readTexts(cursor: Cursor): string[] {
  return inBrackets(cursor, () => cursor.string());
}

function readText(cursor: Cursor): string {
  return cursor.string();
}

/** A version may stand as a number. */
function readVersion(cursor: Cursor): string {
  return cursor.token.kind === "number" ? cursor.next().text : cursor.string();
}

function assigned<T>(cursor: Cursor, read: (cursor: Cursor) => T): T {
  cursor.expectSymbol("=");
  return read(cursor);
}

function set<K extends keyof DefinitionDraft>(draft: DefinitionDraft, key: K, value: DefinitionDraft[K]): void {
  draft[key] = value;
}
