import { expect, test } from "vitest";
import { Account } from "./account";

test.each(["USER FUNCTIONS", "STREAMS", "PIPES"])("there are no %s, and no place that is missing", (plural) => {
  const account = new Account();
  account.run("CREATE DATABASE D");
  expect(account.rows(`SHOW ${plural} IN SCHEMA D.PUBLIC`)).toEqual([]);
  expect(account.rows(`SHOW ${plural} LIKE 'A%' IN DATABASE D`)).toEqual([]);
  expect(account.error(`SHOW ${plural} IN SCHEMA D.NOPE`).code).toBe("002043");
  expect(account.error(`CREATE ${plural} X`).code).toBe("001003");
});
