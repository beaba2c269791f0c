import { expect, test } from "vitest";
import { redact } from "../../../emulator/http/redact";

test.each([
  ["CREATE USER a PASSWORD = 'hunter2' COMMENT = 'x'", "CREATE USER a PASSWORD = '***' COMMENT = 'x'"],
  ["ALTER USER a SET password='hunter''2'", "ALTER USER a SET password='***'"],
  ["ALTER USER a SET PASSWORD /* now */ = 'hunter\\'2' ", "ALTER USER a SET PASSWORD /* now */ = '***' "],
  ["ALTER USER a SET PASSWORD = '''hunter''2'", "ALTER USER a SET PASSWORD = '***'"],
  ["ALTER USER a SET PASSWORD = $$hunter2$$", "ALTER USER a SET PASSWORD = '***'"],
  ["ALTER USER a SET PASSWORD = 'hunter2", "ALTER USER a SET PASSWORD = '***'"],
  [
    "CREATE SECRET s TYPE = GENERIC_STRING SECRET_STRING = 'hunter2'",
    "CREATE SECRET s TYPE = GENERIC_STRING SECRET_STRING = '***'",
  ],
  [
    "CREATE STAGE s URL = 's3://b/' CREDENTIALS = (AWS_KEY_ID = 'k', AWS_SECRET_KEY='s' AWS_TOKEN = 't')",
    "CREATE STAGE s URL = 's3://b/' CREDENTIALS = (AWS_KEY_ID = '***', AWS_SECRET_KEY='***' AWS_TOKEN = '***')",
  ],
  [
    "ALTER STAGE s SET CREDENTIALS=(AZURE_SAS_TOKEN='t') ENCRYPTION=(MASTER_KEY='k')",
    "ALTER STAGE s SET CREDENTIALS=(AZURE_SAS_TOKEN='***') ENCRYPTION=(MASTER_KEY='***')",
  ],
  ["SELECT 'PASSWORD'", "SELECT 'PASSWORD'"],
  ["CREATE DATABASE passwords COMMENT = 'a'", "CREATE DATABASE passwords COMMENT = 'a'"],
])("%s is logged as %s", (sql, logged) => {
  expect(redact(sql)).toBe(logged);
});

test("A password inside a quoted statement is hidden too", () => {
  expect(redact("EXECUTE IMMEDIATE 'CREATE USER a PASSWORD = ''hunter2'''")).not.toContain("hunter2");
});
