import { describe, expect, test, vi } from "vitest";
import { scriptAdvice } from "../../provider/client/advice";
import type { Client, Row } from "../../provider/client/client";
import type { Act, Context } from "../../provider/resource/lifecycle/context";
import { computePool, service } from "../../provider/resources";
import { nodesAreThere } from "../../provider/resources/compute-pool-waiting";
import { ServiceWatch } from "../../provider/resources/service-watch";
import { storedName } from "../../provider/sql";

vi.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

/** An operation of a script whose time is over, on what is listed as given. */
function act(definition: Act["definition"], listed: readonly Row[], described: Row = {}): Act {
  const client = {
    listing: async () => listed,
    execute: async () => ({ rows: [described], queryId: "", durationMs: 0 }),
  } as unknown as Client;
  const context = { advice: scriptAdvice, say: () => undefined } as unknown as Context;
  const operation = { kind: definition.kind, name: "P", operation: "create" } as const;
  return { definition, context, client, operation, timeoutMs: -1 };
}

describe("a script is told what to do when a pool", () => {
  const name = [storedName("P")];
  const starting = {
    name: "P",
    state: "STARTING",
    min_nodes: "1",
    target_nodes: "1",
    active_nodes: "0",
    idle_nodes: "0",
  };
  const waiting = { name, row: starting, after: { waitFor: "idle" }, unfinished: false };

  test.each([
    ["", "Run it again to wait on; give it longer with timeoutMs, or take waitFor out."],
    ["392507", "choose another instanceFamily or placementGroup, or run it again later; give it longer with timeoutMs"],
    ["392508", "raise maxNodes, or stop something; give it longer with timeoutMs"],
  ])("has no nodes in time (%s)", async (code, advice) => {
    const described = { error_code: code, status_message: "" };
    await expect(nodesAreThere(act(computePool, [starting], described), waiting)).rejects.toThrow(advice);
  });

  test("is dropped meanwhile", async () => {
    const again = { ...waiting, before: {}, unfinished: true };
    await expect(nodesAreThere({ ...act(computePool, []), timeoutMs: 60_000 }, again)).rejects.toThrow(
      "was dropped while it was waited for. Call fetch(), then run it again.",
    );
  });
});

describe("a script is told what to do when a service", () => {
  const name = ["D", "S", "WEB"].map((part) => storedName(part));
  const waiting = { name, row: {}, before: {}, after: {}, unfinished: false };
  const watch = () => new ServiceWatch(act(service, []), waiting);

  test("is not ready in time", async () => {
    expect((await watch().late()).message).toContain(
      "Give it longer with timeoutMs, or mend its spec or its image, and run it again: it goes on from there.",
    );
  });

  test("has no addresses in time", () => {
    expect(watch().unprovisioned().message).toContain(
      'Give it longer with timeoutMs, do without with waitFor: "ready", or mend its spec or its image, and run it again',
    );
  });

  test("is dropped meanwhile", async () => {
    const looked = watch().look({ space: async () => undefined } as Parameters<ServiceWatch["look"]>[0]);
    await expect(looked).rejects.toThrow("Mend its spec or its image, and run it again: it goes on from there.");
  });
});
