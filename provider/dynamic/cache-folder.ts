import { homedir } from "node:os";
import { join } from "node:path";

/** A folder of ours below the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv, ...names: readonly string[]): string {
  return join(userCache(env), "pulumi-dynamic-snowflake", ...names);
}

function userCache(env: NodeJS.ProcessEnv): string {
  if (env["XDG_CACHE_HOME"]) return env["XDG_CACHE_HOME"];
  if (process.platform === "win32") return env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local");
  return process.platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
}
