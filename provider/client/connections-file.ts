import { join } from "node:path";
import { parse } from "smol-toml";
import { readNamedFile, readPrivateFile } from "./private-file";
import type { SettingsSource } from "./settings-source";
import { InvalidArgumentError } from "./snowflake-error";

/** One table of a connections file: its keys in lower case, with the values as text. */
export type ConnectionTable = ReadonlyMap<string, string>;

/** What the files of the drivers and the Snowflake CLI say. */
export interface ConnectionsFile {
  /** The file that the connections were read from; undefined if there is none. */
  readonly path?: string;
  /** Folders that were looked in. */
  readonly folders: readonly string[];
  readonly connections: ReadonlyMap<string, ConnectionTable>;
  readonly defaultName?: string;
}

/**
 * Reads `connections.toml` and `config.toml` where the Snowflake CLI does: in `$SNOWFLAKE_HOME`, else `~/.snowflake`,
 * else the system's own place. If both files are there, connections come from `connections.toml` alone, and
 * `config.toml` says only which is the default.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowflake-cli/connecting/configure-cli
 */
export function readConnectionsFile(source: SettingsSource): ConnectionsFile {
  if (source.connectionsFile !== undefined) return fileNamed(source.connectionsFile, source);
  const folders = candidateFolders(source);
  for (const folder of folders) {
    const connectionsPath = join(folder, "connections.toml");
    const configPath = join(folder, "config.toml");
    const connections = readToml(connectionsPath);
    const config = readToml(configPath);
    if (connections === undefined && config === undefined) continue;
    const defaultName = config?.["default_connection_name"];
    const tables = connections ?? config?.["connections"];
    return {
      path: connections === undefined ? configPath : connectionsPath,
      folders,
      connections: new Map(Object.entries(isTable(tables) ? tables : {}).flatMap(asConnection)),
      ...(typeof defaultName === "string" ? { defaultName } : {}),
    };
  }
  return { folders, connections: new Map() };
}

/** A file that somebody named, in the form of either. */
function fileNamed(path: string, source: SettingsSource): ConnectionsFile {
  const toml = parsedToml(path, readNamedFile(path, "connectionsFile", source.homedir()));
  const { connections, default_connection_name: defaultName } = toml;
  const isConfig = isTable(connections) && Object.values(connections).every(isTable);
  return {
    path,
    folders: [],
    connections: new Map(Object.entries(isConfig ? connections : toml).flatMap(asConnection)),
    ...(typeof defaultName === "string" ? { defaultName } : {}),
  };
}

function candidateFolders({ env, homedir }: SettingsSource): string[] {
  if (env["SNOWFLAKE_HOME"]) return [env["SNOWFLAKE_HOME"].replace(/^~(?=$|\/)/, homedir())];
  return [join(homedir(), ".snowflake"), systemFolder(env, homedir())];
}

function systemFolder(env: NodeJS.ProcessEnv, home: string): string {
  if (process.platform === "darwin") return join(home, "Library", "Application Support", "snowflake");
  if (process.platform === "win32") return join(env["LOCALAPPDATA"] || join(home, "AppData", "Local"), "snowflake");
  return join(env["XDG_CONFIG_HOME"] || join(home, ".config"), "snowflake");
}

function readToml(path: string): Record<string, unknown> | undefined {
  const text = readPrivateFile(path);
  return text === undefined ? undefined : parsedToml(path, text);
}

function parsedToml(path: string, text: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    // The parser's message quotes the line it stumbled over, which may hold a password.
    const line = (error as { line?: unknown }).line;
    const where = typeof line === "number" ? ` (line ${line})` : "";
    throw new InvalidArgumentError({ message: `${path} is not valid TOML${where}. Mend it, or move it away.` });
  }
}

function asConnection([name, table]: [string, unknown]): [string, ConnectionTable][] {
  if (!isTable(table)) return [];
  const cells = Object.entries(table).flatMap(([key, value]): [string, string][] =>
    ["string", "number", "bigint", "boolean"].includes(typeof value) ? [[key.toLowerCase(), String(value)]] : [],
  );
  return [[name, new Map(cells)]];
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
