import { afterEach, beforeEach, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { adopt } from "../../provider/client/adopt";
import { type Client, Clients } from "../../provider/client/client";
import { loadDriver } from "../../provider/client/driver";
import { scriptSource } from "../../provider/client/script-source";
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

test("settings of scripts lead to the emulator, each to a session of its own", { timeout: 20_000 }, async () => {
  const connect = (role: string) => {
    const settings = { account: "ACME-DEV", user: "ME", password: "any", accessUrl: emulator.url, role };
    const { source, choice } = scriptSource(settings, {});
    const made = new Clients({ source, version: "1.2.3" });
    return { made, client: made.for(choice) };
  };
  const [one, other] = [connect("ACCOUNTADMIN"), connect("SYSADMIN")];
  expect((await one.client.identity()).role).toBe("ACCOUNTADMIN");
  await one.made.closeAll();
  expect((await other.client.identity()).role).toBe("SYSADMIN");
  await other.made.closeAll();
});

test("rows are the same in a session of ours and of the program's", { timeout: 20_000 }, async () => {
  const { createConnection } = await loadDriver();
  const theirs = createConnection({ account: "ACME-DEV", username: "ME", password: "any", accessUrl: emulator.url });
  await new Promise<void>((resolve, reject) => theirs.connect((error) => (error ? reject(error) : resolve())));
  const adopted = adopt(theirs, { version: "1.2.3" });
  await adopted.execute(raw("CREATE DATABASE D"), { writes: true });
  // So that it is the current one of both.
  await client.execute(raw("USE DATABASE D"), { writes: true });
  for (const text of ["SHOW DATABASES", "SHOW SCHEMAS IN DATABASE D", "DESCRIBE DATABASE D"]) {
    const [ours, same] = await Promise.all([client, adopted].map((one) => one.execute(raw(text), { writes: false })));
    expect(same?.rows.length).toBeGreaterThan(0);
    expect(same?.rows).toEqual(ours?.rows);
  }
  await new Promise<void>((resolve) => theirs.destroy(() => resolve()));
  await expect(adopted.execute(raw("SHOW DATABASES"), { writes: false })).rejects.toMatchObject({ kind: "Connection" });
});
