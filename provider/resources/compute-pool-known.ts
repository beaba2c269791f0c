import type { Row } from "../client/client";
import { same } from "../resource/equal";
import type { Context } from "../resource/lifecycle/context";
import type { Values } from "../resource/property";

/** Compute pools in statements, for whoever has the definition or not. */
export const computePools = {
  kind: "ComputePool",
  noun: "COMPUTE POOL",
  plural: "COMPUTE POOLS",
  scope: "account",
} as const;

/** What Snowflake changes only while the pool is suspended. */
export const onlySuspended = ["instanceFamily", "placementGroup"] as const;

/** Those of them that a change is about. */
export function changedSuspended(before: Values, after: Values): readonly string[] {
  return onlySuspended.filter((key) => !same(before[key], after[key]));
}

/** Whether the pool has no nodes, or is giving them back. */
export function isSuspended(row: Row | undefined): boolean {
  return isSuspendedIn(row?.["state"]);
}

/** The same of a state. */
export function isSuspendedIn(state: string | null | undefined): boolean {
  return state === "SUSPENDED" || state === "STOPPING";
}

/** What this run knows of the compute pools of an account; names are canonical. */
export interface Known {
  /** What the program says of a pool. */
  readonly declared: Map<string, Values>;
  /** What is brought back from earlier runs, by connection and role. */
  readonly broughtBack: Map<string, Promise<void>>;
}

const known = new WeakMap<Context["claims"], Known>();

/** What this run knows. */
export function knownOf({ claims }: Context): Known {
  const here = known.get(claims) ?? { declared: new Map(), broughtBack: new Map() };
  known.set(claims, here);
  return here;
}
