import { describe, expect, test } from "vitest";
import { Account } from "./account";

const parameters: [name: string, written: string, shown: string, other: string, wrong: string, standard: string][] = [
  ["DATA_RETENTION_TIME_IN_DAYS", "0", "0", "90", "91", "1"],
  ["MAX_DATA_EXTENSION_TIME_IN_DAYS", "90", "90", "0", "-1", "14"],
  ["EXTERNAL_VOLUME", "vol", "VOL", '"v"', "5", ""],
  ["CATALOG", "'cat'", "cat", "SNOWFLAKE", "5", ""],
  ["DEFAULT_DDL_COLLATION", "''", "", "'en-ci'", "5", ""],
  ["ICEBERG_DEFAULT_DDL_COLLATION", "'fr'", "fr", "'de'", "5", ""],
  ["ICEBERG_VERSION_DEFAULT", "3", "3", "2", "4", "2"],
  ["ICEBERG_MERGE_ON_READ_BEHAVIOR", "'ENABLED'", "ENABLED", "'DISABLED'", "'SOMETIMES'", "AUTO"],
  ["DEFAULT_METADATA_WRITE_FORMAT", "ICEBERG", "ICEBERG", "SNOWFLAKE", "PARQUET", "SNOWFLAKE"],
  ["REPLACE_INVALID_CHARACTERS", "TRUE", "true", "FALSE", "MAYBE", "false"],
  ["STORAGE_SERIALIZATION_POLICY", "COMPATIBLE", "COMPATIBLE", "OPTIMIZED", "FAST", "OPTIMIZED"],
  ["LOG_LEVEL", "INFO", "INFO", "'WARN'", "LOUD", "OFF"],
  ["LOG_EVENT_LEVEL", "DEBUG", "DEBUG", "ERROR", "LOUD", "OFF"],
  ["TRACE_LEVEL", "ON_EVENT", "ON_EVENT", "ALWAYS", "NEVER", "OFF"],
  ["METRIC_LEVEL", "ALL", "ALL", "NONE", "SOME", "NONE"],
  ["SUSPEND_TASK_AFTER_NUM_FAILURES", "3", "3", "0", "-1", "10"],
  ["TASK_AUTO_RETRY_ATTEMPTS", "2", "2", "1", "31", "0"],
  ["USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE", "SMALL", "SMALL", "'X-LARGE'", "HUGE", "Medium"],
  ["USER_TASK_TIMEOUT_MS", "1000", "1000", "2000", "'soon'", "3600000"],
  ["USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS", "60", "60", "15", "5", "30"],
  ["QUOTED_IDENTIFIERS_IGNORE_CASE", "TRUE", "true", "FALSE", "1", "false"],
  ["ENABLE_CONSOLE_OUTPUT", "TRUE", "true", "FALSE", "1", "false"],
  ["DEFAULT_NOTEBOOK_COMPUTE_POOL_CPU", "'p'", "p", "'q'", "5", "SYSTEM_COMPUTE_POOL_CPU"],
  ["DEFAULT_NOTEBOOK_COMPUTE_POOL_GPU", "'p'", "p", "'q'", "5", "SYSTEM_COMPUTE_POOL_GPU"],
  ["ENABLE_DATA_COMPACTION", "FALSE", "false", "TRUE", "1", "true"],
];

describe.each(["DATABASE", "SCHEMA"])("A parameter of a %s", (kind) => {
  const start = () => {
    const account = new Account();
    if (kind === "SCHEMA") account.run("CREATE DATABASE PARENT");
    return account;
  };

  test.each(parameters)("%s: create, show, change, unset", (name, written, shown, other, wrong, standard) => {
    const account = start();
    account.run(`CREATE ${kind} X ${name} = ${written}`);
    expect(account.parameter(name, `${kind} X`)).toMatchObject({ value: shown, level: kind, default: standard });
    account.run(`ALTER ${kind} X SET ${name} = ${other}`);
    expect(account.parameter(name, `${kind} X`)["level"]).toBe(kind);
    expect(account.parameter(name, `${kind} X`)["value"]).not.toBe(shown);
    account.run(`ALTER ${kind} X UNSET ${name}`);
    expect(account.parameter(name, `${kind} X`)).toMatchObject({ value: standard, level: "" });
    const error = account.error(`ALTER ${kind} X SET ${name} = ${wrong}`);
    expect([error.code, error.sqlState]).toEqual(["001008", "22023"]);
    expect(error.message).toContain(`for parameter '${name}'`);
  });
});

