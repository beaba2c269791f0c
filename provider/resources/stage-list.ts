import type { Client, Row } from "../client/client";
import { commonPrefix } from "../client/listings";
import { canonicalQualified, type Sql, type StoredName, sql } from "../sql";

/** A file on a stage as LIST tells it. */
export interface ListedFile {
  /** From the root of the stage, without a slash in front. */
  readonly path: string;
  /** Bytes of what lies there, which is encrypted or compressed perhaps. */
  readonly size: number;
  /** Of what lies there; some clouds tell none. */
  readonly md5: string | null;
  /** As Snowflake prints it, to the second. */
  readonly lastModified: string;
}

/** The place of a file, or of all whose paths begin so, as statements want it. */
export function locationOf(stage: readonly StoredName[], path = ""): Sql {
  return sql`${`@${canonicalQualified(stage)}${path === "" ? "" : `/${path}`}`}`;
}

/** What statements about the files of a stage have in common. */
export function fileContainer(stage: readonly StoredName[]): string {
  return `FILES\u0000${canonicalQualified(stage)}`;
}

/** All files of an internal stage. */
export async function listFiles(
  client: Client,
  stage: readonly StoredName[],
  freshness: "shared" | "fresh",
): Promise<readonly ListedFile[]> {
  const rows = await client.listing({ container: fileContainer(stage), statement: whole(stage) }, freshness);
  return rows.map((row) => fileOf(stage, row));
}

/** The files whose paths begin with a text. A burst that asks about some of them shares one listing of what they have in common. */
export async function listFilesAt(
  client: Client,
  stage: readonly StoredName[],
  path: string,
  freshness: "shared" | "fresh",
): Promise<readonly ListedFile[]> {
  const narrow = (paths: readonly (readonly string[])[]) => {
    const prefix = commonPrefix(paths.map(([one = ""]) => one));
    return prefix === "" ? undefined : sql`LIST ${locationOf(stage, prefix)}`;
  };
  const rows = await client.listing(
    { container: fileContainer(stage), statement: whole(stage), sought: { path: [path], narrow } },
    freshness,
  );
  return rows.map((row) => fileOf(stage, row)).filter((file) => file.path.startsWith(path));
}

function whole(stage: readonly StoredName[]): Sql {
  return sql`LIST ${locationOf(stage)}`;
}

/** LIST puts the stage's name in lower case before the path. */
function fileOf(stage: readonly StoredName[], row: Row): ListedFile {
  const name = row["name"] ?? "";
  const before = `${(stage.at(-1) ?? "").toLowerCase()}/`;
  return {
    path: name.toLowerCase().startsWith(before) ? name.slice(before.length) : name,
    size: Number(row["size"] ?? 0),
    md5: row["md5"] ?? null,
    lastModified: row["last_modified"] ?? "",
  };
}
