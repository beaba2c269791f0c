import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ContainerAccount } from "./container-account";
import { minute, service, specification, startContainers, times } from "./container-account";

let account: ContainerAccount;
beforeEach(async () => {
  account = await startContainers();
});
afterEach(() => account.emulator.close());

const provisioning = "Endpoints provisioning in progress... check back in a few minutes";
const ui = "  endpoints:\n  - name: ui\n    port: 80\n    public: true";
const endpoints = () => account.rows("SHOW ENDPOINTS IN SERVICE S");

describe("SHOW ENDPOINTS", () => {
  test("has a sentence first, then an address that is no other's", async () => {
    await account.run(service("S", specification("web", { spec: ui })));
    expect(await endpoints()).toEqual([
      { name: "ui", port: 80, port_range: null, protocol: "HTTP", is_public: "true", ingress_url: provisioning },
    ]);
    account.advance(times.endpointMs);
    const [row] = await endpoints();
    expect(row?.["ingress_url"]).toMatch(/^[a-z0-9]+-acme-dev-one\.snowflakecomputing\.app$/);
    await account.run("DROP SERVICE S", service("S", specification("web", { spec: ui })));
    account.advance(times.endpointMs);
    expect((await endpoints())[0]?.["ingress_url"]).not.toBe(row?.["ingress_url"]);
  });

  test("has no address for endpoints that are not public, in the order of the specification", async () => {
    const spec = `${ui}\n  - name: api\n    port: 8080\n    protocol: HTTPS\n  - name: raw\n    portRange: 9000-9010\n    protocol: TCP`;
    await account.run(service("S", specification("web", { spec })));
    account.advance(2 * minute);
    expect(await endpoints()).toMatchObject([
      { name: "ui" },
      { name: "api", port: 8080, port_range: null, protocol: "HTTPS", is_public: "false", ingress_url: null },
      { name: "raw", port: null, port_range: "9000-9010", protocol: "TCP", is_public: "false", ingress_url: null },
    ]);
  });

  test("has no rows without endpoints", async () => {
    await account.run(service("S"));
    expect(await endpoints()).toEqual([]);
  });

  test("keeps an address through an upgrade, and waits for a new one", async () => {
    await account.run(service("S", specification("web", { spec: ui })));
    account.advance(times.endpointMs);
    const before = (await endpoints())[0]?.["ingress_url"];
    const both = specification("web:v2", { spec: `${ui}\n  - name: admin\n    port: 81\n    public: true` });
    await account.run(`ALTER SERVICE S FROM SPECIFICATION $$${both}$$`);
    expect(await endpoints()).toMatchObject([
      { name: "ui", ingress_url: before },
      { name: "admin", ingress_url: provisioning },
    ]);
    account.advance(times.endpointMs);
    const after = (await endpoints())[1]?.["ingress_url"];
    expect(after).toMatch(/snowflakecomputing\.app$/);
    expect(after).not.toBe(before);
  });
});

describe("A public endpoint", () => {
  test("needs BIND SERVICE ENDPOINT", async () => {
    await account.run(
      "CREATE ROLE DEV",
      "GRANT USAGE ON DATABASE D TO ROLE DEV",
      "GRANT USAGE, CREATE SERVICE ON SCHEMA D.PUBLIC TO ROLE DEV",
      "GRANT READ ON IMAGE REPOSITORY R TO ROLE DEV",
      "GRANT USAGE ON COMPUTE POOL P TO ROLE DEV",
      "GRANT ROLE DEV TO ROLE ACCOUNTADMIN",
      "USE ROLE DEV",
      "USE SECONDARY ROLES NONE",
    );
    const create = service("S", specification("web", { spec: ui }));
    expect(await account.error(create)).toMatch(/^003001 /);
    await account.run(service("T"));
    await account.run(
      "USE ROLE ACCOUNTADMIN",
      "GRANT BIND SERVICE ENDPOINT ON ACCOUNT TO ROLE DEV",
      "USE ROLE DEV",
      create,
    );
  });

  test("goes with no AUTO_SUSPEND_SECS", async () => {
    const text = specification("web", { spec: ui });
    expect(await account.error(service("S", text, "AUTO_SUSPEND_SECS = 300"))).toMatch(/^000002 /);
    await account.run(service("S", text), service("T", specification(), "AUTO_SUSPEND_SECS = 300"));
    expect(await account.error("ALTER SERVICE S SET AUTO_SUSPEND_SECS = 300")).toMatch(/^000002 /);
    expect(await account.error(`ALTER SERVICE T FROM SPECIFICATION $$${text}$$`)).toMatch(/^000002 /);
  });
});

