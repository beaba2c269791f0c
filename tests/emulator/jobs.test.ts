import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ContainerAccount } from "./container-account";
import { minute, pool, second, service, specification, startContainers, times } from "./container-account";
import { codeOf, start } from "./protocol/driver";

let account: ContainerAccount;
beforeEach(async () => {
  account = await startContainers();
});
afterEach(() => account.emulator.close());

const job = (options = "", image = "job") =>
  `EXECUTE JOB SERVICE IN COMPUTE POOL P ${options} FROM SPECIFICATION $$${specification(image)}$$`;
const waits = () => expect.poll(() => account.emulator.engine.isWaiting()).toBe(true);

describe("EXECUTE JOB SERVICE", () => {
  test("answers when the job has ended, and its row stays", async () => {
    const answer = account.value(job("NAME = nightly"));
    await waits();
    expect(await account.status("NIGHTLY")).toBe("PENDING");
    account.advance(times.nodeStartMs + times.containerStartMs + second);
    expect(await account.status("NIGHTLY")).toBe("RUNNING");
    account.advance(5 * second);
    expect(await answer).toBe("Job NIGHTLY completed successfully with status: DONE.");
    expect(await account.row("SHOW JOB SERVICES")).toMatchObject({
      name: "NIGHTLY",
      status: "DONE",
      is_async_job: "false",
    });
    expect(await account.rows("SHOW SERVICE INSTANCES IN SERVICE NIGHTLY")).toMatchObject([
      { instance_id: "0", status: "SUCCEEDED", service_status: "DONE" },
    ]);
    expect(await account.rows("SHOW SERVICE CONTAINERS IN SERVICE NIGHTLY")).toMatchObject([
      { status: "DONE", message: "Completed successfully", last_exit_code: 0, restart_count: 0 },
    ]);
    expect(await account.value("SELECT SYSTEM$GET_SERVICE_LOGS('NIGHTLY', 0, 'main')")).toBe("done");
    expect(await account.row("SHOW COMPUTE POOLS")).toMatchObject({ num_services: 0, num_jobs: 0, state: "IDLE" });
  });

  test("answers while nobody moves the clock, when the times are short", async () => {
    const containerTimes = { nodeStartMs: 1, containerStartMs: 1, suspendMs: 1, stopMs: 1, endpointMs: 1 };
    const quick = await startContainers({ containerTimes, now: () => new Date() });
    quick.emulator.pushImage({ repository: "D.PUBLIC.R", image: "quick", behaviour: { outcome: "exits" } });
    expect(await quick.value(job("NAME = q", "quick"))).toBe("Job Q completed successfully with status: DONE.");
    await quick.emulator.close();
  });

  test("keeps drivers asking as long as the job runs", async () => {
    const patient = await startContainers({ inProgressAfterMs: 20 });
    const answer = patient.value(job("NAME = j"));
    await expect.poll(() => patient.emulator.counts().requests["result"] ?? 0).toBeGreaterThan(1);
    patient.advance(2 * minute);
    expect(await answer).toBe("Job J completed successfully with status: DONE.");
    await patient.emulator.close();
  });

  test("ends with an error that tells what the container says when the job fails", async () => {
    const answer = account.error(job("NAME = bad", "bad-job"));
    await waits();
    account.advance(2 * minute);
    expect(await answer).toMatch(
      /Job BAD failed with status: FAILED\. Container main of instance 0: User application error/,
    );
    const broken = account.error(job("NAME = broken", "broken"));
    await waits();
    account.advance(2 * minute);
    expect(await broken).toContain("no such file");
    expect(await account.row("SHOW SERVICES LIKE 'BAD'")).toMatchObject({ status: "FAILED", is_job: "true" });
    expect(await account.rows("SHOW SERVICE CONTAINERS IN SERVICE BAD")).toMatchObject([
      { status: "FAILED", last_exit_code: 3, instance_status: "FAILED", restart_count: 0 },
    ]);
  });

  test("runs asynchronously, with the row of the page", async () => {
    expect(await account.value(job("NAME = D.PUBLIC.j ASYNC = TRUE COMMENT = 'c'"))).toContain("Job J");
    expect(await account.row("SHOW SERVICES")).toMatchObject({
      name: "J",
      status: "PENDING",
      is_job: "true",
      is_async_job: "true",
      auto_suspend_secs: 0,
      min_instances: 1,
      max_instances: 1,
      min_ready_instances: 1,
      comment: "c",
    });
    account.advance(2 * minute);
    expect(await account.status("J")).toBe("DONE");
  });

  test("takes its clauses in both orders, and a template", async () => {
    await account.run("CREATE WAREHOUSE W", "CREATE TAG COST");
    await account.run(
      `EXECUTE JOB SERVICE IN COMPUTE POOL P FROM SPECIFICATION $$${specification("job")}$$ NAME = a ASYNC = TRUE
        QUERY_WAREHOUSE = W TAG (COST = 'x')`,
      `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = b REPLICAS = 2 ASYNC = TRUE
        FROM SPECIFICATION_TEMPLATE $$${specification("{{ image }}")}$$ USING (image => 'job')`,
    );
    expect(await account.rows("SHOW JOB SERVICES")).toMatchObject([{ name: "A", query_warehouse: "W" }, { name: "B" }]);
    expect(await account.value("SELECT SYSTEM$GET_TAG('COST', 'A', 'SERVICE')")).toBe("x");
  });

  test("without a name gets one from the id of the statement", async () => {
    const { statement, done } = start(account.connection, job("ASYNC = TRUE"));
    await done;
    const id = statement.getQueryId().replaceAll("-", "_").toUpperCase();
    expect(await account.row("SHOW JOB SERVICES")).toMatchObject({ name: `JOB_${id}` });
  });

  test("runs replicas side by side as far as there is room", async () => {
    await account.run(job("NAME = many REPLICAS = 3 ASYNC = TRUE"));
    account.advance(times.nodeStartMs + times.containerStartMs + second);
    const statuses = async () =>
      (await account.rows("SHOW SERVICE INSTANCES IN SERVICE MANY")).map(({ status }) => status);
    expect(await statuses()).toEqual(["READY", "READY", "PENDING"]);
    account.advance(5 * second);
    expect(await statuses()).toEqual(["SUCCEEDED", "SUCCEEDED", "PENDING"]);
    expect(await account.status("MANY")).toBe("PENDING");
    account.advance(times.containerStartMs + 5 * second);
    expect(await account.status("MANY")).toBe("DONE");
  });

  test.each([
    ["REPLICAS = 0", "001422"],
    ["AUTO_SUSPEND_SECS = 300", "001003"],
    ["MIN_INSTANCES = 2", "001003"],
    ["NAME = a NAME = b", "001003"],
    ['NAME = "a"', "000002"],
  ])("is refused with %s", async (options, code) => {
    expect(await account.error(job(options))).toMatch(new RegExp(`^${code} `));
    expect(await account.rows("SHOW JOB SERVICES")).toEqual([]);
  });

  test("is refused without a compute pool or a specification, and where the name is taken", async () => {
    expect(await account.error("EXECUTE JOB SERVICE NAME = a")).toMatch(/^001003 /);
    expect(await account.error("EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = a")).toMatch(/^001003 /);
    await account.run(service("S"));
    expect(await account.error(job("NAME = s"))).toMatch(/^002002 /);
    expect(await account.error(job("NAME = t", "absent"))).toContain("Failed to retrieve image");
  });

  test("cannot wait in a procedure, but may be started there", async () => {
    const body = (options: string) =>
      `CREATE OR REPLACE PROCEDURE RUN() RETURNS VARCHAR LANGUAGE SQL AS 'BEGIN
        EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = inner_job ${options} FROM SPECIFICATION ''${specification("job")}'';
        RETURN ''started''; END'`;
    await account.run(body(""));
    expect(await account.error("CALL RUN()")).toContain("EXECUTE JOB SERVICE without ASYNC = TRUE");
    expect(await account.rows("SHOW JOB SERVICES")).toEqual([]);
    await account.run(body("ASYNC = TRUE"), "CALL RUN()");
    expect(await account.row("SHOW JOB SERVICES")).toMatchObject({ name: "INNER_JOB" });
  });
});

