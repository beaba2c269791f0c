import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Declared, printed, type Stage, startStage } from "./stage";

const BY_HAND = [
  "CREATE WAREHOUSE EQUAL COMMENT = 'x'",
  "CREATE WAREHOUSE TAKEN COMMENT = 'x'",
  "CREATE WAREHOUSE CONSENTED COMMENT = 'x'",
  "CREATE WAREHOUSE BY_DEFAULT COMMENT = 'x'",
  "CREATE WAREHOUSE DIFFERENT COMMENT = 'theirs' AUTO_SUSPEND = 60",
  "CREATE WAREHOUSE ALTERED COMMENT = 'theirs' AUTO_SUSPEND = 60",
  "CREATE DATABASE EMPTY COMMENT = 'old'",
  "CREATE DATABASE LOADED COMMENT = 'old'",
  "CREATE TABLE LOADED.PUBLIC.EVENTS (ID INT)",
  "INSERT INTO LOADED.PUBLIC.EVENTS (ID) VALUES (1), (2)",
];
const of = (kind: Declared["kind"], createMode: string | undefined, args: Declared["args"] = {}): Declared => ({
  kind,
  args: { ...(createMode === undefined ? {} : { createMode }), ...args },
});

const declared: Record<string, Declared> = {
  equal: of("Warehouse", undefined, { comment: "x" }),
  taken: of("Warehouse", "ifNotExists", { comment: "x" }),
  consented: of("Warehouse", "ifNotExists", { comment: "x", dataLoss: "allow" }),
  different: of("Warehouse", "ifNotExists", { comment: "ours", autoSuspend: 120 }),
  altered: of("Warehouse", "createOrAlter", { comment: "ours", autoSuspend: 60 }),
  empty: of("Database", "orReplace", { comment: "new" }),
  loaded: of("Database", "orReplace", { comment: "new" }),
  fresh_1: of("Warehouse", "ifNotExists"),
  fresh_2: of("Warehouse", "createOrAlter"),
  fresh_3: of("Database", "orReplace"),
};

describe("an object that exists already", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    stage.sql(...BY_HAND);
  });
  afterAll(() => stage[Symbol.asyncDispose]());
  const commentOf = (kind: string, name: string) => stage.sql(`SHOW ${kind}S LIKE '${name}'`)[0]?.["comment"];

  test("is refused, taken up, altered or replaced, as createMode says", async () => {
    stage.declare(declared);
    const result = await stage.project.up({ args: ["--continue-on-error"] });
    const text = printed(result);
    expect(result.exitCode).not.toBe(0);
    expect(text).toMatch(
      /Warehouse EQUAL exists already\. It equals what the program declares\. To take it up, run: PULUMI_SNOWFLAKE_ADOPT='Warehouse:EQUAL' pulumi up/,
    );
    expect(text).toContain('Warehouse.get("…", "EQUAL")');
    expect(text).toMatch(/Warehouse TAKEN exists and equals the declaration: taken up/);
    expect(text).toMatch(
      /Warehouse DIFFERENT exists already\. It differs from what the program declares \(exists → declared\):\s+- autoSuspend: 60 → 120\s+- comment: "theirs" → "ours"/,
    );
    expect(text).toMatch(/Warehouse ALTERED exists: taken up and altered/);
    expect(commentOf("WAREHOUSE", "ALTERED")).toBe("ours");
    expect(text).toMatch(/Database EMPTY exists and is replaced.*UNDROP DATABASE EMPTY;/);
    expect(commentOf("DATABASE", "EMPTY")).toBe("new");
    expect(text).toMatch(
      /Refused to replace \(createMode "orReplace"\) Database LOADED, which holds:\s+- table PUBLIC\.EVENTS with 2 rows/,
    );
    expect(commentOf("DATABASE", "LOADED")).toBe("old");
    expect(stage.names("WAREHOUSES")).toEqual(expect.arrayContaining(["FRESH_1", "FRESH_2"]));
    expect(stage.names("DATABASES")).toContain("FRESH_3");
  });

  test("is taken up by the line that the error printed, and by the stack's default", async () => {
    await stage.project.configure({ "pulumi-dynamic-snowflake:createMode": "ifNotExists" });
    stage.declare({
      ...declared,
      different: of("Warehouse", "createOrAlter", { comment: "ours", autoSuspend: 120 }),
      loaded: of("Database", "orReplace", { comment: "new", dataLoss: "allow" }),
      equal: of("Warehouse", "errorIfExists", { comment: "x" }),
      by_default: of("Warehouse", undefined, { comment: "x" }),
    });
    const result = await stage.project.up({ env: { PULUMI_SNOWFLAKE_ADOPT: "Warehouse:EQUAL" } });
    expect(result).toMatchObject({ exitCode: 0, changes: { create: 4, update: 0, delete: 0, replace: 0 } });
    expect(printed(result)).toMatch(/Warehouse EQUAL exists and equals the declaration/);
    expect(printed(result)).toMatch(/Warehouse BY_DEFAULT exists and equals the declaration/);
    expect(commentOf("DATABASE", "LOADED")).toBe("new");
    expect((await stage.project.preview()).changes).toMatchObject({ create: 0, update: 0, delete: 0, replace: 0 });
  });

  test("is not replaced because of a stack's default", async () => {
    await stage.project.configure({ "pulumi-dynamic-snowflake:createMode": "orReplace" });
    stage.sql("CREATE WAREHOUSE LATE");
    stage.declare({ late: of("Warehouse", undefined) });
    const refused = await stage.project.up({ args: ["--target", "**late"] });
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/createMode: "orReplace" cannot be the default of a stack/);
  });

  test("survives destroy if it was taken up, unless dataLoss allows its loss", async () => {
    const destroyed = await stage.project.destroy();
    expect(destroyed.exitCode).toBe(0);
    for (const name of ["EQUAL", "TAKEN", "ALTERED", "DIFFERENT", "BY_DEFAULT"]) {
      expect(printed(destroyed)).toMatch(
        new RegExp(`Warehouse ${name} was taken up, not created, by this stack: released`),
      );
    }
    const left = ["ALTERED", "BY_DEFAULT", "DIFFERENT", "EQUAL", "LATE", "TAKEN"];
    expect(stage.names("WAREHOUSES").sort()).toEqual(left);
    expect(stage.names("DATABASES")).toEqual([]);
    expect(stage.project.state()).toEqual([]);
  });
});
