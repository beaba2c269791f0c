import { ClosedFunctionError, closedFunctionBody } from "./closed-function";

/** An argument of a list, which says its name itself. */
interface Listed {
  readonly name: string;
}

/** Arguments of a procedure that a task holds: a list, or an object by their names. */
type Arguments = readonly Listed[] | Readonly<Record<string, object>>;

/** A procedure whose body is a function of the program. */
export interface FunctionProcedure {
  readonly body: (...args: never[]) => unknown;
  readonly language?: unknown;
  readonly args?: unknown;
}

/**
 * A procedure with a function as its body, with the text of the function in its place, and with its arguments in the order in which
 * the function takes them.
 *
 * @throws {@link ClosedFunctionError} naming what the function uses and Snowflake would not have.
 */
export function functionProcedure({ body, language = "javascript", args, ...rest }: FunctionProcedure): object {
  const given = args as Arguments | undefined;
  const code = closedFunctionBody(body, namesOf(given));
  return {
    ...rest,
    language,
    body: code.body,
    ...(given === undefined ? {} : { args: inOrder(given, code.parameters) }),
  };
}

/** Names of the arguments in their order; those of an object are paired with parameters by name. */
function namesOf(args: Arguments | undefined): readonly string[] | undefined {
  if (args === undefined) return [];
  return isList(args) ? args.map(({ name }) => name) : undefined;
}

/** Arguments of an object in the order of the function's parameters, which the code calls it with. */
function inOrder(args: Arguments, parameters: readonly string[]): unknown {
  if (isList(args)) return args;
  const keys = new Map(Object.keys(args).map((key) => [key.toUpperCase(), key]));
  const missing = parameters.filter((one) => !keys.has(one.toUpperCase()));
  const others = [...keys].filter(([upper]) => !parameters.some((one) => one.toUpperCase() === upper));
  if (missing.length > 0)
    throw new ClosedFunctionError(`has the parameter ${missing[0]}, for which args has no value; add it to args`);
  if (others.length > 0)
    throw new ClosedFunctionError(`has no parameter ${others[0]?.[1]}; take it out of args, or add it`);
  return parameters.map((one) => {
    const key = keys.get(one.toUpperCase()) ?? one;
    return { name: key, ...args[key] };
  });
}

function isList(args: Arguments): args is readonly Listed[] {
  return Array.isArray(args);
}
