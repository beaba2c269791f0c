import type { Layer } from "./settings-layer";

/** Where settings are looked for. */
export interface SettingsSource {
  /** The stack's configuration by its full key, e.g. `snowflake:accountName`. */
  config(key: string): string | undefined;
  readonly env: NodeJS.ProcessEnv;
  homedir(): string;
  /** What a script gives: it comes before all else, and there is no stack. */
  given?(): Layer;
  /** A file of connections that is read in place of those in the usual folders. */
  readonly connectionsFile?: string;
  /** Whether the credential may go unencrypted to another machine; if absent, a variable of the environment says. */
  readonly allowsHttp?: boolean;
}
