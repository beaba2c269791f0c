import { homedir as homeOfUser } from "node:os";
import type { ConnectSettings } from "./connect-settings";
import { checkedSettings, givenLayer } from "./given-settings";
import type { Choice } from "./settings";
import type { Layer } from "./settings-layer";
import type { SettingsSource } from "./settings-source";

/** Where the settings of a script are looked for, and which connection it names. */
export interface ScriptSource {
  readonly source: SettingsSource;
  /** For `Clients#for`; another role is put in beside the connection. */
  readonly choice: Choice;
}

/**
 * Takes the settings that a script gives: they come before those of the connection it names, `SNOWFLAKE_*`, and the default
 * connection of the file. No stack's configuration is read, and no `PULUMI_SNOWFLAKE_*`.
 *
 * @throws {@link InvalidArgumentError} for a setting that does not exist, or is of another type. What is missing is said by
 * the first log-in.
 */
export function scriptSource(
  given: ConnectSettings,
  env: NodeJS.ProcessEnv = process.env,
  homedir: () => string = homeOfUser,
): ScriptSource {
  const settings = checkedSettings(given);
  const { connectionName } = settings;
  return {
    source: new GivenSource(settings, env, homedir),
    choice: connectionName === undefined ? {} : { connection: connectionName },
  };
}

/** The settings are private: they hold secrets, and so may the environment. */
class GivenSource implements SettingsSource {
  readonly #env: NodeJS.ProcessEnv;
  readonly #layer: Layer;
  readonly #queryTag: string | undefined;
  readonly homedir: () => string;
  readonly connectionsFile?: string;
  readonly allowsHttp?: boolean;

  constructor(settings: ConnectSettings, env: NodeJS.ProcessEnv, homedir: () => string) {
    const { queryTag, connectionsFile, allowHttp } = settings;
    this.#env = env;
    this.homedir = homedir;
    this.#layer = givenLayer(settings);
    this.#queryTag = typeof queryTag === "object" ? JSON.stringify(queryTag) : queryTag;
    if (connectionsFile !== undefined) this.connectionsFile = connectionsFile;
    if (allowHttp !== undefined) this.allowsHttp = allowHttp;
  }

  get env(): NodeJS.ProcessEnv {
    return this.#env;
  }

  given(): Layer {
    return this.#layer;
  }

  config(key: string): string | undefined {
    return key === "pulumi-dynamic-snowflake:queryTag" ? this.#queryTag : undefined;
  }
}
