import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { ImageBehaviour, ImagePush, ListedImage } from "./engine/engine";
import { UsageError } from "./options";

/** Text of `push --help`. */
export const pushUsage = `Usage: snowflake-emulator push --url URL DATABASE.SCHEMA.REPOSITORY IMAGE[:TAG] [options]

Puts an image into an image repository of a running emulator, as docker push does in an account.
Nothing is transferred: the options say how containers of the image behave.

  --url URL              where the emulator listens, such as http://127.0.0.1:8123
  --exits CODE           they end by themselves with this code, as a job's do (default: they run)
  --fails MESSAGE        they break down at each start; their status says this
  --after SECONDS        so long after their start they are ready, end or break down
  --logs FILE            what they write to their log
  --log-every SECONDS    from one line of it to the next (default: all of it at their start)
  --digest sha256:…      digest of the image (default: follows from its name, tag and behaviour)
  --help                 show this text
`;

/** What `push` asks for. */
export type PushCommand = { kind: "help" } | { kind: "push"; url: string; push: ImagePush };

/** Carries out `push`, and answers what to print. @throws UsageError that says what to change. */
export async function push(args: readonly string[]): Promise<string> {
  const command = parsePush(args);
  if (command.kind === "help") return pushUsage;
  const { repository, image, digest } = await send(command.url, command.push);
  return `${digest} ${repository} ${image}:${command.push.tag}\n`;
}

/** Reads the command line of `push` and the file it names. @throws UsageError that says what to change. */
export function parsePush(args: readonly string[]): PushCommand {
  const { values, positionals } = parsed(args);
  if (values.help) return { kind: "help" };
  const [repository, reference, ...more] = positionals;
  if (repository === undefined || reference === undefined || more.length > 0) {
    throw new UsageError("push: name a repository and an image, such as DB.PUBLIC.IMAGES nginx:latest.");
  }
  const [image = "", tag = "latest", ...rest] = reference.split(":");
  if (rest.length > 0 || image === "" || tag === "")
    throw new UsageError(`push ${reference}: must be IMAGE or IMAGE:TAG.`);
  const { digest } = values;
  return {
    kind: "push",
    url: address(values.url),
    push: { repository, image, tag, ...(digest === undefined ? {} : { digest }), behaviour: behaviour(values) },
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: "string" },
        exits: { type: "string" },
        fails: { type: "string" },
        after: { type: "string" },
        logs: { type: "string" },
        "log-every": { type: "string" },
        digest: { type: "string" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(`push: ${(error as Error).message}`);
  }
}

function address(url: string | undefined): string {
  if (url === undefined) throw new UsageError("push: say with --url where the emulator listens.");
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    throw new UsageError(`--url ${url}: must be an address such as http://127.0.0.1:8123.`);
  }
  return url;
}

function behaviour(values: ReturnType<typeof parsed>["values"]): Partial<ImageBehaviour> {
  const { exits, fails, after, logs, "log-every": logEvery } = values;
  if (exits !== undefined && fails !== undefined) throw new UsageError("push: give --exits or --fails, not both.");
  return {
    ...(exits === undefined ? {} : { outcome: "exits", exitCode: exitCode(exits) }),
    ...(fails === undefined ? {} : { outcome: "fails", message: fails }),
    ...(after === undefined ? {} : { afterSeconds: seconds("--after", after) }),
    ...(logs === undefined ? {} : { logs: textOf(logs) }),
    ...(logEvery === undefined ? {} : { logEverySeconds: seconds("--log-every", logEvery) }),
  };
}

function exitCode(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 255) return Number(text);
  throw new UsageError(`--exits ${text}: must be a whole number from 0 to 255.`);
}

function seconds(option: string, text: string): number {
  if (/^\d{1,8}(\.\d+)?$/.test(text)) return Number(text);
  throw new UsageError(`${option} ${text}: must be a number of seconds.`);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`--logs ${path}: ${(error as Error).message}`);
  }
}

async function send(url: string, push: ImagePush): Promise<ListedImage> {
  const to = new URL("/emulator/images", url);
  const response = await fetch(to, { method: "POST", body: JSON.stringify(push) }).catch((error: Error) => {
    const { cause } = error as Error & { cause?: Error };
    throw new Error(`${url}: no emulator answers there (${cause?.message ?? error.message}).`);
  });
  const answer = (await response.json().catch(() => ({}))) as ListedImage & { error?: string };
  if (response.ok) return answer;
  throw new Error(answer.error ?? `${url}: answers HTTP ${response.status}; it is no emulator that knows of images.`);
}
