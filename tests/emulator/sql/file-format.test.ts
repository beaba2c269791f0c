import { beforeEach, expect, test } from "vitest";
import { Account } from "./account";

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D");
});

test("a file format shows its type and all its options", () => {
  expect(account.run("CREATE FILE FORMAT F TYPE = 'csv' FIELD_DELIMITER = '|', SKIP_HEADER = 1 COMMENT = 'c'")).toBe(
    "File format F successfully created.",
  );
  const shown = account.row("SHOW FILE FORMATS LIKE 'F' IN SCHEMA D.PUBLIC");
  expect(shown).toMatchObject({ name: "F", database_name: "D", schema_name: "PUBLIC", type: "CSV", comment: "c" });
  expect(JSON.parse(shown["format_options"] ?? "")).toMatchObject({ FIELD_DELIMITER: "|", SKIP_HEADER: "1" });
});

test("DESCRIBE tells value and default of each option of the type", () => {
  account.run("CREATE FILE FORMAT F TYPE = JSON STRIP_OUTER_ARRAY = TRUE");
  expect(account.rows("DESC FILE FORMAT F")).toEqual(
    expect.arrayContaining([
      { property: "TYPE", property_type: "String", property_value: "JSON", property_default: "CSV" },
      { property: "STRIP_OUTER_ARRAY", property_type: "Boolean", property_value: "true", property_default: "false" },
      { property: "NULL_IF", property_type: "List", property_value: "[]", property_default: "[\\\\N]" },
    ]),
  );
});

test.each([
  ["TYPE = CUSTOM", "000002"],
  ["TYPE = TSV", "001422"],
  ["TYPE = PARQUET COMPRESSION = GZIP", "001422"],
  ["TYPE = JSON FIELD_DELIMITER = ','", "001422"],
  ["SKIP_HEADER = -1", "001422"],
  ["TYPE = CSV TYPE = CSV", "001003"],
  ["FORMAT_NAME = F", "001003"],
])("a file format cannot have %s", (options, code) => {
  expect(account.error(`CREATE FILE FORMAT F ${options}`).code).toBe(code);
});

test("a file format is replaced, renamed and dropped", () => {
  account.run("CREATE FILE FORMAT F", "CREATE OR REPLACE FILE FORMAT F TYPE = XML", "ALTER FILE FORMAT F RENAME TO G");
  expect(account.row("SHOW FILE FORMATS")).toMatchObject({ name: "G", type: "XML" });
  account.run("DROP FILE FORMAT G", "DROP FILE FORMAT IF EXISTS G");
  expect(account.rows("SHOW FILE FORMATS")).toEqual([]);
});
