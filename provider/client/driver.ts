import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

export type Driver = typeof import("snowflake-sdk");
export type { Column, Connection, ConnectionOptions, RowStatement } from "snowflake-sdk";

let loaded: Promise<Driver> | undefined;

/** Loads the driver, once and quietly: it costs half a second and 60 MB, and chatters unless it is told not to. */
export function loadDriver(): Promise<Driver> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Driver> {
  silence(process.env);
  const driver = (await import("snowflake-sdk")).default;
  // Its logger writes to stdout and to ./snowflake.log by default; stdout belongs to the plugin's protocol.
  driver.configure({ logLevel: "OFF", additionalLogToConsole: false });
  return driver;
}

/** Everything here is read by the driver while it loads; what the user has set stays. */
function silence(env: NodeJS.ProcessEnv): void {
  // Asks the metadata services of the clouds on load, and makes the log-in wait for them.
  env["SNOWFLAKE_DISABLE_PLATFORM_DETECTION"] ??= "true";
  // A native add-on that only reports its version.
  env["SNOWFLAKE_DISABLE_MINICORE"] ??= "1";
  env["SF_TELEMETRY_DISABLE_CONNECTION_SHAPE"] ??= "1";
  if (env["SF_OCSP_RESPONSE_CACHE_DIR"] !== undefined && env["SF_CLIENT_CONFIG_FILE"] !== undefined) return;
  const folder = scratchFolder();
  env["SF_OCSP_RESPONSE_CACHE_DIR"] ??= folder;
  env["SF_CLIENT_CONFIG_FILE"] ??= offByFile(folder);
}

/** A configuration file in the user's home would switch the driver's logging on again, whatever the program says. */
function offByFile(folder: string): string {
  const path = join(folder, "sf_client_config.json");
  const text = JSON.stringify({ common: { log_level: "OFF", log_path: folder } });
  if (existsSync(path) && readFileSync(path, "utf8") === text) return path;
  // In one step: another process may be about to read it, and half of it would fail its log-in.
  const written = `${path}.${process.pid}`;
  writeFileSync(written, text, { mode: 0o600 });
  renameSync(written, path);
  return path;
}

/** One folder per user below the system's temporary folder; a new one each time if that one is somebody else's. */
function scratchFolder(): string {
  const { uid, username } = userInfo();
  const path = join(tmpdir(), `pulumi-dynamic-snowflake-${uid >= 0 ? uid : username}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { mode, uid: owner } = statSync(path);
  const isOurs = process.platform === "win32" || (owner === uid && (mode & 0o077) === 0);
  return isOurs ? path : mkdtempSync(`${path}-`);
}
