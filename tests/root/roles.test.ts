import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { InvalidArgumentError, ObjectExistsError, ObjectMissingError, quoted } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;

beforeAll(async () => {
  stage = await startRoot();
  await stage.sql(
    "CREATE DATABASE D",
    "CREATE DATABASE O",
    "CREATE TAG D.PUBLIC.COST",
    "CREATE WAREHOUSE W",
    "CREATE USER ADA",
  );
});

afterAll(async () => stage.close());
beforeEach(() => void stage.sent());

const hostile = ["lower", "a.b", "$1", 'q"uote', "Größe 三", "--", "; DROP DATABASE D", "it's", "%_"];

describe("A role", () => {
  test("is made, listed with what counts about it, and fetched", async () => {
    const { root } = stage;
    const made = await root.roles.create({ name: "analyst", comment: "reads" });
    expect(stage.sent()).toEqual(["CREATE ROLE ANALYST COMMENT = 'reads'"]);
    await made.grantTo({ user: "ADA" });
    await made.grantTo(root.role("SYSADMIN"));
    await root.roles.create({ name: "INNER" });
    await made.grantRole("INNER");
    const [listed] = await root.roles.list({ like: "analyst" }).toArray();
    const counted = { name: "ANALYST", comment: "reads", assignedToUsers: 1, grantedToRoles: 1, grantedRoles: 1 };
    expect(listed).toMatchObject({ ...counted, isDefault: false, isCurrent: false, isInherited: true });
    expect(await made.fetch()).toMatchObject(counted);
    expect((await made.fetch()).toSpec()).toEqual({ name: "ANALYST", comment: "reads" });
    expect(await root.role("ACCOUNTADMIN").fetch()).toMatchObject({ isCurrent: true });
  });

  test("meets one of its name as the mode says", async () => {
    const { roles } = stage.root;
    const first = await roles.create({ name: "M" });
    await expect(roles.create({ name: "M" })).rejects.toThrow(ObjectExistsError);
    await roles.create({ name: "M", comment: "no" }, { mode: "ifNotExists" });
    expect(await first.fetch()).not.toHaveProperty("comment");
    await roles.create({ name: "M", comment: "yes" }, { mode: "orReplace" });
    expect(await first.fetch()).toMatchObject({ comment: "yes" });
  });

  test("is listed by the beginning of its name, and no more than wanted", async () => {
    for (const name of ["P1", "P2", "P3"]) await stage.root.roles.create({ name });
    const names = async (options: object) => (await stage.root.roles.list(options).toArray()).map(({ name }) => name);
    expect(await names({ startsWith: "P", limit: 3 })).toEqual(["P1", "P2", "P3"]);
    expect(await names({ startsWith: "P", limit: 2 })).toEqual(["P1", "P2"]);
    expect(await names({ startsWith: "p" })).toEqual([]);
    expect(await stage.root.roles.exists("p1")).toBe(true);
    expect(await stage.root.roles.exists("P9")).toBe(false);
  });

  test("is brought to its specification, which the second time sends nothing", async () => {
    const role = stage.root.role("C");
    const spec = { comment: "a", tags: { "D.PUBLIC.COST": "1" } };
    expect(await role.createOrAlter(spec)).toMatchObject({ action: "created" });
    for (const same of [spec, { comment: "a" }, {}]) {
      expect(await role.createOrAlter(same)).toMatchObject({ action: "unchanged", statements: [] });
    }
    stage.sent();
    const planned = await role.createOrAlter({ comment: "b", tags: { "D.PUBLIC.COST": "2" } }, { dryRun: true });
    const done = await role.createOrAlter({ comment: "b", tags: { "D.PUBLIC.COST": "2" } });
    expect(planned.statements).toEqual(done.statements);
    expect(done.statements).toEqual(["ALTER ROLE C SET COMMENT = 'b'", "ALTER ROLE C SET TAG D.PUBLIC.COST = '2'"]);
    expect(stage.sent()).toEqual(expect.arrayContaining([...done.statements]));
    expect((await role.createOrAlter({ comment: null })).statements).toEqual(["ALTER ROLE C UNSET COMMENT"]);
  });

  test("takes tags, and loses them", async () => {
    const role = await stage.root.roles.create({ name: "TAGGED" });
    const tag = async () =>
      (await stage.sql("SELECT SYSTEM$GET_TAG('D.PUBLIC.COST', 'TAGGED', 'ROLE') AS T"))[0]?.["T"];
    await role.setTags({ "D.PUBLIC.COST": "7" });
    expect(await tag()).toBe("7");
    await role.unsetTags(["D.PUBLIC.COST"]);
    expect(await tag()).toBeNull();
  });

  test("is renamed, with what it has, and dropped", async () => {
    const role = await stage.root.roles.create({ name: "BEFORE" });
    await role.grant("USAGE", { on: stage.root.database("D") });
    const renamed = await role.rename("after");
    expect((await renamed.grants()).map(({ privilege, name }) => `${privilege} ${name}`)).toEqual(["USAGE D"]);
    expect(await role.exists()).toBe(false);
    await renamed.drop();
    await expect(renamed.drop()).rejects.toThrow(ObjectMissingError);
    await renamed.drop({ ifExists: true });
    await expect(renamed.fetch()).rejects.toThrow(ObjectMissingError);
  });

  test.each(hostile)("may be called %s", async (name) => {
    const { root } = stage;
    const role = await root.roles.create({ name: quoted(name) });
    expect(role).toMatchObject({ name: quoted(name), storedName: name });
    expect((await root.roles.list({ startsWith: name }).first())?.storedName).toBe(name);
    expect((await role.createOrAlter({ comment: "c" })).action).toBe("altered");
    await role.grantTo({ user: "ADA" });
    await role.grant("USAGE", { on: root.database("D") }, { withGrantOption: true });
    expect(await role.grantees()).toMatchObject([{ role: name, granteeName: "ADA" }]);
    expect(await role.grants()).toMatchObject([{ privilege: "USAGE", granteeName: name, grantOption: true }]);
    expect((await root.user("ADA").grants()).map(({ role }) => role)).toContain(name);
    await role.revokeFrom({ user: "ADA" });
    await role.drop();
    expect(await root.roles.exists(quoted(name))).toBe(false);
  });
});

