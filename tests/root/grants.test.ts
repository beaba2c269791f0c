import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import {
  type ComputePoolReference,
  type DatabaseRoleReference,
  type ImageRepositoryReference,
  InvalidArgumentError,
  NotAuthorizedError,
  ObjectMissingError,
  type PrivilegeOn,
  type ProcedureReference,
  quoted,
  type RoleReference,
  type Root,
  raw,
  type SchemaReference,
  type ServiceReference,
  SqlError,
  type StageReference,
  type TaskReference,
  type UserReference,
  type WarehouseReference,
} from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
let root: Root;

beforeAll(async () => {
  stage = await startRoot();
  root = stage.root;
  await stage.sql(
    "CREATE DATABASE D",
    "CREATE TABLE D.PUBLIC.T (A INT)",
    "CREATE VIEW D.PUBLIC.V AS SELECT A FROM D.PUBLIC.T",
    "CREATE SEQUENCE D.PUBLIC.Q",
    "CREATE IMAGE REPOSITORY D.PUBLIC.I",
    "CREATE PROCEDURE D.PUBLIC.P(A VARCHAR, B INT) RETURNS VARCHAR LANGUAGE SQL AS 'BEGIN RETURN A; END'",
    "CREATE WAREHOUSE W",
    "CREATE USER ADA",
    ...["LEAD", "DEV", "GUEST"].map((role) => `CREATE ROLE ${role}`),
  );
});

afterAll(async () => stage.close());
beforeEach(() => void stage.sent());

/** What a role has, besides its grants on roles. */
async function held(role: string): Promise<string[]> {
  const grants = await root.role(role).grants();
  return grants.map(({ privilege, grantedOn, name }) => `${privilege} ON ${grantedOn} ${name}`).toSorted();
}

