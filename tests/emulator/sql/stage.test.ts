import { beforeEach, describe, expect, test } from "vitest";
import { Account } from "./account";

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D");
});

describe("CREATE STAGE", () => {
  test("makes an internal stage", () => {
    expect(account.run("CREATE STAGE S COMMENT = 'c'")).toBe("Stage area S successfully created.");
    expect(account.row("SHOW STAGES")).toMatchObject({
      name: "S",
      database_name: "D",
      schema_name: "PUBLIC",
      url: "",
      has_credentials: "N",
      has_encryption_key: "N",
      owner: "ACCOUNTADMIN",
      comment: "c",
      region: null,
      type: "INTERNAL",
      cloud: null,
      storage_integration: null,
      endpoint: null,
      owner_role_type: "ROLE",
      directory_enabled: "N",
    });
  });

  test.each([
    ["", "INTERNAL"],
    ["ENCRYPTION = (TYPE = 'SNOWFLAKE_FULL')", "INTERNAL"],
    ["ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')", "INTERNAL NO CSE"],
    ["URL = 's3://b/p/'", "EXTERNAL"],
  ])("shows what sort of stage %o is", (clauses, type) => {
    account.run(`CREATE STAGE S ${clauses}`);
    expect(account.row("SHOW STAGES")["type"]).toBe(type);
  });

  test.each([
    ["", "INTERNAL TEMPORARY"],
    ["URL = 's3://b/'", "EXTERNAL TEMPORARY"],
  ])("makes a temporary stage with %o", (clauses, type) => {
    account.run(`CREATE TEMP STAGE S ${clauses}`);
    expect(account.row("SHOW STAGES")["type"]).toBe(type);
  });

  test.each([
    [
      "URL = 's3://b/' STORAGE_INTEGRATION = myint",
      { cloud: "AWS", storage_integration: "MYINT", has_credentials: "N" },
    ],
    [
      "URL = 's3://b/' CREDENTIALS = (AWS_KEY_ID = 'a' AWS_SECRET_KEY = 'b')",
      { cloud: "AWS", storage_integration: null, has_credentials: "Y" },
    ],
    ["URL = 's3gov://b/' CREDENTIALS = (AWS_ROLE = 'arn')", { cloud: "AWS", has_credentials: "Y" }],
    [
      "URL = 'gcs://b/' STORAGE_INTEGRATION = g ENCRYPTION = (TYPE = 'GCS_SSE_KMS' KMS_KEY_ID = 'k')",
      { cloud: "GCP", has_encryption_key: "Y" },
    ],
    [
      "URL = 'azure://a.blob.core.windows.net/c/' CREDENTIALS = (AZURE_SAS_TOKEN = 't') DIRECTORY = (ENABLE = TRUE NOTIFICATION_INTEGRATION = 'n')",
      { cloud: "AZURE", has_credentials: "Y", directory_enabled: "Y" },
    ],
    ["URL = 's3compat://b/' ENDPOINT = 'h.example.com'", { cloud: "AWS", endpoint: "h.example.com" }],
    [
      "URL = 's3://b/' ENCRYPTION = (MASTER_KEY = 'AAAAAAAAAAAAAAAAAAAAAA==')",
      { has_encryption_key: "Y", has_credentials: "N" },
    ],
  ])("takes %s", (clauses, shown) => {
    account.run(`CREATE STAGE S ${clauses}`);
    expect(account.row("SHOW STAGES")).toMatchObject(shown);
  });

  test.each([
    ["URL = 'ftp://b/'", "001011"],
    ["URL = 'file:///tmp'", "001011"],
    ["ENCRYPTION = (TYPE = 'AWS_SSE_S3')", "001422"],
    ["ENCRYPTION = (TYPE = 'X')", "001422"],
    ["STORAGE_INTEGRATION = i", "000002"],
    ["CREDENTIALS = (AWS_ROLE = 'arn')", "000002"],
    ["ENDPOINT = 'h'", "000002"],
    ["DIRECTORY = (ENABLE = TRUE REFRESH_ON_CREATE = TRUE)", "000002"],
    ["DIRECTORY = (AUTO_REFRESH = TRUE)", "001422"],
    ["URL = 's3://b/' STORAGE_INTEGRATION = i CREDENTIALS = (AWS_ROLE = 'arn')", "001425"],
    ["URL = 's3://b/' CREDENTIALS = (AWS_KEY_ID = 'k')", "001422"],
    ["URL = 's3://b/' CREDENTIALS = (AZURE_SAS_TOKEN = 't')", "001422"],
    ["URL = 'gcs://b/' CREDENTIALS = (AWS_ROLE = 'arn')", "001422"],
    ["URL = 's3://b/' ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')", "001422"],
    ["URL = 'azure://a/c/' ENCRYPTION = (TYPE = 'AZURE_CSE')", "001425"],
    ["URL = 'gcs://b/'", "000002"],
    ["URL = 's3://b/' STORAGE_INTEGRATION = i USE_PRIVATELINK_ENDPOINT = FALSE", "001430"],
    ["URL = 's3://b/' ENCRYPTION = (MASTER_KEY = 'short')", "001422"],
    ["URL = 's3://b/' ENCRYPTION = (TYPE = 'AWS_SSE_S3' KMS_KEY_ID = 'k')", "001425"],
    ["URL = 'gcs://b/' AWS_ACCESS_POINT_ARN = 'a'", "000002"],
    ["URL = 's3compat://b/'", "001422"],
    ["URL = 's3://b/' ENDPOINT = 'h'", "000002"],
    ["URL = 's3compat://b/' ENDPOINT = 'h' STORAGE_INTEGRATION = i", "000002"],
    ["URL = 'gcs://b/' DIRECTORY = (ENABLE = TRUE AWS_SNS_TOPIC = 'a')", "000002"],
    ["FILE_FORMAT = (FORMAT_NAME = 'F' TYPE = CSV)", "001425"],
    ["FILE_FORMAT = (FORMAT_NAME = 'NONE_SUCH')", "002003"],
    ["FILE_FORMAT = (TYPE = JSON SKIP_HEADER = 1)", "001422"],
    ["FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1 PARSE_HEADER = TRUE)", "001425"],
    ["COPY_OPTIONS = (PURGE = TRUE)", "001003"],
    ["ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE') ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')", "001003"],
  ])("refuses %s", (clauses, code) => {
    account.run("CREATE FILE FORMAT F");
    expect(account.error(`CREATE STAGE S ${clauses}`).code).toBe(code);
    expect(account.rows("SHOW STAGES")).toEqual([]);
  });

  test.each([
    "CREDENTIALS = (AWS_KEY_ID = 'k' AWS_SECRET_KEY = hush)",
    "CREDENTIALS = (AWS_KEY_ID = 'k' AWS_SECRET_KEY 'hush')",
    "CREDENTIALS = ('hush')",
    "CREDENTIALS = (AWS_KEY_ID = 'hush' AWS_SECRET_KEY = 'hush' AWS_ROLE = 'r')",
    "STORAGE_INTEGRATION = i CREDENTIALS = (AWS_KEY_ID = 'hush' AWS_SECRET_KEY = 'hush')",
    "ENCRYPTION = (MASTER_KEY = 'hush')",
  ])("shows no secret in the error of %s", (clauses) => {
    expect(account.error(`CREATE STAGE S URL = 's3://b/' ${clauses}`).message).not.toMatch(/hush/i);
  });

  test("keeps no secret, and shows the id of a key alone", () => {
    account.run("CREATE STAGE S URL = 's3://b/' CREDENTIALS = (AWS_KEY_ID = 'k' AWS_SECRET_KEY = 'hush')");
    expect(described("S", "STAGE_CREDENTIALS", "AWS_KEY_ID")).toBe("k");
    expect(JSON.stringify(account.engine.save())).not.toContain("hush");
  });
});

