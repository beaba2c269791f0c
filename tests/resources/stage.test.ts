import { describe, expect, test } from "vitest";
import { changesOf, createStatements } from "../../provider/resource";
import { stage } from "../../provider/resources";
import { canonical, created, edited, planned, problemsOf } from "./plans";

type Written = Record<string, unknown>;

const s3 = { url: "s3://lake/events/" };
const key = { credentials: { awsKeyId: "AKIA0001", awsSecretKey: "hush" } };

describe("a stage is created by", () => {
  test.each<[Written, string]>([
    [{}, ""],
    [{ encryption: { type: "snowflake_sse" } }, "ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')"],
    [{ directory: { enable: true, autoRefresh: true } }, "DIRECTORY = (ENABLE = TRUE AUTO_REFRESH = TRUE)"],
    [{ directory: { enable: false } }, ""],
    [{ fileFormat: { formatName: "db.s.f" } }, "FILE_FORMAT = (FORMAT_NAME = 'DB.S.F')"],
    [
      { fileFormat: { type: "csv", skipHeader: 1, nullIf: ["\\N", "it's"], recordDelimiter: "none" }, comment: "c" },
      "FILE_FORMAT = (TYPE = CSV RECORD_DELIMITER = NONE SKIP_HEADER = 1 NULL_IF = ('\\\\N', 'it''s')) COMMENT = 'c'",
    ],
    [
      { ...s3, storageIntegration: "lake", encryption: { type: "AWS_SSE_KMS", kmsKeyId: "k" } },
      "URL = 's3://lake/events/' STORAGE_INTEGRATION = LAKE ENCRYPTION = (TYPE = 'AWS_SSE_KMS' KMS_KEY_ID = 'k')",
    ],
    [
      {
        url: "gcs://lake/",
        storageIntegration: "lake",
        directory: { enable: true, refreshOnCreate: false, notificationIntegration: "NOTES" },
      },
      "URL = 'gcs://lake/' STORAGE_INTEGRATION = LAKE DIRECTORY = (ENABLE = TRUE REFRESH_ON_CREATE = FALSE NOTIFICATION_INTEGRATION = 'NOTES')",
    ],
    [
      { url: "s3compat://lake/", endpoint: "store.example.com", comment: "c" },
      "URL = 's3compat://lake/' ENDPOINT = 'store.example.com' COMMENT = 'c'",
    ],
    [{ tags: { "a.b.c": "1" }, comment: "it's" }, "COMMENT = 'it''s' WITH TAG (A.B.C = '1')"],
  ])("%o", (written, clauses) => {
    expect(created(stage, written)).toEqual([`CREATE STAGE SCRATCH.PUBLIC.LOADING ${clauses}`.trim()]);
  });

  test("a statement that shows its secrets to nobody else", () => {
    const masterKey = "AAAAAAAAAAAAAAAAAAAAAA==";
    const written = { ...s3, ...key, encryption: { type: "AWS_CSE" }, masterKey };
    const [step] = createStatements(stage, canonical(stage, written));
    expect(step?.statement.text).toBe(
      "CREATE STAGE SCRATCH.PUBLIC.LOADING URL = 's3://lake/events/' CREDENTIALS = (AWS_KEY_ID = 'AKIA0001' AWS_SECRET_KEY = 'hush') " +
        `ENCRYPTION = (TYPE = 'AWS_CSE' MASTER_KEY = '${masterKey}')`,
    );
    expect(step?.statement.redacted).toBe(
      "CREATE STAGE SCRATCH.PUBLIC.LOADING URL = 's3://lake/events/' CREDENTIALS = (AWS_KEY_ID = '***' AWS_SECRET_KEY = '***') ENCRYPTION = (TYPE = 'AWS_CSE' MASTER_KEY = '***')",
    );
  });
});

