import type { LineCounter } from "yaml";

/** A text that cannot be read: what is wrong and, in the message too, on which line. */
export interface YamlProblem {
  readonly message: string;
  readonly line: number;
}

/** What the parser says is wrong. */
export interface Syntax {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** All repeated keys; of anything else the first, since the others only follow from it. */
export function worthSaying(found: readonly Syntax[]): readonly Syntax[] {
  const other = found.find(({ code }) => code !== "DUPLICATE_KEY");
  return other === undefined ? found : [other];
}

/** What the parser says, in our words where there are better ones. */
export function syntaxProblem(text: string, { code, message, pos }: Syntax, lineCounter: LineCounter): YamlProblem {
  const { line, col } = lineCounter.linePos(Math.min(pos[0], text.length));
  if (code === "MULTIPLE_DOCS") {
    return {
      line,
      message: `holds several documents; a specification is one, so take out what follows --- (line ${line})`,
    };
  }
  if (code === "DUPLICATE_KEY") {
    const [key = "a key"] = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s:,{}]+)/.exec(text.slice(pos[0])) ?? [];
    return { line, message: `has ${key} twice in one object (line ${line})` };
  }
  const sentence = message.replace(/;? please use .*$/i, "").replace(/\.$/, "");
  const shown = shownLine(text, line);
  return {
    line,
    message: `is not YAML: ${sentence} (line ${line}, column ${col}${shown === undefined ? "" : `: ${JSON.stringify(shown)}`})`,
  };
}

const environment = /(?:^|[\s{,"'-])env["']?\s*:/;

/** The line in question, unless it may hold a value of an environment variable, which may be secret. */
function shownLine(text: string, line: number): string | undefined {
  const all = text.split(/\r?\n/);
  const own = all[line - 1]?.slice(0, 120) ?? "";
  if (own.trim() === "" || environment.test(own)) return undefined;
  if (text.trimStart().startsWith("{") && environment.test(text)) return undefined;
  let depth = indentOf(own);
  for (const above of all.slice(0, line - 1).toReversed()) {
    if (above.trim() === "" || indentOf(above) >= depth) continue;
    if (environment.test(above)) return undefined;
    depth = indentOf(above);
  }
  return own.trim();
}

function indentOf(line: string): number {
  return /^[\s-]*/.exec(line)?.[0].length ?? 0;
}
