import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator } from "../../emulator/index";
import type { ContainerAccount } from "./container-account";
import { accountOf, minute, pool, second, service, specification, startContainers, times } from "./container-account";
import { connect } from "./protocol/driver";

let account: ContainerAccount;
beforeEach(async () => {
  account = await startContainers();
});
afterEach(() => account.emulator.close());

const shown = (name = "S") => account.row(`SHOW SERVICES LIKE '${name}'`);
const running = async (name = "S", text = specification(), options = "") => {
  await account.run(service(name, text, options));
  account.advance(2 * minute);
};

const columns = [
  "name",
  "status",
  "database_name",
  "schema_name",
  "owner",
  "compute_pool",
  "dns_name",
  "current_instances",
  "target_instances",
  "min_ready_instances",
  "min_instances",
  "max_instances",
  "auto_resume",
  "external_access_integrations",
  "created_on",
  "updated_on",
  "resumed_on",
  "suspended_on",
  "auto_suspend_secs",
  "comment",
  "owner_role_type",
  "query_warehouse",
  "is_job",
  "is_async_job",
  "spec_digest",
  "is_upgrading",
  "managing_object_domain",
  "managing_object_name",
];

describe("A new service", () => {
  test("is PENDING, with the defaults of the page", async () => {
    expect(await account.value(service("my_service"))).toBe("Service MY_SERVICE successfully created.");
    const row = await shown("MY_SERVICE");
    expect(Object.keys(row)).toEqual(columns);
    expect(row).toMatchObject({
      name: "MY_SERVICE",
      status: "PENDING",
      database_name: "D",
      schema_name: "PUBLIC",
      owner: "ACCOUNTADMIN",
      compute_pool: "P",
      current_instances: 1,
      target_instances: 1,
      min_ready_instances: 1,
      min_instances: 1,
      max_instances: 1,
      auto_resume: "true",
      external_access_integrations: null,
      resumed_on: null,
      suspended_on: null,
      auto_suspend_secs: 0,
      comment: null,
      owner_role_type: "ROLE",
      query_warehouse: null,
      is_job: "false",
      is_async_job: "false",
      is_upgrading: "false",
      managing_object_domain: null,
      managing_object_name: null,
    });
    expect(row["spec_digest"]).toMatch(/^[0-9a-f]{64}$/);
    expect(row["dns_name"]).toMatch(/^my-service\.[a-z0-9]{4,8}\.svc\.spcs\.internal$/);
    const domain = await account.value("SELECT SYSTEM$GET_SERVICE_DNS_DOMAIN('D.PUBLIC')");
    expect(row["dns_name"]).toBe(`my-service.${domain}`);
  });

  test("keeps its DNS domain when the schema gets another name, and another schema has another", async () => {
    await account.run("CREATE SCHEMA A");
    const before = await account.value("SELECT SYSTEM$GET_SERVICE_DNS_DOMAIN('A')");
    await account.run("ALTER SCHEMA A RENAME TO B");
    expect(await account.value("SELECT SYSTEM$GET_SERVICE_DNS_DOMAIN('B')")).toBe(before);
    await account.run("DROP SCHEMA B", "CREATE SCHEMA B");
    expect(await account.value("SELECT SYSTEM$GET_SERVICE_DNS_DOMAIN('B')")).not.toBe(before);
  });

  test("takes every option, in any order after the compute pool", async () => {
    await account.run("CREATE WAREHOUSE W", "CREATE TAG COST");
    await account.run(`CREATE SERVICE IF NOT EXISTS S IN COMPUTE POOL P MIN_INSTANCES = 2
      FROM SPECIFICATION $$${specification()}$$ AUTO_SUSPEND_SECS = 300 AUTO_RESUME = FALSE MIN_READY_INSTANCES = 1
      MAX_INSTANCES = 3 LOG_LEVEL = 'info' QUERY_WAREHOUSE = W WITH TAG (COST = 'x') COMMENT = 'it''s'`);
    expect(await shown()).toMatchObject({
      min_ready_instances: 1,
      min_instances: 2,
      max_instances: 3,
      auto_resume: "false",
      auto_suspend_secs: 300,
      query_warehouse: "W",
      comment: "it's",
    });
    expect(await account.value("SELECT SYSTEM$GET_TAG('COST', 'S', 'SERVICE')")).toBe("x");
    expect(await account.value(service("S").replace("SERVICE", "SERVICE IF NOT EXISTS"))).toBe(
      "S already exists, statement succeeded.",
    );
  });

  test("MAX_INSTANCES and MIN_READY_INSTANCES follow MIN_INSTANCES where they are left out", async () => {
    await account.run(service("S", specification(), "MIN_INSTANCES = 2"));
    expect(await shown()).toMatchObject({ min_instances: 2, max_instances: 2, min_ready_instances: 2 });
  });

  test.each([
    ["MIN_INSTANCES = 0", "001422"],
    ["MIN_INSTANCES = 2 MAX_INSTANCES = 1", "001425"],
    ["MIN_INSTANCES = 1 MIN_READY_INSTANCES = 2", "001425"],
    ["AUTO_SUSPEND_SECS = 299", "001422"],
    ["AUTO_RESUME = 1", "001422"],
    ["LOG_LEVEL = 'LOUD'", "001422"],
    ["QUERY_WAREHOUSE = NOWHERE", "002003"],
    ["EXTERNAL_ACCESS_INTEGRATIONS = (NOBODY)", "002003"],
    ["SIZE = 3", "001003"],
  ])("is refused with %s", async (options, code) => {
    expect(await account.error(service("S", specification(), options))).toMatch(new RegExp(`^${code} `));
    expect(await account.rows("SHOW SERVICES")).toEqual([]);
  });

  test("is refused where something is missing or there already", async () => {
    await account.run(service("S"));
    expect(await account.error(service("S"))).toMatch(/^002002 .*Object 'S' already exists\./s);
    expect(await account.error(service("T", specification(), "", "NOWHERE"))).toMatch(
      /^002003 .*Compute pool 'NOWHERE'/s,
    );
    expect(await account.error("CREATE SERVICE T IN COMPUTE POOL P")).toMatch(/^001003 /);
    expect(await account.error(service("T").replace("CREATE", "CREATE OR REPLACE"))).toMatch(/^001003 /);
    expect(await account.error("DESCRIBE SERVICE T")).toContain(
      "Service 'D.PUBLIC.T' does not exist or not authorized.",
    );
  });

  test("has a name that needs no quotes, in a schema and database of such names", async () => {
    const text = "db, schema and service names for a service must be unquoted identifiers.";
    expect(await account.error(service('"s"'))).toContain(text);
    await account.run('CREATE SCHEMA "my schema"');
    expect(await account.error(service('D."my schema".S'))).toContain(text);
  });

  test("may not use an image that is in no repository, or that the role may not read", async () => {
    const absent = await account.error(service("S", specification("nothing:v1")));
    expect(absent).toMatch(/^395018 Failed to retrieve image \/d\/public\/r\/nothing:v1 from the image repository/);
    await account.run(
      "CREATE ROLE DEV",
      "GRANT USAGE ON DATABASE D TO ROLE DEV",
      "GRANT USAGE, CREATE SERVICE ON SCHEMA D.PUBLIC TO ROLE DEV",
      "GRANT USAGE ON COMPUTE POOL P TO ROLE DEV",
      "GRANT ROLE DEV TO ROLE ACCOUNTADMIN",
      "USE ROLE DEV",
      "USE SECONDARY ROLES NONE",
    );
    expect(await account.error(service("S"))).toContain("Failed to retrieve image");
    await account.run("USE ROLE ACCOUNTADMIN", "GRANT READ ON IMAGE REPOSITORY R TO ROLE DEV", "USE ROLE DEV");
    await account.run(service("S"));
  });

  test("needs CREATE SERVICE on the schema and USAGE on the compute pool", async () => {
    await account.run(
      "CREATE ROLE DEV",
      "GRANT USAGE ON DATABASE D TO ROLE DEV",
      "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE DEV",
      "GRANT READ ON IMAGE REPOSITORY R TO ROLE DEV",
      "GRANT MONITOR ON COMPUTE POOL P TO ROLE DEV",
      "GRANT ROLE DEV TO ROLE ACCOUNTADMIN",
      "USE ROLE DEV",
      "USE SECONDARY ROLES NONE",
    );
    expect(await account.error(service("S"))).toMatch(/^003001 .*schema 'PUBLIC'/s);
    await account.run("USE ROLE ACCOUNTADMIN", "GRANT CREATE SERVICE ON SCHEMA D.PUBLIC TO ROLE DEV", "USE ROLE DEV");
    expect(await account.error(service("S"))).toMatch(/^003001 .*compute pool 'P'/s);
    await account.run("USE ROLE ACCOUNTADMIN", "GRANT USAGE ON COMPUTE POOL P TO ROLE DEV", "USE ROLE DEV");
    await account.run(service("S"));
  });
});

