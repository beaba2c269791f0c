import type { Connection } from "snowflake-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { codeOf, connect, execute } from "./protocol/driver";

let emulator: Emulator;
let connection: Connection;

beforeEach(async () => {
  emulator = await startEmulator();
  connection = await connect(emulator.url);
  await run("CREATE DATABASE D");
});
afterEach(() => emulator.close());

const rows = async (text: string) => (await execute(connection, text)).rows;
const statusOf = async (text: string) => (await rows(text))[0]?.["status"];
const run = async (...texts: string[]) => {
  for (const text of texts) await execute(connection, text);
};
const messageOf = async (text: string) => {
  const error = await execute(connection, text).then(
    () => undefined,
    (error: Error & { code: string }) => error,
  );
  return `${error?.code} ${error?.message}`;
};
const web = "CREATE NETWORK RULE WEB TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('example.com', 'example.org:8443')";

describe("A network rule", () => {
  test("is created, shown, described and dropped", async () => {
    expect(await statusOf(`${web} COMMENT = 'c'`)).toBe("Network rule WEB successfully created.");
    const [shown] = await rows("SHOW NETWORK RULES");
    expect(Object.keys(shown ?? {})).toEqual([
      "created_on",
      "name",
      "database_name",
      "schema_name",
      "owner",
      "comment",
      "type",
      "mode",
      "entries_in_valuelist",
      "owner_role_type",
    ]);
    const facts = { name: "WEB", database_name: "D", schema_name: "PUBLIC", owner: "ACCOUNTADMIN", comment: "c" };
    expect(shown).toMatchObject({ ...facts, type: "HOST_PORT", mode: "EGRESS", entries_in_valuelist: 2 });
    const [described] = await rows("DESC NETWORK RULE WEB");
    expect(described).toMatchObject({ ...facts, value_list: "example.com,example.org:8443" });
    expect(await statusOf("DROP NETWORK RULE WEB")).toBe("WEB successfully dropped.");
    expect(await codeOf(run("DESC NETWORK RULE WEB"))).toBe("002003");
    await run("DROP NETWORK RULE IF EXISTS WEB");
  });

  test("gets other values and another comment", async () => {
    await run(web, "ALTER NETWORK RULE WEB SET VALUE_LIST = ('a.com') COMMENT = 'x'");
    expect(await rows("DESC NETWORK RULE WEB")).toMatchObject([{ value_list: "a.com", comment: "x" }]);
    await run("ALTER NETWORK RULE WEB UNSET VALUE_LIST", "ALTER NETWORK RULE WEB UNSET COMMENT");
    expect(await rows("DESC NETWORK RULE WEB")).toMatchObject([{ value_list: "", comment: "", mode: "EGRESS" }]);
  });

  test("is for INGRESS unless told otherwise, and is altered to what a statement says", async () => {
    await run("CREATE OR ALTER NETWORK RULE N TYPE = IPV4 VALUE_LIST = ('10.0.0.0/8')");
    await run("CREATE OR ALTER NETWORK RULE N TYPE = IPV4 VALUE_LIST = ('10.0.0.1', '1.2.3.4')");
    expect(await rows("SHOW NETWORK RULES")).toMatchObject([{ mode: "INGRESS", entries_in_valuelist: 2 }]);
    expect(await messageOf("CREATE OR ALTER NETWORK RULE N TYPE = IPV6 VALUE_LIST = ('::1')")).toContain(
      "cannot be changed",
    );
    await run("CREATE OR REPLACE NETWORK RULE N TYPE = IPV6 VALUE_LIST = ('2001:db8::/32')");
    expect(await rows("SHOW NETWORK RULES")).toMatchObject([{ type: "IPV6" }]);
  });

  test.each([
    ["VALUE_LIST = ('1.1.1.1')", "002029"],
    ["TYPE = NOSUCH", "001422"],
    ["TYPE = IPV4 MODE = EGRESS", "000002"],
    ["TYPE = HOST_PORT VALUE_LIST = ('a.com')", "000002"],
    ["TYPE = COMPUTE_POOL MODE = EGRESS", "000002"],
    ["TYPE = IPV4 VALUE_LIST = ('a.com')", "001422"],
    ["TYPE = IPV4 VALUE_LIST = ('10.0.0.0/33')", "001422"],
    ["TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('a.com:70000')", "001422"],
    ["TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('*.*.com')", "001422"],
    ["TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('https://a.com')", "001422"],
    ["TYPE = PRIVATE_HOST_PORT MODE = EGRESS VALUE_LIST = ('a.com', 'b.com')", "001422"],
    ["TYPE = IPV4 VALUE_LIST = '1.1.1.1'", "001003"],
  ])("is refused with %s: %s", async (options, code) => {
    expect(await codeOf(run(`CREATE NETWORK RULE N ${options}`))).toBe(code);
    expect(await rows("SHOW NETWORK RULES")).toEqual([]);
  });

  test("takes hosts with ports, ranges and one asterisk", async () => {
    const values = "'a.com:0', '*.google.com', 'snow-*.a.com:8000-8100', '0.0.0.0:443', 'localhost'";
    await run(`CREATE NETWORK RULE N TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = (${values})`);
    expect(await rows("SHOW NETWORK RULES")).toMatchObject([{ entries_in_valuelist: 5 }]);
  });
});

