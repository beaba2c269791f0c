import type { AnyNode } from "acorn";
import { IdentifierError, parseIdentifier } from "../sql";
import { functionSource } from "./function-source";

/** A function as the body of a JavaScript procedure. */
export interface ClosedFunction {
  /** `return (…)(A, B);`: the function's own source, called with the procedure's arguments. */
  readonly body: string;
  /** Names of its parameters, in order, as they stand in the source. */
  readonly parameters: readonly string[];
}

/** A function that Snowflake could not run; the message says why, and what to do. */
export class ClosedFunctionError extends Error {
  override readonly name = "ClosedFunctionError";
}

/**
 * The body of a JavaScript procedure that does what a function of the program does. The function may use its parameters, what
 * JavaScript itself has, and `snowflake`; everything else stays behind in the program. Its parameters are plain names: all
 * arguments of a procedure are given, so a default would never be used, and a pattern has no name to pair with.
 *
 * @param argNames - Names of the procedure's arguments as SQL identifiers; without them, there is one for each parameter, in
 * order. JavaScript sees the argument `limit` as `LIMIT`.
 * @throws {@link ClosedFunctionError} if the function uses anything else, is asynchronous, a generator, bound or native, or does
 * not fit the arguments.
 * @see https://docs.snowflake.com/en/developer-guide/stored-procedure/stored-procedures-javascript
 */
export function closedFunctionBody(fn: (...args: never[]) => unknown, argNames?: readonly string[]): ClosedFunction {
  const source = functionSource(Function.prototype.toString.call(fn));
  if (typeof source === "string") throw new ClosedFunctionError(source);
  const { text, node, freeNames } = source;
  const shape = [...kindProblems(node), ...parameterProblems(node.params)];
  refuse([...shape, ...usageProblems(freeNames)]);
  const parameters = node.params.flatMap((parameter) => (parameter.type === "Identifier" ? [parameter.name] : []));
  const names = argNames === undefined ? parameters.map(upper) : paired(parameters, argNames.map(storedName));
  refuse(hidingProblems(freeNames, names));
  return { body: `return (${text})(${names.join(", ")});`, parameters };
}

/** What JavaScript itself has, and Snowflake runs. */
const builtIns: ReadonlySet<string> = new Set(
  `Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array Float64Array Infinity
  Int16Array Int32Array Int8Array JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String
  Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI
  decodeURIComponent encodeURI encodeURIComponent escape isFinite isNaN parseFloat parseInt undefined unescape snowflake
  SfDate`.split(/\s+/),
);

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new ClosedFunctionError(problems.join("; "));
}

function kindProblems({ async, generator }: { readonly async: boolean; readonly generator: boolean }): string[] {
  return [
    ...(async ? ["is asynchronous, but Snowflake waits for no promise; snowflake.execute waits by itself"] : []),
    ...(generator ? ["is a generator, which nothing would step through; return a value"] : []),
  ];
}

function parameterProblems(parameters: readonly AnyNode[]): string[] {
  const problems = parameters.flatMap((parameter) => {
    if (parameter.type === "AssignmentPattern")
      return ["gives a parameter a default, but all arguments are given; leave the default out"];
    if (parameter.type !== "Identifier")
      return ["has a pattern among its parameters; take plain names, and take them apart inside"];
    if (/^[A-Za-z_][\w$]*$/.test(parameter.name)) return [];
    return [`takes ${listed([parameter.name])}, which no SQL argument can be called; use letters, digits and _`];
  });
  const names = parameters.flatMap((parameter) => (parameter.type === "Identifier" ? [upper(parameter.name)] : []));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  const clash = twice === undefined ? [] : [`takes ${listed([twice])} twice, since SQL folds the case; rename one`];
  return [...new Set([...problems, ...clash])];
}

function usageProblems(freeNames: readonly string[]): string[] {
  const foreign = freeNames.filter((name) => !builtIns.has(name));
  const code = foreign.filter((name) => /^(?:eval|Function|import)$/.test(name));
  const around = foreign.filter((name) => /^(?:this|super|arguments|new\.target)$/.test(name));
  const injected = foreign.filter((name) => /^(?:__\w+|tslib(?:_\d+)?)$/.test(name));
  const others = foreign.filter((name) => ![...code, ...around, ...injected].includes(name));
  return [
    ...(others.length > 0
      ? [
          `uses ${listed(others)}, ${others.length === 1 ? "which is not its own; pass it" : "which are not its own; pass them"} as args`,
        ]
      : []),
    ...(around.length > 0 ? [`uses ${listed(around)}, which it does not have there; use parameters`] : []),
    ...(code.length > 0 ? [`uses ${listed(code)}, which Snowflake refuses: it loads no code at run time`] : []),
    ...(injected.length > 0 ? [`uses ${listed(injected)}, which the compiler put in; ${hintFor(injected)}`] : []),
  ];
}

function hintFor(injected: readonly string[]): string {
  return injected.includes("__name")
    ? "leave functions inside it without names, or give the body as text"
    : 'set "target" to ES2020 or later in tsconfig.json, or give the body as text';
}

/** An argument called JSON would be what `JSON` means inside. */
function hidingProblems(freeNames: readonly string[], names: readonly string[]): string[] {
  const hidden = names.filter((name) => freeNames.includes(name));
  return hidden.length === 0
    ? []
    : [`uses ${listed(hidden)}, which an argument of that name hides; rename the parameter`];
}

/** The argument for each parameter, as JavaScript sees it. */
function paired(parameters: readonly string[], args: readonly string[]): readonly string[] {
  const names = parameters.map((name) => (args.includes(upper(name)) ? upper(name) : name));
  const missing = parameters.filter((_, index) => !args.includes(names[index] ?? ""));
  const surplus = args.filter((name) => !names.includes(name));
  refuse([
    ...(missing.length > 0 ? [`takes ${listed(missing)}, which args do not name`] : []),
    ...(surplus.length > 0 ? [`does not take ${listed(surplus)}, which args name`] : []),
  ]);
  return names;
}

function storedName(written: string): string {
  try {
    return parseIdentifier(written);
  } catch (error) {
    if (error instanceof IdentifierError) throw new ClosedFunctionError(`has an argument whose name ${error.message}`);
    throw error;
  }
}

function upper(name: string): string {
  return name.toUpperCase();
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