describe("The containers of a service", () => {
  const containers = () => account.rows("SHOW SERVICE CONTAINERS IN SERVICE S");

  test("start when there is a node, and the service runs when they are ready", async () => {
    await account.run(service("S"));
    expect(await containers()).toMatchObject([
      { service_status: "PENDING", instance_status: "PENDING", status: "PENDING", start_time: null, restart_count: 0 },
    ]);
    expect((await containers())[0]?.["message"]).toBe("Compute pool node(s) are being provisioned");
    account.advance(times.nodeStartMs + second);
    expect(await containers()).toMatchObject([{ status: "PENDING", message: "Waiting to start" }]);
    account.advance(times.containerStartMs);
    const [row = {}] = await containers();
    expect(Object.keys(row)).toEqual([
      "database_name",
      "schema_name",
      "service_name",
      "service_status",
      "instance_id",
      "instance_status",
      "container_name",
      "status",
      "message",
      "image_name",
      "image_digest",
      "restart_count",
      "start_time",
      "last_exit_code",
      "last_restart_time",
    ]);
    expect(row).toMatchObject({
      database_name: "D",
      schema_name: "PUBLIC",
      service_name: "S",
      service_status: "RUNNING",
      instance_id: "0",
      instance_status: "READY",
      container_name: "main",
      status: "READY",
      message: "Running",
      image_name: "acme-dev-one.registry.snowflakecomputing.com/d/public/r/web",
      restart_count: 0,
      last_exit_code: null,
      last_restart_time: null,
    });
    expect(row["image_digest"]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(row["start_time"]).toMatch(/^2030-01-01T00:01:\d\dZ$/);
  });

  test("that fail are started again and again, and the service has failed", async () => {
    await running("S", specification("broken"));
    expect(await containers()).toMatchObject([
      {
        service_status: "FAILED",
        instance_status: "FAILED",
        status: "FAILED",
        message: "no such file",
        last_exit_code: 2,
      },
    ]);
    const early = Number((await containers())[0]?.["restart_count"]);
    account.advance(10 * minute);
    const [later] = await containers();
    expect(early).toBeGreaterThan(0);
    expect(Number(later?.["restart_count"])).toBeGreaterThan(early);
    expect(later?.["last_restart_time"]).toMatch(/^2030-01-01T00:\d\d:\d\dZ$/);
  });

  test("are two of one instance, and the instance is ready when both are", async () => {
    account.emulator.pushImage({
      repository: "D.PUBLIC.R",
      image: "slow",
      behaviour: { outcome: "runs", afterSeconds: 60 },
    });
    const second = "  - name: slow\n    image: /d/public/r/slow";
    await running("S", specification("web", { spec: second }));
    expect(await containers()).toMatchObject([
      { container_name: "main", status: "READY", instance_status: "PENDING", service_status: "PENDING" },
      { container_name: "slow", status: "PENDING", instance_id: "0" },
    ]);
    account.advance(minute);
    expect(await account.status("S")).toBe("RUNNING");
  });

  test("that end well in a service are started again too", async () => {
    account.emulator.pushImage({ repository: "D.PUBLIC.R", image: "short", behaviour: { outcome: "exits" } });
    await running("S", specification("short"));
    expect(await containers()).toMatchObject([{ status: "DONE", last_exit_code: 0, service_status: "PENDING" }]);
    expect(Number((await containers())[0]?.["restart_count"])).toBeGreaterThan(0);
  });

  test("can be seen by roles with MONITOR only", async () => {
    await running();
    await account.run(
      "CREATE ROLE GUEST",
      "GRANT USAGE ON DATABASE D TO ROLE GUEST",
      "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE GUEST",
      "GRANT USAGE ON SERVICE S TO ROLE GUEST",
      "GRANT ROLE GUEST TO ROLE ACCOUNTADMIN",
      "USE ROLE GUEST",
      "USE SECONDARY ROLES NONE",
    );
    expect(await account.error("SHOW SERVICE CONTAINERS IN SERVICE S")).toMatch(/^003001 /);
    expect(await account.error("SHOW SERVICE INSTANCES IN SERVICE S")).toMatch(/^003001 /);
    expect(await account.error("SELECT SYSTEM$GET_SERVICE_STATUS('S')")).toMatch(/^003001 /);
    expect(await account.error("SELECT SYSTEM$GET_SERVICE_LOGS('S', 0, 'main')")).toMatch(/^003001 /);
    expect(await account.error("ALTER SERVICE S SUSPEND")).toMatch(/^003001 /);
    expect(await account.error("ALTER SERVICE S SET COMMENT = 'x'")).toMatch(/^003001 /);
    expect(await account.error("DROP SERVICE S")).toMatch(/^003001 /);
    expect(await account.row("SHOW SERVICES")).toMatchObject({ status: "RUNNING" });
    expect(await account.row("DESCRIBE SERVICE S")).not.toHaveProperty("spec");
    await account.run("USE ROLE ACCOUNTADMIN", "GRANT MONITOR, OPERATE ON SERVICE S TO ROLE GUEST", "USE ROLE GUEST");
    expect(await containers()).toMatchObject([{ status: "READY" }]);
    await account.run("ALTER SERVICE S SUSPEND");
  });
});

describe("SHOW SERVICE INSTANCES", () => {
  test("has a row for each instance", async () => {
    await running("S", specification(), "MIN_INSTANCES = 2");
    const rows = await account.rows("SHOW SERVICE INSTANCES IN SERVICE D.PUBLIC.S");
    expect(Object.keys(rows[0] ?? {})).toEqual([
      "database_name",
      "schema_name",
      "service_name",
      "service_status",
      "instance_id",
      "status",
      "spec_digest",
      "creation_time",
      "start_time",
      "ip_address",
    ]);
    expect(rows).toMatchObject([
      { service_name: "S", service_status: "RUNNING", instance_id: "0", status: "READY" },
      { instance_id: "1", status: "READY", spec_digest: (await shown())["spec_digest"] },
    ]);
    expect(rows[0]?.["ip_address"]).toMatch(/^10\.\d+\.\d+\.\d+$/);
    expect(rows[0]?.["ip_address"]).not.toBe(rows[1]?.["ip_address"]);
  });
});

describe("A service that is suspended", () => {
  test("ends its containers, and starts them again when it is resumed", async () => {
    await running();
    expect(await account.value("ALTER SERVICE S SUSPEND")).toBe("Statement executed successfully.");
    expect(await shown()).toMatchObject({ status: "SUSPENDING", target_instances: 0, suspended_on: null });
    expect(await account.rows("SHOW SERVICE CONTAINERS IN SERVICE S")).toMatchObject([{ status: "TERMINATING" }]);
    account.advance(times.stopMs);
    const suspended = await shown();
    expect(suspended).toMatchObject({ status: "SUSPENDED", current_instances: 0, target_instances: 0 });
    expect(suspended["suspended_on"]).toBeInstanceOf(Date);
    expect(await account.rows("SHOW SERVICE INSTANCES IN SERVICE S")).toEqual([]);
    expect(await account.rows("SHOW SERVICE CONTAINERS IN SERVICE S")).toMatchObject([
      { service_status: "SUSPENDED", instance_id: null, instance_status: null, container_name: null, status: null },
    ]);
    await account.run("ALTER SERVICE S SUSPEND", "ALTER SERVICE S RESUME");
    const resumed = await shown();
    expect(resumed).toMatchObject({ status: "PENDING", suspended_on: suspended["suspended_on"] });
    expect(resumed["resumed_on"]).toBeInstanceOf(Date);
    account.advance(times.containerStartMs);
    expect(await account.status("S")).toBe("RUNNING");
    await account.run("ALTER SERVICE S RESUME");
    expect(await account.status("S")).toBe("RUNNING");
  });

  test("starts again with the image that it had, whatever the tag means now", async () => {
    await running();
    const digest = async () => (await account.row("SHOW SERVICE CONTAINERS IN SERVICE S"))["image_digest"];
    const before = await digest();
    account.emulator.pushImage({ repository: "D.PUBLIC.R", image: "web", behaviour: { outcome: "fails" } });
    await account.run("ALTER SERVICE S SUSPEND");
    account.advance(times.stopMs);
    await account.run("ALTER SERVICE S RESUME");
    account.advance(times.containerStartMs);
    expect(await account.status("S")).toBe("RUNNING");
    expect(await digest()).toBe(before);
  });

  test("suspends itself when nobody uses it for AUTO_SUSPEND_SECS", async () => {
    await running("S", specification(), "AUTO_SUSPEND_SECS = 300");
    account.advance(4 * minute);
    expect(await account.status("S")).toBe("RUNNING");
    account.advance(minute);
    expect(await account.status("S")).toMatch(/^SUSPEND/);
    account.advance(minute);
    expect(await account.status("S")).toBe("SUSPENDED");
  });
});

describe("ALTER SERVICE … SET and UNSET", () => {
  test("changes each option and takes it back", async () => {
    await account.run("CREATE WAREHOUSE W", service("S"));
    await account.run(
      "ALTER SERVICE S SET MIN_INSTANCES = 2 MAX_INSTANCES = 4 MIN_READY_INSTANCES = 1 AUTO_SUSPEND_SECS = 600",
      "ALTER SERVICE IF EXISTS S SET AUTO_RESUME = FALSE, QUERY_WAREHOUSE = W, LOG_LEVEL = 'ERROR' COMMENT = 'c'",
    );
    expect(await shown()).toMatchObject({
      min_instances: 2,
      max_instances: 4,
      min_ready_instances: 1,
      auto_suspend_secs: 600,
      auto_resume: "false",
      query_warehouse: "W",
      comment: "c",
    });
    await account.run(
      `ALTER SERVICE S UNSET MIN_INSTANCES, MAX_INSTANCES, MIN_READY_INSTANCES, AUTO_SUSPEND_SECS, AUTO_RESUME,
        QUERY_WAREHOUSE, LOG_LEVEL, EXTERNAL_ACCESS_INTEGRATIONS, COMMENT`,
    );
    expect(await shown()).toMatchObject({
      min_instances: 1,
      max_instances: 1,
      min_ready_instances: 1,
      auto_suspend_secs: 0,
      auto_resume: "true",
      query_warehouse: null,
      comment: null,
    });
    await account.run("ALTER SERVICE IF EXISTS NOBODY SET COMMENT = 'c'", "CREATE TAG COST");
    await account.run("ALTER SERVICE S SET TAG COST = 'x'");
    expect(await account.value("SELECT SYSTEM$GET_TAG('COST', 'S', 'SERVICE')")).toBe("x");
    await account.run("ALTER SERVICE S UNSET TAG COST");
    expect(await account.value("SELECT SYSTEM$GET_TAG('COST', 'S', 'SERVICE')")).toBeNull();
  });

  test("starts and ends instances", async () => {
    await running();
    await account.run("ALTER SERVICE S SET MIN_INSTANCES = 2 MAX_INSTANCES = 2");
    expect(await shown()).toMatchObject({ target_instances: 2, status: "PENDING" });
    account.advance(times.containerStartMs);
    expect(await shown()).toMatchObject({ current_instances: 2, status: "RUNNING" });
    await account.run("ALTER SERVICE S SET MIN_INSTANCES = 1 MAX_INSTANCES = 1");
    expect(await account.rows("SHOW SERVICE INSTANCES IN SERVICE S")).toMatchObject([
      { instance_id: "0", status: "READY" },
      { instance_id: "1", status: "TERMINATING" },
    ]);
    account.advance(times.stopMs);
    expect(await account.rows("SHOW SERVICE INSTANCES IN SERVICE S")).toHaveLength(1);
  });

  test.each([
    ["SET MIN_INSTANCES = 3 MAX_INSTANCES = 2", "001425"],
    ["SET MIN_READY_INSTANCES = 2", "001425"],
    ["SET AUTO_SUSPEND_SECS = 5", "001422"],
    ["SET COMPUTE_POOL = P", "001003"],
    ["RENAME TO T", "001003"],
    ["RESTORE VOLUME data INSTANCES 0 FROM SNAPSHOT X", "090064"],
  ])("refuses %s", async (change, code) => {
    await account.run(service("S"));
    expect(await account.error(`ALTER SERVICE S ${change}`)).toMatch(new RegExp(`^${code} `));
  });
});

describe("EXTERNAL_ACCESS_INTEGRATIONS", () => {
  beforeEach(async () => {
    await account.run("CREATE NETWORK RULE N TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('example.com')");
    for (const name of ["E1", '"e2"']) {
      await account.run(`CREATE EXTERNAL ACCESS INTEGRATION ${name} ALLOWED_NETWORK_RULES = (N) ENABLED = TRUE`);
    }
  });

  test("are named at creation, replaced, and taken out", async () => {
    const integrations = async () => (await shown())["external_access_integrations"];
    await account.run(service("S", specification(), 'EXTERNAL_ACCESS_INTEGRATIONS = (E1, "e2", E1)'));
    expect(await integrations()).toBe("E1,e2");
    await account.run("ALTER SERVICE S SET EXTERNAL_ACCESS_INTEGRATIONS = (E1) COMMENT = 'c'");
    expect(await integrations()).toBe("E1");
    expect(await account.error("ALTER SERVICE S SET EXTERNAL_ACCESS_INTEGRATIONS = (E2)")).toMatch(/^002003 /);
    await account.run("ALTER SERVICE S UNSET EXTERNAL_ACCESS_INTEGRATIONS");
    expect(await integrations()).toBeNull();
  });

  test("need USAGE", async () => {
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
    const create = service("S", specification(), "EXTERNAL_ACCESS_INTEGRATIONS = (E1)");
    expect(await account.error(create)).toMatch(/^002003 /);
    await account.run("USE ROLE ACCOUNTADMIN", "GRANT USAGE ON INTEGRATION E1 TO ROLE DEV", "USE ROLE DEV", create);
  });
});

describe("A service with block volumes", () => {
  const data = "  volumes:\n  - name: data\n    source: block\n    size: 10Gi";
  const mounted = specification("web", {
    container: "    volumeMounts:\n    - name: data\n      mountPath: /data",
    spec: data,
  });

  test("is dropped with FORCE only", async () => {
    await account.run(service("S", mounted));
    expect(await account.error("DROP SERVICE S")).toMatch(
      /^395085 .*Failed to drop service S since it contains block storage volumes\. Please use DROP SERVICE S FORCE/s,
    );
    expect(await account.value("DROP SERVICE S FORCE")).toBe("S successfully dropped.");
    expect(await account.rows("SHOW SERVICES")).toEqual([]);
  });

  test("gets nothing from a snapshot, since there are none", async () => {
    await running("S", mounted);
    await account.run("ALTER SERVICE S SUSPEND");
    account.advance(times.stopMs);
    const restore = (volume: string, ids: string) =>
      account.error(`ALTER SERVICE S RESTORE VOLUME ${volume} INSTANCES ${ids} FROM SNAPSHOT D.PUBLIC.X`);
    expect(await restore('"other"', "0")).toContain("Volume 'other' does not exist");
    expect(await restore('"data"', "0, 3")).toContain("Instance '3' does not exist");
    expect(await restore('"data"', "0")).toContain("Snapshot 'D.PUBLIC.X' does not exist");
  });
});

describe("DROP SERVICE", () => {
  test("ends the service, and frees its place", async () => {
    await running();
    expect(await account.value("DROP SERVICE IF EXISTS s FORCE")).toBe("S successfully dropped.");
    expect(await account.value("DROP SERVICE IF EXISTS S")).toContain("already dropped");
    expect(await account.error("DROP SERVICE S")).toMatch(/^002003 /);
    expect(await account.row("SHOW COMPUTE POOLS")).toMatchObject({ state: "IDLE", num_services: 0, idle_nodes: 1 });
  });

  test("happens to services of a schema that is dropped, and UNDROP brings them back", async () => {
    await account.run("CREATE SCHEMA A", service("S"));
    account.advance(2 * minute);
    expect(await account.row("SHOW COMPUTE POOLS")).toMatchObject({ num_services: 1 });
    await account.run("DROP SCHEMA A");
    expect(await account.row("SHOW COMPUTE POOLS")).toMatchObject({ num_services: 0, state: "IDLE" });
    await account.run("UNDROP SCHEMA A", "USE SCHEMA A");
    expect(await account.status("S")).toBe("PENDING");
    account.advance(2 * minute);
    expect(await account.status("S")).toBe("RUNNING");
  });

  test("leaves a service of a database that came back without its compute pool", async () => {
    await account.run(pool("Q"), service("S", specification(), "", "Q"), "DROP DATABASE D", "DROP COMPUTE POOL Q");
    await account.run("UNDROP DATABASE D", "USE SCHEMA D.PUBLIC");
    expect(await account.row("SHOW SERVICES")).toMatchObject({ status: "INTERNAL_ERROR", compute_pool: null });
    expect(await account.error("ALTER SERVICE S RESUME")).toMatch(/^002003 /);
    await account.run("DROP SERVICE S");
  });
});

describe("SHOW SERVICES", () => {
  const names = async (text: string) => (await account.rows(text)).map(({ name }) => name);
  beforeEach(async () => {
    await account.run(pool("Q"), "CREATE SCHEMA A", service("ONE"), service("TWO", specification(), "", "Q"));
    await account.run("CREATE SCHEMA B", service("TWIN"));
  });

  test("finds them by place, name and compute pool", async () => {
    expect(await names("SHOW SERVICES IN ACCOUNT")).toEqual(["ONE", "TWO", "TWIN"]);
    expect(await names("SHOW SERVICES IN SCHEMA A")).toEqual(["ONE", "TWO"]);
    expect(await names("SHOW SERVICES IN DATABASE D")).toHaveLength(3);
    expect(await names("SHOW SERVICES LIKE 't%' IN ACCOUNT")).toEqual(["TWO", "TWIN"]);
    expect(await names("SHOW SERVICES IN COMPUTE POOL Q")).toEqual(["TWO"]);
    expect(await names("SHOW SERVICES LIKE 'O%' IN COMPUTE POOL P STARTS WITH 'O' LIMIT 1")).toEqual(["ONE"]);
    expect(await names("SHOW SERVICES IN ACCOUNT STARTS WITH 'T' LIMIT 5 FROM 'TWO'")).toEqual(["TWIN"]);
    expect(await names("SHOW SERVICES IN ACCOUNT OF TYPE user, notebook")).toHaveLength(3);
    expect(await names("SHOW SERVICES IN ACCOUNT OF TYPE NOTEBOOK")).toEqual([]);
    expect(await account.error("SHOW SERVICES OF TYPE NOTHING")).toMatch(/^001003 /);
    expect(await account.error("SHOW SERVICES IN COMPUTE POOL NOWHERE")).toMatch(/^002003 /);
    expect(await account.error("SHOW SERVICES IN SCHEMA NOWHERE")).toMatch(/^002043 /);
  });

  test("leaves out what the role may not see", async () => {
    await account.run("CREATE ROLE GUEST", "GRANT ROLE GUEST TO ROLE ACCOUNTADMIN", "USE ROLE GUEST");
    await account.run("USE SECONDARY ROLES NONE");
    expect(await names("SHOW SERVICES IN ACCOUNT")).toEqual([]);
  });
});

describe("Ownership of a service", () => {
  test("stays with the role that created it", async () => {
    await account.run("CREATE ROLE DEV", service("S"));
    expect(await account.error("GRANT OWNERSHIP ON SERVICE S TO ROLE DEV")).toMatch(/^000002 /);
    expect((await shown())["owner"]).toBe("ACCOUNTADMIN");
  });

  test("goes into no clone", async () => {
    await account.run(service("S"), "CREATE DATABASE E CLONE D");
    expect(await account.rows("SHOW SERVICES IN DATABASE E")).toEqual([]);
    expect(await account.rows("SHOW SERVICES IN DATABASE D")).toHaveLength(1);
  });
});

describe("System functions", () => {
  test("SYSTEM$GET_SERVICE_STATUS has an object for each container", async () => {
    await running("S", specification(), "MIN_INSTANCES = 2");
    const containers = JSON.parse(String(await account.value("SELECT SYSTEM$GET_SERVICE_STATUS('D.PUBLIC.S')")));
    expect(containers).toEqual(
      ["0", "1"].map((instanceId) => ({
        status: "READY",
        message: "Running",
        containerName: "main",
        instanceId,
        serviceName: "S",
        image: "acme-dev-one.registry.snowflakecomputing.com/d/public/r/web",
        restartCount: 0,
        startTime: expect.stringMatching(/^2030-01-01T00:01:30Z$/),
      })),
    );
    expect(await account.error("SELECT SYSTEM$GET_SERVICE_STATUS('NOBODY')")).toMatch(/^002003 /);
  });

  test("SYSTEM$GET_SERVICE_STATUS waits for a steady state when it is told to", async () => {
    await account.run(service("S"));
    const answer = account.value("SELECT SYSTEM$GET_SERVICE_STATUS('S', 600)");
    await expect.poll(() => account.emulator.engine.isWaiting()).toBe(true);
    account.advance(2 * minute);
    expect(JSON.parse(String(await answer))).toMatchObject([{ status: "READY" }]);
  });

  test("SYSTEM$GET_SERVICE_LOGS has what the image writes", async () => {
    await account.run(service("S"));
    const logs = (rest: string) => account.value(`SELECT SYSTEM$GET_SERVICE_LOGS('S', ${rest})`);
    expect(await logs("0, 'main'")).toBe("");
    account.advance(2 * minute);
    expect(await logs("'0', 'main'")).toBe("one\ntwo\nthree");
    expect(await logs("0, 'main', 2")).toBe("two\nthree");
    expect(await logs("0, 'main', 2, FALSE, '', FALSE")).toBe("two\nthree");
    expect(await account.value("CALL SYSTEM$GET_SERVICE_LOGS('S', 0, 'main', 1)")).toBe("three");
    expect(await account.error("SELECT SYSTEM$GET_SERVICE_LOGS('S', 0, 'other')")).toMatch(/^002003 /);
    expect(await account.error("SELECT SYSTEM$GET_SERVICE_LOGS('S', 1, 'main')")).toMatch(/^002003 /);
    expect(await account.error("SELECT SYSTEM$GET_SERVICE_LOGS('S', 0, 'main', 1, TRUE)")).toContain("never restarted");
  });

  test("SYSTEM$WAIT_FOR_SERVICES answers OK when all run", async () => {
    await account.run(service("S"), service("T"));
    const answer = account.value("SELECT SYSTEM$WAIT_FOR_SERVICES(600, 'S', 'D.PUBLIC.T')");
    await expect.poll(() => account.emulator.engine.isWaiting()).toBe(true);
    account.advance(2 * minute);
    expect(await answer).toBe("OK");
  });

  test("SYSTEM$WAIT_FOR_SERVICES fails when time is up, or a service has failed", async () => {
    await account.run(service("S"));
    const answer = account.error("SELECT SYSTEM$WAIT_FOR_SERVICES(5, 'S')");
    await expect.poll(() => account.emulator.engine.isWaiting()).toBe(true);
    account.advance(6 * second);
    expect(await answer).toContain("not ready after 5 seconds");
    await running("T", specification("broken"));
    expect(await account.error("SELECT SYSTEM$WAIT_FOR_SERVICES(600, 'S', 'T')")).toContain("Service T has failed");
  });

  test("spcs_wait_for waits for a status", async () => {
    await account.run(service("S"));
    const answer = account.value("CALL d.public.s!spcs_wait_for('RUNNING', 600)");
    await expect.poll(() => account.emulator.engine.isWaiting()).toBe(true);
    account.advance(2 * minute);
    expect(await answer).toContain("RUNNING");
    expect(await account.error("CALL S!SPCS_WAIT_FOR('SUSPENDED', 0)")).toContain("Its status is RUNNING.");
    expect(await account.error("CALL S!SPCS_WAIT_FOR('FUN', 1)")).toMatch(/^001008 /);
    expect(await account.error("CALL S!SPCS_WAIT_FOR('DONE', -1)")).toMatch(/^001008 /);
    expect(await account.error("CALL S!SPCS_DANCE()")).toMatch(/^002140 /);
    expect(await account.error("CALL T!SPCS_WAIT_FOR('DONE', 1)")).toMatch(/^002003 /);
    expect(await account.error("CALL S!SPCS_CANCEL_JOB()")).toMatch(/^000002 /);
  });
});

test("A state file keeps services, and their clocks go on after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "snowflake-emulator-"));
  const stateFile = join(folder, "state.json");
  try {
    const before = await startContainers({ stateFile });
    await before.run(service("S"), service("T"), "ALTER SERVICE T SUSPEND");
    before.advance(times.nodeStartMs + second);
    const row = await before.row("DESCRIBE SERVICE S");
    expect(row["status"]).toBe("PENDING");
    await before.emulator.close();
    const options = { account: "acme-dev_one", now: () => new Date("2030-01-01T00:00:00.000Z"), containerTimes: times };
    const emulator = await startEmulator({ ...options, stateFile });
    const after = accountOf(emulator, await connect(emulator.url, { account: "acme-dev-one" }));
    await after.run("USE SCHEMA D.PUBLIC");
    expect(JSON.stringify(await after.row("DESCRIBE SERVICE S"))).toBe(JSON.stringify(row));
    after.advance(times.containerStartMs);
    expect(await after.status("S")).toBe("RUNNING");
    expect(await after.status("T")).toBe("SUSPENDED");
    await emulator.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
