import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { mostBytesPerFile } from "../../../emulator/engine/stage/files";
import { Account } from "./account";

let account: Account;
let now: Date;

beforeEach(() => {
  now = new Date("2026-11-26T07:00:00Z");
  account = new Account({ now: () => now });
  account.run("CREATE DATABASE D", "CREATE STAGE S", "CREATE STAGE E ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')");
});

/** Does what a driver does for PUT with AUTO_COMPRESS = FALSE. */
function put(location: string, name: string, content: string | Buffer = name, session = account): void {
  const { transfer } = session.result(`PUT 'file:///x/${name}' ${location}`);
  transfer?.write(`${transfer.folder}${name}`, Buffer.from(content));
}

function paths(location: string): (string | null | undefined)[] {
  return account.names(`LIST ${location}`);
}

describe("LIST", () => {
  test("tells size, MD5 and time of a file that the service encrypts", () => {
    put("@E/in", "a.txt", "hello");
    expect(account.rows("LIST @E")).toEqual([
      {
        name: "e/in/a.txt",
        size: "5",
        md5: createHash("md5").update("hello").digest("hex"),
        last_modified: "Thu, 26 Nov 2026 07:00:00 GMT",
      },
    ]);
  });

  test.each([
    [0, 16],
    [5, 16],
    [15, 16],
    [16, 32],
    [33, 48],
  ])("shows %i bytes that clients encrypt as %i, and another MD5", (bytes, shown) => {
    put("@S", "a.txt", "x".repeat(bytes));
    const { size, md5 } = account.row("LIST @S");
    expect(size).toBe(String(shown));
    expect(md5).toMatch(/^[0-9a-f]{32}$/);
    expect(md5).not.toBe(createHash("md5").update("x".repeat(bytes)).digest("hex"));
  });

  test("shows the same until a file is written again", () => {
    put("@S", "a.txt");
    const before = account.row("LIST @S");
    expect(account.row("LIST @S")).toEqual(before);
    now = new Date("2026-11-26T08:00:00Z");
    put("@S", "a.txt");
    const after = account.row("LIST @S");
    expect(after).toMatchObject({ name: before["name"], last_modified: "Thu, 26 Nov 2026 08:00:00 GMT" });
    expect(after["md5"]).not.toBe(before["md5"]);
  });

  test("takes a path as the beginning of names", () => {
    for (const folder of ["", "/a", "/a/b", "/ab"]) put(`@S${folder}`, "f.txt");
    expect(paths("@S")).toEqual(["s/a/b/f.txt", "s/a/f.txt", "s/ab/f.txt", "s/f.txt"]);
    expect(paths("@S/a")).toEqual(["s/a/b/f.txt", "s/a/f.txt", "s/ab/f.txt"]);
    expect(paths("@S/a/")).toEqual(["s/a/b/f.txt", "s/a/f.txt"]);
    expect(paths("@D.PUBLIC.S/a/f.txt")).toEqual(["s/a/f.txt"]);
    expect(paths("@S/A")).toEqual([]);
  });

  test("matches a pattern with whole paths", () => {
    for (const name of ["data_01.csv", "data_02.CSV", "other.csv"]) put("@S/in", name);
    expect(paths("@S PATTERN = '.*data_0.*'")).toEqual(["s/in/data_01.csv", "s/in/data_02.CSV"]);
    expect(paths("@S PATTERN = 'data'")).toEqual([]);
    expect(paths("@S PATTERN = '(?i).*data.*[.]csv'")).toHaveLength(2);
    expect(account.error("LIST @S PATTERN = '['").code).toBe("001008");
  });

  test.each([
    ["LIST '@S/in/a b.txt'", 1],
    ["LS @D.PUBLIC.S;", 1],
    ["LIST @PUBLIC.S", 1],
    ["LIST @D..S", 1],
    ['LIST @"S"', 1],
    ["list @s // a comment", 1],
  ])("reads %s", (statement, files) => {
    put("'@S/in'", "a b.txt");
    expect(account.rows(statement)).toHaveLength(files);
  });

  test.each([
    ["LIST @~", "000002"],
    ["LIST @%T", "000002"],
    ["LIST @D.PUBLIC.%T/x", "000002"],
    ["LIST @X", "000002"],
    ["LIST @NONE_SUCH", "002003"],
    ["LIST @D.NONE_SUCH.S", "002003"],
    ["LIST @A.B.C.D", "001003"],
    ["LIST S", "001003"],
    ["LIST 'S'", "001003"],
    ["LIST @S x", "001003"],
    ["LIST @S/a)", "001003"],
  ])("refuses %s", (statement, code) => {
    account.run("CREATE STAGE X URL = 's3://bucket/'");
    expect(account.error(statement).code).toBe(code);
  });

  test("says that tables and users have no stages here", () => {
    expect(account.error("LIST @~").message).toContain("stages of tables and users");
  });
});