describe("a stage is changed by", () => {
  test.each<[Written, Written, string[]]>([
    [{ comment: "a" }, {}, ["SET COMMENT = ''"]],
    [{ fileFormat: { type: "JSON" } }, {}, ["SET FILE_FORMAT = (TYPE = CSV)"]],
    [{ fileFormat: { type: "CSV" } }, { fileFormat: { type: "csv" } }, []],
    [
      { comment: "a" },
      { comment: "b", fileFormat: { type: "PARQUET" } },
      ["SET FILE_FORMAT = (TYPE = PARQUET) COMMENT = 'b'"],
    ],
    [{}, { directory: { enable: true } }, ["SET DIRECTORY = (ENABLE = TRUE)"]],
    [{ directory: { enable: true, autoRefresh: true } }, {}, ["SET DIRECTORY = (ENABLE = FALSE)"]],
    [
      { ...s3, storageIntegration: "lake" },
      { url: "s3://lake/others/", storageIntegration: "lake" },
      ["SET URL = 's3://lake/others/' STORAGE_INTEGRATION = LAKE"],
    ],
    [
      { ...s3, storageIntegration: "lake" },
      { ...s3, ...key },
      ["SET CREDENTIALS = (AWS_KEY_ID = 'AKIA0001' AWS_SECRET_KEY = 'hush')"],
    ],
    [{ ...s3, ...key }, { ...s3, storageIntegration: "lake" }, ["SET STORAGE_INTEGRATION = LAKE"]],
    [{ ...s3, ...key, encryption: { type: "AWS_SSE_S3" } }, { ...s3, ...key }, ["SET ENCRYPTION = (TYPE = 'NONE')"]],
    [{ ...s3, usePrivatelinkEndpoint: true }, s3, ["SET USE_PRIVATELINK_ENDPOINT = FALSE"]],
  ])("%o → %o", (before, after, clauses) => {
    expect(edited(stage, before, after)).toEqual(
      clauses.map((clause) => `ALTER STAGE SCRATCH.PUBLIC.LOADING ${clause}`),
    );
  });

  test("one statement with a new key of encryption, which is not shown", () => {
    const cse = { ...s3, encryption: { type: "AWS_CSE" } };
    const [before, after] = ["A", "B"].map((letter) => ({ ...cse, masterKey: `${letter.repeat(21)}A==` }));
    const [step, ...others] = planned(stage, before ?? {}, after ?? {});
    expect(others).toEqual([]);
    expect(step?.statement.redacted).toBe(
      "ALTER STAGE SCRATCH.PUBLIC.LOADING SET ENCRYPTION = (TYPE = 'AWS_CSE' MASTER_KEY = '***')",
    );
    expect(step).toMatchObject({ reason: "masterKey: [secret]", properties: ["masterKey"] });
  });

  test.each<[string, Written, Written]>([
    ["url", {}, s3],
    ["url", s3, {}],
    ["url", s3, { url: "gcs://lake/" }],
    ["encryption", {}, { encryption: { type: "SNOWFLAKE_SSE" } }],
    ["encryption", { encryption: { type: "SNOWFLAKE_SSE" } }, {}],
    ["storageIntegration", { ...s3, storageIntegration: "lake" }, s3],
    ["credentials", { ...s3, ...key }, s3],
    ["directory", { directory: { enable: true } }, { directory: { enable: true, autoRefresh: true } }],
    [
      "usePrivatelinkEndpoint",
      { ...s3, storageIntegration: "lake" },
      { ...s3, storageIntegration: "lake", usePrivatelinkEndpoint: true },
    ],
  ])("a replacement for another %s: %o → %o", (property, before, after) => {
    expect(changesOf(stage, canonical(stage, before), canonical(stage, after))).toEqual([
      expect.objectContaining({ key: property, effect: "replace" }),
    ]);
  });

  test("nothing, if it says what holds by default", () => {
    const full = canonical(stage, { encryption: { type: "SNOWFLAKE_FULL" } });
    expect(changesOf(stage, canonical(stage, {}), full)).toEqual([{ key: "encryption", effect: "record" }]);
    expect(changesOf(stage, full, canonical(stage, {}))).toEqual([{ key: "encryption", effect: "record" }]);
  });
});