describe("A parameter of databases", () => {
  test.each([
    ["CATALOG_SYNC", "'polaris'", "polaris", ""],
    ["OAUTH_AUTHORIZATION_SERVER", "my_server", "MY_SERVER", ""],
    ["OAUTH_SCOPES_SUPPORTED", "'a,b'", "a,b", ""],
    ["EVENT_TABLE", "ops.public.events", "OPS.PUBLIC.EVENTS", ""],
    ["BASE_LOCATION_PREFIX", "'lake/raw'", "lake/raw", ""],
    ["DEFAULT_STREAMLIT_NOTEBOOK_WAREHOUSE", '"my wh"', "my wh", ""],
    ["REPLICABLE_WITH_FAILOVER_GROUPS", "'no'", "NO", "UNSET"],
  ])("%s is listed with where it was set", (name, written, shown, standard) => {
    const account = new Account();
    account.run("CREATE DATABASE X", `ALTER DATABASE X SET ${name} = ${written}`);
    expect(account.parameter(name, "DATABASE X")).toMatchObject({ value: shown, level: "DATABASE", default: standard });
    account.run(`ALTER DATABASE X UNSET ${name}`);
    expect(account.parameter(name, "DATABASE X")).toMatchObject({ value: standard, level: "" });
  });

  test.each(["CATALOG_SYNC", "BASE_LOCATION_PREFIX", "OAUTH_SCOPES_SUPPORTED"])(
    "%s is inherited by schemas",
    (name) => {
      const account = new Account();
      account.run("CREATE DATABASE X", `ALTER DATABASE X SET ${name} = 'a'`);
      expect(account.parameter(name, "SCHEMA X.PUBLIC")).toMatchObject({ value: "a", level: "DATABASE" });
    },
  );

  test("EVENT_TABLE is not a parameter of schemas", () => {
    const account = new Account();
    account.run("CREATE DATABASE X");
    expect(account.rows("SHOW PARAMETERS LIKE 'EVENT_TABLE' IN SCHEMA X.PUBLIC")).toEqual([]);
    expect(account.error("ALTER SCHEMA X.PUBLIC SET EVENT_TABLE = X.PUBLIC.E").code).toBe("001003");
  });
});

describe("A property of a database", () => {
  test.each([
    ["OBJECT_VISIBILITY", "PRIVILEGED"],
    ["COMMENT", "'hello'"],
  ])("%s: create, change, unset", (name, written) => {
    const account = new Account();
    account.run(
      `CREATE DATABASE X ${name} = ${written}`,
      `ALTER DATABASE X SET ${name} = 'x' `.replace("'x'", written),
    );
    expect(account.run(`ALTER DATABASE X UNSET ${name}`)).toBe("Statement executed successfully.");
  });

  test.each([
    ["EVENT_TABLE", "d.public.events"],
    ["CLASSIFICATION_PROFILE", "'p'"],
    ["DATA_QUALITY_MONITORING_SETTINGS", "$$yaml$$"],
    ["BASE_LOCATION_PREFIX", "'x'"],
    ["DEFAULT_STREAMLIT_NOTEBOOK_WAREHOUSE", "wh"],
    ["REPLICABLE_WITH_FAILOVER_GROUPS", "'NO'"],
  ])("%s is for ALTER alone", (name, written) => {
    const account = new Account();
    expect(account.error(`CREATE DATABASE X ${name} = ${written}`).code).toBe("001003");
    account.run("CREATE DATABASE X", `ALTER DATABASE X SET ${name} = ${written}`, `ALTER DATABASE X UNSET ${name}`);
  });

  test("REPLICABLE_WITH_FAILOVER_GROUPS cannot be set to the word that unset leaves", () => {
    const account = new Account();
    account.run("CREATE DATABASE X");
    expect(account.parameter("REPLICABLE_WITH_FAILOVER_GROUPS", "DATABASE X")).toMatchObject({
      value: "UNSET",
      level: "",
    });
    expect(account.error("ALTER DATABASE X SET REPLICABLE_WITH_FAILOVER_GROUPS = 'UNSET'").code).toBe("001008");
  });
});