describe("CREATE OR ALTER STAGE", () => {
  test("takes back what it does not name, and leaves files and tags", () => {
    account.run("CREATE STAGE S COMMENT = 'c' FILE_FORMAT = (TYPE = JSON) DIRECTORY = (ENABLE = TRUE)");
    const { created_on } = account.row("SHOW STAGES");
    account.run("CREATE OR ALTER STAGE S");
    expect(account.row("SHOW STAGES")).toMatchObject({ created_on, comment: "", directory_enabled: "N" });
    expect(described("S", "STAGE_FILE_FORMAT", "TYPE")).toBe("CSV");
  });

  test.each([
    ["", "ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')"],
    ["", "URL = 's3://b/'"],
    ["URL = 's3://b/'", ""],
    ["URL = 's3://b/'", "URL = 'gcs://b/' STORAGE_INTEGRATION = i"],
    ["URL = 's3://b/'", "URL = 's3compat://b/' ENDPOINT = 'h'"],
    ["URL = 's3compat://b/' ENDPOINT = 'h'", "URL = 's3compat://b/' ENDPOINT = 'i'"],
    ["URL = 's3://b/'", "URL = 's3://b/' DIRECTORY = (ENABLE = TRUE REFRESH_ON_CREATE = TRUE)"],
  ])("does not change %o into %o", (before, after) => {
    account.run(`CREATE STAGE S ${before}`);
    expect(account.error(`CREATE OR ALTER STAGE S ${after}`).code).toBe("000002");
  });
});