describe("a stage is refused with", () => {
  test.each<[Written, string, string]>([
    [{ url: "http://lake/" }, "url", "use one of s3://"],
    [{ url: "s3://" }, "url", "does not begin like the URL of a stage"],
    [{ ...s3, encryption: { type: "SNOWFLAKE_SSE" } }, "encryption", "use AWS_CSE, AWS_SSE_S3, AWS_SSE_KMS, NONE"],
    [{ encryption: { type: "AWS_SSE_S3" } }, "encryption", "not for internal stages"],
    [{ ...s3, ...key, storageIntegration: "lake" }, "storageIntegration", "cannot go together with credentials"],
    [{ storageIntegration: "lake" }, "storageIntegration", "needs url"],
    [{ ...key }, "credentials", "needs url"],
    [{ usePrivatelinkEndpoint: true }, "usePrivatelinkEndpoint", "needs url"],
    [{ ...s3, credentials: { awsKeyId: "k" } }, "credentials", "awsKeyId and awsSecretKey; or"],
    [{ ...s3, credentials: {} }, "credentials", "is empty"],
    [{ url: "gcs://lake/", ...key }, "credentials", "a storageIntegration instead"],
    [{ ...s3, encryption: { type: "AWS_CSE" } }, "masterKey", "is missing: AWS_CSE needs it"],
    [{ ...s3, masterKey: "AAAAAAAAAAAAAAAAAAAAAA==" }, "masterKey", 'needs encryption: { type: "AWS_CSE" }'],
    [{ ...s3, encryption: { type: "AWS_SSE_S3", kmsKeyId: "k" } }, "encryption.kmsKeyId", "AWS_SSE_KMS"],
    [{ url: "s3compat://lake/" }, "endpoint", "is missing"],
    [{ ...s3, endpoint: "h" }, "endpoint", "only for s3compat://"],
    [{ url: "gcs://lake/", awsAccessPointArn: "a" }, "awsAccessPointArn", "only for stages on Amazon S3"],
    [{ directory: { enable: true, refreshOnCreate: true } }, "directory", "cannot be set for an internal stage"],
    [{ directory: { enable: false, autoRefresh: true } }, "directory.autoRefresh", "needs enable: true"],
    [{ fileFormat: { formatName: "a.b.c", type: "CSV" } }, "fileFormat.type", "cannot go together with formatName"],
    [{ fileFormat: { formatName: "a.b.c", skipHeader: 1 } }, "fileFormat.skipHeader", "together with formatName"],
    [{ fileFormat: { skipHeader: 1 } }, "fileFormat", "neither a format (formatName) nor a type"],
    [{ fileFormat: { type: "JSON", skipHeader: 1 } }, "fileFormat.skipHeader", "not an option of format type JSON"],
    [{ fileFormat: { type: "AVRO", compression: "bz2" } }, "fileFormat.compression", "not one of AUTO, GZIP"],
    [{ fileFormat: { type: "CSV", skipHeader: 1, parseHeader: true } }, "fileFormat.skipHeader", "parseHeader"],
    [{ fileFormat: { type: "TSV" } }, "fileFormat.type", "not one of CSV, JSON"],
  ])("%o", (written, path, words) => {
    const problems = problemsOf(stage, written);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(words);
  });

  test("a bad key, which the message does not repeat", () => {
    const [problem] = problemsOf(stage, { ...s3, encryption: { type: "AWS_CSE" }, masterKey: "hush" });
    expect(problem).toEqual({ path: "masterKey", message: "is not a key of 128 or 256 bits in base64" });
    const [unknownPart] = problemsOf(stage, { ...s3, credentials: { awsKeyId: 5, awsSecretKey: "hush" } });
    expect(JSON.stringify(unknownPart)).not.toContain("hush");
  });
});
