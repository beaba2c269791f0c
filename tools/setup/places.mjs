import { createHash } from "node:crypto";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's root. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/** Things made here that may be thrown away at any time; npm removes them together with the packages. */
export const localCache = path.join(root, "node_modules", ".cache", "pulumi-dynamic-snowflake");

/** The user's cache folder for this project, shared by all checkouts. */
export function userCache() {
  return path.join(userCacheFolder(), "pulumi-dynamic-snowflake");
}

function userCacheFolder() {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  if (process.platform === "darwin") return path.join(homedir(), "Library", "Caches");
  if (process.platform === "win32") return LOCALAPPDATA ?? path.join(homedir(), "AppData", "Local");
  return path.join(homedir(), ".cache");
}

/** A short fingerprint of some texts. */
export function fingerprint(/** @type {(string | Buffer)[]} */ ...texts) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex").slice(0, 16);
}
