import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RunningEmulator } from "../../emulator/http/serve";
import type { FakeEngine } from "../emulator/protocol/fake-engine";
import { startFake } from "../emulator/protocol/harness";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import { type PeerStatement, talk } from "./talk";

const setUpMs = 900_000;
const pair = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

describe.each([
  ["The Python connector", pythonPeer],
  ["The Go driver", goPeer],
])("%s", (name, setUp) => {
  const isPython = name.includes("Python");
  let peer: PeerOrReason;
  let emulator: RunningEmulator<FakeEngine>;
  beforeAll(async () => {
    peer = await setUp();
    emulator = await startFake({
      inProgressAfterMs: 200,
      users: [
        { name: "ADA", password: "secret" },
        { name: "CI", publicKeys: [pair.publicKey] },
      ],
    });
  }, setUpMs);
  afterAll(() => emulator.close());
  beforeEach((context) => {
    if ("missing" in peer) context.skip(`${name} is not tested: ${peer.missing}.`);
    emulator.setFaults([]);
    emulator.resetLog();
    emulator.engine.executed.length = 0;
  });

  async function run(...statements: PeerStatement[]) {
    if ("missing" in peer) throw new Error(peer.missing);
    const { login, results } = await talk(peer, { url: emulator.url, user: "ada", password: "secret" }, statements);
    expect(login).toBeNull();
    return results;
  }

  test.each([
    ["the right password", { user: "ada", password: "secret" }, null],
    ["a wrong password", { user: "ada", password: "guess" }, "390100"],
    ["its key", { user: "ci", privateKey: pair.privateKey }, null],
    ["a key of somebody else", { user: "ada", privateKey: pair.privateKey }, "390144"],
    ["a role that is missing", { user: "ada", password: "secret", role: "MISSING" }, "390189"],
  ])("logs in with %s", async (_, login, code) => {
    if ("missing" in peer) throw new Error(peer.missing);
    const answer = await talk(peer, { url: emulator.url, ...login }, ["ECHO hello"]);
    if (code === null) expect(answer.results[0]?.rows).toEqual([["hello"]]);
    else expect(answer.login?.code ?? answer.login?.message).toContain(code);
  });

  test("decodes each type", async () => {
    const [result] = await run("SAMPLES");
    const text = (value: unknown) => (isPython ? value : String(value));
    expect(result?.rows[0]?.slice(0, 6)).toEqual([
      isPython ? 42 : "42",
      "1.50",
      text(1.5),
      "it's",
      isPython ? true : "1",
      isPython ? false : "0",
    ]);
    const [date, ntz, ltz, tz, inMillis, ntzInMillis, binary, variant, nothing] = result?.rows[0]?.slice(6) ?? [];
    expect(date).toMatch(/^2024-01-01/);
    expect(ntz).toMatch(/^2024-01-01T00:00:00/);
    for (const moment of [ltz, tz]) expect(new Date(String(moment)).getTime()).toBe(Date.UTC(2024, 0, 1));
    expect(ntzInMillis).toMatch(/^2024-01-01T00:00:00.5/);
    expect(new Date(String(inMillis)).getTime()).toBe(Date.UTC(2024, 0, 1) + 500);
    expect([binary, variant, nothing]).toEqual(["00ff", '{"a": 1}', null]);
  });

  test("reports an error with code and SQLSTATE", async () => {
    const [result] = await run("FAIL");
    expect(result?.error).toMatchObject({ code: "002003", sqlState: "02000" });
    expect(result?.error?.message).toContain("Database 'X' does not exist.");
  });

  test("binds values", async () => {
    const [result] = await run({ sql: "BINDS", binds: ["x", true, null] });
    expect(JSON.parse(String(result?.rows[0]?.[0]))).toMatchObject({
      1: { type: "TEXT", value: "x" },
      2: { type: "BOOLEAN", value: "true" },
      3: { value: null },
    });
  });

  test("runs several statements in one request", async () => {
    const [result] = await run({ sql: "ECHO a; CREATE b; ECHO c", count: 3 });
    expect(result?.results.map(({ rows }) => rows)).toEqual([[["a"]], [["Created."]], [["c"]]]);
  });

  test.each([
    ["drops the connection after executing", { do: "drop-after", match: "CREATE" }],
    ["drops the connection before executing", { do: "drop-before", match: "CREATE" }],
    ["answers 503", { do: "status", status: 503, match: "CREATE" }],
    ["says that the token has expired", { do: "expire-session", match: "CREATE" }],
    ["takes long", { do: "delay", ms: 700, match: "CREATE" }],
  ] as const)("runs a statement once when the server %s", async (_, fault) => {
    emulator.setFaults([fault]);
    const [result] = await run("CREATE x", "ECHO y");
    expect(result?.rows).toEqual([["Created."]]);
    expect(emulator.engine.executed).toEqual(["CREATE x", "ECHO y"]);
    expect(emulator.faults()[0]?.fired).toBe(1);
  });

  test("cancels a statement that takes too long, and goes on", async () => {
    emulator.setFaults([{ do: "hang", match: "CREATE" }]);
    const [cancelled, next] = await run({ sql: "CREATE x", timeoutSeconds: 1 }, "ECHO y");
    expect(cancelled?.error).not.toBeNull();
    expect(next?.rows).toEqual([["y"]]);
    expect(emulator.statements()).toMatchObject([{ sql: "CREATE x", error: "000604" }, { sql: "ECHO y" }]);
  });

  test("logs out", async () => {
    await run("ECHO x");
    expect(emulator.counts().requests["logout"]).toBe(1);
  });
});
