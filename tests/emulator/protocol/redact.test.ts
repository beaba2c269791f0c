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
  ["SELECT 'PASSWORD'", "SELECT 'PASSWORD'"],
  ["CREATE DATABASE passwords COMMENT = 'a'", "CREATE DATABASE passwords COMMENT = 'a'"],
])("%s is logged as %s", (sql, logged) => {
  expect(redact(sql)).toBe(logged);
});

test("A password inside a quoted statement is hidden too", () => {
  expect(redact("EXECUTE IMMEDIATE 'CREATE USER a PASSWORD = ''hunter2'''")).not.toContain("hunter2");
});
