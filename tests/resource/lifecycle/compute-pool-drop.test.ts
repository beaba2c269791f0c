import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DataLossError, InvalidArgumentError } from "../../../provider/client/errors";
import { type PoolStage, slow, startPoolStage } from "./pool-stage";
import { failure, freshName } from "./stage";

let stage: PoolStage;
beforeAll(async () => {
  stage = await startPoolStage();
});
afterAll(() => stage.close());

const block = "  volumes:\n  - name: data\n    source: block\n    size: 1Gi\n";

async function made(more: Record<string, unknown> = {}) {
  const args = stage.args(more);
  return { args, entry: await stage.run().up("computePool", args) };
}

/** A role of the deployer that may do anything with a pool, and sees no service. */
async function blindRole(pool: string): Promise<string> {
  const role = freshName();
  await stage.sql(
    `CREATE ROLE ${role}`,
    `GRANT ROLE ${role} TO USER DEPLOYER`,
    `GRANT OWNERSHIP ON COMPUTE POOL ${pool} TO ROLE ${role} COPY CURRENT GRANTS`,
  );
  return role;
}

describe("a pool with something on it is not dropped unasked", () => {
  test("while somebody else's service runs, which goes on", async () => {
    const { args, entry } = await made();
    const service = await stage.service(args.name);
    stage.sent();
    const error = await failure(stage.run().destroy("computePool", entry));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error.message).toContain(
      `Refused to drop ComputePool ${args.name}: on it there is\n  - service ${service} (RUNNING)`,
    );
    for (const way of ["drop them first", "pass the pool itself", "allowDowntime: true", "retainOnDelete", "protect"])
      expect(error.message).toContain(way);
    expect(stage.changes(args.name)).toEqual([]);
    expect(await stage.status(service)).toBe("RUNNING");
  });

  test("while the role is not told what is on it", async () => {
    const { args, entry } = await made();
    const hidden = {
      do: "error",
      code: "002003",
      sqlState: "42S02",
      message: "does not exist or not authorized",
    } as const;
    stage.emulator.setFaults([{ match: "^SHOW SERVICES IN COMPUTE POOL", every: true, ...hidden }]);
    const error = await failure(stage.run().destroy("computePool", entry));
    stage.emulator.setFaults([]);
    expect(error.message).toContain("does not exist or not authorized");
    expect(await stage.pool(args.name)).toBeDefined();
  });

  test("while a suspended service could come back", async () => {
    const { args, entry } = await made();
    const service = await stage.service(args.name);
    await stage.sql(`ALTER SERVICE ${service} SUSPEND`);
    const error = await failure(stage.run().destroy("computePool", entry));
    expect(error.message).toContain(`service ${service} (SUSPENDED)`);
  });

  test("while a job runs, which would be aborted", async () => {
    const { args, entry } = await made();
    const job = await stage.service(args.name, { job: true });
    const error = await failure(stage.run().destroy("computePool", entry));
    expect(error.message).toMatch(new RegExp(`- job ${job} \\((PENDING|RUNNING)\\)`));
    expect(await stage.pool(args.name)).toBeDefined();
  });

  test("while there are services that the role does not see", async () => {
    const { args, entry } = await made();
    const service = await stage.service(args.name);
    const role = await blindRole(args.name);
    const error = await failure(stage.run().destroy("computePool", { ...entry, outputs: { ...entry.outputs, role } }));
    expect(error.message).toContain("1 service that this role does not see");
    expect(error.message).not.toContain(service);
    const consenting = { ...entry, outputs: { ...entry.outputs, role, allowDowntime: true } };
    const other = await failure(stage.run().destroy("computePool", consenting));
    expect(other).toBeInstanceOf(DataLossError);
    expect(other.message).toContain("services that this role does not see, which may have block volumes");
    expect(await stage.status(service)).toBe("RUNNING");
  });
});

test("a pool whose jobs have ended is dropped", async () => {
  const { args, entry } = await made();
  await stage.service(args.name, { job: true });
  stage.emulator.advance(2 * 3_600_000);
  await stage.run().destroy("computePool", entry);
  expect(await stage.pool(args.name)).toBeUndefined();
});