describe("ALTER STAGE", () => {
  test("sets what an internal stage lets be set", () => {
    account.run("CREATE STAGE S", "ALTER STAGE S SET COMMENT = 'c' FILE_FORMAT = (TYPE = XML)");
    expect(account.row("SHOW STAGES")["comment"]).toBe("c");
    expect(described("S", "STAGE_FILE_FORMAT", "TYPE")).toBe("XML");
    account.run("ALTER STAGE IF EXISTS S SET DIRECTORY = (ENABLE = TRUE)");
    expect(account.row("SHOW STAGES")).toMatchObject({ comment: "c", directory_enabled: "Y" });
    account.run("ALTER STAGE S RENAME TO T", "ALTER STAGE IF EXISTS S SET COMMENT = 'x'");
    expect(account.names("SHOW STAGES")).toEqual(["T"]);
  });

  test("changes URL and credentials of an external stage", () => {
    account.run("CREATE STAGE S URL = 's3://b/' CREDENTIALS = (AWS_ROLE = 'r')");
    account.run("ALTER STAGE S SET URL = 's3://c/' STORAGE_INTEGRATION = i");
    expect(account.row("SHOW STAGES")).toMatchObject({
      url: "s3://c/",
      storage_integration: "I",
      has_credentials: "N",
    });
    expect(account.error("ALTER STAGE S SET USE_PRIVATELINK_ENDPOINT = TRUE").message).toContain(
      "Please alter the storage integration instead",
    );
  });

  test.each([
    ["SET ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')", "000002"],
    ["SET URL = 's3://b/'", "000002"],
    ["SET DIRECTORY = (ENABLE = TRUE AUTO_REFRESH = TRUE)", "000002"],
    ["UNSET COMMENT", "001003"],
    ["SET", "001003"],
    ["REFRESH", "000002"],
  ])("does not %s on an internal stage", (change, code) => {
    account.run("CREATE STAGE S");
    expect(account.error(`ALTER STAGE S ${change}`).code).toBe(code);
  });
});

