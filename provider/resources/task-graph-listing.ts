import type { Identity, Row } from "../client/client";
import { ObjectMissingError } from "../client/errors";
import { type Act, accountOf, createdOnOf } from "../resource/lifecycle/context";
import { list } from "../resource/locate";
import { type Facts, stateVersion } from "../resource/state";
import type { StoredName } from "../sql";
import { task } from "./task";

/** All tasks of the schema of a graph, in one listing; none if the schema is not there. */
export async function listing(
  act: Act,
  name: readonly StoredName[],
  freshness: "shared" | "fresh" = "fresh",
): Promise<readonly Row[]> {
  try {
    return await list(task, act.client, name, freshness);
  } catch (error) {
    if (error instanceof ObjectMissingError) return [];
    throw error;
  }
}

/** What proves which graph a state entry stands for. */
export function factsOf(who: Identity, root: Row | undefined): Facts {
  const createdOn = root === undefined ? undefined : createdOnOf(root);
  return {
    account: accountOf(who),
    role: who.role,
    version: stateVersion,
    ...(createdOn === undefined ? {} : { createdOn }),
  };
}
