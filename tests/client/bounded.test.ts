import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bounded } from "../../provider/client/bounded";
import type { Client, Clients } from "../../provider/client/client";
import { type SnowflakeError, TimeoutError } from "../../provider/client/errors";
import { raw } from "../../provider/sql/sql";
import { clientsWith, configFor, type Server, startServer } from "./scripted-server";

const READ = { writes: false };
const WRITE = { writes: true };
const LISTING = { container: "C", statement: raw("SHOW THINGS") };

let server: Server;
let clients: Clients;
let client: Client;
beforeEach(async () => {
  server = await startServer();
  ({ clients, client } = clientsWith(configFor(server)));
  await client.execute(raw("FIRST"), READ);
  server.executed.length = 0;
});
afterEach(async () => {
  await clients.closeAll();
  await server.close();
});

async function failure(work: Promise<unknown>): Promise<SnowflakeError> {
  return work.then(
    () => Promise.reject(new Error("did not fail")),
    (error: SnowflakeError) => error,
  );
}

describe("a client that is bound", { timeout: 20_000 }, () => {
  test("is the client itself without bounds, and answers the same within them", async () => {
    expect(bounded(client, {})).toBe(client);
    const within = bounded(client, { timeoutMs: 60_000, signal: new AbortController().signal });
    expect((await within.execute(raw("ONE"), READ)).rows).toEqual([{ status: "ran ONE" }]);
    expect(await within.listing(LISTING, "fresh")).toEqual([{ status: "ran SHOW THINGS" }]);
    expect(await within.identity()).toMatchObject({ user: "DEPLOYER" });
    expect(await within.writing("C", () => within.execute(raw("TWO"), WRITE))).toMatchObject({
      queryId: expect.any(String),
    });
  });

  test("never ends by a time that no timer can wait for", async () => {
    const patient = bounded(client, { timeoutMs: Number.POSITIVE_INFINITY });
    expect((await patient.execute(raw("ONE"), READ)).rows).toHaveLength(1);
  });

  test("cancels its statements when the time is up, and sends no more", async () => {
    server.setLatency(60_000);
    const hurried = bounded(client, { timeoutMs: 200 });
    const error = await failure(hurried.execute(raw("CREATE WAREHOUSE W"), WRITE));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ outcomeUnknown: false, message: expect.stringMatching(/^No answer within 0.2 s: /) });
    server.setLatency(0);
    expect((await failure(hurried.execute(raw("CREATE V"), WRITE))).message).toBe(
      "No answer within 0.2 s: the statement was not sent.",
    );
    const begun = hurried.writing("C", () => Promise.reject(new Error("was begun")));
    expect((await failure(begun)).message).toBe("No answer within 0.2 s: the statement was not sent.");
    expect(await hurried.writing("C", async () => "what was begun ends", { evenWhenStopping: true })).toBe(
      "what was begun ends",
    );
    expect((await failure(hurried.identity())).kind).toBe("Timeout");
    expect(server.executed).toEqual([]);
  });

  test("has one deadline for all that is done", async () => {
    server.setLatency(60_000);
    const hurried = bounded(client, { timeoutMs: 300 });
    const works = ["A", "B"].map((text) => failure(hurried.execute(raw(text), READ)));
    works.push(failure(hurried.listing(LISTING, "fresh")), failure(hurried.identity()));
    expect((await Promise.all(works)).map(({ kind }) => kind)).toEqual(["Timeout", "Timeout", "Timeout", "Timeout"]);
  });

  test("waits no longer for what others share, and leaves it to them", async () => {
    server.setLatency(500);
    const controller = new AbortController();
    const stopped = bounded(client, { signal: controller.signal });
    const others = client.listing(LISTING, "fresh");
    const error = failure(stopped.listing(LISTING, "fresh"));
    controller.abort();
    expect(await error).toMatchObject({
      kind: "Timeout",
      message: "Cancelled: the listing was not waited for.",
      statement: "SHOW THINGS",
    });
    expect(await others).toHaveLength(1);
    expect(server.executed).toEqual(["SHOW THINGS"]);
  });

  test("hears out a write that has begun, so that its outcome is told", async () => {
    const controller = new AbortController();
    const stopped = bounded(client, { signal: controller.signal });
    const outcome = await failure(
      stopped.writing("C", async () => {
        await stopped.execute(raw("SUSPEND"), WRITE);
        controller.abort();
        try {
          await stopped.execute(raw("CHANGE"), WRITE);
        } finally {
          await stopped.execute(raw("RESUME"), { ...WRITE, evenWhenStopping: true });
        }
      }),
    );
    expect(outcome.message).toBe("Cancelled: the statement was not sent.");
    expect(server.executed).toEqual(["SUSPEND", "RESUME"]);
  });

  test("lets through what must be sent", async () => {
    const over = bounded(client, { signal: AbortSignal.abort() });
    const urgent = { evenWhenStopping: true };
    await over.execute(raw("RESUME"), { ...WRITE, ...urgent });
    await over.listing({ ...LISTING, ...urgent }, "fresh");
    await over.identity(urgent);
    expect(server.executed).toHaveLength(3);
  });

  test("heeds the statement's own signal and time too", async () => {
    server.setLatency(60_000);
    const calm = bounded(client, { timeoutMs: 60_000 });
    const controller = new AbortController();
    const cancelled = failure(calm.execute(raw("A"), { ...READ, signal: controller.signal }));
    const late = failure(calm.execute(raw("B"), { ...READ, timeoutMs: 100 }));
    controller.abort();
    expect((await cancelled).message).toMatch(/^Cancelled: /);
    expect((await late).message).toMatch(/^No answer within 0.1 s: /);
  });
});
