import { describe, expect, test } from "vitest";
import { kinds } from "../../../emulator/engine/kinds/index";
import { Account } from "./account";

/** For each kind that has IF NOT EXISTS: how one is created, and how another one would be. */
const definitions: Record<string, [first: string, other: string]> = {
  DATABASE: ["COMMENT = 'a'", "COMMENT = 'b' LOG_LEVEL = INFO"],
  "DATABASE ROLE": ["", "COMMENT = 'b'"],
  SCHEMA: ["", "WITH MANAGED ACCESS COMMENT = 'b'"],
  TABLE: ["(A INT)", "(B VARCHAR) COMMENT = 'b'"],
  VIEW: ["AS SELECT 1", "COMMENT = 'b' AS SELECT 2"],
  SEQUENCE: ["", "START 5"],
  WAREHOUSE: ["INITIALLY_SUSPENDED = TRUE", "WAREHOUSE_SIZE = LARGE"],
  ROLE: ["", "COMMENT = 'b'"],
  USER: ["", "PASSWORD = 'secret'"],
  TAG: ["", "ALLOWED_VALUES 'x'"],
  "RESOURCE MONITOR": ["WITH CREDIT_QUOTA = 5", "WITH CREDIT_QUOTA = 9"],
  SECRET: ["TYPE = GENERIC_STRING SECRET_STRING = 'a'", "TYPE = GENERIC_STRING SECRET_STRING = 'b'"],
  STAGE: ["", "URL = 's3://bucket/' COMMENT = 'b'"],
  "FILE FORMAT": ["TYPE = CSV", "TYPE = JSON"],
  TASK: ["AS SELECT 1", "SCHEDULE = '5 MINUTES' AS SELECT 2"],
  "COMPUTE POOL": [
    "MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS",
    "MIN_NODES = 2 MAX_NODES = 3 INSTANCE_FAMILY = CPU_X64_S",
  ],
  "IMAGE REPOSITORY": ["", "COMMENT = 'b'"],
  "NETWORK RULE": [
    "TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('a.com')",
    "TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('b.com')",
  ],
};

/** Kinds that are created in other ways, with tests of their own. */
const others = ["INTEGRATION", "PROCEDURE", "SERVICE"];

test("every kind is here", () => {
  expect([...Object.keys(definitions), ...others].sort()).toEqual(kinds.all.map(({ kind }) => kind).sort());
});

describe.each(Object.entries(definitions))("CREATE %s IF NOT EXISTS", (kind, [first, other]) => {
  const start = () => {
    const account = new Account();
    account.run("CREATE DATABASE PLACE");
    return account;
  };
  const objects = (account: Account) => JSON.stringify((account.engine.save() as { objects: unknown[] }).objects);

  test("creates one", () => {
    expect(start().run(`CREATE ${kind} IF NOT EXISTS X ${first}`)).toMatch(/^.* X successfully created\.$/);
  });

  // Names of pools and repositories stand in addresses.
  const names = ["COMPUTE POOL", "IMAGE REPOSITORY"].includes(kind) ? ["X"] : ["X", '"x y"'];

  test.each(names)("changes nothing about %s, which is there", (name) => {
    const account = start();
    account.run(`CREATE ${kind} ${name} ${first}`, "USE DATABASE PLACE");
    const before = objects(account);
    const again = `CREATE ${kind} IF NOT EXISTS ${name} ${other}`;
    expect(account.run(again)).toBe(`${name.replaceAll('"', "")} already exists, statement succeeded.`);
    expect(objects(account)).toBe(before);
  });

  test("without these words is refused", () => {
    const account = start();
    account.run(`CREATE ${kind} X ${first}`, "USE DATABASE PLACE");
    expect(account.error(`CREATE ${kind} X ${other}`)).toMatchObject({ code: "002002", sqlState: "42710" });
  });
});