describe("with allowDowntime, a pool is dropped", () => {
  test("with everything on it", async () => {
    const { args, entry } = await made({ allowDowntime: true });
    const [service, job] = [await stage.service(args.name), await stage.service(args.name, { job: true })];
    stage.sent();
    const run = stage.run();
    await run.destroy("computePool", entry);
    expect(stage.changes(args.name)).toEqual(["ALTER COMPUTE POOL {P} STOP ALL", "DROP COMPUTE POOL {P}"]);
    expect(run.said.join("\n")).toContain(`ComputePool ${args.name} is dropped with what is on it (allowDowntime): `);
    for (const name of [service, job]) expect(run.said.join("\n")).toContain(name);
    expect(await stage.status(service)).toBeUndefined();
  });

  test("with block volumes only if their data may be lost", async () => {
    const { args, entry } = await made({ allowDowntime: true });
    const service = await stage.service(args.name, { volumes: block });
    stage.sent();
    const error = await failure(stage.run().destroy("computePool", entry));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain(`block volume data of service ${service}`);
    expect(error.message).toMatch(/Nothing was stopped.*dataLoss: "allow".*PULUMI_SNOWFLAKE_DATA_LOSS='ComputePool:/s);
    expect(stage.changes(args.name)).toEqual([]);
    const env = { PULUMI_SNOWFLAKE_DATA_LOSS: `ComputePool:${args.name}=allow` };
    await stage.run({ env }).destroy("computePool", entry);
    expect(await stage.pool(args.name)).toBeUndefined();
  });

  test("with the volumes of a job that has ended only if their data may be lost", async () => {
    const { args, entry } = await made({ allowDowntime: true });
    const job = await stage.service(args.name, { job: true, volumes: block });
    stage.emulator.advance(2 * 3_600_000);
    await stage.service(args.name);
    const error = await failure(stage.run().destroy("computePool", entry));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain(`block volume data of service ${job}`);
    expect(await stage.status(job)).toBe("DONE");
  });

  test("with a service whose specification is not shown only if data may be lost", async () => {
    const { args, entry } = await made({ allowDowntime: true });
    const service = await stage.service(args.name);
    const role = await blindRole(args.name);
    await stage.sql(
      `GRANT USAGE ON DATABASE D TO ROLE ${role}`,
      `GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE ${role}`,
      `GRANT MONITOR ON SERVICE ${service} TO ROLE ${role}`,
    );
    const error = await failure(stage.run().destroy("computePool", { ...entry, outputs: { ...entry.outputs, role } }));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain(`service ${service}, whose specification is not shown to this role`);
    expect(await stage.status(service)).toBe("RUNNING");
  });

  test("to make it anew, as the program says now", async () => {
    const { args, entry } = await made();
    const service = await stage.service(args.name);
    await stage.run().up("computePool", { ...args, forApplication: "YOURS", allowDowntime: true }, entry);
    expect((await stage.pool(args.name))?.["application"]).toBe("YOURS");
    expect(await stage.status(service)).toBeUndefined();
  });
});

describe("a pool whose services are on their way out", () => {
  let patient: PoolStage;
  beforeAll(async () => {
    patient = await startPoolStage(slow);
  });
  afterAll(() => patient.close());

  const lookedAt = (pool: string) =>
    patient.emulator.statements().filter(({ sql }) => sql.includes(`SHOW SERVICES IN COMPUTE POOL ${pool}`)).length;
  async function untilLookedAt(pool: string): Promise<void> {
    const before = lookedAt(pool);
    while (lookedAt(pool) === before) await new Promise((go) => setTimeout(go, 20));
  }

  test("is dropped when they are gone, if this process is deleting them", async () => {
    const args = patient.args();
    const entry = await patient.run().up("computePool", args);
    const service = await patient.service(args.name);
    patient.emulator.advance(200_000);
    const run = patient.run();
    run.deleting.add(service);
    const dropped = run.destroy("computePool", entry);
    await untilLookedAt(args.name);
    expect(await patient.pool(args.name)).toBeDefined();
    await patient.sql(`DROP SERVICE ${service}`);
    patient.emulator.advance(60_000);
    await dropped;
    expect(await patient.pool(args.name)).toBeUndefined();
  });

  test("is not waited for if something else stays", async () => {
    const args = patient.args();
    const entry = await patient.run().up("computePool", args);
    const [going, staying] = [await patient.service(args.name), await patient.service(args.name)];
    const run = patient.run();
    run.deleting.add(going);
    const error = await failure(run.destroy("computePool", entry));
    expect(error.message).toContain(`service ${staying}`);
    expect(await patient.status(going)).toBe("PENDING");
  });
});