describe("A job", () => {
  test("that is cancelled with its statement ends", async () => {
    const { statement, done } = start(account.connection, job("NAME = j"));
    await waits();
    await new Promise((resolve) => statement.cancel(resolve));
    expect(await codeOf(done)).toBe("000604");
    account.advance(times.stopMs);
    expect(await account.status("J")).toBe("CANCELLED");
  });

  test("can be waited for", async () => {
    await account.run(job("NAME = j ASYNC = TRUE"), job("NAME = bad ASYNC = TRUE", "bad-job"));
    const answer = account.value("CALL j!SPCS_WAIT_FOR('DONE', 600)");
    await waits();
    account.advance(2 * minute);
    expect(await answer).toContain("DONE");
    expect(await account.error("CALL bad!spcs_wait_for('DONE', 600)")).toContain("Its status is FAILED.");
    expect(await account.value("SELECT SYSTEM$WAIT_FOR_SERVICES(1, 'J')")).toBe("OK");
  });

  test("can be waited for no longer than that", async () => {
    await account.run(job("NAME = j ASYNC = TRUE"));
    const answer = account.error("CALL j!SPCS_WAIT_FOR('DONE', 3)");
    await waits();
    account.advance(4 * second);
    expect(await answer).toContain("Its status is PENDING.");
  });

  test.each(["CALL j!SPCS_CANCEL_JOB()", "SELECT j!SPCS_CANCEL_JOB()", "SELECT SYSTEM$CANCEL_JOB('j')"])(
    "is cancelled by %s",
    async (statement) => {
      await account.run(job("NAME = j ASYNC = TRUE"));
      account.advance(times.nodeStartMs + times.containerStartMs + second);
      expect(await account.value(statement)).toBe("Job J is being cancelled.");
      expect(await account.status("J")).toBe("CANCELLING");
      account.advance(times.stopMs);
      expect(await account.row("SHOW SERVICES")).toMatchObject({ status: "CANCELLED", suspended_on: null });
      expect(await account.value(statement)).toContain("its status is CANCELLED");
    },
  );

  test("is not altered", async () => {
    await account.run(job("NAME = j ASYNC = TRUE"));
    for (const change of ["SUSPEND", "RESUME", "SET COMMENT = 'x'", "UNSET COMMENT"]) {
      expect(await account.error(`ALTER SERVICE j ${change}`)).toMatch(/^000002 /);
    }
  });

  test.each(["DROP SERVICE D.PUBLIC.J", "DROP DATABASE D"])("whoever waits for it is told of %s", async (drop) => {
    const other = account.emulator.engine.openSession({ user: "BOB" });
    const answer = account.error(job("NAME = j"));
    await waits();
    account.emulator.engine.execute(other, drop, { queryId: "drop" });
    expect(await answer).toContain("Job J was dropped.");
  });

  test("is listed by SHOW SERVICES, and not with EXCLUDE JOBS", async () => {
    await account.run(job("NAME = j ASYNC = TRUE"), service("S"));
    const columns = async (text: string) => Object.keys((await account.rows(text))[0] ?? {});
    const names = async (text: string) => (await account.rows(text)).map(({ name }) => name);
    expect(await names("SHOW SERVICES")).toEqual(["J", "S"]);
    expect(await names("SHOW JOB SERVICES IN ACCOUNT")).toEqual(["J"]);
    expect(await names("SHOW SERVICES EXCLUDE JOBS LIKE '%'")).toEqual(["S"]);
    expect(await columns("SHOW SERVICES")).toEqual(expect.arrayContaining(["is_job", "is_async_job"]));
    expect(await columns("SHOW JOB SERVICES")).not.toContain("is_job");
    expect(await columns("SHOW JOB SERVICES")).toContain("is_async_job");
    expect(await columns("SHOW SERVICES EXCLUDE JOBS")).not.toContain("is_async_job");
  });

  test("goes 30 days after its end", async () => {
    await account.run(job("NAME = j ASYNC = TRUE"));
    account.advance(29 * 24 * 60 * minute);
    expect(await account.status("J")).toBe("DONE");
    account.advance(2 * 24 * 60 * minute);
    expect(await account.rows("SHOW JOB SERVICES")).toEqual([]);
  });

  test("goes on while its compute pool is suspended, which waits for it", async () => {
    account.emulator.pushImage({
      repository: "D.PUBLIC.R",
      image: "long",
      behaviour: { outcome: "exits", afterSeconds: 300 },
    });
    await account.run(job("NAME = j ASYNC = TRUE", "long"), service("S"));
    account.advance(2 * minute);
    await account.run("ALTER COMPUTE POOL P SUSPEND");
    account.advance(minute);
    expect(await account.status("J")).toBe("RUNNING");
    expect(await account.status("S")).toBe("SUSPENDED");
    expect((await account.row("SHOW COMPUTE POOLS"))["state"]).toBe("STOPPING");
    account.advance(5 * minute);
    expect(await account.status("J")).toBe("DONE");
    expect((await account.row("SHOW COMPUTE POOLS"))["state"]).toBe("SUSPENDED");
  });

  test("fails when its node is taken away", async () => {
    await account.run(pool("Q", "MIN_NODES = 2 MAX_NODES = 2"));
    const big = specification("web", { container: "    resources:\n      requests:\n        cpu: 1" });
    const start = (name: string) =>
      `EXECUTE JOB SERVICE IN COMPUTE POOL Q NAME = ${name} ASYNC = TRUE FROM SPECIFICATION $$${big}$$`;
    await account.run(start("a"), start("b"));
    account.advance(2 * minute);
    await account.run("ALTER COMPUTE POOL Q SET MIN_NODES = 1 MAX_NODES = 1");
    expect([await account.status("A"), await account.status("B")].sort()).toEqual(["FAILED", "RUNNING"]);
  });
});
