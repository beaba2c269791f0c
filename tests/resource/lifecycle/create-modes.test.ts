import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ObjectExistsError } from "../../../provider/client/errors";
import { failure, freshName, type RunOptions, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(
    "CREATE ROLE OTHER",
    "GRANT ROLE OTHER TO ROLE ACCOUNTADMIN",
    "GRANT CREATE WAREHOUSE ON ACCOUNT TO ROLE OTHER",
    "GRANT CREATE DATABASE ON ACCOUNT TO ROLE OTHER",
  );
});
afterAll(() => stage.close());

async function rowOf(name: string) {
  return (await stage.sql("SHOW WAREHOUSES")).find((row) => row["name"] === name);
}

async function existing(clauses = ""): Promise<string> {
  const name = freshName();
  await stage.sql(`CREATE WAREHOUSE ${name} ${clauses}`);
  return name;
}

const writes = () => stage.sent().filter((sql) => !/^(SHOW|SELECT|DESCRIBE)/.test(sql));

describe("errorIfExists", () => {
  test("says that what exists equals the declaration, and the line that takes it up works", async () => {
    const name = await existing("COMMENT = 'c'");
    const error = await failure(stage.run().up("warehouse", { name, comment: "c" }));
    expect(error).toBeInstanceOf(ObjectExistsError);
    expect(error.message).toContain("It equals what the program declares.");
    const [, pattern] = /PULUMI_SNOWFLAKE_ADOPT='([^']+)' pulumi up/.exec(error.message) ?? [];
    expect(pattern).toBe(`Warehouse:${name}`);
    const run = stage.run({ env: { PULUMI_SNOWFLAKE_ADOPT: pattern ?? "" } });
    const entry = await run.up("warehouse", { name, comment: "c" });
    expect(entry.outputs["identity"]).toMatchObject({ adopted: true });
  });

  test("lists what differs", async () => {
    const name = await existing("COMMENT = 'theirs' WAREHOUSE_SIZE = 'LARGE'");
    const error = await failure(stage.run().up("warehouse", { name, comment: "ours", warehouseSize: "Small" }));
    expect(error.message).toContain('warehouseSize: "LARGE" → "SMALL"');
    expect(error.message).toContain('comment: "theirs" → "ours"');
    expect(error.message).toContain('createMode: "createOrAlter"');
    expect((await rowOf(name))?.["comment"]).toBe("theirs");
  });

  test("works with a hostile name in the line that takes it up", async () => {
    const name = `"${freshName()}, *=x"`;
    await stage.sql(`CREATE WAREHOUSE ${name}`);
    const error = await failure(stage.run().up("warehouse", { name }));
    const [, pattern = ""] = /PULUMI_SNOWFLAKE_ADOPT='([^']+)' pulumi up/.exec(error.message) ?? [];
    await stage.run({ env: { PULUMI_SNOWFLAKE_ADOPT: pattern } }).up("warehouse", { name });
  });

  test("says so if the role does not see what has the name", async () => {
    const name = await existing();
    const error = await failure(stage.run({ config: { "snowflake:role": "OTHER" } }).up("warehouse", { name }));
    expect(error.message).toContain(`is taken, but role OTHER does not see a Warehouse of that name`);
  });
});

