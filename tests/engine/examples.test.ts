import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { failures, printed, startStage } from "./stage";

const examples = path.resolve(__dirname, "../../examples");
const UNCHANGED = { create: 0, update: 0, delete: 0, replace: 0 };

describe("an example", () => {
  test.each([
    {
      name: "tables",
      count: 7,
      left: [],
      released: [],
    },
    {
      name: "taking-over",
      count: 6,
      left: ["LEGACY", "PARTNER"],
      released: [
        "Database LEGACY",
        "Schema LEGACY.PUBLIC",
        "Table LEGACY.PUBLIC.CUSTOMERS",
        "Table LEGACY.BILLING.INVOICES",
      ],
    },
  ])("$name is created, found unchanged, and destroyed", async ({ name, count, left, released }) => {
    await using stage = await startStage({
      program: text(name, "index.ts"),
      files: { "package.json": text(name, "package.json") },
    });
    stage.sql(...statementsIn(name));

    const created = await stage.project.up({ preview: true });
    expect(failures(created)).toEqual([]);
    expect(created.changes).toEqual({ ...UNCHANGED, create: count, same: 0 });
    expect((await stage.project.up()).changes).toEqual({ ...UNCHANGED, same: count });
    const refreshed = await stage.project.refresh();
    expect(failures(refreshed)).toEqual([]);
    expect(refreshed.changes).toEqual({ ...UNCHANGED, same: count });
    expect((await stage.project.up()).changes).toEqual({ ...UNCHANGED, same: count });

    const destroyed = await stage.project.destroy();
    expect(failures(destroyed)).toEqual([]);
    for (const object of released) expect(printed(destroyed)).toContain(`${object} was taken up, not created`);
    expect(stage.names("DATABASES")).toEqual(left);
    expect(stage.project.state()).toEqual([]);
  });

  test("taking-over alters only what createOrAlter names, and looks up the rest", async () => {
    await using stage = await startStage({ program: text("taking-over", "index.ts") });
    stage.sql(...statementsIn("taking-over"));
    expect(failures(await stage.project.up())).toEqual([]);
    expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual([
      "ALTER SCHEMA LEGACY.BILLING ENABLE MANAGED ACCESS",
      "ALTER TABLE LEGACY.BILLING.INVOICES ADD COLUMN PAID BOOLEAN DEFAULT FALSE",
      "ALTER TABLE LEGACY.BILLING.INVOICES ALTER COLUMN AMOUNT SET DATA TYPE NUMBER(12,2)",
      "ALTER TABLE LEGACY.BILLING.INVOICES ALTER COLUMN AMOUNT COMMENT 'In euros'",
      "ALTER TABLE LEGACY.BILLING.INVOICES ADD PRIMARY KEY (ID)",
    ]);
    expect(await stage.project.outputs()).toEqual({ theirs: ["PARTNER.PUBLIC.FX_HISTORY", "PARTNER.PUBLIC.FX_RATES"] });
  });
});

function text(example: string, file: string): string {
  return readFileSync(path.join(examples, example, file), "utf8");
}

/** What an example finds there, if it needs something. */
function statementsIn(example: string): string[] {
  if (example !== "taking-over") return [];
  return text(example, "before.sql")
    .replaceAll(/^--.*$/gm, "")
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
