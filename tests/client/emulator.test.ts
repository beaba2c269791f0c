import { afterEach, beforeEach, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import type { Client, Clients } from "../../provider/client/client";
import { raw } from "../../provider/sql/sql";
import { clientsWith, configFor } from "./scripted-server";

let emulator: Emulator;
let clients: Clients;
let client: Client;
beforeEach(async () => {
  emulator = await startEmulator({ account: "ACME-DEV" });
  ({ clients, client } = clientsWith(configFor(emulator), { project: "shop" }));
});
afterEach(async () => {
  await clients.closeAll();
  await emulator.close();
});

test("the client and the emulator understand each other", { timeout: 20_000 }, async () => {
  const write = { writes: true };
  const listing = { container: "ACME-DEV", statement: raw("SHOW WAREHOUSES") };
  await client.writing(listing.container, () => client.execute(raw('CREATE WAREHOUSE "a ""b"" 😀"'), write));
  const [row] = await client.listing(listing, "fresh");
  expect(row).toMatchObject({ name: 'a "b" 😀', created_on: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) });
  expect(await client.listing(listing, "shared")).toEqual([row]);
  await expect(client.execute(raw("DROP WAREHOUSE NOPE"), write)).rejects.toMatchObject({ kind: "ObjectMissing" });
  expect(await client.identity()).toMatchObject({ organization: "ACME", account: "DEV", role: "ACCOUNTADMIN" });
});
