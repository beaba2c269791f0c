import { z } from "zod";
import { clause } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { join, raw, type Sql, sql } from "../sql";
import { described, describeStage } from "./stage-describe";

/** The directory table of a stage: a list of its files that can be queried. */
export interface Directory {
  /** Whether there is one. */
  readonly enable: boolean;
  /** Whether it follows the files by itself. At creation only: a change is a replacement. */
  readonly autoRefresh?: boolean | undefined;
  /** Whether it lists what is there when the stage is made. Of external stages; a later change sends nothing. */
  readonly refreshOnCreate?: boolean | undefined;
  /** Integration that tells of new files, on Google Cloud and Azure. A change is a replacement. */
  readonly notificationIntegration?: string | undefined;
  /** Topic that tells of new files, on Amazon. A change is a replacement. */
  readonly awsSnsTopic?: string | undefined;
}

const schema = z
  .strictObject({
    enable: z.boolean(),
    autoRefresh: z.boolean().optional(),
    refreshOnCreate: z.boolean().optional(),
    notificationIntegration: z.string().min(1).optional(),
    awsSnsTopic: z.string().min(1).optional(),
  })
  .superRefine(({ enable, ...others }, context) => {
    const [first] = Object.entries(others).flatMap(([key, value]) => (value ? [key] : []));
    if (enable === false && first !== undefined)
      context.addIssue({ code: "custom", path: [first], message: "needs enable: true beside it" });
  })
  .transform(({ autoRefresh, ...others }) => (autoRefresh === true ? { ...others, autoRefresh } : others));

/** What ALTER STAGE cannot set. */
const atCreation = ["autoRefresh", "notificationIntegration", "awsSnsTopic"] as const;

/** The directory table. ALTER switches it on and off, and sets nothing else of it. */
export const directory: Property<Directory, Directory> = {
  ...clause<Directory, Directory>(schema as unknown as z.ZodType<Directory, Directory>, written, {
    isUnset: ({ enable }) => enable === false,
    change: (before, after) => {
      if (after === undefined) return "alter";
      const fixed = atCreation.filter((key) => before?.[key] !== after[key]);
      if (fixed.length > 0) return { replaceBecause: fixed.map((key) => `directory.${key}`).join(", ") };
      return before?.enable === after.enable ? "creation" : "alter";
    },
    onChange: ({ alter, after, reason }) => [
      safe(sql`${alter} SET DIRECTORY = (ENABLE = ${after?.enable === true})`, reason, ["directory"]),
    ],
  }),
  source: {
    from: "statements",
    read: async (reading) => {
      const managed = reading.managed as Directory | undefined;
      if (!/^y$/i.test(reading.row["directory_enabled"] ?? "")) return undefined;
      const { autoRefresh: _, ...believed } = managed ?? {};
      const asks = managed === undefined || managed.autoRefresh === true;
      const follows = asks && described(await describeStage(reading), "DIRECTORY", "AUTO_REFRESH") === "true";
      return { ...believed, enable: true, ...(follows ? { autoRefresh: true } : {}) };
    },
  },
};

function written({ enable, autoRefresh, refreshOnCreate, notificationIntegration, awsSnsTopic }: Directory): Sql {
  const option = (keyword: string, value: boolean | string | undefined) =>
    value === undefined ? raw("") : sql`${raw(keyword)} = ${value}`;
  const options = [
    sql`ENABLE = ${enable}`,
    option("REFRESH_ON_CREATE", refreshOnCreate),
    option("AUTO_REFRESH", autoRefresh),
    option("NOTIFICATION_INTEGRATION", notificationIntegration),
    option("AWS_SNS_TOPIC", awsSnsTopic),
  ];
  return sql`(${join(options)})`;
}