describe("REMOVE", () => {
  test("removes what LIST would show", () => {
    for (const name of ["a.csv", "b.csv", "c.txt"]) put("@S/in", name);
    expect(account.rows("REMOVE @S/in PATTERN = '.*csv'")).toEqual([
      { name: "s/in/a.csv", result: "removed" },
      { name: "s/in/b.csv", result: "removed" },
    ]);
    expect(account.rows("RM @S/none")).toEqual([]);
    expect(paths("@S")).toEqual(["s/in/c.txt"]);
    account.run("RM @S");
    expect(paths("@S")).toEqual([]);
  });
});

describe("PUT", () => {
  test("asks the driver for what the statement says", () => {
    const { transfer } = account.result(
      "PUT file:///tmp/a-b/x_*.csv @S/in PARALLEL = 9 AUTO_COMPRESS = FALSE SOURCE_COMPRESSION = GZIP OVERWRITE = TRUE",
    );
    expect(transfer).toMatchObject({
      command: "UPLOAD",
      local: "/tmp/a-b/x_*.csv",
      folder: "in/",
      parallel: 9,
      autoCompress: false,
      sourceCompression: "gzip",
      overwrite: true,
    });
    expect(account.result("PUT 'file://C:/a b.csv' '@S'").transfer).toMatchObject({
      local: "C:/a b.csv",
      folder: "",
      parallel: 4,
      autoCompress: true,
      sourceCompression: "auto_detect",
      overwrite: false,
    });
  });

  test.each([
    ["PUT file:///x @S PARALLEL = 100", "001008"],
    ["PUT file:///x @S SOURCE_COMPRESSION = RAR", "001008"],
    ["PUT file:///x @S OVERWRITE = 1", "001008"],
    ["PUT file:///x @S OVERWRITE = TRUE OVERWRITE = TRUE", "001003"],
    ["PUT @S file:///x", "001003"],
    ["PUT '/x' @S", "001003"],
    ["GET @S file:///x OVERWRITE = TRUE", "001003"],
  ])("refuses %s", (statement, code) => {
    expect(account.error(statement).code).toBe(code);
  });

  test("takes no file that is too large", () => {
    expect(() => put("@S", "a.bin", Buffer.alloc(mostBytesPerFile + 1))).toThrow(String(mostBytesPerFile));
    expect(paths("@S")).toEqual([]);
  });
});

test.each(["PUT file:///x @S", "GET @S file:///x"])("%s has no client in a procedure", (statement) => {
  account.run(`CREATE PROCEDURE P() RETURNS STRING LANGUAGE SQL AS '${statement}'`);
  expect(account.error("CALL P()").message).toContain("no client");
});

describe("GET", () => {
  test("asks for the files below a path, one of a name", () => {
    put("@S/a", "x.txt");
    put("@S/b", "x.txt");
    put("@S/b", "y.txt");
    expect(account.result("GET @S/b file:///tmp/").transfer).toMatchObject({
      command: "DOWNLOAD",
      local: "/tmp/",
      files: ["b/x.txt", "b/y.txt"],
      parallel: 10,
    });
    expect(account.result("GET @S file:///tmp PATTERN = '.*y.*' PARALLEL = 2").transfer).toMatchObject({
      files: ["b/y.txt"],
      parallel: 2,
    });
    expect(account.error("GET @S file:///tmp").message).toContain("x.txt");
  });
});

describe("files", () => {
  test("go when their stage is dropped or replaced", () => {
    put("@S", "a.txt");
    account.run("CREATE OR REPLACE STAGE S");
    expect(paths("@S")).toEqual([]);
    put("@S", "a.txt");
    account.run("DROP STAGE S", "CREATE STAGE S");
    expect(paths("@S")).toEqual([]);
  });

  test("stay through ALTER, CREATE OR ALTER and another name", () => {
    put("@S", "a.txt");
    account.run(
      "CREATE OR ALTER STAGE S COMMENT = 'c'",
      "ALTER STAGE S SET COMMENT = 'd'",
      "COMMENT ON STAGE S IS 'e'",
    );
    account.run("ALTER STAGE S RENAME TO R");
    expect(paths("@R")).toEqual(["r/a.txt"]);
  });

  test("come back with their schema and database", () => {
    put("@S", "a.txt");
    const before = account.rows("LIST @S");
    account.run("DROP SCHEMA D.PUBLIC", "UNDROP SCHEMA D.PUBLIC");
    expect(account.rows("LIST @D.PUBLIC.S")).toEqual(before);
    account.run("DROP DATABASE D", "UNDROP DATABASE D");
    expect(account.rows("LIST @D.PUBLIC.S")).toEqual(before);
  });

  test("are saved with the catalog", () => {
    put("@S", "ü.txt", Buffer.from([0, 255, 10]));
    const before = account.rows("LIST @S");
    const other = new Account();
    other.engine.load(JSON.parse(JSON.stringify(account.engine.save())));
    expect(other.rows("LIST @D.PUBLIC.S")).toEqual(before);
    const { transfer } = other.result("GET @D.PUBLIC.S file:///x");
    expect(transfer?.read("ü.txt")).toEqual(Buffer.from([0, 255, 10]));
  });

  test("may have any name", () => {
    put("@S", "__proto__");
    put("@S", "constructor");
    expect(paths("@S")).toEqual(["s/__proto__", "s/constructor"]);
  });

  test("do not come to a stage that was dropped meanwhile", () => {
    const { transfer } = account.result("PUT file:///x/a.txt @S");
    account.run("CREATE OR REPLACE STAGE S");
    expect(() => transfer?.write("a.txt", Buffer.from("x"))).toThrow("dropped");
  });
});

