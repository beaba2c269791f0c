import type { Client, Row } from "../client/client";
import { NotAuthorizedError } from "../client/errors";
import type { Contents } from "../resource/definition";
import type { StoredName } from "../sql";
import { listFiles } from "./stage-list";

/** The files of an internal stage; those of an external one stay where they are. What cannot be listed is not empty. */
export async function stageContents(client: Client, name: readonly StoredName[], row: Row): Promise<Contents> {
  if (row["type"]?.startsWith("EXTERNAL")) return [];
  try {
    const files = await listFiles(client, name, "fresh");
    if (files.length === 0) return [];
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    const some = files.slice(0, 3).map(({ path }) => path);
    const more = files.length > some.length ? ", …" : "";
    return [`${files.length} ${files.length === 1 ? "file" : "files"}, ${bytes} bytes: ${some.join(", ")}${more}`];
  } catch (error) {
    if (!(error instanceof NotAuthorizedError)) throw error;
    return ["files that this role cannot list: it has no READ privilege on the stage"];
  }
}
