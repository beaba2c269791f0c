import { closest, distance } from "fastest-levenshtein";
import { type ConnectionsFile, type ConnectionTable, readConnectionsFile } from "./connections-file";
import { connectionLayer, environmentLayer, type Layer } from "./settings-layer";
import type { SettingsSource } from "./settings-source";
import { InvalidArgumentError } from "./snowflake-error";

const CONNECTIONS_KEY = "pulumi-dynamic-snowflake:connections";

/**
 * The layers of a connection that somebody named: variables of its own first, then the stack's configuration, then the
 * connections file.
 *
 * @throws {@link InvalidArgumentError} if nobody knows a connection of that name.
 */
export function namedConnection(source: SettingsSource, name: string, namedBy: string): Layer[] {
  const variables = connectionVariables(source, name);
  const configured = configuredConnections(source);
  const ofStack = configured.get(name);
  if (ofStack !== undefined) {
    return [...variables, connectionLayer(`connection ${name} of ${CONNECTIONS_KEY}`, ofStack)];
  }
  const file = readConnectionsFile(source);
  const ofFile = file.connections.get(name);
  if (ofFile !== undefined) return [...variables, connectionLayer(`${file.path} [${name}]`, ofFile)];
  if (variables.some((layer) => layer.settings.size > 0)) return variables;
  throw unknownConnection(source, name, namedBy, [...configured.keys(), ...file.connections.keys()], file);
}

/** The connection that is used when nobody names one; no layers if there is none. */
export function defaultConnection(source: SettingsSource): { layers: Layer[]; lookedIn: string } {
  const profile = source.config("snowflake:profile");
  if (profile) return { layers: namedConnection(source, profile, "snowflake:profile"), lookedIn: "" };
  const variable = source.env["SNOWFLAKE_DEFAULT_CONNECTION_NAME"];
  if (variable) {
    return { layers: namedConnection(source, variable, "SNOWFLAKE_DEFAULT_CONNECTION_NAME"), lookedIn: "" };
  }
  const file = readConnectionsFile(source);
  const name = file.defaultName ?? "default";
  const table = file.connections.get(name);
  if (table !== undefined) {
    const layer = connectionLayer(`${file.path} [${name}]`, table);
    return { layers: [...connectionVariables(source, name), layer], lookedIn: layer.name };
  }
  if (file.defaultName !== undefined) {
    throw unknownConnection(source, name, "default_connection_name in config.toml", [...file.connections.keys()], file);
  }
  const where = file.path ?? `connections.toml and config.toml in ${file.folders.join(" and ")}`;
  const why = file.path === undefined ? "not there" : `has no connection named ${name}`;
  return { layers: connectionVariables(source, name), lookedIn: `${where} (${why})` };
}

function connectionVariables({ env, given }: SettingsSource, name: string): Layer[] {
  const part = name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
  const variables = environmentLayer(env, `SNOWFLAKE_CONNECTIONS_${part}_`, "all");
  if (given !== undefined) return [variables];
  return [environmentLayer(env, `PULUMI_SNOWFLAKE_CONNECTIONS_${part}_`, "credentials"), variables];
}

function configuredConnections(source: SettingsSource): Map<string, ConnectionTable> {
  const text = source.config(CONNECTIONS_KEY);
  if (!text) return new Map();
  const wanted = `${CONNECTIONS_KEY} must be an object of connections: { "dev": { "accountName": "…", "user": "…" } }.`;
  const parsed = parsedJson(text, wanted);
  return new Map(
    Object.entries(parsed).map(([name, table]) => {
      if (!isObject(table)) throw new InvalidArgumentError({ message: `${wanted} ${name} is no object.` });
      return [name, new Map(Object.entries(table).map(([key, value]) => [key, String(value ?? "")]))];
    }),
  );
}

function parsedJson(text: string, wanted: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // The parser's message would quote the text, which may hold a password.
  }
  throw new InvalidArgumentError({ message: wanted });
}

function unknownConnection(
  { given }: SettingsSource,
  name: string,
  namedBy: string,
  known: string[],
  file: ConnectionsFile,
): InvalidArgumentError {
  const near = known.length === 0 ? undefined : closest(name, known);
  const hint = near !== undefined && distance(name, near) <= 3 ? ` Did you mean ${near}?` : "";
  const list = known.length === 0 ? "There are none" : `Known: ${[...new Set(known)].sort().join(", ")}`;
  const stack = given === undefined ? `${CONNECTIONS_KEY}, ` : "";
  const where = file.path ?? `connections.toml or config.toml in ${file.folders.join(" or ")}`;
  return new InvalidArgumentError({
    message: `There is no connection "${name}" (${namedBy}).${hint} ${list}. Looked in ${stack}SNOWFLAKE_CONNECTIONS_* and ${where}.`,
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
