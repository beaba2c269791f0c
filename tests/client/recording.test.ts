import { afterEach, beforeEach, expect, test } from "vitest";
import type { Client, Clients, ExecuteOptions } from "../../provider/client/client";
import { recording } from "../../provider/client/recording";
import { raw, type Sql } from "../../provider/sql/sql";
import { clientsWith, configFor, type Server, startServer } from "./scripted-server";

const READ = { writes: false };
const WRITE = { writes: true };
const LISTING = { container: "C", statement: raw("SHOW THINGS") };

let server: Server;
let clients: Clients;
let client: Client;
let noted: [string, ExecuteOptions][];
const note = (statement: Sql, options: ExecuteOptions): void => {
  noted.push([statement.text, options]);
};
beforeEach(async () => {
  noted = [];
  server = await startServer();
  ({ clients, client } = clientsWith(configFor(server)));
  await client.execute(raw("FIRST"), READ);
  server.executed.length = 0;
});
afterEach(async () => {
  await clients.closeAll();
  await server.close();
});

test("a dry run tells what it would write, and reads", async () => {
  const dry = recording(client, { send: false, note });
  const operation = { kind: "Warehouse", name: "W", operation: "create" } as const;
  expect(await dry.execute(raw("CREATE W"), { ...WRITE, operation })).toEqual({ rows: [], queryId: "", durationMs: 0 });
  await dry.execute(raw("RESUME"), { ...WRITE, evenWhenStopping: true });
  expect((await dry.execute(raw("DESCRIBE W"), READ)).rows).toEqual([{ status: "ran DESCRIBE W" }]);
  expect(await dry.identity()).toMatchObject({ user: "DEPLOYER" });
  expect(noted).toEqual([
    ["CREATE W", { writes: true, operation }],
    ["RESUME", { writes: true, evenWhenStopping: true }],
  ]);
  expect(server.executed.join("\n")).not.toMatch(/CREATE|RESUME/);
});

test("a dry run leaves shared listings as they are; a write does not", async () => {
  await client.listing(LISTING, "shared");
  await recording(client, { send: false, note }).writing("C", async () => "nothing");
  await client.listing(LISTING, "shared");
  expect(server.executed).toEqual(["SHOW THINGS"]);
  await recording(client, { send: true, note }).writing("C", async () => "something");
  await client.listing(LISTING, "shared");
  expect(server.executed).toEqual(["SHOW THINGS", "SHOW THINGS"]);
});

test("each statement that writes is told before it is sent", async () => {
  const sending = recording(client, {
    send: true,
    note: ({ text }) => {
      noted.push([text, WRITE]);
      if (text === "NOT THIS") throw new Error("stop");
      expect(server.executed).not.toContain(text);
    },
  });
  expect((await sending.execute(raw("CREATE W"), WRITE)).rows).toEqual([{ status: "ran CREATE W" }]);
  await expect(sending.execute(raw("NOT THIS"), WRITE)).rejects.toThrow("stop");
  expect(noted.map(([text]) => text)).toEqual(["CREATE W", "NOT THIS"]);
  expect(server.executed).toEqual(["CREATE W"]);
});