describe("A role of a service", () => {
  const grants = async (name: string) =>
    (await account.rows(`SHOW GRANTS OF SERVICE ROLE ${name}`)).map((row) => `${row["role"]} ${row["grantee_name"]}`);

  test("is granted and revoked by the owner", async () => {
    const top = "serviceRoles:\n- name: ui_role\n  endpoints: [ui]";
    await account.run("CREATE ROLE DEV", service("S", specification("web", { spec: ui, top })));
    await account.run(
      "GRANT SERVICE ROLE S!ALL_ENDPOINTS_USAGE TO ROLE DEV",
      "GRANT SERVICE ROLE d.public.s!ui_role TO ROLE DEV",
      "GRANT SERVICE ROLE S!UI_ROLE TO ROLE DEV",
    );
    expect(await grants("S!ALL_ENDPOINTS_USAGE")).toEqual(["D.PUBLIC.S!ALL_ENDPOINTS_USAGE DEV"]);
    expect(await grants("S!UI_ROLE")).toEqual(["D.PUBLIC.S!UI_ROLE DEV"]);
    expect(await account.error("GRANT SERVICE ROLE S!OTHER TO ROLE DEV")).toMatch(/^002003 /);
    expect(await account.error("GRANT SERVICE ROLE S!UI_ROLE TO ROLE NOBODY")).toMatch(/^002003 /);
    await account.run("REVOKE SERVICE ROLE S!UI_ROLE FROM ROLE DEV");
    expect(await grants("S!UI_ROLE")).toEqual([]);
    await account.run("GRANT ROLE DEV TO ROLE ACCOUNTADMIN", "GRANT USAGE ON SERVICE S TO ROLE DEV");
    await account.run("GRANT USAGE ON DATABASE D TO ROLE DEV", "GRANT USAGE ON SCHEMA PUBLIC TO ROLE DEV");
    await account.run("USE ROLE DEV", "USE SECONDARY ROLES NONE");
    expect(await account.error("GRANT SERVICE ROLE S!UI_ROLE TO ROLE DEV")).toMatch(/^003001 /);
  });

  test("has USAGE on the endpoints that the specification gives it", async () => {
    const spec = "  endpoints:\n  - name: ui\n    port: 80\n    public: true\n  - name: in\n    port: 81";
    const top = "serviceRoles:\n- name: in_role\n  endpoints: [in]";
    await account.run(service("S", specification("web", { spec, top })));
    const [row, ...others] = await account.rows("SHOW GRANTS TO SERVICE ROLE d.public.s!in_role");
    expect(others).toEqual([]);
    expect(row).toEqual({
      created_on: expect.any(Date),
      privilege: "USAGE",
      granted_on: "SERVICE_ENDPOINT",
      name: "D.PUBLIC.S!in",
      granted_to: "SERVICE_ROLE",
      grantee_name: "IN_ROLE",
    });
    const all = await account.rows("SHOW GRANTS TO SERVICE ROLE S!ALL_ENDPOINTS_USAGE");
    expect(all.map(({ name }) => name)).toEqual(["D.PUBLIC.S!ui", "D.PUBLIC.S!in"]);
    expect(await account.error("SHOW GRANTS TO SERVICE ROLE S!OTHER")).toMatch(/^002003 /);
  });

  test("goes with the specification that has it", async () => {
    const top = "serviceRoles:\n- name: ui_role\n  endpoints: [ui]";
    await account.run("CREATE ROLE DEV", service("S", specification("web", { spec: ui, top })));
    await account.run("GRANT SERVICE ROLE S!UI_ROLE TO ROLE DEV");
    await account.run(`ALTER SERVICE S FROM SPECIFICATION $$${specification("web", { spec: ui })}$$`);
    expect(await account.error("SHOW GRANTS OF SERVICE ROLE S!UI_ROLE")).toMatch(/^002003 /);
  });
});

describe("SHOW ROLES IN SERVICE", () => {
  test("has the role for all endpoints, and those of the specification", async () => {
    const top = "serviceRoles:\n- name: ui_role\n  endpoints: [ui]";
    await account.run(service("S", specification("web", { spec: ui, top })));
    const rows = await account.rows("SHOW ROLES IN SERVICE D.PUBLIC.S");
    expect(Object.keys(rows[0] ?? {})).toEqual(["created_on", "name", "comment"]);
    expect(rows).toMatchObject([{ name: "ALL_ENDPOINTS_USAGE" }, { name: "UI_ROLE" }]);
    expect(rows[0]?.["created_on"]).toBeInstanceOf(Date);
  });
});
