import { describe, expect, test } from "vitest";
import { Account } from "./account";
import { stepsOf } from "./steps";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return account;
};

/** Tables with columns, loaded at once: thousands of statements would take long. */
const crowd = (tables: number, columns: number) => {
  const account = start("CREATE TABLE T (C INT)");
  const saved = JSON.parse(JSON.stringify(account.engine.save()));
  const table = saved.objects.find((object: { kind: string }) => object.kind === "TABLE");
  const [column] = table.properties.columns;
  table.properties.columns = Array.from({ length: columns }, (_, i) => ({ ...column, name: `C${i}` }));
  for (let i = 1; i < tables; i += 1) {
    saved.lastId += 1;
    saved.objects.push({ ...structuredClone(table), id: saved.lastId, name: `T${String(i).padStart(5, "0")}` });
  }
  account.engine.load(saved);
  return account;
};

describe("SHOW COLUMNS", () => {
  test("has these columns", () => {
    const account = start("CREATE TABLE T (\"c\" VARCHAR(20) NOT NULL DEFAULT 'x' COMMENT 'text')");
    expect(account.row("SHOW COLUMNS IN TABLE T")).toEqual({
      table_name: "T",
      schema_name: "PUBLIC",
      column_name: "c",
      data_type: '{"type":"TEXT","length":20,"byteLength":80,"nullable":false,"fixed":false}',
      "null?": "false",
      default: "'x'",
      kind: "COLUMN",
      expression: "",
      comment: "text",
      database_name: "D",
      autoincrement: "",
      schema_evolution_record: null,
    });
    expect(
      account
        .result("SHOW COLUMNS IN TABLE T")
        .columns.map(({ name }) => name)
        .join(" "),
    ).toBe(
      "table_name schema_name column_name data_type null? default kind expression comment database_name autoincrement schema_evolution_record",
    );
  });

  test.each([
    ["NUMBER", '{"type":"FIXED","precision":38,"scale":0,"nullable":true}'],
    ["NUMBER(10,2) NOT NULL", '{"type":"FIXED","precision":10,"scale":2,"nullable":false}'],
    ["DOUBLE", '{"type":"REAL","nullable":true}'],
    ["DECFLOAT", '{"type":"DECFLOAT","nullable":true}'],
    ["STRING", '{"type":"TEXT","length":16777216,"byteLength":16777216,"nullable":true,"fixed":false}'],
    ["CHAR", '{"type":"TEXT","length":1,"byteLength":4,"nullable":true,"fixed":false}'],
    ["VARCHAR(134217728)", '{"type":"TEXT","length":134217728,"byteLength":134217728,"nullable":true,"fixed":false}'],
    ["BINARY", '{"type":"BINARY","length":8388608,"byteLength":8388608,"nullable":true,"fixed":true}'],
    ["BOOLEAN", '{"type":"BOOLEAN","nullable":true}'],
    ["DATE", '{"type":"DATE","nullable":true}'],
    ["TIME", '{"type":"TIME","precision":0,"scale":9,"nullable":true}'],
    ["TIMESTAMP", '{"type":"TIMESTAMP_NTZ","precision":0,"scale":9,"nullable":true}'],
    ["TIMESTAMP_LTZ(3)", '{"type":"TIMESTAMP_LTZ","precision":0,"scale":3,"nullable":true}'],
    ["TIMESTAMP_TZ", '{"type":"TIMESTAMP_TZ","precision":0,"scale":9,"nullable":true}'],
    ["VARIANT", '{"type":"VARIANT","nullable":true}'],
    ["OBJECT", '{"type":"OBJECT","nullable":true}'],
    ["ARRAY(INT)", '{"type":"ARRAY","nullable":true}'],
    ["MAP(INT, INT)", '{"type":"MAP","nullable":true}'],
    ["VECTOR(FLOAT, 3)", '{"type":"VECTOR","dimension":3,"vectorElementType":"FLOAT","nullable":true}'],
    ["GEOGRAPHY", '{"type":"GEOGRAPHY","nullable":true}'],
    ["UUID", '{"type":"UUID","nullable":true}'],
  ])("%s is %s", (type, json) => {
    expect(start(`CREATE TABLE T (C ${type})`).row("SHOW COLUMNS IN TABLE T")["data_type"]).toBe(json);
  });

  test.each([
    ["", ["A", "B1", "B2", "C"]],
    ["IN ACCOUNT", ["A", "B1", "B2", "C", "Z"]],
    ["IN DATABASE", ["A", "B1", "B2", "C"]],
    ["IN DATABASE E", ["Z"]],
    ["IN SCHEMA", ["C"]],
    ["IN SCHEMA PUBLIC", ["A", "B1", "B2"]],
    ["IN SCHEMA D.S", ["C"]],
    ["IN TABLE", ["C"]],
    ["IN TABLE D.PUBLIC.T2", ["B1", "B2"]],
    ["IN T3", ["C"]],
    ["IN PUBLIC.T1", ["A"]],
    ["LIKE 'b_' IN ACCOUNT", ["B1", "B2"]],
    ["LIKE 'NOPE' IN ACCOUNT", []],
  ])("%s", (clauses, names) => {
    const account = start(
      "CREATE TABLE T1 (A INT)",
      "CREATE TABLE T2 (B1 INT, B2 INT)",
      "CREATE DATABASE E",
      "CREATE TABLE T4 (Z INT)",
    );
    account.run("CREATE SCHEMA D.S", "CREATE TABLE T3 (C INT)");
    expect(account.rows(`SHOW COLUMNS ${clauses}`).map((row) => row["column_name"])).toEqual(names);
  });

  test.each([
    ["SHOW COLUMNS IN TABLE NOPE", "002003", "42S02"],
    ["SHOW COLUMNS IN VIEW NOPE", "002003", "02000"],
    ["SHOW COLUMNS IN TABLE D.NOPE.T", "002003", "02000"],
    ["SHOW COLUMNS IN SCHEMA NOPE", "002043", "02000"],
    ["SHOW COLUMNS IN DATABASE NOPE", "002043", "02000"],
    ["SHOW COLUMNS IN ACCOUNT LIMIT 5", "001003", "42000"],
    ["SHOW COLUMNS STARTS WITH 'A'", "001003", "42000"],
    ["SHOW COLUMNS HISTORY", "001003", "42000"],
  ])("%s fails with %s", (statement, code, sqlState) => {
    expect(start().error(statement)).toMatchObject({ code, sqlState });
  });

  test("shows no columns of tables that the role may not see", () => {
    const account = start(
      "CREATE TABLE T (A INT)",
      "CREATE ROLE R",
      "GRANT ROLE R TO USER ann",
      "GRANT USAGE ON DATABASE D TO ROLE R",
    );
    account.run("GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R", "USE ROLE R", "USE SECONDARY ROLES NONE");
    expect(account.rows("SHOW COLUMNS IN ACCOUNT")).toEqual([]);
    expect(account.error("SHOW COLUMNS IN TABLE D.PUBLIC.T").code).toBe("002003");
  });

  test("leaves out what is above 10,000 rows without a word", () => {
    const account = crowd(1001, 10);
    expect(account.rows("SHOW COLUMNS IN SCHEMA D.PUBLIC")).toHaveLength(10_000);
    expect(account.rows("SHOW COLUMNS LIKE 'C0' IN ACCOUNT")).toHaveLength(1001);
  });

  test("takes ten times as much work for ten times as many", () => {
    const [few, many] = [crowd(100, 10), crowd(1000, 10)].map((account) =>
      stepsOf(() => account.rows("SHOW COLUMNS IN SCHEMA D.PUBLIC")),
    ) as [number, number];
    expect(few).toBeGreaterThan(1000);
    expect(many).toBeLessThan(11 * few);
  });
});

