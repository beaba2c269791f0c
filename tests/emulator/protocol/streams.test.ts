import { afterEach, beforeEach, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { connect, execute } from "./driver";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

async function send(body?: object) {
  const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
  const response = await fetch(`${emulator.url}/emulator/streams`, init);
  return { status: response.status, body: await response.json() };
}

test("a stream that is said to have data starts the task that waits for it, and is empty after", async () => {
  const connection = await connect(emulator.url);
  await execute(connection, "CREATE DATABASE D");
  await execute(connection, "CREATE WAREHOUSE W");
  await execute(connection, "CREATE TABLE T (N INT)");
  await execute(connection, "CREATE TASK A WAREHOUSE = W WHEN SYSTEM$STREAM_HAS_DATA('S') AS INSERT INTO T VALUES (1)");
  await execute(connection, "ALTER TASK A RESUME");
  expect((await send({ name: "D.PUBLIC.S", hasData: true })).status).toBe(200);
  expect((await execute(connection, "SELECT * FROM T")).rows).toEqual([{ N: 1 }]);
  expect((await send()).body).toEqual({ withData: [] });
  emulator.setStream("d.public.other", true);
  expect((await send()).body).toEqual({ withData: ["D.PUBLIC.OTHER"] });
  expect((await send({ name: "D.PUBLIC.OTHER", hasData: false })).body).toEqual({ withData: [] });
});

test.each([[{}], [{ name: "S", hasData: true }], [{ name: "D.PUBLIC.S" }], [{ name: "D.PUBLIC.S", hasData: "yes" }]])(
  "what does not say which stream is refused: %o",
  async (body) => {
    expect((await send(body)).status).toBe(400);
  },
);
