import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Row } from "../../provider/client/client";
import { Listings } from "../../provider/client/listings";
import { raw } from "../../provider/sql/sql";

const LATENCY_MS = 100;
const WAREHOUSES = { container: "ACME-DEV", statement: raw("SHOW WAREHOUSES") };

/** What stands in the account; a listing shows what stood there when it was answered. */
let account: string[];
let sent: string[];
let fails: boolean;
let listings: Listings;
beforeEach(() => {
  vi.useFakeTimers();
  account = [];
  sent = [];
  fails = false;
  listings = new Listings(
    async ({ statement }) => {
      sent.push(statement.text);
      const failsNow = fails;
      const rows = account.map((name): Row => ({ name }));
      await latency();
      if (failsNow) throw new Error("unreachable");
      return rows;
    },
    () => {},
  );
});
afterEach(() => vi.useRealTimers());

function latency(ms = LATENCY_MS): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function create(name: string, ms = LATENCY_MS): Promise<void> {
  await listings.writing(WAREHOUSES.container, async () => {
    await latency(ms);
    account.push(name);
  });
  const rows = await listings.fresh(WAREHOUSES);
  expect(rows.map((row) => row["name"])).toContain(name);
}

async function destroy(name: string): Promise<void> {
  await listings.fresh(WAREHOUSES);
  await listings.writing(WAREHOUSES.container, async () => {
    await latency();
    account.splice(account.indexOf(name), 1);
  });
}

/** Does the work for each name, so many at a time, as the engine does. */
async function all(names: readonly string[], parallel: number, work: (name: string) => Promise<void>): Promise<void> {
  const queue = [...names];
  const worker = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) await work(name);
  };
  const done = Promise.all(Array.from({ length: parallel }, worker));
  await Promise.all([done, vi.runAllTimersAsync()]);
}

const NAMES = Array.from({ length: 1_000 }, (_, i) => `WH_${i}`);

describe("a burst", () => {
  test("of creations, 8 at a time, shares its read-backs: 1.15 statements each at most", async () => {
    await all(NAMES, 8, create);
    expect((NAMES.length + sent.length) / NAMES.length).toBeLessThanOrEqual(1.15);
  });

  test("of creations that take differently long does so too", async () => {
    await all(NAMES, 8, (name) =>
      create(name, (LATENCY_MS * (0.6 + ((0.8 * (Number(name.slice(3)) * 7919)) % 97))) / 97),
    );
    expect((NAMES.length + sent.length) / NAMES.length).toBeLessThanOrEqual(1.2);
  });

  test("of deletions, 8 at a time, takes 1.3 statements each at most", async () => {
    account = [...NAMES];
    await all(NAMES, 8, destroy);
    expect((NAMES.length + sent.length) / NAMES.length).toBeLessThanOrEqual(1.3);
  });

  test("of 1,000 refreshes takes one statement", async () => {
    await all(NAMES, 8, async () => void (await listings.shared(WAREHOUSES)));
    expect(sent).toHaveLength(1);
  });

  test("of 200 fresh reads at once takes one statement", async () => {
    await all(NAMES.slice(0, 200), 200, async () => void (await listings.fresh(WAREHOUSES)));
    expect(sent).toHaveLength(1);
  });
});

describe("a fresh read", () => {
  test("never takes rows that were asked for before it", async () => {
    const first = listings.fresh(WAREHOUSES);
    await vi.advanceTimersByTimeAsync(50);
    account.push("MADE ELSEWHERE");
    const second = listings.fresh(WAREHOUSES);
    await vi.runAllTimersAsync();
    expect([await first, await second]).toEqual([[], [{ name: "MADE ELSEWHERE" }]]);
  });

  test("waits a quarter of a second at most for a write that takes long", async () => {
    const write = create("SLOW", 5_000);
    const read = listings.fresh(WAREHOUSES);
    await vi.advanceTimersByTimeAsync(400);
    expect(sent).toHaveLength(1);
    await vi.runAllTimersAsync();
    await Promise.all([read, write]);
  });
});

describe("a shared read", () => {
  test("takes a snapshot up to a minute old", async () => {
    const first = listings.shared(WAREHOUSES);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(await listings.shared(WAREHOUSES)).toBe(await first);
    expect(sent).toHaveLength(1);
  });

  test("does not take an older one", async () => {
    const first = listings.shared(WAREHOUSES);
    await vi.advanceTimersByTimeAsync(60_001);
    const second = listings.shared(WAREHOUSES);
    await vi.runAllTimersAsync();
    await Promise.all([first, second]);
    expect(sent).toHaveLength(2);
  });

  test("takes what a fresh one brought", async () => {
    const fresh = listings.fresh(WAREHOUSES);
    await vi.advanceTimersByTimeAsync(200);
    expect(await listings.shared(WAREHOUSES)).toBe(await fresh);
  });

  test.each([
    ["began", 10],
    ["ended", 5_000],
  ])("does not take one that was sent before a write %s", async (_what, ms) => {
    const write = ms === 5_000 ? listings.writing("ACME-DEV", () => latency(300)) : undefined;
    const before = listings.shared(WAREHOUSES);
    await vi.advanceTimersByTimeAsync(150);
    const later = write ?? listings.writing("ACME-DEV", () => latency(ms));
    await vi.advanceTimersByTimeAsync(200);
    const after = listings.shared(WAREHOUSES);
    await vi.advanceTimersByTimeAsync(200);
    await Promise.all([before, later, after]);
    expect(sent).toHaveLength(2);
  });

  test("is not troubled by writes in other containers", async () => {
    const first = listings.shared(WAREHOUSES);
    const write = listings.writing("ANOTHER", () => latency(10));
    await vi.advanceTimersByTimeAsync(150);
    const second = listings.shared(WAREHOUSES);
    await Promise.all([first, write, second]);
    expect(sent).toHaveLength(1);
  });

  test("does not share with another statement", async () => {
    const other = { ...WAREHOUSES, statement: raw("SHOW WAREHOUSES LIKE 'A'") };
    const both = Promise.all([listings.shared(WAREHOUSES), listings.shared(other)]);
    await vi.runAllTimersAsync();
    await both;
    expect(sent).toHaveLength(2);
  });
});

test("a failure is told to all who wait, and forgotten", async () => {
  fails = true;
  const reads = [listings.shared(WAREHOUSES), listings.shared(WAREHOUSES)].map((read) => read.catch(String));
  await vi.advanceTimersByTimeAsync(150);
  expect(await Promise.all(reads)).toEqual(["Error: unreachable", "Error: unreachable"]);
  fails = false;
  const next = listings.shared(WAREHOUSES);
  await vi.advanceTimersByTimeAsync(150);
  expect(await next).toEqual([]);
});
