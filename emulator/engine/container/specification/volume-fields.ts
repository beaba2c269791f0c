import { name } from "./container-fields";
import type { Field } from "./fields";
import { boolean, integer, mapping, refuse, text, word } from "./fields";
import { bytesOf, resources } from "./quantities";

const size: Field = (value, place) =>
  typeof value === "string" && (bytesOf(value) ?? 0) > 0
    ? value
    : refuse(place, `Value '${String(value)}' is no size with a unit, such as 10Gi`);

const blockConfig = mapping({
  initialContents: mapping({ fromSnapshot: text() }, { required: ["fromSnapshot"] }),
  iops: integer(2000, 160_000),
  throughput: integer(125, 1_200_000),
  encryption: word("SNOWFLAKE_SSE", "SNOWFLAKE_FULL"),
  snapshotOnDelete: boolean,
  snapshotDeleteAfter: text(/^\d+[hd]$/, "a number of hours or days, such as 12h or 7d"),
});

const stageConfig = mapping(
  { name: text(/^@/, "a stage: @name"), metadataCache: text(), resources },
  { required: ["name"] },
);

const volumeFields = mapping(
  {
    name,
    source: text(/^(?:local|memory|block|stage|@.+)$/s, 'one of local, memory, block, stage, or "@stage"'),
    size,
    uid: integer(0, 2 ** 31 - 1),
    gid: integer(0, 2 ** 31 - 1),
    blockConfig,
    stageConfig,
  },
  { required: ["name", "source"] },
);

/** `spec.volumes[]`. */
export const volume: Field = (value, place) => {
  const checked = volumeFields(value, place) as Record<string, string>;
  const source = String(checked["source"]);
  const has = (member: string) => checked[member] !== undefined;
  const isStage = source === "stage" || source.startsWith("@");
  if ((source === "memory" || source === "block") && !has("size")) refuse(place, `A ${source} volume must have a size`);
  if (source === "block" && !/^[1-9]\d*Gi$/.test(String(checked["size"]))) {
    refuse(place, "The size of a block volume must be a whole number of Gi");
  }
  if (has("blockConfig") && source !== "block") refuse(place, "blockConfig goes with block volumes only");
  if (has("stageConfig") !== (source === "stage"))
    refuse(place, "stageConfig goes with the source stage, and the other way round");
  if ((has("uid") || has("gid")) && !isStage && source !== "block") {
    refuse(place, "uid and gid go with volumes of stages and with block volumes only");
  }
  return checked;
};
