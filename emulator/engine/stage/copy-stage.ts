import type { CatalogObject, Json } from "../catalog/object";
import type { CopyOptions } from "../statements/kind";
import { directoryOf } from "./directory";
import { filesOf, setFiles } from "./files";

/**
 * What a stage is in a clone of its schema or database. An internal one is left out unless INCLUDE INTERNAL STAGES asks
 * for it; then it has the files that its directory table knows as they are, and is empty without a directory table.
 */
export function copyStage(stage: CatalogObject, { internalStages }: CopyOptions): Record<string, Json> | undefined {
  const internal = stage.properties["url"] === null;
  if (stage.properties["temporary"] !== null || (internal && !internalStages)) return undefined;
  const copy = { ...stage, properties: structuredClone(stage.properties) };
  const registered = new Map(directoryOf(stage).files.map(({ path, modifiedOn }) => [path, modifiedOn]));
  setFiles(
    copy,
    filesOf(stage).filter(({ path, modifiedOn }) => registered.get(path) === modifiedOn),
  );
  return copy.properties;
}
