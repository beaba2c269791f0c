import type { AnyNode, Function as FunctionNode, Program } from "acorn";

/** The source of a function, taken apart. */
export interface FunctionSource {
  /** An expression whose value is the function. */
  readonly text: string;
  readonly node: FunctionNode & { readonly type: string };
  /** What it uses and does not declare, each name once, as the program knows it. */
  readonly freeNames: readonly string[];
}

/** Takes the source of a function apart; answers why not, where it is no function that can stand alone. */
export function functionSource(text: string): FunctionSource | string {
  if (/\{\s*\[native code\]\s*\}$/.test(text)) {
    return "is bound or native, so that its source cannot be read; write the function itself";
  }
  const program = parse(`(${text}\n)`);
  if (program === undefined) return methodSource(text);
  const node = expressionOf(program);
  if (node?.type !== "ArrowFunctionExpression" && node?.type !== "FunctionExpression") {
    return "is a class; write a function";
  }
  return { text, node, freeNames: freeNames(program, node) };
}

/** `run(limit) { … }`, as it stands in an object. */
function methodSource(text: string): FunctionSource | string {
  const start = "({";
  const program = parse(`${start}${text}\n})`);
  const object = program && expressionOf(program);
  const method = object?.type === "ObjectExpression" ? object.properties[0] : undefined;
  if (program === undefined || method?.type !== "Property" || !method.method) {
    return "is no function that can stand alone; write an arrow function";
  }
  const node = method.value as FunctionNode & { readonly type: string };
  // From the parenthesis on, a method is like any function.
  return { text: `function ${text.slice(node.start - start.length)}`, node, freeNames: freeNames(program, node) };
}

function parse(text: string): Program | undefined {
  const acorn = require("acorn") as typeof import("acorn");
  try {
    return acorn.parse(text, { ecmaVersion: 2022, ranges: true });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function expressionOf({ body: [statement] }: Program) {
  return statement?.type === "ExpressionStatement" ? statement.expression : undefined;
}

function freeNames(program: Program, node: AnyNode | FunctionSource["node"]): readonly string[] {
  const { analyze } = require("eslint-scope") as typeof import("eslint-scope");
  const { globalScope } = analyze(program as never, { ecmaVersion: 2022, sourceType: "script", ignoreEval: true });
  const members = new Map<unknown, string>();
  const words = new Set<string>();
  for (const inner of childrenOf(node as AnyNode)) collect(inner, members, words, false);
  const names = (globalScope?.through ?? []).map(({ identifier }) =>
    imported(identifier.name, members.get(identifier)),
  );
  return [...new Set([...names, ...words])];
}

/** Notes which member each name is asked for, and the words that stand for something around the function. */
function collect(node: AnyNode, members: Map<unknown, string>, words: Set<string>, isInner: boolean): void {
  if (node.type === "MemberExpression" && node.property.type === "Identifier" && !node.computed) {
    members.set(node.object, node.property.name);
  }
  if (node.type === "ImportExpression") words.add("import");
  if (!isInner && node.type === "ThisExpression") words.add("this");
  if (!isInner && node.type === "Super") words.add("super");
  if (!isInner && node.type === "MetaProperty") words.add(`${node.meta.name}.${node.property.name}`);
  // Functions and classes inside have a `this` of their own, arrow functions have not.
  const inner = isInner || /^(?:Function|Class)/.test(node.type);
  for (const child of childrenOf(node)) collect(child, members, words, inner);
}

function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is AnyNode => typeof value?.type === "string");
}

/** Compilers write `limit_1.limit` for `limit`, or `exports.limit` where the file itself exports it. */
function imported(name: string, member: string | undefined): string {
  if (!/^(?:exports|\w+_\d+|__vi_import_\d+__)$/.test(name) || /^tslib_\d+$/.test(name)) return name;
  return member === undefined || member === "default" ? name.replace(/_\d+$/, "") : member;
}
