import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { ConnectionSettings } from "./settings";

const PATIENCE_MS = 5_000;
const BETWEEN_MS = 250;

/**
 * Opens and closes a connection to Snowflake's address. The driver would try for minutes to reach a host that does not
 * exist or a port where nobody listens; this says so at once, or after five seconds for faults that may pass.
 *
 * Does nothing behind a proxy, which is asked instead of the host.
 */
export async function reach(settings: ConnectionSettings, env: NodeJS.ProcessEnv): Promise<void> {
  if (["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some((name) => env[name])) return;
  const port = settings.port ?? (settings.protocol === "http" ? 80 : 443);
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const error = await attempt(settings.host.replace(/^\[|\]$/g, ""), port);
    if (error === undefined) return;
    const mayPass = error.code === "ECONNREFUSED" || error.code === "EAI_AGAIN";
    // Anything but a refusal and a missing host is left to the driver, which knows how to retry it.
    if (!mayPass && error.code !== "ENOTFOUND") return;
    if (!mayPass || Date.now() >= end) throw error;
    await pause(BETWEEN_MS);
  }
}

function attempt(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS });
    const done = (error?: NodeJS.ErrnoException): void => {
      socket.destroy();
      resolve(error);
    };
    socket.once("connect", () => done());
    socket.once("timeout", () => done());
    socket.once("error", done);
  });
}
