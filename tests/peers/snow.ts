import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { pythonPeer } from "./set-up";
import { ask, inFreshHome } from "./talk";

/** What a command of the Snowflake CLI printed, read as JSON. */
export type Printed = readonly Readonly<Record<string, unknown>>[];

/** The settings of the CLI; it would ask a package registry for a newer version of itself. */
const settings = (url: string) => `
default_connection_name = "local"

[cli]
ignore_new_version_warning = true

[cli.logs]
save_logs = false

[connections.local]
account = "local-emulator"
user = "ada"
password = "correct horse battery"
host = "${new URL(url).hostname}"
port = ${new URL(url).port}
protocol = "http"
`;

/**
 * Runs commands of the Snowflake CLI, one after another, each of which has to succeed.
 *
 * @param files - Their contents by the names by which the commands know them.
 */
export async function snow(
  url: string,
  commands: readonly (readonly string[])[],
  files: Readonly<Record<string, string>> = {},
): Promise<readonly Printed[]> {
  const peer = await pythonPeer("snow.py");
  const answer = await inFreshHome((home, env) => {
    writeFileSync(path.join(home, "config.toml"), settings(url), { mode: 0o600 });
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(home, name), content);
    const all = commands.map((command) => [...command, "--format", "json"]);
    return ask(peer, JSON.stringify(all), env);
  });
  const ended = JSON.parse(answer) as { code: number; printed: string; complained: string }[];
  const failed = ended.flatMap((one, index) => (one.code === 0 ? [] : [[commands[index], one]]));
  expect(failed).toEqual([]);
  return ended.map(({ printed }) => asRows(printed));
}

/** An object is a list of one. */
function asRows(printed: string): Printed {
  return [JSON.parse(printed)].flat();
}