describe("Privileges", () => {
  test("are granted and revoked on everything, each by one statement", async () => {
    const role = root.role("LEAD");
    const schema = root.database("D").schema("PUBLIC");
    const table = schema.table("T");
    await role.grant(["SELECT", "INSERT"], { on: table });
    await role.grant("USAGE", { on: schema });
    await role.grant(["USAGE", "CREATE SCHEMA"], { on: root.database("D") });
    await role.grant("OPERATE", { on: root.warehouse("W") });
    await role.grant("MONITOR", { on: root.user("ADA") });
    await role.grant(["CREATE DATABASE", "MONITOR USAGE"], { on: "account" }, { withGrantOption: true });
    await role.grant("SELECT", { on: { kind: "view", name: "D.PUBLIC.V" } });
    await role.grant("READ", { on: { kind: "imageRepository", name: "D.PUBLIC.I" } });
    await role.grant("USAGE", { on: { kind: "procedure", name: "d.public.p(text, int)" } });
    await role.grant("USAGE", { on: schema.procedure("P(text, int)") });
    await role.grant("USAGE", { on: { kind: "procedure", name: schema.procedure("P", ["text", "int"]) } });
    await role.grant("ALL", { on: { kind: "sequence", name: "D.PUBLIC.Q" } });
    await role.grant("REFERENCES", { on: { all: "tables", in: schema } });
    await role.grant("USAGE", { on: { all: "schemas", in: { database: "d" } } });
    await role.grant(["SELECT", "DELETE"], { on: { future: "tables", in: schema } });
    await role.grant("USAGE", { on: { future: "fileFormats", in: { schema: "D.PUBLIC" } } });
    expect(stage.sent()).toEqual([
      "GRANT SELECT, INSERT ON TABLE D.PUBLIC.T TO ROLE LEAD",
      "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE LEAD",
      "GRANT USAGE, CREATE SCHEMA ON DATABASE D TO ROLE LEAD",
      "GRANT OPERATE ON WAREHOUSE W TO ROLE LEAD",
      "GRANT MONITOR ON USER ADA TO ROLE LEAD",
      "GRANT CREATE DATABASE, MONITOR USAGE ON ACCOUNT TO ROLE LEAD WITH GRANT OPTION",
      "GRANT SELECT ON VIEW D.PUBLIC.V TO ROLE LEAD",
      "GRANT READ ON IMAGE REPOSITORY D.PUBLIC.I TO ROLE LEAD",
      ...Array(3).fill("GRANT USAGE ON PROCEDURE D.PUBLIC.P(VARCHAR, NUMBER) TO ROLE LEAD"),
      "GRANT ALL PRIVILEGES ON SEQUENCE D.PUBLIC.Q TO ROLE LEAD",
      "GRANT REFERENCES ON ALL TABLES IN SCHEMA D.PUBLIC TO ROLE LEAD",
      "GRANT USAGE ON ALL SCHEMAS IN DATABASE D TO ROLE LEAD",
      "GRANT SELECT, DELETE ON FUTURE TABLES IN SCHEMA D.PUBLIC TO ROLE LEAD",
      "GRANT USAGE ON FUTURE FILE FORMATS IN SCHEMA D.PUBLIC TO ROLE LEAD",
    ]);
    expect(await held("LEAD")).toHaveLength(14);
    expect(await role.futureGrants()).toHaveLength(3);
    stage.sent();
    await role.revoke(["SELECT", "INSERT", "REFERENCES"], { on: table });
    await role.revoke("ALL", { on: root.database("D") });
    await role.revoke("CREATE DATABASE", { on: "account" }, { grantOptionOnly: true });
    await role.revoke("USAGE", { on: { all: "schemas", in: root.database("D") } }, { dependents: "cascade" });
    await role.revoke("SELECT", { on: { future: "tables", in: schema } }, { dependents: "restrict" });
    expect(stage.sent()).toEqual([
      "REVOKE SELECT, INSERT, REFERENCES ON TABLE D.PUBLIC.T FROM ROLE LEAD",
      "REVOKE ALL PRIVILEGES ON DATABASE D FROM ROLE LEAD",
      "REVOKE GRANT OPTION FOR CREATE DATABASE ON ACCOUNT FROM ROLE LEAD",
      "REVOKE USAGE ON ALL SCHEMAS IN DATABASE D FROM ROLE LEAD CASCADE",
      "REVOKE SELECT ON FUTURE TABLES IN SCHEMA D.PUBLIC FROM ROLE LEAD RESTRICT",
    ]);
    expect(await held("LEAD")).toEqual(
      [
        "CREATE DATABASE ON ACCOUNT EMULATOR",
        "MONITOR ON USER ADA",
        "MONITOR USAGE ON ACCOUNT EMULATOR",
        "OPERATE ON WAREHOUSE W",
        "READ ON IMAGE_REPOSITORY D.PUBLIC.I",
        expect.stringContaining("USAGE ON PROCEDURE D.PUBLIC."),
        "SELECT ON VIEW D.PUBLIC.V",
        "USAGE ON SEQUENCE D.PUBLIC.Q",
      ].toSorted((left, right) => (String(left) < String(right) ? -1 : 1)),
    );
    expect((await role.futureGrants()).map(({ privilege }) => privilege).toSorted()).toEqual(["DELETE", "USAGE"]);
  });

  test("given on stay with RESTRICT and go with CASCADE", async () => {
    const table = root.database("D").schema("PUBLIC").table("T");
    await root.role("LEAD").grant("UPDATE", { on: table }, { withGrantOption: true });
    for (const container of [root.database("D"), root.database("D").schema("PUBLIC")] as const)
      await root.role("LEAD").grant("USAGE", { on: container });
    await root.role("LEAD").grantTo({ user: "ME" });
    const lead = await stage.connect({ role: "LEAD" });
    await lead.role("DEV").grant("UPDATE", { on: lead.database("D").schema("PUBLIC").table("T") });
    expect(await held("DEV")).toEqual(["UPDATE ON TABLE D.PUBLIC.T"]);
    await expect(root.role("LEAD").revoke("UPDATE", { on: table })).rejects.toThrow(SqlError);
    await root.role("LEAD").grant("REFERENCES", { on: table });
    await root.role("LEAD").revoke("UPDATE", { on: table }, { dependents: "cascade" });
    expect(await held("DEV")).toEqual([]);
    await expect(lead.role("DEV").grant("UPDATE", { on: table })).rejects.toThrow(NotAuthorizedError);
  });

  test("on objects with hostile names", async () => {
    for (const name of ["lower", "a.b", "$1", 'q"uote', "Größe", "--", "; DROP ROLE DEV", "it's"]) {
      const database = await root.databases.create({ name: quoted(name) });
      const table = await database
        .schema("PUBLIC")
        .tables.create({ name: quoted(name), columns: [{ name: "A", type: "int" }] });
      const role = await root.roles.create({ name: quoted(name) });
      await role.grant("SELECT", { on: table });
      await role.grant("SELECT", { on: { kind: "table", name: table.qualifiedName } });
      await role.grant("INSERT", { on: { kind: "table", name: await table.fetch() } });
      await role.grant("SELECT", { on: { future: "views", in: database } });
      expect((await role.grants()).map(({ privilege }) => privilege)).toEqual(["SELECT", "INSERT"]);
      expect((await root.grants.on(table)).filter(({ granteeName }) => granteeName === name)).toHaveLength(2);
      expect(await root.grants.futureIn(database)).toMatchObject([{ granteeName: name, grantedOn: "VIEW" }]);
      expect((await root.grants.futureIn(database))[0]?.in).toBe(database.qualifiedName);
      await database.drop();
      await role.drop();
    }
  });

  test("that there are not are refused before anything is sent", async () => {
    const role = root.role("DEV");
    const table = root.database("D").schema("PUBLIC").table("T");
    const refused = async (promise: Promise<void>, message: string) => {
      await expect(promise).rejects.toThrow(InvalidArgumentError);
      await expect(promise).rejects.toThrow(message);
    };
    // @ts-expect-error misspelt
    const misspelt = role.grant("SELEKT", { on: table });
    await refused(misspelt, '"SELEKT" is not a privilege on TABLE D.PUBLIC.T. There are APPLYBUDGET,');
    // @ts-expect-error of another kind
    await refused(role.grant(["SELECT", "OPERATE"], { on: table }), '"OPERATE" is not a privilege');
    // @ts-expect-error of another kind
    await refused(role.grant("SELECT", { on: root.warehouse("W") }), "is not a privilege on WAREHOUSE W");
    // @ts-expect-error of another kind
    await refused(role.grant("SELECT", { on: "account" }), "is not a privilege on ACCOUNT");
    // @ts-expect-error of another kind
    await refused(role.grant("SELECT", { on: { all: "stages", in: root.database("D") } }), "ALL STAGES IN DATABASE D");
    // @ts-expect-error of another kind
    await refused(role.grant("INSERT", { on: { kind: "view", name: "D.PUBLIC.V" } }), "is not a privilege on VIEW");
    // @ts-expect-error no such kind
    await refused(role.grant("SELECT", { on: { kind: "tabel", name: "D.PUBLIC.V" } }), 'kind: "tabel"');
    // @ts-expect-error no such kinds
    const singular = role.grant("SELECT", { on: { future: "table", in: root.database("D") } });
    await refused(singular, '"table" are nothing that');
    // @ts-expect-error ownership is handed over
    await refused(role.grant("OWNERSHIP", { on: table }), "grantOwnership() hands it over");
    await refused(role.grant([], { on: table }), "No privilege is given");
    await refused(role.grant(["ALL" as "SELECT", "SELECT"], { on: table }), '"ALL" stands alone');
    await refused(role.grant("SELECT; DROP ROLE DEV" as "SELECT", { on: table }), "is not a privilege");
    await refused(role.grant("A; B" as "SELECT", { on: { kind: raw("NEW"), name: "X" } }), "is not a privilege");
    await refused(role.grant("SELECT", { on: { kind: "view", name: "V" } }), "DATABASE.SCHEMA.NAME is expected");
    await refused(role.grant("USAGE", { on: { kind: "procedure", name: "D.PUBLIC.P" } }), '"D.PUBLIC.P()" for none');
    await refused(role.grant("USAGE", { on: { kind: "procedure", name: "D.PUBLIC.P(NUMBER; DROP)" } }), "procedure:");
    await refused(
      role.grant("SELECT", { on: { all: "tables", in: root.warehouse("W") as never } }),
      "WAREHOUSE holds no objects",
    );
    await refused(role.revoke("SELECT", { on: table }, { dependents: "drop" as "cascade" }), 'neither "cascade" nor');
    await refused(role.grantOwnership({ on: table }, { currentGrants: "x" as "copy" }), 'neither "copy" nor');
    expect(stage.sent()).toEqual([]);
  });

  test("that this library does not know are written with raw", async () => {
    await root.role("DEV").grant([raw("TRUNCATE"), "SELECT"], { on: { kind: "table", name: "D.PUBLIC.T" } });
    await root.role("DEV").grant("SELECT", { on: { kind: raw("TABLE"), name: "D.PUBLIC.T" } });
    await root.role("DEV").grant("SELECT", { on: { future: raw("TABLES"), in: root.database("D") } });
    expect(stage.sent()).toEqual([
      "GRANT TRUNCATE, SELECT ON TABLE D.PUBLIC.T TO ROLE DEV",
      "GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE DEV",
      "GRANT SELECT ON FUTURE TABLES IN DATABASE D TO ROLE DEV",
    ]);
    await root.role("DEV").revoke("ALL", { on: { future: "tables", in: root.database("D") } });
    await root.role("DEV").revoke("ALL", { on: root.database("D").schema("PUBLIC").table("T") });
  });

  test("on what does not exist, or to whom, are missing", async () => {
    const none = root.database("D").schema("PUBLIC").table("NONE");
    await expect(root.role("DEV").grant("SELECT", { on: none })).rejects.toThrow(ObjectMissingError);
    await expect(root.role("NONE").grant("USAGE", { on: root.database("D") })).rejects.toThrow(ObjectMissingError);
    await expect(root.role("NONE").grants()).rejects.toThrow(ObjectMissingError);
  });
});