describe("CREATE DATABASE", () => {
  test("makes PUBLIC and INFORMATION_SCHEMA and moves the session in", () => {
    const account = new Account();
    expect(account.run("CREATE DATABASE db1")).toBe("Database DB1 successfully created.");
    expect(account.names("SHOW SCHEMAS IN DATABASE DB1")).toEqual(["INFORMATION_SCHEMA", "PUBLIC"]);
    expect(account.rows("SELECT CURRENT_DATABASE() AS D, CURRENT_SCHEMA() AS S")).toEqual([{ D: "DB1", S: "PUBLIC" }]);
  });

  test("is refused when the name is taken, quiet with IF NOT EXISTS", () => {
    const account = new Account();
    account.run("CREATE DATABASE D COMMENT = 'old'");
    expect(account.error("CREATE DATABASE D")).toMatchObject({ code: "002002", sqlState: "42710" });
    expect(account.run("CREATE DATABASE IF NOT EXISTS D COMMENT = 'new'")).toBe(
      "D already exists, statement succeeded.",
    );
    expect(account.row("SHOW DATABASES")["comment"]).toBe("old");
  });

  test("OR REPLACE makes another object; the old one can come back", () => {
    const account = new Account();
    account.run("CREATE DATABASE D COMMENT = 'old'");
    const before = account.row("SHOW DATABASES")["created_on"];
    account.run("CREATE OR REPLACE DATABASE D");
    expect(account.row("SHOW DATABASES")["created_on"]).not.toBe(before);
    account.run("ALTER DATABASE D RENAME TO NEWER", "UNDROP DATABASE D");
    expect(account.row("SHOW DATABASES LIKE 'D'")).toMatchObject({ created_on: before, comment: "old" });
  });

  test("OR REPLACE with IF NOT EXISTS is refused", () => {
    expect(new Account().error("CREATE OR REPLACE DATABASE IF NOT EXISTS D").sqlState).toBe("42601");
  });

  test("OR ALTER keeps the object, changes what is named and takes out the rest", () => {
    const account = new Account();
    account.run("CREATE DATABASE D COMMENT = 'a' LOG_LEVEL = INFO TRACE_LEVEL = ALWAYS");
    const before = account.row("SHOW DATABASES")["created_on"];
    account.run("CREATE OR ALTER DATABASE D LOG_LEVEL = WARN");
    expect(account.row("SHOW DATABASES")).toMatchObject({ created_on: before, comment: "" });
    expect(account.parameter("LOG_LEVEL", "DATABASE D")).toMatchObject({ value: "WARN", level: "DATABASE" });
    expect(account.parameter("TRACE_LEVEL", "DATABASE D")).toMatchObject({ value: "OFF", level: "" });
    expect(account.error("CREATE OR ALTER TRANSIENT DATABASE D").code).toBe("000002");
  });

  test("TRANSIENT reaches every schema and limits retention to one day", () => {
    const account = new Account();
    account.run("CREATE TRANSIENT DATABASE D", "CREATE SCHEMA S");
    expect(account.row("SHOW DATABASES")["options"]).toBe("TRANSIENT");
    expect(account.row("SHOW SCHEMAS LIKE 'S' IN DATABASE D")["options"]).toBe("TRANSIENT");
    expect(account.error("ALTER DATABASE D SET DATA_RETENTION_TIME_IN_DAYS = 2").code).toBe("001008");
  });

  test("Standard edition keeps data for a day at most", () => {
    const account = new Account({ edition: "STANDARD" });
    expect(account.error("CREATE DATABASE D DATA_RETENTION_TIME_IN_DAYS = 2").code).toBe("001008");
  });

  test("CATALOG_SYNC_NAMESPACE_FLATTEN_DELIMITER needs FLATTEN", () => {
    const account = new Account();
    expect(account.error("CREATE DATABASE D CATALOG_SYNC_NAMESPACE_FLATTEN_DELIMITER = '_'").code).toBe("001425");
    account.run(
      "CREATE DATABASE D CATALOG_SYNC_NAMESPACE_MODE = FLATTEN CATALOG_SYNC_NAMESPACE_FLATTEN_DELIMITER = '_'",
    );
  });

  test("FROM SHARE has an origin, another kind and no PUBLIC", () => {
    const account = new Account();
    account.run("CREATE DATABASE D FROM SHARE org.acct.share");
    expect(account.row("SHOW DATABASES")).toMatchObject({ origin: "ORG.ACCT.SHARE", kind: "IMPORTED DATABASE" });
    expect(account.names("SHOW SCHEMAS IN DATABASE D")).toEqual(["INFORMATION_SCHEMA"]);
    expect(account.error("CREATE DATABASE E CLONE D").code).toBe("000002");
  });

  test("FROM BACKUP SET restores an ordinary database, never over another", () => {
    const account = new Account();
    account.run("CREATE DATABASE D FROM BACKUP SET backups.public.nightly IDENTIFIER '4f6a0ee8' COMMENT = 'restored'");
    expect(account.row("SHOW DATABASES")).toMatchObject({ origin: "", kind: "STANDARD", comment: "restored" });
    expect(account.names("SHOW SCHEMAS IN DATABASE D")).toEqual(["INFORMATION_SCHEMA", "PUBLIC"]);
    expect(account.error("CREATE OR REPLACE DATABASE D FROM BACKUP SET b IDENTIFIER 'x'").code).toBe("000002");
    expect(account.error("CREATE DATABASE E FROM BACKUP SET b").code).toBe("001003");
  });

  test("DATA_QUALITY_MONITORING_SETTINGS is shown as it was set", () => {
    const account = new Account();
    account.run("CREATE DATABASE D", "ALTER DATABASE D SET DATA_QUALITY_MONITORING_SETTINGS = 'schedule: daily'");
    expect(account.row("SHOW DATABASES")["data_quality_monitoring_settings"]).toBe("schedule: daily");
  });

  test("AS REPLICA OF and WITH CONTACT are understood, a contact only at the end", () => {
    const account = new Account();
    account.run(
      "CREATE DATABASE R AS REPLICA OF org.acct.db DATA_RETENTION_TIME_IN_DAYS = 3",
      "ALTER DATABASE R REFRESH",
    );
    account.run("CREATE DATABASE C COMMENT = 'c' WITH CONTACT (SUPPORT = contacts.public.team)");
    expect(account.error("CREATE DATABASE E WITH CONTACT (SUPPORT = t) COMMENT = 'c'").code).toBe("001003");
  });

  test("CLONE copies schemas, tables, rows, comment and parameters", () => {
    const account = new Account();
    account.run("CREATE WAREHOUSE W", "CREATE DATABASE D COMMENT = 'c' LOG_LEVEL = INFO", "CREATE TABLE T (A INT)");
    account.run("INSERT INTO T VALUES (1), (2)", "CREATE DATABASE E CLONE D AT (OFFSET => -0)");
    account.run("INSERT INTO E.PUBLIC.T VALUES (3)");
    expect(account.value("SELECT COUNT(*) FROM D.PUBLIC.T")).toBe("2");
    expect(account.value("SELECT COUNT(*) FROM E.PUBLIC.T")).toBe("3");
    expect(account.row("SHOW DATABASES LIKE 'E'")["comment"]).toBe("c");
    expect(account.parameter("LOG_LEVEL", "DATABASE E")["level"]).toBe("DATABASE");
    expect(account.error("CREATE DATABASE F CLONE D BEFORE (OFFSET => -3600)").code).toBe("000707");
    expect(account.error("CREATE DATABASE F CLONE NOPE").code).toBe("002003");
    expect(account.names("SHOW DATABASES")).toEqual(["D", "E"]);
  });

  test("a clone can replace its own source", () => {
    const account = new Account();
    account.run("CREATE DATABASE D DATA_RETENTION_TIME_IN_DAYS = 0", "CREATE SCHEMA S");
    account.run("CREATE OR REPLACE DATABASE D CLONE D");
    expect(account.names("SHOW SCHEMAS IN DATABASE D")).toEqual(["INFORMATION_SCHEMA", "PUBLIC", "S"]);
  });
});

