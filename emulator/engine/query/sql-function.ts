import type { Context } from "../statements/context";
import type { Value } from "./value";

/** A scalar function: the fewest and the most arguments, and its value. */
export interface SqlFunction {
  arity: readonly [least: number, most?: number];
  /** Whether a call changes the account, so that SELECT does not only read. */
  changes?: boolean;
  call(context: Context, args: readonly Value[]): Value;
}

export type SqlFunctions = Readonly<Record<string, SqlFunction>>;
