import { expect, test } from "vitest";
import { startEmulator } from "../../../emulator/index";
import { connect, disconnect, execute } from "../protocol/driver";

// Nothing in this file loads the engine for JavaScript beforehand.
test("A driver calls a procedure in JavaScript without waiting for anything", async () => {
  const emulator = await startEmulator();
  const connection = await connect(emulator.url);
  const anonymous = "WITH n AS PROCEDURE () RETURNS FLOAT LANGUAGE JAVASCRIPT AS 'return 1' CALL n()";
  await execute(connection, "CREATE DATABASE D");
  expect((await execute(connection, anonymous)).rows).toEqual([{ N: 1 }]);
  await execute(connection, "CREATE PROCEDURE P(a FLOAT) RETURNS FLOAT LANGUAGE JAVASCRIPT AS 'return A + 1'");
  expect((await execute(connection, "CALL P(?)", { binds: [41] })).rows).toEqual([{ P: 42 }]);
  await disconnect(connection);
  await emulator.close();
});
