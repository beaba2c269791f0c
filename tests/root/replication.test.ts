import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { InvalidArgumentError, NotAuthorizedError, ObjectMissingError, SqlError } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;

beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE D", "CREATE DATABASE R AS REPLICA OF ACME.OTHER.P");
});

afterAll(async () => stage.close());
beforeEach(() => void stage.sent());

const listed = async (name: string) => (await stage.sql(`SHOW REPLICATION DATABASES LIKE '${name}'`))[0] ?? {};

describe("A database", () => {
  test("is replicated to accounts, and no longer", async () => {
    const database = stage.root.database("D");
    await database.enableReplication(["acme.a", 'ACME."b-1"'], { ignoreEditionCheck: true });
    await database.enableReplication(["ACME.C"]);
    await database.enableFailover(["ACME.A", "ACME.C"]);
    expect((await listed("D"))["replication_allowed_to_accounts"]).toContain('ACME.A, ACME."b-1", ACME.C');
    expect((await listed("D"))["failover_allowed_to_accounts"]).toContain("ACME.A, ACME.C");
    await database.disableFailover(["ACME.C"]);
    await database.disableReplication(["ACME.C"]);
    expect((await listed("D"))["replication_allowed_to_accounts"]).not.toContain("ACME.C");
    await database.disableFailover();
    await database.disableReplication();
    expect(stage.sent()).toEqual([
      'ALTER DATABASE D ENABLE REPLICATION TO ACCOUNTS ACME.A, ACME."b-1" IGNORE EDITION CHECK',
      "ALTER DATABASE D ENABLE REPLICATION TO ACCOUNTS ACME.C",
      "ALTER DATABASE D ENABLE FAILOVER TO ACCOUNTS ACME.A, ACME.C",
      "ALTER DATABASE D DISABLE FAILOVER TO ACCOUNTS ACME.C",
      "ALTER DATABASE D DISABLE REPLICATION TO ACCOUNTS ACME.C",
      "ALTER DATABASE D DISABLE FAILOVER",
      "ALTER DATABASE D DISABLE REPLICATION",
    ]);
  });

  test("that is a secondary is refreshed, and takes its primary's place", async () => {
    const database = stage.root.database("R");
    await database.refreshReplication();
    expect(await listed("R")).toMatchObject({ is_primary: "false", primary: "ACME.OTHER.P" });
    await database.promoteToPrimary();
    expect(await listed("R")).toMatchObject({ is_primary: "true" });
    expect(stage.sent()).toEqual(["ALTER DATABASE R REFRESH", "ALTER DATABASE R PRIMARY"]);
    await expect(database.promoteToPrimary()).rejects.toThrow(SqlError);
  });

  test.each([[[]], [["ACME"]], [["A.B.C"]], [["ACME.A; DROP DATABASE D"]], [["acme.my-account"]]])(
    "is not replicated to %j: nothing is sent",
    async (accounts) => {
      const database = stage.root.database("D");
      await expect(database.enableReplication(accounts)).rejects.toThrow(InvalidArgumentError);
      await expect(database.disableReplication(accounts)).rejects.toThrow(InvalidArgumentError);
      await expect(database.enableFailover(accounts)).rejects.toThrow("ORGANIZATION.ACCOUNT");
      expect(stage.sent()).toEqual([]);
    },
  );

  test("that is missing, or that the role may not replicate, says so", async () => {
    await expect(stage.root.database("NONE").refreshReplication()).rejects.toThrow(ObjectMissingError);
    const sysadmin = await stage.connect({ role: "SYSADMIN" });
    await sysadmin.databases.create({ name: "OWN" });
    await expect(sysadmin.database("OWN").enableReplication(["ACME.A"])).rejects.toThrow(NotAuthorizedError);
  });
});
