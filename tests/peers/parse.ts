import { pythonPeer } from "./set-up";
import { ask } from "./talk";

/** What an SQL parser that others wrote makes of a text. */
export interface Parsed {
  readonly statements: readonly ParsedStatement[];
  /** Kind and decoded text: a literal without its quotes and escapes. */
  readonly tokens: readonly (readonly [type: string, text: string])[];
  readonly comments: readonly string[];
  readonly error: string | null;
}

/** One statement of a text. */
export interface ParsedStatement {
  /** `Create`, `Drop`, …; `Command` for what the parser knows by its first word alone. */
  readonly verb: string;
  readonly kind: string | null;
  /** Parts of the name of what it is about. */
  readonly name: readonly string[];
  readonly replaces: boolean;
  /** Whether it ends in a query. */
  readonly isQuery: boolean;
  /** The columns that it defines, with the sorts of their constraints. */
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly said: Readonly<Record<string, string | null>>;
  }[];
  /** The keys that it defines. */
  readonly keys: readonly {
    readonly sort: string;
    readonly columns: readonly string[];
    readonly refersTo: readonly string[];
  }[];
  readonly properties: Readonly<
    Record<string, boolean | number | { readonly text: string } | { readonly word: string }>
  >;
}

/** Reads texts with sqlglot, all in one process. */
export async function parse(texts: Iterable<string>): Promise<ReadonlyMap<string, Parsed>> {
  const distinct = [...new Set(texts)];
  const answer = await ask(await pythonPeer("parse.py"), JSON.stringify(distinct));
  const parsed = JSON.parse(answer) as Parsed[];
  return new Map(parsed.map((one, index) => [distinct[index] ?? "", one]));
}

/** The literals of a text, decoded. */
export function literalsOf({ tokens }: Parsed): readonly string[] {
  return tokens.filter(([type]) => /STRING/.test(type)).map(([, text]) => text);
}

/** The names in quotes of a text, decoded. */
export function quotedNamesOf({ tokens }: Parsed): readonly string[] {
  return tokens.filter(([type]) => type === "IDENTIFIER").map(([, text]) => text);
}

/** Its tokens with a blank between them and nothing in its literals and quoted names. */
export function skeletonOf({ tokens }: Parsed): string {
  return tokens
    .map(([type, text]) => (type === "IDENTIFIER" ? '"…"' : /STRING/.test(type) ? "'…'" : text))
    .join(" ")
    .replaceAll(" . ", ".");
}