describe("ifNotExists", () => {
  const createMode = "ifNotExists";

  test("creates what is not there, and drops it again", async () => {
    const name = freshName();
    const entry = await stage.run().up("warehouse", { name, createMode });
    expect(entry.outputs["identity"]).not.toHaveProperty("adopted");
    await stage.run().destroy("warehouse", entry);
    expect(await rowOf(name)).toBeUndefined();
  });

  test("takes up what equals the declaration without changing it, and releases it", async () => {
    const name = await existing("COMMENT = 'c' AUTO_SUSPEND = 60");
    stage.sent();
    const run = stage.run();
    const entry = await run.up("warehouse", { name, comment: "c", createMode });
    expect(writes()).toEqual([`CREATE WAREHOUSE ${name} COMMENT = 'c'`]);
    expect(run.said).toEqual([expect.stringContaining("exists and equals the declaration: taken up")]);
    const next = stage.run();
    await next.destroy("warehouse", entry);
    expect(next.said).toEqual([
      expect.stringContaining('released, not dropped. To drop it with the resource, set dataLoss: "allow"'),
    ]);
    expect(await rowOf(name)).toBeDefined();
  });

  test("drops what it took up if dataLoss says so", async () => {
    const name = await existing();
    const entry = await stage.run().up("warehouse", { name, createMode });
    const allowed = await stage.run().up("warehouse", { name, createMode, dataLoss: "allow" }, entry);
    await stage.run().destroy("warehouse", allowed);
    expect(await rowOf(name)).toBeUndefined();
  });

  test("refuses what differs", async () => {
    const name = await existing("COMMENT = 'theirs'");
    const error = await failure(stage.run().up("warehouse", { name, comment: "ours", createMode }));
    expect(error.message).toContain('comment: "theirs" → "ours"');
  });

  test("does not look at what only creation can say", async () => {
    const name = await existing();
    await stage.run().up("warehouse", { name, initiallySuspended: true, createMode });
  });

  test("names what it could not compare", async () => {
    const name = freshName();
    await stage.sql(`CREATE DATABASE ${name}`);
    const run = stage.run();
    await run.up("database", { name, classificationProfile: "A.B.C", createMode });
    expect(run.said.join()).toContain("classificationProfile could not be compared");
  });

  test("leaves the object to the new resource when the logical name has changed", async () => {
    const name = freshName();
    const old = await stage.run().up("warehouse", { name, createMode });
    await stage.run().refresh("warehouse", old);
    const run = stage.run();
    const fresh = await run.up("warehouse", { name, createMode });
    await run.destroy("warehouse", old);
    expect(run.said.at(-1)).toContain("belongs to another resource of this program now: left alone");
    expect(await rowOf(name)).toBeDefined();
    expect((await stage.run().up("warehouse", { name, createMode }, fresh)).effect).toBe("same");
  });
});

describe("createOrAlter", () => {
  const createMode = "createOrAlter";

  test("alters what differs, and releases it", async () => {
    const name = await existing("COMMENT = 'theirs' AUTO_SUSPEND = 60");
    stage.sent();
    const entry = await stage.run().up("warehouse", { name, comment: "ours", createMode });
    expect(writes().slice(1)).toEqual([`ALTER WAREHOUSE ${name} SET COMMENT = 'ours'`]);
    expect((await stage.run().refresh("warehouse", entry))?.outputs).toEqual(entry.outputs);
    await stage.run().destroy("warehouse", entry);
    expect((await rowOf(name))?.["auto_suspend"]).toBe("60");
  });

  test("sends again what cannot be asked", async () => {
    const name = freshName();
    await stage.sql(`CREATE DATABASE ${name}`);
    stage.sent();
    await stage.run().up("database", { name, oauthScopesSupported: "a", createMode });
    expect(writes().slice(1)).toEqual([`ALTER DATABASE ${name} SET OAUTH_SCOPES_SUPPORTED = 'a'`]);
  });

  test("never loses data", async () => {
    const name = freshName();
    await stage.sql(`CREATE DATABASE ${name} DATA_RETENTION_TIME_IN_DAYS = 7`);
    const error = await failure(
      stage.run().up("database", { name, dataRetentionTimeInDays: 1, createMode, dataLoss: "allow" }),
    );
    expect(error.message).toContain("lower the Time Travel retention from 7 to 1 days");
  });

  test("refuses what would take a replacement", async () => {
    const wrong = await failure(
      stage.run().up("warehouse", { name: await existing(), warehouseType: "INTERACTIVE", createMode }),
    );
    expect(wrong.message).toContain("cannot be altered in place");
  });
});

describe("orReplace", () => {
  const createMode = "orReplace";

  test("replaces a warehouse, which holds no data", async () => {
    const name = await existing("COMMENT = 'theirs'");
    const before = (await rowOf(name))?.["created_on"];
    const entry = await stage.run().up("warehouse", { name, createMode });
    expect((await rowOf(name))?.["created_on"]).not.toBe(before);
    expect(entry.outputs["identity"]).not.toHaveProperty("adopted");
    await stage.run().destroy("warehouse", entry);
    expect(await rowOf(name)).toBeUndefined();
  });

  test("replaces a database only as far as data safety allows", async () => {
    const name = freshName();
    await stage.sql(`CREATE DATABASE ${name}`, `CREATE SCHEMA ${name}.S`);
    const error = await failure(stage.run().up("database", { name, createMode }));
    expect(error.message).toContain(
      `Refused to replace (createMode "orReplace") Database ${name}, which holds:\n  - schema S`,
    );
    const run = stage.run();
    await run.up("database", { name, createMode, dataLoss: "recoverable" });
    expect(run.said.join()).toContain(`UNDROP DATABASE ${name}`);
  });
});