describe("Roles are given", () => {
  test("to roles and users, and taken, whichever side says so", async () => {
    const { root } = stage;
    const [inner, outer] = [await root.roles.create({ name: "I" }), await root.roles.create({ name: "O" })];
    const database = await root.database("D").databaseRoles.create({ name: "DR" });
    stage.sent();
    await outer.grantRole(inner);
    await outer.revokeRole("I");
    await inner.grantTo(outer, { withGrantOption: true });
    await inner.revokeFrom({ role: outer }, { grantOptionOnly: true, dependents: "cascade" });
    await inner.revokeFrom({ role: "o" }, { dependents: "restrict" });
    await database.grantTo(outer);
    await outer.revokeRole({ databaseRole: "d.dr" });
    await root.user("ada").grantRole(inner);
    await inner.revokeFrom(root.user("ADA"));
    await root.user("ADA").grantRole(database);
    await root.user("ADA").revokeRole({ databaseRole: database });
    expect(stage.sent()).toEqual([
      "GRANT ROLE I TO ROLE O",
      "REVOKE ROLE I FROM ROLE O",
      "GRANT ROLE I TO ROLE O WITH GRANT OPTION",
      "REVOKE GRANT OPTION FOR ROLE I FROM ROLE O CASCADE",
      "REVOKE ROLE I FROM ROLE O RESTRICT",
      "GRANT DATABASE ROLE D.DR TO ROLE O",
      "REVOKE DATABASE ROLE D.DR FROM ROLE O",
      "GRANT ROLE I TO USER ADA",
      "REVOKE ROLE I FROM USER ADA",
      "GRANT DATABASE ROLE D.DR TO USER ADA",
      "REVOKE DATABASE ROLE D.DR FROM USER ADA",
    ]);
    expect([await inner.grantees(), await database.grantees()]).toEqual([[], []]);
  });

  test("but users pass none on, which is said before anything is sent", async () => {
    const role = stage.root.role("SYSADMIN");
    await expect(role.grantTo({ user: "ADA" }, { withGrantOption: true })).rejects.toThrow(
      "withGrantOption is for roles",
    );
    await expect(role.revokeFrom({ user: "ADA" }, { dependents: "cascade" })).rejects.toThrow(InvalidArgumentError);
    await expect(role.revokeFrom({ user: "ADA" }, { grantOptionOnly: true })).rejects.toThrow(InvalidArgumentError);
    await expect(role.grantTo(stage.root.warehouse("W") as never)).rejects.toThrow("A WAREHOUSE has no privileges");
    await expect(role.grantRole("a b")).rejects.toThrow('"a b" is not an identifier');
    await expect(role.grantRole({ databaseRole: "DR" })).rejects.toThrow("DATABASE.NAME is expected");
    expect(stage.sent()).toEqual([]);
  });

  test("that do not exist are missing", async () => {
    await expect(stage.root.role("SYSADMIN").grantRole("NOBODY")).rejects.toThrow(ObjectMissingError);
    await expect(stage.root.user("NOBODY").grantRole("SYSADMIN")).rejects.toThrow(ObjectMissingError);
  });
});

