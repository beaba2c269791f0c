import { existsSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { cacheFolder } from "../provider/dynamic/cache-folder";
import { hashOf, hashOfFile, leaveContent, leaveFile } from "../provider/resources/stage-file-content";

/** The content of a file: exactly one of the three. */
export interface ContentArgs {
  readonly content?: pulumi.Input<string> | undefined;
  readonly source?: pulumi.Input<string> | undefined;
  readonly asset?: pulumi.Input<pulumi.asset.Asset> | undefined;
}

/** What the engine is told of content: its hash, and where it stands in the program's folder. */
export interface ContentInputs {
  readonly hash: pulumi.Output<string>;
  readonly source: pulumi.Output<string | undefined>;
}

/**
 * Hashes content, and leaves it where the provider's process finds it. At preview nothing is left anywhere.
 *
 * @throws pulumi.RunError if not exactly one way of saying it is given, or there is no such file.
 */
export function contentInputs(name: string, { content, source, asset }: ContentArgs): ContentInputs {
  const given = [content, source, asset].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new pulumi.RunError(
      `StageFile ${name}: give exactly one of content, source and asset; ${given.length === 0 ? "none is given" : "several are"}`,
    );
  const found = pulumi.all([content, source, asset]).apply(async ([text, path, one]) => {
    if (text !== undefined) return ofText(text);
    return path === undefined ? ofAsset(name, one) : ofFile(name, path);
  });
  return { hash: found.apply(({ hash }) => hash), source: found.apply(({ source: path }) => path) };
}

interface Found {
  readonly hash: string;
  readonly source?: string;
}

function ofText(text: string): Found {
  if (!pulumi.runtime.isDryRun()) leaveContent(folder(), text);
  return { hash: hashOf(text) };
}

async function ofFile(name: string, path: string): Promise<Found> {
  const whole = resolve(path);
  if (!existsSync(whole)) throw new pulumi.RunError(`StageFile ${name}: there is no file ${path} in ${process.cwd()}`);
  const hash = await hashOfFile(whole);
  const below = relative(process.cwd(), whole);
  // A path that leads out of the program's folder is another one on another machine.
  if (!isAbsolute(path) || (below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below)))
    return { hash, source: below.replaceAll("\\", "/") };
  if (!pulumi.runtime.isDryRun()) await leaveFile(folder(), whole, hash);
  return { hash };
}

/** Assets are known by what they have: a program may have another copy of Pulumi's classes. */
async function ofAsset(name: string, asset: unknown): Promise<Found> {
  const { text, path, uri } = await settled(asset);
  if (typeof text === "string") return ofText(text);
  if (typeof path === "string") return ofFile(name, path);
  if (typeof uri !== "string")
    throw new pulumi.RunError(`StageFile ${name}: asset is none: give a StringAsset, FileAsset or RemoteAsset`);
  if (uri.startsWith("file:")) return ofFile(name, fileURLToPath(uri));
  const bytes = await fetched(`StageFile ${name}`, uri);
  if (!pulumi.runtime.isDryRun()) leaveContent(folder(), bytes);
  return { hash: hashOf(bytes) };
}

/**
 * What lies at an address.
 *
 * @param what - What it is for, for errors. They leave out what gives access to it: a user, or a signature behind the path.
 * @throws pulumi.RunError if it cannot be had.
 */
export async function fetched(what: string, uri: string): Promise<Uint8Array> {
  const { protocol, host, pathname } = URL.canParse(uri) ? new URL(uri) : { protocol: "asset", host: "", pathname: "" };
  const shown = host === "" ? protocol : `${protocol}//${host}${pathname}`;
  const answer = await fetch(uri).catch(({ cause }: { readonly cause?: Partial<Error> }) => {
    throw new pulumi.RunError(`${what}: ${shown} cannot be fetched${cause?.message ? `: ${cause.message}` : ""}`);
  });
  if (!answer.ok) throw new pulumi.RunError(`${what}: ${shown} answered ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function settled(asset: unknown): Promise<Readonly<Record<string, unknown>>> {
  const entries = Object.entries((asset ?? {}) as object).map(async ([key, value]) => [key, await value] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function folder(): string {
  return cacheFolder(process.env, "files");
}