describe("an interrupted run", () => {
  const options: RunOptions = {};
  const interrupted = async (name: string, clauses = "", role = "ACCOUNTADMIN") => {
    // The CREATE has run, and the process is killed before anybody hears of it.
    stage.emulator.setFaults([{ match: `^CREATE WAREHOUSE ${name}`, do: "hang" }]);
    const run = stage.run(options);
    void run.up("warehouse", { name, comment: "c" }).catch(() => {});
    await until(() => stage.emulator.faults()[0]?.fired === 1);
    stage.emulator.setFaults([]);
    await stage.as(role, `CREATE WAREHOUSE ${name} COMMENT = 'c' ${clauses}`);
  };

  test("is gone on from: what it made is ours", async () => {
    const name = freshName();
    await interrupted(name, "AUTO_SUSPEND = 60");
    const run = stage.run();
    const entry = await run.up("warehouse", { name, comment: "changed since" });
    expect(run.said).toEqual([expect.stringContaining("made by a run that was interrupted")]);
    expect(entry.outputs["identity"]).not.toHaveProperty("adopted");
    expect((await stage.run().refresh("warehouse", entry))?.outputs).toEqual(entry.outputs);
    await stage.run().destroy("warehouse", entry);
    expect(await rowOf(name)).toBeUndefined();
  });

  test("has not made what belongs to another role", async () => {
    const name = freshName();
    await interrupted(name, "", "OTHER");
    const error = await failure(stage.run().up("warehouse", { name, comment: "c" }));
    expect(error).toBeInstanceOf(ObjectExistsError);
  });

  test("has not made what was there before it", async () => {
    const name = await existing();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await failure(stage.run().up("warehouse", { name, comment: "differs" }));
    const error = await failure(stage.run().up("warehouse", { name, comment: "differs" }));
    expect(error).toBeInstanceOf(ObjectExistsError);
  });

  test("whose journal is lost is gone on from by the line that the error prints", async () => {
    const name = freshName();
    await interrupted(name);
    rmSync(join(stage.cache, "pulumi-dynamic-snowflake"), { recursive: true, force: true });
    const error = await failure(stage.run().up("warehouse", { name, comment: "c" }));
    const [, variable = "", value = ""] = /run: (\w+)='([^']+)' pulumi up/.exec(error.message) ?? [];
    await stage.run({ env: { [variable]: value } }).up("warehouse", { name, comment: "c" });
  });

  test("leaves no trace once a later run has met the resource", async () => {
    const name = freshName();
    const entry = await stage.run().up("warehouse", { name });
    await stage.run().up("warehouse", { name }, entry);
    await stage.sql(`CREATE OR REPLACE WAREHOUSE ${name}`);
    await expect(stage.run().up("warehouse", { name })).rejects.toThrow(ObjectExistsError);
  });
});

test("two resources of one program cannot make the same object", async () => {
  const name = freshName();
  const run = stage.run();
  await run.up("warehouse", { name });
  await expect(run.up("warehouse", { name })).rejects.toThrow("another resource of this program stands for it");
});

test("a replacement whose creation fails is made by the next run, and nothing else is dropped", async () => {
  const name = freshName();
  const entry = await stage.run().up("database", { name, dataLoss: "allow" });
  stage.emulator.setFaults([
    { match: `^CREATE TRANSIENT DATABASE ${name}`, do: "error", code: "003001", sqlState: "42501", message: "no" },
  ]);
  const args = { name, transient: true, dataLoss: "allow" };
  await failure(stage.run().up("database", args, entry));
  // The engine remembers the deletion, creates first now, and deletes the old entry last.
  const run = stage.run();
  const made = await run.up("database", args);
  await run.destroy("database", entry);
  expect((await stage.run().refresh("database", made))?.outputs).toEqual(made.outputs);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