describe("An external access integration", () => {
  const create = "CREATE EXTERNAL ACCESS INTEGRATION OUT ALLOWED_NETWORK_RULES = (D.PUBLIC.WEB) ENABLED = TRUE";
  const described = async (name: string) =>
    Object.fromEntries(
      (await rows(`DESC INTEGRATION ${name}`)).map(({ property, property_value }) => [property, property_value]),
    );

  test("is created, shown, described and dropped", async () => {
    await run(web);
    expect(await statusOf(`${create} COMMENT = 'c'`)).toBe("Integration OUT successfully created.");
    const [shown] = await rows("SHOW EXTERNAL ACCESS INTEGRATIONS LIKE 'out'");
    expect(Object.keys(shown ?? {})).toEqual(["name", "type", "category", "enabled", "comment", "created_on"]);
    expect(shown).toMatchObject({ name: "OUT", type: "EXTERNAL_ACCESS", category: "EXTERNAL_ACCESS", enabled: "true" });
    expect(await rows("SHOW INTEGRATIONS")).toMatchObject([{ name: "OUT", comment: "c" }]);
    expect(await rows("DESC EXTERNAL ACCESS INTEGRATION OUT")).toEqual([
      { property: "ENABLED", property_type: "Boolean", property_value: "true", property_default: "false" },
      {
        property: "ALLOWED_NETWORK_RULES",
        property_type: "List",
        property_value: "[D.PUBLIC.WEB]",
        property_default: "[]",
      },
      {
        property: "ALLOWED_API_AUTHENTICATION_INTEGRATIONS",
        property_type: "List",
        property_value: "[]",
        property_default: "[]",
      },
      {
        property: "ALLOWED_AUTHENTICATION_SECRETS",
        property_type: "List",
        property_value: "[]",
        property_default: "[]",
      },
      { property: "COMMENT", property_type: "String", property_value: "c", property_default: "" },
    ]);
    expect(await statusOf("DROP INTEGRATION OUT")).toBe("OUT successfully dropped.");
    expect(await messageOf("DROP EXTERNAL ACCESS INTEGRATION OUT")).toContain(
      "Integration 'OUT' does not exist or not authorized.",
    );
    await run("DROP INTEGRATION IF EXISTS OUT");
  });

  test("takes every option, and other ones later", async () => {
    await run(web, "CREATE NETWORK RULE MORE TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('b.com')");
    await run("CREATE SECRET S TYPE = GENERIC_STRING SECRET_STRING = 'hush'");
    await run(
      `${create} ALLOWED_AUTHENTICATION_SECRETS = (S) ALLOWED_API_AUTHENTICATION_INTEGRATIONS = (OAUTH1, "two")`,
    );
    expect(await described("OUT")).toMatchObject({
      ALLOWED_AUTHENTICATION_SECRETS: "[D.PUBLIC.S]",
      ALLOWED_API_AUTHENTICATION_INTEGRATIONS: '[OAUTH1,"two"]',
    });
    await run("ALTER EXTERNAL ACCESS INTEGRATION OUT SET ALLOWED_NETWORK_RULES = (WEB, MORE) ENABLED = FALSE");
    await run("ALTER INTEGRATION IF EXISTS OUT SET ALLOWED_AUTHENTICATION_SECRETS = ALL COMMENT = 'x'");
    expect(await described("OUT")).toMatchObject({
      ENABLED: "false",
      ALLOWED_NETWORK_RULES: "[D.PUBLIC.WEB,D.PUBLIC.MORE]",
      ALLOWED_AUTHENTICATION_SECRETS: "all",
      COMMENT: "x",
    });
    await run(
      "ALTER EXTERNAL ACCESS INTEGRATION OUT UNSET ALLOWED_NETWORK_RULES, ALLOWED_AUTHENTICATION_SECRETS, COMMENT",
      "ALTER EXTERNAL ACCESS INTEGRATION OUT SET ALLOWED_API_AUTHENTICATION_INTEGRATIONS = NONE",
    );
    expect(await described("OUT")).toMatchObject({
      ALLOWED_NETWORK_RULES: "[]",
      ALLOWED_API_AUTHENTICATION_INTEGRATIONS: "[]",
      ALLOWED_AUTHENTICATION_SECRETS: "[]",
      COMMENT: "",
    });
  });

  test("tells of its rules by their present names, and no more of dropped ones", async () => {
    await run(web, create, "ALTER DATABASE D RENAME TO E");
    expect(await described("OUT")).toMatchObject({ ALLOWED_NETWORK_RULES: "[E.PUBLIC.WEB]" });
    await run("DROP NETWORK RULE E.PUBLIC.WEB");
    expect(await described("OUT")).toMatchObject({ ALLOWED_NETWORK_RULES: "[]" });
  });

  test.each([
    ["CREATE EXTERNAL ACCESS INTEGRATION I ENABLED = TRUE", "002029"],
    ["CREATE EXTERNAL ACCESS INTEGRATION I ALLOWED_NETWORK_RULES = (WEB)", "002029"],
    ["CREATE EXTERNAL ACCESS INTEGRATION I ALLOWED_NETWORK_RULES = (NONE) ENABLED = TRUE", "002003"],
    ["CREATE EXTERNAL ACCESS INTEGRATION I ALLOWED_NETWORK_RULES = (INSIDE) ENABLED = TRUE", "000002"],
    ["CREATE EXTERNAL ACCESS INTEGRATION I ALLOWED_NETWORK_RULES = () ENABLED = TRUE", "001003"],
    ["CREATE EXTERNAL ACCESS INTEGRATION I ALLOWED_NETWORK_RULES = ALL ENABLED = TRUE", "001003"],
    ["CREATE EXTERNAL ACCESS INTEGRATION OUT ALLOWED_NETWORK_RULES = (WEB) ENABLED = TRUE", "002002"],
    ["CREATE INTEGRATION I ALLOWED_NETWORK_RULES = (WEB) ENABLED = TRUE", "001003"],
    ["ALTER EXTERNAL ACCESS INTEGRATION OUT SET ALLOWED_AUTHENTICATION_SECRETS = (S)", "002003"],
    ["ALTER EXTERNAL ACCESS INTEGRATION OUT UNSET ENABLED", "001003"],
    ["ALTER EXTERNAL ACCESS INTEGRATION OUT RENAME TO IN_", "001003"],
  ])("refuses %s: %s", async (text, code) => {
    await run(web, create, "CREATE NETWORK RULE INSIDE TYPE = IPV4 VALUE_LIST = ('1.1.1.1')");
    expect(await codeOf(run(text))).toBe(code);
  });

  test("needs privileges to be created and seen", async () => {
    await run(web, create, "CREATE ROLE DEV", "GRANT ROLE DEV TO USER ADA", "USE SECONDARY ROLES NONE");
    await run("GRANT USAGE ON DATABASE D TO ROLE DEV", "GRANT ALL ON SCHEMA D.PUBLIC TO ROLE DEV", "USE ROLE DEV");
    await run(web.replace("WEB", "MINE"));
    const mine = "CREATE EXTERNAL ACCESS INTEGRATION MINE ALLOWED_NETWORK_RULES = (MINE) ENABLED = TRUE";
    expect(await rows("SHOW EXTERNAL ACCESS INTEGRATIONS")).toEqual([]);
    expect(await codeOf(run(mine))).toBe("003001");
    for (const privilege of ["CREATE INTEGRATION", "CREATE EXTERNAL ACCESS INTEGRATION"]) {
      await run("USE ROLE ACCOUNTADMIN", `GRANT ${privilege} ON ACCOUNT TO ROLE DEV`, "USE ROLE DEV");
      await run(mine, "DROP INTEGRATION MINE");
      await run("USE ROLE ACCOUNTADMIN", `REVOKE ${privilege} ON ACCOUNT FROM ROLE DEV`, "USE ROLE DEV");
    }
    await run("USE ROLE ACCOUNTADMIN", "GRANT USAGE ON INTEGRATION OUT TO ROLE DEV", "USE ROLE DEV");
    expect(await rows("SHOW INTEGRATIONS")).toMatchObject([{ name: "OUT" }]);
    expect(await codeOf(run("ALTER INTEGRATION OUT SET ENABLED = FALSE"))).toBe("003001");
    expect(await rows("SHOW GRANTS ON INTEGRATION OUT")).toMatchObject([
      { privilege: "OWNERSHIP", granted_on: "INTEGRATION" },
      { privilege: "USAGE", granted_on: "INTEGRATION", name: "OUT", grantee_name: "DEV" },
    ]);
  });
});
