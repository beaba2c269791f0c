import { expect, test } from "vitest";
import { prepareJavaScript } from "../../../emulator/engine/procedure/javascript-engine";
import { Account } from "./account";

test("JavaScript that is not loaded yet is an error that says to call again", async () => {
  const account = new Account();
  account.run("CREATE DATABASE D", "CREATE PROCEDURE P() RETURNS FLOAT LANGUAGE JAVASCRIPT AS 'return 1'");
  expect(account.error("CALL P()")).toMatchObject({ code: "000603", message: expect.stringContaining("call again") });
  await prepareJavaScript();
  expect(account.value("CALL P()")).toBe("1");
});
