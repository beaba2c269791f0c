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

/** `STATE active/idle/target`. */
const shown = async (name: string) => {
  const row = await account.row(`SHOW COMPUTE POOLS LIKE '${name}'`);
  return `${row["state"]} ${row["active_nodes"]}/${row["idle_nodes"]}/${row["target_nodes"]}`;
};
const counts = async (name: string) => {
  const row = await account.row(`SHOW COMPUTE POOLS LIKE '${name}'`);
  return [row["num_services"], row["num_jobs"]];
};
const messages = async (name: string) =>
  (await account.rows(`SHOW SERVICE CONTAINERS IN SERVICE ${name}`)).map(({ message }) => message);
const whole = (limits = "") =>
  specification("web", { container: `    resources:\n      requests:\n        cpu: 1\n${limits}` });

describe("A compute pool", () => {
  test("starts, waits for the rest of its nodes, and is idle", async () => {
    await account.run(pool("Q", "MIN_NODES = 2 MAX_NODES = 3"));
    expect(await shown("Q")).toBe("STARTING 0/0/2");
    expect(await account.row("DESCRIBE COMPUTE POOL Q")).toMatchObject({
      error_code: "",
      status_message: "Compute pool is starting for last 0 minutes",
    });
    account.advance(times.nodeStartMs);
    expect(await shown("Q")).toBe("IDLE 0/2/2");
    expect(await account.row("DESCRIBE COMPUTE POOL Q")).toMatchObject({ error_code: "", status_message: "" });
  });

  test("is active as long as something runs on it", async () => {
    await account.run(service("S"));
    account.advance(2 * minute);
    expect(await shown("P")).toBe("ACTIVE 1/0/1");
    expect(await counts("P")).toEqual([1, 0]);
    await account.run("ALTER SERVICE S SUSPEND");
    account.advance(times.stopMs);
    expect(await shown("P")).toBe("IDLE 0/1/1");
    expect(await counts("P")).toEqual([0, 0]);
  });

  test("counts jobs as services too", async () => {
    const job = `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = j ASYNC = TRUE FROM SPECIFICATION $$${specification()}$$`;
    await account.run(job, service("S"));
    expect(await counts("P")).toEqual([2, 1]);
  });

  test("grows when what is asked for does not fit, and shrinks afterwards", async () => {
    await account.run(pool("Q", "MIN_NODES = 1 MAX_NODES = 2"), service("A", whole(), "", "Q"));
    account.advance(2 * minute);
    expect(await shown("Q")).toBe("ACTIVE 1/0/1");
    await account.run(service("B", whole(), "", "Q"));
    expect(await shown("Q")).toBe("RESIZING 1/0/2");
    expect(await messages("B")).toEqual(["Compute pool node(s) are being provisioned"]);
    account.advance(times.nodeStartMs + times.containerStartMs);
    expect(await shown("Q")).toBe("ACTIVE 2/0/2");
    expect(await account.status("B")).toBe("RUNNING");
    await account.run("DROP SERVICE B");
    expect(await shown("Q")).toBe("RESIZING 1/0/1");
    account.advance(times.stopMs);
    expect(await shown("Q")).toBe("ACTIVE 1/0/1");
  });

  test("leaves containers waiting that it has no node for, until there is room", async () => {
    await account.run(service("A", whole()), service("B", whole()));
    account.advance(5 * minute);
    expect(await messages("B")).toEqual(["Unschedulable due to insufficient resources"]);
    expect(await account.row("DESCRIBE SERVICE B")).toMatchObject({
      status: "PENDING",
      current_instances: 0,
      target_instances: 1,
    });
    expect(await account.row("DESCRIBE COMPUTE POOL P")).toMatchObject({
      error_code: "392508",
      status_message:
        "Compute pool has reached the maximum node limit. Consider increasing max_nodes using the ALTER COMPUTE POOL command.",
    });
    await account.run("DROP SERVICE A");
    account.advance(times.containerStartMs);
    expect(await account.status("B")).toBe("RUNNING");
    expect(await account.row("DESCRIBE COMPUTE POOL P")).toMatchObject({ error_code: "", status_message: "" });
  });

  test("takes two containers on one node when they fit, counting what was not said as half", async () => {
    await account.run(service("A"), service("B"), service("C"));
    account.advance(5 * minute);
    expect([await account.status("A"), await account.status("B"), await account.status("C")]).toEqual([
      "RUNNING",
      "RUNNING",
      "PENDING",
    ]);
    await account.run("ALTER COMPUTE POOL P SET MAX_NODES = 2");
    account.advance(5 * minute);
    expect(await account.status("C")).toBe("RUNNING");
    expect(await shown("P")).toBe("ACTIVE 2/0/2");
  });

  test("has room for many", async () => {
    await account.run(pool("Q", "MIN_NODES = 1 MAX_NODES = 200"));
    await account.run(service("S", whole(), "MIN_INSTANCES = 200 MIN_READY_INSTANCES = 1", "Q"));
    account.advance(5 * minute);
    expect(await shown("Q")).toBe("ACTIVE 200/0/200");
    await account.run(`ALTER SERVICE S FROM SPECIFICATION $$${specification("web:v2")}$$`);
    account.advance(5 * 60 * minute);
    expect(await account.row("DESCRIBE SERVICE S")).toMatchObject({ is_upgrading: "false", status: "RUNNING" });
    expect(await shown("Q")).toBe("ACTIVE 200/0/200");
    expect(await account.error("ALTER SERVICE S SET MIN_INSTANCES = 1001")).toMatch(/^001422 /);
    expect(await account.error("ALTER COMPUTE POOL Q SET MAX_NODES = 1001")).toMatch(/^001422 /);
  });

  test("refuses a service that it can never have room for", async () => {
    const requests = (what: string) =>
      specification("web", { container: `    resources:\n      requests:\n        ${what}` });
    expect(await account.error(service("S", requests("memory: 7Gi")))).toMatch(/^395018 .*more than a node/);
    expect(await account.error(service("S", requests("cpu: 1.5")))).toMatch(/^395018 .*more than a node/);
    expect(await account.error(service("S", whole(), "MIN_INSTANCES = 2"))).toMatch(/^395018 .*of 2 instances/);
    const gpu = specification("web", {
      container: "    resources:\n      requests:\n        nvidia.com/gpu: 1\n      limits:\n        nvidia.com/gpu: 1",
    });
    expect(await account.error(service("S", gpu))).toMatch(/^395018 .*more than a node/);
    const families = "CREATE COMPUTE POOL G MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = GPU_NV_S";
    await account.run(families, service("S", gpu, "", "G"));
  });
});

