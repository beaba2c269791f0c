import { type Advice, capitalised } from "../client/advice";
import type { Row } from "../client/client";
import { NotAuthorizedError, ObjectMissingError, type SnowflakeError, TimeoutError } from "../client/errors";
import type { Waiting } from "../resource/definition";
import { same } from "../resource/equal";
import { type Act, adviceOf } from "../resource/lifecycle/context";
import { poll } from "../resource/lifecycle/polling";
import { locate } from "../resource/locate";
import { called } from "../resource/names";
import type { Values } from "../resource/property";
import { canonicalQualified, quoted, type StoredName, sql } from "../sql";
import { computePools, isSuspended, onlySuspended } from "./compute-pool-known";

/** How long a pool is waited for where the program sets no limit. */
const patienceMs = 20 * 60_000;

/** When an operation on a pool has waited long enough, by our clock. */
export function deadlineOf({ timeoutMs }: Act): number {
  return Date.now() + (timeoutMs ?? patienceMs);
}

/**
 * Waits until a pool has its nodes, if the program says so.
 *
 * @throws TimeoutError with what Snowflake says of the pool.
 */
export async function nodesAreThere(act: Act, { name, row, before, after, unfinished }: Waiting): Promise<Row> {
  const { waitFor } = after;
  if ((waitFor !== "idle" && waitFor !== "active") || act.context.isDryRun === true) return row;
  if (before !== undefined && !unfinished && !changesNodes(before, after)) return row;
  const progress = new Progress(act, name);
  let known: Row | undefined = before === undefined ? row : undefined;
  const found = await poll(deadlineOf(act), async (round) => {
    const now = known ?? (await locate(computePools, act.client, name, "fresh"));
    known = undefined;
    if (now === undefined) throw gone(name, adviceOf(act.context));
    if (isSuspended(now)) {
      act.context.say(`${called(computePools, name)} is suspended: its nodes are not waited for.`);
      return now;
    }
    if (hasNodes(now, waitFor)) return now;
    await round.space();
    await progress.tell(now);
    return undefined;
  });
  if (found !== undefined) return found;
  throw await progress.tooLate(waitFor);
}

function changesNodes(before: Values, after: Values): boolean {
  return ["minNodes", "maxNodes", "waitFor", ...onlySuspended].some((key) => !same(before[key], after[key]));
}

/** A pool that grows beyond its least nodes has them all the same; one that was just told to grow may not say so yet. */
export function hasNodes(row: Row, waitFor: "idle" | "active"): boolean {
  const state = row["state"];
  if (nodesIn(row) < Number(row["min_nodes"])) return false;
  if (state === "RESIZING") return waitFor === "idle" || Number(row["active_nodes"]) > 0;
  return state === "ACTIVE" || (state === "IDLE" && waitFor === "idle");
}

/** What is told while a pool is waited for. */
class Progress {
  readonly #act: Act;
  readonly #name: readonly StoredName[];
  #told = "";
  #row: Row = {};

  constructor(act: Act, name: readonly StoredName[]) {
    this.#act = act;
    this.#name = name;
  }

  /** Says what is new. */
  async tell(row: Row): Promise<void> {
    this.#row = row;
    const { code, text } = await this.#status();
    const state = `${called(computePools, this.#name)} is ${row["state"]}${code === "" ? "" : `: ${text}`}`;
    if (state === this.#told) return;
    this.#told = state;
    this.#act.context.say(`${state} (${row["target_nodes"]} nodes wanted, ${nodesIn(row)} there)`);
  }

  async tooLate(waitFor: string): Promise<SnowflakeError> {
    const { code, text } = await this.#status();
    const advice = adviceOf(this.#act.context);
    const way = wayOut(code, advice) ?? `${capitalised(advice.again)} to wait on`;
    return new TimeoutError({
      objectKind: computePools.kind,
      name: canonicalQualified(this.#name),
      ...(code === "" ? {} : { code }),
      message:
        `${called(computePools, this.#name)} is still ${this.#row["state"]}, with ${nodesIn(this.#row)} of ${this.#row["target_nodes"]} nodes, and ` +
        `was to be waited for (waitFor: "${waitFor}")${text === "" ? "." : `. Snowflake says: ${text.trim()}`} ${way}; give it longer with ` +
        `${advice.timeouts('timeouts: { create: "1h", update: "1h" }')}, or take waitFor out.`,
    });
  }

  /** What DESCRIBE says of the pool; a role without MONITOR is not told. */
  async #status(): Promise<{ readonly code: string; readonly text: string }> {
    const { client, operation } = this.#act;
    const statement = sql`DESCRIBE COMPUTE POOL ${quoted(...this.#name)}`;
    try {
      const { rows } = await client.execute(statement, { writes: false, operation });
      const { error_code: code, status_message: text } = rows[0] ?? {};
      return { code: code ?? "", text: text === null || text === undefined || text === "" ? "" : text };
    } catch (error) {
      if (error instanceof NotAuthorizedError || error instanceof ObjectMissingError) return { code: "", text: "" };
      throw error;
    }
  }
}

/** What helps, by Snowflake's code. */
const ways: Readonly<Record<string, (advice: Advice) => string>> = {
  "392507": ({ again }) =>
    `The cloud has no room for this instanceFamily now: give backupInstanceFamilies, choose another instanceFamily or placementGroup, or ${again} later`,
  "392508": () => "More has to run than maxNodes allows: raise maxNodes, or stop something",
};

/** What helps where a pool does not get its nodes, by the code that DESCRIBE tells; undefined if nothing is known. */
export function wayOut(code: string, advice: Advice): string | undefined {
  return ways[code]?.(advice);
}

/** How many nodes a pool has. */
export function nodesIn(row: Row): number {
  return Number(row["active_nodes"]) + Number(row["idle_nodes"]);
}

function gone(name: readonly StoredName[], { look, goOn }: Advice): SnowflakeError {
  return new ObjectMissingError({
    objectKind: computePools.kind,
    name: canonicalQualified(name),
    message: `${called(computePools, name)} was dropped while it was waited for. ${capitalised(look)}, then ${goOn}.`,
  });
}