describe("ALTER DATABASE", () => {
  test("RENAME keeps identity and contents, and the session stays in it", () => {
    const account = new Account();
    account.run("CREATE DATABASE A", "CREATE DATABASE B", "USE DATABASE A");
    const before = account.row("SHOW DATABASES LIKE 'A'")["created_on"];
    expect(account.error("ALTER DATABASE A RENAME TO B").code).toBe("002002");
    account.run("ALTER DATABASE A RENAME TO C");
    expect(account.row("SHOW DATABASES LIKE 'C'")).toMatchObject({ created_on: before, is_current: "Y" });
    expect(account.error("ALTER DATABASE A RENAME TO D")).toMatchObject({ code: "002003", sqlState: "02000" });
  });

  test("SWAP exchanges the names", () => {
    const account = new Account();
    account.run("CREATE DATABASE A COMMENT = 'a'", "CREATE DATABASE B COMMENT = 'b'", "ALTER DATABASE A SWAP WITH B");
    expect(account.row("SHOW DATABASES LIKE 'A'")["comment"]).toBe("b");
    expect(account.row("SHOW DATABASES LIKE 'B'")["comment"]).toBe("a");
  });

  test("IF EXISTS is quiet about a missing one", () => {
    expect(new Account().run("ALTER DATABASE IF EXISTS X SET COMMENT = 'c'")).toBe("Statement executed successfully.");
  });

  test("takes items with blanks, commas or line breaks between them", () => {
    const account = new Account();
    account.run("CREATE DATABASE D", "ALTER DATABASE D SET COMMENT = 'c', LOG_LEVEL = INFO\nTRACE_LEVEL = ALWAYS");
    expect(account.parameter("TRACE_LEVEL", "DATABASE D")["value"]).toBe("ALWAYS");
    account.run("ALTER DATABASE D UNSET COMMENT, LOG_LEVEL, TRACE_LEVEL");
    expect(account.row("SHOW DATABASES")["comment"]).toBe("");
  });
});