test("References say which privileges there are on them", () => {
  expectTypeOf<PrivilegeOn<StageReference>>().toEqualTypeOf<"READ" | "USAGE" | "WRITE">();
  expectTypeOf<PrivilegeOn<ComputePoolReference>>().toEqualTypeOf<"MODIFY" | "MONITOR" | "OPERATE" | "USAGE">();
  expectTypeOf<PrivilegeOn<TaskReference>>().toEqualTypeOf<"APPLYBUDGET" | "MONITOR" | "OPERATE">();
  expectTypeOf<PrivilegeOn<ServiceReference>>().toEqualTypeOf<"DROP" | "MONITOR" | "OPERATE" | "USAGE">();
  expectTypeOf<PrivilegeOn<ImageRepositoryReference>>().toEqualTypeOf<"READ" | "WRITE">();
  expectTypeOf<PrivilegeOn<ProcedureReference>>().toEqualTypeOf<"USAGE">();
  expectTypeOf<PrivilegeOn<WarehouseReference>>().extract<"SELECT">().toBeNever();
  expectTypeOf<PrivilegeOn<RoleReference | DatabaseRoleReference>>().toBeNever();
  expectTypeOf<PrivilegeOn<UserReference>>().extract<"MONITOR">().toEqualTypeOf<"MONITOR">();
  expectTypeOf<PrivilegeOn<{ future: "gitRepositories"; in: SchemaReference }>>().toEqualTypeOf<
    "READ" | "WRITE" | "OWNERSHIP"
  >();
  expectTypeOf<PrivilegeOn<{ all: "gateways"; in: SchemaReference }>>().toEqualTypeOf<"CREATE" | "MODIFY" | "USAGE">();
});

