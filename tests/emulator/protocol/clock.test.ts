import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { connect, execute } from "./driver";

const start = new Date("2030-01-01T00:00:00.000Z");
const hour = 3_600_000;

describe("the clock of an emulated account", () => {
  let folder: string;
  let emulator: Emulator;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "snowflake-emulator-"));
    emulator = await startEmulator({ now: () => start, stateFile: join(folder, "state.json") });
  });
  afterEach(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true });
  });

  async function createdOn(): Promise<number> {
    const connection = await connect(emulator.url);
    await execute(connection, "CREATE OR REPLACE DATABASE D");
    const { rows } = await execute(connection, "SHOW DATABASES LIKE 'D'");
    return new Date(String(rows[0]?.["created_on"])).getTime();
  }

  async function send(body: object, method = "POST") {
    const init = method === "GET" ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${emulator.url}/emulator/clock`, init);
    return { status: response.status, body: await response.json() };
  }

  test("moves on, and times of creation follow it", async () => {
    emulator.advance(hour);
    expect(emulator.now()).toEqual(new Date(start.getTime() + hour));
    expect(await createdOn()).toBeGreaterThanOrEqual(start.getTime() + hour);
  });

  test("moves on over HTTP, by milliseconds or to a time", async () => {
    expect((await send({}, "GET")).body).toEqual({ now: "2030-01-01T00:00:00.000Z", aheadMs: 0 });
    expect((await send({ advanceMs: hour })).body).toEqual({ now: "2030-01-01T01:00:00.000Z", aheadMs: hour });
    expect((await send({ now: "2030-01-02T00:00:00Z" })).body).toEqual({
      now: "2030-01-02T00:00:00.000Z",
      aheadMs: 24 * hour,
    });
  });

  test.each([
    [{ advanceMs: -1 }],
    [{ now: "2029-12-31T23:59:59Z" }],
    [{ now: "tomorrow" }],
    [{}],
    [{ advanceMs: 1, now: "2031-01-01T00:00:00Z" }],
  ])("does not go back or guess: %o", async (body) => {
    expect((await send(body)).status).toBe(400);
    expect(emulator.now()).toEqual(start);
  });

  test("is where it was after a restart", async () => {
    emulator.advance(hour);
    await emulator.close();
    emulator = await startEmulator({ now: () => start, stateFile: join(folder, "state.json") });
    expect(emulator.now()).toEqual(new Date(start.getTime() + hour));
  });

  test("does not end sessions", async () => {
    const connection = await connect(emulator.url);
    emulator.advance(100 * hour);
    expect((await execute(connection, "SELECT 1 AS N")).rows).toEqual([{ N: 1 }]);
  });
});