describe("A change of MIN_NODES and MAX_NODES", () => {
  test("shows as RESIZING; a pool that is starting goes on starting", async () => {
    await account.run("ALTER COMPUTE POOL P SET MIN_NODES = 2 MAX_NODES = 3");
    expect(await shown("P")).toBe("STARTING 0/0/2");
    account.advance(2 * minute);
    expect(await shown("P")).toBe("IDLE 0/2/2");
    await account.run("ALTER COMPUTE POOL P SET MIN_NODES = 3");
    expect(await shown("P")).toBe("RESIZING 0/2/3");
    account.advance(times.nodeStartMs);
    expect(await shown("P")).toBe("IDLE 0/3/3");
    await account.run("ALTER COMPUTE POOL P SET MIN_NODES = 1 MAX_NODES = 1");
    expect(await shown("P")).toBe("RESIZING 0/1/1");
    account.advance(times.nodeStartMs);
    expect(await shown("P")).toBe("IDLE 0/1/1");
  });

  test("starts instances elsewhere whose node is taken away", async () => {
    await account.run(pool("Q", "MIN_NODES = 2 MAX_NODES = 2"), service("S", whole(), "MIN_INSTANCES = 2", "Q"));
    account.advance(2 * minute);
    expect(await account.status("S")).toBe("RUNNING");
    await account.run("ALTER COMPUTE POOL Q SET MIN_NODES = 1 MAX_NODES = 1");
    account.advance(5 * minute);
    expect(await account.status("S")).toBe("PENDING");
    expect(await messages("S")).toContain("Unschedulable due to insufficient resources");
  });
});

