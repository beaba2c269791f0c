import { connect, isIP, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { TLS_FAULTS } from "./driver-errors";
import type { ConnectionSettings } from "./settings";

const PATIENCE_MS = 3_000;
const BETWEEN_MS = 250;

/**
 * Opens and closes a connection to Snowflake's address. The driver would try for minutes to reach a host that does not
 * exist, a port where nobody listens or a server that cannot prove who it is; this says so at once, or after three
 * seconds for faults that may pass.
 *
 * Does nothing behind a proxy, which is asked instead of the host.
 */
export async function reach(settings: ConnectionSettings, env: NodeJS.ProcessEnv): Promise<void> {
  if (["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some((name) => env[name])) return;
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const error = await attempt(settings);
    if (error === undefined) return;
    const code = error.code ?? "";
    const mayPass = code === "ECONNREFUSED" || code === "EAI_AGAIN";
    // Anything else is left to the driver, which knows how to retry it.
    if (!mayPass && code !== "ENOTFOUND" && !TLS_FAULTS.test(code)) return;
    if (!mayPass || Date.now() >= end) throw error;
    await pause(BETWEEN_MS);
  }
}

function attempt(settings: ConnectionSettings): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const { socket, isOpen } = open(settings);
    const done = (error?: NodeJS.ErrnoException): void => {
      socket.destroy();
      resolve(error);
    };
    socket.setTimeout(PATIENCE_MS, () => done());
    socket.once(isOpen, () => done());
    socket.once("error", done);
  });
}

function open({ host: written, port, protocol }: ConnectionSettings): { socket: Socket; isOpen: string } {
  const host = written.replace(/^\[|\]$/g, "");
  if (protocol === "http") return { socket: connect({ host, port: port ?? 80 }), isOpen: "connect" };
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return { socket: connectTls({ host, port: port ?? 443, ...servername }), isOpen: "secureConnect" };
}
