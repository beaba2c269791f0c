import { beforeEach, expect, test } from "vitest";
import { Account } from "./account";

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D");
});

test("a secret is created, listed, described and dropped, and its value shows nowhere", () => {
  expect(account.run("CREATE SECRET S TYPE = PASSWORD USERNAME = 'me' PASSWORD = 'hush' COMMENT = 'c'")).toBe(
    "Secret S successfully created.",
  );
  const [shown, described] = [account.row("SHOW SECRETS IN SCHEMA D.PUBLIC"), account.row("DESC SECRET S")];
  expect(shown).toMatchObject({ name: "S", schema_name: "PUBLIC", secret_type: "PASSWORD", comment: "c" });
  expect(described).toMatchObject({ username: "me", integration_name: null });
  expect(JSON.stringify([shown, described, account.engine.save()])).not.toContain("hush");
  account.run("ALTER SECRET S SET PASSWORD = 'other'", "ALTER SECRET S SET COMMENT = NULL");
  expect(account.row("SHOW SECRETS")["comment"]).toBe("");
  expect(account.run("DROP SECRET S")).toBe("S successfully dropped.");
});

test.each([
  ["TYPE = PASSWORD USERNAME = 'me'", "002029"],
  ["TYPE = GENERIC_STRING", "002029"],
  ["SECRET_STRING = 'x'", "002029"],
  ["TYPE = NOPE", "001422"],
])("%s is refused", (options, code) => {
  expect(account.error(`CREATE SECRET S ${options}`).code).toBe(code);
});

test("an OAuth secret shows its scopes and its integration", () => {
  account.run("CREATE SECRET S TYPE = OAUTH2 API_AUTHENTICATION = i OAUTH_SCOPES = ('a', 'b')");
  expect(account.row("DESC SECRET S")).toMatchObject({ oauth_scopes: "[a, b]", integration_name: "I" });
});
