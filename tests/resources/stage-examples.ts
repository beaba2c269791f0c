import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Example, ExamplesOf } from "./examples";

const s3 = { url: "s3://lake/events/" };
const azure = { url: "azure://acme.blob.core.windows.net/lake/" };

/** What stages have in common with other kinds is handed in. */
export const stageExamples = (shared: { readonly comment: Example; readonly tags: Example }): ExamplesOf<"stage"> => ({
  url: { a: "s3://lake/events/", b: "s3gov://lake/others/", change: "alter", drift: "SET URL = 's3://lake/by-hand/'" },
  awsAccessPointArn: {
    a: "arn:aws:s3:us-east-1:111122223333:accesspoint/a",
    b: "arn:aws:s3:us-east-1:111122223333:accesspoint/b",
    with: s3,
    change: "alter",
    drift: "SET AWS_ACCESS_POINT_ARN = 'arn:aws:s3:us-east-1:111122223333:accesspoint/c'",
  },
  storageIntegration: {
    a: "lake",
    b: '"other lake"',
    canonicalA: "LAKE",
    with: s3,
    change: "alter",
    drift: "SET STORAGE_INTEGRATION = POND",
  },
  credentials: {
    a: { awsKeyId: "AKIA0001", awsSecretKey: "hush-it's" },
    b: { awsRole: "arn:aws:iam::111122223333:role/reader" },
    with: s3,
    change: "alter",
  },
  encryption: {
    a: { type: "snowflake_sse" },
    b: { type: "SNOWFLAKE_FULL" },
    canonicalA: { type: "SNOWFLAKE_SSE" },
    change: "replace",
  },
  masterKey: {
    a: "AAAAAAAAAAAAAAAAAAAAAA==",
    b: "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
    with: { ...azure, encryption: { type: "AZURE_CSE" } },
    without: azure,
    change: "alter",
  },
  usePrivatelinkEndpoint: {
    a: true,
    b: false,
    with: s3,
    change: "alter",
    drift: "SET USE_PRIVATELINK_ENDPOINT = TRUE",
  },
  endpoint: {
    a: "store.example.com",
    b: "other.example.com",
    with: { url: "s3compat://lake/" },
    without: s3,
    change: "replace",
  },
  directory: {
    a: { enable: true },
    b: { enable: true, refreshOnCreate: true },
    with: s3,
    change: "record",
    drift: "SET DIRECTORY = (ENABLE = FALSE)",
  },
  fileFormat: {
    a: { type: "json", stripOuterArray: true },
    b: { type: "CSV", skipHeader: 1, fieldDelimiter: "|", nullIf: ["\\N", "it's"], fieldOptionallyEnclosedBy: '"' },
    canonicalA: { type: "JSON", stripOuterArray: true },
    change: "alter",
    drift: "SET FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 2)",
  },
  ...shared,
});

const fixture = (name: string) => {
  const source = `tests/resources/fixtures/${name}`;
  return { source, hash: createHash("sha256").update(readFileSync(source)).digest("hex") };
};

/** A file with content that is in a file of ours. */
export const aFile = fixture("load.py");
/** One with other content. */
export const anotherFile = fixture("load-again.py");

export const stageFileExamples: ExamplesOf<"stageFile"> = {
  hash: {
    a: aFile.hash,
    b: anotherFile.hash,
    with: aFile,
    withB: anotherFile,
    without: aFile,
    required: true,
    change: "alter",
  },
  source: {
    a: aFile.source,
    b: fixture("same-load.py").source,
    with: aFile,
    without: aFile,
    required: true,
    change: "record",
  },
  autoCompress: { a: true, b: false, with: aFile, change: "alter" },
  parallel: { a: 1, b: 8, with: aFile, change: "record" },
  refreshDirectory: { a: true, b: false, with: aFile, change: "record" },
};
