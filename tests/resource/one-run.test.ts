import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { adoptLine, allowLossSetting } from "../../provider/resource/one-run";

describe("A line to copy into a terminal", () => {
  test("names the kind and the object", () => {
    expect(adoptLine("Warehouse", "LOADING")).toBe("PULUMI_SNOWFLAKE_ADOPT='Warehouse:LOADING' pulumi up");
    expect(allowLossSetting("Database", "RAW")).toBe("PULUMI_SNOWFLAKE_DATA_LOSS='Database:RAW=allow'");
  });

  test.each(['"it\'s"', '"$(touch x)"', '"`id`"', '"a\\b"', "\"'; exit 7; '\""])(
    "is one word of the shell for the name %s",
    (name) => {
      const [setting = ""] = adoptLine("Warehouse", name).split(" pulumi up");
      const printed = execFileSync("sh", ["-c", `${setting} sh -c 'printf %s "$PULUMI_SNOWFLAKE_ADOPT"'`], {
        encoding: "utf8",
      });
      expect(printed).toBe(`Warehouse:${name}`);
    },
  );
});
