import { describe, expect, test } from "vitest";
import { createModeOf, dataLossOf, milliseconds } from "../../provider/resource";
import { database, warehouse } from "../../provider/resources";

const source = (env: Record<string, string> = {}, config: Record<string, string> = {}) => ({
  env,
  config: (key: string) => config[`${key}`],
});
const raw = { name: "RAW_EVENTS" };

describe("what may be lost", () => {
  test.each([
    [{}, {}, undefined, "ifEmpty"],
    [{}, {}, "recoverable", "recoverable"],
    [{}, { "pulumi-dynamic-snowflake:dataLoss": "refuse" }, undefined, "refuse"],
    [{}, { "pulumi-dynamic-snowflake:dataLoss": "refuse" }, "allow", "allow"],
    // What one run says wins, for destroy and refresh see old configuration.
    [{ PULUMI_SNOWFLAKE_DATA_LOSS: "refuse" }, {}, "allow", "refuse"],
    [{ PULUMI_SNOWFLAKE_DATA_LOSS: "raw_*=allow" }, {}, "refuse", "allow"],
    [{ PULUMI_SNOWFLAKE_DATA_LOSS: "RAW=allow" }, {}, undefined, "ifEmpty"],
    [{ PULUMI_SNOWFLAKE_DATA_LOSS: "Warehouse:*=allow" }, {}, undefined, "ifEmpty"],
    [{ PULUMI_SNOWFLAKE_DATA_LOSS: "Database:*_EVENTS=allow, *=refuse" }, {}, undefined, "allow"],
    [{ PULUMI_SNOWFLAKE_DATA_LOSS: "X=allow,Database:RAW_EVENTS=recoverable" }, {}, undefined, "recoverable"],
  ] as const)("env %o, config %o, resource %s: %s", (env, config, dataLoss, expected) => {
    const options = dataLoss === undefined ? {} : { dataLoss };
    expect(dataLossOf(source(env, config), database, raw, options)).toBe(expected);
  });

  test("names in patterns keep their quotes, dots, commas and equals signs", () => {
    const env = { PULUMI_SNOWFLAKE_DATA_LOSS: '"a,b=c"=allow' };
    expect(dataLossOf(source(env), database, { name: '"a,b=c"' }, {})).toBe("allow");
    expect(dataLossOf(source(env), database, { name: '"A,B=C"' }, {})).toBe("ifEmpty");
  });

  test.each([
    [{ PULUMI_SNOWFLAKE_DATA_LOSS: "*=yes" }, {}, 'PULUMI_SNOWFLAKE_DATA_LOSS: "yes" is not one of refuse, ifEmpty'],
    [{}, { "pulumi-dynamic-snowflake:dataLoss": "no" }, 'pulumi-dynamic-snowflake:dataLoss: "no" is not one of'],
  ])("%o %o is refused", (env, config, words) => {
    expect(() =>
      dataLossOf(source(env as Record<string, string>, config as Record<string, string>), database, raw, {}),
    ).toThrow(words);
  });
});

describe("what happens to an object that exists", () => {
  test.each([
    [{}, {}, undefined, "errorIfExists"],
    [{}, { "pulumi-dynamic-snowflake:createMode": "ifNotExists" }, undefined, "ifNotExists"],
    [{}, { "pulumi-dynamic-snowflake:createMode": "ifNotExists" }, "errorIfExists", "errorIfExists"],
    [{}, {}, "orReplace", "orReplace"],
    [{ PULUMI_SNOWFLAKE_ADOPT: "Warehouse:LOAD_*" }, {}, "errorIfExists", "ifNotExists"],
    [{ PULUMI_SNOWFLAKE_ADOPT: "load_?" }, {}, undefined, "errorIfExists"],
    [{ PULUMI_SNOWFLAKE_ADOPT: "*" }, {}, "createOrAlter", "createOrAlter"],
  ] as const)("env %o, config %o, resource %s: %s", (env, config, createMode, expected) => {
    const options = createMode === undefined ? {} : { createMode };
    expect(createModeOf(source(env, config), warehouse, { name: "LOAD_1" }, options)).toBe(expected);
  });

  test("is never replaced by a default of the stack", () => {
    const config = { "pulumi-dynamic-snowflake:createMode": "orReplace" };
    expect(() => createModeOf(source({}, config), warehouse, { name: "W" }, {})).toThrow(
      "cannot be the default of a stack",
    );
  });
});

test.each([
  ["90s", 90_000],
  ["1h30m", 5_400_000],
  ["1.5m", 90_000],
  ["250ms", 250],
  ["5", undefined],
  ["m5", undefined],
  ["", undefined],
])("%j is %s milliseconds", (written, expected) => {
  expect(milliseconds(written)).toBe(expected);
});
