import { z } from "zod";
import { cpu, matching, memory, name, object, positive, word } from "./fields";
import { nearName } from "./near-name";

/** Kinds of volumes, beside the deprecated `@stage`. */
export const volumeSources = ["local", "memory", "block", "stage"] as const;

const source = z.string().refine((value) => volumeSources.some((one) => one === value) || isStage(value), {
  error: ({ input }) => {
    const near = nearName(String(input), volumeSources);
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    return `${JSON.stringify(input)} is not the source of a volume; use ${volumeSources.join(", ")}${hint}`;
  },
});

const stageAmounts = object("the resources of a stage volume", { memory: memory.optional(), cpu: cpu.optional() });

export const volume = object("a volume", {
  name,
  source,
  size: memory.optional(),
  uid: z.int().min(0).optional(),
  gid: z.int().min(0).optional(),
  blockConfig: object("blockConfig", {
    initialContents: object("initialContents", {
      fromSnapshot: matching(/\S/, "the name of a snapshot"),
    }).optional(),
    iops: positive.optional(),
    throughput: positive.optional(),
    encryption: word("SNOWFLAKE_SSE", "SNOWFLAKE_FULL").optional(),
    snapshotOnDelete: z.boolean().optional(),
    snapshotDeleteAfter: matching(
      /^\d{1,9}[hd]$/,
      "a time to keep a snapshot; write hours or days: 12h, 7d",
    ).optional(),
  }).optional(),
  stageConfig: object("stageConfig", {
    name: z.string().refine(isStage, {
      error: ({ input }) =>
        `${JSON.stringify(input)} is not a stage; write "@db.schema.stage" or "@stage/folder", with @ first`,
    }),
    metadataCache: matching(
      /^(?=\d)(?:\d{1,9}h)?(?:\d{1,9}m)?(?:\d{1,9}s)?$/,
      "a time to keep metadata; write hours, minutes and seconds: 90s, 5m, 1h30m",
    ).optional(),
    resources: object("resources", { requests: stageAmounts.optional(), limits: stageAmounts.optional() }).optional(),
  }).optional(),
});

/** Whether a text names a stage, or a folder on one. */
export function isStage(written: string): boolean {
  return /^@[^\s/]|^@"/.test(written);
}