describe("A database role", () => {
  test("is made, listed, brought to its specification, renamed and dropped", async () => {
    const roles = stage.root.database("O").databaseRoles;
    const role = await roles.create({ name: "reader", comment: "reads", tags: { "D.PUBLIC.COST": "1" } });
    expect(stage.sent()).toEqual([
      "CREATE DATABASE ROLE O.READER COMMENT = 'reads'",
      "ALTER DATABASE ROLE O.READER SET TAG D.PUBLIC.COST = '1'",
    ]);
    await roles.create({ name: "WRITER" });
    await role.grantTo(stage.root.database("O").databaseRole("WRITER"));
    await role.grantTo(stage.root.role("SYSADMIN"));
    expect(await role.fetch()).toMatchObject({ database: "O", qualifiedName: "O.READER", comment: "reads" });
    const all = await roles.list().toArray();
    expect(all).toMatchObject([
      { name: "READER", database: "O", grantedToRoles: 1, grantedToDatabaseRoles: 1, grantedDatabaseRoles: 0 },
      { name: "WRITER", grantedDatabaseRoles: 1 },
    ]);
    expect((await roles.list({ startsWith: "W" }).toArray()).map(({ name }) => name)).toEqual(["WRITER"]);
    expect((await roles.list({ limit: 1 }).toArray()).map(({ name }) => name)).toEqual(["READER"]);
    expect(stage.sent().filter((statement) => /STARTS|LIMIT/.test(statement))).toEqual([]);
    expect((await role.createOrAlter({ comment: "reads" })).action).toBe("unchanged");
    expect((await role.createOrAlter({ comment: null })).statements).toEqual([
      "ALTER DATABASE ROLE O.READER UNSET COMMENT",
    ]);
    const renamed = await role.rename("readers");
    const withWarehouse = await stage.connect({ warehouse: "W" });
    const tags = await withWarehouse.database("O").databaseRole("READERS").getTags();
    expect(tags).toEqual({ "D.PUBLIC.COST": "1" });
    await renamed.drop();
    await expect(renamed.drop()).rejects.toThrow(ObjectMissingError);
  });

  test("is a copy of another", async () => {
    const role = stage.root.database("O").databaseRole("COPY");
    const statements = async (clone: Parameters<typeof role.createOrAlter>[0]["clone"]) =>
      (await role.createOrAlter({ clone }, { dryRun: true })).statements;
    expect(await statements('D."a b"')).toEqual(['CREATE DATABASE ROLE O.COPY CLONE D."a b"']);
    expect(await statements(stage.root.database("D").databaseRole("R"))).toEqual([
      "CREATE DATABASE ROLE O.COPY CLONE D.R",
    ]);
  });

  test("has privileges in its database, and roles of it", async () => {
    const { root } = stage;
    const role = await root.database("O").databaseRoles.create({ name: "R" }, { mode: "orReplace" });
    await root.database("O").databaseRoles.create({ name: "S" });
    await role.grantRole({ databaseRole: "O.S" });
    await role.grant("USAGE", { on: root.database("O").schema("PUBLIC") });
    await role.grant("SELECT", { on: { future: "views", in: root.database("O") } });
    expect((await role.grants()).map(({ privilege, grantedOn }) => `${privilege} ${grantedOn}`)).toEqual([
      "USAGE DATABASE",
      "USAGE DATABASE_ROLE",
      "USAGE SCHEMA",
    ]);
    expect(await role.futureGrants()).toMatchObject([{ privilege: "SELECT", grantedOn: "VIEW", in: "O" }]);
    // @ts-expect-error a database role has no account role
    await expect(role.grantRole("SYSADMIN")).rejects.toThrow();
  });

  test.each(hostile)("may be called %s, in a database of that name", async (name) => {
    const { root } = stage;
    const database = await root.databases.create({ name: quoted(name) });
    const role = await database.databaseRoles.create({ name: quoted(name) });
    expect(role.qualifiedName).toBe(`${quoted(name)}.${quoted(name)}`);
    expect(await role.fetch()).toMatchObject({ storedName: name, database: quoted(name) });
    expect((await database.databaseRoles.list().first())?.storedName).toBe(name);
    expect((await role.createOrAlter({ comment: "c" })).action).toBe("altered");
    await role.grantTo({ role: "SYSADMIN" });
    expect(await role.grantees()).toMatchObject([{ granteeName: "SYSADMIN", grantedTo: "ROLE" }]);
    await role.drop();
    await database.drop();
  });
});

test("Parameters tell what is set where, as what it is", async () => {
  const database = stage.root.database("D");
  await database.createOrAlter({ dataRetentionTimeInDays: 1 });
  await database.schema("PUBLIC").tables.create({ name: "T", columns: [{ name: "A", type: "int" }] });
  expect((await database.parameters())["DATA_RETENTION_TIME_IN_DAYS"]).toMatchObject({
    value: 1,
    default: 1,
    level: "DATABASE",
    type: "NUMBER",
  });
  expect((await database.schema("PUBLIC").table("T").parameters())["DATA_RETENTION_TIME_IN_DAYS"]).toMatchObject({
    level: "DATABASE",
  });
  const { MAX_CONCURRENCY_LEVEL: level } = await stage.root.warehouse("W").parameters();
  expect(level).toMatchObject({ value: 8 });
  expect(level).not.toHaveProperty("level");
  await expect(stage.root.database("NONE").parameters()).rejects.toThrow(ObjectMissingError);
  // @ts-expect-error roles have none
  expect(stage.root.role("R").parameters).toBeUndefined();
});
