import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator";
import type { EmulatorOptions } from "../../emulator/options";
import type { Row } from "../../provider/client/client";
import { type ConnectSettings, connect, type Root } from "../../sdk/root";
import { raw } from "../../sdk/root/sql";

/** An emulator, and a root that is connected to it through the real driver. */
export interface Stage {
  readonly emulator: Emulator;
  readonly root: Root;
  /** Another root on the same account. */
  connect(settings?: ConnectSettings): Promise<Root>;
  /** Statements that roots have sent since the last call, without those of log-ins and of {@link Stage.sql}. */
  sent(): string[];
  /** Runs statements beside the object model, one after another; answers the rows of the last. */
  sql(...statements: readonly string[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** What takes time in an account takes none here, and every image has been pushed, unless a test says otherwise. */
const atOnce: EmulatorOptions = {
  images: "any",
  containerTimes: { nodeStartMs: 0, suspendMs: 0, containerStartMs: 0, endpointMs: 0, stopMs: 0 },
};

/** Starts an emulator with an empty account, and connects to it. */
export async function startRoot(options: EmulatorOptions = {}): Promise<Stage> {
  const emulator = await startEmulator({ ...atOnce, ...options });
  // Notes of scripts that were killed stand in the user's cache folder.
  const cache = mkdtempSync(join(tmpdir(), "cache-"));
  process.env["XDG_CACHE_HOME"] = cache;
  const roots: Root[] = [];
  const open = async (settings: ConnectSettings = {}): Promise<Root> => {
    const root = await connect({ ...settingsFor(emulator), ...settings });
    roots.push(root);
    return root;
  };
  const root = await open();
  const worksheet = await open({ user: "BY_HAND" });
  let seen = 0;
  return {
    emulator,
    root,
    connect: open,
    sent() {
      const all = emulator.statements();
      const fresh = all.slice(seen).filter(({ user, sql }) => user !== "BY_HAND" && !isOfLogin(sql));
      seen = all.length;
      return fresh.map(({ sql }) => sql);
    },
    async sql(...statements) {
      let rows: readonly Row[] = [];
      for (const statement of statements) ({ rows } = await worksheet.query(raw(statement)));
      return rows;
    },
    async close() {
      await Promise.all(roots.map((one) => one.close()));
      await emulator.close();
      rmSync(cache, { recursive: true, force: true });
    },
  };
}

/** How to connect to an emulator. */
export function settingsFor(emulator: Emulator): ConnectSettings {
  return { accessUrl: emulator.url, account: "EMULATOR", user: "ME", password: "secret" };
}

function isOfLogin(sql: string): boolean {
  return sql.startsWith("ALTER SESSION") || sql.startsWith("SELECT CURRENT_ORGANIZATION_NAME()");
}
