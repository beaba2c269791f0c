import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Path } from "./place";
import { syntaxProblem, worthSaying, type YamlProblem } from "./yaml-problem";

/** What a text holds, and on which line each part of it stands. */
export interface YamlText {
  readonly value: unknown;
  /** The line, from 1, of the nearest thing on the way that is there. */
  readonly lineOf: (path: Path) => number | undefined;
}

/** More than any specification has, also when anchors are repeated. */
const mostNodes = 100_000;
const mostDeep = 100;

/**
 * Reads YAML 1.2, and so JSON. Anchors and merges are resolved. Numbers keep the digits that they were written with in
 * `exactNumbers`, for places where text was meant.
 */
export function readYaml(
  text: string,
  { exactNumbers = () => false }: { readonly exactNumbers?: (path: Path) => boolean } = {},
): YamlText | { readonly problems: readonly YamlProblem[] } {
  const lineCounter = new LineCounter();
  // What the parser prints on the console by itself may hold secrets.
  const document = parseDocument(text, { merge: true, lineCounter, prettyErrors: false, logLevel: "error" });
  const found = [...document.errors, ...document.warnings];
  if (found.length > 0) return { problems: worthSaying(found).map((one) => syntaxProblem(text, one, lineCounter)) };
  const lines = new Map<string, number>();
  const open = new Set<Node>();
  let nodes = 0;

  const fail = (node: unknown, message: string): never => {
    throw new Unreadable(message, lineAt(node) ?? 1);
  };
  const lineAt = (node: unknown) => {
    const start = (node as Partial<Node> | null)?.range?.[0];
    return start === undefined ? undefined : lineCounter.linePos(start).line;
  };

  function read(node: unknown, path: Path): unknown {
    nodes += 1;
    if (nodes > mostNodes) fail(node, "holds too much, or anchors that repeat one another too often");
    if (path.length > mostDeep) fail(node, "is nested too deeply");
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target === undefined)
        return fail(node, `*${node.source} is no anchor; write &${node.source} before what it means`);
      if (open.has(target)) return fail(node, `*${node.source} stands inside of what it means`);
      return read(target, path);
    }
    if (isMap(node) || isSeq(node)) {
      open.add(node);
      const value = isMap(node) ? readMap(node.items, path) : readList(node.items, path);
      open.delete(node);
      return value;
    }
    if (!isScalar(node)) return null;
    const exact = typeof node.value === "number" && exactNumbers(path) && /^(?:0|-?[1-9]\d*)$/.test(node.source ?? "");
    const value = exact ? node.source : node.value;
    const plain = value === null || ["string", "number", "boolean"].includes(typeof value);
    return plain ? value : fail(node, `holds a value with the tag ${node.tag}, which a specification cannot have`);
  }

  function readList(items: readonly unknown[], path: Path): readonly unknown[] {
    return items.map((item, index) => {
      note([...path, index], item);
      return read(item, [...path, index]);
    });
  }

  function readMap(items: readonly { readonly key: unknown; readonly value: unknown }[], path: Path): unknown {
    const own: [string, unknown][] = [];
    const merged: [string, unknown][] = [];
    for (const { key, value } of items) {
      const named = isAlias(key) ? key.resolve(document) : key;
      if (isMap(named)) return fail(key, "has {{ … }}, so it is a template, which needs values for its variables");
      if (!isScalar(named)) return fail(key ?? value, "has a key that is not a word");
      if (named.source === "<<" && named.type === "PLAIN") {
        for (const one of [read(value, path)].flat()) {
          if (typeof one !== "object" || one === null) return fail(key, "<< takes an object, or a list of objects");
          merged.push(...Object.entries(one).filter(([name]) => !merged.some(([taken]) => taken === name)));
        }
        continue;
      }
      const name = typeof named.value === "string" ? named.value : (named.source ?? String(named.value));
      note([...path, name], key);
      own.push([name, read(value, [...path, name])]);
    }
    return Object.fromEntries([...merged, ...own]);
  }

  function note(path: Path, node: unknown): void {
    const line = lineAt(node);
    if (line !== undefined) lines.set(JSON.stringify(path), line);
  }

  try {
    const value = read(document.contents, []);
    return { value, lineOf: (path) => nearest(path, lines) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { problems: [{ message: `${error.message} (line ${error.line})`, line: error.line }] };
  }
}

class Unreadable extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

function nearest(path: Path, lines: ReadonlyMap<string, number>): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const line = lines.get(JSON.stringify(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return undefined;
}
