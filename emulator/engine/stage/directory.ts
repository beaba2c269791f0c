import type { Catalog } from "../catalog/catalog";
import type { CatalogObject, Json } from "../catalog/object";
import type { Cell, StatementResult } from "../result";
import { statementTypes, text } from "../result";
import type { FileFacts } from "./files";
import { factsOf, filesOf } from "./files";

/** The directory table of a stage; what it lists is as of the last refresh. */
export interface Directory {
  enable: boolean;
  autoRefresh: boolean;
  notificationIntegration: string | null;
  snsTopic: string | null;
  refreshedOn: number | null;
  files: FileFacts[];
}

export const noDirectory: Directory = {
  enable: false,
  autoRefresh: false,
  notificationIntegration: null,
  snsTopic: null,
  refreshedOn: null,
  files: [],
};

/** The directory table of a stage. */
export function directoryOf(stage: CatalogObject): Directory {
  // Only directories ever stand in this property.
  return (stage.properties["directory"] ?? noDirectory) as unknown as Directory;
}

/** Replaces the directory table. */
export function setDirectory(stage: Pick<CatalogObject, "properties">, directory: Directory): void {
  stage.properties["directory"] = directory as unknown as Json;
}

/** Makes the directory table list the files that lie under a path now: what has changed, a row for each file. */
export function refresh(catalog: Catalog, stage: CatalogObject, subpath: string): StatementResult {
  const directory = directoryOf(stage);
  const listed = new Map(directory.files.map((file) => [file.path, file]));
  const present = filesOf(stage).map(factsOf);
  const rows: Cell[][] = [];
  for (const file of present.filter(({ path }) => path.startsWith(subpath))) {
    const before = listed.get(file.path);
    if (!before) rows.push([file.path, "REGISTERED_NEW", "File registered successfully."]);
    else if (before.md5 !== file.md5 || before.modifiedOn !== file.modifiedOn) {
      rows.push([file.path, "REGISTERED_UPDATE", "File metadata updated successfully."]);
    }
    listed.set(file.path, file);
  }
  for (const { path } of directory.files.filter(({ path }) => path.startsWith(subpath))) {
    if (present.some((file) => file.path === path)) continue;
    rows.push([path, "UNREGISTERED", "File unregistered successfully."]);
    listed.delete(path);
  }
  setDirectory(stage, { ...directory, files: [...listed.values()], refreshedOn: catalog.stamp() });
  return { columns: [text("file"), text("status"), text("description")], rows, statementTypeId: statementTypes.ddl };
}

/** AUTO_REFRESH notices what comes and goes. */
export function followFiles(catalog: Catalog, stage: CatalogObject): void {
  const { enable, autoRefresh } = directoryOf(stage);
  if (enable && autoRefresh) refresh(catalog, stage, "");
}