test("a table of ten times as many columns takes ten times as much work to make, describe and alter", () => {
  const life = (count: number) => {
    const account = start();
    const columns = Array.from({ length: count }, (_, i) => `C${i} INT`).join(", ");
    const steps = stepsOf(() =>
      account.run(`CREATE TABLE T (${columns})`, "DESC TABLE T", "ALTER TABLE T ADD COLUMN D INT"),
    );
    expect(account.rows("SHOW COLUMNS IN TABLE T")).toHaveLength(Math.min(count + 1, 10_000));
    return steps;
  };
  const few = life(1000);
  const many = life(10_000);
  expect(few).toBeGreaterThan(1000);
  expect(many).toBeLessThan(11 * few);
});

describe("SHOW TABLES", () => {
  test("of more than 10,000 is an error without LIMIT", () => {
    const account = crowd(10_001, 1);
    expect(account.error("SHOW TABLES IN SCHEMA D.PUBLIC").code).toBe("090153");
    expect(account.error("SHOW TERSE TABLES IN ACCOUNT").code).toBe("090153");
    expect(account.error("SHOW OBJECTS IN ACCOUNT").code).toBe("090153");
    expect(account.names("SHOW TABLES IN SCHEMA D.PUBLIC LIMIT 10000")).toHaveLength(10_000);
    expect(account.names("SHOW TABLES IN SCHEMA D.PUBLIC LIMIT 2 FROM 'T09999'")).toEqual(["T10000"]);
    expect(account.names("SHOW TABLES STARTS WITH 'T0000' LIMIT 2")).toEqual(["T00001", "T00002"]);
  });

  test("takes ten times as much work for ten times as many", () => {
    const [few, many] = [crowd(1000, 1), crowd(10_000, 1)].map((account) =>
      stepsOf(() => account.names("SHOW TABLES IN SCHEMA D.PUBLIC LIMIT 10000")),
    ) as [number, number];
    expect(few).toBeGreaterThan(1000);
    expect(many).toBeLessThan(11 * few);
  });

  test("a table among 10,000 is made, described and dropped with the work of one among 10", () => {
    const [few, many] = [crowd(10, 1), crowd(10_000, 1)].map((account) => {
      const life = () =>
        account.run(
          "CREATE TABLE X (A INT PRIMARY KEY)",
          "ALTER TABLE X ADD COLUMN B INT",
          "DESC TABLE X",
          "DROP TABLE X",
        );
      life();
      return stepsOf(life);
    }) as [number, number];
    expect(few).toBeGreaterThan(1000);
    // Names and times of other lengths are read in a few steps more or less.
    expect(Math.abs(many - few)).toBeLessThan(few / 20);
  });

  test.each([
    ["LIKE 't_'", ["T1", "T2"]],
    ["IN SCHEMA S", ["U"]],
    ["IN S", ["U"]],
    ["IN DATABASE D", ["T1", "T2", "U", "t"]],
    ["IN ACCOUNT STARTS WITH 'T'", ["T1", "T2"]],
    ["LIKE '%' IN ACCOUNT STARTS WITH 't' LIMIT 1", ["t"]],
    ["HISTORY IN ACCOUNT", ["GONE", "T1", "T2", "U", "t"]],
  ])("%s", (clauses, names) => {
    const account = start(
      "CREATE TABLE T1 (A INT)",
      "CREATE TABLE T2 (A INT)",
      'CREATE TABLE "t" (A INT)',
      "CREATE TABLE GONE (A INT)",
      "DROP TABLE GONE",
    );
    account.run("CREATE SCHEMA S", "CREATE TABLE U (A INT)", "USE SCHEMA D.PUBLIC");
    expect(account.names(`SHOW TABLES ${clauses}`).sort()).toEqual(names);
  });

  test("TERSE, and SHOW OBJECTS beside views", () => {
    const account = start("CREATE TRANSIENT TABLE T (A INT) CLUSTER BY (A)", "CREATE VIEW V AS SELECT 1");
    expect(Object.keys(account.row("SHOW TERSE TABLES"))).toEqual([
      "created_on",
      "name",
      "kind",
      "database_name",
      "schema_name",
    ]);
    expect(
      account
        .rows("SHOW OBJECTS")
        .map((row) => [row["name"], row["kind"], row["cluster_by"], row["rows"], row["retention_time"]]),
    ).toEqual([
      ["T", "TRANSIENT", "LINEAR(A)", "0", "1"],
      ["V", "VIEW", "", null, null],
    ]);
    expect(account.rows("SHOW TERSE OBJECTS").map((row) => row["kind"])).toEqual(["TABLE", "VIEW"]);
    expect(account.rows("DESCRIBE SCHEMA D.PUBLIC").map((row) => [row["name"], row["kind"]])).toEqual([
      ["T", "TABLE"],
      ["V", "VIEW"],
    ]);
  });
});

describe("DESCRIBE TABLE", () => {
  test.each(["DESCRIBE TABLE T", "DESC TABLE T TYPE = COLUMNS"])("%s", (statement) => {
    expect(start("CREATE TABLE T (A INT)").row(statement)).toEqual({
      name: "A",
      type: "NUMBER(38,0)",
      kind: "COLUMN",
      "null?": "Y",
      default: null,
      "primary key": "N",
      "unique key": "N",
      check: null,
      expression: null,
      comment: null,
      "policy name": null,
      "privacy domain": null,
      "schema evolution record": null,
    });
  });

  test("TYPE = STAGE has columns of its own", () => {
    const { columns, rows } = start("CREATE TABLE T (A INT)").result("DESCRIBE TABLE T TYPE = STAGE");
    expect([columns[0]?.name, rows]).toEqual(["parent_property", []]);
  });

  test.each([
    ["DESCRIBE TABLE NOPE", "002003"],
    ["DESCRIBE TABLE T TYPE = ROWS", "001003"],
  ])("%s fails with %s", (statement, code) => {
    expect(start("CREATE TABLE T (A INT)").error(statement).code).toBe(code);
  });
});
