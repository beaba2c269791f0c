import { beforeEach, describe, expect, test } from "vitest";
import { Account } from "./account";

let account: Account;

beforeEach(() => {
  account = new Account({ now: () => new Date("2026-11-26T07:00:00Z") });
  account.run("CREATE DATABASE D", "CREATE WAREHOUSE W", "CREATE STAGE S DIRECTORY = (ENABLE = TRUE)");
});

function put(location: string, name: string, content = name): void {
  const { transfer } = account.result(`PUT 'file:///x/${name}' ${location}`);
  transfer?.write(`${transfer.folder}${name}`, Buffer.from(content));
}

function listed(stage = "S"): (string | null | undefined)[] {
  return account.rows(`SELECT RELATIVE_PATH FROM DIRECTORY(@${stage})`).map((row) => row["RELATIVE_PATH"]);
}

describe("a directory table", () => {
  test("lists files as of the last refresh", () => {
    put("@S", "a.txt");
    expect(listed()).toEqual([]);
    expect(account.rows("ALTER STAGE S REFRESH")).toMatchObject([{ file: "a.txt", status: "REGISTERED_NEW" }]);
    put("@S/in", "b.txt");
    expect(listed()).toEqual(["a.txt"]);
    put("@S", "a.txt", "changed");
    expect(account.rows("ALTER STAGE S REFRESH")).toMatchObject([
      { file: "a.txt", status: "REGISTERED_UPDATE" },
      { file: "in/b.txt", status: "REGISTERED_NEW" },
    ]);
    account.run("REMOVE @S/a.txt");
    expect(listed()).toEqual(["a.txt", "in/b.txt"]);
    expect(account.rows("ALTER STAGE S REFRESH")).toMatchObject([{ file: "a.txt", status: "UNREGISTERED" }]);
    expect(account.rows("ALTER STAGE S REFRESH")).toEqual([]);
    expect(listed()).toEqual(["in/b.txt"]);
  });

  test("is refreshed below a path", () => {
    put("@S/in", "a.txt");
    put("@S/out", "b.txt");
    account.run("ALTER STAGE S REFRESH SUBPATH = 'in/'");
    expect(listed()).toEqual(["in/a.txt"]);
  });

  test("follows files by itself with AUTO_REFRESH", () => {
    account.run("CREATE STAGE T DIRECTORY = (ENABLE = TRUE AUTO_REFRESH = TRUE)");
    put("@T", "a.txt");
    expect(listed("T")).toEqual(["a.txt"]);
    account.run("REMOVE @T");
    expect(listed("T")).toEqual([]);
  });

  test("tells about each file what LIST tells", () => {
    put("'@S/a b'", "c.txt");
    account.run("ALTER STAGE S REFRESH");
    const { size, md5 } = account.row("LIST @S");
    expect(account.row("SELECT * FROM DIRECTORY(@D.PUBLIC.S)")).toEqual({
      RELATIVE_PATH: "a b/c.txt",
      SIZE: size,
      LAST_MODIFIED: expect.stringMatching(/^1795676400[.]\d{9} 1440$/),
      MD5: md5,
      ETAG: md5,
      FILE_URL: "https://acme-main.snowflakecomputing.com/api/files/D/PUBLIC/S/a%20b%2Fc.txt",
    });
    expect(account.value("SELECT COUNT(*) FROM DIRECTORY(@S) AS f WHERE f.SIZE > 100")).toBe("0");
    expect(account.value("SELECT TO_VARCHAR(LAST_MODIFIED) FROM DIRECTORY('@S')")).toContain("2026-11-26 07:00:00");
  });

  test("is there only where it was asked for", () => {
    account.run("ALTER STAGE S SET DIRECTORY = (ENABLE = FALSE)");
    expect(account.error("SELECT * FROM DIRECTORY(@S)").code).toBe("000002");
    expect(account.error("SELECT * FROM DIRECTORY(@NONE_SUCH)").code).toBe("002003");
    expect(account.error("SELECT * FROM DIRECTORY(@S/in)").code).toBe("001003");
    expect(account.error("ALTER STAGE S REFRESH").code).toBe("000002");
  });

  test("shows in DESCRIBE when it was refreshed", () => {
    const refreshed = () =>
      account.rows("DESC STAGE S").find((row) => row["property"] === "LAST_REFRESHED_ON")?.["property_value"];
    expect(refreshed()).toBe("");
    account.run("ALTER STAGE S REFRESH");
    expect(refreshed()).toMatch(/^2026-11-26 07:00:00[.]\d{3} [+]0000$/);
  });
});

describe("a clone of a schema", () => {
  beforeEach(() => {
    account.run("CREATE STAGE N", "CREATE STAGE X URL = 's3://b/'", "CREATE TEMPORARY STAGE T");
    put("@S", "known.txt");
    put("@S", "changed.txt");
    account.run("ALTER STAGE S REFRESH");
    put("@S", "changed.txt");
    put("@S", "unknown.txt");
    put("@N", "any.txt");
  });

  test("has external stages only", () => {
    account.run("CREATE SCHEMA C CLONE PUBLIC");
    expect(account.names("SHOW STAGES IN SCHEMA C")).toEqual(["X"]);
  });

  test("has internal ones if asked, with the files that their directory tables know", () => {
    account.run("CREATE SCHEMA C CLONE PUBLIC INCLUDE INTERNAL STAGES");
    expect(account.names("SHOW STAGES IN SCHEMA C")).toEqual(["N", "S", "X"]);
    expect(account.names("LIST @C.S")).toEqual(["s/known.txt"]);
    expect(account.names("LIST @C.N")).toEqual([]);
    account.run("REMOVE @C.S");
    expect(account.names("LIST @PUBLIC.S")).toHaveLength(3);
  });
});
