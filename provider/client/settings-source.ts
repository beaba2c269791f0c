/** Where settings are looked for. */
export interface SettingsSource {
  /** The stack's configuration by its full key, e.g. `snowflake:accountName`. */
  config(key: string): string | undefined;
  readonly env: NodeJS.ProcessEnv;
  homedir(): string;
}
