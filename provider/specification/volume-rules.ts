import { isUnknown } from "../resource/unknown";
import { show } from "./fields";
import type { Finding } from "./issues";
import type { Path } from "./place";
import { memoryOf } from "./quantity";
import { fieldsOf, textOf } from "./reading";
import { resourceFindings } from "./resource-rules";
import { isStage, volumeSources } from "./volume-schema";

/** Which fields go with which source. */
export function volumeFindings(volume: unknown, path: Path): readonly Finding[] {
  const fields = fieldsOf(volume);
  const written = textOf(fields["source"]);
  const stage = resourceFindings(fieldsOf(fields["stageConfig"])["resources"], [...path, "stageConfig", "resources"]);
  if (written === undefined) return stage;
  const source = isStage(written) ? "@stage" : written;
  if (source !== "@stage" && !volumeSources.some((one) => one === source)) return stage;
  const misplaced = Object.entries(belongsTo).flatMap(([key, sources]) => {
    if (fields[key] === undefined || sources.includes(source)) return [];
    const allowed = sources.filter((one) => one !== "@stage").join(" or ");
    return [{ path: [...path, key], message: `is not for a ${source} volume; it is for source: ${allowed}` }];
  });
  return [...misplaced, ...missing(source, fields, path), ...sizeFindings(source, fields["size"], path), ...stage];
}

const belongsTo: Readonly<Record<string, readonly string[]>> = {
  size: ["memory", "block"],
  uid: ["stage", "@stage", "block"],
  gid: ["stage", "@stage", "block"],
  blockConfig: ["block"],
  stageConfig: ["stage"],
};

function missing(source: string, fields: Readonly<Record<string, unknown>>, path: Path): readonly Finding[] {
  if ((source === "memory" || source === "block") && fields["size"] === undefined) {
    return [{ path, message: `has no size; a ${source} volume needs one: size: 10Gi` }];
  }
  if (source === "stage" && fields["stageConfig"] === undefined) {
    return [{ path, message: `has no stageConfig; a stage volume needs one with a name: "@db.schema.stage"` }];
  }
  return [];
}

function sizeFindings(source: string, size: unknown, path: Path): readonly Finding[] {
  if (isUnknown(size) || memoryOf(size) === undefined) return [];
  if (source === "memory" && memoryOf(size)?.digits === 0n) {
    return [{ path: [...path, "size"], message: `${show(size)} is too small` }];
  }
  if (source !== "block") return [];
  const [, number] = /^(\d{1,6})Gi$/.exec(textOf(size) ?? "") ?? [];
  if (number !== undefined && Number(number) >= 1 && Number(number) <= 65536) return [];
  return [
    {
      path: [...path, "size"],
      message: `${show(size)} is not the size of a block volume; write whole Gi, from 1Gi to 65536Gi`,
    },
  ];
}
