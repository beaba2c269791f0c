import { spawn } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import type * as snowflake from "pulumi-dynamic-snowflake";

/** What is pushed, and where to. */
export interface Push {
  /** The image as docker pulls it. */
  readonly source: string;
  /** Its address in the repository. */
  readonly image: string;
  /** The repository's name in SQL. */
  readonly repository: string;
  /** When the repository was created: another one of the same name is empty. */
  readonly createdOn?: string | undefined;
  /** Address of the emulator, if the connection leads to one. */
  readonly emulator?: string | undefined;
}

const provider: pulumi.dynamic.ResourceProvider<Push, Push & { readonly digest: string }> = {
  async diff(_id, before, after) {
    return { changes: (["source", "image", "createdOn"] as const).some((key) => before[key] !== after[key]) };
  },
  async create(push) {
    return { id: push.image, outs: { ...push, digest: await pushed(push) } };
  },
  async update(_id, _before, push) {
    return { outs: { ...push, digest: await pushed(push) } };
  },
  // No delete: Snowflake drops images with their repository, and not one by one.
};

/**
 * A public image in an image repository. In an account, docker pulls and pushes it; the emulator is told that it is there.
 *
 * Docker has to be logged in to the registry, which exists before the repository does: `snow spcs image-registry login`, for example. If
 * SNOWFLAKE_PASSWORD is set (a programmatic access token will do), docker is logged in with it here. It never stands in the state.
 */
export class PushedImage extends pulumi.dynamic.Resource {
  /** Its address in the repository, for the specification of a service. */
  declare readonly image: pulumi.Output<string>;
  /** Its digest there, `sha256:…`. */
  declare readonly digest: pulumi.Output<string>;

  constructor(name: string, args: { repository: snowflake.ImageRepository; source: string }) {
    const { repository, source } = args;
    const own = source.slice(source.lastIndexOf("/") + 1);
    super(provider, name, {
      source,
      image: pulumi.interpolate`${repository.repositoryUrl}/${own}`,
      repository: repository.qualifiedName,
      createdOn: repository.identity.apply(({ createdOn }) => createdOn),
      emulator: emulatorUrl(),
      digest: undefined,
    });
  }
}

/** Snowflake is never reached without encryption, the emulator always is. */
function emulatorUrl(): string | undefined {
  const config = new pulumi.Config("snowflake");
  const setting = (key: string) => config.get(key) ?? process.env[`SNOWFLAKE_${key.toUpperCase()}`];
  return setting("protocol") === "http" ? `http://${setting("host")}:${setting("port")}` : undefined;
}

/** Pushes an image, and answers its digest. */
export function pushed(push: Push): Promise<string> {
  return push.emulator === undefined ? pushedByDocker(push) : pushedToEmulator(push, push.emulator);
}

async function pushedByDocker({ source, image }: Push): Promise<string> {
  const { SNOWFLAKE_USER: user = "USER", SNOWFLAKE_PASSWORD: password } = process.env;
  const registry = image.slice(0, image.indexOf("/"));
  // On standard input it is in no list of processes.
  if (password) await docker(["login", "--username", user, "--password-stdin", registry], password);
  await docker(["pull", "--platform", "linux/amd64", source]);
  await docker(["tag", source, image]);
  const said = await docker(["push", image]);
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(said)?.[1];
  if (digest === undefined) throw new Error(`docker push told no digest:\n${said}`);
  return digest;
}

/** The emulator has no registry and runs no containers: it only notes which images there are. */
async function pushedToEmulator({ image, repository }: Push, emulator: string): Promise<string> {
  const [name, tag = "latest"] = image.slice(image.lastIndexOf("/") + 1).split(":");
  const body = JSON.stringify({ repository, image: name, tag });
  const response = await fetch(`${emulator}/emulator/images`, { method: "POST", body });
  const answer = (await response.json()) as { readonly digest: string; readonly error?: string };
  if (!response.ok) throw new Error(answer.error ?? `${emulator} answers HTTP ${response.status}`);
  return answer.digest;
}

function docker(args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { stdio: "pipe" });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (said += String(bytes)));
    child.once("error", (error) => reject(new Error(`docker is needed to push images: ${error.message}`)));
    child.once("close", (code) => (code === 0 ? resolve(said) : reject(new Error(`docker ${args[0]}:\n${said}`))));
    child.stdin.on("error", () => undefined).end(input);
  });
}