describe("A compute pool that is suspended", () => {
  test("suspends its services, and does not start them again when it is resumed", async () => {
    await account.run(service("S"));
    account.advance(2 * minute);
    await account.run("ALTER COMPUTE POOL P SUSPEND");
    expect(await shown("P")).toBe("STOPPING 1/0/0");
    expect(await account.status("S")).toBe("SUSPENDING");
    account.advance(times.stopMs);
    expect(await account.status("S")).toBe("SUSPENDED");
    expect((await shown("P")).split(" ")[0]).toBe("STOPPING");
    account.advance(times.suspendMs);
    expect(await shown("P")).toBe("SUSPENDED 0/0/0");
    await account.run("ALTER COMPUTE POOL P RESUME");
    expect(await shown("P")).toBe("STARTING 0/0/1");
    account.advance(2 * minute);
    expect(await account.status("S")).toBe("SUSPENDED");
    await account.run("ALTER SERVICE S RESUME");
    account.advance(2 * minute);
    expect(await account.status("S")).toBe("RUNNING");
  });

  test("is suspended at once when there was no node yet", async () => {
    await account.run(pool("Q"), "ALTER COMPUTE POOL Q SUSPEND");
    expect(await shown("Q")).toBe("SUSPENDED 0/0/0");
  });

  test("is woken by a service, a job, or a service that is resumed", async () => {
    const wake = async (statement: string) => {
      await account.run("ALTER COMPUTE POOL P SUSPEND");
      account.advance(5 * minute);
      expect((await shown("P")).split(" ")[0]).toBe("SUSPENDED");
      await account.run(statement);
      expect((await shown("P")).split(" ")[0]).toBe("STARTING");
      account.advance(5 * minute);
    };
    await wake(service("S"));
    expect(await account.status("S")).toBe("RUNNING");
    await wake(
      `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = j ASYNC = TRUE FROM SPECIFICATION $$${specification("job")}$$`,
    );
    expect(await account.status("J")).toBe("DONE");
    await wake("ALTER SERVICE S RESUME");
    expect(await account.status("S")).toBe("RUNNING");
  });

  test("starts nothing with AUTO_RESUME off", async () => {
    await account.run(
      pool("Q", "MIN_NODES = 1 MAX_NODES = 1 AUTO_RESUME = FALSE"),
      service("S", specification(), "", "Q"),
    );
    await account.run("ALTER COMPUTE POOL Q SUSPEND");
    account.advance(5 * minute);
    for (const statement of [
      service("T", specification(), "", "Q"),
      `EXECUTE JOB SERVICE IN COMPUTE POOL Q ASYNC = TRUE FROM SPECIFICATION $$${specification("job")}$$`,
      "ALTER SERVICE S RESUME",
    ]) {
      expect(await account.error(statement)).toContain("Run ALTER COMPUTE POOL Q RESUME first.");
    }
    await account.run("ALTER COMPUTE POOL Q RESUME", service("T", specification(), "", "Q"));
  });

  test("is resumed only when it is suspended", async () => {
    expect(await account.error("ALTER COMPUTE POOL P RESUME")).toContain("Compute pool 'P' cannot be resumed.");
    await account.run("ALTER COMPUTE POOL P SUSPEND", "ALTER COMPUTE POOL P SUSPEND", "ALTER COMPUTE POOL P RESUME");
  });
});