describe("Inheritance", () => {
  test("account, database, schema, table: the nearest setting counts and its level is shown", () => {
    const account = new Account();
    account.run("CREATE DATABASE D", "CREATE SCHEMA S", "CREATE TABLE T (A INT)");
    const read = () => account.parameter("DATA_RETENTION_TIME_IN_DAYS", "TABLE D.S.T");
    const steps: [string, string, string][] = [
      ["ALTER ACCOUNT SET DATA_RETENTION_TIME_IN_DAYS = 2", "2", "ACCOUNT"],
      ["ALTER DATABASE D SET DATA_RETENTION_TIME_IN_DAYS = 3", "3", "DATABASE"],
      ["ALTER SCHEMA D.S SET DATA_RETENTION_TIME_IN_DAYS = 4", "4", "SCHEMA"],
      ["ALTER TABLE D.S.T SET DATA_RETENTION_TIME_IN_DAYS = 5", "5", "TABLE"],
      ["ALTER TABLE D.S.T UNSET DATA_RETENTION_TIME_IN_DAYS", "4", "SCHEMA"],
    ];
    expect(read()).toMatchObject({ value: "1", level: "" });
    for (const [statement, value, level] of steps) {
      account.run(statement);
      expect(read()).toMatchObject({ value, level });
    }
    expect(account.row("SHOW TABLES IN SCHEMA D.S")["retention_time"]).toBe("4");
  });

  test("a value equal to the default is a setting all the same", () => {
    const account = new Account();
    account.run("CREATE DATABASE D DATA_RETENTION_TIME_IN_DAYS = 1");
    expect(account.parameter("DATA_RETENTION_TIME_IN_DAYS", "DATABASE D")["level"]).toBe("DATABASE");
  });
});

