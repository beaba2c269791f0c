import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import { type Declared, environmentFor, failures, PASSWORD, printed, type Stage, startStage } from "./stage";

const warehouse = (args: Declared["args"] = {}, opts: Declared["opts"] = {}): Declared => ({
  kind: "Warehouse",
  args,
  opts,
});

const declared: Record<string, Declared> = {
  sales: { kind: "Database", args: { comment: "ours" } },
  loading: warehouse({ comment: "ours" }),
  renamed: warehouse({ name: "OLD_NAME" }),
  left: warehouse({ name: "LEFT_WH" }),
  right: warehouse({ name: "RIGHT_WH" }),
  altered: warehouse({ comment: "one" }),
  forgotten: warehouse(),
  derived: warehouse(),
  before: warehouse({ name: "KEPT", createMode: "ifNotExists" }),
};

describe("which object a resource stands for", () => {
  let stage: Stage;
  let elsewhere: Emulator;
  beforeAll(async () => {
    const deployer = { name: "DEPLOYER", password: PASSWORD, roles: ["ACCOUNTADMIN", "BLIND"] };
    stage = await startStage({ address: "environment", emulator: { users: [deployer] } });
    elsewhere = await startEmulator({ account: "OTHER-PLACE", users: [deployer] });
    stage.declare(declared);
    expect(failures(await stage.project.up())).toEqual([]);
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    await elsewhere.close();
  });
  const state = () =>
    Object.fromEntries(stage.project.state().map(({ urn, id, inputs, outputs }) => [urn, { id, inputs, outputs }]));
  const objects = () => [...stage.names("DATABASES"), ...stage.names("WAREHOUSES")].sort();
  const writes = () => stage.sent().filter((sql) => /^(CREATE|ALTER|DROP|UNDROP)/.test(sql));

  test.each(["refresh", "destroy"] as const)(
    "%s in another account changes neither state nor server",
    async (command) => {
      const before = { state: state(), objects: objects() };
      const refused = await stage.project[command]({ env: environmentFor(elsewhere, "OTHER-PLACE") });
      expect(refused.exitCode).not.toBe(0);
      expect(printed(refused)).toMatch(/Connected to OTHER\.PLACE, but \w+ \w+ lives in LOCAL\.EMULATOR/);
      expect({ state: state(), objects: objects() }).toEqual(before);
      expect(elsewhere.statements().filter(({ sql }) => /^(CREATE|ALTER (?!SESSION)|DROP)/.test(sql))).toEqual([]);
    },
  );

  test.each(["refresh", "destroy"] as const)("%s with a role that sees nothing changes neither", async (command) => {
    const before = { state: state(), objects: objects() };
    const refused = await stage.project[command]({ env: { SNOWFLAKE_ROLE: "BLIND" } });
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/Role BLIND does not see \w+ \w+, which role ACCOUNTADMIN saw last/);
    expect({ state: state(), objects: objects() }).toEqual(before);
  });

  test("a role that is missing is named, with what to do", async () => {
    const before = state();
    const refused = await stage.project.refresh({ env: { SNOWFLAKE_ROLE: "NO_SUCH_ROLE" } });
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/NO_SUCH_ROLE.*Grant the role to the user, or set snowflake:role/s);
    expect(state()).toEqual(before);
  });

  test("a rotated password reaches refresh through the environment, past the old one in the state", async () => {
    stage.sql("ALTER USER DEPLOYER SET PASSWORD = 'rotated'");
    const refused = await stage.project.refresh();
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/Cannot log in to Snowflake: .*Check user and password/);
    expect(printed(refused)).not.toContain(PASSWORD);
    const refreshed = await stage.project.refresh({ env: { PULUMI_SNOWFLAKE_PASSWORD: "rotated" } });
    expect(refreshed).toMatchObject({ exitCode: 0, changes: { same: Object.keys(declared).length } });
    stage.sql(`ALTER USER DEPLOYER SET PASSWORD = '${PASSWORD}'`);
  });

  test("an object that was created again by hand is not altered, and two swapped names are refused", async () => {
    for (const name of ["ALTERED", "FORGOTTEN"]) stage.sql(`DROP WAREHOUSE ${name}`, `CREATE WAREHOUSE ${name}`);
    const before = state();
    stage.sent();
    stage.declare({
      ...declared,
      altered: warehouse({ comment: "two" }),
      left: warehouse({ name: "RIGHT_WH" }),
      right: warehouse({ name: "LEFT_WH" }),
    });
    const refused = await stage.project.up({ args: ["--continue-on-error"] });
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(
      /Warehouse ALTERED is another object than the one in the state.*Run pulumi refresh/s,
    );
    expect(printed(refused)).toMatch(
      /Cannot rename Warehouse LEFT_WH to RIGHT_WH.*two names are swapped.*Nothing was changed/s,
    );
    expect(printed(refused)).toMatch(/Cannot rename Warehouse RIGHT_WH to LEFT_WH/);
    expect(writes()).toEqual([]);
    expect(state()).toEqual(before);
  });

  test("a refresh takes over what was created again, and says so", async () => {
    const refreshed = await stage.project.refresh();
    expect(refreshed.exitCode).toBe(0);
    expect(refreshed.diffs).toMatchObject({ altered: ["comment"] });
    expect(printed(refreshed)).toMatch(/Warehouse ALTERED was dropped and created again outside Pulumi/);
  });

  test("names and logical names change without dropping anything", async () => {
    stage.sql("DROP WAREHOUSE FORGOTTEN", "CREATE WAREHOUSE FORGOTTEN COMMENT = 'of somebody else'");
    stage.sent();
    const { renamed: _, forgotten: __, derived: ___, before: ____, ...rest } = declared;
    stage.declare({
      ...rest,
      altered: warehouse({ comment: "two" }),
      renamed: warehouse({ name: "new_name" }),
      again: warehouse({}, { aliases: [{ name: "derived" }] }),
      after: warehouse({ name: "KEPT", createMode: "ifNotExists" }),
    });
    const changed = await stage.project.up();
    expect(printed(changed)).toMatch(/Warehouse FORGOTTEN is another object than the one in the state.*left alone/);
    expect(printed(changed)).toMatch(/Warehouse KEPT exists and equals the declaration: taken up/);
    expect(printed(changed)).toMatch(/Warehouse KEPT belongs to another resource of this program now: left alone/);
    expect(changed.exitCode).toBe(0);
    expect(
      writes()
        .filter((sql) => !sql.startsWith("CREATE"))
        .sort(),
    ).toEqual(["ALTER WAREHOUSE ALTERED SET COMMENT = 'two'", "ALTER WAREHOUSE OLD_NAME RENAME TO NEW_NAME"]);
    expect(objects()).toEqual([
      "ALTERED",
      "DERIVED",
      "FORGOTTEN",
      "KEPT",
      "LEFT_WH",
      "LOADING",
      "NEW_NAME",
      "RIGHT_WH",
      "SALES",
    ]);
    expect((await stage.project.preview()).changes).toMatchObject({ create: 0, update: 0, delete: 0, replace: 0 });
  });

  test("a rotated password reaches destroy, which leaves what was taken up", async () => {
    stage.sql("ALTER USER DEPLOYER SET PASSWORD = 'rotated'");
    const destroyed = await stage.project.destroy({ env: { PULUMI_SNOWFLAKE_PASSWORD: "rotated" } });
    expect(destroyed.exitCode).toBe(0);
    expect(stage.project.state()).toEqual([]);
    expect(objects()).toEqual(["FORGOTTEN", "KEPT"]);
  });
});