describe("AUTO_SUSPEND_SECS of a compute pool", () => {
  test("suspends it when there is no service and no job for so long", async () => {
    await account.run(
      pool("Q", "MIN_NODES = 1 MAX_NODES = 1 AUTO_SUSPEND_SECS = 300"),
      service("S", specification(), "", "Q"),
    );
    account.advance(60 * minute);
    expect(await shown("Q")).toBe("ACTIVE 1/0/1");
    await account.run("ALTER SERVICE S SUSPEND");
    account.advance(4 * minute);
    expect(await shown("Q")).toBe("IDLE 0/1/1");
    account.advance(minute + times.stopMs);
    expect((await shown("Q")).split(" ")[0]).toBe("STOPPING");
    account.advance(times.suspendMs);
    expect(await shown("Q")).toBe("SUSPENDED 0/0/0");
  });

  test("suspends it at once when it has been idle for longer", async () => {
    account.advance(10 * minute);
    await account.run("ALTER COMPUTE POOL P SET AUTO_SUSPEND_SECS = 60");
    expect((await shown("P")).split(" ")[0]).toBe("STOPPING");
    account.advance(times.suspendMs);
    expect(await shown("P")).toBe("SUSPENDED 0/0/0");
  });

  test("never does with 0", async () => {
    await account.run("ALTER COMPUTE POOL P SET AUTO_SUSPEND_SECS = 0");
    account.advance(100 * 24 * 60 * minute);
    expect(await shown("P")).toBe("IDLE 0/1/1");
  });

  test("is the same whether somebody looks in between or not", async () => {
    const other = await startContainers();
    const statements = [
      pool("Q", "MIN_NODES = 1 MAX_NODES = 2 AUTO_SUSPEND_SECS = 120"),
      service("A", specification("broken"), "MIN_INSTANCES = 3", "Q"),
      service("B", specification(), "AUTO_SUSPEND_SECS = 300", "Q"),
    ];
    for (const each of [account, other]) await each.run(...statements);
    for (let i = 0; i < 40; i += 1) {
      account.emulator.advance(10 * second);
      await account.rows("SHOW COMPUTE POOLS");
    }
    other.emulator.advance(400 * second);
    for (const text of ["SHOW COMPUTE POOLS", "SHOW SERVICES", "SHOW SERVICE CONTAINERS IN SERVICE A"]) {
      const shape = (rows: unknown) => JSON.stringify(rows).replace(/"dns_name":"[^"]*"/g, "");
      expect(shape(await account.rows(text))).toBe(shape(await other.rows(text)));
    }
    await other.emulator.close();
  });
});

test("STOP ALL drops services and jobs, those with block volumes too, and DROP ends jobs", async () => {
  const data = specification("web", { spec: "  volumes:\n  - name: data\n    source: block\n    size: 1Gi" });
  const job = `EXECUTE JOB SERVICE IN COMPUTE POOL P ASYNC = TRUE FROM SPECIFICATION $$${specification("job")}$$`;
  await account.run(service("S", data), job);
  expect(await account.error("DROP COMPUTE POOL P")).toContain("Cannot drop compute pool P with active services.");
  await account.run("ALTER COMPUTE POOL P STOP ALL");
  expect(await account.rows("SHOW SERVICES")).toEqual([]);
  expect(await counts("P")).toEqual([0, 0]);
  await account.run(job, "DROP COMPUTE POOL P");
  expect(await account.rows("SHOW COMPUTE POOLS")).toEqual([]);
  expect(await account.rows("SHOW SERVICES")).toEqual([]);
});

test("A state file keeps what compute pools were doing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "snowflake-emulator-"));
  const stateFile = join(folder, "state.json");
  try {
    const before = await startContainers({ stateFile });
    before.advance(minute / 2);
    await before.run(pool("Q"), "ALTER COMPUTE POOL P SUSPEND");
    await before.emulator.close();
    const options = { account: "acme-dev_one", now: () => new Date("2030-01-01T00:00:00.000Z"), containerTimes: times };
    const emulator = await startEmulator({ ...options, stateFile });
    const after = accountOf(emulator, await connect(emulator.url, { account: "acme-dev-one" }));
    const state = async (name: string) => (await after.row(`SHOW COMPUTE POOLS LIKE '${name}'`))["state"];
    expect([await state("P"), await state("Q")]).toEqual(["SUSPENDED", "STARTING"]);
    after.advance(times.nodeStartMs);
    expect(await state("Q")).toBe("IDLE");
    await emulator.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