describe("DROP and UNDROP DATABASE", () => {
  const day = 86_400_000;
  const start = () => {
    let time = Date.UTC(2026, 0, 1);
    const account = new Account({ now: () => new Date(time) });
    const wait = (days: number) => {
      time += days * day;
    };
    return { account, wait };
  };

  test("brings back the newest version with its contents and created_on", () => {
    const { account } = start();
    account.run("CREATE DATABASE D", "CREATE SCHEMA S");
    const before = account.row("SHOW DATABASES")["created_on"];
    expect(account.run("DROP DATABASE D")).toBe("D successfully dropped.");
    expect(account.value("SELECT CURRENT_DATABASE()")).toBeNull();
    expect(account.run("UNDROP DATABASE D")).toBe("Database D successfully restored.");
    expect(account.row("SHOW DATABASES")["created_on"]).toBe(before);
    expect(account.names("SHOW SCHEMAS IN DATABASE D")).toContain("S");
  });

  test("forgets when the retention is over, at once when it is 0", () => {
    const { account, wait } = start();
    account.run("CREATE DATABASE D DATA_RETENTION_TIME_IN_DAYS = 2", "DROP DATABASE D");
    expect(account.rows("SHOW DATABASES HISTORY")).toHaveLength(1);
    wait(3);
    expect(account.rows("SHOW DATABASES HISTORY")).toHaveLength(0);
    expect(account.error("UNDROP DATABASE D").code).toBe("002003");
    account.run("CREATE DATABASE E DATA_RETENTION_TIME_IN_DAYS = 0", "DROP DATABASE E");
    expect(account.error("UNDROP DATABASE E").code).toBe("002003");
  });

  test("the account can demand a longer retention", () => {
    const { account } = start();
    account.run("ALTER ACCOUNT SET MIN_DATA_RETENTION_TIME_IN_DAYS = 1");
    account.run("CREATE DATABASE E DATA_RETENTION_TIME_IN_DAYS = 0", "DROP DATABASE E", "UNDROP DATABASE E");
    expect(account.row("SHOW DATABASES")["retention_time"]).toBe("1");
  });

  test("UNDROP is refused while the name is taken", () => {
    const { account } = start();
    account.run("CREATE DATABASE D", "DROP DATABASE D", "CREATE DATABASE D");
    expect(account.error("UNDROP DATABASE D").code).toBe("002002");
  });

  test("a missing one is an error, with IF EXISTS a status", () => {
    const { account } = start();
    expect(account.error("DROP DATABASE X")).toMatchObject({
      code: "002003",
      sqlState: "02000",
      message: "SQL compilation error:\nDatabase 'X' does not exist or not authorized.",
    });
    expect(account.run("DROP DATABASE IF EXISTS X RESTRICT")).toBe(
      "Drop statement executed successfully (X already dropped).",
    );
  });

  test("no two objects share a created_on, even within a millisecond", () => {
    const { account } = start();
    for (let i = 0; i < 50; i += 1) account.run(`CREATE DATABASE D${i}`);
    const times = account.rows("SHOW DATABASES").map((row) => row["created_on"]);
    expect(new Set(times).size).toBe(50);
  });
});

test("SHOW DATABASES has the columns of its page", () => {
  const account = new Account();
  account.run("CREATE DATABASE D");
  const columns = (text: string) => account.result(text).columns.map(({ name }) => name);
  const plain =
    "created_on name is_default is_current origin owner comment options retention_time kind budget owner_role_type object_visibility data_quality_monitoring_settings";
  expect(columns("SHOW DATABASES").join(" ")).toBe(plain);
  expect(columns("SHOW DATABASES HISTORY").join(" ")).toBe(plain.replace(" kind", " dropped_on kind"));
  expect(columns("SHOW TERSE DATABASES").join(" ")).toBe("created_on name kind database_name schema_name");
  expect(columns("DESCRIBE DATABASE D").join(" ")).toBe("created_on name kind");
});
