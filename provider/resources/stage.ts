import { defineResource } from "../resource/definition";
import { boolean, text } from "../resource/forms";
import type { Property } from "../resource/property";
import { tags } from "../resource/tags";
import { raw } from "../sql";
import { stageContents } from "./stage-contents";
import { described, describeStage } from "./stage-describe";
import { directory } from "./stage-directory";
import { encryption, masterKey } from "./stage-encryption";
import { fileFormat } from "./stage-format";
import { credentials, storageIntegration, url } from "./stage-location";
import { stageRules } from "./stage-rules";

/** ALTER sets it, and cannot take it back. */
const awsAccessPointArn: Property<string, string> = {
  ...text({ change: (_, after) => (after === undefined ? "replace" : "alter") }),
  source: {
    from: "statements",
    read: async (reading) =>
      described(await describeStage(reading), "STAGE_LOCATION", "AWS_ACCESS_POINT_ARN") || reading.managed,
  },
};

const usePrivatelinkEndpoint: Property<boolean, boolean> = {
  ...boolean({
    fallback: { set: false },
    // Some stages may not even say that they do not use it.
    clause: (value) => raw(value ? "USE_PRIVATELINK_ENDPOINT = TRUE" : ""),
    // A stage with an integration cannot be altered to use one.
    change: (_, after, { after: all }) =>
      after === true && all["storageIntegration"] !== undefined ? "replace" : "alter",
  }),
  source: {
    from: "statements",
    read: async (reading) => {
      const shown = described(await describeStage(reading), "PRIVATELINK", "USE_PRIVATELINK_ENDPOINT");
      return shown === "" ? reading.managed : shown.toLowerCase() === "true";
    },
  },
};

/** A stage: a place for files, Snowflake's own or in a cloud's store. */
export const stage = defineResource({
  kind: "Stage",
  noun: "STAGE",
  plural: "STAGES",
  scope: "schema",
  listing: "whole",
  lists: (row) => !/\bTEMPORARY\b/.test(row["type"] ?? ""),
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-stage",
  properties: {
    /**
     * Where the files of an external stage are: `s3://`, `s3china://`, `s3gov://`, `s3compat://`, `gcs://` or `azure://`. Without
     * it the stage is internal. To or from internal, or to another cloud, is a replacement.
     *
     * @defaultValue none: an internal stage
     */
    url,
    /** Name of a bucket's access point, where the {@link url} is an alias of one. Taking it out is a replacement. @defaultValue none */
    awsAccessPointArn,
    /** Storage integration that gives access to the {@link url}. Taking it out without credentials in its place is a replacement. @defaultValue none */
    storageIntegration,
    /**
     * Secrets that give access to the {@link url}, where no integration does. Snowflake never shows them. Taking them out without
     * an integration in their place is a replacement.
     *
     * @defaultValue none
     */
    credentials,
    /**
     * How files are encrypted. Internal: `SNOWFLAKE_FULL` (by clients too) or `SNOWFLAKE_SSE` (on the server alone, which links to
     * files need); a change is a replacement. External: as the cloud has it, and not shown by Snowflake.
     *
     * @defaultValue `SNOWFLAKE_FULL` internally, `NONE` externally
     */
    encryption,
    /** Key of client-side encryption, 128 or 256 bits in base64, for `AWS_CSE` and `AZURE_CSE`. A secret; Snowflake never shows it. @defaultValue none */
    masterKey,
    /** Whether the {@link url} is reached over private connectivity. @defaultValue false */
    usePrivatelinkEndpoint,
    /** Host of a store with Amazon's interface, for `s3compat://`. A change is a replacement. @defaultValue none */
    endpoint: text({ change: "replace" }),
    /** A table that lists the files. ALTER can only switch it on and off; other changes are a replacement. @defaultValue none */
    directory,
    /** How files are read and written: `{ formatName }`, or `{ type }` with options of that type. @defaultValue `{ type: "CSV" }` */
    fileFormat,
    /** @defaultValue none */
    // There is no UNSET.
    comment: text({ fallback: { set: "" } }),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags,
  },
  rules: stageRules,
  data: {
    contents: stageContents,
    // Whoever may list a stage sees every file.
    hides: false,
    // A stage that was dropped cannot be brought back.
    retentionDays: () => 0,
  },
});