describe("privileges", () => {
  let other: Account;
  beforeEach(() => {
    put("@S", "a.txt");
    account.run("CREATE ROLE R", "GRANT ROLE R TO USER ANN", "CREATE STAGE X URL = 's3://b/'");
    account.run("GRANT USAGE ON DATABASE D TO ROLE R", "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R");
    account.run("CREATE USER BEN DEFAULT_ROLE = R DEFAULT_SECONDARY_ROLES = ()", "GRANT ROLE R TO USER BEN");
    other = account.login({ user: "ben", database: "D" });
  });

  test("a role without any does not see the stage", () => {
    expect(other.rows("SHOW STAGES")).toEqual([]);
    expect(other.error("LIST @S").code).toBe("002003");
    expect(other.error("CREATE STAGE T").code).toBe("003001");
  });

  test("READ is for LIST and GET, WRITE for PUT and REMOVE", () => {
    account.run("GRANT READ ON STAGE S TO ROLE R");
    expect(other.rows("LIST @S")).toHaveLength(1);
    expect(other.result("GET @S file:///x").transfer?.files).toEqual(["a.txt"]);
    expect(other.error("PUT file:///x @S").code).toBe("003001");
    expect(other.error("REMOVE @S").code).toBe("003001");
    account.run("GRANT WRITE ON STAGE S TO ROLE R");
    put("@S", "b.txt", "b", other);
    expect(other.rows("REMOVE @S")).toHaveLength(2);
    expect(other.error("ALTER STAGE S SET COMMENT = 'c'").code).toBe("003001");
    expect(other.error("DROP STAGE S").code).toBe("003001");
  });

  test("WRITE needs READ, and an external stage has USAGE alone", () => {
    expect(account.error("GRANT WRITE ON STAGE S TO ROLE R").code).toBe("000002");
    account.run("GRANT WRITE, READ ON STAGE S TO ROLE R");
    expect(account.error("REVOKE READ ON STAGE S FROM ROLE R").code).toBe("000002");
    account.run("REVOKE READ, WRITE ON STAGE S FROM ROLE R", "GRANT ALL ON STAGE S TO ROLE R");
    expect(account.rows("SHOW GRANTS ON STAGE S").map((row) => row["privilege"])).toEqual([
      "OWNERSHIP",
      "READ",
      "WRITE",
    ]);
    expect(account.error("GRANT USAGE ON STAGE S TO ROLE R").code).toBe("000002");
    expect(account.error("GRANT READ ON STAGE X TO ROLE R").code).toBe("000002");
    account.run("GRANT USAGE ON STAGE X TO ROLE R");
    expect(other.error("LIST @X").message).toContain("no cloud storage");
  });

  test("a temporary stage needs no privilege but access to its schema", () => {
    other.run("CREATE TEMPORARY STAGE T");
    put("@T", "a.txt", "a", other);
    expect(other.rows("LIST @T")).toHaveLength(1);
  });

  test("OWNERSHIP is for everything, and CREATE STAGE for new ones", () => {
    account.run("GRANT OWNERSHIP ON STAGE S TO ROLE R", "GRANT CREATE STAGE ON SCHEMA D.PUBLIC TO ROLE R");
    other.run("ALTER STAGE S SET COMMENT = 'c'", "DROP STAGE S", "CREATE STAGE T");
    expect(other.row("SHOW STAGES")).toMatchObject({ name: "T", owner: "R" });
  });
});

describe("a temporary stage", () => {
  test("goes with its session, and with a restart", () => {
    const other = account.login({ user: "ben", database: "D" });
    other.run("CREATE TEMPORARY STAGE T", "CREATE STAGE K");
    account.run("CREATE TEMP STAGE U");
    account.engine.closeSession(other.session);
    expect(account.names("SHOW STAGES")).toEqual(["E", "K", "S", "U"]);
    const restarted = new Account();
    restarted.engine.load(JSON.parse(JSON.stringify(account.engine.save())));
    expect(restarted.names("SHOW STAGES IN ACCOUNT")).toEqual(["E", "K", "S"]);
  });
});