describe("Ownership", () => {
  test("is handed over, with what becomes of the grants of others", async () => {
    const schema = await root.database("D").schemas.create({ name: "OF_MANY" });
    const table = await schema.tables.create({ name: "OWNED", columns: [{ name: "A", type: "int" }] });
    await root.role("GUEST").grant("SELECT", { on: table });
    await expect(root.role("DEV").grantOwnership({ on: table })).rejects.toThrow(SqlError);
    await root.role("DEV").grantOwnership({ on: table }, { currentGrants: "copy" });
    expect(
      (await root.grants.on(table)).map(({ privilege, granteeName, grantedBy }) => [privilege, granteeName, grantedBy]),
    ).toEqual([
      ["OWNERSHIP", "DEV", "DEV"],
      ["SELECT", "GUEST", "DEV"],
    ]);
    await root.role("LEAD").grantOwnership({ on: table }, { currentGrants: "revoke" });
    expect(await root.grants.on(table)).toHaveLength(1);
    await root.role("DEV").grantOwnership({ on: root.role("GUEST") });
    expect(await root.role("GUEST").fetch()).toMatchObject({ owner: "DEV" });
  });

  test("of what is to come is promised and taken back", async () => {
    const schema = await root.database("D").schemas.create({ name: "S" });
    await root.role("DEV").grantOwnership({ on: { future: "tables", in: schema } });
    const table = await schema.tables.create({ name: "T", columns: [{ name: "A", type: "int" }] });
    expect(await table.fetch()).toMatchObject({ owner: "DEV" });
    await root.role("DEV").revoke("OWNERSHIP", { on: { future: "tables", in: schema } });
    expect(await root.grants.futureIn(schema)).toEqual([]);
  });
});

