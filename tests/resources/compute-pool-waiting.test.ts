import { describe, expect, test, vi } from "vitest";
import type { Client, Row } from "../../provider/client/client";
import { NotAuthorizedError, SnowflakeError } from "../../provider/client/errors";
import type { Act, Context } from "../../provider/resource/lifecycle/context";
import { computePool } from "../../provider/resources";
import { nodesAreThere } from "../../provider/resources/compute-pool-waiting";
import { storedName } from "../../provider/sql";

vi.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

const name = [storedName("P")];
const row = (state: string, more: Row = {}): Row => ({
  ...{ name: "P", state, min_nodes: "1", target_nodes: "1", active_nodes: "0", idle_nodes: "0" },
  ...more,
});

/** A creation whose time is over, of a pool of which DESCRIBE answers as given. */
async function tooLate(described: () => Row): Promise<{ readonly error: SnowflakeError; readonly said: string[] }> {
  const said: string[] = [];
  const client = {
    listing: async () => [row("STARTING")],
    execute: async () => ({ rows: [described()], queryId: "", durationMs: 0 }),
  } as unknown as Client;
  const context = { say: (line: string) => said.push(line) } as unknown as Context;
  const operation = { kind: "ComputePool", name: "P", operation: "create" } as const;
  const act: Act = { definition: computePool, context, client, operation, timeoutMs: -1 };
  const waiting = { name, row: row("STARTING"), after: { waitFor: "idle" }, unfinished: false };
  const error = await nodesAreThere(act, waiting).catch((problem: unknown) => problem);
  if (!(error instanceof SnowflakeError)) throw new Error("it did not fail");
  return { error, said };
}

describe("a pool whose nodes do not come in time", () => {
  test("says that the cloud has no room, with Snowflake's words and code, and what helps", async () => {
    const text = "Compute pool is starting for the last 3 minutes. We have observed CAPACITY_ERROR.";
    const { error, said } = await tooLate(() => ({ error_code: "392507", status_message: text }));
    expect(error).toMatchObject({ kind: "Timeout", code: "392507", objectName: "P" });
    expect(error.message).toContain(`still STARTING, with 0 of 1 nodes, and was to be waited for (waitFor: "idle")`);
    expect(error.message).toContain(`Snowflake says: ${text} The cloud has no room for this instanceFamily now`);
    expect(error.message).toContain("backupInstanceFamilies");
    expect(said).toEqual([`ComputePool P is STARTING: ${text} (1 nodes wanted, 0 there)`]);
  });

  test("says that maxNodes is reached", async () => {
    const { error } = await tooLate(() => ({ error_code: "392508", status_message: "limit" }));
    expect(error.message).toContain("raise maxNodes");
  });

  test("says what is known to a role that may not describe it", async () => {
    const { error } = await tooLate(() => {
      throw new NotAuthorizedError({ message: "no MONITOR" });
    });
    expect(error.message).toContain('was to be waited for (waitFor: "idle"). Run pulumi up again');
  });
});

test("a pool that is told to have more nodes is not there while it has fewer, whatever its state", async () => {
  const rows = [
    row("ACTIVE", { min_nodes: "2", active_nodes: "1" }),
    row("ACTIVE", { min_nodes: "2", active_nodes: "2" }),
  ];
  const client = {
    listing: async () => rows.splice(0, 1),
    execute: async () => ({ rows: [{}], queryId: "", durationMs: 0 }),
  } as unknown as Client;
  const context = { say: () => undefined } as unknown as Context;
  const operation = { kind: "ComputePool", name: "P", operation: "update" } as const;
  const act: Act = { definition: computePool, context, client, operation, timeoutMs: 60_000 };
  const change = { before: { minNodes: 1, waitFor: "idle" }, after: { minNodes: 2, waitFor: "idle" } };
  const found = await nodesAreThere(act, { name, row: row("ACTIVE"), ...change, unfinished: false });
  expect(found["active_nodes"]).toBe("2");
});