describe("DESCRIBE STAGE", () => {
  test("lists the parents in their order", () => {
    account.run("CREATE STAGE S URL = 's3://b/p/' STORAGE_INTEGRATION = i DIRECTORY = (ENABLE = TRUE)");
    expect([...new Set(account.rows("DESC STAGE S").map((row) => row["parent_property"]))]).toEqual([
      "STAGE_FILE_FORMAT",
      "STAGE_COPY_OPTIONS",
      "STAGE_LOCATION",
      "STAGE_INTEGRATION",
      "STAGE_CREDENTIALS",
      "DIRECTORY",
      "PRIVATELINK",
    ]);
    expect(described("S", "STAGE_LOCATION", "URL")).toBe('["s3://b/p/"]');
    expect(described("S", "DIRECTORY", "ENABLE")).toBe("true");
  });

  test("shows the options of the format, escaped", () => {
    account.run("CREATE STAGE S FILE_FORMAT = (FIELD_DELIMITER = '\\t', SKIP_HEADER = 1 NULL_IF = ('', 'x'))");
    const format = account.rows("DESC STAGE S").filter((row) => row["parent_property"] === "STAGE_FILE_FORMAT");
    const values = Object.fromEntries(format.map((row) => [row["property"], row["property_value"]]));
    expect(values).toMatchObject({
      TYPE: "CSV",
      RECORD_DELIMITER: "\\n",
      FIELD_DELIMITER: "\\t",
      SKIP_HEADER: "1",
      ESCAPE_UNENCLOSED_FIELD: "\\\\",
      NULL_IF: "[, x]",
      TRIM_SPACE: "false",
    });
  });

  test("names a named format", () => {
    account.run("CREATE FILE FORMAT F TYPE = JSON", "CREATE STAGE S FILE_FORMAT = F");
    const format = account.rows("DESCRIBE STAGE S").filter((row) => row["parent_property"] === "STAGE_FILE_FORMAT");
    expect(format).toMatchObject([{ property: "FORMAT_NAME", property_value: "D.PUBLIC.F" }]);
    account.run('CREATE FILE FORMAT "f g"', `CREATE STAGE T FILE_FORMAT = (FORMAT_NAME = 'D.PUBLIC."f g"')`);
    expect(described("T", "STAGE_FILE_FORMAT", "FORMAT_NAME")).toBe('D.PUBLIC.\\"f g\\"');
  });
});

test("a stage has tags", () => {
  account.run("CREATE WAREHOUSE W", "CREATE TAG T", "CREATE STAGE S WITH TAG (T = 'a')");
  const tag = "SELECT SYSTEM$GET_TAG('D.PUBLIC.T', 'D.PUBLIC.S', 'STAGE')";
  expect(account.value(tag)).toBe("a");
  account.run("ALTER STAGE S SET TAG T = 'b'");
  account.run("CREATE OR ALTER STAGE S");
  expect(account.value(tag)).toBe("b");
  account.run("ALTER STAGE S UNSET TAG T");
  expect(account.value(tag)).toBeNull();
  expect(account.error("CREATE OR ALTER STAGE S WITH TAG (T = 'a')").code).toBe("000002");
});

test("DROP STAGE takes it away for good", () => {
  account.run("CREATE STAGE S");
  expect(account.run("DROP STAGE S")).toBe("S successfully dropped.");
  expect(account.error("UNDROP STAGE S").code).toBe("001003");
  expect(account.error("LIST @S").code).toBe("002003");
  expect(account.run("DROP STAGE IF EXISTS S")).toContain("already dropped");
});

describe("CLONE", () => {
  test("copies an external stage, not an internal one", () => {
    account.run("CREATE STAGE E URL = 's3://b/' COMMENT = 'c'", "CREATE STAGE F CLONE E", "CREATE STAGE I");
    expect(account.row("SHOW STAGES LIKE 'F'")).toMatchObject({ url: "s3://b/", comment: "c" });
    expect(account.error("CREATE STAGE J CLONE I").code).toBe("000002");
  });
});

function described(stage: string, parent: string, property: string): string | null | undefined {
  const rows = account.rows(`DESC STAGE ${stage}`);
  return rows.find((row) => row["parent_property"] === parent && row["property"] === property)?.["property_value"];
}
