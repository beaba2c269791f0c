import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { RunningEmulator } from "../../../emulator/http/serve";
import { codeOf, connect, disconnect, execute } from "./driver";
import type { FakeEngine } from "./fake-engine";
import { call, logIn, startFake } from "./harness";

describe("A session", () => {
  let emulator: RunningEmulator<FakeEngine>;
  let now = () => new Date();
  beforeAll(async () => {
    emulator = await startFake({ now: () => now() });
  });
  afterAll(() => emulator.close());
  afterEach(() => {
    now = () => new Date();
  });

  const query = (token: string | undefined, requestId = "r") =>
    call(emulator.url, `/queries/v1/query-request?requestId=${requestId}`, token, { sqlText: "ECHO x" });

  test("is renewed by the driver when its token has expired, and goes on", async () => {
    const connection = await connect(emulator.url);
    emulator.resetLog();
    emulator.expireSessions();
    const results = await Promise.all(["a", "b", "c"].map((word) => execute(connection, `ECHO ${word}`)));
    expect(results.map(({ rows }) => rows[0]?.["echo"])).toEqual(["a", "b", "c"]);
    expect(emulator.counts().logins).toBe(0);
    expect(emulator.counts().renewals).toBeGreaterThan(0);
    expect(emulator.statements()).toHaveLength(3);
  });

  test("expires after an hour, its master token after four", async () => {
    const { token, masterToken } = (await logIn(emulator.url)).data;
    now = () => new Date(Date.now() + 3_601_000);
    expect(await query(token)).toMatchObject({ success: false, code: "390112" });
    now = () => new Date(Date.now() + 14_401_000);
    expect(await call(emulator.url, "/session/token-request", masterToken)).toMatchObject({ code: "390114" });
  });

  test("keeps its statements through a renewal", async () => {
    const { token, masterToken } = (await logIn(emulator.url)).data;
    const before = await query(token, "kept");
    const renewed = await call(emulator.url, "/session/token-request", masterToken, { requestType: "RENEW" });
    expect(renewed.data).toMatchObject({ masterToken, validityInSecondsST: 3600, validityInSecondsMT: 14_400 });
    expect(await query(token, "kept")).toMatchObject({ code: "390112" });
    expect(await query(String(renewed.data["sessionToken"]), "kept")).toEqual(before);
  });

  test("is gone after it was deleted", async () => {
    const { token, masterToken } = (await logIn(emulator.url)).data;
    expect(await call(emulator.url, "/session?delete=true", token)).toMatchObject({ success: true, data: null });
    expect(await query(token)).toMatchObject({ code: "390111" });
    expect(await call(emulator.url, "/session/token-request", masterToken)).toMatchObject({ code: "390111" });
  });

  test.each([
    ["no token", undefined, "390101"],
    ["an unknown token", "made-up", "390104"],
  ])("is not opened by %s", async (_, token, code) => {
    expect(await query(token)).toMatchObject({ success: false, code });
  });

  test("is kept alive by heartbeats", async () => {
    const connection = await connect(emulator.url);
    expect(await connection.isValidAsync()).toBe(true);
    await disconnect(connection);
  });

  test("that was closed at the server is dead for the driver", async () => {
    const connection = await connect(emulator.url);
    emulator.killSessions();
    expect(await codeOf(execute(connection, "ECHO x"))).toBe(407002);
  });

  test("ends its running statements when it is closed", async () => {
    const { token } = (await logIn(emulator.url)).data;
    emulator.setFaults([{ do: "hang" }]);
    const running = query(token);
    await expect.poll(() => emulator.faults()[0]?.fired).toBe(1);
    await call(emulator.url, "/session?delete=true", token);
    expect(await running).toMatchObject({ success: false, code: "000604" });
  });

  test("aborts only what is running", async () => {
    const { token } = (await logIn(emulator.url)).data;
    await query(token, "done");
    const answer = await call(emulator.url, "/queries/v1/abort-request", token, { requestId: "done" });
    expect(answer).toMatchObject({ success: false, code: "000605" });
  });
});