describe("Grants are looked at", () => {
  test("on an object, of and to a role, to a user, and those to come, as plain data", async () => {
    const view = { kind: "view", name: "D.PUBLIC.V" } as const;
    const role = await root.roles.create({ name: "SEEN" });
    await role.grant("SELECT", { on: view }, { withGrantOption: true });
    await role.grantTo({ user: "ADA" });
    await role.grant("SELECT", { on: { future: "views", in: root.database("D") } });
    const on = (await root.grants.on(view)).find(({ granteeName }) => granteeName === "SEEN");
    expect(on).toMatchObject({
      privilege: "SELECT",
      grantedOn: "VIEW",
      name: "D.PUBLIC.V",
      grantedTo: "ROLE",
      grantOption: true,
      grantedBy: "ACCOUNTADMIN",
      grantedByRoleType: "ROLE",
    });
    expect(on?.createdOn).toBeInstanceOf(Date);
    expect(on?.raw).toHaveProperty("granted_by_role_type");
    expect(await root.grants.to("seen")).toMatchObject([{ privilege: "SELECT", name: "D.PUBLIC.V" }]);
    expect(await root.grants.of("seen")).toMatchObject([{ role: "SEEN", grantedTo: "USER", granteeName: "ADA" }]);
    expect(await root.grants.to({ user: "ada" })).toMatchObject([{ role: "SEEN" }]);
    expect(await root.grants.futureTo(role)).toMatchObject([
      { privilege: "SELECT", grantedOn: "VIEW", in: "D", grantedTo: "ROLE" },
    ]);
    expect(await root.grants.on("account", { limit: 3 })).toHaveLength(3);
    expect(await root.role("ACCOUNTADMIN").grants({ limit: 2 })).toHaveLength(2);
    expect(await root.grants.futureTo(role, { limit: 0 })).toEqual([]);
    expect(stage.sent()).toEqual(
      expect.arrayContaining(["SHOW GRANTS ON ACCOUNT LIMIT 3", "SHOW GRANTS OF ROLE SEEN"]),
    );
  });
});

test("Every call can be given up", async () => {
  const signal = AbortSignal.abort();
  await expect(root.role("DEV").grant("USAGE", { on: root.database("D") }, { signal })).rejects.toThrow(
    expect.objectContaining({ name: "TimeoutError" }),
  );
  await expect(root.role("DEV").grants({ signal })).rejects.toThrow(expect.objectContaining({ name: "TimeoutError" }));
});
