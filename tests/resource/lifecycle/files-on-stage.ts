import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { leaveContent } from "../../../provider/resources/stage-file-content";
import { freshName, type Stage, startStage } from "./stage";

/** An emulator with a schema `D.S`, and what tests of files do beside the provider. */
export interface FilesOnStage {
  readonly stage: Stage;
  /** A folder of this test's own. */
  readonly folder: string;
}

/** Starts one for the tests of a file. */
export function withFiles(): FilesOnStage {
  const own: { stage?: Stage; folder?: string } = {};
  beforeAll(async () => {
    own.stage = await startStage();
    own.folder = mkdtempSync(join(tmpdir(), "files-"));
    await own.stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S");
  });
  afterAll(async () => {
    await own.stage?.close();
    rmSync(own.folder ?? "", { recursive: true, force: true });
  });
  return own as FilesOnStage;
}

/** A stage that no other test uses. */
export async function freshStage({ stage }: FilesOnStage, clauses = ""): Promise<string> {
  const name = `D.S.${freshName()}`;
  await stage.sql(`CREATE STAGE ${name} ${clauses}`);
  return name;
}

/** Content that a program says, left where the provider finds it. */
export function said({ stage }: FilesOnStage, content: string): { readonly hash: string } {
  leaveContent(join(stage.cache, "pulumi-dynamic-snowflake", "files"), content);
  return { hash: createHash("sha256").update(content).digest("hex") };
}

/** Puts a file behind the provider's back. */
export async function put({ stage, folder }: FilesOnStage, on: string, path: string, content = path): Promise<void> {
  const local = join(folder, freshName(), basename(path));
  mkdirSync(join(local, ".."));
  writeFileSync(local, content);
  const location = `@${on}/${path}`.slice(0, -basename(path).length - 1);
  await stage.sql(`PUT 'file://${local}' '${location}' AUTO_COMPRESS = FALSE OVERWRITE = TRUE`);
}

/** The paths of all files of a stage. */
export async function pathsOn({ stage }: FilesOnStage, on: string): Promise<readonly string[]> {
  const files = await stage.sql(`LIST @${on}`);
  return files.map(({ name }) => (name ?? "").slice((name ?? "").indexOf("/") + 1));
}

/** A file's place as inputs say it. */
export function at(on: string, path: string): { readonly stage: string; readonly name: string } {
  return { stage: on, name: `"${path.replaceAll('"', '""')}"` };
}
